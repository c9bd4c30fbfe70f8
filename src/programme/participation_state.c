#include "programme/participation_state.h"

#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "db/db.h"
#include "programme/participation_state.sql.h"
#include "programme/total.h"

enum mentee { APPLIED, BASE, MATCHING, PAIRED, FINISHED, LEFT };
enum mentor {
    M_CANDIDATE,
    M_REVIEW,
    M_APPROVED,
    M_TRAINING,
    M_READY,
    M_PAIRED,
    M_RESTING,
    M_LEFT,
    M_DECLINED,
    M_BLOCKED
};

struct state {
    const char *code, *name;
};
static const struct state mentee_states[] = {
    [APPLIED] = {"applied", N_("Заявка")},     [BASE] = {"in_base", N_("В базе")},
    [MATCHING] = {"matching", N_("Подбор")},   [PAIRED] = {"paired", N_("В паре")},
    [FINISHED] = {"finished", N_("Завершил")}, [LEFT] = {"left", N_("Выбыл")},
};
static const struct state mentor_states[] = {
    [M_CANDIDATE] = {"in_base", N_("Кандидат")}, [M_REVIEW] = {"review", N_("На отборе")},
    [M_APPROVED] = {"approved", N_("Отобран")},  [M_TRAINING] = {"training", N_("Обучается")},
    [M_READY] = {"ready", N_("Готов к работе")}, [M_PAIRED] = {"paired", N_("В паре")},
    [M_RESTING] = {"resting", N_("В резерве")},  [M_LEFT] = {"left", N_("Выбыл")},
    [M_DECLINED] = {"declined", N_("Отклонён")}, [M_BLOCKED] = {"blocked", N_("Отстранён")},
};

#define BIT(s) (1u << (s))

static const struct participation_action mentee_actions[] = {
    {"admit", N_("Внести в базу"), BIT(APPLIED), BASE, false, true, false},
    {"match", N_("Начать подбор"), BIT(BASE), MATCHING, false, false, false},
    {"unmatch", N_("Вернуть из подбора в базу"), BIT(MATCHING), BASE, false, true, false},
    {"pair", N_("Поставить в пару"), BIT(MATCHING), PAIRED, false, false, false},
    {"unpair", N_("Вернуть в базу: пара закончилась раньше"), BIT(PAIRED), BASE, true, true, true},
    {"finish", N_("Завершить участие: путь пройден"), BIT(PAIRED), FINISHED, false, true, true},
    {"leave", N_("Записать, что человек выбыл"), BIT(APPLIED) | BIT(BASE) | BIT(MATCHING), LEFT,
     true, true, true},
    {"withdraw", N_("Прекратить участие"), BIT(APPLIED) | BIT(BASE) | BIT(MATCHING), LEFT, false,
     false, true},
    {"return", N_("Вернуть в базу"), BIT(FINISHED) | BIT(LEFT), BASE, false, true, false},
};
static const struct participation_action mentor_actions[] = {
    {"review", N_("Взять на отбор"), BIT(M_CANDIDATE) | BIT(M_DECLINED), M_REVIEW, false, true,
     false},
    {"approve", N_("Отобрать"), BIT(M_REVIEW), M_APPROVED, false, false, false},
    {"train", N_("Направить на обучение"), BIT(M_APPROVED), M_TRAINING, false, true, false},
    {"qualify", N_("Признать готовым: обучение пройдено"), BIT(M_TRAINING), M_READY, false, false,
     false},
    {"accept", N_("Принять отобранным и обученным на бумаге"),
     BIT(M_CANDIDATE) | BIT(M_REVIEW) | BIT(M_APPROVED) | BIT(M_TRAINING), M_READY, true, false,
     false},
    {"decline", N_("Отклонить"),
     BIT(M_CANDIDATE) | BIT(M_REVIEW) | BIT(M_APPROVED) | BIT(M_TRAINING), M_DECLINED, true, true,
     false},
    {"pair", N_("Поставить в пару"), BIT(M_READY) | BIT(M_RESTING), M_PAIRED, false, false, false},
    {"release", N_("Перевести в резерв: пар больше нет"), BIT(M_PAIRED), M_RESTING, false, true,
     true},
    {"leave", N_("Записать, что человек выбыл"),
     BIT(M_CANDIDATE) | BIT(M_REVIEW) | BIT(M_APPROVED) | BIT(M_TRAINING) | BIT(M_READY) |
         BIT(M_RESTING) | BIT(M_DECLINED),
     M_LEFT, true, true, true},
    {"withdraw", N_("Прекратить участие"),
     BIT(M_CANDIDATE) | BIT(M_REVIEW) | BIT(M_APPROVED) | BIT(M_TRAINING) | BIT(M_READY) |
         BIT(M_RESTING),
     M_LEFT, false, false, true},
    {"return", N_("Вернуть в кандидаты"), BIT(M_LEFT), M_CANDIDATE, false, true, false},
    {"block", N_("Отстранить"),
     BIT(M_CANDIDATE) | BIT(M_REVIEW) | BIT(M_APPROVED) | BIT(M_TRAINING) | BIT(M_READY) |
         BIT(M_PAIRED) | BIT(M_RESTING) | BIT(M_DECLINED),
     M_BLOCKED, true, true, false},
    {"unblock", N_("Снять отстранение: снова кандидат"), BIT(M_BLOCKED), M_CANDIDATE, true, true,
     false},
};

