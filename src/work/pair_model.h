/* The page on which the coordinator chooses the form and the role model of a pair. */
#pragma once

#include <stdint.h>

#include "frame/form.h"

struct module;

/* /pairs/{pair}/kind */
extern const struct module pair_model_module;

struct pair_model_page {
    int64_t pair_id;
    const struct form *form;
    const struct choice *kinds;
    const char *names;
};
