/* What leaves the house, and the hourly tidying; run by the worker of jobs. */
#pragma once

#include <stdint.h>

#include "base/arena.h"

struct app;
struct db;

/* Send what is due. A letter that fails is tried later, ten times in about two days. */
int outbox_send(struct db *db, struct arena *a, const struct app *app);

/* Once an hour: drop sessions, tokens, kept forms and slow-downs whose time is over. */
int outbox_tidy(struct db *db, const struct app *app, int64_t *at);
