/* From a struct page to the bytes of an answer: layout, headers, error pages. */
#include "frame/page.h"

#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "frame/call.h"
#include "frame/form.h"
#include "frame/frame.sql.h"
#include "frame/job.sql.h"
#include "frame/pages.h"
#include "frame/pages.html.h"
#include "frame/shell.h"

#define PAGE_BYTES (40u << 10) /* room to begin with: a list of 50 rows never moves */
#define VISITOR_LIFE_S (48LL * 3600)

static const char csp[] = "default-src 'none'; style-src 'self'; script-src 'self'; "
                          "img-src 'self'; font-src 'self'; connect-src 'self'; "
                          "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; "
                          "base-uri 'none'";
/* A fragment may stand on anybody's site: nothing can be pressed in it but links. */
static const char csp_fragment[] = "default-src 'none'; style-src 'self'; img-src 'self'; "
                                   "font-src 'self'; form-action 'none'; frame-ancestors *; "
                                   "base-uri 'none'";

const char *page_brand(void)
{
    return i18n_get() == LANG_EN ? "Nastavnik" : "Наставник";
}

void security_headers(struct call *c)
{
    const char *url = c->frame->app->config.public_url;
    http_add(c->out, "Content-Security-Policy", c->fragment ? csp_fragment : csp);
    http_add(c->out, "X-Content-Type-Options", "nosniff");
    http_add(c->out, "Referrer-Policy", "same-origin");
    http_add(c->out, "Cross-Origin-Opener-Policy", "same-origin");
    if (url && strncmp(url, "https:", 6) == 0)
        http_add(c->out, "Strict-Transport-Security", "max-age=31536000");
}

void answer_html(struct call *c, int status, const char *html, size_t n)
{
    c->out->status = status;
    c->out->type = "text/html; charset=utf-8";
    c->out->body = html;
    c->out->body_n = n;
    c->answered = true;
    security_headers(c);
    http_add(c->out, "Cache-Control", "no-store");
    http_add(c->out, "Content-Language", i18n_code(i18n_get()));
}

/* A form of a person who is not signed in needs a cookie to tie its token to. */
static void make_token(struct call *c)
{
    const char *bind = c->req.who.session_id ? c->session.cookie : c->visitor;
    if (!bind) {
        bind = c->visitor = secret_new(c->req.a);
        c->new_visitor = true;
    }
    c->token = token_make(c->req.a, c->frame->app->key, bind, clock_now(c->req.clock));
}

static const char *notice_of(struct call *c)
{
    const char *sent = http_cookie(c->http, COOKIE_NOTICE);
    char *text;
    if (!sent || !*sent)
        return NULL;
    set_cookie(c, COOKIE_NOTICE, "", 0);
    return url_decode(c->req.a, sent, strlen(sent), 0, &text) == 0 ? text : NULL;
}

static void default_nav(struct call *c, struct shell *s)
{
    const struct app *app = c->frame->app;
    size_t n = 0, max = 0;
    for (size_t m = 0; m < app->n_modules; m++)
        max += app->modules[m]->n_nav;
    struct nav_item *items = arena_array(c->req.a, struct nav_item, max);
    for (size_t m = 0; m < app->n_modules; m++)
        for (size_t i = 0; i < app->modules[m]->n_nav; i++) {
            const struct nav_row *row = &app->modules[m]->nav[i];
            bool meant = !row->roles || row->roles >> c->req.who.role & 1;
            if (meant && c->req.who.perms >> row->perm & 1)
                items[n++] = (struct nav_item){_(row->label), row->href, row->icon,
                                               strcmp(row->href, c->req.path) == 0};
        }
    s->nav = items;
    s->n_nav = n;
}

#define PLACES_SHOWN 5

/* This unit, and others where the person has a role, each once. What is theirs may lie in a unit
 * that they cannot open: a pair of two schools. */
static void list_places(struct req *req, const char *here, struct shell *s)
{
    struct places_had *rows = NULL;
    bool opens = req->who.top != 0;
    size_t n_rows = 0, n = 1;
    struct link *list = arena_array(req->a, struct link, PLACES_SHOWN);
    if (places_had(req->db, req->a, req->who.account_id, &rows, &n_rows) < 0)
        n_rows = 0;
    for (size_t i = 0; i < n_rows; i++) {
        size_t j = 0;
        opens |= rows[i].unit_id == req->unit_id;
        while (j < i && rows[j].unit_id != rows[i].unit_id)
            j++;
        if (j == i && n < PLACES_SHOWN && rows[i].unit_id != req->unit_id)
            list[n++] = (struct link){rows[i].short_name, arena_printf(req->a, "/units/%lld",
                                                                       (long long)rows[i].unit_id)};
    }
    list[0] = (struct link){
        here, opens ? arena_printf(req->a, "/units/%lld", (long long)req->unit_id) : NULL};
    s->places = list;
    s->n_places = n;
}

