/* Every module of the program, in the order of the floors. */
#pragma once

#include <stddef.h>

struct module;

extern const struct module *const modules[];
extern const size_t n_modules;
