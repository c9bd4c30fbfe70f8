/* viewgen: .html views with C expressions → C functions. The language is docs/views.md; what it
 * cannot make safe it refuses, with the place and the mend. */
#pragma once

#include <setjmp.h>
#include <stdbool.h>

#include "base/err.h"
#include "base/strbuf.h"

#define VIEW_MAX_BYTES (512u * 1024u)

/* Compile a file of n bytes, NUL behind them. path stands in messages and in #line, header in
 * the #include of the .c. ERR_INVALID with "path:line: …" in err. */
int viewgen(struct arena *a, const char *path, const char *header, const char *text, size_t n,
            struct err *err, struct strbuf *ret_h, struct strbuf *ret_c);

/* --- what its halves share: viewgen.c (the language, its C) and viewgen_html.c (the place) ---- */
#define VIEW_MAX_DEPTH 64 /* what is open at once; brackets of an expression */
#define VIEW_MAX_ATTRS 48 /* attributes of one tag */

/* What can be open; each ends inside what it began in. A TAG goes from "<name" to ">". */
enum kind { VIEW = 1, ELEMENT = 2, TAG = 4, VALUE = 8, IF = 16, ELSE = 32, FOR = 64 };
#define PLACES (VIEW | ELEMENT | TAG | VALUE)
#define BRANCHES (IF | ELSE | FOR)

/* How much of an address has been read. In URL_OPEN a ':' would still make a scheme. */
enum url { URL_START, URL_OPEN, URL_SAFE };

struct point {
    bool reached, edge; /* edge: behind a block's tag, where white space shows nothing */
    enum url url;
};

struct open {
    enum kind kind;
    int line;
    const char *name;        /* element, tag, attribute; of a view, the element it is called in */
    struct point start, end; /* of a branch; end: of the arms so far */
};

struct gen {
    struct arena *a;
    const char *path, *s, *step; /* s: what is left to read; step: where the present step began */
    int line, indent, n_open, n_attrs;
    struct err *err;
    jmp_buf failed;
    struct strbuf *h, *c, lit;        /* lit: literal HTML not yet written */
    struct open open[VIEW_MAX_DEPTH]; /* nothing between views */
    const char *attrs[VIEW_MAX_ATTRS];
    struct point at;
    bool group, space; /* the statement is "…(…)"; white space seen, not yet written */
};

/* Unless the condition holds: say what is wrong with the step, and leave viewgen. */
#define need(g, condition, ...) ((condition) ? (void)0 : refuse((g), __VA_ARGS__))
_Noreturn void refuse(struct gen *g, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

size_t name_length(const char *s, const char *also); /* letters, digits, and these */
bool starts(const struct gen *g, const char *prefix);
void push(struct gen *g, enum kind kind, const char *name);
struct open *innermost(struct gen *g, unsigned kinds); /* the view when there is none */
/* What is open last, if `what` can end it: one of these kinds, and this name unless NULL. */
struct open *ended(struct gen *g, unsigned kinds, const char *name, const char *what);
void put_boolean(struct gen *g, const char *attr); /* at the "{{? e}}" of a value */

/* viewgen_html.c */
void html_step(struct gen *g);   /* read a little literal HTML; never at "{{" */
void html_settle(struct gen *g); /* before a statement: write the white space that waits */
const char *html_put_macro(struct gen *g, bool is_text); /* for an expression or {{_ }} here */
const char *html_where(struct gen *g); /* what a view must be made for to be called here */
