/* The region under way, between world.c and world_people.c. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "demo/cast.h"
#include "demo/world.h"

#define ORGANISATIONS 4 /* of one municipality */

struct world {
    struct db *db;
    const struct app *app;
    const struct world_options *options;
    const struct cast *cast;
    struct dice dice;
    struct arena *a;       /* of the whole work */
    struct arena *scratch; /* of one programme */
    struct err *err;
    int64_t region, pack_id, curator;
    uint32_t done;
    int year;
    struct date today;
};

struct district {
    int64_t id;
    int64_t organisation[ORGANISATIONS];
    const char *name[ORGANISATIONS];
};

/* Mentees and mentors in the shares of the small region; spread over the schools, or in one. */
int world_add_people(struct world *w, const struct district *d, int64_t programme_id,
                     uint32_t mentees, uint32_t mentors, bool one_school);

/* Demo accounts: those who work, and one published pair with the mentee's parent. */
int world_add_staff(struct world *w, const struct district *d, int64_t federation);
int world_add_pair_accounts(struct world *w, int64_t programme_id);
