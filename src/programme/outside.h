/*
 * New dates of a programme: what was planned inside the old ones and falls outside of the new. It
 * is shown before the dates are saved; nothing of it is moved or lost.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/date.h"

struct programme;
struct req;

struct outside_item {
    const char *day, *title, *path; /* path: NULL: it has no page of its own */
};
struct outside_kind {
    const char *name; /* «Встречи пар» */
    int64_t n;
    const struct outside_item *items; /* the first of them */
    size_t n_items;
};

struct outside {
    const struct outside_kind *kinds; /* those that are there */
    size_t n;
    int64_t sum;
};
int outside_of(struct req *req, const struct programme *p, struct date from, struct date to,
               struct outside *ret);

/* The form as it was sent, to be sent again. */
struct outside_sent {
    const char *title, *code, *starts, *ends, *pack;
    const char *const *forms;
    size_t n_forms;
};
struct outside_page {
    struct outside found;
    struct outside_sent sent;
    const char *action, *words;
};
/* The page that asks again. */
int outside_ask(struct req *req, const struct programme *p, const struct outside *found,
                const struct outside_sent *sent);
