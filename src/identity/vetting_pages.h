/* What the views of record checks show. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "frame/form.h"
#include "frame/parts.h"
#include "identity/vetting.h"

struct vetting_line {
    const struct vetting *v;
    const char *issued, *expires, *recorded; /* «5 ноября 2026 г., Е. П. Соколова» */
    const char *state;
    enum pill pill;
    const char *end; /* address; NULL: taken back already */
};

struct vetting_page {
    const char *words; /* of the person's state today */
    enum notice kind;
    const struct form *form;
    const char *action;
    const struct vetting_line *rows;
    size_t n;
};

struct vetting_end_page {
    const struct form *form;
    const char *action, *back;
    const char *number;
};

struct vetting_due_line {
    const char *name, *unit, *expires, *path;
    bool over;
};

struct vetting_due_page {
    const struct vetting_due_line *rows;
    size_t n;
    const char *next; /* NULL: no more */
    bool many_units;
};

enum pill vetting_pill(enum vetting_state state);
