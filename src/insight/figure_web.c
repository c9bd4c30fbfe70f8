/* Denominators, numerators that people say, and aims: a list, one of them, a file of many. */
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "frame/app.h"
#include "frame/route.h"
#include "html/format.h"
#include "identity/place.h"
#include "insight/figure.html.h"
#include "insight/figure_file.h"
#include "insight/indicator_pages.h"
#include "network/unit.h"

struct figure_form {
    const char *code;
    int64_t year;
    const char *numerator, *numerator_source, *denominator, *denominator_source, *target;
    struct date numerator_day, denominator_day;
};
#define NUMBER(name_, label_)                                                                      \
    FIELD(struct figure_form, name_, FIELD_TEXT, .label = label_, .optional = true, .max = 20,     \
          .inputmode = "numeric")
#define WHERE(name_)                                                                               \
    FIELD(struct figure_form, name_, FIELD_TEXT, .label = N_("Источник"), .optional = true,        \
          .hint = N_("Например, форма ОО-1 за 2025/26 учебный год"), .max = FIGURE_SOURCE_MAX)
#define WHEN(name_)                                                                                \
    FIELD(struct figure_form, name_, FIELD_DATE, .label = N_("На какой день"), .optional = true,   \
          .hint = N_("Например, 01.01.2026"))
static const struct field fields[] = {
    FIELD(struct figure_form, code, FIELD_TEXT, .label = N_("Показатель"), .max = 100),
    FIELD(struct figure_form, year, FIELD_YEAR, .label = N_("Год"), .min = FIGURE_YEAR_FIRST,
          .max = FIGURE_YEAR_LAST),
    NUMBER(numerator, N_("Числитель")),
    WHERE(numerator_source),
    WHEN(numerator_day),
    NUMBER(denominator, N_("Знаменатель")),
    WHERE(denominator_source),
    WHEN(denominator_day),
    FIELD(struct figure_form, target, FIELD_TEXT, .label = N_("Цель года, %"), .optional = true,
          .hint = N_("Пусто — как у уровня выше, а если там нет, как в методологии"), .max = 20,
          .inputmode = "numeric"),
};
static const struct form_def form = FORM_DEF(struct figure_form, fields);

static int year_of(struct req *req, int *ret)
{
    struct date today;
    int r = unit_today(req, req->unit_id, &today);
    if (r >= 0)
        *ret = (int)req_query_int(req, "year", FIGURE_YEAR_FIRST, FIGURE_YEAR_LAST, today.year);
    return r;
}

static int list_of(struct req *req, struct indicators *ret)
{
    return indicators_load(req->app->methodology, req->db, req->a, &req->err, ret);
}

static int frame(struct req *req, bool below, struct page *page)
{
    int r = unit_frame(req, req->unit_id, "indicators", page);
    if (r >= 0)
        r = unit_crumb_add(req, page, _("Показатели"),
                           arena_printf(req->a, "/units/%lld/indicators", (long long)req->unit_id));
    if (r >= 0 && below)
        r = unit_crumb_add(req, page, _("Знаменатели и цели"),
                           arena_printf(req->a, "/units/%lld/figures", (long long)req->unit_id));
    return r;
}

/* ---- the list ---- */

static const char *source_words(struct arena *a, const struct figure *f)
{
    struct date d;
    return f->said && date_parse_iso(f->as_of, &d)
               ? arena_printf(a, _("%s, на %s"), f->source, date_short(a, d))
               : NULL;
}

