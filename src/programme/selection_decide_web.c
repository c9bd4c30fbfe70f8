/* The decision about a candidate, and who decides. */
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "frame/route.h"
#include "identity/place.h"
#include "programme/selection.html.h"
#include "programme/selection_pages.h"

struct decision_form {
    const char *outcome, *reason;
    struct date decided;
    int64_t commission;
    const char *v[COMMISSION_MAX];
};
static const struct choice outcomes[] = {{"approve", N_("Отобрать"), N_("Дальше обучение")},
                                         {"decline", N_("Отклонить"), N_("Причина обязательна")},
                                         {0}};
static const struct choice vote_choices[] = {{"for", N_("за"), NULL},
                                             {"against", N_("против"), NULL},
                                             {"abstained", N_("воздержание"), NULL},
                                             {"absent", N_("нет на заседании"), NULL},
                                             {0}};
#define V(n)                                                                                       \
    {                                                                                              \
        .name = "v" #n, .type = FIELD_CHOICE, .offset = offsetof(struct decision_form, v[n]),      \
        .label = N_("Голос"), .optional = true, .choices = vote_choices                            \
    }
static const struct field decision_fields[] = {
    FIELD(struct decision_form, outcome, FIELD_CHOICE, .label = N_("Решение"), .optional = true,
          .sometimes = true, .choices = outcomes),
    V(0),
    V(1),
    V(2),
    V(3),
    V(4),
    V(5),
    V(6),
    V(7),
    V(8),
    FIELD(struct decision_form, decided, FIELD_DATE, .label = N_("День решения"),
          .empty = N_("Укажите день решения"), .inputmode = "numeric"),
    FIELD(struct decision_form, reason, FIELD_AREA, .label = N_("Причина или условие"),
          .optional = true, .sometimes = true,
          .hint = N_("Обязательна при отказе и когда решают без анкеты или собеседования. Без "
                     "сведений о здоровье"),
          .max = 500),
    FIELD(struct decision_form, commission, FIELD_INT, .label = N_("Состав комиссии"),
          .max = INT64_MAX),
};
const struct form_def selection_decision_form = FORM_DEF(struct decision_form, decision_fields);

static const char *last_words(struct req *req, const struct selection *s, int zone)
{
    if (!s->n_decisions)
        return NULL;
    const struct selection_decision *d = &s->decisions[0];
    return arena_printf(req->a, "%s: %s", selection_outcome(d->outcome),
                        selection_by(req->a, d->made_at, zone, d->made_by));
}

