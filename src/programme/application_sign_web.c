#include "programme/application_sign.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "frame/app.h"
#include "frame/route.h"
#include "identity/consent_text.h"
#include "programme/application.sql.h"
#include "programme/application_link.h"
#include "programme/application_sign.html.h"

struct sign_form {
    const char *token, *given_by, *phone, *email;
    int64_t text;
};
static const struct field sign_fields[] = {
    FIELD(struct sign_form, token, FIELD_TEXT, .label = N_("Ссылка"), .max = 100),
    FIELD(struct sign_form, text, FIELD_ID, .label = N_("Текст согласия")),
    FIELD(struct sign_form, given_by, FIELD_TEXT, .label = N_("Ваши фамилия, имя, отчество"),
          .empty = N_("Напишите свои фамилию и имя"), .max = 200, .autocomplete = "name"),
    FIELD(struct sign_form, phone, FIELD_PHONE, .label = N_("Ваш телефон"),
          .hint = N_("Достаточно телефона или почты"), .optional = true, .sometimes = true,
          .autocomplete = "tel", .inputmode = "tel"),
    FIELD(struct sign_form, email, FIELD_EMAIL, .label = N_("Ваша электронная почта"),
          .optional = true, .sometimes = true, .autocomplete = "email"),
};
static const struct form_def sign_form = FORM_DEF(struct sign_form, sign_fields);

/* The author's page shows the author's own link to sign by: it is not for a participant whose
 * parent applies, who could sign in the parent's place. */
static bool may_see_status(const struct application_link *b)
{
    return b->representative || b->x.a.author == APPLICATION_OWN;
}

/* Nothing is left to sign by this link. */
static int done(struct req *req, const struct application_link *b)
{
    if (may_see_status(b))
        return req_redirect(req, "%s", application_link_back(req, b));
    return req_redirect(req, "/application/signed");
}

static int signed_get(struct req *req)
{
    const struct page page = {
        .title = _("Подписывать больше нечего"), .body = application_signed_view, .bare = true};
    return req_page(req, &page);
}

/* The representative's contact is asked for when none was given. */
static bool asks_contacts(const struct application_link *b)
{
    return b->representative && !*b->x.a.representative_phone && !*b->x.a.representative_email;
}

static const char *request_of(struct req *req, const struct application_link *b)
{
    const struct pack_category *c = pack_category(b->at.pack, b->x.a.category);
    const char *words = !strcmp(b->x.a.side, "mentor") ? b->x.a.competencies : b->x.a.request;
    if (!c)
        return words;
    return *words ? arena_printf(req->a, "%s: %s", c->name, words) : c->name;
}

static int show_sign(struct req *req, const struct application_link *b,
                     const struct consent_text *text)
{
    struct application_signed now;
    const struct sign_form initial = {
        .given_by = b->representative ? b->x.a.representative : "", .phone = "", .email = ""};
    int r = application_signed(req->db, req->a, &b->x, b->at.today, &now);
    if (r < 0)
        return r;
    size_t n = (b->representative ? now.representative : now.self) + 1;
    struct application_sign_page data = {
        .form = req_form(req, &sign_form, &initial),
        .participant = person_name_full(req->a, &b->x.a.name),
        .who = b->representative ? NULL : person_name_full(req->a, &b->x.a.name),
        .request = request_of(req, b),
        .place = b->x.a.place,
        .text_id = text->id,
        .token = b->token,
        .no = may_see_status(b)
                  ? arena_printf(req->a, "/application/withdraw?token=%s",
                                 enrolment_token(req->a, req->app, ENROLMENT_STATUS, b->x.id))
                  : "/application/signed",
        .kind = text->title,
        .representative = b->representative,
        .contacts = asks_contacts(b),
    };
    data.paragraphs =
        consent_paragraphs(req->a, consent_body(req->a, text, b->at.unit_name), &data.n_paragraphs);
    struct page page = {.title = arena_printf(req->a, _("Согласие %zu из %d: %s"), n,
                                              APPLICATION_CONSENTS, consent_name(text->kind)),
                        .lead = b->at.p.title,
                        .body = application_sign_view,
                        .data = &data,
                        .form = data.form};
    return enrolment_public(req, &b->at, &page);
}

static int sign_get(struct req *req)
{
    struct application_link b;
    struct consent_text text;
    int r = application_link_sign(req, &b);
    if (r <= 0)
        return r < 0 ? r : application_link_gone(req);
    r = strcmp(b.x.state, "unsigned")
            ? 0
            : application_text(req->db, req->a, &b.x, b.representative, b.at.today, &text);
    return r < 0 ? r : r == 0 ? done(req, &b) : show_sign(req, &b, &text);
}

/* The name on a signature needs a surname and a given name; the contact is said once. */
static int check_sign(struct req *req, const struct application_link *b, const struct sign_form *in)
{
    struct person_name name;
    struct err why = {0};
    if (b->representative && person_name_parse(req->a, in->given_by, &why, &name) < 0)
        form_error(req->form, "given_by", "%s", why.text);
    if (!asks_contacts(b))
        return 0;
    if (!*in->phone && !*in->email)
        form_error(req->form, "phone", "%s",
                   _("Напишите телефон или почту, чтобы куратор мог ответить"));
    return form_ok(req->form) ? application_set_contacts(req->db, b->x.id, in->phone, in->email)
                              : 0;
}

static int sign_post(struct req *req)
{
    const struct sign_form *in = req_input(req);
    struct application_link b;
    struct consent_text next;
    int r = application_link_sign(req, &b);
    if (r <= 0)
        return r < 0 ? r : application_link_missed(req);
    r = check_sign(req, &b, in);
    if (r >= 0 && !form_ok(req->form))
        return req_retry(req);
    const struct application_desk d = application_desk(req, b.at.today);
    const char *by = b.representative ? utf8_squeeze(req->a, in->given_by)
                                      : person_name_full(req->a, &b.x.a.name);
    if (r >= 0)
        r = application_sign(&d, &b.x, b.representative, in->text, by, &req->err);
    if (r == ERR_CONFLICT) {
        form_error(req->form, NULL, "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "application.sign", "application", b.x.id,
                      b.representative ? "representative" : "self");
    if (r >= 0)
        r = application_text(req->db, req->a, &b.x, b.representative, b.at.today, &next);
    if (r < 0)
        return r;
    if (r > 0)
        return req_redirect(req, "/application/sign?token=%s", b.token);
    req_notice(req, "%s",
               may_see_status(&b) ? _("Согласия записаны. Сохраните ссылку на эту страницу")
                                  : _("Согласия записаны"));
    return done(req, &b);
}

static const struct route routes[] = {
    ROUTE_GET("/application", application_status_get, PERM_PUBLIC),
    ROUTE_GET("/application/sign", sign_get, PERM_PUBLIC),
    ROUTE_POST("/application/sign", sign_post, PERM_PUBLIC, .form = &sign_form, .retry = sign_get),
    ROUTE_GET("/application/signed", signed_get, PERM_PUBLIC),
    ROUTE_GET("/application/withdraw", application_withdraw_get, PERM_PUBLIC),
    ROUTE_POST("/application/withdraw", application_withdraw_post, PERM_PUBLIC,
               .form = &application_withdraw_form, .retry = application_withdraw_get),
};

const struct module application_sign_module = {
    .name = "application_sign", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
