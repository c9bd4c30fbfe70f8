/*
 * What stands around every page: the header with the place and the person, navigation,
 * breadcrumbs, notice and footer. The frame fills it from the request and calls
 * layout(); modules only make a struct page. The markup is in frame/layout.html.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "frame/page.h"
#include "frame/prefs.h"

struct shell {
    const struct page *page;
    struct prefs prefs;
    const char *lang;    /* of <html lang>: i18n_code() */
    const char *version; /* of the program */
    const char *today;   /* «5 ноября 2026 г.», for the sheet of paper */
    const char *notice;  /* «Сохранено», NULL: none */

    /* NULL and 0 when nobody is signed in. */
    const char *name;          /* «Е. П. Соколова» */
    const char *place;         /* «Школа № 5, Кунгур» */
    const char *role;          /* «куратор» */
    const struct link *places; /* up to five recent places, the present one first */
    size_t n_places;
    int64_t n_notices; /* unread */

    const struct nav_item *nav; /* used when the page brings none */
    size_t n_nav;
    bool tabs; /* a participant: the first three items are tabs under the header on a phone */
};

/* The whole page, from <!doctype html> to </html>. */
void layout(struct html *h, const struct shell *s);

/* The body alone, for a frame on another site. */
void layout_fragment(struct html *h, const struct shell *s);
