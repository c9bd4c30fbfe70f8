/* A way back in: the link, and the page behind it. */
#include <string.h>

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/job.h"
#include "frame/page.h"
#include "frame/route.h"
#include "frame/session.h"
#include "html/qr.h"
#include "identity/password.h"
#include "identity/reset.h"
#include "identity/reset.html.h"
#include "identity/role.h"

#define HOUR_MS (INT64_C(3600) * 1000)

struct reset_form {
    int64_t account, until;
    const char *sign, *password;
};
static const struct field reset_fields[] = {
    FIELD(struct reset_form, account, FIELD_ID, .label = N_("Ссылка")),
    FIELD(struct reset_form, until, FIELD_ID, .label = N_("Ссылка")),
    FIELD(struct reset_form, sign, FIELD_TEXT, .label = N_("Ссылка"), .max = 100),
    FIELD(struct reset_form, password, FIELD_PASSWORD, .label = N_("Новый пароль"),
          .hint = N_("От 10 знаков. Удобнее всего фраза из трёх слов"),
          .empty = N_("Придумайте новый пароль"), .max = PASSWORD_MAX,
          .autocomplete = "new-password"),
};
static const struct form_def reset_form = FORM_DEF(struct reset_form, reset_fields);

/* ---- giving ---- */

/* Who may give every role this account holds, wherever it holds it, may let its owner back in;
 * otherwise a coordinator of one school could come in as somebody above. */
static int may_reset(struct req *req, int64_t account_id)
{
    struct account_role *roles;
    size_t n;
    int r = account_roles_of(req->db, req->a, account_id, &roles, &n);
    if (r < 0)
        return r;
    for (size_t i = 0; i < n; i++) {
        r = role_may_grant(req->who.role, roles[i].role)
                ? req_may_at(req, roles[i].unit_id, PERM_ROLE_GRANT)
                : 0;
        if (r <= 0)
            return r;
    }
    return 1;
}

static int load(struct req *req, struct account *ret)
{
    struct role_holder holder;
    int r = role_grant_get(req->db, req->a, req->unit_id, req_id(req, "grant"), &holder);
    bool participant = r > 0 && holder.role >= ROLE_MENTOR && holder.role <= ROLE_REPRESENTATIVE;
    if (participant && !(req->who.perms & 1u << PERM_PEOPLE_READ))
        return ERR_NOT_FOUND;
    if (r > 0)
        r = account_get(req->db, req->a, holder.account_id, ret);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = may_reset(req, ret->id);
    if (r == 0)
        return err_set(
            &req->err, ERR_DENIED,
            _("У этого человека есть роль, которую даёте не вы. Ссылку даст уровень выше"));
    return r < 0 ? r : 0;
}

static int ask_get(struct req *req)
{
    struct account account;
    int r = load(req, &account);
    if (r < 0)
        return r;
    struct reset_ask_page data = {
        .action = req->path,
        .back = arena_printf(req->a, "/units/%lld/people", (long long)req->unit_id),
        .code = account.has_totp,
    };
    struct page page = {.title = _("Дать новую ссылку для входа?"),
                        .lead = account.display_name,
                        .body = reset_ask_view,
                        .data = &data};
    r = role_crumbs(req, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int ask_post(struct req *req)
{
    struct account account;
    int r = load(req, &account);
    if (r < 0)
        return r;
    struct reset_sheet_page data = {
        .name = account.display_name,
        .login = account.login,
        .url = reset_url(req->a, req->app, &account, clock_now(req->clock) + RESET_HOURS * HOUR_MS),
        .back = arena_printf(req->a, "/units/%lld/people", (long long)req->unit_id),
    };
    r = qr_svg(req->a, data.url, _("Ссылка для входа"), &data.qr);
    if (r >= 0 && account.person_id)
        r = notice_add(req->db, req->app, account.person_id,
                       _("Дана новая ссылка для вашего входа. Если вы её не просили, скажите об "
                         "этом уровню выше"),
                       "/profile/sessions");
    if (r >= 0)
        r = req_audit(req, "reset_link", "account", account.id, "");
    struct page page = {.title = _("Ссылка для входа"), .body = reset_sheet_view, .data = &data};
    if (r >= 0)
        r = role_crumbs(req, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* ---- using ---- */

static int gone(struct req *req)
{
    const struct page page = {
        .title = _("Ссылка не действует"), .body = reset_gone_view, .status = 404, .bare = true};
    return req_page(req, &page);
}

static int reset_get(struct req *req)
{
    const struct reset_form *in = req->form ? req_input(req) : NULL;
    struct reset_page data = {
        .form = req_form(req, &reset_form, NULL),
        .account = in ? in->account : req_query_int(req, "account", 1, INT64_MAX, 0),
        .until = in ? in->until : req_query_int(req, "until", 1, INT64_MAX, 0),
        .sign = in && in->sign ? in->sign : req_query(req, "sign"),
    };
    struct account account;
    int r = reset_open(req->db, req->a, req->app, data.account, data.until, data.sign, &account);
    if (r <= 0)
        return r < 0 ? r : gone(req);
    data.login = account.login;
    const struct page page = {.title = _("Новый пароль"),
                              .lead = account.display_name,
                              .body = reset_view,
                              .data = &data,
                              .form = data.form,
                              .bare = true};
    return req_page(req, &page);
}

/* The hash, before the transaction, for a good link only. */
static int reset_prepare(struct req *req)
{
    const struct reset_form *in = req_input(req);
    struct account account;
    struct err why = {0};
    int r = reset_open(req->db, req->a, req->app, in->account, in->until, in->sign, &account);
    if (r <= 0)
        return r;
    if (password_fit(in->password, account.login, &why) < 0) {
        form_error(req->form, "password", "%s", why.text);
        return 0;
    }
    char *hash = arena_alloc(req->a, PASSWORD_HASH_MAX);
    password_hash(in->password, hash);
    req->prepared = hash;
    return 0;
}

static int reset_post(struct req *req)
{
    const struct reset_form *in = req_input(req);
    struct account account;
    if (!req->prepared)
        return req_retry(req);
    int r = reset_open(req->db, req->a, req->app, in->account, in->until, in->sign, &account);
    if (r <= 0)
        return r < 0 ? r : req_retry(req);
    r = account_renew(req->db, account.id, req->prepared);
    if (r >= 0)
        r = session_start(req, account.id, false);
    req->who.account_id = account.id;
    if (r >= 0)
        r = req_audit(req, "reset_used", "account", account.id, "");
    return r < 0 ? r : req_redirect(req, "/");
}

static const struct route routes[] = {
    ROUTE_GET("/units/{unit}/people/{grant}/reset", ask_get, PERM_ROLE_GRANT),
    ROUTE_POST("/units/{unit}/people/{grant}/reset", ask_post, PERM_ROLE_GRANT),
    ROUTE_GET("/reset", reset_get, PERM_PUBLIC),
    ROUTE_POST("/reset", reset_post, PERM_PUBLIC, .form = &reset_form, .retry = reset_get,
               .prepare = reset_prepare, .flags = ROUTE_SLOW),
};

const struct module reset_module = {
    .name = "reset", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
