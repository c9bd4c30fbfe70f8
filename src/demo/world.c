#include "demo/world.h"

#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "demo/school.h"
#include "demo/world.sql.h"
#include "demo/world_consents.h"
#include "demo/world_priv.h"
#include "network/region.h"
#include "network/unit.h"
#include "pairing/run.h"
#include "programme/roadmap.h"
#include "programme/selection.h"

#define REGION "59"
#define MUNICIPALITIES 3
#define CANDIDATES 4 /* mentors whose selection is not over */

/* ---- the tree ---- */

static int add_unit(struct world *w, int64_t parent, enum unit_kind kind, const char *name,
                    const char *short_name, int64_t *ret_id)
{
    struct unit_new n = {.parent_id = parent,
                         .kind = kind,
                         .name = name,
                         .short_name = short_name,
                         .phone = kind == UNIT_ORGANISATION ? "+73420000000" : NULL,
                         .utc_offset = -1};
    return unit_create(w->db, w->scratch, w->app->clock, &n, w->err, ret_id);
}

static int add_district(struct world *w, unsigned n, struct district *ret)
{
    static const char *const names[MUNICIPALITIES] = {"Светлореченский", "Ясногорский",
                                                      "Тихолесский"};
    const char *name = n < MUNICIPALITIES
                           ? arena_printf(w->a, "%s муниципальный округ", names[n])
                           : arena_printf(w->a, "%s муниципальный округ № %u", names[n % 3], n + 1);
    int r = add_unit(w, w->region, UNIT_MUNICIPALITY, name, NULL, &ret->id);
    for (unsigned k = 0; r >= 0 && k < ORGANISATIONS; k++) {
        unsigned number = n * ORGANISATIONS + k + 1;
        ret->name[k] = arena_printf(w->a, k == 3 ? "Лицей № %u" : "Школа № %u", number);
        r = add_unit(w, ret->id, UNIT_ORGANISATION,
                     arena_printf(w->a,
                                  k == 3 ? "МАОУ «Лицей № %u»"
                                         : "МБОУ «Средняя общеобразовательная школа № %u»",
                                  number),
                     ret->name[k], &ret->organisation[k]);
    }
    return r;
}

/* ---- programmes ---- */

static int add_programme(struct world *w, int64_t unit_id, const char *title, const char *across,
                         int64_t *ret_id)
{
    static const char *const forms[] = {"student_student", "undergrad_student"};
    struct programme_plan plan = {.title = title,
                                  .starts = {w->year, 9, 15},
                                  .ends = {w->year + 1, 5, 30},
                                  .forms = {forms, 2}};
    struct programme_limits limits = {.hours_per_mentee = PROGRAMME_HOURS_DEFAULT,
                                      .max_mentees = PROGRAMME_MENTEES_DEFAULT,
                                      .across = across};
    int r = programme_create(w->db, w->app->clock, unit_id, w->pack_id, 0, &plan, w->err, ret_id);
    if (r >= 0)
        r = programme_set_limits(w->db, *ret_id, &limits, w->err);
    struct deed deed = {w->app->clock, 0, NULL};
    return r < 0 ? r : programme_open(w->db, *ret_id, &deed);
}

/* The first stages are behind: their steps are ticked off and they are left, one of them with an
 * output missing. */
static int pass_stages(struct world *w, const struct run_context *c, int first, int last)
{
    int r = 0;
    for (size_t i = 0; r >= 0 && i < c->pack->stages.n; i++) {
        const struct pack_stage *s = &c->pack->stages.row[i];
        struct programme p;
        if (s->order < first || s->order > last)
            continue;
        r = programme_get(w->db, w->scratch, c->programme.id, &p);
        struct roadmap_place at = {.db = w->db,
                                   .a = w->scratch,
                                   .p = &p,
                                   .pack = c->pack,
                                   .today = w->today,
                                   .deed = {w->app->clock, 0, NULL}};
        for (size_t k = 0; r >= 0 && k < c->pack->steps.n; k++) {
            const struct pack_step *step = &c->pack->steps.row[k];
            if (!strcmp(step->stage, s->code) && strcmp(step->code, "legal_checks") != 0)
                r = roadmap_mark(&at, s->code, step->code, true, w->err);
        }
        if (s->order == 4)
            at.deed.reason = "Справки ждём из МВД, до их прихода взрослые наставники не начинают";
        if (r >= 0)
            r = roadmap_leave(&at, s->code, w->err);
    }
    return r < 0 ? r : 0;
}

