/*
 * The inputs of a run: people, marks, cards, weights and settings, taken from the tables at one
 * moment or read back from a stored run. One text with a digest, so that a run can be repeated
 * years later whatever has become of the tables.
 */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "pairing/pairing.h"
#include "pairing/rulebook.h"
#include "programme/programme.h"

struct db;

#define SNAPSHOT_DIGEST 32

/* Rules to use instead of the programme's: weights by criterion, settings; -1 = keep. */
struct snapshot_rules {
    int64_t weight[CRITERIA], setting[SETTINGS];
};

/* Take from the tables: mentees without a pair, mentors with the places already taken. rules
 * may be NULL. What is returned lives in the arena and in the book. */
int snapshot_take(struct db *db, struct arena *a, const struct clock *clock,
                  const struct programme *p, const struct rulebook *book,
                  const struct snapshot_rules *rules, struct err *err,
                  struct pairing_input *ret_input);

/* To a text and back: the same input gives the same text, and the text the same input. */
char *snapshot_write(struct arena *a, const struct pairing_input *in,
                     unsigned char ret_digest[SNAPSHOT_DIGEST]);
int snapshot_read(struct arena *a, const char *text, const struct rulebook *book, struct err *err,
                  struct pairing_input *ret_input);

/* The text without what it says of a person: a run made again from it does without them. */
const char *snapshot_forget(struct arena *a, const char *text, int64_t person_id,
                            unsigned char ret_digest[SNAPSHOT_DIGEST]);

/* Places of a mentor beyond what the hours give: 1 changed, 0 they were not `was` (any more). */
int snapshot_room(struct db *db, int64_t programme_id, int64_t mentor_id, int was, int more);
