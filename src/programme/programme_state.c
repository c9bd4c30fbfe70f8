#include "programme/programme_state.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "programme/programme_state.sql.h"

enum state {
    DRAFT,
    PREPARATION,
    ENROLMENT,
    SELECTION,
    MATCHING,
    ACTIVE,
    FINISHING,
    FINISHED,
    ARCHIVED,
    SUSPENDED,
    CANCELLED,
    N_STATES
};

static const struct {
    const char *code, *name;
} states[N_STATES] = {
    [DRAFT] = {"draft", N_("Черновик")},
    [PREPARATION] = {"preparation", N_("Подготовка")},
    [ENROLMENT] = {"enrolment", N_("Набор")},
    [SELECTION] = {"selection", N_("Отбор и обучение")},
    [MATCHING] = {"matching", N_("Подбор пар")},
    [ACTIVE] = {"active", N_("Активна")},
    [FINISHING] = {"finishing", N_("Завершение")},
    [FINISHED] = {"finished", N_("Завершена")},
    [ARCHIVED] = {"archived", N_("В архиве")},
    [SUSPENDED] = {"suspended", N_("Приостановлена")},
    [CANCELLED] = {"cancelled", N_("Отменена")},
};

#define BIT(s) (1u << (s))
#define RUNNING                                                                                    \
    (BIT(PREPARATION) | BIT(ENROLMENT) | BIT(SELECTION) | BIT(MATCHING) | BIT(ACTIVE) |            \
     BIT(FINISHING))

const struct programme_action programme_actions[] = {
    {"open", N_("Открыть программу"), BIT(DRAFT), PREPARATION, false, false},
    {"enrol", N_("Начать набор"), BIT(PREPARATION), ENROLMENT, false, false},
    {"select", N_("Начать отбор и обучение"), BIT(ENROLMENT), SELECTION, false, false},
    {"match", N_("Начать подбор пар"), BIT(SELECTION), MATCHING, false, false},
    {"work", N_("Начать работу пар"), BIT(MATCHING), ACTIVE, false, false},
    {"close", N_("Начать завершение"), BIT(ACTIVE), FINISHING, false, false},
    {"finish", N_("Завершить программу"), BIT(FINISHING), FINISHED, false, false},
    {"suspend", N_("Приостановить программу"), RUNNING, SUSPENDED, true, true},
    {"resume", N_("Возобновить программу"), BIT(SUSPENDED), -1, false, true},
    {"reopen", N_("Вернуть программу к завершению"), BIT(FINISHED), FINISHING, true, true},
    {"cancel", N_("Отменить программу"), BIT(DRAFT) | RUNNING | BIT(SUSPENDED), CANCELLED, true,
     true},
    {"archive", N_("Убрать программу в архив"), BIT(FINISHED) | BIT(CANCELLED), ARCHIVED, false,
     true},
};
const size_t n_programme_actions = sizeof programme_actions / sizeof *programme_actions;

int programme_state_index(const char *code)
{
    for (int i = 0; i < N_STATES; i++)
        if (!strcmp(states[i].code, code))
            return i;
    return -1;
}

const char *programme_state_name(const char *state)
{
    int i = programme_state_index(state);
    return i < 0 ? "" : _(states[i].name);
}

bool programme_running(const char *state)
{
    int i = programme_state_index(state);
    return i >= 0 && RUNNING & BIT(i);
}

const struct programme_action *programme_action(const char *code)
{
    for (size_t i = 0; i < n_programme_actions; i++)
        if (!strcmp(programme_actions[i].code, code))
            return &programme_actions[i];
    return NULL;
}

bool programme_may(const char *state, const struct programme_action *action)
{
    int i = programme_state_index(state);
    return i >= 0 && action->from & BIT(i);
}

int programme_note(struct db *db, int64_t id, const char *action, const char *stage,
                   const char *detail, const struct deed *deed)
{
    int r = programme_event_insert(db, id_new(deed->clock), id, action, "", "", stage, detail,
                                   deed->reason ? deed->reason : "", clock_now(deed->clock),
                                   deed->account_id ? &deed->account_id : NULL);
    return r < 0 ? r : 0;
}

static int check(const struct programme_action *action, const char *state, const struct deed *deed,
                 struct err *err)
{
    if (!programme_may(state, action))
        return err_set(err, ERR_CONFLICT,
                       _("Программа сейчас в состоянии «%s»: «%s» из него нельзя"),
                       programme_state_name(state), _(action->label));
    if (action->reason && (!deed->reason || !*deed->reason))
        return err_set(err, ERR_INVALID, _("Напишите причину: она останется в истории программы"));
    return 0;
}

static int step(struct db *db, int64_t id, const struct programme_action *action,
                const struct programme_state_row *now, const struct deed *deed, struct err *err)
{
    int r = check(action, now->state, deed, err);
    if (r < 0)
        return r;
    const char *to = action->to < 0 ? now->resume_to : states[action->to].code;
    r = programme_state_set(db, id, now->state, to, action->to == SUSPENDED ? now->state : "");
    if (r == 0)
        return err_set(err, ERR_CONFLICT,
                       _("Состояние программы уже изменилось. Откройте страницу снова"));
    if (r > 0)
        r = programme_event_insert(db, id_new(deed->clock), id, action->code, now->state, to, "",
                                   "", deed->reason ? deed->reason : "", clock_now(deed->clock),
                                   deed->account_id ? &deed->account_id : NULL);
    return r < 0 ? r : 0;
}

int programme_move(struct db *db, int64_t id, const char *code, const struct deed *deed,
                   struct err *err)
{
    const struct programme_action *action = programme_action(code);
    struct programme_state_row now;
    struct arena *a = arena_new();
    int r = action ? programme_state_row(db, a, id, &now)
                   : err_set(err, ERR_INVALID, _("Такого действия с программой нет"));
    if (r == 0)
        r = ERR_NOT_FOUND;
    else if (r > 0)
        r = step(db, id, action, &now, deed, err);
    arena_free(a);
    return r;
}

/* The one action that only goes on from here. */
static const struct programme_action *next_action(int from)
{
    for (size_t i = 0; i < n_programme_actions; i++)
        if (programme_actions[i].from == BIT(from) && programme_actions[i].to == from + 1)
            return &programme_actions[i];
    return NULL;
}

int programme_advance(struct db *db, int64_t id, const char *state, const struct deed *deed,
                      struct err *err)
{
    struct arena *a = arena_new();
    struct programme_state_row now;
    int to = programme_state_index(state), from = -1;
    int r = to < 0 || to > FINISHED ? ERR_INVALID : programme_state_row(db, a, id, &now);
    if (r == 0)
        r = ERR_NOT_FOUND;
    if (r > 0) {
        from = programme_state_index(now.state);
        if (from > FINISHED)
            r = err_set(err, ERR_CONFLICT,
                        _("Программа сейчас в состоянии «%s»: продолжать её нельзя"),
                        programme_state_name(now.state));
    }
    for (; r >= 0 && from < to; from++) {
        struct programme_state_row at = {.state = states[from].code, .resume_to = ""};
        r = step(db, id, next_action(from), &at, deed, err);
    }
    arena_free(a);
    return r < 0 ? r : 0;
}
