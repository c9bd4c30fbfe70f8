#include "pairing/readiness.h"

#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "identity/person.h"
#include "identity/vetting.h"
#include "pairing/readiness.sql.h"
#include "programme/participation_state.h"
#include "programme/total.h"

#define TOLD 20 /* people of one list */
#define NAMED 3 /* people of one sentence */

int readiness_today(struct db *db, struct arena *a, const struct clock *clock, int64_t programme_id,
                    struct date *ret)
{
    struct readiness_zone zone;
    int r = readiness_zone(db, a, programme_id, &zone);
    if (r > 0)
        *ret = date_at(clock_now(clock), (int)zone.utc_offset);
    return r < 0 ? r : r == 0 ? ERR_NOT_FOUND : 0;
}

/* Whoever was born up to this year is an adult on that day (person_age). */
static int64_t adult_year(struct date today)
{
    int64_t year = today.year - 18;
    while (person_age(year, false, today) != PERSON_ADULT)
        year--;
    return year;
}

int readiness_minor_forms(struct db *db, struct arena *a, int64_t programme_id, struct date today,
                          struct readiness_forms *ret)
{
    struct readiness_minors *rows;
    int r = readiness_minors(db, a, programme_id, adult_year(today), &rows, &ret->n);
    if (r < 0)
        return r;
    const char **code = arena_array(a, const char *, ret->n);
    for (size_t i = 0; i < ret->n; i++)
        code[i] = rows[i].form_code;
    ret->code = code;
    return 0;
}

static bool shared(const char *one, const char *other)
{
    for (size_t n; *one; one += n + (one[n] != '\0')) {
        n = strcspn(one, ";");
        for (const char *s = other; *s;) {
            size_t k = strcspn(s, ";");
            if (k == n && !strncmp(s, one, n))
                return true;
            s += k + (s[k] != '\0');
        }
    }
    return false;
}

bool readiness_minors_want(const struct readiness_forms *minors, const char *forms)
{
    for (size_t i = 0; i < minors->n; i++)
        if (!*minors->code[i] || !*forms || shared(minors->code[i], forms))
            return true;
    return false;
}

static int why_unchecked(struct db *db, struct arena *a, int64_t person_id, struct date today,
                         const char **ret)
{
    struct vetting_now now;
    int r = vetting_of(db, a, person_id, today, &now);
    *ret = r > 0 ? vetting_words(a, &now) : "";
    return r < 0 ? r : 0;
}

int readiness_of(struct db *db, struct arena *a, int64_t programme_id, struct date today,
                 struct readiness *ret)
{
    const struct total mentors = {programme_id, TOTAL_PARTICIPATION, "mentor"};
    struct readiness_uncleared *rows;
    struct readiness_forms minors;
    int64_t ready;
    size_t n;
    *ret = (struct readiness){0};
    int r = total_of(db, a, &mentors, "in_base review approved training", &ret->candidates);
    if (r >= 0)
        r = total_of(db, a, &mentors, "ready resting paired", &ready);
    if (r >= 0 && ready > READINESS_LOOKED) {
        ret->unlooked = true;
        return 0;
    }
    if (r >= 0)
        r = readiness_minor_forms(db, a, programme_id, today, &minors);
    if (r >= 0)
        r = readiness_uncleared(db, a, programme_id, adult_year(today), date_iso(a, today), &rows,
                                &n);
    if (r < 0)
        return r;
    struct readiness_gap *list = arena_array(a, struct readiness_gap, n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        if (!readiness_minors_want(&minors, rows[i].form_code))
            continue;
        struct readiness_gap *gap = &list[ret->n_unchecked++];
        if (ret->n_unchecked > TOLD) /* counted, and no more */
            continue;
        *gap = (struct readiness_gap){
            .participation_id = rows[i].id,
            .person_id = rows[i].person_id,
            .name = person_name_full(
                a, &(struct person_name){rows[i].surname, rows[i].given, rows[i].patronymic}),
            .path = arena_printf(a, "/people/%lld/vetting", (long long)rows[i].person_id)};
        r = why_unchecked(db, a, gap->person_id, today, &gap->why);
    }
    ret->unchecked = list;
    return r;
}

static bool told_already(const struct readiness_gap *list, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].participation_id == id)
            return true;
    return false;
}

static int run_gap(struct db *db, struct arena *a, const struct readiness_run *x, struct date today,
                   struct readiness_gap *ret)
{
    *ret = (struct readiness_gap){
        .participation_id = x->id,
        .person_id = x->person_id,
        .name = person_name_listed(a, &(struct person_name){x->surname, x->given, x->patronymic}),
        .path = arena_printf(a, "/people/%lld/vetting", (long long)x->person_id)};
    if (participation_free("mentor", x->state))
        return why_unchecked(db, a, x->person_id, today, &ret->why);
    ret->why = arena_printf(a, _("статус «%s», а нужен «%s»"),
                            participation_state_name("mentor", x->state),
                            participation_state_name("mentor", "ready"));
    ret->path = arena_printf(a, "/participations/%lld/training", (long long)x->id);
    return 0;
}

int readiness_of_run(struct db *db, struct arena *a, int64_t run_id, struct date today,
                     const struct readiness_gap **ret, size_t *ret_n)
{
    struct readiness_run *rows;
    struct readiness_gap *list = arena_array(a, struct readiness_gap, TOLD);
    size_t n, k = 0;
    int r = readiness_run(db, a, run_id, adult_year(today), date_iso(a, today), &rows, &n);
    for (size_t i = 0; r >= 0 && i < n && k < TOLD; i++)
        if (!told_already(list, k, rows[i].id))
            r = run_gap(db, a, &rows[i], today, &list[k++]);
    *ret = list;
    *ret_n = k;
    return r < 0 ? r : 0;
}

int readiness_check(struct db *db, struct arena *a, const struct clock *clock, int64_t programme_id,
                    int64_t run_id, struct err *err)
{
    const struct readiness_gap *gaps;
    struct strbuf b;
    struct date today;
    size_t n;
    int r = readiness_today(db, a, clock, programme_id, &today);
    if (r >= 0)
        r = readiness_of_run(db, a, run_id, today, &gaps, &n);
    if (r < 0 || !n)
        return r < 0 ? r : 0;
    strbuf_init(&b, a);
    for (size_t i = 0; i < n && i < NAMED; i++)
        strbuf_printf(&b, "%s%s — %s", i ? "; " : "", gaps[i].name, gaps[i].why);
    if (n > NAMED)
        return err_set(err, ERR_CONFLICT,
                       _("Публиковать нельзя, не все наставники готовы. %s; и ещё %zu"), b.s,
                       n - NAMED);
    return err_set(err, ERR_CONFLICT, _("Публиковать нельзя, не все наставники готовы. %s"), b.s);
}
