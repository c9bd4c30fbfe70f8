/* The register, one of its documents, and what papers say of an organisation and of a name. */
#include <string.h>

#include "base/decline.h"
#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "identity/person.h"
#include "identity/place.h"
#include "paper/paper.html.h"
#include "paper/paper.sql.h"
#include "paper/paper_data.h"
#include "paper/paper_pages.h"
#include "programme/programme_pages.h"
#include "programme/roadmap_paper.h"

#define PAGE_ROWS 25

static enum pill pill_of(const char *state)
{
    return !strcmp(state, "draft") ? PILL_DRAFT : !strcmp(state, "signed") ? PILL_OK : PILL_END;
}

static const char *day_of(struct req *req, const char *iso)
{
    struct date d;
    return date_parse_iso(iso, &d) ? date_short(req->a, d) : "";
}

static const char *name_of(const char *code)
{
    const struct paper_kind *k = paper_kind(code);
    return k ? _(k->name) : code;
}

static int frame(struct req *req, int64_t programme_id, struct page *page)
{
    struct programme p;
    struct link parent = {_("Документы"),
                          arena_printf(req->a, "/programmes/%lld/papers", (long long)programme_id)};
    int r = programme_get(req->db, req->a, programme_id, &p);
    if (r == 0)
        return ERR_NOT_FOUND;
    if (r > 0)
        r = programme_frame(req, &p, "papers", &parent, page);
    return r < 0 ? r : req_page(req, page);
}

static int register_get(struct req *req)
{
    struct papers_page *rows;
    struct paper_register_page data = {.programme_id = req_id(req, "programme")};
    int64_t before = req_query_int(req, "before", 1, INT64_MAX, INT64_MAX);
    size_t n;
    int r = papers_page(req->db, req->a, data.programme_id, before, &rows, &n);
    if (r < 0)
        return r;
    data.n = n > PAGE_ROWS ? PAGE_ROWS : n;
    struct paper_register_line *lines = arena_array(req->a, struct paper_register_line, data.n);
    for (size_t i = 0; i < data.n; i++)
        lines[i] = (struct paper_register_line){rows[i].id,
                                                rows[i].number,
                                                day_of(req, rows[i].day),
                                                name_of(rows[i].kind),
                                                book_state_name(rows[i].state),
                                                pill_of(rows[i].state),
                                                *rows[i].scan_type};
    data.lines = lines;
    data.paging.text = before == INT64_MAX ? _("Сначала новые") : "";
    if (n > PAGE_ROWS)
        data.paging.next = arena_printf(req->a, "?before=%lld", (long long)rows[PAGE_ROWS - 1].id);
    struct page page = {
        .title = _("Реестр документов"), .body = paper_register_view, .data = &data, .wide = true};
    return frame(req, data.programme_id, &page);
}

/* ---- one document ---- */

struct cancel_form {
    const char *reason;
    const char *file; /* comes as req->file; here for its message */
};
static const struct field cancel_fields[] = {
    FIELD(struct cancel_form, reason, FIELD_AREA, .label = N_("Почему отменяется"),
          .empty = N_("Напишите причину: она останется в реестре"), .max = BOOK_REASON_MAX),
    FIELD(struct cancel_form, file, FIELD_TEXT, .label = N_("Подписанный скан"), .optional = true),
};
static const struct form_def cancel_form = FORM_DEF(struct cancel_form, cancel_fields);

struct scan_form {
    const char *file, *reason;
};
static const struct field scan_fields[] = {
    FIELD(struct scan_form, file, FIELD_TEXT, .label = N_("Подписанный скан"), .optional = true),
    FIELD(struct scan_form, reason, FIELD_AREA, .label = N_("Почему отменяется"), .optional = true,
          .max = BOOK_REASON_MAX),
};
static const struct form_def scan_form = FORM_DEF(struct scan_form, scan_fields);

static int row_of(struct req *req, struct paper_row *ret)
{
    int r = paper_row(req->db, req->a, req_id(req, "paper"), ret);
    return r == 0 ? ERR_NOT_FOUND : r < 0 ? r : 0;
}

