/*
 * How Russian texts write numbers, names, phones, sizes and days, so that nothing breaks at
 * the end of a line. English texts keep their own separators. Results live in the arena.
 */
#pragma once

#include <stdint.h>

#include "base/date.h"
#include "base/strbuf.h"

/* «9999», «12 345», «−3»: groups of three from 10 000 on (U+00A0), minus U+2212. */
char *format_int(struct arena *a, long long n);
void format_int_to(struct strbuf *out, long long n);
void format_uint_to(struct strbuf *out, unsigned long long n);

/* «7,9»: comma, that many decimals (0..9), trailing zeros kept. «—» for NaN and infinity. */
char *format_decimal(struct arena *a, double x, int decimals);

/* «+1,8», «−0,6», «0»: a change. */
char *format_change(struct arena *a, double x, int decimals);

/* «70 %»; part may exceed whole. «—» when whole is 0 or negative. Rounded half up. */
char *format_percent(struct arena *a, long long part, long long whole);

/* A coordinate or length for an SVG attribute: point, at most two decimals, no locale. */
char *format_coord(struct arena *a, double x);

/* «Е. П. Соколова»; given and patronymic may be NULL or empty. */
char *format_initials(struct arena *a, const char *family, const char *given,
                      const char *patronymic);

/* «+7 912 345-67-89» from any spelling of a Russian number (8…, +7…, ten digits), with U+00A0
 * and U+2011; anything else comes back as it is. */
char *format_phone(struct arena *a, const char *phone);

/* The same number for href="tel:…": "+79123456789"; NULL when it is not a Russian number. */
char *format_phone_uri(struct arena *a, const char *phone);

/* «512 Б», «84 КБ», «1,2 МБ»: 1 КБ = 1024 байта. */
char *format_size(struct arena *a, uint64_t bytes);

/* «сегодня», «вчера», «завтра», else date_long without the year of today. */
char *format_day(struct arena *a, struct date d, struct date today);

/* «Пт, 6 ноября». */
char *format_weekday(struct arena *a, struct date d, int this_year);

/* «14:05» of a moment in a zone offset_min minutes ahead of UTC. */
char *format_time(struct arena *a, int64_t utc_ms, int offset_min);

/* «2026/27»: the academic year (1 September to 31 August) that holds the day. */
char *format_academic_year(struct arena *a, struct date d);

/* Text with no-break spaces where Russian typography wants them: after a number before a
 * word, after №, one- and two-letter words, between initials and a surname, before a dash. */
char *format_text(struct arena *a, const char *s);
