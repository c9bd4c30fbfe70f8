#include "work/meeting.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "frame/app.h"
#include "html/format.h"
#include "identity/vetting.h"
#include "programme/methodology.h"
#include "programme/own_form.h"
#include "programme/total.h"
#include "work/pair_notice.h"
#include "work/pair_state.h"

#define DAY_MS INT64_C(86400000)

static int bad(struct meeting_at *at, struct err *err, const char *field, const char *text)
{
    at->field = field;
    return err_set(err, ERR_INVALID, "%s", text);
}

static const int64_t *account(const struct meeting_at *at)
{
    return at->account_id ? &at->account_id : NULL;
}

static int64_t now(const struct meeting_at *at)
{
    return clock_now(at->app->clock);
}

int meeting_at(struct db *db, struct arena *a, const struct app *app, int64_t pair_id,
               struct err *err, struct meeting_at *ret)
{
    *ret = (struct meeting_at){.db = db, .a = a, .app = app, .side = "", .field = ""};
    int r = meeting_pair(db, a, pair_id, &ret->pair);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    ret->zone = (int)ret->pair.utc_offset;
    r = own_form_methodology(app->methodology, db, a, ret->pair.unit_id, ret->pair.pack_id, err,
                             &ret->pack);
    if (r >= 0)
        ret->rhythm = programme_rhythm(ret->pair.meeting_days, ret->pair.meetings_least, ret->pack);
    return r;
}

int meeting_rhythm(const struct meeting_at *at, struct meeting_rhythm *ret)
{
    struct meeting_pulse w = {0};
    int r = meeting_pulse(at->db, at->a, at->pair.id, &w);
    if (r < 0)
        return r;
    int64_t last = w.has_last_at ? w.last_at : at->pair.created_at;
    bool ahead = w.has_next_at && w.next_at > now(at);
    const char *held = at->rhythm.least
                           ? arena_printf(at->a, _("проведено %lld, нужно не меньше %lld"),
                                          (long long)w.held, (long long)at->rhythm.least)
                           : arena_printf(at->a, _("проведено %lld"), (long long)w.held);
    ret->owed = pair_living(at->pair.state) && !ahead && now(at) - last > at->rhythm.days * DAY_MS;
    ret->words = arena_printf(at->a,
                              P_("не больше %lld дня между встречами; %s",
                                 "не больше %lld дней между встречами; %s", (long)at->rhythm.days),
                              (long long)at->rhythm.days, held);
    return 0;
}

/* ---- words ---- */

const char *meeting_kind_name(const struct pack *pack, const char *kind)
{
    const struct pack_meeting_kind *k = pack_meeting_kind(pack, kind);
    return k ? k->name : kind;
}

const char *meeting_state_name(const char *state)
{
    static const struct {
        const char *state, *name;
    } names[] = {{"planned", N_("Запланирована")},
                 {"held", N_("Проведена")},
                 {"moved", N_("Перенесена")},
                 {"cancelled", N_("Отменена")},
                 {"missed", N_("Не состоялась")}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i].state, state))
            return _(names[i].name);
    return "";
}

const char *meeting_when(struct arena *a, int64_t starts_at, int zone, struct date today)
{
    static const char *const days[] = {N_("Чт"), N_("Пт"), N_("Сб"), N_("Вс"),
                                       N_("Пн"), N_("Вт"), N_("Ср")};
    struct date d = date_at(starts_at, zone);
    int64_t n = date_to_days(d), ahead = n - date_to_days(today);
    const char *day = date_long(a, d, today.year), *time = format_time(a, starts_at, zone);
    if (ahead >= -1 && ahead <= 1)
        return arena_printf(a, "%s, %s", format_day(a, d, today), time);
    return arena_printf(a, "%s, %s, %s", _(days[(n % 7 + 7) % 7]), day, time);
}

const struct pack_meeting_kind *meeting_next_kind(const struct pack *pack,
                                                  const struct meetings_of_pair *rows, size_t n)
{
    static const char *const path[] = {"intro", "trial", "planning"};
    for (size_t k = 0; k < sizeof path / sizeof *path; k++) {
        bool done = !pack_meeting_kind(pack, path[k]);
        for (size_t i = 0; i < n; i++)
            done |= !strcmp(rows[i].kind, path[k]) &&
                    (!strcmp(rows[i].state, "held") || !strcmp(rows[i].state, "planned"));
        if (!done)
            return pack_meeting_kind(pack, path[k]);
    }
    const struct pack_meeting_kind *working = pack_meeting_kind(pack, "working");
    return working ? working : pack->meetings.n ? &pack->meetings.row[pack->meetings.n - 1] : NULL;
}

/* ---- planning ---- */

