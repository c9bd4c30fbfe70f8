/* Civil dates (no zone) and the way Russian texts write them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct date {
    int year, month, day; /* 1..9999, 1..12, 1..31 */
};

bool date_valid(struct date d);

/* Days since 1970-01-01 and back. */
int64_t date_to_days(struct date d);
struct date date_from_days(int64_t days);

/* The day in a zone that is offset_min minutes ahead of UTC. */
#define ZONE_MOSCOW 180
struct date date_at(int64_t utc_ms, int offset_min);

/* "2026-11-05" ↔ date; false when it is not one. */
bool date_parse_iso(const char *s, struct date *ret);
char *date_iso(struct arena *a, struct date d);

/* What people type: 05.11.2026, 5.11.26, 05/11/2026, 05-11-2026, 05112026, 2026-11-05,
 * «5 ноября 2026 г.». Two-digit years: 00–69 → 2000s, 70–99 → 1900s. */
bool date_parse(const char *s, struct date *ret);

/* «5 ноября 2026 г.» (year dropped when it is this_year; pass 0 to keep it), «05.11.2026»; «—» for
 * no date. */
char *date_long(struct arena *a, struct date d, int this_year);
char *date_short(struct arena *a, struct date d);

/* «5» ноября 2026 г.; «пятого ноября две тысячи двадцать шестого года»: of orders and contracts,
 * whatever the reader's language. No date: a line to write it on, «—». */
char *date_quoted(struct arena *a, struct date d);
char *date_words(struct arena *a, struct date d);

/* Serial day of a spreadsheet (1900 system, with its phantom 29.02.1900) → date. */
bool date_from_serial(double serial, struct date *ret);

/* Time of day as people type it: 15:00, 15.00, 9-30, 1500; minutes from midnight. */
bool time_parse(const char *s, int *ret_minutes);
