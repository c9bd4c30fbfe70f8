/* styles.xml: which cell styles show a number as a date. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "office/xlsx.h"

struct format {
    unsigned long id;
    enum number_style style;
};

struct reading {
    struct arena *a;
    struct format *formats;
    size_t n_formats, cap;
    bool in_cell_xfs;
    struct styles *out;
};

/* The formats every program knows without a code (ECMA-376 part 1, 18.8.30, with the East Asian
 * ones). */
static enum number_style builtin(unsigned long id)
{
    if (id == 22)
        return STYLE_DATETIME;
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
        id == 57 || id == 58)
        return STYLE_DATE;
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47 || id == 55 ||
        id == 56)
        return STYLE_TIME;
    return STYLE_NUMBER;
}

/* Behind a part that is shown as it stands: "г.", \г, _-, *x, [$-419]. NULL: an elapsed time
 * [h], which is an amount. */
static const char *skip_literal(const char *s)
{
    if (*s == '"') {
        const char *end = strchr(s + 1, '"');
        return end ? end + 1 : s + strlen(s);
    }
    if (*s == '[') {
        size_t run = strspn(s + 1, "hHmMsS");
        if (run > 0 && s[1 + run] == ']')
            return NULL;
        const char *end = strchr(s, ']');
        return end ? end + 1 : s + strlen(s);
    }
    return s[1] ? s + 2 : s + 1;
}

enum number_style style_of_code(const char *code)
{
    bool day = false, month = false, time = false;
    /* Some programs write the code in Russian. */
    if (strstr(code, "ДД.ММ") || strstr(code, "дд.мм"))
        return STYLE_DATE;
    if (strncasecmp(code, "General", 7) == 0)
        return STYLE_NUMBER;
    for (const char *s = code; *s && *s != ';';) {
        if (strchr("\"[\\_*", *s)) {
            s = skip_literal(s);
            if (!s)
                return STYLE_NUMBER;
            continue;
        }
        day |= strchr("dDyY", *s) != NULL;
        month |= *s == 'm' || *s == 'M';
        time |= strchr("hHsS", *s) != NULL;
        s++;
    }
    if (day)
        return time ? STYLE_DATETIME : STYLE_DATE;
    if (time)
        return STYLE_TIME;
    return month ? STYLE_DATE : STYLE_NUMBER;
}

static int add_format(struct reading *r, const char **atts, struct err *err)
{
    const char *id = xml_att(atts, "numFmtId"), *code = xml_att(atts, "formatCode");
    if (!id || !code)
        return 0;
    if (r->n_formats == XLSX_MAX_FORMATS)
        return err_set(err, ERR_LIMIT, _("В файле слишком много форматов ячеек"));
    if (r->n_formats == r->cap) {
        size_t cap = r->cap ? r->cap * 2 : 16, size = sizeof *r->formats;
        r->formats = arena_grow(r->a, r->formats, r->cap * size, cap * size);
        r->cap = cap;
    }
    r->formats[r->n_formats++] = (struct format){strtoul(id, NULL, 10), style_of_code(code)};
    return 0;
}

static int add_xf(struct reading *r, const char **atts, struct err *err)
{
    if (r->out->n == XLSX_MAX_STYLES)
        return err_set(err, ERR_LIMIT, _("В файле слишком много форматов ячеек"));
    if (!r->out->of)
        r->out->of = arena_array(r->a, uint8_t, XLSX_MAX_STYLES);
    const char *value = xml_att(atts, "numFmtId");
    unsigned long id = value ? strtoul(value, NULL, 10) : 0;
    enum number_style style = builtin(id);
    for (size_t i = 0; i < r->n_formats; i++)
        if (r->formats[i].id == id)
            style = r->formats[i].style;
    r->out->of[r->out->n++] = (uint8_t)style;
    return 0;
}

static int on_start(void *ctx, const char *name, const char **atts, struct err *err)
{
    struct reading *r = ctx;
    if (strcmp(name, "numFmt") == 0)
        return add_format(r, atts, err);
    if (strcmp(name, "cellXfs") == 0)
        r->in_cell_xfs = true;
    else if (r->in_cell_xfs && strcmp(name, "xf") == 0)
        return add_xf(r, atts, err);
    return 0;
}

static int on_end(void *ctx, const char *name, struct err *err)
{
    (void)err;
    struct reading *r = ctx;
    if (strcmp(name, "cellXfs") == 0)
        r->in_cell_xfs = false;
    return 0;
}

int styles_read(struct package *p, int64_t part, struct arena *a, struct err *err,
                struct styles *ret)
{
    static const struct xml_hooks hooks = {on_start, on_end, NULL};
    struct reading r = {.a = a, .out = ret};
    return package_parse(p, part, &hooks, &r, err);
}
