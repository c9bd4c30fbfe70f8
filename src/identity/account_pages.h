/* What the views of signing in show. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "frame/form.h"
#include "html/html.h"
#include "identity/account.h"

struct login_page {
    const struct form *form;
    const char *next;
    bool keeps_form;
    const struct account_demo *demos;
    size_t n_demos;
};

struct code_page {
    const struct form *form;
    const char *next;
};

struct enrol_page {
    const struct form *form;
    struct safe_html qr;
    const char *secret; /* «JBSW Y3DP …» */
};

struct codes_page {
    const char *const *codes;
    size_t n;
    const char *next;
};
