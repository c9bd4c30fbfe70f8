#include "html/format.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"

#define NBSP "\u00A0"
#define MINUS "\u2212"
#define NB_HYPHEN "\u2011"

/* Digits with a separator between groups of three; only from 10 000 on, as Russian prints. */
static void grouped(struct strbuf *out, const char *digits, size_t n)
{
    const char *sep = i18n_get() == LANG_EN ? "," : NBSP;
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && n >= 5 && (n - i) % 3 == 0)
            strbuf_puts(out, sep);
        strbuf_putc(out, digits[i]);
    }
}

void format_uint_to(struct strbuf *out, unsigned long long n)
{
    char *digits = arena_printf(out->a, "%llu", n);
    grouped(out, digits, strlen(digits));
}

void format_int_to(struct strbuf *out, long long n)
{
    if (n < 0)
        strbuf_puts(out, MINUS);
    format_uint_to(out, n < 0 ? 0ull - (unsigned long long)n : (unsigned long long)n);
}

char *format_int(struct arena *a, long long n)
{
    struct strbuf b;
    strbuf_init(&b, a);
    format_int_to(&b, n);
    return b.s;
}

/* |x| with separators; sign is what stands before a positive number. */
static char *decimal(struct arena *a, double x, int decimals, const char *sign)
{
    if (!isfinite(x) || fabs(x) > 1e15)
        return arena_strdup(a, "—");
    char *text = arena_printf(a, "%.*f", decimals, fabs(x));
    struct strbuf b;
    strbuf_init(&b, a);
    /* What rounds to zero has no sign. */
    if (strpbrk(text, "123456789"))
        strbuf_puts(&b, x < 0 ? MINUS : sign);
    size_t whole = strcspn(text, ".");
    grouped(&b, text, whole);
    if (text[whole]) {
        strbuf_putc(&b, i18n_get() == LANG_EN ? '.' : ',');
        strbuf_puts(&b, text + whole + 1);
    }
    return b.s;
}

char *format_decimal(struct arena *a, double x, int decimals)
{
    return decimal(a, x, decimals, "");
}

char *format_change(struct arena *a, double x, int decimals)
{
    return decimal(a, x, decimals, "+");
}

char *format_percent(struct arena *a, long long part, long long whole)
{
    if (whole <= 0)
        return arena_strdup(a, "—");
    double share = floor(100.0 * (double)part / (double)whole + 0.5);
    const char *sign = i18n_get() == LANG_EN ? "%" : NBSP "%";
    return arena_printf(a, "%s%s", format_int(a, (long long)share), sign);
}

char *format_coord(struct arena *a, double x)
{
    if (!isfinite(x) || fabs(x) > 1e6)
        x = 0;
    char *s = arena_printf(a, "%.2f", x);
    size_t n = strlen(s);
    while (s[n - 1] == '0')
        n--;
    if (s[n - 1] == '.')
        n--;
    s[n] = '\0';
    return strcmp(s, "-0") ? s : arena_strdup(a, "0");
}

static void initial(struct strbuf *b, const char *name)
{
    if (!name || !*name)
        return;
    size_t len;
    utf8_decode(name, strlen(name), &len);
    strbuf_add(b, name, len);
    strbuf_puts(b, "." NBSP);
}

char *format_initials(struct arena *a, const char *family, const char *given,
                      const char *patronymic)
{
    struct strbuf b;
    strbuf_init(&b, a);
    initial(&b, given);
    initial(&b, patronymic);
    strbuf_puts(&b, family ? family : "");
    return b.s;
}

