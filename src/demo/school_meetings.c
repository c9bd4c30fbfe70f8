/* The meetings of the year: every pair meets by the book, most of them are content, one pair is
 * not; goals are set and mostly reached; everything ends in May. */
#include <string.h>

#include "db/db.h"
#include "demo/school.sql.h"
#include "demo/school_parts.h"
#include "work/meeting.h"
#include "work/pair_plan.h"
#include "work/pair_state.h"

struct day {
    const char *kind;
    int month, day;
};
static const struct day days[] = {
    {"intro", 12, 4},   {"trial", 12, 11},  {"planning", 12, 18}, {"working", 1, 15},
    {"working", 1, 29}, {"working", 2, 12}, {"working", 2, 26},   {"working", 3, 12},
    {"working", 4, 2},  {"working", 4, 16}, {"final", 5, 6},
};

static const char *const results[] = {
    "познакомились, договорились о дне и месте",
    "решили первую задачу вместе",
    "поставили цель и составили план",
    "разобрали домашнее задание, стало понятнее",
    "готовились к выступлению",
    "сделали половину проекта",
};

/* What one side says: good marks, a little better every month; the unhappy pair low ones. */
static int say(struct school_year *s, struct meeting_at *at, int64_t id, const char *kind, size_t n,
               bool unhappy)
{
    const struct pack_question **item;
    struct meeting_said said[MEETING_ITEMS_MAX];
    size_t k = meeting_items(at->a, s->pack, kind, at->side, &item);
    for (size_t i = 0; i < k; i++) {
        int64_t mark = unhappy ? 3 + (int64_t)dice_roll(&s->dice, 3)
                               : 7 + (int64_t)(n > 6) + (int64_t)dice_roll(&s->dice, 3);
        bool goes_on = !strcmp(item[i]->metric, "continue");
        said[i] = (struct meeting_said){item[i]->n,
                                        item[i]->type == PACK_BOOL ? goes_on
                                        : mark > 10                ? 10
                                                                   : mark,
                                        ""};
    }
    return meeting_say(at, id, said, k, s->err);
}

static int meet(struct school_year *s, int64_t pair_id, size_t n, bool unhappy)
{
    static const char *const sides[] = {"mentor", "mentee"};
    struct meeting_at at;
    int64_t id;
    int r = meeting_at(s->db, s->scratch, &s->app, pair_id, s->err, &at);
    struct meeting_new plan = {days[n].kind, s->now - INT64_C(3600000), 0, "библиотека", ""};
    struct meeting_outcome outcome = {results[n < 3 ? n : 3 + dice_roll(&s->dice, 3)],
                                      n > 2 ? "закончить начатое дома" : "", ""};
    if (r >= 0)
        r = meeting_plan(&at, &plan, s->err, &id);
    if (r >= 0)
        r = meeting_hold(&at, id, &outcome, s->err);
    const struct pack_meeting_kind *k = pack_meeting_kind(s->pack, days[n].kind);
    for (size_t i = 0; r >= 0 && k && k->feedback && i < 2; i++) {
        at.side = sides[i];
        r = say(s, &at, id, days[n].kind, n, unhappy);
    }
    return r < 0 ? r : 0;
}

static int set_goal(struct school_year *s, int64_t pair_id)
{
    struct pair_goal_new goal = {"подготовить и показать свой проект",
                                 "выступление на итоговой встрече",
                                 {s->year + 1, 4, 30},
                                 true,
                                 0};
    int r = pair_goal_add(s->db, s->scratch, &s->app, pair_id, &goal, s->err);
    return r < 0 ? r
                 : pair_note_add(s->db, &s->app, pair_id, school_today(s),
                                 "Разговорились о музыке, цель выбрали вместе.", 0);
}

static int all_pairs(struct school_year *s, struct school_pairs **ret, size_t *ret_n)
{
    return school_pairs(s->db, s->a, s->programme_id, ret, ret_n);
}

/* A pack without these kinds has no such year. */
static int year_of_meetings(struct school_year *s)
{
    struct school_pairs *rows;
    int64_t may = s->now;
    size_t n;
    int r = all_pairs(s, &rows, &n);
    for (size_t d = 0; r >= 0 && d < sizeof days / sizeof *days; d++) {
        if (!pack_meeting_kind(s->pack, days[d].kind))
            continue;
        school_at(s, days[d].month, days[d].day);
        for (size_t i = 0; r >= 0 && i < n; i++) {
            r = meet(s, rows[i].id, d, i == 1);
            if (r >= 0 && d == 2)
                r = set_goal(s, rows[i].id);
            arena_reset(s->scratch);
        }
    }
    s->now = may;
    return r;
}

static int end_all(struct school_year *s)
{
    struct school_pairs *rows;
    struct pair_goals *goals;
    struct deed d = {&s->clock, s->account_id, NULL};
    size_t n, k;
    int r = all_pairs(s, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        r = pair_goals(s->db, s->scratch, rows[i].id, &goals, &k);
        if (r >= 0 && k && i % 4)
            r = pair_goal_reach(s->db, s->scratch, &s->app, rows[i].id, goals[0].id,
                                "проект показан на итоговой встрече", s->err);
        if (r >= 0 && !strcmp(rows[i].state, "active"))
            r = pair_move(s->db, s->scratch, &s->app, rows[i].id, i % 4 ? "goals" : "term", &d,
                          s->err);
        arena_reset(s->scratch);
    }
    return r < 0 ? r : 0;
}

int school_meetings(struct school_year *s, enum school_moment moment)
{
    if (moment == SCHOOL_WORKED)
        return year_of_meetings(s);
    return moment == SCHOOL_CLOSED ? end_all(s) : 0;
}
