/* Pages of the site itself. Open to everybody: a school shows them before the first sign-in. */
#include "frame/site.h"

#include <string.h>

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/call.h"
#include "frame/page.h"
#include "frame/prefs.h"
#include "frame/req.h"
#include "frame/site.html.h"
#include "frame/styleguide.h"

struct view_form {
    const char *size, *scheme, *letter, *line, *font;
    const char *back; /* the page to come back to */
    bool reset;
};

static const struct choice sizes[] = {{"0", N_("Обычный"), NULL},
                                      {"1", N_("Крупный (150 %)"), NULL},
                                      {"2", N_("Очень крупный (200 %)"), NULL},
                                      {0}};
static const struct choice schemes[] = {
    {"0", N_("Как обычно"), N_("Светлая или тёмная тема, как в системе")},
    {"1", N_("Светлая тема"), NULL},
    {"2", N_("Тёмная тема"), NULL},
    {"3", N_("Чёрным по белому"), NULL},
    {"4", N_("Белым по чёрному"), NULL},
    {"5", N_("Синим по голубому"), NULL},
    {0}};
static const struct choice letters[] = {
    {"0", N_("Обычное"), NULL}, {"1", N_("Среднее"), NULL}, {"2", N_("Большое"), NULL}, {0}};
static const struct choice lines[] = {{"0", N_("Обычное (1,5)"), NULL},
                                      {"1", N_("Среднее (1,8)"), NULL},
                                      {"2", N_("Большое (2,2)"), NULL},
                                      {0}};
static const struct choice fonts[] = {
    {"0", N_("Без засечек"), NULL}, {"1", N_("С засечками"), NULL}, {0}};

static const struct field view_fields[] = {
    FIELD(struct view_form, size, FIELD_CHOICE, .label = N_("Размер текста"), .choices = sizes),
    FIELD(struct view_form, scheme, FIELD_CHOICE, .label = N_("Цвета"), .choices = schemes),
    FIELD(struct view_form, letter, FIELD_CHOICE, .label = N_("Расстояние между буквами"),
          .choices = letters),
    FIELD(struct view_form, line, FIELD_CHOICE, .label = N_("Расстояние между строками"),
          .choices = lines),
    FIELD(struct view_form, font, FIELD_CHOICE, .label = N_("Шрифт"), .choices = fonts),
    FIELD(struct view_form, back, FIELD_TEXT, .label = N_("Откуда"), .optional = true, .max = 500),
    FIELD(struct view_form, reset, FIELD_BOOL, .label = N_("Вернуть обычный вид"),
          .optional = true),
};
static const struct form_def view_form = FORM_DEF(struct view_form, view_fields);

#define PREFS_LIFE_S (365LL * 24 * 3600)

static const char *digit(struct req *req, unsigned n)
{
    return arena_printf(req->a, "%u", n);
}

/* A page of ours to return to; anything else is the main page. */
static const char *way_back(const char *path)
{
    return path && url_is_local(path) ? path : "/";
}

static int view_get(struct req *req)
{
    const struct prefs *now = &call_of(req)->prefs;
    struct view_form initial = {
        .size = digit(req, now->size),
        .scheme = digit(req, now->scheme),
        .letter = digit(req, now->letter),
        .line = digit(req, now->line),
        .font = digit(req, now->serif),
        .back = req_query(req, "back"),
    };
    struct view_page view = {.form = req_form(req, &view_form, &initial)};
    return req_page(req, &(struct page){
                             .title = _("Версия для слабовидящих"),
                             .lead = _("Выберите, как показывать страницы."),
                             .body = view_settings,
                             .data = &view,
                             .form = view.form,
                             .bare = true,
                         });
}

static unsigned step(const char *value)
{
    return (unsigned)(value[0] - '0');
}

