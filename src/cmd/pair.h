/*
 * Inside of `nastavnik pair`: two spreadsheets in, pairs and their reasons out. The rules are
 * those of the server: programme/registry.h reads, pairing/pairing.h decides.
 */
#pragma once

#include "pairing/pairing.h"
#include "programme/registry.h"

#define PAIR_MAX_MARKS 10000 /* pins and vetoes of the command line */

/* A person of a file, or a row that could be none. */
struct pair_person {
    const char **cell; /* by the columns of the registry: tidied, else as in the file, "" */
    struct registry_identity identity;
    const char *name;                     /* «Соколова Елена Петровна» */
    const struct registry_identity *mate; /* people of the other side that the row names */
    size_t n_mates;
    size_t row_no;
    bool finished;        /* the mark says that the programme is over */
    const char *left_out; /* why the row takes no part; NULL when it does */
    uint32_t profile;     /* index into the profiles of its side when it does */
};

/* Something to look at, for the sheet «Замечания», the report and the JSON. */
struct pair_remark {
    const char *file;
    size_t row_no; /* 0: the whole file */
    const char *column, *value, *message;
    const char *done; /* what was done with the row */
    bool loses;       /* a value or a row is lost by it */
};

struct pair_file {
    const char *path, *name; /* name: without folders */
    const char *digest;      /* BLAKE2b-256 of the bytes, hex */
    struct registry_head head;
    struct pair_person *person;
    size_t n;
    size_t n_skipped; /* titles, numbering, totals */
};

struct pair_remarks {
    struct pair_remark *row;
    size_t n, cap;
};

/* What the command line says. */
struct pair_options {
    const char *in[2], *out, *report, *json;
    long hours_per_mentee; /* 1..200 */
    long max_mentees;      /* 1..100 */
    const char *across;
    enum criterion_scope scope;
    const char *weights;
    const char *pin[PAIR_MAX_MARKS], *veto[PAIR_MAX_MARKS];
    size_t n_pins, n_vetoes;
    struct pairing_settings settings;
    bool strict;
};

struct pair_job {
    struct arena *a;
    const struct pack *p;
    struct date today;
    const struct pair_options *options;
    struct pair_file file[PACK_REGISTRIES]; /* by side */
    struct pair_remarks remarks;
    struct pairing_input input;
    const uint32_t *person_of[PACK_REGISTRIES]; /* profile → index into file.person */
    const struct pairing *result;
};

/* The command line (pair_options.c): 0 go on, 1 help was shown, < 0 what is wrong was said. */
int pair_read_options(int argc, char **argv, struct pair_options *ret);

/* ---- steps; each returns 0 or ERR_* with the words in err ------------------------------ */

/* Both files, in either order (pair_read.c). */
int pair_read(struct pair_job *job, struct err *err);

/* Profiles, marks and settings out of the rows (pair_people.c). */
int pair_people(struct pair_job *job, struct err *err);

/* The three answers. */
int pair_write_sheets(const struct pair_job *job, const char *path, struct err *err);
int pair_write_json(const struct pair_job *job, const char *path, struct err *err);
int pair_write_report(const struct pair_job *job, const char *path, struct err *err);

/* ---- shared ---------------------------------------------------------------------------- */

void pair_remark(struct pair_job *job, struct pair_remark remark);

static inline const struct pair_person *pair_person_of(const struct pair_job *job,
                                                       enum pack_registry side, uint32_t profile)
{
    return &job->file[side].person[job->person_of[side][profile]];
}

/* Text of a column of a person, "" when there is none. */
const char *pair_text(const struct pair_job *job, enum pack_registry side,
                      const struct pair_person *who, const char *code);

/* The command itself. */
int cmd_pair(int argc, char **argv);
