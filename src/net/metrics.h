/* Counters of the server in the text format of Prometheus. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

struct metrics;

/* labels: what requests are grouped by; borrowed. */
struct metrics *metrics_new(const char *const *labels, size_t n);
void metrics_free(struct metrics *m);

/* One finished request. */
void metrics_count(struct metrics *m, size_t label, int status, int64_t ms);

void metrics_write(const struct metrics *m, struct strbuf *out);
