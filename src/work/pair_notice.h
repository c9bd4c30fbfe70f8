/* Lines to the people of a pair and to those who answer for it: no names, no reasons. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct app;
struct arena;
struct db;

/* To these persons; 0 among them is nobody. It leads to their page of the pair. */
int pair_notice(struct db *db, const struct app *app, int64_t pair_id, const char *text,
                const int64_t *persons, size_t n);

/* To the coordinators of the unit and above it, with a path of its own. */
int pair_notice_unit(struct db *db, struct arena *a, const struct app *app, int64_t unit_id,
                     const char *text, const char *path);

/* The same; it leads to the coordinator's page of the pair. */
int pair_notice_curators(struct db *db, struct arena *a, const struct app *app, int64_t unit_id,
                         int64_t pair_id, const char *text);
