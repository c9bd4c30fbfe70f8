/*
 * Libraries that most processes never need are mapped when first asked for: an idle server carries
 * neither libpq without PostgreSQL nor pango until something is printed. Their user names the
 * functions once, in a header behind the library's own:
 *
 *     #define PQ_NAMES(X) X(PQclear) X(PQexec)
 *     LIBRARY(pq, PQ_NAMES)
 *     #define PQclear pq.PQclear
 *
 * and in one file LIBRARY_DEFINE(pq, PQ_NAMES, "libpq.so.5"). Calls look as ever;
 * library_need(&pq_library, &err) comes before the first.
 */
#pragma once

#include <stdbool.h>

#include "base/err.h"

struct library {
    const char *file;
    const char *names; /* one behind the other, each with its NUL */
    void *calls;       /* their addresses, in the same order */
    bool ready;
};

/* Loads it once; any thread. ERR_IO: it is not installed, or is not what it was built for. */
int library_need(struct library *l, struct err *err);

#define LIBRARY(lib, NAMES)                                                                        \
    extern struct lib {                                                                            \
        NAMES(LIBRARY_CALL)                                                                        \
    } lib;                                                                                         \
    extern struct library lib##_library;
#define LIBRARY_DEFINE(lib, NAMES, so)                                                             \
    struct lib lib;                                                                                \
    struct library lib##_library = {.file = (so), .names = NAMES(LIBRARY_NAME), .calls = &(lib)}

#define LIBRARY_CALL(name) __typeof__(name) *name;
#define LIBRARY_NAME(name) #name "\0"