static int check_time(struct meeting_at *at, int64_t starts_at, struct err *err)
{
    struct date from = {0}, to = {0}, day = date_at(starts_at, at->zone);
    date_parse_iso(at->pair.starts_on, &from);
    date_parse_iso(at->pair.ends_on, &to);
    if (date_to_days(day) >= date_to_days(from) && date_to_days(day) <= date_to_days(to))
        return 0;
    at->field = "day";
    return err_set(err, ERR_INVALID, _("Программа идёт с %s по %s. Выберите день внутри срока"),
                   date_short(at->a, from), date_short(at->a, to));
}

/* A certificate that does not count on the day keeps an adult away from a child. */
static int check_record(struct meeting_at *at, int64_t starts_at, struct err *err)
{
    int r = vetting_allows(at->db, at->a, at->pair.mentee_person, at->pair.mentor_person,
                           date_at(starts_at, at->zone));
    if (r != 0)
        return r < 0 ? r : 0;
    at->field = "day";
    return err_set(err, ERR_INVALID,
                   _("В этот день у наставника нет действующей справки об отсутствии судимости. "
                     "Выберите день раньше или дождитесь, когда куратор запишет новую справку"));
}

static int check_new(struct meeting_at *at, const struct meeting_new *n, struct err *err)
{
    struct meeting_planned_count open;
    if (!pair_living(at->pair.state))
        return err_set(err, ERR_CONFLICT, _("Пара завершена: встречи больше не назначаются"));
    if (!pack_meeting_kind(at->pack, n->kind))
        return bad(at, err, "kind", _("Выберите, какая это встреча"));
    if (!n->place || !*n->place)
        return bad(at, err, "place", _("Напишите место или вставьте ссылку на встречу"));
    if (n->minutes < 0 || n->minutes > MEETING_MINUTES_MAX)
        return bad(at, err, "minutes", _("Встреча длится не больше 12 часов"));
    int r = check_time(at, n->starts_at, err);
    if (r >= 0)
        r = check_record(at, n->starts_at, err);
    if (r >= 0)
        r = meeting_planned_count(at->db, at->a, at->pair.id, &open);
    if (r > 0 && open.n >= MEETING_OPEN_MAX)
        return err_set(err, ERR_LIMIT, _("Назначено уже %d встреч. Сначала отметьте прошедшие"),
                       MEETING_OPEN_MAX);
    return r < 0 ? r : 0;
}

/* The dates of the pulse follow the rows. */
static int pulse(struct meeting_at *at)
{
    int r = meeting_pulse_touch(at->db, at->pair.id, at->pair.programme_id);
    if (r >= 0)
        r = meeting_pulse_dates(at->db, at->pair.id);
    if (r >= 0)
        r = meeting_quiet_follow(at->db, at->pair.id);
    return r < 0 ? r : pair_need_follow(at->db, at->pair.id);
}

static int insert(struct meeting_at *at, const struct meeting_new *n, struct err *err,
                  int64_t *ret_id)
{
    const struct pack_meeting_kind *kind = pack_meeting_kind(at->pack, n->kind);
    int64_t minutes = n->minutes ? n->minutes : kind && kind->minutes ? kind->minutes : 60;
    *ret_id = id_new(at->app->clock);
    int r = meeting_insert(at->db, *ret_id, at->pair.unit_id, at->pair.programme_id, at->pair.id,
                           n->kind, n->starts_at, minutes, n->place, n->agenda ? n->agenda : "",
                           account(at), now(at));
    if (r == 0) {
        at->field = "day";
        return err_set(err, ERR_CONFLICT, _("На это время у пары уже назначена встреча"));
    }
    return r < 0 ? r : 0;
}

/* Everybody of the pair but the one who did it. */
static int tell(struct meeting_at *at, const char *text)
{
    int64_t who[2] = {strcmp(at->side, "mentee") ? at->pair.mentee_person : 0,
                      strcmp(at->side, "mentor") ? at->pair.mentor_person : 0};
    return pair_notice(at->db, at->app, at->pair.id, text, who, 2);
}

int meeting_plan(struct meeting_at *at, const struct meeting_new *n, struct err *err,
                 int64_t *ret_id)
{
    int r = check_new(at, n, err);
    if (r >= 0)
        r = insert(at, n, err, ret_id);
    if (r >= 0)
        r = pulse(at);
    return r < 0 ? r : tell(at, _("Назначена встреча. Посмотрите день и место"));
}

/* ---- closing ---- */

static int closed(struct err *err)
{
    return err_set(err, ERR_CONFLICT, _("Встреча уже отмечена. Откройте страницу снова"));
}

