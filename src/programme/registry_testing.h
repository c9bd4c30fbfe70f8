/* What the tests of the registry share: the pack of the target model and a fixed day. */
#pragma once

/* cmocka wants this order */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <stdlib.h>
#include <string.h>

#include "programme/registry_cells.h"

#define N_OF(x) (sizeof(x) / sizeof *(x))

static const struct date today = {2026, 11, 21};

struct fixture {
    struct arena *a;
    const struct pack *p;
};

static inline int setup(void **state)
{
    struct arena *a = arena_new();
    struct fixture *f = arena_new_of(a, struct fixture);
    struct err err = {0};
    f->a = a;
    if (pack_load_dir(a, getenv("PACK_DIR"), &err, &f->p) < 0)
        fail_msg("%s", err.text);
    *state = f;
    return 0;
}

static inline int teardown(void **state)
{
    arena_free(((struct fixture *)*state)->a);
    return 0;
}
