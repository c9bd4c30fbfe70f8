#include "office/cell.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/block.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/utf8.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Up to 19 digits go into *mantissa, the point and the digits beyond move *exponent. */
static const char *parse_digits(const char *s, const char *end, uint64_t *mantissa, int *exponent)
{
    bool point = false;
    int digits = 0;
    const char *from = s;
    for (; s < end && (is_digit(*s) || (*s == '.' && !point)); s++) {
        if (*s == '.') {
            point = true;
        } else if (digits < 19) {
            *mantissa = *mantissa * 10 + (uint64_t)(*s - '0');
            digits += *mantissa > 0;
            *exponent -= point;
        } else {
            *exponent += !point;
        }
    }
    return s - from > (point ? 1 : 0) ? s : NULL;
}

static const char *parse_exponent(const char *s, const char *end, int *exponent)
{
    bool minus = s < end && *s == '-';
    if (s < end && (*s == '-' || *s == '+'))
        s++;
    if (s == end || !is_digit(*s))
        return NULL;
    int e = 0;
    for (; s < end && is_digit(*s); s++)
        e = e < 10000 ? e * 10 + (*s - '0') : e;
    *exponent += minus ? -e : e;
    return s;
}

static double scaled(uint64_t mantissa, int exponent)
{
    static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (exponent == 0)
        return (double)mantissa;
    if (exponent >= -22 && exponent <= 22) {
        long double m = (long double)mantissa;
        return (double)(exponent < 0 ? m / tens[-exponent] : m * tens[exponent]);
    }
    return (double)((long double)mantissa * powl(10.0L, exponent));
}

bool cell_parse_number(const char *s, size_t n, double *ret)
{
    const char *end = s + n;
    while (s < end && is_space(*s))
        s++;
    while (s < end && is_space(end[-1]))
        end--;
    bool minus = s < end && *s == '-';
    if (s < end && (*s == '-' || *s == '+'))
        s++;
    uint64_t mantissa = 0;
    int exponent = 0;
    s = parse_digits(s, end, &mantissa, &exponent);
    if (s && s < end && (*s == 'e' || *s == 'E'))
        s = parse_exponent(s + 1, end, &exponent);
    if (!s || s != end)
        return false;
    double x = mantissa ? scaled(mantissa, exponent) : 0;
    if (!isfinite(x))
        return false;
    *ret = minus ? -x : x;
    return true;
}

