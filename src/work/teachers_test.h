/* For tests only: a programme of the teachers' model at the school, and a pair of it whose people
 * can sign in. */
#pragma once

#include "programme/school_testing.h"

struct teachers {
    struct school *s;
    const struct pack *pack;
    int64_t programme, pair;
    int64_t mentee, mentor;                 /* people */
    int64_t mentee_account, mentor_account; /* who signs in */
    int64_t mentee_row, mentor_row;         /* participations */
    int64_t colleague, colleague_account;   /* a third teacher of the school */
    int64_t stranger, stranger_account;     /* a teacher of another school */
};

/* The request is about discipline and open lessons. Free with teachers_free. */
struct teachers *teachers_new(const struct module *const *more, size_t n);
void teachers_free(struct teachers *t);