/* What the database knows of the shell. A failure leaves it out: the page itself is there. */
static void ask_shell(struct call *c, struct shell *s)
{
    struct req *req = &c->req;
    struct place_of_unit place = {.short_name = req->unit_name};
    struct notice_unread_count unread;
    if (!req->db)
        return;
    if (req->unit_id &&
        (place.short_name || place_of_unit(req->db, req->a, req->unit_id, &place) == 1)) {
        s->place = s->place ? s->place : place.short_name;
        list_places(req, place.short_name, s);
    }
    if (req->who.person_id &&
        notice_unread_count(req->db, req->a, req->who.person_id, &unread) == 1)
        s->n_notices = unread.n;
}

static bool is_participant(enum role role)
{
    return role == ROLE_MENTOR || role == ROLE_MENTEE || role == ROLE_REPRESENTATIVE;
}

static void fill_shell(struct call *c, const struct page *page, struct shell *s)
{
    struct req *req = &c->req;
    const char *version = c->frame->app->config.version;
    *s =
        (struct shell){.page = page,
                       .prefs = c->prefs,
                       .lang = i18n_code(i18n_get()),
                       .version = version ? version : "",
                       .today = date_long(req->a, date_at(clock_now(req->clock), req->who.zone), 0),
                       .place = page->place};
    ask_shell(c, s);
    if (!page->form || form_ok(page->form))
        s->notice = notice_of(c);
    if (!req->who.account_id)
        return;
    s->name = req->who.name;
    s->role = req->who.role ? role_name(req->who.role) : NULL;
    s->tabs = is_participant(req->who.role);
    if (!page->nav && !page->bare)
        default_nav(c, s);
}

int req_page(struct req *req, const struct page *page)
{
    struct call *c = call_of(req);
    struct shell s;
    struct html h;
    html_init(&h, req->a);
    strbuf_reserve(&h.out, PAGE_BYTES);
    fill_shell(c, page, &s);
    make_token(c);
    h.form_token = c->token;
    h.page_path = req->path;
    c->fragment = page->fragment;
    (page->fragment ? layout_fragment : layout)(&h, &s);
    if (c->new_visitor && memmem(h.out.s, h.out.len, c->token, strlen(c->token)))
        set_cookie(c, COOKIE_VISITOR, c->visitor, VISITOR_LIFE_S);
    bool bad = page->form && !form_ok(page->form);
    answer_html(c, page->status ? page->status : bad ? 422 : 200, h.out.s, h.out.len);
    return 0;
}

struct refusal {
    int status;
    const char *title, *text;
    const char *href, *link;
};

static const struct refusal refusals[] = {
    {400, N_("Адрес или форма повреждены"),
     N_("Вернитесь на прошлую страницу и попробуйте ещё раз."), "/", N_("На главную")},
    {403, N_("Нет доступа"),
     N_("Эта страница — для другой роли. Если нужен доступ, его даёт тот, кто отвечает за вашу "
        "организацию."),
     "/", N_("На главную")},
    {404, N_("Такой страницы нет"), N_("Возможно, ссылка устарела."), "/", N_("На главную")},
    {405, N_("Так эта страница не открывается"), N_("Откройте её по ссылке, а не повтором формы."),
     "/", N_("На главную")},
    {409, N_("Пока вы правили, данные изменились"),
     N_("Вернитесь, обновите страницу и внесите правку ещё раз."), "/", N_("На главную")},
    {413, N_("Слишком много данных"),
     N_("Файл или текст больше, чем принимает эта страница. Её пределы написаны у поля."), "/",
     N_("На главную")},
    {414, N_("Слишком длинный адрес"), N_("Откройте страницу по ссылке с сайта."), "/",
     N_("На главную")},
    {415, N_("Такой вид данных эта страница не принимает"),
     N_("Отправьте форму со страницы сайта."), "/", N_("На главную")},
    {429, N_("Слишком много попыток"), N_("Подождите немного и попробуйте ещё раз."), "/login",
     N_("Ко входу")},
    {431, N_("Браузер прислал слишком много служебных данных"),
     N_("Удалите cookie этого сайта и откройте страницу снова."), "/", N_("На главную")},
    {503, N_("Сервис ненадолго занят"), N_("Ничего не изменилось. Повторите через минуту."), NULL,
     NULL},
    {507, N_("На сервере нет места для файла"),
     N_("Ничего не изменилось. Сообщите администратору и повторите позже."), NULL, NULL},
    {500, N_("Не получилось на нашей стороне"), NULL, NULL, NULL},
};

static const struct refusal *refusal_of(int status)
{
    const struct refusal *r = refusals;
    while (r->status != status && r->text)
        r++;
    return r;
}

void answer_error(struct call *c, int status, const char *text)
{
    const struct refusal *r = refusal_of(status);
    struct req *req = &c->req;
    struct message m = {.href = r->href, .link = r->href ? _(r->link) : NULL};
    if (text && *text)
        m.text = text;
    else if (r->text)
        m.text = _(r->text);
    else
        m.text = arena_printf(req->a,
                              _("Ничего не изменилось. Вернитесь и повторите через минуту; не "
                                "поможет — сообщите номер %s."),
                              call_number(c));
    if (status == 503 || status == 429)
        http_add(c->out, "Retry-After", c->retry_after ? c->retry_after : "5");
    req->db = NULL;
    req->form = NULL;
    struct page page = {
        .title = _(r->title), .body = message_body, .data = &m, .status = status, .bare = true};
    (void)req_page(req, &page); /* without a database it cannot fail */
}