static int view_post(struct req *req)
{
    const struct view_form *in = req_input(req);
    struct prefs chosen = {0};
    if (!in->reset)
        chosen = (struct prefs){
            .scheme = (enum scheme)step(in->scheme),
            .size = step(in->size),
            .letter = step(in->letter),
            .line = step(in->line),
            .serif = step(in->font) != 0,
        };
    set_cookie(call_of(req), PREFS_COOKIE, prefs_cookie(req->a, &chosen), PREFS_LIFE_S);
    return req_redirect(req, "%s", way_back(in->back));
}

struct lang_form {
    const char *lang, *back;
};
static const struct choice langs[] = {{"ru", "Русский", NULL}, {"en", "English", NULL}, {0}};
static const struct field lang_fields[] = {
    FIELD(struct lang_form, lang, FIELD_CHOICE, .label = N_("Язык"), .choices = langs),
    FIELD(struct lang_form, back, FIELD_TEXT, .label = N_("Откуда"), .optional = true, .max = 500),
};
static const struct form_def lang_form = FORM_DEF(struct lang_form, lang_fields);

static int lang_get(struct req *req)
{
    struct lang_form initial = {i18n_code(i18n_get()), req_query(req, "back")};
    struct view_page view = {.form = req_form(req, &lang_form, &initial)};
    return req_page(
        req,
        &(struct page){
            .title = _("Язык"), .body = lang_page, .data = &view, .form = view.form, .bare = true});
}

static int lang_post(struct req *req)
{
    const struct lang_form *in = req_input(req);
    set_cookie(call_of(req), COOKIE_LANG, in->lang, PREFS_LIFE_S);
    return req_redirect(req, "%s", way_back(in->back));
}

static int fixed_page(struct req *req, const char *title, html_body *body)
{
    return req_page(req, &(struct page){.title = title, .body = body, .bare = true});
}

static int statement_get(struct req *req)
{
    return fixed_page(req, _("Доступность"), statement_page);
}

static int about_get(struct req *req)
{
    struct about view = {.version = req->app->config.version};
    return req_page(
        req,
        &(struct page){.title = _("О программе"), .body = about_page, .data = &view, .bare = true});
}

static int pairing_get(struct req *req)
{
    return fixed_page(req, _("Как подбираются пары"), pairing_page);
}

static int privacy_get(struct req *req)
{
    return fixed_page(req, _("Обработка персональных данных"), privacy_page);
}

/* «8 800 200-01-22» → +78002000122: a telephone abroad, and one of a visitor, dials it too. */
static const char *dial(struct arena *a, const char *number)
{
    char *out = arena_alloc(a, strlen(number) + 2), *end = out;
    for (const char *p = number; *p; p++)
        if ((*p >= '0' && *p <= '9') || (*p == '+' && end == out))
            *end++ = *p;
    if (end - out != 11 || *out != '8')
        return out;
    return arena_printf(a, "+7%s", out + 1);
}

static int help_get(struct req *req)
{
    const char *number = req->app->config.helpline;
    struct help view = {number, number ? dial(req->a, number) : ""};
    return req_page(
        req, &(struct page){.title = _("Помощь"), .body = help_page, .data = &view, .bare = true});
}

static const struct route routes[] = {
    ROUTE_GET("/accessibility", view_get, PERM_PUBLIC),
    ROUTE_POST("/accessibility", view_post, PERM_PUBLIC, .form = &view_form, .retry = view_get),
    ROUTE_GET("/language", lang_get, PERM_PUBLIC),
    ROUTE_POST("/language", lang_post, PERM_PUBLIC, .form = &lang_form, .retry = lang_get),
    ROUTE_GET("/accessibility/statement", statement_get, PERM_PUBLIC),
    ROUTE_GET("/about", about_get, PERM_PUBLIC),
    ROUTE_GET("/pairing", pairing_get, PERM_PUBLIC),
    ROUTE_GET("/privacy", privacy_get, PERM_PUBLIC),
    ROUTE_GET("/help", help_get, PERM_PUBLIC),
    ROUTE_GET("/styleguide", styleguide_get, PERM_PUBLIC),
};

const struct module site_module = {
    .name = "site",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
};
