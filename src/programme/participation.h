/*
 * People of a programme: the two registries as they stand in the database, their lists, and their
 * official form as a spreadsheet.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "programme/pack.h"
#include "programme/programme.h"

struct db;

/* Write the registry of one side as XLSX with the exact columns of the pack, the pairs filled in,
 * to path. */
int participation_export(struct db *db, const struct programme *p, const struct pack *pack,
                         enum pack_registry side, const char *path, struct err *err);

/* «В базе», «В паре» … */
const char *participation_state_name(const char *side, const char *state);

/* Upper end of all keys that begin with this prefix, for a search by index. */
char *participation_prefix_end(struct arena *a, const char *prefix);
