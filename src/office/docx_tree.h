/* Inside of docx_fill: a text part as its tables, rows and paragraphs, and where they stand. */
#pragma once

#include <stdint.h>

#include "office/docx_fill.h"

enum docx_kind { DOCX_ROOT, DOCX_TABLE, DOCX_TR, DOCX_P };

/* What stands between braces. */
struct docx_field {
    const char *written, *key; /* key: folded, list and column parted by a dot */
    char sign;                 /* '?', '!' or 0 */
    struct docx_node *paragraph;
    struct docx_node *scope; /* what is repeated or left out because of it */
    struct docx_field *next; /* of the part */
    /* found when the data are known */
    const struct docx_value *value;
    const struct docx_list *list;
    size_t column;
};

/* Bytes of the part that become something else. */
struct docx_edit {
    size_t from, to;
    enum {
        EDIT_DROP,
        EDIT_TAG,
        EDIT_FIELD,
        EDIT_ONCE,
        EDIT_NUMBER
    } kind; /* ONCE: dropped in what is repeated; NUMBER: another each time there */
    struct docx_field *field;
    const char *prefix; /* of the tag: «w:» */
};

struct docx_node {
    enum docx_kind kind;
    size_t from, to; /* the whole element */
    size_t props_to; /* of a paragraph: behind its properties */
    const char *prefix;
    bool must_stay; /* the last paragraph of a cell */
    bool has_section;
    struct docx_node *parent, *first, *last, *next;
    struct docx_edit *edits;
    size_t n_edits, cap_edits;
    const char *text;           /* of a paragraph, for messages */
    struct docx_field **fields; /* conditions and list of this scope */
    size_t n_fields, cap_fields;
    const struct docx_list *list; /* found when the data are known */
};

struct docx_tree {
    const char *name;
    const char *source;
    size_t n;
    struct docx_node *root;
    struct docx_field *fields, **end;
};

struct docx_template {
    const void *bytes;
    size_t n;
    struct docx_tree *trees;
    size_t n_trees;
};

int docx_tree_read(struct arena *a, const char *name, const char *source, size_t n, struct err *err,
                   struct docx_tree *ret);

/* What of a tag may stand in a document but once: changes for where it is repeated. name: with its
 * space of names; tag: without, of the text's own. */
#define DOCX_UNIQUE_MAX 2
size_t docx_unique(const char *name, const char *tag, const char *source, size_t from, size_t to,
                   struct docx_edit ret[DOCX_UNIQUE_MAX]);

/* «пары.кому» folded: names that differ only in looks are the same. */
const char *docx_key(struct arena *a, const char *name);

int docx_broken(struct err *err);
