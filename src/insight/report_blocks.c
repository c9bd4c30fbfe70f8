#include "insight/report_blocks.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"

#define END '\x1e'  /* of a block */
#define NEXT '\x1f' /* field of it */

struct report_block *report_block(struct report_blocks *b, enum report_kind kind, const char *text)
{
    if (b->n == b->cap) {
        size_t cap = b->cap ? 2 * b->cap : 32;
        struct report_block *more = arena_array(b->a, struct report_block, cap);
        if (b->n)
            memcpy(more, b->row, b->n * sizeof *more);
        b->row = more;
        b->cap = cap;
    }
    b->row[b->n] = (struct report_block){.kind = kind, .text = text};
    return &b->row[b->n++];
}

/* ---- keeping ---- */

static void put_field(struct strbuf *out, const char *s)
{
    strbuf_putc(out, NEXT);
    for (; *s; s++)
        if (*s != END && *s != NEXT)
            strbuf_putc(out, *s);
}

const char *report_blocks_text(const struct report_blocks *b)
{
    struct strbuf out;
    strbuf_init(&out, b->a);
    for (size_t i = 0; i < b->n; i++) {
        const struct report_block *x = &b->row[i];
        const struct report_table *t = &x->table;
        strbuf_putc(&out, (char)('0' + x->kind));
        if (x->kind != REPORT_TABLE) {
            put_field(&out, x->text);
        } else {
            strbuf_putc(&out, NEXT);
            strbuf_put_uint(&out, t->n_cols);
            for (size_t k = 0; k < t->n_cols; k++) {
                strbuf_putc(&out, NEXT);
                strbuf_put_uint(&out, (unsigned)t->percent[k]);
            }
            for (size_t k = 0; k < t->n_cols; k++)
                put_field(&out, t->heads[k]);
            for (size_t k = 0; k < t->n_cols * t->n_rows; k++)
                put_field(&out, t->cells[k]);
        }
        strbuf_putc(&out, END);
    }
    return out.s;
}

/* ---- reading ---- */

/* Fields of one block, the kind first. */
static const char **fields_of(struct arena *a, const char *s, size_t len, size_t *ret_n)
{
    size_t n = 1, k = 0;
    for (size_t i = 0; i < len; i++)
        n += s[i] == NEXT;
    const char **fields = arena_array(a, const char *, n);
    for (size_t at = 0, i = 0; i <= len; i++)
        if (i == len || s[i] == NEXT) {
            fields[k++] = arena_strndup(a, s + at, i - at);
            at = i + 1;
        }
    *ret_n = n;
    return fields;
}

static bool read_table(struct report_blocks *b, const char **field, size_t n)
{
    size_t cols = n > 1 ? strtoul(field[1], NULL, 10) : 0;
    if (!cols || cols > REPORT_COLS_MAX || n < 2 + 2 * cols || (n - 2) % cols)
        return false;
    int *percent = arena_array(b->a, int, cols);
    for (size_t k = 0; k < cols; k++)
        percent[k] = (int)strtol(field[2 + k], NULL, 10);
    report_block(b, REPORT_TABLE, NULL)->table = (struct report_table){
        field + 2 + cols, percent, cols, (n - 2) / cols - 2, field + 2 + 2 * cols};
    return true;
}

void report_blocks_read(struct report_blocks *b, const char *text)
{
    bool good = true;
    while (good && *text) {
        const char *end = strchr(text, END);
        size_t n = 0;
        const char **field = end ? fields_of(b->a, text, (size_t)(end - text), &n) : NULL;
        int kind = *text - '0';
        if (n == 2 && kind >= REPORT_TITLE && kind < REPORT_TABLE)
            report_block(b, (enum report_kind)kind, field[1]);
        else
            good = n && kind == REPORT_TABLE && read_table(b, field, n);
        text = end ? end + 1 : "";
    }
}
