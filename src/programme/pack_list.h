/* The parts of a cell of a pack, which are parted by semicolons. */
#pragma once

#include <stddef.h>

struct pack_list {
    const char *const *item;
    size_t n;
};
