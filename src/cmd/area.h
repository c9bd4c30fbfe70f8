/* Memory of its own, straight from the system: for arrays so large that they may be refused. */
#pragma once

#include <stddef.h>

struct area {
    void *p; /* NULL: nothing is held */
    size_t bytes;
};

/* bytes zeroed bytes, 0 is fine; NULL when the system refuses. */
void *area_take(struct area *a, size_t bytes);

/* The same area with another size; it may move. NULL: refused, the old one stays. */
void *area_resize(struct area *a, size_t bytes);

/* Nothing held is fine. */
void area_give(struct area *a);
