/*
 * Methodology packs of this installation: versions kept in the database, parsed once per
 * process. A published version never changes; a running programme keeps the version it began
 * with, new programmes take the current one.
 */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "programme/methodology.sql.h" /* packs_current: what new programmes may take */
#include "programme/pack.h"

struct db;
struct methodology;

/* The cache of parsed packs; one for the program, shared by its threads. */
struct methodology *methodology_new(void);
void methodology_free(struct methodology *m);

/* Store a pack as a version and make it current for its code; inside a transaction. The same
 * version with the same digest is left alone; with another digest it is ERR_CONFLICT: a
 * published version is not changed, a new one is made. */
int methodology_install(struct db *db, const struct clock *clock, const struct pack *pack,
                        struct err *err, int64_t *ret_pack_id);

/* The same for what the program brings along: a current version with a greater number, such as one
 * made by an administrator, stays current. */
int methodology_offer(struct db *db, const struct clock *clock, const struct pack *pack,
                      struct err *err, int64_t *ret_pack_id);

/* The parsed pack of a stored version. Lives as long as the cache. ERR_NOT_FOUND, ERR_INVALID. */
int methodology_pack(struct methodology *m, struct db *db, int64_t pack_id, struct err *err,
                     const struct pack **ret_pack);