#define LENGTH(x) (sizeof(x) / sizeof *(x))

static const struct state *states_of(const char *side, size_t *ret_n)
{
    bool mentor = !strcmp(side, "mentor");
    *ret_n = mentor ? LENGTH(mentor_states) : LENGTH(mentee_states);
    return mentor ? mentor_states : mentee_states;
}

static int state_index(const char *side, const char *code)
{
    size_t n;
    const struct state *states = states_of(side, &n);
    for (size_t i = 0; i < n; i++)
        if (!strcmp(states[i].code, code))
            return (int)i;
    return -1;
}

const char *participation_state(const char *side, size_t i)
{
    size_t n;
    const struct state *states = states_of(side, &n);
    return i < n ? states[i].code : NULL;
}

const char *participation_state_name(const char *side, const char *state)
{
    size_t n;
    const struct state *states = states_of(side, &n);
    int i = state_index(side, state);
    return i < 0 ? "" : _(states[i].name);
}

const struct participation_action *participation_actions(const char *side, size_t *ret_n)
{
    bool mentor = !strcmp(side, "mentor");
    *ret_n = mentor ? LENGTH(mentor_actions) : LENGTH(mentee_actions);
    return mentor ? mentor_actions : mentee_actions;
}

const struct participation_action *participation_action(const char *side, const char *code)
{
    size_t n;
    const struct participation_action *list = participation_actions(side, &n);
    for (size_t i = 0; i < n; i++)
        if (!strcmp(list[i].code, code))
            return &list[i];
    return NULL;
}

bool participation_may(const char *side, const char *state,
                       const struct participation_action *action)
{
    int i = state_index(side, state);
    return i >= 0 && action->from & BIT(i);
}

bool participation_free(const char *side, const char *state)
{
    static const unsigned mentee = BIT(BASE) | BIT(MATCHING);
    static const unsigned mentor = BIT(M_READY) | BIT(M_RESTING) | BIT(M_PAIRED);
    int i = state_index(side, state);
    return i >= 0 && (strcmp(side, "mentor") ? mentee : mentor) & BIT(i);
}

static int check(const struct participation_state_row *now,
                 const struct participation_action *action, const struct deed *deed,
                 struct err *err)
{
    if (!participation_may(now->side, now->state, action))
        return err_set(err, ERR_CONFLICT, _("Сейчас состояние «%s»: «%s» из него нельзя"),
                       participation_state_name(now->side, now->state), _(action->label));
    if (action->alone && now->pairs)
        return err_set(err, ERR_CONFLICT, _("Сначала завершите пару: она ещё работает"));
    if (action->reason && (!deed->reason || !*deed->reason))
        return err_set(err, ERR_INVALID, _("Напишите причину: она останется в истории"));
    return 0;
}

