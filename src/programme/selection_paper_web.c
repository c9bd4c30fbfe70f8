/* Candidates who were selected and trained on paper: accepted in one action, chosen ones or all. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "frame/route.h"
#include "identity/person.h"
#include "programme/participation_pages.h"
#include "programme/participation_state.h"
#include "programme/selection.html.h"
#include "programme/selection.sql.h"
#include "programme/selection_pages.h"
#include "programme/total.h"

#define PAGE_ROWS 50

struct paper_form {
    struct id_list who, row;
    bool everyone;
    const char *ground;
    struct date held;
    struct text_list year, number, issued;
};
static const struct field paper_fields[] = {
    FIELD(struct paper_form, ground, FIELD_TEXT, .label = N_("На каком основании"),
          .hint = N_("Например: протокол комиссии № 3, журнал обучения"),
          .empty = N_("Напишите, на каком основании: номер протокола, приказа"), .max = 200),
    FIELD(struct paper_form, held, FIELD_DATE, .label = N_("Когда закончились отбор и обучение"),
          .hint = N_("Например, 05.11.2026"), .empty = N_("Укажите день"), .inputmode = "numeric"),
    FIELD(struct paper_form, who, FIELD_IDS, .label = N_("Кандидаты"), .optional = true,
          .max = PAGE_ROWS),
    FIELD(struct paper_form, everyone, FIELD_BOOL, .label = N_("Принять всех кандидатов программы"),
          .optional = true),
    FIELD(struct paper_form, row, FIELD_IDS, .label = N_("Кандидаты"), .optional = true,
          .max = PAGE_ROWS),
    FIELD(struct paper_form, year, FIELD_TEXTS, .label = N_("Год рождения"), .optional = true,
          .max = PAGE_ROWS),
    FIELD(struct paper_form, number, FIELD_TEXTS, .label = N_("Номер справки"), .optional = true,
          .max = PAGE_ROWS),
    FIELD(struct paper_form, issued, FIELD_TEXTS, .label = N_("День выдачи"), .optional = true,
          .max = PAGE_ROWS),
};
const struct form_def selection_paper_form = FORM_DEF(struct paper_form, paper_fields);

/* ---- what was typed beside a name ---- */

static const char *typed(const struct paper_form *in, const struct text_list *list, int64_t id)
{
    for (size_t i = 0; in && i < in->row.n && i < list->n; i++)
        if (in->row.v[i] == id)
            return list->v[i];
    return "";
}

static bool chosen(const struct paper_form *in, int64_t id)
{
    for (size_t i = 0; in && i < in->who.n; i++)
        if (in->who.v[i] == id)
            return true;
    return false;
}

/* NULL: fine. */
static const char *read_row(const struct paper_form *in, int64_t id, int this_year,
                            struct selection_paper_row *ret)
{
    const char *year = typed(in, &in->year, id), *day = typed(in, &in->issued, id);
    *ret =
        (struct selection_paper_row){.participation_id = id, .number = typed(in, &in->number, id)};
    if (*year) {
        char *end;
        ret->birth_year = strtol(year, &end, 10);
        if (*end || ret->birth_year < this_year - 110 || ret->birth_year > this_year - 5)
            return _("год рождения — четыре цифры, например, 1985");
    }
    if (*day && !date_parse(day, &ret->issued))
        return _("такой даты нет: напишите, например, 05.11.2026");
    if (*day && !*ret->number)
        return _("рядом с днём выдачи напишите номер справки");
    return NULL;
}

/* ---- the page ---- */

static int edge_of(struct req *req, int64_t programme_id, int64_t after, const char **ret_key)
{
    struct selection_key row;
    *ret_key = "";
    int r = after ? selection_key(req->db, req->a, programme_id, after, &row) : 0;
    if (r > 0)
        *ret_key = row.sort_key;
    return r;
}

static int line_of(struct req *req, const struct selection_place *at, const struct paper_form *in,
                   const struct selection_candidates *x, struct selection_paper_line *ret)
{
    struct vetting_now now;
    struct selection_paper_row row;
    int r = vetting_of(req->db, req->a, x->person_id, at->today, &now);
    if (r < 0)
        return r;
    *ret = (struct selection_paper_line){
        .id = x->id,
        .name =
            person_name_full(req->a, &(struct person_name){x->surname, x->given, x->patronymic}),
        .state = participation_state_name("mentor", x->state),
        .pill = participation_pill(x->state),
        .chosen = chosen(in, x->id),
        .year_known = x->has_birth_year,
        .cleared = vetting_counts(now.state),
        .wants = selection_wants_record(at->pack, at->p, x->form_code),
        .record = now.state == VETTING_NONE && !x->has_birth_year
                      ? _("Нет ни года рождения, ни справки")
                      : vetting_words(req->a, &now),
        .year = in ? typed(in, &in->year, x->id) : "",
        .number = in ? typed(in, &in->number, x->id) : "",
        .issued = in ? typed(in, &in->issued, x->id) : "",
    };
    if (in)
        ret->error = read_row(in, x->id, at->today.year, &row);
    return 0;
}

