/*
 * Evidence for the category «педагог-наставник»: what a teacher did as a mentor, by the pack's
 * criteria, gathered from pairs, personal programmes, meetings and lessons with their dates, and
 * what was added by hand. Every fact has the page it was read from. Only pairs of the criterion's
 * forms count: those are of adults.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "identity/person.h"
#include "programme/pack.h"
#include "programme/programme_state.h"
#include "work/evidence.sql.h"

struct app;
struct db;
struct module;
extern const struct module evidence_module;

#define EVIDENCE_TEXT_MAX 1000
#define EVIDENCE_ITEMS 300 /* added by hand, of one person */

struct evidence_fact {
    struct date day;
    const char *text;
    const char *kind; /* pairs, personal …: what it counts as */
    const char *path; /* below "/" or "/my/"; NULL: added by hand without an address */
    int64_t item;     /* added by hand: its id; 0: gathered */
    int64_t n;        /* how much it adds to the count of its kind */
};

struct evidence_group {
    const struct pack_evidence *criterion;
    const struct evidence_fact *facts; /* by their day */
    size_t n;
};

struct evidence {
    struct person person;
    const char *name, *organisation;
    const struct pack *pack; /* whose criteria these are */
    struct date from, to;    /* both count */
    const struct evidence_group *groups;
    size_t n_groups;
    int64_t pairs, programmes, meetings, lessons, items; /* of the term, each once */
};

/* own: addresses are those of the person. ERR_NOT_FOUND: no such person, or no pack has criteria.
 */
int evidence_load(struct db *db, struct arena *a, const struct app *app, int64_t person_id,
                  struct date from, struct date to, bool own, struct err *err,
                  struct evidence *ret);

/* Add a fact by hand. ERR_INVALID: no such criterion, a day ahead; ERR_LIMIT. */
struct evidence_new {
    const char *criterion, *body, *link;
    struct date day, today;
};
int evidence_add(struct db *db, struct arena *a, const struct evidence *e,
                 const struct evidence_new *n, const struct deed *deed, struct err *err);

/* The sheet: criterion by criterion, facts with their dates. today: the day on it. */
int evidence_paper(struct arena *a, const struct evidence *e, struct date today, const char *path,
                   struct err *err);
