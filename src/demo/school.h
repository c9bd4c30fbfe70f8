/*
 * A school whose programme is over (its code is demo-school): launched last year, lived through
 * by the districts' own rules at the days of that year, so that papers, sheets and reports have
 * something to tell. What a district adds to the year is a function of its own in a file
 * school_x.c, listed in school.c; it is called at every moment of the year.
 */
#pragma once

#include "demo/world.h"

#include "base/arena.h"
#include "base/date.h"
#include "demo/cast.h"
#include "frame/app.h"
#include "programme/pack.h"

#define DEMO_SCHOOL_CODE "demo-school"

enum school_moment {
    SCHOOL_ENROLLED, /* end of October: everybody is in the base, mentors are candidates */
    SCHOOL_CHOSEN,   /* November: mentors are approved and being trained */
    SCHOOL_PAIRED,   /* 1 December: pairs are published */
    SCHOOL_WORKED,   /* 8 May: their work is over; called while the programme is active */
    SCHOOL_CLOSED,   /* 28 May: called before the programme is finished */
    SCHOOL_OVER,     /* 2 June: it is finished */
};

struct school_year {
    struct db *db;
    struct app app; /* with the clock of that year */
    struct arena *a, *scratch;
    const struct cast *cast;
    struct dice dice;
    struct err *err;
    int year; /* the autumn it began in */
    struct clock clock;
    int64_t now;
    const char *unit_name;
    int64_t unit_id, programme_id;
    int64_t account_id; /* the coordinator, a demo account */
    const struct pack *pack;
};

/* The clock of the year stands at noon of this day from now on; months before August are of the
 * next calendar year. Only goes forward. */
void school_at(struct school_year *s, int month, int day);
struct date school_today(const struct school_year *s);

/* The whole year in this organisation, which must be there, and the programme it begins now. */
int school_make(struct db *db, const struct app *app, const struct cast *cast, int64_t unit_id,
                int64_t pack_id, int year, uint64_t seed, struct err *err);
