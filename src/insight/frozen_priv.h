/* Between the files of frozen: the tree with its cells while it is counted. */
#pragma once

#include "base/map.h"
#include "insight/frozen.h"

#define NOBODY SIZE_MAX

/* One indicator of one unit. */
struct frozen_cell {
    bool has_num, has_den;
    int64_t num, den, answers, marks;
    struct frozen_few {
        int64_t n, yes, marks;
    } few;                /* answers that are too few to be in the numbers here */
    int64_t n_num, n_den; /* organisations that gave */
    const char *source, *as_of;
};

struct frozen_node {
    int64_t id;
    size_t parent; /* NOBODY: the top */
    bool counts;   /* has registries of its own: an organisation or a partner */
    bool school;   /* an organisation: a part of the whole */
    bool kept;     /* has numbers of this period already, which stay */
    bool stored_final;
    struct frozen_cell *stored; /* of its newest snapshot; NULL: it has none */
    int64_t n_units, n_reported;
    int64_t snapshot;          /* as it is written; 0: its numbers stay as they are */
    struct frozen_cell *cells; /* of every indicator */
    int *targets;
};

struct frozen_tree {
    const struct frozen_work *w;
    struct indicators list;
    struct period period;
    const char *code; /* of the period */
    bool final;
    struct frozen_node *node; /* those below before those above; the top is the last */
    size_t n;
    size_t *by_id;     /* places in node, by id */
    struct map places; /* «node indicator place» */
    struct frozen_place {
        size_t node, indicator;
        const char *key;
    } * place;
    size_t n_places, cap_places;
};

/* Place of a unit, NOBODY. */
size_t frozen_node_of(const struct frozen_tree *t, int64_t unit_id);

/* A place of work behind a mentor of a node: counts once there and once in each unit above. */
void frozen_add_place(struct frozen_tree *t, struct arena *scratch, size_t node, size_t indicator,
                      const char *key);

/* The registries of all nodes that are counted into their cells. */
int frozen_count_people(struct frozen_tree *t, int64_t top_id);
/* The questionnaires of all nodes that are counted. */
int frozen_count_answers(struct frozen_tree *t, int64_t top_id);

/* Are those that wait enough by now? Then they are in the numbers. */
void frozen_take_few(struct frozen_cell *c);

/* Meetings, personal programmes and what schools measured, after the registries. */
int frozen_count_facts(struct frozen_tree *t, int64_t top_id);

/* Whom such an indicator counts in a unit, by name after a person. */
struct frozen_asked {
    const struct indicator *i;
    int64_t unit_id;
    struct period period;
    const char *after_key;
    int64_t after_id;
};
int frozen_fact_people(struct db *db, struct arena *a, const struct frozen_asked *q, int64_t now,
                       struct frozen_person **ret, size_t *ret_n);

/* Snapshots of all nodes whose numbers are new, in a transaction of the caller; that of the top
 * is there and waits. */
int frozen_write(struct frozen_tree *t, const struct frozen *top);