int selection_paper_get(struct req *req)
{
    struct programme p;
    struct selection_place at;
    struct selection_candidates *rows;
    int64_t waiting = 0;
    const struct paper_form *in = req->form ? form_values(req->form) : NULL;
    int64_t after = req_query_int(req, "after", 1, INT64_MAX, 0);
    const char *key;
    size_t n;
    int r = selection_place_of(req, req_id(req, "programme"), &p, &at);
    if (r >= 0)
        r = edge_of(req, p.id, after, &key);
    if (r >= 0)
        r = selection_candidates(req->db, req->a, p.id, key, after, PAGE_ROWS + 1, &rows, &n);
    if (r >= 0)
        r = total_of(req->db, req->a, &(struct total){p.id, TOTAL_PARTICIPATION, "mentor"},
                     "in_base review approved training", &waiting);
    if (r < 0)
        return r;
    struct paper_form initial = {.ground = "", .everyone = waiting > PAGE_ROWS};
    struct selection_paper_page data = {
        .form = req_form(req, &selection_paper_form, &initial),
        .programme_id = p.id,
        .total = waiting,
        .action =
            after ? arena_printf(req->a, "%s?after=%lld", req->path, (long long)after) : req->path};
    data.n = n > PAGE_ROWS ? PAGE_ROWS : n;
    if (n > PAGE_ROWS)
        data.next = arena_printf(req->a, "?after=%lld", (long long)rows[PAGE_ROWS - 1].id);
    struct selection_paper_line *lines = arena_array(req->a, struct selection_paper_line, data.n);
    for (size_t i = 0; r >= 0 && i < data.n; i++)
        r = line_of(req, &at, in, &rows[i], &lines[i]);
    if (r < 0)
        return r;
    data.rows = lines;
    struct link parent = {_("Наставники"),
                          arena_printf(req->a, "/programmes/%lld/mentors", (long long)p.id)};
    struct page page = {.title = _("Принять отобранных и обученных на бумаге"),
                        .body = selection_paper_view,
                        .data = &data,
                        .form = data.form,
                        .wide = true};
    r = programme_frame(req, &p, "mentors", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* ---- accepting ---- */

static bool rows_of(struct req *req, const struct paper_form *in, int this_year,
                    struct selection_paper *ret)
{
    struct selection_paper_row *rows = arena_array(req->a, struct selection_paper_row, in->row.n);
    bool fine = true;
    ret->rows = rows;
    for (size_t i = 0; i < in->row.n; i++) {
        if (!in->everyone && !chosen(in, in->row.v[i]))
            continue;
        if (read_row(in, in->row.v[i], this_year, &rows[ret->n++]))
            fine = false;
    }
    return fine;
}

static int refuse(struct req *req, const char *field, const struct selection_left *left, size_t n)
{
    for (size_t i = 0; i < n && i < 20; i++)
        form_error(req->form, NULL, "%s: %s", left[i].name, left[i].why);
    if (!n)
        form_error(req->form, field, "%s", req->err.text);
    return req_retry(req);
}

int selection_paper_post(struct req *req)
{
    const struct paper_form *in = req_input(req);
    struct programme p;
    struct selection_place at;
    struct selection_paper paper = {
        .everyone = in->everyone, .ground = in->ground, .held = in->held};
    const struct selection_left *left;
    int64_t accepted;
    size_t n_left;
    int r = selection_place_of(req, req_id(req, "programme"), &p, &at);
    if (r < 0)
        return r;
    bool fine = rows_of(req, in, at.today.year, &paper);
    if (!fine || (!paper.n && !in->everyone)) {
        form_error(req->form, fine ? "everyone" : NULL, "%s",
                   fine ? _("Отметьте хотя бы одного кандидата или всех сразу")
                        : _("Проверьте годы рождения и справки: ошибки показаны у фамилий"));
        return req_retry(req);
    }
    r = selection_accept(&at, &paper, &req->err, &accepted, &left, &n_left);
    if (r == ERR_LIMIT || r == ERR_INVALID)
        return refuse(req, r == ERR_LIMIT ? "held" : "ground", left, n_left);
    if (r >= 0)
        r = req_audit(req, "selection.paper", "programme", p.id,
                      arena_printf(req->a, "%lld", (long long)accepted));
    if (r < 0)
        return r;
    if (n_left)
        req_notice(req, _("Принято: %lld. Не принято: %zu — у фамилий сказано почему"),
                   (long long)accepted, n_left);
    else
        req_notice(req, P_("Принят %lld наставник", "Принято %lld наставников", (long)accepted),
                   (long long)accepted);
    return req_redirect(req, "/programmes/%lld/mentors%s", (long long)p.id, n_left ? "/paper" : "");
}
