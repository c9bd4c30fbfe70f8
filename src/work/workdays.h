/* Working days: Saturdays and Sundays are off, and the days of the pack's holidays.tsv. A holiday
 * that moves and falls on a weekend takes the next working day (ст. 112 ТК РФ). */
#pragma once

#include <stdbool.h>

#include "base/date.h"
#include "programme/pack.h"

bool workday(const struct pack *pack, struct date d);

/* The working day so many after this one, which does not count itself. */
struct date workdays_after(const struct pack *pack, struct date d, int n);

/* The last working day up to this one; the day itself when there is none from `from` on. */
struct date workday_by(const struct pack *pack, struct date d, struct date from);
