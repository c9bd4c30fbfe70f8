/* The mark sheet of a session: one tick a person, on a phone. */
#include <string.h>

#include "base/i18n.h"
#include "frame/route.h"
#include "identity/person.h"
#include "identity/place.h"
#include "learning/training.html.h"
#include "learning/training.sql.h"
#include "learning/training_pages.h"
#include "programme/selection_pages.h"

#define PAGE_ROWS 50

struct sheet_form {
    struct id_list row, present;
};
static const struct field sheet_fields[] = {
    FIELD(struct sheet_form, row, FIELD_IDS, .label = N_("Наставники"), .optional = true,
          .max = PAGE_ROWS),
    FIELD(struct sheet_form, present, FIELD_IDS, .label = N_("Кто был"), .optional = true,
          .max = PAGE_ROWS),
};
const struct form_def training_sheet_form = FORM_DEF(struct sheet_form, sheet_fields);

int training_object(struct req *req, int64_t id, struct object *ret)
{
    struct training_row row;
    int r = training_row(req->db, req->a, id, &row);
    if (r > 0)
        *ret = (struct object){.unit_id = row.unit_id, .parent_id = row.programme_id};
    return r;
}

static int load(struct req *req, struct training *t, struct programme *p,
                struct selection_place *at)
{
    int r = training_get(req->db, req->a, req_id(req, "training"), t);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    return selection_place_of(req, t->programme_id, p, at);
}

int training_sheet_get(struct req *req)
{
    struct training t;
    struct programme p;
    struct selection_place at;
    struct training_people *rows;
    struct training_key edge = {.sort_key = ""};
    int64_t after = req_query_int(req, "after", 1, INT64_MAX, 0);
    size_t n;
    int r = load(req, &t, &p, &at);
    if (r >= 0 && after)
        r = training_key(req->db, req->a, p.id, after, &edge);
    if (r >= 0)
        r = training_people(req->db, req->a, p.id, t.id, edge.sort_key, after, &rows, &n);
    if (r < 0)
        return r;
    struct training_sheet_page data = {
        .t = &t,
        .n = n > PAGE_ROWS ? PAGE_ROWS : n,
        .action =
            after ? arena_printf(req->a, "%s?after=%lld", req->path, (long long)after) : req->path,
        .remove = arena_printf(req->a, "/trainings/%lld/remove", (long long)t.id)};
    struct training_sheet_line *lines = arena_array(req->a, struct training_sheet_line, data.n);
    for (size_t i = 0; i < data.n; i++)
        lines[i] = (struct training_sheet_line){
            rows[i].id,
            person_name_full(
                req->a, &(struct person_name){rows[i].surname, rows[i].given, rows[i].patronymic}),
            rows[i].has_present && rows[i].present};
    data.rows = lines;
    if (n > PAGE_ROWS)
        data.next = arena_printf(req->a, "?after=%lld", (long long)rows[PAGE_ROWS - 1].id);
    struct link parent = {_("Обучение наставников"),
                          arena_printf(req->a, "/programmes/%lld/training", (long long)p.id)};
    struct page page = {
        .title = _("Кто был на занятии"),
        .lead = arena_printf(req->a, "%s, %s", t.title, date_long(req->a, t.held, at.today.year)),
        .body = training_sheet_view,
        .data = &data,
        .form = req->form};
    r = programme_frame(req, &p, "mentors", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

int training_sheet_post(struct req *req)
{
    const struct sheet_form *in = req_input(req);
    struct training t;
    struct programme p;
    struct selection_place at;
    int64_t ready = 0;
    int r = load(req, &t, &p, &at);
    struct training_sheet sheet = {t.id, in->row.v, in->present.v, in->row.n, in->present.n};
    if (r >= 0 && date_to_days(t.held) > date_to_days(at.today)) {
        form_error(req->form, NULL, "%s",
                   _("Занятия ещё не было: посещение отмечают в день занятия или позже"));
        return req_retry(req);
    }
    if (r >= 0)
        r = training_mark(&at, &sheet, &req->err, &ready);
    if (r >= 0)
        r = req_audit(req, "training.mark", "training", t.id, "");
    if (r < 0)
        return r;
    if (ready)
        req_notice(req, _("Посещение отмечено. Готовы к работе: %lld"), (long long)ready);
    else
        req_notice(req, "%s", _("Посещение отмечено"));
    return req_redirect(req, "/programmes/%lld/training", (long long)p.id);
}

int training_remove_get(struct req *req)
{
    struct training t;
    struct programme p;
    struct selection_place at;
    int r = load(req, &t, &p, &at);
    if (r < 0)
        return r;
    struct training_remove_page data = {
        .t = &t,
        .action = req->path,
        .back = arena_printf(req->a, "/trainings/%lld", (long long)t.id),
        .day = date_long(req->a, t.held, at.today.year)};
    struct page page = {.title = _("Убрать занятие?"), .body = training_remove_view, .data = &data};
    struct link parent = {t.title, data.back};
    r = programme_frame(req, &p, "mentors", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

int training_remove_post(struct req *req)
{
    struct training t;
    struct programme p;
    struct selection_place at;
    int r = load(req, &t, &p, &at);
    if (r >= 0)
        r = training_remove(&at, t.id);
    if (r >= 0)
        r = req_audit(req, "training.remove", "training", t.id, t.title);
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Занятие убрано"));
    return req_redirect(req, "/programmes/%lld/training", (long long)p.id);
}
