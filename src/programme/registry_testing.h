/* What the tests of the registry share: the pack of the target model, a fixed day,
 * rows written as «a|b||d». */
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

/* A row of cells out of «a|b||d». */
static inline struct registry_line line_of(struct arena *a, size_t row_no, const char *text)
{
    const char **cell = arena_array(a, const char *, strlen(text) + 1);
    struct registry_line line = {.row_no = row_no, .cells = cell};
    for (const char *p = text; *text;) {
        size_t n = strcspn(p, "|");
        cell[line.n++] = arena_strndup(a, p, n);
        if (!p[n])
            break;
        p += n + 1;
    }
    return line;
}

static inline struct registry_head find(struct fixture *f, const char *const *text, size_t n)
{
    struct registry_line lines[16];
    struct registry_head head = {0};
    struct err err = {0};
    for (size_t i = 0; i < n; i++)
        lines[i] = line_of(f->a, i + 1, text[i]);
    if (registry_find_head(f->a, f->p, lines, n, NULL, &err, &head) < 0)
        fail_msg("%s", err.text);
    return head;
}

static inline struct registry_row read_row(struct fixture *f, struct registry_reader *r, size_t no,
                                           const char *text)
{
    struct registry_line line = line_of(f->a, no, text);
    struct registry_row row;
    registry_read_row(r, f->a, &line, &row);
    return row;
}