static int list_get(struct req *req)
{
    struct indicators list;
    struct figures *have;
    struct figures_page data = {.unit_id = req->unit_id, .may = req->who.perms >> PERM_NUMBERS & 1};
    int r = year_of(req, &data.year);
    if (r >= 0)
        r = list_of(req, &list);
    if (r >= 0)
        r = figures_of(req->db, req->a, &list, req->unit_id, data.year, &have);
    if (r < 0)
        return r;
    struct figure_line *lines = arena_array(req->a, struct figure_line, list.n);
    for (size_t i = 0; i < list.n; i++) {
        const struct indicator *ind = &list.row[i];
        const struct figures *f = &have[i];
        lines[i] = (struct figure_line){
            .code = ind->code,
            .name = ind->name,
            .whole = ind->whole,
            .says_numerator = ind->counts == COUNT_SAID,
            .says_denominator = !ind->whole && ind->of == COUNT_SAID,
            .numerator = f->numerator.said ? format_int(req->a, f->numerator.value) : NULL,
            .denominator = f->denominator.said ? format_int(req->a, f->denominator.value) : NULL,
            .numerator_source = source_words(req->a, &f->numerator),
            .denominator_source = source_words(req->a, &f->denominator),
            .target = f->target >= 0 && !ind->whole ? arena_printf(req->a, "%d\u00A0%%", f->target)
                                                    : NULL,
            .own = f->own >= 0,
            .sayable = ind->counts == COUNT_SAID || !ind->whole,
        };
    }
    data.lines = lines;
    data.n = list.n;
    data.before = data.year > FIGURE_YEAR_FIRST ? data.year - 1 : 0;
    data.after = data.year < FIGURE_YEAR_LAST ? data.year + 1 : 0;
    data.error = req->err.text[0] ? req->err.text : NULL;
    struct page page = {.title = arena_printf(req->a, _("Знаменатели и цели, %d год"), data.year),
                        .body = figures_view,
                        .data = &data,
                        .form = req->form,
                        .wide = true};
    r = frame(req, false, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* ---- one indicator ---- */

static const char *number_words(struct arena *a, const struct figure *f)
{
    return f->said ? arena_printf(a, "%lld", (long long)f->value) : "";
}

static struct date day_of(const struct figure *f, struct date today)
{
    struct date d = today;
    if (f->said)
        (void)date_parse_iso(f->as_of, &d);
    return d;
}

static int edit_get(struct req *req)
{
    struct indicators list;
    struct figures *have;
    struct unit unit;
    struct date today;
    struct figure_form_page data = {.unit_id = req->unit_id};
    const char *code = req->form ? form_raw(req->form, "code") : req_query(req, "code");
    int i = -1, r = year_of(req, &data.year);
    if (r >= 0)
        r = unit_today(req, req->unit_id, &today);
    if (r >= 0)
        r = list_of(req, &list);
    if (r >= 0)
        i = indicator_find(&list, code);
    if (r >= 0 && i < 0)
        return req_not_found(req);
    if (r >= 0)
        r = figures_of(req->db, req->a, &list, req->unit_id, data.year, &have);
    if (r < 0)
        return r;
    const struct figures *f = &have[i];
    data.i = &list.row[i];
    data.says_numerator = data.i->counts == COUNT_SAID;
    data.says_denominator = !data.i->whole && data.i->of == COUNT_SAID;
    data.has_target = !data.i->whole;
    r = unit_get(req->db, req->a, req->unit_id, &unit);
    if (r < 0)
        return r;
    data.school = unit.kind == UNIT_ORGANISATION || unit.kind == UNIT_PARTNER;
    const struct figure_form initial = {
        .code = data.i->code,
        .year = data.year,
        .numerator = number_words(req->a, &f->numerator),
        .numerator_source = f->numerator.said ? f->numerator.source : "",
        .numerator_day = day_of(&f->numerator, today),
        .denominator = number_words(req->a, &f->denominator),
        .denominator_source = f->denominator.said ? f->denominator.source : "",
        .denominator_day = day_of(&f->denominator, today),
        .target = f->own >= 0 ? arena_printf(req->a, "%d", f->own) : "",
    };
    data.form = req_form(req, &form, &initial);
    struct page page = {.title = data.i->name,
                        .lead = arena_printf(req->a, _("Числа и цель на %d год"), data.year),
                        .body = figure_form_view,
                        .data = &data,
                        .form = req->form};
    r = frame(req, true, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* Digits, spaces between them allowed; −1 nothing, −2 something else. */
static int64_t whole(const char *s)
{
    int64_t n = 0;
    bool any = false;
    for (; *s; s++) {
        if (*s == ' ' || !strncmp(s, "\u00A0", 2)) {
            s += *s != ' ';
            continue;
        }
        if (*s < '0' || *s > '9' || n > FIGURE_MAX)
            return -2;
        n = n * 10 + (*s - '0');
        any = true;
    }
    return any ? n : -1;
}

static int say(struct req *req, const struct figure_form *in, const struct indicator *i,
               bool numerator)
{
    struct figure_new f = {
        .unit_id = req->unit_id,
        .account_id = req->who.account_id,
        .year = (int)in->year,
        .indicator = i,
        .numerator = numerator,
        .value = whole(numerator ? in->numerator : in->denominator),
        .source = numerator ? in->numerator_source : in->denominator_source,
        .as_of = numerator ? in->numerator_day : in->denominator_day,
    };
    const char *field = numerator ? "numerator" : "denominator";
    int r = unit_today(req, req->unit_id, &f.today);
    if (r >= 0)
        r = f.value == -2 ? err_set(&req->err, ERR_INVALID, _("Напишите целое число"))
                          : figure_say(req->db, req->a, req->clock, &f, &req->err);
    if (r != ERR_INVALID)
        return r;
    bool source = f.value > 0 && !*f.source, day = f.value > 0 && !source;
    form_error(req->form,
               arena_printf(req->a, "%s%s", field,
                            source ? "_source"
                            : day  ? "_day"
                                   : ""),
               "%s", req->err.text);
    return 0;
}

static int edit_post(struct req *req)
{
    const struct figure_form *in = req_input(req);
    struct indicators list;
    int r = list_of(req, &list);
    int i = r >= 0 ? indicator_find(&list, in->code) : -1;
    if (r < 0 || i < 0)
        return r < 0 ? r : req_not_found(req);
    const struct indicator *ind = &list.row[i];
    int64_t target = whole(in->target);
    if (target == -2 || target > 100)
        form_error(req->form, "target", "%s", _("Напишите целое число от 0 до 100"));
    if (ind->counts == COUNT_SAID)
        r = say(req, in, ind, true);
    if (r >= 0 && !ind->whole && ind->of == COUNT_SAID)
        r = say(req, in, ind, false);
    if (figure_above_whole(ind, whole(in->numerator), whole(in->denominator)))
        form_error(req->form, "numerator", "%s", _("Числитель больше знаменателя: проверьте оба"));
    if (r >= 0 && !form_ok(req->form))
        return req_retry(req);
    if (r >= 0 && !ind->whole)
        r = figure_aim(req->db, req->clock, req->unit_id, (int)in->year, ind->code, (int)target,
                       req->who.account_id);
    if (r >= 0)
        r = req_audit(req, "figure.say", "unit", req->unit_id, ind->code);
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Сохранено. В показатели войдёт при следующем подсчёте"));
    return req_redirect(req, "/units/%lld/figures?year=%lld", (long long)req->unit_id,
                        (long long)in->year);
}

/* ---- the file ---- */

struct file_form {
    int64_t year;
};
static const struct field file_fields[] = {
    FIELD(struct file_form, year, FIELD_YEAR, .label = N_("Год"), .min = FIGURE_YEAR_FIRST,
          .max = FIGURE_YEAR_LAST),
};
static const struct form_def file_form = FORM_DEF(struct file_form, file_fields);

static int file_post(struct req *req)
{
    const struct file_form *in = req_input(req);
    struct indicators list;
    struct figure_file f = {.unit_id = req->unit_id,
                            .account_id = req->who.account_id,
                            .year = (int)in->year,
                            .list = &list};
    size_t n = 0;
    int r = list_of(req, &list);
    if (r >= 0)
        r = unit_today(req, req->unit_id, &f.today);
    if (r < 0)
        return r;
    r = req->file.path
            ? figure_file_read(req->db, req->a, req->clock, &f, req->file.path, &req->err, &n)
            : err_set(&req->err, ERR_INVALID, _("Выберите файл"));
    if (r == ERR_INVALID || r == ERR_LIMIT || r == ERR_NOT_FOUND) {
        form_error(req->form, NULL, "%s", req->err.text);
        if (req->file.path)
            form_error(req->form, NULL, "%s", _("Ни одно число не загружено"));
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "figure.file", "unit", req->unit_id, "");
    if (r < 0)
        return r;
    req_notice(req, P_("Загружено: %zu строка", "Загружено: %zu строк", (long)n), n);
    return req_redirect(req, "/units/%lld/figures?year=%lld", (long long)req->unit_id,
                        (long long)in->year);
}

static int file_get(struct req *req)
{
    struct indicators list;
    struct figure_file f = {.unit_id = req->unit_id, .list = &list};
    const char *path = arena_printf(req->a, "%s/uploads/figures-%lld.xlsx",
                                    req->app->config.data_dir, (long long)id_new(req->clock));
    int r = year_of(req, &f.year);
    if (r >= 0)
        r = list_of(req, &list);
    if (r >= 0)
        r = figure_file_write(req->db, req->a, &f, path, &req->err);
    return r < 0 ? r : req_file(req, path, XLSX_TYPE, "Знаменатели и цели.xlsx", true);
}

static const struct route routes[] = {
    ROUTE_GET("/units/{unit}/figures", list_get, PERM_UNIT_READ),
    ROUTE_GET("/units/{unit}/figures/edit", edit_get, PERM_NUMBERS),
    ROUTE_POST("/units/{unit}/figures/edit", edit_post, PERM_NUMBERS, .form = &form,
               .retry = edit_get),
    ROUTE_POST("/units/{unit}/figures", file_post, PERM_NUMBERS, .form = &file_form,
               .retry = list_get, .flags = ROUTE_UPLOAD, .body_limit = FIGURE_FILE_MAX),
    ROUTE_GET("/units/{unit}/figures.xlsx", file_get, PERM_NUMBERS),
};

const struct module figure_module = {
    .name = "figure", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