/* The meeting, while it can be closed. */
static int open_meeting(struct meeting_at *at, int64_t id, struct meeting_row *m, struct err *err)
{
    int r = meeting_row(at->db, at->a, id, m);
    if (r == 0 || (r > 0 && m->pair_id != at->pair.id))
        return ERR_NOT_FOUND;
    if (r > 0 && strcmp(m->state, "planned") != 0)
        return closed(err);
    return r < 0 ? r : 0;
}

int meeting_owed(const struct meeting_at *at, int64_t *ret_id)
{
    struct meetings_unsaid *rows;
    size_t n;
    if (!*at->side)
        return 0;
    int r = meetings_unsaid(at->db, at->a, at->pair.id, at->side, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        const struct pack_meeting_kind *k = pack_meeting_kind(at->pack, rows[i].kind);
        if (k && k->feedback) {
            *ret_id = rows[i].id;
            return 1;
        }
    }
    return r < 0 ? r : 0;
}

static int begin_work(struct meeting_at *at, struct err *err)
{
    struct deed deed = {at->app->clock, at->account_id, NULL};
    if (strcmp(at->pair.state, "agreed") != 0)
        return 0;
    int r = pair_move(at->db, at->a, at->app, at->pair.id, "start", &deed, err);
    at->pair.state = "active";
    return r;
}

int meeting_hold(struct meeting_at *at, int64_t id, const struct meeting_outcome *o,
                 struct err *err)
{
    struct meeting_row m;
    int64_t owed;
    int r = open_meeting(at, id, &m, err);
    if (r < 0)
        return r;
    if (m.starts_at > now(at))
        return err_set(err, ERR_CONFLICT,
                       _("Встреча ещё впереди. Отметьте её, когда она пройдёт, или перенесите"));
    r = meeting_owed(at, &owed);
    if (r > 0)
        return err_set(err, ERR_CONFLICT,
                       _("Требуется отзыв: сначала оцените прошлую встречу, это минута"));
    if (r >= 0)
        r = meeting_close(at->db, id, "held", o->result ? o->result : "",
                          o->homework ? o->homework : "", o->next_step ? o->next_step : "", "",
                          NULL, account(at), now(at));
    if (r == 0)
        return closed(err);
    if (r > 0)
        r = total_move(at->db, &(struct total){at->pair.programme_id, TOTAL_MEETING, ""}, NULL,
                       "held", 1);
    const struct pack_meeting_kind *kind = pack_meeting_kind(at->pack, m.kind);
    if (r >= 0 && kind && kind->feedback)
        r = meeting_owe(at->db, id, now(at) + DAY_MS);
    if (r >= 0)
        r = begin_work(at, err);
    if (r >= 0)
        r = pulse(at);
    return r < 0 ? r : tell(at, _("Встреча отмечена. Посмотрите итог и оцените её"));
}

int meeting_move(struct meeting_at *at, int64_t id, int64_t starts_at, const char *reason,
                 struct err *err, int64_t *ret_id)
{
    struct meeting_row m;
    int r = open_meeting(at, id, &m, err);
    if (r < 0)
        return r;
    if (!pair_living(at->pair.state))
        return err_set(err, ERR_CONFLICT, _("Пара завершена: встречи больше не назначаются"));
    if (!reason || !*reason)
        return bad(at, err, "reason", _("Напишите, почему встреча переносится"));
    if (starts_at == m.starts_at)
        return bad(at, err, "day", _("Это то же время. Выберите другое"));
    struct meeting_new n = {m.kind, starts_at, m.minutes, m.place, m.agenda};
    r = check_time(at, starts_at, err);
    if (r >= 0)
        r = insert(at, &n, err, ret_id);
    if (r >= 0)
        r = meeting_close(at->db, id, "moved", "", "", "", reason, ret_id, account(at), now(at));
    if (r == 0)
        return closed(err);
    if (r >= 0)
        r = pulse(at);
    return r < 0 ? r : tell(at, _("Встреча перенесена. Посмотрите новый день"));
}

int meeting_drop(struct meeting_at *at, int64_t id, const char *reason, struct err *err)
{
    struct meeting_row m;
    int r = open_meeting(at, id, &m, err);
    if (r < 0)
        return r;
    if (!reason || !*reason)
        return bad(at, err, "reason", _("Напишите, почему встречи не будет или не было"));
    bool ahead = m.starts_at > now(at);
    r = meeting_close(at->db, id, ahead ? "cancelled" : "missed", "", "", "", reason, NULL,
                      account(at), now(at));
    if (r == 0)
        return closed(err);
    if (r >= 0)
        r = pulse(at);
    return r < 0 ? r
                 : tell(at, ahead ? _("Встреча отменена. Посмотрите, когда следующая")
                                  : _("Отмечено: встреча не состоялась. Назначьте другую"));
}
