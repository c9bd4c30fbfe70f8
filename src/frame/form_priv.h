/* Inside of a form; for form.c and form_parse.c only. */
#pragma once

#include "frame/form.h"

#define FORM_MAX_GENERAL 8 /* messages about the whole form */

struct form_entry {
    const char **raw; /* values as typed */
    size_t n, cap;
    const char *error;
};

struct form {
    struct arena *a;
    const struct form_def *def;
    struct form_entry *entries; /* one a field */
    void *values;
    const char *general[FORM_MAX_GENERAL];
    size_t n_general;
};

struct form *form_alloc(struct arena *a, const struct form_def *def);
void form_add_raw(struct form *f, size_t field, const char *value);
