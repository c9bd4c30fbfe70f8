/* An employer offers mentoring to a mentor. */
#include <string.h>

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/job.h"
#include "frame/route.h"
#include "identity/place.h"
#include "programme/participation.h"
#include "programme/programme_pages.h"
#include "work/addendum.html.h"
#include "work/addendum_pages.h"
#include "work/duo.h"

struct offer_form {
    const char *content, *form, *pay;
    struct date starts, ends;
};
static const struct field offer_fields[] = {
    FIELD(struct offer_form, content, FIELD_AREA, .label = N_("Содержание работы"),
          .empty = N_("Напишите содержание работы"), .max = ADDENDUM_TEXT_MAX),
    FIELD(struct offer_form, form, FIELD_TEXT, .label = N_("Форма наставничества"),
          .hint = N_("Например, индивидуальная, очно"), .empty = N_("Напишите форму"), .max = 200),
    FIELD(struct offer_form, starts, FIELD_DATE, .label = N_("Начало"),
          .hint = N_("Например, 15.09.2026"), .empty = N_("Укажите день начала")),
    FIELD(struct offer_form, ends, FIELD_DATE, .label = N_("Завершение"),
          .hint = N_("Например, 30.05.2027"), .empty = N_("Укажите день завершения")),
    FIELD(struct offer_form, pay, FIELD_AREA, .label = N_("Размер и условия оплаты"),
          .hint = N_("Видят только кураторы организации и сам наставник"),
          .empty = N_("Напишите размер и условия оплаты"), .max = ADDENDUM_TEXT_MAX),
};
const struct form_def addendum_offer_form = FORM_DEF(struct offer_form, offer_fields);

static int mentor_of(struct req *req, struct participation_row *x, struct programme *p)
{
    int r = participation_row(req->db, req->a, req_id(req, "participation"), x);
    if (r > 0)
        r = programme_get(req->db, req->a, x->programme_id, p);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    return strcmp(x->side, "mentor") ? req_not_found(req) : 0;
}

int addendum_offer_get(struct req *req)
{
    struct participation_row x;
    struct programme p;
    int r = mentor_of(req, &x, &p);
    if (r < 0)
        return r;
    struct offer_form initial = {
        .content = _("Помощь коллеге в овладении навыками работы на рабочем месте по его "
                     "профессии: встречи по плану, посещение и разбор уроков, консультации"),
        .form = _("индивидуальная, очно")};
    date_parse_iso(p.starts_on, &initial.starts);
    date_parse_iso(p.ends_on, &initial.ends);
    struct date today;
    r = unit_today(req, x.unit_id, &today);
    if (r < 0)
        return r;
    if (date_to_days(initial.starts) < date_to_days(today))
        initial.starts = today;
    struct addendum_new_page data = {
        .form = req_form(req, &addendum_offer_form, &initial),
        .action = req->path,
        .back = arena_printf(req->a, "/programmes/%lld/addenda", (long long)p.id),
        .mentor = addendum_name(req, x.surname, x.given, x.patronymic)};
    struct link parent = {_("Соглашения с наставниками"), data.back};
    struct page page = {.title = _("Предложить наставничество"),
                        .body = addendum_new_view,
                        .data = &data,
                        .form = data.form};
    r = programme_frame(req, &p, "addenda", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

int addendum_offer_post(struct req *req)
{
    const struct offer_form *in = req_input(req);
    struct participation_row x;
    struct programme p;
    struct deed deed = {req->clock, req->who.account_id, NULL};
    int64_t id;
    int r = mentor_of(req, &x, &p);
    if (r < 0)
        return r;
    struct addendum_new n = {x.unit_id, p.id,    x.id,       x.person_id, in->content,
                             in->form,  in->pay, in->starts, in->ends};
    r = addendum_offer(req->db, req->a, &n, &deed, &req->err, &id);
    if (r < 0)
        return addendum_refused(req, r == ERR_INVALID ? "ends" : NULL, r);
    r = notice_add(req->db, req->app, x.person_id, _("Вам предлагают наставничество: ответьте"),
                   arena_printf(req->a, "/my/addenda/%lld", (long long)id));
    if (r >= 0)
        r = req_audit(req, "addendum.offer", "addendum", id, "");
    return r < 0 ? r : req_redirect(req, "/addenda/%lld", (long long)id);
}
