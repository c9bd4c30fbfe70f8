/* Recording a consent: the form, and its answers looked at once more. */
#include <string.h>

#include "base/i18n.h"
#include "frame/page.h"
#include "frame/route.h"
#include "identity/consent.html.h"
#include "identity/consent_pages.h"
#include "identity/consent_text.h"

struct consent_new_form {
    const char *kind, *relation, *given_by, *method;
    struct date given_on;
    struct text_list fields;
    bool sure;   /* the answers were looked at */
    bool change; /* back to the form */
};

static const struct choice methods[] = {
    {"paper", N_("На бумаге"), N_("Подписанный бланк лежит у вас")},
    {"site", N_("На сайте"), N_("Подтверждено через вход или письмо, подпись не нужна")},
    {NULL, NULL, NULL},
};

static const struct field new_fields[] = {
    FIELD(struct consent_new_form, kind, FIELD_TEXT, .label = N_("На что"), .max = 40),
    FIELD(struct consent_new_form, relation, FIELD_CHOICE, .label = N_("Кто подписывает"),
          .empty = N_("Выберите, кто подписывает")),
    FIELD(struct consent_new_form, given_by, FIELD_TEXT, .label = N_("Имя на документе"),
          .hint = N_("Фамилия, имя, отчество того, кто подписывает"),
          .empty = N_("Напишите имя того, кто подписывает"), .max = 200),
    FIELD(struct consent_new_form, method, FIELD_CHOICE, .label = N_("Как дано"),
          .empty = N_("Выберите, как дано согласие"), .choices = methods),
    FIELD(struct consent_new_form, given_on, FIELD_DATE, .label = N_("День согласия"),
          .hint = N_("Например, 05.11.2026"), .empty = N_("Укажите день"), .inputmode = "numeric"),
    FIELD(struct consent_new_form, fields, FIELD_TEXTS, .label = N_("Что можно публиковать"),
          .hint = N_("Каждое — по отдельному желанию: чего нет здесь, того не будет на странице"),
          .choices = consent_field_choices, .optional = true, .max = 5),
    FIELD(struct consent_new_form, sure, FIELD_BOOL, .label = N_("Проверено"), .optional = true),
    FIELD(struct consent_new_form, change, FIELD_BOOL, .label = N_("Изменить ответы"),
          .optional = true),
};
const struct form_def consent_new_form = FORM_DEF(struct consent_new_form, new_fields);

static const struct choice *relations(struct req *req, enum person_age age)
{
    struct choice *list = arena_array(req->a, struct choice, 3);
    size_t n = 0;
    if (consent_needs_representative(age))
        list[n++] = (struct choice){"representative", N_("Законный представитель"),
                                    N_("Родитель, усыновитель, опекун")};
    list[n] = (struct choice){"self", N_("Участник"), NULL};
    return list;
}

int consent_new_get(struct req *req)
{
    struct consent_whom w;
    struct consent_text text;
    int r = consent_load_whom(req, &w);
    if (r >= 0)
        r = consent_load_text(
            req, &w, req->form ? form_raw(req->form, "kind") : req_query(req, "kind"), &text);
    if (r < 0)
        return r;
    const struct consent_new_form initial = {
        .method = "paper",
        .relation = consent_needs_representative(w.age) ? "representative" : "self"};
    struct consent_new_page data = {
        .form = req_form(req, &consent_new_form, &initial),
        .text = &text,
        .relations = relations(req, w.age),
        .fields = text.kind == CONSENT_DISTRIBUTION ? consent_field_choices : NULL,
        .action = arena_printf(req->a, "%s/new", consent_path(req)),
        .back = consent_path(req),
    };
    data.paragraphs = consent_paragraphs(req->a, consent_body(req->a, &text, w.operator_name),
                                         &data.n_paragraphs);
    struct page page = {.title = arena_printf(req->a, _("Согласие: %s"), consent_name(text.kind)),
                        .lead = person_name_full(req->a, &w.person.name),
                        .body = consent_new_view,
                        .data = &data,
                        .form = data.form};
    r = consent_under(req, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int show_check(struct req *req, const struct consent_whom *w,
                      const struct consent_new_form *in)
{
    bool other = strcmp(in->relation, "representative") == 0;
    struct consent_check_page data = {
        .action = arena_printf(req->a, "%s/new", consent_path(req)),
        .kind = in->kind,
        .relation = in->relation,
        .given_by = in->given_by,
        .given_on = form_raw(req->form, "given_on"),
        .method = in->method,
        .purpose = consent_name(consent_from_code(in->kind)),
        .who = other ? _("Законный представитель") : _("Участник"),
        .how = strcmp(in->method, "paper") == 0 ? _("На бумаге") : _("На сайте"),
        .day = date_long(req->a, in->given_on, 0),
        .fields = in->fields.v,
        .n_fields = in->fields.n,
        .shown = consent_fields_words(req->a, consent_fields_from(in->fields.v, in->fields.n)),
    };
    struct page page = {.title = _("Проверьте ответы"),
                        .lead = person_name_full(req->a, &w->person.name),
                        .body = consent_check_view,
                        .data = &data};
    int r = consent_under(req, &page);
    return r < 0 ? r : req_page(req, &page);
}

int consent_new_post(struct req *req)
{
    const struct consent_new_form *in = req_input(req);
    struct consent_whom w;
    int r = consent_load_whom(req, &w);
    if (r < 0)
        return r;
    const struct consent_new n = {
        .person_id = w.person.id,
        .kind = consent_from_code(in->kind),
        .by_representative = strcmp(in->relation, "representative") == 0,
        .given_by = in->given_by,
        .on_paper = strcmp(in->method, "paper") == 0,
        .given_on = in->given_on,
        .recorded_by = req->who.account_id,
        .today = w.today,
        .fields = consent_fields_from(in->fields.v, in->fields.n),
    };
    if (n.kind == CONSENT_KINDS)
        return ERR_NOT_FOUND;
    if (in->change)
        return req_retry(req);
    struct err why = {0};
    int64_t id = 0;
    r = in->sure ? consent_record(req->db, req->a, req->clock, &n, &why, &id)
                 : consent_check(req->db, req->a, &n, &why);
    if (r == ERR_INVALID || r == ERR_CONFLICT || r == ERR_LIMIT) {
        bool nothing = n.kind == CONSENT_DISTRIBUTION && !n.fields;
        form_error(req->form,
                   r == ERR_LIMIT ? "given_on"
                   : nothing      ? "fields"
                                  : "relation",
                   "%s", why.text);
        return req_retry(req);
    }
    if (r < 0)
        return r;
    if (!in->sure)
        return show_check(req, &w, in);
    r = req_audit(req, "consent_record", "consent", id, consent_name(n.kind));
    if (r < 0)
        return r;
    req_notice(req, _("Согласие записано: %s"), consent_name(n.kind));
    return req_redirect(req, "%s", consent_path(req));
}
