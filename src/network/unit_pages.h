/* What the views of the tree show. */
#pragma once

#include <stdbool.h>

#include "frame/form.h"
#include "frame/parts.h"
#include "identity/role.h"
#include "network/unit.h"

struct unit_page {
    const struct unit *unit;
    const struct unit_numbers *numbers;
    const struct role_holder *heads; /* who is responsible here */
    size_t n_heads;
    const struct unit_line *children;
    size_t n_children;
    bool leaf;     /* nothing stands below an organisation */
    const char *q; /* search below, as sent */
    bool searched;
    bool may_add, may_edit, may_people;
    const char *child_word; /* «Регионы», «Что ниже» */
    struct paging paging;
    const char *phone, *phone_uri; /* NULL: none */
};

struct unit_form_page {
    const struct form *form;
    const struct choice *kinds; /* NULL: the kind does not change */
    const char *action, *back, *button;
};
