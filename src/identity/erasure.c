#include "identity/erasure.h"

#include <string.h>

#include "base/id.h"
#include "db/db.h"
#include "identity/person.h"

static struct date day_of(const char *iso)
{
    struct date d = {0};
    (void)date_parse_iso(iso, &d);
    return d;
}

int erasure_of(struct db *db, struct arena *a, int64_t person_id, struct erasure *ret)
{
    struct erasure_row row;
    int r = erasure_row(db, a, person_id, &row);
    if (r > 0)
        *ret = (struct erasure){row.id, row.unit_id, person_id, day_of(row.due_on),
                                (int)row.utc_offset};
    return r;
}

static int end(struct db *db, const struct clock *clock, int64_t id, const char *outcome,
               int64_t account_id)
{
    int r = erasure_set_ended(db, id, outcome, clock_now(clock), account_id ? &account_id : NULL);
    return r < 0 ? r : 0;
}

int erasure_done(struct db *db, const struct clock *clock, const struct erasure *e,
                 int64_t account_id)
{
    return end(db, clock, e->id, "destroyed", account_id);
}

/* Was a signature taken back that nothing stands for? Of age, one's own stands for what a
 * representative gave. */
static bool lacking(const struct erasure_signatures *rows, size_t n, bool adult)
{
    bool self = false, gone = false;
    for (size_t i = 0; i < n; i++)
        self = self || (!strcmp(rows[i].relation, "self") && rows[i].in_force);
    for (size_t i = 0; i < n; i++)
        gone = gone || (!rows[i].in_force &&
                        !(adult && self && !strcmp(rows[i].relation, "representative")));
    return gone;
}

int erasure_follow(struct db *db, struct arena *a, const struct clock *clock, int64_t person_id)
{
    struct erasure_person p;
    struct erasure_signatures *rows;
    struct erasure open;
    size_t n;
    int r = erasure_person(db, a, person_id, &p);
    if (r <= 0)
        return r;
    struct date today = date_at(clock_now(clock), (int)p.utc_offset);
    bool adult = person_age(p.has_birth_year ? p.birth_year : 0, true, today) == PERSON_ADULT;
    r = erasure_signatures(db, a, person_id, &rows, &n);
    if (r >= 0)
        r = erasure_of(db, a, person_id, &open);
    if (r < 0)
        return r;
    bool must = lacking(rows, n, adult);
    if (must == (r > 0))
        return 0;
    if (!must)
        return end(db, clock, open.id, "renewed", 0);
    struct date due = date_from_days(date_to_days(today) + ERASURE_DAYS);
    r = erasure_insert(db, id_new(clock), p.unit_id, person_id, clock_now(clock), date_iso(a, due));
    return r < 0 ? r : 0;
}
