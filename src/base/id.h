/*
 * 64-bit ids made by the application: 42 bits of milliseconds since 2020 above 21 random
 * bits. Ordered by time, positive, not guessable in a row; unique in a database by its
 * primary key (a clash in the same millisecond has odds 1 : 2 million a pair; ids made by one
 * process in one millisecond never clash).
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

int64_t id_new(const struct clock *clock);

/* When an id was made, UTC ms. */
int64_t id_time(int64_t id);

/* Random bytes of the kernel; aborts when there are none. */
void random_fill(void *p, size_t n);
