#include "work/pair_state.h"

#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "db/db.h"
#include "frame/access.h"
#include "frame/app.h"
#include "frame/job.h"
#include "pairing/preference.h"
#include "programme/participation.h"
#include "programme/total.h"
#include "work/pair_notice.h"

enum { AGREED, ACTIVE, FINISHED, ENDED };

static const struct {
    const char *code, *name;
    enum pill pill;
} states[] = {
    [AGREED] = {"agreed", N_("Согласована"), PILL_HALF},
    [ACTIVE] = {"active", N_("Работает"), PILL_OK},
    [FINISHED] = {"finished", N_("Завершена"), PILL_END},
    [ENDED] = {"ended", N_("Завершена досрочно"), PILL_END},
};
#define N_STATES (sizeof states / sizeof *states)

#define BIT(s) (1u << (s))
#define LIVING (BIT(AGREED) | BIT(ACTIVE))

static const struct pair_action actions[] = {
    {"start", N_("Начать работу пары"), N_("Пара начала работу"), BIT(AGREED), ACTIVE, false, true,
     false},
    {"goals", N_("Завершить: цели достигнуты"), N_("Пара завершена: цели достигнуты"), BIT(ACTIVE),
     FINISHED, false, true, false},
    {"term", N_("Завершить: план выполнен, срок вышел"), N_("Пара завершена: срок вышел"),
     BIT(ACTIVE), FINISHED, false, true, false},
    {"mentee_wish", N_("Завершить по желанию наставляемого"),
     N_("Пара завершена по желанию наставляемого"), LIVING, ENDED, true, true, true},
    {"mentor_wish", N_("Завершить по желанию наставника"),
     N_("Пара завершена по желанию наставника"), LIVING, ENDED, true, true, true},
    {PAIR_BY_REPRESENTATIVE, N_("Завершить по желанию законного представителя"),
     N_("Пара завершена по желанию законного представителя"), LIVING, ENDED, false, true, true},
    {"curator", N_("Завершить по решению куратора"), N_("Пара завершена по решению куратора"),
     LIVING, ENDED, true, true, false},
    {"trial", N_("Вернуть в подбор после пробной встречи"),
     N_("Пара завершена после пробной встречи, подбор продолжается"), LIVING, ENDED, false, false,
     true},
};
#define N_ACTIONS (sizeof actions / sizeof *actions)

static int index_of(const char *state)
{
    for (size_t i = 0; i < N_STATES; i++)
        if (!strcmp(states[i].code, state))
            return (int)i;
    return -1;
}

const char *pair_state_name(const char *state)
{
    int i = index_of(state);
    return i < 0 ? "" : _(states[i].name);
}

enum pill pair_state_pill(const char *state)
{
    int i = index_of(state);
    return i < 0 ? PILL_DRAFT : states[i].pill;
}

bool pair_living(const char *state)
{
    int i = index_of(state);
    return i >= 0 && LIVING & BIT(i);
}

const struct pair_action *pair_actions(size_t *ret_n)
{
    *ret_n = N_ACTIONS;
    return actions;
}

const struct pair_action *pair_action(const char *code)
{
    for (size_t i = 0; i < N_ACTIONS; i++)
        if (!strcmp(actions[i].code, code))
            return &actions[i];
    return NULL;
}

bool pair_may(const char *state, const struct pair_action *action)
{
    int i = index_of(state);
    return i >= 0 && action->from & BIT(i);
}

/* ---- what follows for the two people ---- */

static int mentee_after(struct db *db, const struct pair_state_row *x, bool done,
                        const struct deed *deed, const char *today)
{
    if (strcmp(x->mentee_state, "paired") != 0)
        return 0;
    if (done) {
        int r = participation_move(db, x->mentee_id, "finish", deed, NULL);
        return r < 0 ? r : participation_complete(db, x->mentee_id, today);
    }
    struct deed neutral = *deed;
    neutral.reason = _("Пара завершена раньше срока");
    int r = participation_move(db, x->mentee_id, "unpair", &neutral, NULL);
    bool forms_pairs =
        programme_state_index(x->programme_state) < programme_state_index("finishing");
    neutral.reason = NULL;
    return r < 0 || !forms_pairs ? r
                                 : participation_move(db, x->mentee_id, "match", &neutral, NULL);
}

static int mentor_after(struct db *db, const struct pair_state_row *x, bool done,
                        const struct deed *deed, const char *today)
{
    if (strcmp(x->mentor_state, "paired") != 0 || x->others)
        return 0;
    struct deed neutral = *deed;
    neutral.reason = NULL;
    int r = participation_move(db, x->mentor_id, "release", &neutral, NULL);
    return r < 0 || !done ? r : participation_complete(db, x->mentor_id, today);
}

/* The same words to both, whoever wished it. */
static int tell_over(struct db *db, const struct app *app, const struct pair_state_row *x,
                     int64_t pair_id, bool done)
{
    const char *text = done ? _("Пара завершена. Спасибо за работу вместе")
                            : _("Пара завершена. Куратор подберёт другую и напишет");
    return pair_notice(db, app, pair_id, text, (int64_t[]){x->mentee_person, x->mentor_person}, 2);
}

