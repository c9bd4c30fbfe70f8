/* What the parts of viewgen share: viewgen.c (the language), viewgen_c.c (its C),
 * viewgen_html.c (its HTML), viewgen_elements.c (what stands in what). */
#pragma once

#include <stdbool.h>

#include "viewgen.h"

#define VIEW_MAX_DEPTH 64 /* open elements; open {{if}} and {{for}} */
#define VIEW_MAX_ATTRS 48 /* attributes of one tag */
#define VIEW_NAME_MAX 48  /* a tag's or attribute's name, with NUL */

enum place { PLACE_TEXT, PLACE_TAG, PLACE_VALUE }; /* between tags, between attributes, in quotes */

/* How an expression in a value is written. */
enum value_kind { VALUE_LITERAL, VALUE_ATTR, VALUE_URL };

/* How much of an address has been read. In URL_SCHEME a ':' would still make a scheme. */
enum url_phase { URL_START, URL_SCHEME, URL_SCHEME_EXPR, URL_SAFE };

/* The place in the HTML. A branch or loop never leaves the tag or value it began in, so place
 * and depth tell whether it ended where it began. */
struct context {
    enum place place;
    enum url_phase url;
    int depth;
};

struct element {
    char name[VIEW_NAME_MAX];
    int line;
};

struct attr {
    char name[VIEW_NAME_MAX];
    bool other_branch; /* written in an earlier branch of an open {{if}}: no duplicate here */
};

struct flow {
    bool loop, has_else, has_end;
    int line, n_attrs;
    struct context start;
    enum url_phase end_url;    /* of the branches so far */
    bool start_edge, end_edge; /* gen.edge there */
};

struct gen {
    struct arena *a;
    const char *path;
    const char *s, *end; /* what is left to read; the text ends with NUL */
    int line;
    struct err *err;
    struct strbuf *h, *c;
    struct strbuf lit; /* literal HTML not yet written */

    struct context at;
    char value_name[VIEW_NAME_MAX];
    enum value_kind value_kind;
    char scheme[16]; /* literal start of an address, while URL_SCHEME */
    struct element stack[VIEW_MAX_DEPTH];
    struct element tag; /* the tag being read */
    struct attr attrs[VIEW_MAX_ATTRS];
    int n_attrs;
    bool space; /* white space seen, not yet written */
    bool edge;  /* behind a block's tag: white space here shows nothing */

    struct flow flows[VIEW_MAX_DEPTH];
    int n_flows;
};

/* viewgen.c */
int fail(struct gen *g, int line, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void eat(struct gen *g, size_t n);
bool starts(const struct gen *g, const char *prefix);
void flush(struct gen *g);
void indent(struct gen *g);

/* viewgen_c.c */
size_t literal_length(const char *s);
int check_c(struct gen *g, int line, const char *s, int semicolons);
bool in_parentheses(const char *s);
char *trimmed(struct gen *g, const char *s, const char *end);
bool word(const char *text, const char *w, const char **ret_rest);
char *take_literal(struct gen *g, const char **s);
bool identifier(const char *s, size_t n);

/* viewgen_elements.c; lists of words begin and end with a space */
bool in(const char *list, const char *word);
const char *parent(const struct gen *g); /* innermost open element, "" when none */
bool inside(const struct gen *g, const char *name);
bool is_void(const char *name);
bool is_block(const char *name);                    /* white space beside its tags shows nothing */
int check_element(struct gen *g, const char *name); /* may it be opened here? */
int check_text(struct gen *g);                      /* may text stand here? */

/* viewgen_html.c: read one step of literal HTML; never called at "{{". */
int html_step(struct gen *g);
/* Attribute="{{? e}}": true when the reader stands behind the '"' of such a value. */
int html_boolean(struct gen *g);
/* The put macro for an expression here, or NULL with the reason in err. is_text: a {{_ }}. */
const char *html_put_macro(struct gen *g, bool is_text);
/* Before a statement or expression: write the white space that waits. */
void html_settle(struct gen *g);
/* Is the {{if}} or {{for}} that is open begun in this place? Then the place must stay. */
bool html_held(const struct gen *g, enum place place);
/* May a view be called here? */
int html_call_ok(struct gen *g);