static int fill_events(struct req *req, struct paper_page *data, int zone)
{
    struct paper_events *rows;
    int r = paper_events(req->db, req->a, data->row->id, &rows, &data->n_events);
    if (r < 0)
        return r;
    struct paper_event_line *lines = arena_array(req->a, struct paper_event_line, data->n_events);
    for (size_t i = 0; i < data->n_events; i++)
        lines[i] = (struct paper_event_line){date_short(req->a, date_at(rows[i].made_at, zone)),
                                             book_action_name(rows[i].action),
                                             rows[i].who ? rows[i].who : "", rows[i].detail};
    data->events = lines;
    return 0;
}

static int paper_get(struct req *req)
{
    struct paper_row row;
    struct paper_page data = {.row = &row, .may_make = req->who.perms & 1u << PERM_PEOPLE_MANAGE};
    int zone = 180;
    int r = row_of(req, &row);
    if (r >= 0)
        r = unit_zone(req, row.unit_id, &zone);
    if (r >= 0)
        r = fill_events(req, &data, zone);
    if (r < 0)
        return r;
    data.form = req->form ? req->form : req_form(req, &cancel_form, NULL);
    data.error = form_error_of(data.form, "file");
    data.name = name_of(row.kind);
    data.day = day_of(req, row.day);
    data.state = book_state_name(row.state);
    data.pill = pill_of(row.state);
    struct page page = {.title = data.name, .body = paper_view, .data = &data, .form = data.form};
    return frame(req, row.programme_id, &page);
}

static int file_get(struct req *req)
{
    struct paper_row row;
    int r = row_of(req, &row);
    return r < 0 ? r
                 : req_file(req, book_file(req->a, req->app, row.id), DOCX_TYPE,
                            arena_printf(req->a, "%s.docx", name_of(row.kind)), false);
}

static int scan_get(struct req *req)
{
    struct paper_row row;
    int r = row_of(req, &row);
    if (r < 0)
        return r;
    if (!*row.scan_type)
        return req_not_found(req);
    const char *end = strstr(row.scan_type, "pdf")   ? "pdf"
                      : strstr(row.scan_type, "png") ? "png"
                                                     : "jpg";
    return req_file(req, book_scan_file(req->a, req->app, row.id), row.scan_type,
                    arena_printf(req->a, "%s.%s", name_of(row.kind), end), false);
}

static struct book_deed deed_of(struct req *req)
{
    return (struct book_deed){req->db, req->a, req->app, req->who.account_id};
}

