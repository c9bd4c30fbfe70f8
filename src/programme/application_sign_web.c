#include "programme/application_sign.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "frame/app.h"
#include "frame/job.h"
#include "frame/route.h"
#include "frame/session.h"
#include "html/format.h"
#include "html/qr.h"
#include "identity/consent_text.h"
#include "programme/application.sql.h"
#include "programme/application_leave.h"
#include "programme/application_leave.html.h"
#include "programme/application_sign.html.h"
#include "programme/enrolment_pages.h"
#include "programme/participation_state.h"
#include "programme/programme_pages.h"

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

struct withdraw_form {
    const char *token, *reason;
    bool consents;
};
static const struct field withdraw_fields[] = {
    FIELD(struct withdraw_form, token, FIELD_TEXT, .label = N_("Ссылка"), .max = 100),
    LEAVE_FIELDS(struct withdraw_form),
};
static const struct form_def withdraw_form = FORM_DEF(struct withdraw_form, withdraw_fields);

/* An application behind a link. */
struct behind {
    struct application x;
    struct enrolment_at at;
    const char *token;
    bool representative; /* whose link it is, of those to sign by */
};

static int gone(struct req *req)
{
    const struct page page = {.title = _("Заявки по этой ссылке нет"),
                              .body = application_gone_view,
                              .status = 404,
                              .bare = true};
    return req_page(req, &page);
}

/* Guesses slow down by address. */
static const char *throttle_name(struct req *req)
{
    return arena_printf(req->a, "application %s", req->ip);
}

static const char *sent_token(struct req *req)
{
    return req->form ? form_raw(req->form, "token") : req_query(req, "token");
}

static int load(struct req *req, int64_t id, struct behind *ret)
{
    struct enrolment e;
    int r = application_get(req->db, req->a, id, &ret->x);
    if (r > 0)
        r = enrolment_get(req->db, req->a, ret->x.programme_id, &e);
    if (r > 0)
        r = enrolment_at(req, &e, &ret->at) < 0 ? ERR_NOT_FOUND : 1;
    return r;
}

/* 1, 0 (no such link) or < 0. */
static int open_status(struct req *req, struct behind *ret)
{
    int r = throttle_check(req, throttle_name(req));
    ret->token = sent_token(req);
    ret->representative = false;
    return r < 0 ? r : load(req, enrolment_token_id(req->app, ENROLMENT_STATUS, ret->token), ret);
}

static int open_sign(struct req *req, struct behind *ret)
{
    int r = throttle_check(req, throttle_name(req));
    ret->token = sent_token(req);
    if (r < 0)
        return r;
    int64_t id = enrolment_token_id(req->app, ENROLMENT_SELF, ret->token);
    ret->representative = !id;
    if (!id)
        id = enrolment_token_id(req->app, ENROLMENT_REPRESENTATIVE, ret->token);
    return load(req, id, ret);
}

static int missed(struct req *req)
{
    throttle_failed(req, throttle_name(req));
    return gone(req);
}

/* ---- how it stands ---- */

enum pill application_pill(const char *state)
{
    static const struct {
        const char *state;
        enum pill pill;
    } pills[] = {{"unsigned", PILL_WAIT}, {"new", PILL_HALF},    {"waiting", PILL_WAIT},
                 {"approved", PILL_OK},   {"refused", PILL_BAD}, {"withdrawn", PILL_END}};
    for (size_t i = 0; i < sizeof pills / sizeof *pills; i++)
        if (!strcmp(pills[i].state, state))
            return pills[i].pill;
    return PILL_DRAFT;
}

/* «o***@mail.ru»: enough to know it again. */
static const char *masked(struct arena *a, const char *email)
{
    const char *at = strchr(email, '@');
    return at ? arena_printf(a, "%.1s***%s", email, at) : "";
}

static int say_unsigned(struct req *req, const struct behind *b,
                        struct application_status_page *data)
{
    const struct application *x = &b->x;
    struct application_signed now;
    int r = application_signed(req->db, req->a, x, b->at.today, &now);
    if (r < 0)
        return r;
    bool self = now.needs_self && now.self < APPLICATION_CONSENTS;
    bool other = now.needs_representative && now.representative < APPLICATION_CONSENTS;
    bool own = x->a.author == APPLICATION_OWN;
    data->words = _("Заявку рассмотрят, когда будут все подписи.");
    if (own ? self : other)
        data->go_on = enrolment_path(req->a, req->app,
                                     own ? ENROLMENT_SELF : ENROLMENT_REPRESENTATIVE, x->id);
    if (!own && self) {
        data->other = enrolment_url(req->a, req->app, ENROLMENT_SELF, x->id);
        data->waiting = _("Участнику от 14 лет нужно подписать и самому: откройте ему эту ссылку.");
        r = qr_svg(req->a, data->other, _("Ссылка для подписи участника"), &data->other_qr);
    }
    if (own && other)
        data->waiting =
            *x->a.representative_email
                ? arena_printf(req->a,
                               _("Ждём родителя или опекуна: ссылка для согласия отправлена на %s. "
                                 "Если письма нет, ссылку даст куратор."),
                               masked(req->a, x->a.representative_email))
                : _("Ждём родителя или опекуна: ссылку для согласия даст куратор.");
    return r;
}

