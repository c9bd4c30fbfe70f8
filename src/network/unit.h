/*
 * The tree: federation → region → municipality → organisation, and partners beside them. A unit
 * never moves. unit_up (every unit with its ancestors) and unit_word (for the search) are kept
 * in the transaction of the change.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"

struct db;
struct module;

/* /units/{unit} */
extern const struct module unit_module;

#define UNIT_NAME_MAX 300
#define UNIT_SHORT_MAX 80
#define UNIT_PAGE 25

enum unit_kind {
    UNIT_FEDERATION,
    UNIT_REGION,
    UNIT_MUNICIPALITY,
    UNIT_ORGANISATION,
    UNIT_PARTNER,
    UNIT_KINDS
};
const char *unit_kind_code(enum unit_kind kind);
enum unit_kind unit_kind_from_code(const char *code); /* UNIT_KINDS when unknown */
const char *unit_kind_name(enum unit_kind kind);      /* «Муниципалитет» */

/* May a unit of this kind stand directly under that one? */
bool unit_kind_under(enum unit_kind child, enum unit_kind parent);

struct unit {
    int64_t id;
    int64_t parent_id; /* 0: the root */
    enum unit_kind kind;
    const char *name, *short_name;
    const char *phone; /* "" or +7XXXXXXXXXX */
    int utc_offset;    /* minutes */
};

/* 1, 0 or < 0. */
int unit_get(struct db *db, struct arena *a, int64_t id, struct unit *ret);

/* The root; 0 on an empty database. */
int unit_root(struct db *db, struct arena *a, struct unit *ret);

struct unit_new {
    int64_t parent_id; /* 0: the root itself */
    enum unit_kind kind;
    const char *name;
    const char *short_name;  /* NULL or "": the name, cut */
    const char *phone;       /* NULL: none */
    const char *region_code; /* regions only */
    int utc_offset;          /* -1: the parent's */
};
/* ERR_INVALID: such a unit cannot stand there; ERR_CONFLICT: this name is there already. */
int unit_create(struct db *db, struct arena *a, const struct clock *clock, const struct unit_new *n,
                struct err *err, int64_t *ret_id);

struct unit_edit {
    const char *name, *short_name, *phone;
};
int unit_change(struct db *db, struct arena *a, int64_t id, const struct unit_edit *e,
                struct err *err);

/* ---- lists ---- */

struct unit_line {
    int64_t id;
    enum unit_kind kind;
    const char *name;
    const char *above; /* short name of the unit above; "" in lists of children */
    int64_t n_below;   /* organisations and partners below; 0 in a search */
    const char *name_key;
};

/* Children by name, after the row with this key and id ("" and 0: from the first); at most
 * UNIT_PAGE + 1. */
int unit_children(struct db *db, struct arena *a, int64_t unit_id, const char *after_key,
                  int64_t after_id, struct unit_line **ret, size_t *ret_n);

/* Units anywhere below unit_id (and itself) whose name has words that begin like the first three
 * words of q, at most UNIT_PAGE + 1; none when q has no letter or digit. */
int unit_search(struct db *db, struct arena *a, int64_t unit_id, const char *q,
                struct unit_line **ret, size_t *ret_n);

struct unit_numbers {
    int64_t children;                                         /* directly below */
    int64_t regions, municipalities, organisations, partners; /* anywhere below */
    int64_t programmes;                                       /* here and below */
};
int unit_count(struct db *db, struct arena *a, int64_t unit_id, struct unit_numbers *ret);