/* A stage whose term ended three days ago. */
static int be_late(struct world *w, const struct run_context *c, const char *stage)
{
    struct programme p;
    int r = programme_get(w->db, w->scratch, c->programme.id, &p);
    struct roadmap_place at = {.db = w->db,
                               .a = w->scratch,
                               .p = &p,
                               .pack = c->pack,
                               .today = w->today,
                               .deed = {w->app->clock, 0, NULL}};
    int64_t today = date_to_days(w->today);
    return r < 0 ? r
                 : roadmap_move(&at, stage, date_from_days(today - 17), date_from_days(today - 3),
                                w->err);
}

/* Selected and trained on paper before they came here, adults with a certificate.  */
static int ready(struct world *w, int64_t programme_id)
{
    struct deed deed = {w->app->clock, 0, "Отбор и обучение на бумаге: протокол комиссии № 1"};
    return selection_accept_all(w->db, programme_id, &deed);
}

static int publish(struct world *w, int64_t programme_id)
{
    struct run_context c;
    int64_t run_id;
    int r = run_open(w->db, w->scratch, w->app, programme_id, w->err, &c);
    if (r >= 0)
        r = ready(w, programme_id);
    if (r >= 0)
        r = pass_stages(w, &c, 1, 4);
    if (r >= 0)
        r = run_make(&c, 0, w->err, &run_id);
    if (r >= 0)
        r = run_publish(&c, run_id, 1, w->err);
    return r < 0 ? r : pass_stages(w, &c, 5, 5);
}

/* ---- the whole ---- */

/* The finished programme of the district's second school. */
static int last_year(struct world *w, const struct district *d)
{
    return school_make(w->db, w->app, w->cast, d->organisation[1], w->pack_id, w->year - 1,
                       w->options->seed, w->err);
}

static int small_region(struct world *w, int64_t federation)
{
    struct district d[MUNICIPALITIES];
    int64_t living, waiting;
    struct run_context c;
    uint32_t mentees = w->options->people * 26 / 38, mentors = w->options->people - mentees;
    uint32_t few = mentees * 10 / 26, few_mentors = mentors * 5 / 12;
    int r = 0;
    for (unsigned i = 0; r >= 0 && i < MUNICIPALITIES; i++)
        r = add_district(w, i, &d[i]);
    if (r >= 0)
        r = last_year(w, &d[0]);
    if (r >= 0)
        r = add_programme(w, d[0].id, "Старшие помогают младшим", "municipality", &living);
    if (r >= 0)
        r = world_add_people(w, &d[0], living, mentees - few, mentors - few_mentors, false);
    if (r >= 0)
        r = publish(w, living);
    if (r >= 0)
        r = add_programme(w, d[0].organisation[0], "Вместе к олимпиаде", "organisation", &waiting);
    uint32_t candidates = few_mentors / 5 < CANDIDATES ? few_mentors / 5 : CANDIDATES;
    if (r >= 0)
        r = world_add_people(w, &d[0], waiting, few, few_mentors - candidates, true);
    if (r >= 0)
        r = run_open(w->db, w->scratch, w->app, waiting, w->err, &c);
    if (r >= 0)
        r = ready(w, waiting);
    if (r >= 0) /* they came later */
        r = world_add_people(w, &d[0], waiting, 0, candidates, true);
    if (r >= 0)
        r = pass_stages(w, &c, 1, 4);
    if (r >= 0)
        r = be_late(w, &c, "matching");
    if (r >= 0)
        r = world_add_staff(w, &d[0], federation);
    if (r >= 0)
        r = world_add_pair_accounts(w, living);
    const struct world_folder folder = {w->db,    w->app,     w->scratch,      w->cast,
                                        w->today, w->curator, w->options->seed};
    if (r >= 0)
        r = world_consents(&folder, living);
    return r < 0 ? r : world_consents(&folder, waiting);
}

