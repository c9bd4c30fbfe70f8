/* What happened to a programme, and its state changed by hand. */
#include <string.h>

#include "base/i18n.h"
#include "frame/route.h"
#include "identity/place.h"
#include "programme/programme_state.sql.h"
#include "programme/roadmap.html.h"
#include "programme/roadmap_pages.h"

#define PAGE_ROWS 50

struct state_form {
    const char *action, *reason;
};
static const struct field state_fields[] = {
    FIELD(struct state_form, action, FIELD_CHOICE, .label = N_("Что сделать с программой")),
    FIELD(struct state_form, reason, FIELD_AREA, .label = N_("Причина"), .optional = true,
          .sometimes = true,
          .hint = N_("Нужна, чтобы приостановить, отменить или вернуть программу. Без фамилий"),
          .max = ROADMAP_REASON_MAX),
};
const struct form_def programme_state_form = FORM_DEF(struct state_form, state_fields);

static const struct {
    const char *code, *text;
} words[] = {
    {"create", N_("Программа создана")},       {"step_done", N_("Сделано")},
    {"step_undone", N_("Снята отметка")},      {"stage_left", N_("Завершён этап")},
    {"stage_reopen", N_("Снова открыт этап")}, {"stage_dates", N_("Сроки этапа")},
    {"step_date", N_("Перенесён срок шага")},
};

static const char *word(const char *action)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(words[i].code, action))
            return _(words[i].text);
    return action;
}

static const char *step_name(const struct pack *pack, const char *code)
{
    for (size_t i = 0; i < pack->steps.n; i++)
        if (!strcmp(pack->steps.row[i].code, code))
            return pack->steps.row[i].name;
    return code;
}

static int stage_order(const struct pack *pack, const char *code)
{
    for (size_t i = 0; i < pack->stages.n; i++)
        if (!strcmp(pack->stages.row[i].code, code))
            return pack->stages.row[i].order;
    return 0;
}

static const char *what(struct req *req, const struct pack *pack, const struct programme_events *e)
{
    if (*e->to_state)
        return arena_printf(req->a, _("Состояние «%s», было «%s»"),
                            programme_state_name(e->to_state), programme_state_name(e->from_state));
    if (!strncmp(e->action, "step_", 5))
        return arena_printf(req->a, "%s: %s", word(e->action), step_name(pack, e->detail));
    if (!*e->stage_code)
        return word(e->action);
    const char *head =
        arena_printf(req->a, "%s %d", word(e->action), stage_order(pack, e->stage_code));
    if (!*e->detail)
        return head;
    return !strcmp(e->action, "stage_left")
               ? arena_printf(req->a, _("%s. Не было готово: %s"), head, e->detail)
               : arena_printf(req->a, "%s: %s", head, e->detail);
}

static const struct choice *choices(struct req *req, const char *state)
{
    struct choice *list = arena_array(req->a, struct choice, n_programme_actions + 1);
    size_t n = 0;
    for (size_t i = 0; i < n_programme_actions; i++)
        if (programme_actions[i].by_hand && programme_may(state, &programme_actions[i]))
            list[n++] =
                (struct choice){programme_actions[i].code, programme_actions[i].label, NULL};
    return n ? list : NULL;
}

int programme_history_get(struct req *req)
{
    struct programme p;
    struct roadmap_place at;
    struct programme_events *rows;
    struct programme_history_page data = {0};
    int zone;
    int r = roadmap_place(req, &p, &at);
    if (r >= 0)
        r = unit_zone(req, p.unit_id, &zone);
    if (r >= 0)
        r = programme_events(req->db, req->a, p.id,
                             req_query_int(req, "before", 1, INT64_MAX, INT64_MAX), &rows, &data.n);
    if (r < 0)
        return r;
    if (data.n > PAGE_ROWS) {
        data.n = PAGE_ROWS;
        data.next = rows[PAGE_ROWS - 1].id;
    }
    struct programme_history_line *lines =
        arena_array(req->a, struct programme_history_line, data.n);
    for (size_t i = 0; i < data.n; i++)
        lines[i] = (struct programme_history_line){
            roadmap_moment(req, rows[i].made_at, zone), what(req, at.pack, &rows[i]),
            rows[i].who ? rows[i].who : _("программа сама"), rows[i].reason};
    data.programme_id = p.id;
    data.lines = lines;
    data.state = programme_state_name(p.state);
    data.pill = programme_pill(p.state);
    data.form = req_form(req, &programme_state_form, NULL);
    if (req->who.perms & 1u << PERM_PROGRAMME_MANAGE)
        data.actions = choices(req, p.state);
    struct link parent = {p.title, arena_printf(req->a, "/programmes/%lld", (long long)p.id)};
    struct page page = {.title = _("История программы"),
                        .body = programme_history_view,
                        .data = &data,
                        .form = data.form};
    r = programme_frame(req, &p, "roadmap", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

int programme_state_post(struct req *req)
{
    const struct state_form *in = req_input(req);
    int64_t id = req_id(req, "programme");
    const struct programme_action *action = programme_action(in->action);
    struct deed deed = {req->clock, req->who.account_id, in->reason};
    int r = action && action->by_hand
                ? programme_move(req->db, id, in->action, &deed, &req->err)
                : err_set(&req->err, ERR_CONFLICT, _("Такого действия с программой нет"));
    if (r == ERR_CONFLICT || r == ERR_INVALID) {
        form_error(req->form, r == ERR_INVALID ? "reason" : "action", "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "programme.state", "programme", id, in->action);
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Состояние программы изменено"));
    return req_redirect(req, "/programmes/%lld/history", (long long)id);
}
