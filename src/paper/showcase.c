#include "paper/showcase.h"

#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "identity/consent.h"
#include "office/photo.h"
#include "paper/showcase.sql.h"

#define CODE_FIRST 100000000 /* nine digits, the first no zero */
#define CODES 900000000u
#define CODE_TRIES 20

/* ---- the section ---- */

int showcase_get(struct db *db, struct arena *a, int64_t unit_id, struct showcase *ret)
{
    struct showcase_row row;
    int r = showcase_row(db, a, unit_id, &row);
    if (r > 0)
        *ret = (struct showcase){row.unit_id, row.code, row.opened != 0, row.about, row.contacts};
    return r;
}

int showcase_by_code(struct db *db, struct arena *a, int64_t code, struct showcase *ret)
{
    struct showcase_of_code row;
    int r = showcase_of_code(db, a, code, &row);
    return r > 0 ? showcase_get(db, a, row.unit_id, ret) : r;
}

/* A code that nobody has. */
static int make(struct db *db, int64_t unit_id, int64_t now)
{
    int r = 0;
    for (int try = 0; r == 0 && try < CODE_TRIES; try++) {
        uint32_t x;
        random_fill(&x, sizeof x);
        r = showcase_insert(db, unit_id, CODE_FIRST + x % CODES, now);
    }
    return r;
}

int showcase_save(struct db *db, struct arena *a, const struct showcase *s, const struct deed *deed)
{
    struct showcase old;
    int64_t now = clock_now(deed->clock);
    int r = showcase_get(db, a, s->unit_id, &old);
    if (r == 0)
        r = make(db, s->unit_id, now);
    if (r < 0)
        return r;
    r = showcase_update(db, s->unit_id, s->opened, s->about, s->contacts, now,
                        deed->account_id ? &deed->account_id : NULL);
    return r < 0 ? r : 0;
}

/* ---- people ---- */

/* Nobody knows the year of birth of many a teacher; who mentors or runs the programme and has no
 * year counts as an adult, as everywhere. */
static int allowed_of(struct db *db, struct arena *a, int64_t person_id, bool mentee,
                      struct date today, struct person *ret_person, unsigned *ret_fields)
{
    int r = person_get(db, a, person_id, ret_person);
    if (r <= 0)
        return r;
    enum person_age age = person_age(ret_person->birth_year, mentee, today);
    r = consent_published(db, a, person_id, age, ret_fields);
    return r < 0 ? r : 1;
}

static int fill_person(struct db *db, struct arena *a, const struct showcase_people_rows *row,
                       struct date today, struct showcase_person *ret)
{
    struct person person;
    unsigned may;
    bool mentee = strcmp(row->part, "mentee") == 0;
    int r = allowed_of(db, a, row->person_id, mentee, today, &person, &may);
    if (r <= 0)
        return r;
    *ret = (struct showcase_person){.id = row->id,
                                    .person_id = row->person_id,
                                    .part = row->part,
                                    .full = person_name_full(a, &person.name),
                                    .allowed = may};
    if (!(may & CONSENT_FIELD_NAME))
        return 1;
    ret->shown = true;
    ret->name = ret->full;
    ret->post = may & CONSENT_FIELD_PLACE && *row->post ? row->post : NULL;
    ret->results = may & CONSENT_FIELD_RESULTS && *row->results ? row->results : NULL;
    ret->photo = may & CONSENT_FIELD_PHOTO && *row->photo ? row->photo : NULL;
    return 1;
}

int showcase_people(struct db *db, struct arena *a, int64_t unit_id, struct date today,
                    struct showcase_person **ret, size_t *ret_n)
{
    struct showcase_people_rows *rows;
    size_t n_rows, n = 0;
    int r = showcase_people_rows(db, a, unit_id, &rows, &n_rows);
    if (r < 0)
        return r;
    struct showcase_person *list = arena_array(a, struct showcase_person, n_rows);
    for (size_t i = 0; i < n_rows; i++) {
        r = fill_person(db, a, &rows[i], today, &list[n]);
        if (r < 0)
            return r;
        n += r > 0;
    }
    *ret = list;
    *ret_n = n;
    return 0;
}

static int add_person(struct db *db, struct arena *a, const struct showcase_wish *w,
                      const struct deed *deed, struct err *err, int64_t *ret_id)
{
    struct showcase_people_count count;
    int r = showcase_people_count(db, a, w->unit_id, &count);
    if (r < 0)
        return r;
    if (count.n >= SHOWCASE_PEOPLE_MAX)
        return err_set(err, ERR_LIMIT, _("На странице уже %d человек: уберите кого-нибудь"),
                       SHOWCASE_PEOPLE_MAX);
    *ret_id = id_new(deed->clock);
    r = showcase_person_insert(db, *ret_id, w->unit_id, w->person_id, w->part, w->post, w->results,
                               clock_now(deed->clock), deed->account_id ? &deed->account_id : NULL);
    return r < 0 ? r : 0;
}

int showcase_put(struct db *db, struct arena *a, const struct showcase_wish *w,
                 const struct deed *deed, struct err *err, int64_t *ret_id)
{
    struct showcase_person_of row;
    struct person person;
    int r = person_get(db, a, w->person_id, &person);
    if (r <= 0 || person.unit_id != w->unit_id)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = showcase_person_of(db, a, w->person_id, w->unit_id, &row);
    if (r == 0)
        return add_person(db, a, w, deed, err, ret_id);
    if (r > 0) {
        *ret_id = row.id;
        r = showcase_person_update(db, row.id, w->part, w->post, w->results);
    }
    return r < 0 ? r : 0;
}