/* One municipality with one programme of at most WORLD_BLOCK people, in its own transaction. */
static int block(struct world *w, unsigned n, uint32_t people, bool first, int64_t federation)
{
    struct district d;
    int64_t programme_id;
    int r = add_district(w, n, &d);
    if (r >= 0 && first)
        r = last_year(w, &d);
    if (r >= 0)
        r = add_programme(w, d.id, "Старшие помогают младшим", "municipality", &programme_id);
    if (r >= 0)
        r = world_add_people(w, &d, programme_id, people * 26 / 38, people - people * 26 / 38,
                             false);
    if (r >= 0)
        r = publish(w, programme_id);
    if (r >= 0 && first) {
        r = world_add_staff(w, &d, federation);
        if (r >= 0)
            r = world_add_pair_accounts(w, programme_id);
    }
    return r;
}

static int in_transaction(struct world *w, int (*make)(struct world *w, unsigned n), unsigned n)
{
    int r = db_begin(w->db);
    if (r < 0)
        return r;
    r = make(w, n);
    arena_reset(w->scratch);
    if (r >= 0)
        return db_commit(w->db);
    db_rollback(w->db);
    return r;
}

static int make_small(struct world *w, unsigned n)
{
    struct unit root;
    (void)n; /* there is one */
    int r = unit_root(w->db, w->a, &root);
    return r <= 0 ? r : small_region(w, root.id);
}

static int make_block(struct world *w, unsigned n)
{
    struct unit root;
    uint32_t left = w->options->people - n * WORLD_BLOCK;
    int r = unit_root(w->db, w->a, &root);
    return r <= 0 ? r : block(w, n, left < WORLD_BLOCK ? left : WORLD_BLOCK, n == 0, root.id);
}

static int prepare(struct world *w)
{
    struct world_has_accounts somebody;
    struct world_latest_pack pack;
    int r = world_has_accounts(w->db, w->a, &somebody);
    if (r > 0)
        return err_set(
            w->err, ERR_CONFLICT,
            _("Здесь уже работают люди: показательные данные делаются только в пустой базе"));
    if (r >= 0)
        r = cast_load(w->a, w->err, &w->cast);
    if (r >= 0)
        r = region_find(w->db, w->a, REGION, &w->region);
    if (r > 0)
        r = world_latest_pack(w->db, w->a, &pack);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    w->pack_id = pack.id;
    w->today = date_at(clock_now(w->app->clock), ZONE_MOSCOW);
    w->year = w->today.month >= 8 ? w->today.year : w->today.year - 1;
    return 0;
}

int world_make(struct db *db, const struct app *app, const struct world_options *options,
               struct err *err)
{
    struct world w = {.db = db,
                      .app = app,
                      .options = options,
                      .dice = {options->seed},
                      .a = arena_new(),
                      .scratch = arena_new(),
                      .err = err};
    int r = prepare(&w);
    if (r >= 0 && options->people <= 2 * WORLD_BLOCK)
        r = in_transaction(&w, make_small, 0);
    else
        for (unsigned n = 0; r >= 0 && n * WORLD_BLOCK < options->people; n++)
            r = in_transaction(&w, make_block, n);
    if (r < 0 && !*err->text)
        err_set(err, r, _("Показательные данные не сделаны: %s"), db_error(db));
    arena_free(w.scratch);
    arena_free(w.a);
    return r;
}
