/* What the targets of filled-in spreadsheets share: a database of one school, the bytes as a file.
 */
#pragma once

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "db/db_testing.h"
#include "fuzz_file.h"
#include "programme/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FILLED_MAX 65536 /* bytes of one input */

struct filled {
    struct db_testing *db;
    struct arena *a; /* kept */
    const struct pack *pack;
};

static inline void filled_sql(struct filled *f)
{
    db_testing_sql(f->db->db,
                   "INSERT INTO unit (id, kind, name, short_name, name_key, created_at) VALUES "
                   "(1, 'organisation', 'Школа № 5', 'Школа № 5', 'школа № 5', 0);"
                   "INSERT INTO unit_up (unit_id, ancestor_id, depth) VALUES (1, 1, 0);");
}

static inline struct filled *filled_new(void)
{
    static struct filled f;
    struct err err;
    const char *dir = getenv("PACK_DIR");
    if (f.db)
        return &f;
    setenv("NASTAVNIK_TEST_DB", "sqlite", 1);
    f.a = arena_new();
    f.db = db_testing_new();
    filled_sql(&f);
    if (pack_load_dir(f.a, dir ? dir : "methodology/target-model", &err, &f.pack) < 0)
        abort();
    return &f;
}

/* A refusal says why. */
static inline void filled_check(int rc, const struct err *err)
{
    if (rc > 0 || (rc < 0 && !*err->text) || !utf8_valid(err->text, strlen(err->text)))
        __builtin_trap();
}
