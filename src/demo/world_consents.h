/* Consents of the people of a demo programme. */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "demo/cast.h"
#include "frame/app.h"

struct db;

struct world_folder {
    struct db *db;
    const struct app *app;
    struct arena *a;
    const struct cast *cast;
    struct date today;
    int64_t account_id; /* who recorded them */
    uint64_t seed;
};
int world_consents(const struct world_folder *f, int64_t programme_id);
