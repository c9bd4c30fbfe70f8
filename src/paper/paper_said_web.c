/* What all papers say of an organisation, and the cases of a name. */
#include "base/decline.h"
#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/page.h"
#include "identity/person.h"
#include "identity/place.h"
#include "paper/paper.html.h"
#include "paper/paper.sql.h"
#include "paper/paper_data.h"
#include "paper/paper_pages.h"

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
const struct form_def paper_unit_form = FORM_DEF(struct unit_form, unit_fields);

int paper_unit_page_get(struct req *req)
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
    struct paper_unit_page data = {req->unit_id, req_form(req, &paper_unit_form, &initial), true};
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

int paper_unit_post(struct req *req)
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
const struct form_def paper_name_form = FORM_DEF(struct name_form, name_fields);

int paper_name_get(struct req *req)
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
    struct paper_name_page data = {req_form(req, &paper_name_form, &initial), lines, 4};
    struct page page = {
        .title = _("Падежи имени"), .body = paper_name_view, .data = &data, .form = data.form};
    r = unit_frame(req, req->unit_id, "people", &page);
    return r < 0 ? r : req_page(req, &page);
}

int paper_name_post(struct req *req)
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
