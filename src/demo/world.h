/*
 * A living region of invented people, for a first look and for benchmarks: municipalities,
 * organisations, programmes with registries, published pairs, one programme that waits for its
 * draft. The same seed makes the same people.
 */
#pragma once

#include <stdint.h>

#include "base/err.h"
#include "frame/app.h"

#define WORLD_PEOPLE 380 /* 260 mentees and 120 mentors */
#define WORLD_PEOPLE_MAX 5000000
#define WORLD_BLOCK 1000 /* people of one programme of a large world */

struct db;

struct world_options {
    uint32_t people;
    uint64_t seed;
    void (*progress)(void *ctx, uint32_t done, uint32_t total); /* may be NULL */
    void *ctx;
};

/* Into an empty installation (setup_app was there). ERR_CONFLICT: somebody already works here. */
int world_make(struct db *db, const struct app *app, const struct world_options *options,
               struct err *err);
