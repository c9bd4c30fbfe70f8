/*
 * How a person wants pages to look: the page «Версия для слабовидящих». Kept in a cookie, so
 * that it works signed out; written on <html>, where the stylesheet reads it.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"

#define PREFS_COOKIE "view"

enum scheme {
    SCHEME_AUTO, /* light or dark as the system says */
    SCHEME_LIGHT,
    SCHEME_DARK,
    SCHEME_BLACK_ON_WHITE, /* from here on: two colours only */
    SCHEME_WHITE_ON_BLACK,
    SCHEME_BLUE,
    SCHEME_COUNT
};

struct prefs {
    enum scheme scheme;
    unsigned size;   /* 0: usual, 1: 150 %, 2: 200 % */
    unsigned letter; /* space between letters: 0, 0,06em, 0,12em */
    unsigned line;   /* lines: 1,5 1,8 2,2 */
    bool serif;
};

/* From the cookie: five digits. Anything else is the usual view. cookie may be NULL. */
struct prefs prefs_parse(const char *cookie);
char *prefs_cookie(struct arena *a, const struct prefs *p);

/* Words of the attributes on <html>; NULL: no attribute. */
const char *prefs_scheme(const struct prefs *p); /* data-scheme */
const char *prefs_size(const struct prefs *p);   /* data-size: "150", "200" */
const char *prefs_lv(const struct prefs *p);     /* data-lv: "two", "plain" */
