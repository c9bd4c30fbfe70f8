/* What the view of the journal shows. */
#pragma once

#include "frame/parts.h"
#include "identity/audit.h"

struct audit_line {
    const struct audit_entry *entry;
    const char *when; /* «5 ноября, 14:05» */
    const char *what; /* «Роль дана: куратор» */
};

struct audit_page {
    const char *kind; /* of the filter, as sent */
    const struct audit_line *rows;
    size_t n;
    struct paging paging;
};
