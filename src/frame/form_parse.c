/* From what people type to typed values: any spacing and brackets are taken, and the message of a
 * refusal says what to write. */
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "frame/form_priv.h"

#define TEXT_MAX 200  /* characters, when a field does not say */
#define EMAIL_MAX 254 /* RFC 5321 */
#define LIST_MAX 1000 /* values of one name */
#define INT_DIGITS 18 /* more cannot be an int64_t */

struct slot {
    struct form *f;
    const struct field *field;
    void *at; /* in the typed struct */
};

static void fail(struct slot *s, const char *text)
{
    form_error(s->f, s->field->name, "%s", text);
}

static void fail_empty(struct slot *s)
{
    enum field_type t = s->field->type;
    if (s->field->empty)
        fail(s, _(s->field->empty));
    else if (t == FIELD_CHOICE || t == FIELD_ID || t == FIELD_IDS || t == FIELD_TEXTS)
        form_error(s->f, s->field->name, _("Выберите вариант в поле „%s“"), _(s->field->label));
    else
        form_error(s->f, s->field->name, _("Заполните поле „%s“"), _(s->field->label));
}

/* Control characters other than the allowed ones become spaces: they break XML and logs. */
static char *without_controls(struct arena *a, const char *raw, bool many_lines)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (; *raw; raw++) {
        unsigned char c = (unsigned char)*raw;
        if (many_lines && c == '\r') {
            if (raw[1] != '\n')
                strbuf_putc(&b, '\n');
        } else if ((c < ' ' && !(many_lines && (c == '\n' || c == '\t'))) || c == 0x7f) {
            strbuf_putc(&b, ' ');
        } else {
            strbuf_putc(&b, (char)c);
        }
    }
    return b.s;
}

static const char *trimmed(struct arena *a, const char *s)
{
    size_t n = strlen(s), len;
    while (n && utf8_is_space(utf8_decode(s, n, &len)))
        s += len, n -= len;
    while (n) {
        size_t at = utf8_cut(s, n - 1);
        if (!utf8_is_space(utf8_decode(s + at, n - at, &len)))
            break;
        n = at;
    }
    return arena_strndup(a, s, n);
}

static bool length_ok(struct slot *s, const char *text)
{
    size_t n = utf8_len(text);
    size_t max = s->field->max ? (size_t)s->field->max : TEXT_MAX;
    if (n > max) {
        form_error(s->f, s->field->name,
                   P_("Слишком длинно: сейчас %zu, поместится %zu знак",
                      "Слишком длинно: сейчас %zu, поместится %zu знаков", (long)max),
                   n, max);
        return false;
    }
    if ((int64_t)n < s->field->min) {
        form_error(s->f, s->field->name,
                   P_("Слишком коротко: нужен хотя бы %lld знак",
                      "Слишком коротко: нужно хотя бы %lld знаков", (long)s->field->min),
                   (long long)s->field->min);
        return false;
    }
    return true;
}

static void put_text(struct slot *s, const char *text)
{
    if (!*text && !s->field->optional)
        fail_empty(s);
    else if (!*text || length_ok(s, text))
        *(const char **)s->at = text;
}

static bool email_shape(const char *text)
{
    const char *at = strchr(text, '@');
    if (!at || at == text || strchr(at + 1, '@') || strlen(text) > EMAIL_MAX)
        return false;
    const char *dot = strrchr(at, '.');
    if (!dot || dot == at + 1 || !dot[1] || strstr(at, ".."))
        return false;
    return !strpbrk(text, " ,;<>\"()[]\\:");
}

static void put_email(struct slot *s, const char *raw)
{
    const char *text = utf8_lowercase(s->f->a, utf8_squeeze(s->f->a, raw));
    if (!*text)
        put_text(s, "");
    else if (!email_shape(text))
        fail(s, _("Нужен адрес вида name@example.ru"));
    else
        *(const char **)s->at = text;
}

