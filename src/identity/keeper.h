/*
 * Who keeps the people of a unit: its coordinators, or the nearest ones above it. They are told of
 * what they must look at.
 */
#pragma once

#include <stdint.h>

#include "base/arena.h"

struct app;
struct db;

/* text: one sentence without a name; path: where to look. subject: of a letter, too; NULL: a notice
 * only. */
struct keeper_news {
    int64_t unit_id;
    const char *subject, *text, *path;
};
int keeper_tell(struct db *db, struct arena *a, const struct app *app, const struct keeper_news *n);
