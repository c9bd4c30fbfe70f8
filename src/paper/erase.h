/*
 * Destruction of what is known of a person, when the consent to it was taken back
 * (identity/erasure.h): by the coordinator, or by the program on the last day. Pairs and
 * participations end first. Rows that totals and other people stand on stay without a name.
 */
#pragma once

#include <stdint.h>

#include "identity/erasure.h"

struct app;
struct err;
struct job;
struct module;

extern const struct module erase_module; /* /people/{person}/erasure, /units/{unit}/erasures */

struct erase_deed {
    struct db *db;
    struct arena *a;
    const struct app *app;
    int64_t account_id; /* 0: the program itself */
};

/* All of it in the caller's transaction, but for files, which go at once. Whoever also works here
 * (a role other than mentor, mentee, representative) keeps name and account. */
int erase_person(const struct erase_deed *d, const struct erasure *e, struct err *err);

/* What stays because of another ground. */
struct erase_kept {
    int64_t staff, addenda,
        papers; /* roles of an employee, addenda to a contract, signed documents */
};
int erase_kept(struct db *db, struct arena *a, int64_t person_id, struct erase_kept *ret);

/* On the last day, what nobody did: a job for each person, so that nobody waits for another. One
 * that failed is put again the next day, and the coordinators are told. */
#define ERASE_DUE_JOB "erase_due"
int erase_due_hourly(const struct app *app, struct db *db, struct arena *a);
int erase_due_run(struct job *job); /* of a person */

struct erase_page {
    const char *due, *action, *back;
    struct erase_kept kept;
};

struct erase_line {
    const char *name, *unit, *due, *path;
};
struct erase_done_line {
    const char *unit, *asked, *done, *who; /* who: "" the program itself */
    int64_t person_id;
};
struct erase_list_page {
    const struct erase_line *rows;
    size_t n;
    const struct erase_done_line *done;
    size_t n_done;
    const char *next; /* NULL: the last page */
};