static int say_status(struct req *req, const struct behind *b, struct application_status_page *data)
{
    const struct application *x = &b->x;
    int64_t place;
    if (!strcmp(x->state, "unsigned"))
        return say_unsigned(req, b, data);
    if (!strcmp(x->state, "waiting")) {
        int r = application_position(req->db, req->a, x, &place);
        data->words = place > APPLICATION_PLACE_MAX
                          ? arena_printf(req->a,
                                         _("Свободных мест пока нет, в очереди перед вами больше "
                                           "%d заявок. Когда место освободится, заявка пройдёт "
                                           "сама."),
                                         APPLICATION_PLACE_MAX)
                          : arena_printf(req->a,
                                         _("Свободных мест пока нет. Ваше место в очереди: %lld. "
                                           "Когда место освободится, заявка пройдёт сама."),
                                         (long long)place);
        return r;
    }
    data->words = !strcmp(x->state, "new") ? _("Все подписи есть. Решит куратор, ответ появится "
                                               "здесь.")
                  : !strcmp(x->state, "approved")
                      ? _("Место в программе есть. О первой встрече скажет куратор.")
                  : !strcmp(x->state, "refused") ? arena_printf(req->a, _("Причина: %s"), x->reason)
                  : x->participation_id
                      ? _("Участие прекращено. Вернуться можно: попросите куратора.")
                      : _("Личные данные из заявки удалены. Новую можно подать, пока идёт приём.");
    return 0;
}

/* 1 when the application or, after approval, the participation may be given up; 0 not;
 * ERR_CONFLICT: a pair lives; < 0. */
static int may_withdraw(struct req *req, const struct application *x)
{
    struct err why = {0};
    if (strcmp(x->state, "approved") != 0 || !x->participation_id)
        return application_pending(x->state);
    return participation_can(req->db, req->a, x->participation_id, "withdraw", &why);
}

/* What can be given up here: the place, or first the pair, which a parent ends for the child. */
static int fill_ways_out(struct req *req, const struct behind *b,
                         struct application_status_page *data)
{
    int r = may_withdraw(req, &b->x);
    if (r > 0)
        data->withdraw = arena_printf(req->a, "/application/withdraw?token=%s", b->token);
    if (r == ERR_CONFLICT && b->x.a.author != APPLICATION_OWN)
        data->pair = arena_printf(req->a, "/application/pair?token=%s", b->token);
    return r == ERR_CONFLICT ? 0 : r;
}

static int status_get(struct req *req)
{
    struct behind b;
    int r = open_status(req, &b);
    if (r <= 0)
        return r < 0 ? r : gone(req);
    struct application_status_page data = {
        .x = &b.x,
        .pill = application_pill(b.x.state),
        .state = application_state_name(b.x.state),
        .participant = b.x.cleared_at ? "" : person_name_full(req->a, &b.x.a.name),
        .programme = b.at.p.title,
        .dates = programme_dates(req, b.at.p.starts_on, b.at.p.ends_on),
        .url = enrolment_url(req->a, req->app, ENROLMENT_STATUS, b.x.id),
        .contact = b.at.e.contact,
    };
    r = fill_ways_out(req, &b, &data);
    if (r >= 0)
        r = say_status(req, &b, &data);
    struct page page = {.title = _("Ваша заявка"),
                        .lead = b.at.p.title,
                        .body = application_status_view,
                        .data = &data};
    return r < 0 ? r : enrolment_public(req, &b.at, &page);
}

/* ---- signing ---- */

static const char *status_path(struct req *req, const struct behind *b)
{
    return enrolment_path(req->a, req->app, ENROLMENT_STATUS, b->x.id);
}

/* The author's page shows the author's own link to sign by: it is not for a participant whose
 * parent applies, who could sign in the parent's place. */
static bool may_see_status(const struct behind *b)
{
    return b->representative || b->x.a.author == APPLICATION_OWN;
}

/* Nothing is left to sign by this link. */
static int done(struct req *req, const struct behind *b)
{
    if (may_see_status(b))
        return req_redirect(req, "%s", status_path(req, b));
    return req_redirect(req, "/application/signed");
}

static int signed_get(struct req *req)
{
    const struct page page = {
        .title = _("Подписывать больше нечего"), .body = application_signed_view, .bare = true};
    return req_page(req, &page);
}