static int back(struct req *req, const char *action, const char *said)
{
    int64_t id = req_id(req, "paper");
    int r = req_audit(req, action, "paper", id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", said);
    return req_redirect(req, "/papers/%lld", (long long)id);
}

static int scan_post(struct req *req)
{
    struct book_deed at = deed_of(req);
    if (!req->file.path || !req->file.size) {
        form_error(req->form, "file", "%s", _("Выберите файл: PDF, JPEG или PNG"));
        return req_retry(req);
    }
    int r = book_scan(&at, req_id(req, "paper"), req->file.path, req->file.name, &req->err);
    if (r == ERR_INVALID || r == ERR_LIMIT) {
        form_error(req->form, "file", "%s", req->err.text);
        return req_retry(req);
    }
    return r < 0 ? r : back(req, "paper.scan", _("Скан загружен"));
}

static int sign_post(struct req *req)
{
    struct book_deed at = deed_of(req);
    int r = book_sign(&at, req_id(req, "paper"), &req->err);
    return r < 0 ? r : back(req, "paper.sign", _("Документ отмечен подписанным"));
}

static int cancel_post(struct req *req)
{
    const struct cancel_form *in = req_input(req);
    struct book_deed at = deed_of(req);
    int r = book_cancel(&at, req_id(req, "paper"), in->reason, &req->err);
    return r < 0 ? r : back(req, "paper.cancel", _("Документ отменён"));
}

static int paper_object(struct req *req, int64_t id, struct object *ret)
{
    struct paper_row row;
    int r = paper_row(req->db, req->a, id, &row);
    if (r == 1)
        *ret = (struct object){.unit_id = row.unit_id};
    return r;
}

/* ---- the organisation ---- */

struct unit_form {
    const char *full_name, *address, *city, *email, *inn, *head_post, *head, *basis;
};
static const struct field unit_fields[] = {
    FIELD(struct unit_form, full_name, FIELD_TEXT, .label = N_("Полное официальное название"),
          .hint = N_("Как в уставе"), .empty = N_("Напишите полное название"),
          .max = PAPER_UNIT_MAX),
    FIELD(struct unit_form, address, FIELD_TEXT, .label = N_("Адрес"), .optional = true,
          .hint = N_("С индексом"), .max = PAPER_UNIT_MAX),
    FIELD(struct unit_form, city, FIELD_TEXT, .label = N_("Город или село"), .optional = true,
          .hint = N_("Как пишется в приказах: г. Кунгур"), .max = 100),
    FIELD(struct unit_form, email, FIELD_EMAIL, .label = N_("Электронная почта"), .optional = true,
          .max = 200),
    FIELD(struct unit_form, inn, FIELD_TEXT, .label = N_("ИНН"), .optional = true, .max = 12,
          .inputmode = "numeric"),
    FIELD(struct unit_form, head_post, FIELD_TEXT, .label = N_("Должность руководителя"),
          .optional = true, .hint = N_("Например, директор"), .max = 100),
    FIELD(struct unit_form, head, FIELD_TEXT, .label = N_("Руководитель: фамилия, имя, отчество"),
          .optional = true, .max = 200),
    FIELD(struct unit_form, basis, FIELD_TEXT, .label = N_("На основании чего действует"),
          .optional = true, .hint = N_("Например, Устава"), .max = 200),
};
static const struct form_def unit_form = FORM_DEF(struct unit_form, unit_fields);

static int unit_get_page(struct req *req)
{
    struct paper_unit u;
    struct unit unit;
    int r = paper_unit_get(req->db, req->a, req->unit_id, &u);
    if (r >= 0)
        r = unit_get(req->db, req->a, req->unit_id, &unit);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    struct unit_form initial = {*u.full_name ? u.full_name : unit.name,
                                u.address,
                                u.city,
                                u.email,
                                u.inn,
                                u.head_post,
                                u.head,
                                u.basis};
    struct paper_unit_page data = {req->unit_id, req_form(req, &unit_form, &initial), true};
    struct page page = {.title = _("Сведения об организации для документов"),
                        .body = paper_unit_view,
                        .data = &data,
                        .form = data.form};
    r = unit_frame(req, req->unit_id, "", &page);
    return r < 0 ? r : req_page(req, &page);
}

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

static int unit_post(struct req *req)
{
    const struct unit_form *in = req_input(req);
    struct paper_unit u = {or_empty(in->full_name), or_empty(in->address), or_empty(in->city),
                           or_empty(in->email),     or_empty(in->inn),     or_empty(in->head_post),
                           or_empty(in->head),      or_empty(in->basis)};
    int r = paper_unit_set(req->db, req->a, req->clock, req->unit_id, req->who.account_id, &u,
                           &req->err);
    if (r == ERR_INVALID) {
        form_error(req->form, "head", "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "unit.papers", "unit", req->unit_id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Сведения сохранены"));
    return req_redirect(req, "/units/%lld/papers", (long long)req->unit_id);
}

/* ---- a name ---- */

static const struct choice genders[] = {
    {"", N_("По правилам"), NULL}, {"f", N_("Женское"), NULL}, {"m", N_("Мужское"), NULL}, {0}};

struct name_form {
    const char *gender, *genitive, *dative, *accusative, *instrumental;
};
#define CASE_FIELD(member, label_)                                                                 \
    FIELD(struct name_form, member, FIELD_TEXT, .label = label_, .optional = true, .max = 300)
static const struct field name_fields[] = {
    FIELD(struct name_form, gender, FIELD_CHOICE, .label = N_("Имя"), .optional = true,
          .choices = genders),
    CASE_FIELD(genitive, N_("Кого? (от кого)")),
    CASE_FIELD(dative, N_("Кому?")),
    CASE_FIELD(accusative, N_("Кого? (назначить кого)")),
    CASE_FIELD(instrumental, N_("Кем?")),
};
static const struct form_def name_form = FORM_DEF(struct name_form, name_fields);

static int name_get(struct req *req)
{
    static const struct {
        const char *question;
        enum name_case to;
    } cases[] = {{N_("Кого? (от кого)"), CASE_GENITIVE},
                 {N_("Кому?"), CASE_DATIVE},
                 {N_("Кого? (назначить кого)"), CASE_ACCUSATIVE},
                 {N_("Кем?"), CASE_INSTRUMENTAL}};
    struct person p;
    struct person_case_row row = {"", "", "", "", ""};
    struct paper_at at = {.db = req->db, .a = req->a, .app = req->app};
    struct paper_name_line lines[4];
    int r = person_get(req->db, req->a, req_id(req, "person"), &p);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = person_case_row(req->db, req->a, p.id, &row);
    for (size_t i = 0; r >= 0 && i < 4; i++) {
        lines[i].question = _(cases[i].question);
        r = bag_name(&at, &p.name, p.id, cases[i].to, &lines[i].form);
    }
    if (r < 0)
        return r;
    struct name_form initial = {row.gender, row.genitive, row.dative, row.accusative,
                                row.instrumental};
    struct paper_name_page data = {req_form(req, &name_form, &initial), lines, 4};
    struct page page = {
        .title = _("Падежи имени"), .body = paper_name_view, .data = &data, .form = data.form};
    r = unit_frame(req, req->unit_id, "people", &page);
    return r < 0 ? r : req_page(req, &page);
}

static int name_post(struct req *req)
{
    const struct name_form *in = req_input(req);
    int64_t id = req_id(req, "person");
    int64_t account = req->who.account_id;
    int r = person_case_put(req->db, id, or_empty(in->gender), or_empty(in->genitive),
                            or_empty(in->dative), or_empty(in->accusative),
                            or_empty(in->instrumental), &account, clock_now(req->clock));
    if (r >= 0)
        r = req_audit(req, "person.cases", "person", id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Формы имени сохранены"));
    return req_redirect(req, "/people/%lld/cases", (long long)id);
}

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/papers/register", register_get, PERM_PEOPLE_READ),
    ROUTE_GET("/papers/{paper}", paper_get, PERM_PEOPLE_READ),
    ROUTE_GET("/papers/{paper}/file", file_get, PERM_PEOPLE_READ),
    ROUTE_GET("/papers/{paper}/scan", scan_get, PERM_PEOPLE_READ),
    ROUTE_POST("/papers/{paper}/scan", scan_post, PERM_PEOPLE_MANAGE, .form = &scan_form,
               .retry = paper_get, .body_limit = BOOK_SCAN_MAX, .flags = ROUTE_UPLOAD),
    ROUTE_POST("/papers/{paper}/sign", sign_post, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/papers/{paper}/cancel", cancel_post, PERM_PEOPLE_MANAGE, .form = &cancel_form,
               .retry = paper_get),
    ROUTE_GET("/units/{unit}/papers", unit_get_page, PERM_PROGRAMME_MANAGE),
    ROUTE_POST("/units/{unit}/papers", unit_post, PERM_PROGRAMME_MANAGE, .form = &unit_form,
               .retry = unit_get_page),
    ROUTE_GET("/people/{person}/cases", name_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/people/{person}/cases", name_post, PERM_PEOPLE_MANAGE, .form = &name_form,
               .retry = name_get),
};

static const struct scope scopes[] = {{"paper", paper_object}};

const struct module paper_book_module = {.name = "book",
                                         .routes = routes,
                                         .n_routes = sizeof routes / sizeof *routes,
                                         .scopes = scopes,
                                         .n_scopes = sizeof scopes / sizeof *scopes};
