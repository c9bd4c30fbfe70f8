/* What the tests of the rules share: the files of the target model, loaded as they are. */
#pragma once

#include <stdlib.h>

#include "base/fs.h"
#include "pairing/criterion.h"
#include "pairing/topics.h"
#include "pairing/wording.h"

static inline struct topics_file testing_file(struct arena *a, const char *path)
{
    char *data;
    size_t n;
    struct err err;
    const char *full = arena_printf(a, "%s/%s", getenv("SOURCE_DIR"), path);
    if (fs_read(a, full, 16u << 20, &err, &data, &n) < 0)
        abort();
    return (struct topics_file){data, n};
}

static inline struct topics_file testing_pack(struct arena *a, const char *name)
{
    return testing_file(a, arena_printf(a, "methodology/target-model/%s", name));
}

static inline const struct topics *testing_topics(struct arena *a)
{
    struct topics_source s = {
        testing_pack(a, "topics/topics.tsv"), testing_pack(a, "topics/terms.tsv"),
        testing_pack(a, "topics/relations.tsv"), testing_pack(a, "topics/stopwords.tsv")};
    const struct topics *t;
    struct err err;
    if (topics_load(a, &s, &err, &t) < 0)
        abort();
    return t;
}

static inline const struct wordings *testing_wordings(struct arena *a)
{
    struct wording_source s = {testing_pack(a, "topics/ages.tsv"),
                               testing_pack(a, "topics/time.tsv"),
                               testing_pack(a, "topics/forms.tsv")};
    const struct wordings *w;
    struct err err;
    if (wordings_load(a, &s, &err, &w) < 0)
        abort();
    return w;
}

static inline struct criterion_input testing_input(struct arena *a, int year)
{
    struct criterion_input in = {.topics = testing_topics(a),
                                 .wordings = testing_wordings(a),
                                 .settings = criterion_settings_default(year)};
    struct err err;
    if (criteria_load(a, testing_pack(a, "criteria.tsv"), &err, &in.criteria) < 0)
        abort();
    return in;
}

/* People of the tests: a school's registry in little. What is not named is not known. */
static inline struct person_profile testing_person(int64_t id, const char *name, int birth_year)
{
    return (struct person_profile){
        .id = id, .name = name, .birth_year = birth_year, .place = "", .form = "", .time = ""};
}

static inline struct mentee_profile testing_mentee(int64_t id, const char *name, int birth_year,
                                                   const char *form, const char *request)
{
    struct mentee_profile m = {.p = testing_person(id, name, birth_year), .request = request};
    m.p.form = form;
    return m;
}

static inline struct mentor_profile testing_mentor(int64_t id, const char *name, const char *form,
                                                   const char *competencies, const char *age_wish,
                                                   const char *time)
{
    struct mentor_profile m = {.p = testing_person(id, name, 0),
                               .competencies = competencies,
                               .achievements = "",
                               .interests = "",
                               .age_wish = age_wish};
    m.p.form = form;
    m.p.time = time;
    return m;
}
