/* What recorded consents allow: publication, contacts, taking part. */
#include <string.h>

#include "base/i18n.h"
#include "identity/consent.h"
#include "identity/consent.sql.h"
#include "identity/vetting.h"

const struct choice consent_field_choices[] = {
    {"name", N_("Фамилия, имя, отчество"), NULL},
    {"photo", N_("Фотография"), NULL},
    {"place", N_("Место работы или учёбы, должность"), NULL},
    {"results", N_("Достижения и результаты"), NULL},
    {"story", N_("История, отзыв"), NULL},
    {NULL, NULL, NULL},
};

unsigned consent_fields_from(const char *const *codes, size_t n)
{
    unsigned fields = 0;
    for (size_t i = 0; i < n; i++)
        for (unsigned k = 0; consent_field_choices[k].value; k++)
            fields |= strcmp(codes[i], consent_field_choices[k].value) == 0 ? 1u << k : 0;
    return fields;
}

const char *consent_fields_words(struct arena *a, unsigned fields)
{
    const char *words = "";
    for (unsigned k = 0; consent_field_choices[k].value; k++)
        if (fields >> k & 1)
            words = arena_printf(a, "%s%s%s", words, *words ? "; " : "",
                                 _(consent_field_choices[k].label));
    return words;
}

int consent_published(struct db *db, struct arena *a, int64_t person_id, enum person_age age,
                      unsigned *ret_fields)
{
    struct consent_publications *rows;
    unsigned self = 0, representative = 0;
    size_t n;
    int r = consent_publications(db, a, person_id, &rows, &n);
    if (r < 0)
        return r;
    for (size_t i = 0; i < n; i++)
        *(strcmp(rows[i].relation, "self") == 0 ? &self : &representative) |=
            (unsigned)rows[i].fields;
    *ret_fields = (consent_needs_self(age) ? self : CONSENT_FIELDS) &
                  (consent_needs_representative(age) ? representative : CONSENT_FIELDS);
    return 0;
}

bool consent_needs_self(enum person_age age)
{
    return age != PERSON_CHILD;
}

bool consent_needs_representative(enum person_age age)
{
    return age != PERSON_ADULT;
}

int consent_gaps(struct db *db, struct arena *a, int64_t person_id, enum person_age age,
                 struct consent_gap ret[CONSENT_KINDS])
{
    struct consent_signatures *rows;
    size_t n;
    int r = consent_signatures(db, a, person_id, &rows, &n);
    for (int k = 0; k < CONSENT_KINDS; k++)
        ret[k] = (struct consent_gap){consent_needs_self(age), consent_needs_representative(age)};
    for (size_t i = 0; r >= 0 && i < n; i++) {
        enum consent_kind kind = consent_from_code(rows[i].kind);
        if (kind != CONSENT_KINDS)
            *(strcmp(rows[i].relation, "self") == 0 ? &ret[kind].self : &ret[kind].representative) =
                false;
    }
    return r;
}

int consent_complete(struct db *db, struct arena *a, int64_t person_id, enum consent_kind kind,
                     enum person_age age)
{
    struct consent_state now;
    int r = consent_state_of(db, a, person_id, kind, &now);
    if (r < 0)
        return r;
    return (now.self || !consent_needs_self(age)) &&
           (now.representative || !consent_needs_representative(age));
}

/* Is the person's own consent to open contacts complete? 1, 0 or < 0, with the age. */
static int opened(struct db *db, struct arena *a, int64_t person_id, bool mentee_side,
                  struct date today, enum person_age *ret_age)
{
    struct person p;
    int r = person_get(db, a, person_id, &p);
    if (r <= 0)
        return r;
    *ret_age = person_age(p.birth_year, mentee_side, today);
    return consent_complete(db, a, person_id, CONSENT_CONTACT, *ret_age);
}

int consent_contact_open(struct db *db, struct arena *a, int64_t mentee_id, int64_t mentor_id,
                         struct date today)
{
    enum person_age age;
    struct person mentor;
    int r = person_get(db, a, mentor_id, &mentor);
    if (r > 0)
        r = opened(db, a, mentee_id, true, today, &age);
    return r <= 0 ? r : vetting_allows(db, a, mentee_id, mentor_id, today);
}

int consent_contacts(struct db *db, struct arena *a, int64_t mentee_id, int64_t mentor_id,
                     bool of_mentor, struct date today, struct person_contact **ret, size_t *ret_n)
{
    int64_t whose = of_mentor ? mentor_id : mentee_id;
    enum person_age age = PERSON_TEEN;
    struct person_contact *list = NULL;
    size_t n = 0, kept = 0;
    int r = consent_contact_open(db, a, mentee_id, mentor_id, today);
    if (r == 1)
        r = opened(db, a, whose, !of_mentor, today, &age);
    if (r == 1)
        r = person_contacts(db, a, whose, &list, &n);
    if (r < 0)
        return r;
    const char *owner = age == PERSON_ADULT ? "self" : "representative";
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].owner, owner) == 0)
            list[kept++] = list[i];
    *ret = list;
    *ret_n = kept;
    return 0;
}
