/*
 * Sixteen bytes of a text at a time, for loops that look at every byte of it. Comparisons give 0xFF
 * where they hold.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define BLOCK 16

typedef unsigned char block __attribute__((vector_size(BLOCK)));
typedef uint64_t block_halves __attribute__((vector_size(BLOCK)));

static inline block block_load(const char *s)
{
    block b;
    memcpy(&b, s, sizeof b);
    return b;
}

static inline bool block_any(block b)
{
    return ((block_halves)b)[0] | ((block_halves)b)[1];
}