/* The representative's contact is asked for when none was given. */
static bool asks_contacts(const struct behind *b)
{
    return b->representative && !*b->x.a.representative_phone && !*b->x.a.representative_email;
}

static const char *request_of(struct req *req, const struct behind *b)
{
    const struct pack_category *c = pack_category(b->at.pack, b->x.a.category);
    const char *words = !strcmp(b->x.a.side, "mentor") ? b->x.a.competencies : b->x.a.request;
    if (!c)
        return words;
    return *words ? arena_printf(req->a, "%s: %s", c->name, words) : c->name;
}

static int show_sign(struct req *req, const struct behind *b, const struct consent_text *text)
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
    struct behind b;
    struct consent_text text;
    int r = open_sign(req, &b);
    if (r <= 0)
        return r < 0 ? r : gone(req);
    r = strcmp(b.x.state, "unsigned")
            ? 0
            : application_text(req->db, req->a, &b.x, b.representative, b.at.today, &text);
    return r < 0 ? r : r == 0 ? done(req, &b) : show_sign(req, &b, &text);
}

/* The name on a signature needs a surname and a given name; the contact is said once. */
static int check_sign(struct req *req, const struct behind *b, const struct sign_form *in)
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
    struct behind b;
    struct consent_text next;
    int r = open_sign(req, &b);
    if (r <= 0)
        return r < 0 ? r : missed(req);
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

/* ---- withdrawal ---- */

static int withdraw_points(struct req *req, const struct behind *b, struct leave_page *ret)
{
    static const char *const points[] = {
        N_("Заявку никто не рассмотрит, место в очереди освободится."),
        N_("Личные данные из неё удалятся сразу."),
        N_("Подать новую можно, пока идёт приём."),
    };
    if (b->x.participation_id)
        return leave_page_of(req, b->x.person_id, b->x.a.author != APPLICATION_OWN, ret);
    const char **said = arena_array(req->a, const char *, 3);
    for (size_t i = 0; i < 3; i++)
        said[i] = _(points[i]);
    ret->points = said;
    ret->n_points = 3;
    ret->button = _("Отозвать заявку");
    return 0;
}

static int withdraw_get(struct req *req)
{
    struct behind b;
    int r = open_status(req, &b);
    if (r <= 0)
        return r < 0 ? r : gone(req);
    r = may_withdraw(req, &b.x);
    if (r == 0 || r == ERR_CONFLICT)
        return req_redirect(req, "%s", status_path(req, &b));
    if (r < 0)
        return r;
    struct leave_page data = {.form = req_form(req, &withdraw_form, NULL),
                              .action = "/application/withdraw",
                              .token = b.token,
                              .back = status_path(req, &b)};
    r = withdraw_points(req, &b, &data);
    struct page page = {.title =
                            b.x.participation_id ? _("Прекратить участие?") : _("Отозвать заявку?"),
                        .lead = b.at.p.title,
                        .body = leave_view,
                        .data = &data,
                        .form = data.form};
    return r < 0 ? r : enrolment_public(req, &b.at, &page);
}

static int withdraw_post(struct req *req)
{
    const struct withdraw_form *in = req_input(req);
    struct behind b;
    int r = open_status(req, &b);
    if (r <= 0)
        return r < 0 ? r : missed(req);
    const struct application_desk d = application_desk(req, b.at.today);
    const struct withdrawal w = {b.x.a.author != APPLICATION_OWN, in->reason, in->consents};
    r = application_withdraw(&d, &b.x, &w, &req->err);
    if (r == ERR_CONFLICT) {
        req_notice(req, "%s", req->err.text);
        return req_redirect(req, "%s", status_path(req, &b));
    }
    if (r >= 0)
        r = req_audit(req, "application.withdraw", "application", b.x.id,
                      w.consents ? "consents" : "");
    if (r < 0)
        return r;
    if (b.x.participation_id)
        req_notice(req, _("Участие прекращено, куратор узнает об этом. Последний день: %s"),
                   date_long(req->a, b.at.today, 0));
    else
        req_notice(req, "%s", _("Заявка отозвана, личные данные из неё удалены"));
    return req_redirect(req, "%s", status_path(req, &b));
}

static const struct route routes[] = {
    ROUTE_GET("/application", status_get, PERM_PUBLIC),
    ROUTE_GET("/application/sign", sign_get, PERM_PUBLIC),
    ROUTE_POST("/application/sign", sign_post, PERM_PUBLIC, .form = &sign_form, .retry = sign_get),
    ROUTE_GET("/application/signed", signed_get, PERM_PUBLIC),
    ROUTE_GET("/application/withdraw", withdraw_get, PERM_PUBLIC),
    ROUTE_POST("/application/withdraw", withdraw_post, PERM_PUBLIC, .form = &withdraw_form,
               .retry = withdraw_get),
};

const struct module application_sign_module = {
    .name = "application_sign", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
