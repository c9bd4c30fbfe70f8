/* Inside of personal programmes. */
#pragma once

#include "work/personal.h"

struct topics;

/* A template of the pack with the pair's words in it. */
const char *personal_fill(struct arena *a, const struct duo *d, const char *template);

/* Codes of the library for a request: those of every programme, then those that are about it. */
size_t personal_choose(struct arena *a, const struct pack *pack, const struct topics *topics,
                       const char *request, const char **codes);

/* The day at so many percent of a term; so many months later, the last day of a short month. */
struct date personal_day(struct date from, struct date to, int percent);
struct date personal_months(struct date d, int months);

/* ERR_CONFLICT with words when it is not a draft. */
int personal_editable(const struct personal *x, struct err *err);

int personal_note(struct db *db, int64_t id, const char *action, const char *from, const char *to,
                  const struct deed *deed);
