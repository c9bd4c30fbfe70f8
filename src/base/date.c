#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"

static const char *const months_ru[] = {"января",   "февраля", "марта",  "апреля",
                                        "мая",      "июня",    "июля",   "августа",
                                        "сентября", "октября", "ноября", "декабря"};
static const char *const months_en[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};

static bool leap(int y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

bool date_valid(struct date d)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (d.year < 1 || d.year > 9999 || d.month < 1 || d.month > 12 || d.day < 1)
        return false;
    return d.day <= days[d.month - 1] + (d.month == 2 && leap(d.year));
}

/* Both directions count from March, so that the leap day is the last of its year. */
int64_t date_to_days(struct date d)
{
    int64_t y = d.year - (d.month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

struct date date_from_days(int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t doe = days - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    struct date d;
    d.day = (int)(doy - (153 * mp + 2) / 5 + 1);
    d.month = (int)(mp < 10 ? mp + 3 : mp - 9);
    d.year = (int)(yoe + era * 400 + (d.month <= 2));
    return d;
}

struct date date_at(int64_t utc_ms, int offset_min)
{
    int64_t ms = utc_ms + (int64_t)offset_min * 60000;
    int64_t day = ms / 86400000;
    return date_from_days(ms % 86400000 < 0 ? day - 1 : day);
}

/* Up to max digits at *s; their number, value in *ret. */
static int digits(const char **s, int max, int *ret)
{
    int n = 0, v = 0;
    while (n < max && **s >= '0' && **s <= '9') {
        v = v * 10 + (**s - '0');
        (*s)++;
        n++;
    }
    *ret = v;
    return n;
}

bool date_parse_iso(const char *s, struct date *ret)
{
    struct date d;
    if (digits(&s, 4, &d.year) != 4 || *s++ != '-' || digits(&s, 2, &d.month) != 2 || *s++ != '-' ||
        digits(&s, 2, &d.day) != 2 || *s || !date_valid(d))
        return false;
    *ret = d;
    return true;
}

static int full_year(int y, int n_digits)
{
    if (n_digits != 2)
        return y;
    return y < 70 ? 2000 + y : 1900 + y;
}

static const char *skip_spaces(const char *s)
{
    for (size_t len; *s; s += len)
        if (!utf8_is_space(utf8_decode(s, strlen(s), &len)))
            break;
    return s;
}

/* «ноября» and its shortenings from three letters on: «нояб.», «ноя». */
static int month_word(const char **s)
{
    for (int m = 0; m < 12; m++) {
        size_t n = 0, full = strlen(months_ru[m]);
        while (n < full && (*s)[n] == months_ru[m][n])
            n++;
        if (n >= 6 && n % 2 == 0) {
            *s += n;
            if (**s == '.')
                (*s)++;
            return m + 1;
        }
    }
    return 0;
}

/* What may stand behind the year: «г.», «года», a time of day written by a spreadsheet. */
static bool tail_ok(const char *s)
{
    s = skip_spaces(s);
    if (!strncmp(s, "года", strlen("года")))
        s += strlen("года");
    else if (!strncmp(s, "г", strlen("г")))
        s += strlen("г") + (s[strlen("г")] == '.');
    s = skip_spaces(*s == 'T' ? s + 1 : s);
    return !*s || !strncmp(s, "00:00", 5) || !strncmp(s, "0:00", 4);
}

static bool finish(struct date d, int year_digits, const char *tail, struct date *ret)
{
    d.year = full_year(d.year, year_digits);
    if ((year_digits != 2 && year_digits != 4) || !date_valid(d) || !tail_ok(tail))
        return false;
    *ret = d;
    return true;
}

#define LONGEST 200 /* bytes of a text that may be a date */

/* Lower case into a buffer of LONGEST + 4 bytes; longer texts are cut. */
static void lower_into(char *to, const char *text)
{
    char *end = to;
    for (size_t n = strlen(text), len; n && end < to + LONGEST; text += len, n -= len)
        end += utf8_encode(utf8_lower(utf8_decode(text, n, &len)), end);
    *end = '\0';
}

bool date_parse(const char *text, struct date *ret)
{
    char lower[LONGEST + 4];
    const char *s = skip_spaces(text);
    if (*s < '0' || *s > '9')
        return false;
    lower_into(lower, s);
    s = lower;
    struct date d = {0};
    bool ok = false;
    int first, n = digits(&s, 8, &first);
    if (n == 8) {
        d = (struct date){
            .day = first / 1000000, .month = first / 10000 % 100, .year = first % 10000};
        ok = finish(d, 4, s, ret);
    } else if (n == 4 && *s == '-') {
        s++;
        d.year = first;
        ok =
            digits(&s, 2, &d.month) && *s++ == '-' && digits(&s, 2, &d.day) && finish(d, 4, s, ret);
    } else if (n == 1 || n == 2) {
        d.day = first;
        char sep = *s;
        if (sep == '.' || sep == '/' || sep == '-') {
            s = skip_spaces(s + 1);
            if (digits(&s, 2, &d.month) && *s == sep) {
                s = skip_spaces(s + 1);
                n = digits(&s, 4, &d.year);
                ok = finish(d, n, s, ret);
            }
        } else {
            s = skip_spaces(s);
            d.month = month_word(&s);
            s = skip_spaces(s);
            n = digits(&s, 4, &d.year);
            ok = d.month && finish(d, n, s, ret);
        }
    }
    return ok;
}

char *date_iso(struct arena *a, struct date d)
{
    if (!date_valid(d))
        return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
    char iso[] = "0000-00-00";
    const int part[] = {d.year / 100, d.year % 100, d.month, d.day};
    static const int at[] = {0, 2, 5, 8};
    for (int i = 0; i < 4; i++) {
        iso[at[i]] = (char)('0' + part[i] / 10);
        iso[at[i] + 1] = (char)('0' + part[i] % 10);
    }
    return arena_strdup(a, iso);
}

char *date_short(struct arena *a, struct date d)
{
    return arena_printf(a, "%02d.%02d.%04d", d.day, d.month, d.year);
}

char *date_long(struct arena *a, struct date d, int this_year)
{
    bool en = i18n_get() == LANG_EN;
    unsigned m = (unsigned)d.month - 1;
    if (m >= 12)
        return arena_strdup(a, "—");
    const char *month = en ? months_en[m] : months_ru[m];
    if (d.year == this_year)
        return arena_printf(a, "%d\u00A0%s", d.day, month);
    return arena_printf(a, en ? "%d\u00A0%s %d" : "%d\u00A0%s %d\u00A0г.", d.day, month, d.year);
}

bool date_from_serial(double serial, struct date *ret)
{
    if (!(serial >= 1 && serial < 2958466)) /* 1900-01-01 .. 9999-12-31 */
        return false;
    int64_t n = (int64_t)serial;
    *ret = date_from_days(n - (n > 60 ? 25569 : 25568));
    return true;
}

bool time_parse(const char *s, int *ret_minutes)
{
    int part[2] = {0}, digits[2] = {0}, k = 0;
    for (; *s; s++) {
        if (*s >= '0' && *s <= '9') {
            part[k] = part[k] * 10 + (*s - '0');
            if (++digits[k] > 4)
                return false;
        } else if (k || !digits[0] || (*s != ':' && *s != '.' && *s != '-' && *s != ' ')) {
            return false;
        } else {
            k = 1;
        }
    }
    if (!k && digits[0] == 4) {
        part[1] = part[0] % 100;
        part[0] /= 100;
    } else if (digits[0] > 2 || digits[1] != 2) {
        return false;
    }
    *ret_minutes = part[0] * 60 + part[1];
    return part[0] < 24 && part[1] < 60;
}
