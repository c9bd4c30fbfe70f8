/* The numbers of the year: what the school says of itself, and each month as it was when it ended.
 */
#include "demo/school_parts.h"

#include "insight/figure.h"
#include "insight/frozen.h"

/* ---- what the school says ---- */

static int say_year(struct school_year *s, int year)
{
    static const struct {
        const char *code;
        int64_t value;
    } all[] = {{"mentees_10_19", 412},
               {"mentors_15_19", 96},
               {"young_teachers_mentees", 4},
               {"young_teachers_with_mentor", 4}};
    struct indicators list;
    int r = indicators_load(s->app.methodology, s->db, s->scratch, s->err, &list);
    for (size_t i = 0; r >= 0 && i < sizeof all / sizeof *all; i++) {
        int at = indicator_find(&list, all[i].code);
        struct figure_new f = {.unit_id = s->unit_id,
                               .account_id = s->account_id,
                               .year = year,
                               .value = all[i].value,
                               .source = "форма ОО-1",
                               .as_of = {s->year, 9, 20},
                               .today = school_today(s)};
        if (at < 0)
            continue; /* another pack */
        f.indicator = &list.row[at];
        r = figure_say(s->db, s->scratch, &s->clock, &f, s->err);
    }
    return r < 0
               ? r
               : figure_aim(s->db, &s->clock, s->unit_id, year, "mentees_10_19", 5, s->account_id);
}

/* ---- months ---- */

/* Counted on this day of the next month. */
static int freeze(struct school_year *s, int month, int day, const char *reason)
{
    const struct frozen_work work = {
        .db = s->db, .a = s->scratch, .clock = &s->clock, .methodology = s->app.methodology};
    struct period p = {s->year + (month < 8), month};
    int64_t id;
    school_at(s, month % 12 + 1, day);
    int r = frozen_begin(s->db, s->scratch, &s->clock, s->unit_id, p, school_today(s), reason,
                         s->account_id, s->err, &id);
    return r < 0 ? r : frozen_count_here(&work, id, s->err);
}

/* The clock goes back for it, as it does for the meetings of these months. */
static int winter(struct school_year *s)
{
    static const int months[] = {12, 1, 2, 3, 4};
    int64_t may = s->now;
    int r = say_year(s, s->year + 1);
    for (size_t i = 0; r >= 0 && i < sizeof months / sizeof *months; i++)
        r = freeze(s, months[i], 3, "");
    if (r >= 0)
        r = freeze(s, 3, 10, "Исправили год рождения двух участников");
    s->now = may;
    return r;
}

int school_numbers(struct school_year *s, enum school_moment moment)
{
    switch (moment) {
    case SCHOOL_ENROLLED:
        return say_year(s, s->year);
    case SCHOOL_CHOSEN:
        return freeze(s, 10, 10, "");
    case SCHOOL_PAIRED:
        return freeze(s, 11, 1, "");
    case SCHOOL_WORKED:
        return winter(s);
    case SCHOOL_CLOSED:
        return 0;
    case SCHOOL_OVER:
        return freeze(s, 5, 2, "");
    }
    return 0;
}
