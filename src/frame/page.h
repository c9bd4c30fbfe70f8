/*
 * A page: its title, its place, its body (a {{page …}} view) and the data of that view.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "html/html.h"

struct link {
    const char *label; /* already translated */
    const char *href;
};

struct nav_item {
    const char *label;
    const char *href;
    const char *icon; /* of the sprite, or NULL */
    bool current;
};

struct page {
    const char *title; /* one h1; also <title> «title — place — Наставник» */
    const char *lead;  /* the answer of the page in one sentence, or NULL */
    const char *place; /* «Школа № 5, Кунгур», for <title> and the header; NULL: from the unit */
    html_body *body; /* called with data */
    const void *data;
    const struct link *crumbs; /* from the top; the page itself is added as the last */
    size_t n_crumbs;
    const struct nav_item *nav; /* rail; NULL: the default one of the role */
    size_t n_nav;
    const struct form *form; /* its error summary stands above h1; NULL: none */
    int status;              /* 0: 200 */
    bool fragment;           /* the body alone, for a frame on anybody's site */
    bool bare;               /* no rail: sign-in, errors, public pages */
    bool wide;               /* tables that want the whole width */
};

/* The program's own name: «наставник» of a text is a person, in English a mentor. */
const char *page_brand(void);
