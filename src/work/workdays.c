#include "work/workdays.h"

static bool weekend(struct date d)
{
    int64_t day = (date_to_days(d) + 3) % 7; /* 1970-01-01 was a Thursday; 0: Monday */
    return day > 4;
}

static bool falls(const struct pack_holiday *h, struct date d)
{
    return (!h->year || h->year == d.year) && h->month == d.month && h->day == d.day;
}

/* 1 a working day, 0 a day off by its own row, -1: no row says so. A row of one year counts before
 * those of every year. */
static int by_row(const struct pack *pack, struct date d)
{
    int said = -1;
    for (size_t i = 0; i < pack->holidays.n; i++) {
        const struct pack_holiday *h = &pack->holidays.row[i];
        if (falls(h, d) && (said < 0 || h->year))
            said = !h->off;
    }
    return said;
}

static bool moves(const struct pack *pack, struct date d)
{
    for (size_t i = 0; i < pack->holidays.n; i++) {
        const struct pack_holiday *h = &pack->holidays.row[i];
        if (h->off && h->moves && falls(h, d))
            return true;
    }
    return false;
}

static bool off_by_itself(const struct pack *pack, struct date d)
{
    int said = by_row(pack, d);
    return said < 0 ? weekend(d) : !said;
}

/* Is this the day that a holiday of a weekend before it takes? Each takes the next day that is a
 * working one and not taken yet. */
static bool taken(const struct pack *pack, struct date d)
{
    int64_t last = date_to_days(d);
    int owed = 0;
    for (int64_t k = last - 20; k <= last; k++) {
        struct date day = date_from_days(k);
        int said = by_row(pack, day);
        if (said == 1)
            continue; /* a working day by its own row is nobody's */
        if (said == 0 || weekend(day)) {
            owed += weekend(day) && moves(pack, day);
            continue;
        }
        if (owed && k == last)
            return true;
        owed -= owed > 0;
    }
    return false;
}

bool workday(const struct pack *pack, struct date d)
{
    if (off_by_itself(pack, d))
        return false;
    return by_row(pack, d) == 1 || !taken(pack, d);
}

struct date workdays_after(const struct pack *pack, struct date d, int n)
{
    while (n > 0) {
        d = date_from_days(date_to_days(d) + 1);
        n -= workday(pack, d);
    }
    return d;
}

struct date workday_by(const struct pack *pack, struct date d, struct date from)
{
    for (int64_t k = date_to_days(d); k >= date_to_days(from); k--)
        if (workday(pack, date_from_days(k)))
            return date_from_days(k);
    return d;
}
