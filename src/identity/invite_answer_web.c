/* The public page of an invitation: a newcomer answers, or somebody who has an account. */
#include <string.h>

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "frame/session.h"
#include "identity/account.h"
#include "identity/invite.html.h"
#include "identity/invite_pages.h"
#include "identity/password.h"
#include "identity/role.h"
#include "net/url.h"

struct accept_form {
    const char *surname, *given, *patronymic, *token, *login, *password, *email;
};
static const struct field accept_fields[] = {
    FIELD(struct accept_form, surname, FIELD_TEXT, .label = N_("Фамилия"),
          .empty = N_("Напишите фамилию"), .max = PERSON_NAME_MAX, .autocomplete = "family-name"),
    FIELD(struct accept_form, given, FIELD_TEXT, .label = N_("Имя"), .empty = N_("Напишите имя"),
          .max = PERSON_NAME_MAX, .autocomplete = "given-name"),
    FIELD(struct accept_form, patronymic, FIELD_TEXT, .label = N_("Отчество"), .optional = true,
          .max = PERSON_NAME_MAX, .autocomplete = "additional-name"),
    FIELD(struct accept_form, token, FIELD_TEXT, .label = N_("Ссылка"), .max = 100),
    FIELD(struct accept_form, login, FIELD_TEXT, .label = N_("Логин"),
          .hint = N_("Придумайте сами: буквы и цифры, от 3 знаков. Подойдёт и почта"),
          .empty = N_("Придумайте логин"), .max = ACCOUNT_LOGIN_MAX, .autocomplete = "username"),
    FIELD(struct accept_form, password, FIELD_PASSWORD, .label = N_("Пароль"),
          .hint = N_("От 10 знаков. Удобнее всего фраза из трёх слов"),
          .empty = N_("Придумайте пароль"), .max = PASSWORD_MAX, .autocomplete = "new-password"),
    FIELD(struct accept_form, email, FIELD_EMAIL, .label = N_("Электронная почта"),
          .hint = N_("По ней тоже можно войти; видите её только вы"), .optional = true, .max = 200,
          .autocomplete = "email"),
};
const struct form_def invite_accept_form = FORM_DEF(struct accept_form, accept_fields);
/* The name is known: the invitation is for one person. */
#define NAME_FIELDS 3
const struct form_def invite_known_form = {
    accept_fields + NAME_FIELDS, sizeof accept_fields / sizeof *accept_fields - NAME_FIELDS,
    sizeof(struct accept_form)};

struct join_form {
    const char *token;
};
static const struct field join_fields[] = {
    FIELD(struct join_form, token, FIELD_TEXT, .label = N_("Ссылка"), .max = 100),
};
const struct form_def invite_join_form = FORM_DEF(struct join_form, join_fields);

int invite_gone(struct req *req)
{
    const struct page page = {.title = _("Приглашение не действует"),
                              .body = invite_gone_page,
                              .status = 404,
                              .bare = true};
    return req_page(req, &page);
}

/* Guesses slow down by address: one guesser must not keep others from their links. */
static const char *throttle_name(struct req *req)
{
    return arena_printf(req->a, "invite %s", req->ip);
}

static int open_invite(struct req *req, const char *token, struct invite *ret)
{
    int r = throttle_check(req, throttle_name(req));
    return r < 0 ? r : invite_by_token(req->db, req->a, req->clock, token, ret);
}

int invite_accept_get(struct req *req)
{
    struct invite invite;
    const char *token = req->form ? form_raw(req->form, "token") : req_query(req, "token");
    int r = invite_by_token(req->db, req->a, req->clock, token, &invite);
    if (r <= 0)
        return r < 0 ? r : invite_gone(req);
    struct accept_page data = {
        .invite = &invite,
        .form = req_form(req, invite_asks_name(&invite) ? &invite_accept_form : &invite_known_form,
                         NULL),
        .token = token,
        .signed_in = req->who.account_id ? req->who.name : NULL,
        .own_name = req->form ? strcmp(req->path, "/invite") == 0 : invite_asks_name(&invite),
        .login_url =
            arena_printf(req->a, "/login?next=%s",
                         url_encode(req->a, arena_printf(req->a, "/invite?token=%s", token))),
    };
    const struct page page = {
        .title = arena_printf(req->a, _("Приглашение: %s"), role_name(invite.role)),
        .lead = invite.unit_name,
        .place = invite.unit_name,
        .body = accept_page,
        .data = &data,
        .form = data.form,
        .bare = true,
    };
    return req_page(req, &page);
}

/* The hash, before the transaction; only for a link that is good, so that nobody makes us hash for
 * nothing. */
int invite_accept_prepare(struct req *req)
{
    const struct accept_form *in = req_input(req);
    struct invite invite;
    struct err why = {0};
    int r = open_invite(req, in->token, &invite);
    if (r <= 0)
        return r;
    if (password_fit(in->password, in->login, &why) < 0)
        form_error(req->form, "password", "%s", why.text);
    if (!form_ok(req->form))
        return 0;
    char *hash = arena_alloc(req->a, PASSWORD_HASH_MAX);
    password_hash(in->password, hash);
    req->prepared = hash;
    return 0;
}

int invite_accept_post(struct req *req)
{
    const struct accept_form *in = req_input(req);
    struct invite invite;
    int r = invite_by_token(req->db, req->a, req->clock, in->token, &invite);
    if (r < 0)
        return r;
    if (r == 0) {
        throttle_failed(req, throttle_name(req));
        return req_retry(req);
    }
    if (!req->prepared)
        return req_retry(req);
    if (invite_asks_name(&invite) != (in->surname != NULL))
        return req_not_found(req);
    const struct invite_answer answer = {
        in->login, req->prepared, {in->surname, in->given, in->patronymic}, in->email};
    struct err why = {0};
    int64_t account;
    r = invite_accept_new(req->db, req->a, req->clock, &invite, &answer, &why, &account);
    if (r == ERR_INVALID || r == ERR_CONFLICT) {
        form_error(req->form, "login", "%s", why.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = session_start(req, account, false);
    req->who.account_id = account;
    req->unit_id = invite.unit_id;
    if (r >= 0)
        r = req_audit(req, "invite_accept", "invite", invite.id, role_name(invite.role));
    return r < 0 ? r : req_redirect(req, "/");
}

int invite_join_post(struct req *req)
{
    const struct join_form *in = req_input(req);
    struct invite invite;
    int r = open_invite(req, in->token, &invite);
    if (r == 0)
        throttle_failed(req, throttle_name(req));
    if (r <= 0)
        return r < 0 ? r : req_not_found(req);
    r = invite_accept_as(req->db, req->a, req->clock, &invite, req->who.account_id, &req->err);
    req->unit_id = invite.unit_id;
    if (r >= 0)
        r = req_audit(req, "invite_accept", "invite", invite.id, role_name(invite.role));
    if (r < 0)
        return r;
    req_notice(req, _("Новая роль: %s"), role_name(invite.role));
    return req_redirect(req, "/units/%lld", (long long)invite.unit_id);
}
