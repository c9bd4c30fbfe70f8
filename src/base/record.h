/*
 * Rows of texts kept in one text: for snapshots that nobody queries by their parts (cells of an
 * uploaded row, the explanation of a pair, the inputs of a run). Fields end at U+001F, records
 * at U+001E; these two and NUL inside a field become spaces.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/strbuf.h"

void record_text(struct strbuf *b, const char *field);
void record_int(struct strbuf *b, int64_t field);
void record_end(struct strbuf *b);

/* Walk: begin at the text; each next record's fields come into the arena. */
struct record {
    const char *const *field;
    size_t n;
};

/* false at the end; *at moves on. */
bool record_next(struct arena *a, const char **at, struct record *ret);

/* The same without copies: the text is cut in place, and the fields point into it. */
bool record_cut(struct arena *a, char **at, struct record *ret);

/* Field i, "" or 0 when the record is shorter. */
const char *record_field(const struct record *r, size_t i);
int64_t record_number(const struct record *r, size_t i);