/* Whoever leaves has a last day in the registry; whoever comes back has none. */
static int keep_last_day(struct db *db, struct arena *a, int64_t id,
                         const struct participation_state_row *now, const char *from,
                         const struct deed *deed)
{
    bool away = !strcmp(now->state, "left"),
         back = !strcmp(from, "left") || !strcmp(from, "finished");
    struct date today = date_at(clock_now(deed->clock), (int)now->utc_offset);
    return away || back ? participation_state_last_day(db, id, away ? date_iso(a, today) : "") : 0;
}

/* now->state follows. */
static int step(struct db *db, struct arena *a, int64_t id, struct participation_state_row *now,
                const char *code, const struct deed *deed, struct err *err)
{
    const struct participation_action *action = participation_action(now->side, code);
    int r = action ? check(now, action, deed, err)
                   : err_set(err, ERR_INVALID, _("Такого действия нет"));
    if (r < 0)
        return r;
    const char *to = participation_state(now->side, (size_t)action->to);
    r = participation_state_set(db, id, now->state, to);
    if (r == 0)
        return err_set(err, ERR_CONFLICT, _("Состояние уже изменилось. Откройте страницу снова"));
    if (r > 0)
        r = total_move(db, &(struct total){now->programme_id, TOTAL_PARTICIPATION, now->side},
                       now->state, to, 1);
    if (r >= 0)
        r = participation_event_insert(db, id, code, now->state, to,
                                       deed->reason ? deed->reason : "", clock_now(deed->clock),
                                       deed->account_id ? &deed->account_id : NULL);
    const char *from = now->state;
    now->state = to;
    if (r >= 0)
        r = keep_last_day(db, a, id, now, from, deed);
    return r < 0 ? r : 0;
}

int participation_move(struct db *db, int64_t id, const char *action, const struct deed *deed,
                       struct err *err)
{
    struct arena *a = arena_new();
    struct participation_state_row now;
    int r = participation_state_row(db, a, id, &now);
    r = r > 0 ? step(db, a, id, &now, action, deed, err) : r < 0 ? r : ERR_NOT_FOUND;
    arena_free(a);
    return r;
}

int participation_can(struct db *db, struct arena *a, int64_t id, const char *code, struct err *err)
{
    struct participation_state_row now;
    int r = participation_state_row(db, a, id, &now);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    const struct participation_action *action = participation_action(now.side, code);
    if (action && action->alone && now.pairs)
        return err_set(err, ERR_CONFLICT, _("Сначала завершите пару: она ещё работает"));
    return action && participation_may(now.side, now.state, action);
}

int participation_pair(struct db *db, int64_t id, const struct deed *deed, struct err *err)
{
    struct arena *a = arena_new();
    struct participation_state_row now;
    int r = participation_state_row(db, a, id, &now);
    if (r == 0)
        r = ERR_NOT_FOUND;
    if (r > 0 && strcmp(now.state, "paired") != 0) {
        if (!strcmp(now.side, "mentee") && !strcmp(now.state, "in_base"))
            r = step(db, a, id, &now, "match", deed, err);
        if (r >= 0)
            r = step(db, a, id, &now, "pair", deed, err);
    }
    arena_free(a);
    return r < 0 ? r : 0;
}

int participation_match(struct db *db, int64_t programme_id, const struct deed *deed)
{
    int r = participation_match_events(db, programme_id, clock_now(deed->clock),
                                       deed->account_id ? &deed->account_id : NULL);
    if (r > 0)
        r = participation_match_all(db, programme_id);
    if (r > 0)
        r = total_move(db, &(struct total){programme_id, TOTAL_PARTICIPATION, "mentee"}, "in_base",
                       "matching", r);
    return r < 0 ? r : 0;
}

int participation_complete(struct db *db, int64_t id, const char *day)
{
    int r = participation_state_complete(db, id, day);
    return r < 0 ? r : 0;
}
