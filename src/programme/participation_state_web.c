/* The state of a person in a programme on their page: its history, and the next one by hand. */
#include <string.h>

#include "base/i18n.h"
#include "frame/route.h"
#include "html/format.h"
#include "identity/place.h"
#include "programme/enrolment_pages.h"
#include "programme/participation.h"
#include "programme/participation_pages.h"
#include "programme/participation_state.sql.h"

struct move_form {
    const char *action, *reason;
};
static const struct field move_fields[] = {
    FIELD(struct move_form, action, FIELD_CHOICE, .label = N_("Что сделать")),
    FIELD(struct move_form, reason, FIELD_AREA, .label = N_("Причина"), .optional = true,
          .sometimes = true,
          .hint = N_("Нужна, чтобы отклонить, отстранить, вернуть раньше срока или записать "
                     "выбывшим. Без сведений о здоровье"),
          .max = 500),
};
const struct form_def participation_move_form = FORM_DEF(struct move_form, move_fields);

enum pill participation_pill(const char *state)
{
    static const struct {
        const char *state;
        enum pill pill;
    } pills[] = {
        {"applied", PILL_DRAFT}, {"in_base", PILL_HALF},  {"matching", PILL_HALF},
        {"review", PILL_WAIT},   {"approved", PILL_HALF}, {"training", PILL_HALF},
        {"ready", PILL_OK},      {"paired", PILL_OK},     {"declined", PILL_BAD},
        {"blocked", PILL_BAD},
    };
    for (size_t i = 0; i < sizeof pills / sizeof *pills; i++)
        if (!strcmp(pills[i].state, state))
            return pills[i].pill;
    return PILL_END;
}

static const struct choice *choices(struct req *req, const struct participation_row *x)
{
    size_t n, k = 0;
    const struct participation_action *all = participation_actions(x->side, &n);
    struct choice *list = arena_array(req->a, struct choice, n + 1);
    for (size_t i = 0; i < n; i++)
        if (all[i].by_hand && participation_may(x->side, x->state, &all[i]))
            list[k++] = (struct choice){all[i].code, all[i].label, NULL};
    return k ? list : NULL;
}

static const char *moment(struct req *req, int64_t utc_ms, int zone)
{
    struct date today = date_at(clock_now(req->clock), zone);
    return arena_printf(req->a, "%s, %s", format_day(req->a, date_at(utc_ms, zone), today),
                        format_time(req->a, utc_ms, zone));
}

int participation_load_events(struct req *req, struct participant_page *page)
{
    const struct participation_row *x = page->x;
    struct participation_events *rows;
    struct participation_born born;
    size_t n;
    int zone;
    int r = participation_events(req->db, req->a, x->id, &rows, &n);
    if (r >= 0)
        r = participation_born(req->db, req->a, x->id, &born);
    if (r >= 0)
        r = unit_zone(req, x->unit_id, &zone);
    if (r < 0)
        return r;
    struct participant_event *events = arena_array(req->a, struct participant_event, n + 1);
    for (size_t i = 0; i < n; i++)
        events[i] = (struct participant_event){
            moment(req, rows[i].made_at, zone),
            arena_printf(req->a, _("Состояние «%s», было «%s»"),
                         participation_state_name(x->side, rows[i].to_state),
                         participation_state_name(x->side, rows[i].from_state)),
            rows[i].who                           ? rows[i].who
            : !strcmp(rows[i].action, "withdraw") ? _("по ссылке из заявки")
                                                  : _("программа сама"),
            rows[i].reason};
    events[n] = (struct participant_event){moment(req, born.created_at, zone),
                                           born.uploaded ? _("Внесение в базу из таблицы")
                                                         : _("Внесение в базу"),
                                           born.who ? born.who : _("программа сама"), ""};
    page->events = events;
    page->n_events = n + 1;
    page->move = req_form(req, &participation_move_form, NULL);
    if (req->who.perms & 1u << PERM_PEOPLE_MANAGE)
        page->actions = choices(req, x);
    return 0;
}

int participation_move_post(struct req *req)
{
    const struct move_form *in = req_input(req);
    int64_t id = req_id(req, "participation");
    struct participation_row x;
    struct deed deed = {req->clock, req->who.account_id, in->reason};
    int r = participation_row(req->db, req->a, id, &x);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    const struct participation_action *action = participation_action(x.side, in->action);
    r = action && action->by_hand
            ? participation_move(req->db, id, in->action, &deed, &req->err)
            : err_set(&req->err, ERR_CONFLICT, _("Такого действия здесь нет"));
    if (r == ERR_CONFLICT || r == ERR_INVALID) {
        form_error(req->form, r == ERR_INVALID ? "reason" : "action", "%s", req->err.text);
        return req_retry(req);
    }
    struct date today;
    if (r >= 0)
        r = unit_today(req, x.unit_id, &today);
    if (r >= 0) { /* a place may be free now */
        const struct application_desk d = application_desk(req, today);
        r = application_move_up(&d, x.programme_id);
    }
    if (r >= 0)
        r = req_audit(req, "participation.state", "participation", id, in->action);
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Состояние изменено"));
    return req_redirect(req, "/participations/%lld", (long long)id);
}

int participation_grow_post(struct req *req)
{
    struct deed deed = {req->clock, req->who.account_id, NULL};
    int64_t mentor;
    int r = participation_grow(req->db, req_id(req, "participation"), &deed, &req->err, &mentor);
    if (r >= 0)
        r = req_audit(req, "participation.grow", "participation", mentor, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Кандидат в наставники внесён в базу"));
    return req_redirect(req, "/participations/%lld", (long long)mentor);
}
