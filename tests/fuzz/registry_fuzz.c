/* A spreadsheet out of any bytes: lines of cells with '|' between them, read by the target model
 * (PACK_DIR). */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "programme/registry.h"

#define MAX_LINES 60
#define MAX_CELLS 300

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct pack *target_model(void)
{
    static const struct pack *p;
    static struct arena *kept;
    struct err err;
    if (!kept)
        kept = arena_new();
    const char *dir = getenv("PACK_DIR");
    if (!p && pack_load_dir(kept, dir ? dir : "methodology/target-model", &err, &p) < 0)
        abort();
    return p;
}

static size_t split(struct arena *a, char *text, struct registry_line *lines)
{
    size_t n = 0;
    for (char *line = text, *next; line && n < MAX_LINES; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        const char **cells = arena_array(a, const char *, MAX_CELLS);
        size_t k = 0;
        for (char *cell = line, *bar; cell && k < MAX_CELLS; cell = bar) {
            bar = strchr(cell, '|');
            if (bar)
                *bar++ = '\0';
            cells[k++] = cell;
        }
        lines[n] = (struct registry_line){.row_no = n + 1, .cells = cells, .n = k};
        n++;
    }
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!utf8_valid((const char *)data, size))
        return 0;
    const struct pack *p = target_model();
    struct arena *a = arena_new();
    struct registry_line lines[MAX_LINES];
    struct registry_head head;
    struct err err = {0};
    size_t n = split(a, arena_strndup(a, (const char *)data, size), lines);
    if (registry_find_head(a, p, lines, n, NULL, &err, &head) == 0) {
        struct registry_reader *r = registry_reader_new(a, p, &head, (struct date){2026, 11, 21});
        for (size_t i = 0; i < n; i++) {
            struct registry_row row;
            registry_read_row(r, a, &lines[i], &row);
            for (size_t k = 0; k < row.n_problems; k++) {
                const struct registry_problem *x = &row.problems[k];
                if (!utf8_valid(x->value, strlen(x->value)) ||
                    !utf8_valid(x->message, strlen(x->message)))
                    __builtin_trap();
            }
            for (size_t k = 0; k < p->columns[head.side].n; k++)
                if (!utf8_valid(row.values[k].text, strlen(row.values[k].text)))
                    __builtin_trap();
        }
    }
    arena_free(a);
    return 0;
}
