#include "work/addendum.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "work/workdays.h"

static const struct {
    const char *code, *name;
    enum pill pill;
} states[] = {
    {"offered", N_("Предложено, ждёт согласия"), PILL_WAIT},
    {"consented", N_("Согласие дано, ждёт подписи"), PILL_HALF},
    {"declined", N_("Отказ"), PILL_END},
    {"withdrawn", N_("Отозвано"), PILL_END},
    {"signed", N_("Действует"), PILL_OK},
    {"notice", N_("Прекращается досрочно"), PILL_WARN},
    {"ended", N_("Прекращено досрочно"), PILL_END},
    {"expired", N_("Срок вышел"), PILL_END},
};
static const struct {
    const char *code, *name;
} actions[] = {
    {"offer", N_("Предложено наставничество")},
    {"consent", N_("Дано письменное согласие")},
    {"decline", N_("Отказ от предложения")},
    {"sign", N_("Подписано дополнительное соглашение")},
    {"withdraw", N_("Предложение отозвано")},
    {"notice", N_("Уведомление о досрочном прекращении")},
    {"stop", N_("Наставничество прекращено по уведомлению")},
    {"expire", N_("Срок соглашения вышел")},
};
#define LENGTH(x) (sizeof(x) / sizeof *(x))

const char *addendum_state_name(const char *state)
{
    for (size_t i = 0; i < LENGTH(states); i++)
        if (!strcmp(states[i].code, state))
            return _(states[i].name);
    return "";
}

enum pill addendum_state_pill(const char *state)
{
    for (size_t i = 0; i < LENGTH(states); i++)
        if (!strcmp(states[i].code, state))
            return states[i].pill;
    return PILL_DRAFT;
}

const char *addendum_action_name(const char *action)
{
    for (size_t i = 0; i < LENGTH(actions); i++)
        if (!strcmp(actions[i].code, action))
            return _(actions[i].name);
    return "";
}

static const int64_t *actor(const struct deed *deed)
{
    return deed->account_id ? &deed->account_id : NULL;
}

static int note(struct db *db, int64_t id, const char *action, const char *from, const char *to,
                const struct deed *deed)
{
    int r = addendum_event_put(db, id, action, from, to, deed->reason ? deed->reason : "",
                               clock_now(deed->clock), actor(deed));
    return r < 0 ? r : 0;
}

static int be(const struct addendum_row *x, const char *state, struct err *err)
{
    return strcmp(x->state, state)
               ? err_set(err, ERR_CONFLICT, _("Сейчас состояние «%s»: так нельзя"),
                         addendum_state_name(x->state))
               : 0;
}

/* What a change of one row answers: 0 rows, and somebody was faster. */
static int done(struct db *db, int r, const struct addendum_row *x, const char *action,
                const char *to, const struct deed *deed, struct err *err)
{
    if (r == 0)
        return err_set(err, ERR_CONFLICT, _("Состояние уже изменилось. Откройте страницу снова"));
    return r < 0 ? r : note(db, x->id, action, x->state, to, deed);
}

static int need_reason(const struct deed *deed, struct err *err)
{
    return deed->reason && *deed->reason
               ? 0
               : err_set(err, ERR_INVALID, _("Напишите причину: она останется в истории"));
}

static int not_ahead(struct date on, struct date today, struct err *err)
{
    return date_to_days(on) > date_to_days(today)
               ? err_set(err, ERR_INVALID, _("Этот день ещё не наступил"))
               : 0;
}

/* ---- until it is signed ---- */

int addendum_offer(struct db *db, struct arena *a, const struct addendum_new *n,
                   const struct deed *deed, struct err *err, int64_t *ret_id)
{
    struct addendum_living living;
    int64_t id = id_new(deed->clock);
    if (date_to_days(n->ends) < date_to_days(n->starts))
        return err_set(err, ERR_INVALID, _("Срок не может закончиться раньше, чем начнётся"));
    int r = addendum_living(db, a, n->participation_id, &living);
    if (r > 0)
        return err_set(err, ERR_CONFLICT,
                       _("У этого наставника уже есть предложение или соглашение: сначала "
                         "закончите его"));
    if (r >= 0)
        r = addendum_insert(db, id, n->unit_id, n->programme_id, n->participation_id, n->person_id,
                            n->content, n->form, date_iso(a, n->starts), date_iso(a, n->ends),
                            n->pay, actor(deed), clock_now(deed->clock));
    if (r >= 0)
        r = note(db, id, "offer", "offered", "offered", deed);
    if (r < 0)
        return r;
    *ret_id = id;
    return 0;
}

