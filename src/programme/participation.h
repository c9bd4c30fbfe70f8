/*
 * People of a programme: the two registries as they stand in the database, their lists, and their
 * official form as a spreadsheet.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "programme/pack.h"
#include "programme/participation_state.h"
#include "programme/programme.h"

struct db;

/* Write the registry of one side as XLSX with the exact columns of the pack, the pairs filled in,
 * to path. */
int participation_export(struct db *db, const struct programme *p, const struct pack *pack,
                         enum pack_registry side, const char *path, struct err *err);

/* A row of a registry as it comes; texts are never NULL. */
struct participation_new {
    int64_t unit_id, programme_id, person_id;
    int64_t import_id;    /* 0: typed by hand */
    const char *side;     /* mentee, mentor */
    const char *sort_key; /* the person's name_key */
    const char *forms;    /* codes parted by ';', "" = any */
    const char *place, *request;
    const char *competencies, *achievements, *interests, *age_wish, *time_resource;
    const char *joined_on, *finished_on; /* 2026-11-05 or "" */
    const char *results, *case_link;
    bool completed;
    bool applied; /* a mentee's application: not in the base yet */
};

/* ERR_CONFLICT: the person is on this side of this programme already. */
int participation_create(struct db *db, const struct clock *clock,
                         const struct participation_new *n, int64_t *ret_id);
/* Several, in a transaction. */
int participation_create_many(struct db *db, struct arena *a, const struct clock *clock,
                              const struct participation_new *list, size_t n);

/* A mentee who finished becomes a candidate for mentors in the same programme. ERR_CONFLICT: not
 * finished, or a mentor here already (err says which). */
int participation_grow(struct db *db, int64_t id, const struct deed *deed, struct err *err,
                       int64_t *ret_id);

/* Names of the forms of a participation or pair («Ученик – ученик»); codes are parted by ';'. */
const char *participation_forms(struct arena *a, const struct pack *pack, const char *codes);

/* Upper end of all keys that begin with this prefix, for a search by index. */
char *participation_prefix_end(struct arena *a, const char *prefix);