static size_t print_integer(double x, char out[CELL_NUMBER_MAX])
{
    char digits[24];
    size_t n = 0, len = 0;
    uint64_t left = (uint64_t)fabs(x);
    do {
        digits[n++] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (x < 0)
        out[len++] = '-';
    while (n)
        out[len++] = digits[--n];
    out[len] = '\0';
    return len;
}

size_t cell_print_number(double x, char out[CELL_NUMBER_MAX])
{
    if (fabs(x) < 1e15 && x == trunc(x))
        return print_integer(x, out);
    int n = snprintf(out, CELL_NUMBER_MAX, "%.15g", x);
    for (char *p = out; *p; p++)
        if (*p == '.')
            *p = ',';
    return n > 0 ? (size_t)n : 0;
}

static int two_digits(const char *s)
{
    return is_digit(s[0]) && is_digit(s[1]) ? (s[0] - '0') * 10 + (s[1] - '0') : -1;
}

bool cell_parse_iso(const char *s, double *ret)
{
    if (strnlen(s, 10) < 10)
        return false;
    char day[11];
    memcpy(day, s, 10);
    day[10] = '\0';
    struct date d;
    if (!date_parse_iso(day, &d))
        return false;
    int64_t days = date_to_days(d) + 25569;
    double serial = (double)(days - (days <= 60));
    const char *t = s + 10;
    if (*t == 'T' && strnlen(t, 6) == 6 && two_digits(t + 1) >= 0 && two_digits(t + 4) >= 0)
        serial += (two_digits(t + 1) * 60 + two_digits(t + 4)) / 1440.0;
    *ret = serial;
    return true;
}

static char *put_digits(char *out, int value, int digits)
{
    for (int i = digits - 1; i >= 0; i--, value /= 10)
        out[i] = (char)('0' + value % 10);
    return out + digits;
}

static char *put_time(char *out, double serial)
{
    int minutes = (int)((serial - floor(serial)) * 1440 + 0.5) % 1440;
    out = put_digits(out, minutes / 60, 2);
    *out++ = ':';
    return put_digits(out, minutes % 60, 2);
}

char *cell_print_time(struct arena *a, double serial)
{
    char *text = arena_alloc(a, sizeof "hh:mm");
    put_time(text, serial);
    return text;
}

char *cell_print_date(struct arena *a, double serial, bool with_time)
{
    /* Half a minute before midnight is shown as midnight of the next day. */
    double shown = with_time ? floor(serial * 1440 + 0.5) / 1440 : serial;
    struct date d;
    if (!date_from_serial(shown, &d))
        return NULL;
    char *text = arena_alloc(a, sizeof "dd.mm.yyyy hh:mm"), *p = put_digits(text, d.day, 2);
    *p++ = '.';
    p = put_digits(p, d.month, 2);
    *p++ = '.';
    p = put_digits(p, d.year, 4);
    if (with_time) {
        *p++ = ' ';
        put_time(p, shown);
    }
    return text;
}

static int hex(char c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* _xHHHH_ at s → its code, or -1. */
static int32_t escape_at(const char *s, size_t n)
{
    if (n < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_')
        return -1;
    int32_t code = 0;
    for (int i = 2; i < 6; i++) {
        if (hex(s[i]) < 0)
            return -1;
        code = code * 16 + hex(s[i]);
    }
    return code;
}

static bool is_dropped(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0xd800 && c < 0xe000);
}

/* Bytes in front that are neither dropped nor the beginning of an escape. */
static size_t plain_bytes(const char *s, size_t n)
{
    size_t i = 0;
    for (; i + BLOCK <= n; i += BLOCK) {
        block b = block_load(s + i);
        if (block_any((block)(b == '_') | (block)((b < ' ') & (b != '\n'))))
            break;
    }
    while (i < n && s[i] != '_' && ((unsigned char)s[i] >= ' ' || s[i] == '\n'))
        i++;
    return i;
}

size_t cell_unescape(char *s, size_t n)
{
    size_t i = plain_bytes(s, n), out;
    for (out = i; i < n;) {
        int32_t code = s[i] == '_' ? escape_at(s + i, n - i) : -1;
        uint32_t c = code < 0 ? (unsigned char)s[i] : (uint32_t)code;
        if (!is_dropped(c)) {
            if (code < 0)
                s[out++] = s[i];
            else
                out += utf8_encode(c, s + out);
        }
        i += code < 0 ? 1 : 7;
    }
    s[out] = '\0';
    return out;
}

bool cell_is_escape(const char *s)
{
    return escape_at(s, strnlen(s, 7)) >= 0;
}

bool cell_blank(const char *s)
{
    while (*s) {
        if ((unsigned char)*s > ' ' && (unsigned char)*s < 0x80)
            return false;
        size_t len;
        if (!utf8_is_space(utf8_decode(s, strnlen(s, 4), &len)))
            return false;
        s += len;
    }
    return true;
}

int cell_too_long(size_t max, struct err *err)
{
    return err_set(err, ERR_LIMIT,
                   _("В ячейке больше %zu знаков. Сократите текст и загрузите таблицу снова"), max);
}

int cell_row_too_long(size_t row_no, struct err *err)
{
    return err_set(err, ERR_LIMIT,
                   _("Строка %zu: тексты строки занимают больше %u МБ. Сократите их и загрузите "
                     "таблицу снова"),
                   row_no, CELL_ROW_MAX >> 20);
}

int cell_clean(char *s, size_t n, size_t max, struct err *err, size_t *ret_n)
{
    n = cell_unescape(s, n);
    if (!utf8_valid(s, n))
        return err_set(err, ERR_INVALID,
                       _("В файле есть испорченный текст. Откройте файл в программе для таблиц, "
                         "сохраните как XLSX и загрузите снова"));
    if (n > max && utf8_len(s) > max)
        return cell_too_long(max, err);
    if (cell_blank(s))
        s[n = 0] = '\0';
    *ret_n = n;
    return 0;
}