int showcase_person_place(struct db *db, struct arena *a, int64_t id, int64_t *ret_unit_id)
{
    struct showcase_person_row row;
    int r = showcase_person_row(db, a, id, &row);
    if (r > 0)
        *ret_unit_id = row.unit_id;
    return r;
}

int showcase_said(struct db *db, struct arena *a, int64_t unit_id, int64_t person_id,
                  struct showcase_said *ret)
{
    struct showcase_person_of row;
    int r = showcase_person_of(db, a, person_id, unit_id, &row);
    if (r > 0)
        *ret = (struct showcase_said){row.id, row.part, row.post, row.results, row.photo};
    return r;
}

int showcase_drop(struct db *db, int64_t id)
{
    return showcase_person_delete(db, id);
}

/* ---- photographs ---- */

static const char *photo_path(struct arena *a, const char *folder, int64_t id, const char *digest)
{
    return arena_printf(a, "%s/%lld-%s.jpg", folder, (long long)id, digest);
}

int showcase_photo_set(struct db *db, struct arena *a, int64_t id, const char *folder,
                       const char *upload, struct err *err)
{
    struct showcase_person_row row;
    struct photo photo;
    char *data;
    size_t n;
    int r = showcase_person_row(db, a, id, &row);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = fs_read(a, upload, PHOTO_MAX_BYTES, err, &data, &n);
    if (r >= 0)
        r = photo_clean(a, data, n, err, &photo);
    if (r >= 0)
        r = fs_mkdirs(folder, err);
    if (r >= 0)
        r = fs_write(photo_path(a, folder, id, photo.digest), photo.data, photo.n, err);
    if (r >= 0)
        r = showcase_person_photo(db, id, photo.digest);
    return r < 0 ? r : 0;
}

int showcase_forget(struct db *db, struct arena *a, int64_t id, const char *folder)
{
    struct showcase_person_row row;
    int r = showcase_person_row(db, a, id, &row);
    if (r <= 0)
        return r;
    if (*row.photo)
        (void)unlink(photo_path(a, folder, id, row.photo)); /* gone already is as good */
    return showcase_drop(db, id);
}

int showcase_photo(struct db *db, struct arena *a, int64_t unit_id, int64_t id, struct date today,
                   const char *folder, const char **ret_path)
{
    struct showcase_person_row row;
    struct person person;
    unsigned may;
    int r = showcase_person_row(db, a, id, &row);
    if (r <= 0 || row.unit_id != unit_id || !*row.photo)
        return r < 0 ? r : 0;
    r = allowed_of(db, a, row.person_id, strcmp(row.part, "mentee") == 0, today, &person, &may);
    if (r <= 0)
        return r;
    *ret_path = photo_path(a, folder, id, row.photo);
    return (may & CONSENT_FIELD_NAME) && (may & CONSENT_FIELD_PHOTO);
}

/* ---- best practices ---- */

static int fill_story(struct db *db, struct arena *a, const struct showcase_stories_rows *row,
                      struct date today, struct showcase_story *ret)
{
    struct person person;
    unsigned may = 0;
    *ret = (struct showcase_story){.id = row->id,
                                   .title = row->title,
                                   .body = row->body,
                                   .shown = !row->has_person_id,
                                   .made_at = row->made_at};
    if (ret->shown)
        return 0;
    int r = allowed_of(db, a, row->person_id, true, today, &person, &may);
    if (r <= 0)
        return r;
    ret->shown = may & CONSENT_FIELD_STORY;
    ret->who = may & CONSENT_FIELD_NAME ? person_name_full(a, &person.name) : NULL;
    return 0;
}

int showcase_stories(struct db *db, struct arena *a, int64_t unit_id, struct date today,
                     struct showcase_story **ret, size_t *ret_n)
{
    struct showcase_stories_rows *rows;
    int r = showcase_stories_rows(db, a, unit_id, &rows, ret_n);
    if (r < 0)
        return r;
    *ret = arena_array(a, struct showcase_story, *ret_n);
    for (size_t i = 0; i < *ret_n && r >= 0; i++)
        r = fill_story(db, a, &rows[i], today, &(*ret)[i]);
    return r < 0 ? r : 0;
}

int showcase_tell(struct db *db, struct arena *a, int64_t unit_id, int64_t person_id,
                  const char *title, const char *body, const struct deed *deed, struct err *err)
{
    struct showcase_stories_count count;
    int r = showcase_stories_count(db, a, unit_id, &count);
    if (r >= 0 && count.n >= SHOWCASE_STORIES_MAX)
        r = err_set(err, ERR_LIMIT, _("На странице уже %d историй: уберите самую старую"),
                    SHOWCASE_STORIES_MAX);
    if (r >= 0)
        r = showcase_story_insert(db, id_new(deed->clock), unit_id, person_id ? &person_id : NULL,
                                  title, body, clock_now(deed->clock),
                                  deed->account_id ? &deed->account_id : NULL);
    return r < 0 ? r : 0;
}

int showcase_untell(struct db *db, int64_t unit_id, int64_t id)
{
    return showcase_story_delete(db, id, unit_id);
}
