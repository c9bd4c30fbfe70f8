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

/* «7,9», «−0,3», «12 345,0» with so many places (0 to 6), halves away
 * from zero as in spreadsheets; change: with a plus before what grew. */
char *format_decimal(struct arena *a, double x, int places);
char *format_change(struct arena *a, double x, int places);

/* «…» around a name; quotes inside it become „…“. */
char *format_quoted(struct arena *a, const char *name);

/* «84 КБ», «1,2 МБ» of a file; never less than 1 КБ. */
char *format_bytes(struct arena *a, int64_t n);

/* «+7 912 345-67-89» from any spelling of a Russian number (8…, +7…, ten digits), with U+00A0
 * and U+2011; anything else comes back as it is. */
char *format_phone(struct arena *a, const char *phone);

/* The same number for href="tel:…": "+79123456789"; NULL when it is not a Russian number. */
char *format_phone_uri(struct arena *a, const char *phone);

/* «сегодня», «вчера», «завтра», else date_long without the year of today. */
char *format_day(struct arena *a, struct date d, struct date today);

/* «14:05» of a moment in a zone offset_min minutes ahead of UTC. */
char *format_time(struct arena *a, int64_t utc_ms, int offset_min);

/* «Время московское (МСК)», «Время местное, МСК+2»: stands under a field of time. */
const char *format_zone(struct arena *a, int offset_min);
