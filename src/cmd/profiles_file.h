/*
 * Profiles of people in a file (nastavnik-rank(1)): a line each, fields parted by tabs.
 *
 *     criterion NAME KIND KEY=VALUE…     at most 16, before the people
 *     side id capacity NAME…             the columns, in any order; others are not read
 *     mentor …                           the people, in any order
 *     mentee …
 *
 * Empty lines and lines that begin with # are left out. People of each side are numbered from 0
 * as they come.
 */
#pragma once

#include <nastavnik/match_candidates.h>

#include "cmd/input.h"
#include "cmd/names.h"

#define PROFILES_MAX_NAME 64u /* bytes of a criterion's name */

/* A column of one side while it grows: term and strength, or bits, or low and high. */
struct profiles_column {
    struct area offset, term, strength, bits, low, high;
    size_t n_terms, room; /* of term and strength */
};

struct profiles_criterion {
    char name[PROFILES_MAX_NAME + 1];
    uint32_t of;   /* whose cells it reads: its own number, or another's */
    bool bits;     /* a set of at most 64 different terms */
    uint32_t cell; /* in a line of a person */
    struct names terms;
    struct profiles_column side[2]; /* mentees, mentors */
};

struct profiles_file {
    struct match_profiles p;
    struct match_criterion criterion[MATCH_CRITERIA_MAX];
    struct match_column column[2][MATCH_CRITERIA_MAX];
    struct profiles_criterion own[MATCH_CRITERIA_MAX];
    struct area capacity;
    struct names ids[2];
    size_t room[2]; /* people that the columns hold */
};

/*
 * Read and check the file. ERR_INVALID says the line; ERR_LIMIT: not enough memory. On failure
 * nothing is held. ret must stay where it is: p points into it.
 */
int profiles_file_read(const char *path, struct err *err, struct profiles_file *ret);

void profiles_file_free(struct profiles_file *f);

/* A criterion line behind its first word (profiles_head.c). */
struct field {
    const char *at, *end;
};
int profiles_criterion_read(struct input *in, const struct field *field, size_t n,
                            struct profiles_file *f, struct err *err);
