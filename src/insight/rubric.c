#include "insight/rubric.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/utf8.h"
#include "db/db.h"
#include "insight/rubric.sql.h"
#include "programme/programme.h"

/* A table of the pack that may be absent: then it has no rows. */
static int table(struct arena *a, const struct pack *pack, const char *name, struct err *err,
                 struct tsv *ret)
{
    *ret = (struct tsv){0};
    return pack_file(pack, name) ? pack_tsv(a, pack, name, err, ret) : 0;
}

int rubric_criteria(struct arena *a, const struct pack *pack, struct err *err,
                    struct rubric_criterion **ret, size_t *ret_n)
{
    struct tsv t;
    int r = table(a, pack, "process-criteria.tsv", err, &t);
    if (r < 0)
        return r;
    size_t n = t.n_rows < RUBRIC_CRITERIA_MAX ? t.n_rows : RUBRIC_CRITERIA_MAX;
    struct rubric_criterion *list = arena_array(a, struct rubric_criterion, n);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct rubric_criterion){
            .n = (int)strtol(tsv_get(&t, i, "n"), NULL, 10),
            .group = tsv_get(&t, i, "group_ru"),
            .text = tsv_get(&t, i, "criterion_ru"),
            .words = {tsv_get(&t, i, "score_0"), tsv_get(&t, i, "score_1"),
                      tsv_get(&t, i, "score_2")},
        };
    *ret = list;
    *ret_n = n;
    return 0;
}

int rubric_level(struct arena *a, const struct pack *pack, double sum, struct err *err,
                 struct rubric_level *ret)
{
    struct tsv t;
    int best = -1;
    *ret = (struct rubric_level){.code = "", .name = ""};
    int r = table(a, pack, "process-levels.tsv", err, &t);
    if (r < 0)
        return r;
    ret->n = (int)t.n_rows;
    for (size_t i = 0; i < t.n_rows; i++) {
        int least = (int)strtol(tsv_get(&t, i, "min_sum"), NULL, 10);
        if (sum < least)
            continue;
        ret->rank++;
        if (least <= best)
            continue;
        best = least;
        ret->code = tsv_get(&t, i, "level_code");
        ret->name = tsv_get(&t, i, "level_ru");
    }
    ret->rank--;
    return 0;
}

static int check_day(const struct programme *p, const struct rubric_filling *f, struct err *err)
{
    struct date from;
    if (date_to_days(f->day) > date_to_days(f->today))
        return err_set(err, ERR_INVALID,
                       _("Этот день ещё не наступил. Укажите сегодняшний или прошедший"));
    if (date_parse_iso(p->starts_on, &from) && date_to_days(f->day) < date_to_days(from))
        return err_set(err, ERR_INVALID,
                       _("Программа тогда ещё не началась. Укажите день не раньше её начала"));
    return 0;
}

int rubric_fill(struct db *db, struct arena *a, const struct clock *clock,
                const struct programme *p, const struct rubric_criterion *criteria, size_t n,
                const struct rubric_filling *f, struct err *err)
{
    int64_t id = id_new(clock), total = 0;
    int r = check_day(p, f, err);
    for (size_t i = 0; i < n; i++)
        total += f->scores[i];
    if (r < 0)
        return r;
    r = rubric_insert(db, id, p->unit_id, p->id, date_iso(a, f->day), f->filler,
                      utf8_key(a, f->filler), total, f->account_id ? &f->account_id : NULL,
                      clock_now(clock));
    if (r == 0)
        return err_set(err, ERR_CONFLICT,
                       _("На этот день оценка уже есть: %s. Уберите её или укажите другой день"),
                       f->filler);
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = rubric_score_insert(db, id, criteria[i].n, f->scores[i]);
    return r < 0 ? r : 0;
}

int rubric_remove(struct db *db, int64_t programme_id, int64_t id)
{
    int r = rubric_delete(db, programme_id, id);
    return r == 0 ? ERR_NOT_FOUND : r < 0 ? r : 0;
}

int rubric_days(struct db *db, struct arena *a, int64_t programme_id, const char *before,
                struct rubric_day **ret, size_t *ret_n)
{
    struct rubric_day_rows *rows;
    int r = rubric_day_rows(db, a, programme_id, *before ? before : "9999-99-99", &rows, ret_n);
    if (r < 0)
        return r;
    *ret = arena_array(a, struct rubric_day, *ret_n);
    for (size_t i = 0; i < *ret_n; i++)
        (*ret)[i] =
            (struct rubric_day){rows[i].day, rows[i].n, (double)rows[i].total / (double)rows[i].n};
    return 0;
}

int rubric_of_day(struct db *db, struct arena *a, int64_t programme_id, const char *day,
                  const struct rubric_criterion *criteria, size_t n, struct rubric_member **ret,
                  size_t *ret_n, double *ret_means)
{
    struct rubric_members *members;
    struct rubric_sums *sums;
    size_t n_sums;
    int r = rubric_members(db, a, programme_id, day, &members, ret_n);
    if (r >= 0)
        r = rubric_sums(db, a, programme_id, day, &sums, &n_sums);
    if (r < 0)
        return r;
    *ret = arena_array(a, struct rubric_member, *ret_n);
    for (size_t i = 0; i < *ret_n; i++)
        (*ret)[i] = (struct rubric_member){members[i].id, members[i].total, members[i].filler};
    for (size_t i = 0; i < n; i++) {
        ret_means[i] = -1;
        for (size_t k = 0; k < n_sums; k++)
            if (sums[k].n == criteria[i].n)
                ret_means[i] = (double)sums[k].total / (double)sums[k].fillings;
    }
    return 0;
}