int addendum_consent(struct db *db, struct arena *a, const struct addendum_row *x, struct date on,
                     struct date today, const struct deed *deed, struct err *err)
{
    int r = be(x, "offered", err);
    if (r >= 0)
        r = not_ahead(on, today, err);
    return r < 0 ? r
                 : done(db, addendum_set_consent(db, x->id, date_iso(a, on)), x, "consent",
                        "consented", deed, err);
}

int addendum_decline(struct db *db, const struct addendum_row *x, const struct deed *deed,
                     struct err *err)
{
    int r = be(x, "offered", err);
    if (r >= 0)
        r = need_reason(deed, err);
    return r < 0 ? r
                 : done(db, addendum_set_state(db, x->id, x->state, "declined"), x, "decline",
                        "declined", deed, err);
}

int addendum_withdraw(struct db *db, const struct addendum_row *x, const struct deed *deed,
                      struct err *err)
{
    int r = strcmp(x->state, "consented") ? be(x, "offered", err) : 0;
    if (r >= 0)
        r = need_reason(deed, err);
    return r < 0 ? r
                 : done(db, addendum_set_state(db, x->id, x->state, "withdrawn"), x, "withdraw",
                        "withdrawn", deed, err);
}

int addendum_sign(struct db *db, struct arena *a, const struct addendum_row *x, const char *number,
                  struct date on, struct date today, const struct deed *deed, struct err *err)
{
    struct date consent = {0};
    int r = be(x, "consented", err);
    if (r >= 0 && !*number)
        r = err_set(err, ERR_INVALID, _("Укажите номер соглашения"));
    if (r >= 0)
        r = not_ahead(on, today, err);
    if (r >= 0 && date_parse_iso(x->consent_on, &consent) &&
        date_to_days(on) < date_to_days(consent))
        r = err_set(err, ERR_INVALID, _("Соглашение не может быть раньше письменного согласия"));
    return r < 0 ? r
                 : done(db, addendum_set_signed(db, x->id, number, date_iso(a, on)), x, "sign",
                        "signed", deed, err);
}

/* ---- early end ---- */

struct date addendum_stop(const struct pack *pack, struct date notice)
{
    struct date last = workdays_after(pack, notice, ADDENDUM_NOTICE_DAYS);
    return date_from_days(date_to_days(last) + 1);
}

int addendum_notify(struct db *db, struct arena *a, const struct pack *pack,
                    const struct addendum_row *x, const struct addendum_notice *n,
                    const struct deed *deed, struct err *err, struct date *ret_stop)
{
    struct date signed_on = {0}, ends = {0}, stop = addendum_stop(pack, n->on);
    int r = be(x, "signed", err);
    if (r >= 0)
        r = need_reason(deed, err);
    if (r >= 0)
        r = not_ahead(n->on, n->today, err);
    date_parse_iso(x->signed_on, &signed_on);
    date_parse_iso(x->ends_on, &ends);
    if (r >= 0 && date_to_days(n->on) < date_to_days(signed_on))
        r = err_set(err, ERR_INVALID, _("Уведомление не может быть раньше соглашения"));
    if (r >= 0 && n->wanted.year && date_to_days(n->wanted) < date_to_days(stop))
        r = err_set(err, ERR_INVALID,
                    _("Предупреждают за три рабочих дня: первый день без наставничества — не "
                      "раньше %s"),
                    date_long(a, stop, 0));
    if (r < 0)
        return r;
    if (n->wanted.year)
        stop = n->wanted;
    if (date_to_days(stop) > date_to_days(ends))
        return err_set(err, ERR_INVALID, _("Срок соглашения и так закончится раньше: %s"),
                       date_long(a, ends, 0));
    *ret_stop = stop;
    return done(db,
                addendum_set_notice(db, x->id, n->by_mentor ? "mentor" : "employer",
                                    date_iso(a, n->on), date_iso(a, stop)),
                x, "notice", "notice", deed, err);
}