static int over(struct db *db, struct arena *a, const struct app *app, int64_t pair_id,
                const struct pair_state_row *x, const struct pair_action *action,
                const struct deed *deed)
{
    bool done = action->to == FINISHED;
    int64_t now = clock_now(deed->clock);
    const int64_t *by = deed->account_id ? &deed->account_id : NULL;
    const char *today = date_iso(a, date_at(now, (int)x->utc_offset));
    int r = pair_meetings_drop(db, pair_id, _("Пара завершена"), now, by);
    if (r >= 0)
        r = pair_pulse_over(db, pair_id);
    if (r >= 0)
        r = pair_need_follow(db, pair_id);
    if (r >= 0 && action->apart)
        r = preference_apart(db, x->programme_id, x->mentee_id, x->mentor_id, deed);
    if (r >= 0)
        r = mentee_after(db, x, done, deed, today);
    if (r >= 0)
        r = mentor_after(db, x, done, deed, today);
    return r < 0 ? r : tell_over(db, app, x, pair_id, done);
}

/* ---- the move ---- */

static int check(const struct pair_state_row *x, const struct pair_action *action,
                 const struct deed *deed, struct err *err)
{
    if (!action)
        return err_set(err, ERR_INVALID, _("Такого действия нет"));
    if (!pair_may(x->state, action))
        return err_set(err, ERR_CONFLICT, _("Сейчас статус пары «%s»: «%s» из него нельзя"),
                       pair_state_name(x->state), _(action->label));
    if (action->reason && (!deed->reason || !*deed->reason))
        return err_set(err, ERR_INVALID, _("Напишите причину: её увидит только куратор"));
    return 0;
}

int pair_move(struct db *db, struct arena *a, const struct app *app, int64_t pair_id,
              const char *code, const struct deed *deed, struct err *err)
{
    const struct pair_action *action = pair_action(code);
    struct pair_state_row x;
    int64_t now = clock_now(deed->clock);
    int r = pair_state_row(db, a, pair_id, &x);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = check(&x, action, deed, err);
    if (r < 0)
        return r;
    bool ends = !(LIVING & BIT(action->to));
    r = pair_state_set(db, pair_id, x.state, states[action->to].code, ends ? &now : NULL);
    if (r == 0)
        return err_set(err, ERR_CONFLICT, _("Пара уже изменилась. Откройте страницу снова"));
    if (r > 0)
        r = total_move(db, &(struct total){x.programme_id, TOTAL_PAIR, ""}, x.state,
                       states[action->to].code, 1);
    if (r >= 0)
        r = pair_event_insert(db, pair_id, code, x.state, states[action->to].code,
                              deed->reason ? deed->reason : "", now,
                              deed->account_id ? &deed->account_id : NULL);
    if (r >= 0 && ends)
        r = over(db, a, app, pair_id, &x, action, deed);
    return r < 0 ? r : 0;
}

int pair_end_for_child(struct db *db, struct arena *a, const struct app *app, int64_t pair_id,
                       const struct deed *deed, struct err *err)
{
    struct pair_state_row x;
    int r = pair_state_row(db, a, pair_id, &x);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = pair_move(db, a, app, pair_id, PAIR_BY_REPRESENTATIVE, deed, err);
    return r < 0 ? r
                 : pair_notice_curators(
                       db, a, app, x.unit_id, pair_id,
                       _("Законный представитель завершил пару. Откройте страницу пары"));
}

/* ---- the end of a programme ---- */

static int finish_some(struct job *job, struct arena *a, const struct pairs_at_work *rows, size_t n)
{
    struct deed deed = {job->app->clock, job->account_id, NULL};
    int r = db_begin(job->db);
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = pair_move(job->db, a, job->app, rows[i].id, "term", &deed, &job->err);
    if (r >= 0)
        r = db_commit(job->db);
    if (r < 0)
        db_rollback(job->db);
    return r < 0 ? r : 0;
}

int pair_finish_job(struct job *job)
{
    struct arena *a = arena_new();
    struct pairs_at_work *rows;
    const char *key = "";
    int64_t id = 0, done = 0;
    size_t n = 1;
    int r = 0;
    while (r >= 0 && n) {
        r = pairs_at_work(job->db, a, job->object_id, key, id, &rows, &n);
        if (r >= 0 && n)
            r = finish_some(job, a, rows, n);
        if (r < 0 || !n)
            break;
        id = rows[n - 1].id;
        key = arena_strdup(job->a, rows[n - 1].sort_key);
        job_progress(job, done += (int64_t)n, 0);
        arena_reset(a);
        if (job_cancelled(job))
            r = ERR_CANCELLED;
    }
    arena_free(a);
    return r < 0 ? r : 0;
}

/* ---- a wish ---- */

int pair_wish(struct db *db, struct arena *a, const struct app *app, int64_t pair_id,
              const char *side, const char *text, struct err *err)
{
    struct pair_state_row x;
    int r = pair_state_row(db, a, pair_id, &x);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    if (!pair_living(x.state))
        return err_set(err, ERR_CONFLICT, _("Пара уже завершена"));
    r = pair_wish_set(db, pair_id, x.programme_id, side, text, clock_now(app->clock));
    if (r >= 0)
        r = pair_need_follow(db, pair_id);
    return r < 0 ? r
                 : pair_notice_curators(db, a, app, x.unit_id, pair_id,
                                        _("В паре просят о помощи. Откройте страницу пары"));
}