int selection_decision_get(struct req *req)
{
    struct programme p;
    struct selection_place at;
    struct selection s;
    struct commission c;
    int zone;
    int r = selection_of(req, &p, &at, &s);
    if (r >= 0)
        r = commission_get(req->db, req->a, p.id, &c);
    if (r >= 0)
        r = unit_zone(req, p.unit_id, &zone);
    if (r < 0)
        return r;
    struct decision_form initial = {
        .outcome = "", .reason = "", .decided = at.today, .commission = c.version};
    for (size_t i = 0; i < COMMISSION_MAX; i++)
        initial.v[i] = "";
    struct selection_decision_page data = {
        .s = &s,
        .form = req_form(req, &selection_decision_form, &initial),
        .commission = &c,
        .action = req->path,
        .back = arena_printf(req->a, "/participations/%lld/selection", (long long)s.id),
        .open = !strcmp(s.state, "in_base") || !strcmp(s.state, "review"),
        .last = last_words(req, &s, zone)};
    data.n_gaps = selection_gaps(req->a, &s, &data.gaps);
    if (data.open && data.n_gaps)
        data.n_gaps--; /* the last is the decision itself */
    struct page page = {.title = _("Решение об отборе"),
                        .lead = s.name,
                        .body = selection_decision_view,
                        .data = &data,
                        .form = data.form};
    r = selection_frame(req, &p, &s, true, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* Every member has a vote, or the coordinator an outcome. */
static bool filled(struct req *req, const struct decision_form *in, const struct commission *c,
                   enum selection_vote *ret_votes)
{
    bool fine = true;
    if (!c->n && !*in->outcome) {
        form_error(req->form, "outcome", "%s", _("Выберите решение"));
        fine = false;
    }
    for (size_t i = 0; i < c->n; i++) {
        ret_votes[i] = selection_vote_from(in->v[i]);
        if (ret_votes[i] == VOTES) {
            form_error(req->form, selection_field(req->a, 'v', i), _("Отметьте голос: %s"),
                       c->names[i]);
            fine = false;
        }
    }
    return fine;
}

int selection_decision_post(struct req *req)
{
    const struct decision_form *in = req_input(req);
    struct programme p;
    struct selection_place at;
    struct selection s;
    struct commission c;
    enum selection_vote votes[COMMISSION_MAX];
    int r = selection_of(req, &p, &at, &s);
    if (r >= 0)
        r = commission_get(req->db, req->a, p.id, &c);
    if (r < 0)
        return r;
    bool open = !strcmp(s.state, "in_base") || !strcmp(s.state, "review");
    if (open && c.version == in->commission && !filled(req, in, &c, votes))
        return req_retry(req);
    struct selection_decision_new n = {.approve = !strcmp(in->outcome, "approve"),
                                       .reason = in->reason,
                                       .decided = in->decided,
                                       .votes = votes,
                                       .commission = in->commission};
    r = selection_decide(&at, &s, &n, &req->err);
    if (r == ERR_CONFLICT || r == ERR_INVALID || r == ERR_LIMIT) {
        bool day = r == ERR_LIMIT && !strstr(req->err.text, _("Кворума нет"));
        form_error(req->form,
                   r == ERR_CONFLICT  ? NULL
                   : r == ERR_INVALID ? "reason"
                   : day              ? "decided"
                                      : "v0",
                   "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "selection.decide", "participation", s.id, c.n ? "commission" : "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Решение записано"));
    return req_redirect(req, "/participations/%lld/selection", (long long)s.id);
}

/* ---- who decides ---- */

struct commission_form_in {
    const char *members;
    int64_t quorum;
};
static const struct field commission_fields[] = {
    FIELD(struct commission_form_in, members, FIELD_AREA, .label = N_("Кто входит в комиссию"),
          .optional = true,
          .hint = N_("Каждый с новой строки: фамилия, инициалы, должность. До девяти человек"),
          .max = 1000),
    FIELD(struct commission_form_in, quorum, FIELD_INT, .label = N_("Кворум"), .optional = true,
          .hint = N_("Сколько членов должно быть на заседании. Не указан — больше половины"),
          .max = COMMISSION_MAX),
};
const struct form_def commission_form = FORM_DEF(struct commission_form_in, commission_fields);

int commission_page_get(struct req *req)
{
    struct programme p;
    struct selection_place at;
    struct commission c;
    struct strbuf b;
    strbuf_init(&b, req->a);
    int r = selection_place_of(req, req_id(req, "programme"), &p, &at);
    if (r >= 0)
        r = commission_get(req->db, req->a, p.id, &c);
    if (r < 0)
        return r;
    for (size_t i = 0; i < c.n; i++)
        strbuf_printf(&b, "%s%s", i ? "\n" : "", c.names[i]);
    struct commission_form_in initial = {b.len ? b.s : "", c.quorum};
    struct commission_page data = {
        .form = req_form(req, &commission_form, &initial), .action = req->path, .named = c.n > 0};
    struct link parent = {_("Наставники"),
                          arena_printf(req->a, "/programmes/%lld/mentors", (long long)p.id)};
    struct page page = {.title = _("Комиссия по отбору наставников"),
                        .body = commission_view,
                        .data = &data,
                        .form = data.form};
    r = programme_frame(req, &p, "mentors", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* The lines that are not empty. */
static size_t lines_of(struct arena *a, const char *text, const char **ret, size_t room)
{
    size_t n = 0;
    while (*text && n < room) {
        size_t len = strcspn(text, "\n");
        const char *line = utf8_squeeze(a, arena_strndup(a, text, len));
        if (*line)
            ret[n++] = line;
        text += len + (text[len] == '\n');
    }
    return n;
}

int commission_page_post(struct req *req)
{
    const struct commission_form_in *in = req_input(req);
    struct programme p;
    struct selection_place at;
    const char *names[COMMISSION_MAX + 1];
    int r = selection_place_of(req, req_id(req, "programme"), &p, &at);
    if (r < 0)
        return r;
    size_t n = lines_of(req->a, in->members, names, COMMISSION_MAX + 1);
    bool said = in->quorum > 0;
    r = commission_set(&at, names, n, said ? in->quorum : (int64_t)n / 2 + 1, &req->err);
    if (r == ERR_INVALID || r == ERR_LIMIT) {
        bool quorum = r == ERR_INVALID && in->quorum > (int64_t)n;
        form_error(req->form, quorum ? "quorum" : "members", "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "selection.commission", "programme", p.id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", n ? _("Комиссия записана") : _("Решает куратор"));
    return req_redirect(req, "/programmes/%lld/mentors", (long long)p.id);
}