static void put_phone(struct slot *s, const char *raw)
{
    char digits[16] = "";
    size_t n = 0;
    bool letters = false, over = false;
    const char *p = raw;
    for (size_t left = strlen(raw), len; left; p += len, left -= len) {
        uint32_t c = utf8_decode(p, left, &len);
        if (c < '0' || c > '9')
            letters |= utf8_is_letter(c);
        else if (n < sizeof digits - 1)
            digits[n++] = (char)c;
        else
            over = true;
    }
    if (n == 0 && !letters)
        put_text(s, "");
    else if (letters)
        fail(s, _("В номере могут быть только цифры, пробелы и скобки"));
    else if (n < 10 || (n == 10 && digits[0] == '7' && strchr(raw, '+')))
        fail(s, _("В номере не хватает цифр: нужно 11 вместе с +7"));
    else if (over || n > 11)
        fail(s, _("В номере лишние цифры: нужно 11 вместе с +7"));
    else if (n == 11 && digits[0] != '7' && digits[0] != '8')
        fail(s, _("Номер начинается с +7 или 8"));
    else
        *(const char **)s->at = arena_printf(s->f->a, "+7%s", digits + (n == 11));
}

static void put_choice(struct slot *s, const char *raw)
{
    if (!*raw) {
        put_text(s, "");
        return;
    }
    const struct choice *c = s->field->choices;
    while (c && c->value && strcmp(c->value, raw) != 0)
        c++;
    if (c && !c->value)
        fail_empty(s);
    else if (c)
        *(const char **)s->at = c->value;
    else
        put_text(s, raw);
}

/* Whole number with any spaces between groups; false when it is not one. */
static bool read_int(const char *s, int64_t *ret)
{
    size_t n = strlen(s), len, digits = 0;
    int64_t v = 0;
    bool minus = false;
    for (; n; s += len, n -= len) {
        uint32_t c = utf8_decode(s, n, &len);
        if (c >= '0' && c <= '9') {
            if (++digits > INT_DIGITS)
                return false;
            v = v * 10 + (int64_t)(c - '0');
        } else if ((c == '-' || c == 0x2212) && !digits && !minus) {
            minus = true;
        } else if (!utf8_is_space(c) && !(c == '+' && !digits && !minus)) {
            return false;
        }
    }
    *ret = minus ? -v : v;
    return digits > 0;
}

static void fail_range(struct slot *s, bool year)
{
    long long min = s->field->min, max = s->field->max;
    if (year)
        form_error(s->f, s->field->name, _("Нужен год от %lld до %lld"), min, max);
    else if (max)
        form_error(s->f, s->field->name, _("Нужно число от %lld до %lld"), min, max);
    else
        form_error(s->f, s->field->name, _("Нужно число не меньше %lld"), min);
}

static void put_int(struct slot *s, const char *raw)
{
    int64_t v;
    bool year = s->field->type == FIELD_YEAR;
    const char *text = trimmed(s->f->a, raw);
    if (!*text) {
        if (!s->field->optional)
            fail_empty(s);
    } else if (!read_int(text, &v)) {
        fail(s, year ? _("Год — четыре цифры, например, 2012") : _("Напишите число цифрами"));
    } else if (v < s->field->min || (s->field->max && v > s->field->max)) {
        fail_range(s, year && s->field->max);
    } else if (year && (v < 1000 || v > 9999)) {
        fail(s, _("Год — четыре цифры, например, 2012"));
    } else {
        *(int64_t *)s->at = v;
    }
}

static void put_id(struct slot *s, const char *raw)
{
    int64_t v;
    if (!*raw) {
        if (!s->field->optional)
            fail_empty(s);
    } else if (!read_int(raw, &v) || v < 0 || (v == 0 && !s->field->optional)) {
        fail_empty(s);
    } else {
        *(int64_t *)s->at = v;
    }
}

