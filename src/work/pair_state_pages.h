/* What the pages of a pair's end show. */
#pragma once

#include "frame/form.h"
#include "frame/parts.h"

struct pair_end_page {
    int64_t pair_id;
    const struct form *form;
    const struct choice *actions; /* NULL: it is over */
    const char *names, *wish;     /* wish: «Просит наставник: …», or NULL */
};

struct pair_finish_page {
    int64_t programme_id, agreed, active;
};

/* A representative ends the pair of a child. */
struct pair_ward_page {
    const char *action, *token, *back; /* token: of an application's link, or "" */
    const struct form *form;
    const char *const *with; /* the other sides */
    size_t n;
    bool mentor; /* the child is the mentor */
    const char *curator, *curator_phone;
};

struct pair_wish_page {
    int64_t pair_id;
    const struct form *form;
    bool waiting;
};
