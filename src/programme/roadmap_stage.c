/* What changes a roadmap: steps, dates, leaving a stage and taking it up again. */
#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "programme/roadmap.h"
#include "programme/roadmap.sql.h"

static int load(const struct roadmap_place *at, const char *code, struct err *err,
                struct roadmap_stage **ret_all, const struct roadmap_stage **ret)
{
    size_t n;
    if (!programme_running(at->p->state))
        return err_set(err, ERR_CONFLICT,
                       _("Программа в состоянии «%s»: дорожная карта сейчас не меняется"),
                       programme_state_name(at->p->state));
    int r = roadmap_load(at->db, at->a, at->p, at->pack, at->today, ret_all, &n);
    if (r < 0)
        return r;
    *ret = roadmap_stage_of(*ret_all, n, code);
    return *ret ? 0 : err_set(err, ERR_INVALID, _("Такого этапа в дорожной карте нет"));
}

static const int64_t *actor(const struct roadmap_place *at)
{
    return at->deed.account_id ? &at->deed.account_id : NULL;
}

int roadmap_mark(const struct roadmap_place *at, const char *stage, const char *item, bool done,
                 struct err *err)
{
    struct roadmap_stage *all;
    const struct roadmap_stage *s;
    int r = load(at, stage, err, &all, &s);
    if (r < 0)
        return r;
    if (!roadmap_item_of(s, item))
        return err_set(err, ERR_INVALID, _("Такого шага на этом этапе нет"));
    r = done ? stage_mark_insert(at->db, at->p->id, stage, item, clock_now(at->deed.clock),
                                 actor(at))
             : stage_mark_delete(at->db, at->p->id, stage, item);
    if (r > 0)
        r = programme_note(at->db, at->p->id, done ? "step_done" : "step_undone", stage, item,
                           &at->deed);
    return r < 0 ? r : 0;
}

/* what: «день шага нужен» … */
static int check_inside(const struct roadmap_place *at, struct date first, struct date last,
                        const char *what, struct err *err)
{
    struct date from, to;
    if (!date_parse_iso(at->p->starts_on, &from) || !date_parse_iso(at->p->ends_on, &to) ||
        (date_to_days(first) >= date_to_days(from) && date_to_days(last) <= date_to_days(to)))
        return 0;
    return err_set(err, ERR_INVALID, _("Программа идёт с %s по %s: %s внутри этого срока"),
                   date_short(at->a, from), date_short(at->a, to), what);
}

int roadmap_move(const struct roadmap_place *at, const char *stage, struct date starts,
                 struct date due, struct err *err)
{
    struct roadmap_stage *all;
    const struct roadmap_stage *s;
    if (date_to_days(due) < date_to_days(starts))
        return err_set(err, ERR_INVALID, _("Этап не может закончиться раньше, чем начался"));
    int r = check_inside(at, starts, due, _("сроки этапа нужны"), err);
    if (r >= 0)
        r = load(at, stage, err, &all, &s);
    if (r >= 0)
        r = stage_set_dates(at->db, at->p->id, stage, date_iso(at->a, starts),
                            date_iso(at->a, due));
    if (r < 0)
        return r;
    const char *was =
        arena_printf(at->a, _("было %s – %s, стало %s – %s"), date_short(at->a, s->starts),
                     date_short(at->a, s->due), date_short(at->a, starts), date_short(at->a, due));
    return programme_note(at->db, at->p->id, "stage_dates", stage, was, &at->deed);
}

static int check_day(const struct roadmap_place *at, const struct roadmap_stage *s, struct date due,
                     struct err *err)
{
    int64_t day = date_to_days(due);
    int r = check_inside(at, due, due, _("день шага нужен"), err);
    if (r < 0)
        return r;
    if (day < date_to_days(s->starts) || day > date_to_days(s->due))
        return err_set(err, ERR_INVALID,
                       _("Этап идёт с %s по %s: день шага нужен внутри этого срока. Если этапу "
                         "нужно больше времени, сначала сдвиньте его сроки"),
                       date_short(at->a, s->starts), date_short(at->a, s->due));
    return 0;
}