static void put_date(struct slot *s, const char *raw)
{
    struct date d;
    const char *text = trimmed(s->f->a, raw);
    if (!*text) {
        if (!s->field->optional)
            fail_empty(s);
    } else if (!date_parse(text, &d)) {
        fail(s, _("Такой даты нет. Напишите, например, 05.11.2026"));
    } else {
        *(struct date *)s->at = d;
    }
}

static void put_ids(struct slot *s, const struct form_entry *e)
{
    int64_t *ids = arena_array(s->f->a, int64_t, e->n);
    for (size_t i = 0; i < e->n; i++)
        if (!read_int(e->raw[i], &ids[i]) || ids[i] <= 0) {
            fail_empty(s);
            return;
        }
    *(struct id_list *)s->at = (struct id_list){ids, e->n};
}

static void put_texts(struct slot *s, const struct form_entry *e)
{
    const char **texts = arena_array(s->f->a, const char *, e->n);
    for (size_t i = 0; i < e->n; i++) {
        texts[i] = utf8_squeeze(s->f->a, without_controls(s->f->a, e->raw[i], false));
        if (utf8_len(texts[i]) > TEXT_MAX) {
            form_error(s->f, s->field->name,
                       P_("Слишком длинно: поместится %d знак",
                          "Слишком длинно: поместится %d знаков", TEXT_MAX),
                       TEXT_MAX);
            return;
        }
    }
    *(struct text_list *)s->at = (struct text_list){texts, e->n};
}

static void put_list(struct slot *s, const struct form_entry *e)
{
    size_t max = s->field->max ? (size_t)s->field->max : LIST_MAX;
    if (!e->n && !s->field->optional)
        fail_empty(s);
    else if (e->n > max)
        form_error(s->f, s->field->name,
                   P_("За один раз можно выбрать не больше %zu",
                      "За один раз можно выбрать не больше %zu", (long)max),
                   max);
    else if (s->field->type == FIELD_IDS)
        put_ids(s, e);
    else
        put_texts(s, e);
}

static void put_value(struct slot *s, const struct form_entry *e)
{
    struct arena *a = s->f->a;
    const char *raw = e->n ? e->raw[0] : "";
    switch (s->field->type) {
    case FIELD_TEXT:
        put_text(s, utf8_squeeze(a, without_controls(a, raw, false)));
        break;
    case FIELD_AREA:
        put_text(s, trimmed(a, without_controls(a, raw, true)));
        break;
    case FIELD_PASSWORD:
        put_text(s, raw);
        break;
    case FIELD_EMAIL:
        put_email(s, without_controls(a, raw, false));
        break;
    case FIELD_PHONE:
        put_phone(s, raw);
        break;
    case FIELD_CHOICE:
        put_choice(s, without_controls(a, raw, false));
        break;
    case FIELD_INT:
    case FIELD_YEAR:
        put_int(s, raw);
        break;
    case FIELD_ID:
        put_id(s, raw);
        break;
    case FIELD_IDS:
    case FIELD_TEXTS:
        put_list(s, e);
        break;
    case FIELD_DATE:
        put_date(s, raw);
        break;
    case FIELD_BOOL:
        *(bool *)s->at = *raw && strcmp(raw, "0") != 0;
        break;
    }
}

/* Texts are never NULL in the typed struct, whatever went wrong. */
static void preset(const struct slot *s)
{
    enum field_type t = s->field->type;
    if (t <= FIELD_CHOICE)
        *(const char **)s->at = "";
}

struct form *form_parse(struct arena *a, const struct form_def *def, const struct form_pair *pairs,
                        size_t n)
{
    struct form *f = form_alloc(a, def);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < def->n_fields; k++)
            if (strcmp(def->fields[k].name, pairs[i].name) == 0)
                form_add_raw(f, k, pairs[i].value);
    for (size_t k = 0; k < def->n_fields; k++) {
        struct slot s = {f, &def->fields[k], (char *)f->values + def->fields[k].offset};
        preset(&s);
        put_value(&s, &f->entries[k]);
        if (def->fields[k].type == FIELD_PASSWORD)
            f->entries[k].n = 0;
    }
    return f;
}
