/*
 * Time comes through the context so that tests own it. Times are UTC milliseconds since
 * 1970; days are civil dates in the unit's zone, kept as text "2026-11-05".
 */
#pragma once

#include <stdint.h>

struct clock {
    int64_t (*now_ms)(void *ctx);
    void *ctx;
};

extern const struct clock clock_system;

static inline int64_t clock_now(const struct clock *c)
{
    return c->now_ms(c->ctx);
}
