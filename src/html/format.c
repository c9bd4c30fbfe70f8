#include "html/format.h"

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
    if (n < 10000) {
        strbuf_put_uint(out, n);
        return;
    }
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

#define HALF 1e-9 /* 6,25 is 6,3; 2,675 too, which binary holds as a little less */

char *format_decimal(struct arena *a, double x, int places)
{
    char *digits = arena_printf(a, "%.*f", places, (x < 0 ? -x : x) + HALF);
    size_t whole = strcspn(digits, ".");
    struct strbuf b;
    strbuf_init(&b, a);
    if (x < 0 && strspn(digits, "0.") < strlen(digits))
        strbuf_puts(&b, MINUS);
    grouped(&b, digits, whole);
    if (digits[whole])
        strbuf_printf(&b, "%s%s", i18n_get() == LANG_EN ? "." : ",", digits + whole + 1);
    return b.s;
}

char *format_change(struct arena *a, double x, int places)
{
    char *s = format_decimal(a, x, places);
    return x > 0 && strpbrk(s, "123456789") ? arena_printf(a, "+%s", s) : s;
}

char *format_quoted(struct arena *a, const char *name)
{
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_puts(&b, "«");
    for (const char *s = name; *s; s++)
        if (!strncmp(s, "«", 2) || !strncmp(s, "»", 2)) {
            strbuf_puts(&b, strncmp(s, "«", 2) ? "“" : "„");
            s++;
        } else {
            strbuf_putc(&b, *s);
        }
    strbuf_puts(&b, "»");
    return b.s;
}

char *format_bytes(struct arena *a, int64_t n)
{
    int64_t kb = (n + 1023) / 1024;
    if (kb < 1000)
        return arena_printf(a, _("%lld КБ"), (long long)(kb > 0 ? kb : 1));
    return arena_printf(a, _("%s МБ"), format_decimal(a, (double)n / (1 << 20), 1));
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

char *format_time(struct arena *a, int64_t utc_ms, int offset_min)
{
    int64_t minutes = utc_ms / 60000 + offset_min - (utc_ms % 60000 < 0);
    int day = (int)(((minutes % 1440) + 1440) % 1440);
    return arena_printf(a, "%d:%02d", day / 60, day % 60);
}

const char *format_zone(struct arena *a, int offset_min)
{
    int hours = (offset_min - ZONE_MOSCOW) / 60;
    if (!hours)
        return _("Время московское (МСК)");
    return arena_printf(a, _("Время местное, МСК%s%d"), hours > 0 ? "+" : "−",
                        hours > 0 ? hours : -hours);
}