char *format_phone_uri(struct arena *a, const char *phone)
{
    char digits[12];
    size_t n = 0;
    for (const char *s = phone; *s; s++) {
        if (*s >= '0' && *s <= '9') {
            if (n == 11)
                return NULL;
            digits[n++] = *s;
        } else if ((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z')) {
            return NULL;
        }
    }
    digits[n] = '\0';
    bool with_code = n == 11 && (digits[0] == '7' || (digits[0] == '8' && !strchr(phone, '+')));
    if (!with_code && (n != 10 || strchr(phone, '+')))
        return NULL;
    return arena_printf(a, "+7%s", digits + (n == 11));
}

char *format_phone(struct arena *a, const char *phone)
{
    const char *d = format_phone_uri(a, phone);
    if (!d)
        return arena_strdup(a, phone);
    return arena_printf(a, "+7" NBSP "%.3s" NBSP "%.3s" NB_HYPHEN "%.2s" NB_HYPHEN "%.2s", d + 2,
                        d + 5, d + 8, d + 10);
}

char *format_size(struct arena *a, uint64_t bytes)
{
    if (bytes < 1024)
        return arena_printf(a, _("%d\u00A0Б"), (int)bytes);
    if (bytes < 1023 * 1024 + 512)
        return arena_printf(a, _("%d\u00A0КБ"), (int)((bytes + 512) / 1024));
    double mb = (double)bytes / (1024.0 * 1024.0);
    if (mb < 1023.5)
        return arena_printf(a, _("%s\u00A0МБ"), format_decimal(a, mb, mb < 9.95));
    return arena_printf(a, _("%s\u00A0ГБ"), format_decimal(a, mb / 1024, 1));
}

char *format_day(struct arena *a, struct date d, struct date today)
{
    switch (date_valid(d) ? date_to_days(d) - date_to_days(today) : 99) {
    case 0:
        return arena_strdup(a, _("сегодня"));
    case -1:
        return arena_strdup(a, _("вчера"));
    case 1:
        return arena_strdup(a, _("завтра"));
    default:
        return date_long(a, d, today.year);
    }
}

char *format_weekday(struct arena *a, struct date d, int this_year)
{
    static const char *const names[] = {N_("Чт"), N_("Пт"), N_("Сб"), N_("Вс"),
                                        N_("Пн"), N_("Вт"), N_("Ср")};
    if (!date_valid(d))
        return arena_strdup(a, "—");
    int64_t day = date_to_days(d) % 7; /* 1970-01-01 was a Thursday */
    return arena_printf(a, "%s,\u00A0%s", _(names[day < 0 ? day + 7 : day]),
                        date_long(a, d, this_year));
}

char *format_time(struct arena *a, int64_t utc_ms, int offset_min)
{
    int64_t minutes = utc_ms / 60000 + offset_min - (utc_ms % 60000 < 0);
    int day = (int)(((minutes % 1440) + 1440) % 1440);
    return arena_printf(a, "%d:%02d", day / 60, day % 60);
}

char *format_academic_year(struct arena *a, struct date d)
{
    int first = d.month >= 9 ? d.year : d.year - 1;
    return arena_printf(a, "%d/%02d", first, (first + 1) % 100);
}

/* A short word keeps the next one: «в школе», «№ 5», «10 встреч», «Е. П. Соколова». */
static bool keeps_next(const char *word, size_t n)
{
    size_t chars = 0, len, digits = 0;
    uint32_t last = 0;
    for (size_t i = 0; i < n; i += len, chars++) {
        last = utf8_decode(word + i, n - i, &len);
        digits += last >= '0' && last <= '9';
    }
    if (digits == chars && chars > 0)
        return true;
    if (chars == 1)
        return last == 0x2116 || utf8_is_letter(last); /* № */
    if (chars == 2)
        return utf8_is_letter(last) || (last == '.' && utf8_is_letter(utf8_decode(word, n, &len)));
    return false;
}

static bool dash(const char *s)
{
    return !strncmp(s, "— ", strlen("— ")) || !strncmp(s, "–" NBSP, strlen("–" NBSP));
}

char *format_text(struct arena *a, const char *s)
{
    struct strbuf b;
    strbuf_init(&b, a);
    const char *word = s;
    for (; *s; s++) {
        if (*s != ' ') {
            strbuf_putc(&b, *s);
            continue;
        }
        bool keep = keeps_next(word, (size_t)(s - word)) || dash(s + 1);
        strbuf_puts(&b, keep ? NBSP : " ");
        word = s + 1;
    }
    return b.s;
}
