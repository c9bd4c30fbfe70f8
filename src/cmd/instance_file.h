/*
 * Instances of the matching engine in files (docs/match.md). Text, a line each:
 *     p MENTEES MENTORS EDGES      first
 *     m MENTOR CAPACITY            one for every mentor
 *     e MENTEE MENTOR SCORE        EDGES of them; m and e in any order, ids from 0
 * or binary, little-endian:
 *     "MTCH1\0\0\0", u32 mentees, u32 mentors, u64 edges,
 *     u8 capacity[mentors] padded to 8, u64 offset[mentees + 1], u32 mentor[edges], u16
 * score[edges]
 */
#pragma once

#include <stdio.h>

#include <nastavnik/match.h>

#include "base/err.h"
#include "cmd/area.h"

struct instance_file {
    struct match_instance in;                    /* mode, floor and locks are the caller's to set */
    struct area capacity, offset, mentor, score; /* mentor holds all three of a binary file */
};

/*
 * Read the file, whichever of the two it is, and check every field. The text may stand in any
 * order; edges of a mentee come out sorted by mentor when it was not sorted. ERR_INVALID says
 * the line, or the field and its place; ERR_LIMIT: not enough memory; ERR_CANCELLED as in
 * cmd/input.h. On failure nothing is held.
 */
int instance_file_read(const char *path, struct err *err, struct instance_file *ret);

void instance_file_free(struct instance_file *f);

/* ERR_INVALID when a capacity does not fit the binary form. */
int instance_check_binary(const struct match_instance *in, struct err *err);

/* Write a valid instance without its mode, floor and locks; a binary one must have been checked.
 * Failures are those of the stream. */
void instance_write_binary(FILE *to, const struct match_instance *in);
void instance_write_text(FILE *to, const struct match_instance *in);