int roadmap_step_move(const struct roadmap_place *at, const char *stage, const char *item,
                      struct date due, struct err *err)
{
    struct roadmap_stage *all;
    const struct roadmap_stage *s;
    int r = load(at, stage, err, &all, &s);
    if (r < 0)
        return r;
    const struct roadmap_item *x = roadmap_item_of(s, item);
    if (!x)
        return err_set(err, ERR_INVALID, _("Такого шага на этом этапе нет"));
    if (due.year && (r = check_day(at, s, due, err)) < 0)
        return r;
    r = due.year ? step_date_set(at->db, at->p->id, stage, item, date_iso(at->a, due),
                                 clock_now(at->deed.clock), actor(at))
                 : step_date_drop(at->db, at->p->id, stage, item);
    if (r <= 0)
        return r;
    struct deed deed = at->deed;
    deed.reason = arena_printf(at->a, _("было %s, стало %s"), date_short(at->a, x->due),
                               date_short(at->a, due.year ? due : s->due));
    return programme_note(at->db, at->p->id, "step_date", stage, item, &deed);
}

/* The programme goes on while all stages of its state are left; `left` is, since a moment. */
static int go_on(const struct roadmap_place *at, const struct roadmap_stage *all,
                 const struct roadmap_stage *left, struct err *err)
{
    static const char *const way[] = {"preparation", "enrolment", "selection", "matching",
                                      "active",      "finishing", "finished"};
    int now = programme_state_index(at->p->state), r = 0;
    const struct deed deed = {at->deed.clock, at->deed.account_id,
                              arena_printf(at->a, _("Завершён этап %d"), left->stage->order)};
    if (programme_state_index(left->term->state) != now)
        return 0;
    for (size_t i = 0; r >= 0 && i + 1 < sizeof way / sizeof *way; i++) {
        if (programme_state_index(way[i]) < now)
            continue;
        size_t here = 0, gone = 0;
        for (size_t k = 0; k < at->pack->stages.n; k++) {
            here += !strcmp(all[k].term->state, way[i]);
            gone += !strcmp(all[k].term->state, way[i]) &&
                    (all[k].state == ROADMAP_LEFT || &all[k] == left);
        }
        if (gone < here)
            break;
        r = programme_advance(at->db, at->p->id, way[i + 1], &deed, err);
    }
    return r;
}

static int check_leave(const struct roadmap_place *at, const struct roadmap_stage *s,
                       struct err *err)
{
    if (s->state == ROADMAP_LEFT)
        return err_set(err, ERR_CONFLICT, _("Этот этап уже завершён"));
    if (!s->open)
        return err_set(err, ERR_CONFLICT,
                       _("Этап ещё не начался: сначала завершите предыдущие этапы"));
    if (s->n_missing && (!at->deed.reason || !*at->deed.reason))
        return err_set(err, ERR_INVALID,
                       _("Не готово: %s. Напишите, почему этап завершается без этого"),
                       roadmap_missing(at->a, s));
    return 0;
}

int roadmap_leave(const struct roadmap_place *at, const char *stage, struct err *err)
{
    struct roadmap_stage *all;
    const struct roadmap_stage *s;
    int r = load(at, stage, err, &all, &s);
    if (r >= 0)
        r = check_leave(at, s, err);
    if (r < 0)
        return r;
    const char *missing = roadmap_missing(at->a, s);
    r = stage_set_left(at->db, at->p->id, stage, clock_now(at->deed.clock), actor(at), missing,
                       at->deed.reason ? at->deed.reason : "");
    if (r == 0)
        return err_set(err, ERR_CONFLICT, _("Этот этап уже завершён"));
    if (r > 0)
        r = programme_note(at->db, at->p->id, "stage_left", stage, missing, &at->deed);
    return r < 0 ? r : go_on(at, all, s, err);
}

int roadmap_reopen(const struct roadmap_place *at, const char *stage, struct err *err)
{
    struct roadmap_stage *all;
    const struct roadmap_stage *s;
    int r = load(at, stage, err, &all, &s);
    if (r < 0)
        return r;
    if (s->state != ROADMAP_LEFT)
        return err_set(err, ERR_CONFLICT, _("Этот этап не завершён"));
    if (!at->deed.reason || !*at->deed.reason)
        return err_set(err, ERR_INVALID, _("Напишите, зачем этап открывается снова"));
    r = stage_set_open(at->db, at->p->id, stage);
    if (r > 0)
        r = programme_note(at->db, at->p->id, "stage_reopen", stage, "", &at->deed);
    return r < 0 ? r : 0;
}
