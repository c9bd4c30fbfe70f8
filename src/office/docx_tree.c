/* A text part is read once by expat; what matters is where the paragraphs, rows and letters lie. */
#include "office/docx_tree.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "base/utf8.h"

#define TRANSITIONAL "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define STRICT "http://purl.oclc.org/ooxml/wordprocessingml/main"
#define MAX_NODES 200000u

/* A piece of a paragraph's text and the bytes it came from; a break has none. */
struct piece {
    size_t at, n;
    size_t from, to;
    size_t tag_from, tag_to; /* of its w:t */
    bool plain;              /* each letter is its own bytes */
};

/* What is being read of one open paragraph. */
struct open_paragraph {
    struct strbuf text;
    struct piece *pieces;
    size_t n, cap;
};

struct reader {
    XML_Parser x;
    struct arena *a;
    struct err *err;
    int rc;
    struct docx_tree *tree;
    struct docx_node *at;
    unsigned depth, n_nodes;
    struct docx_node *block[DOCX_DEPTH_MAX]; /* the last paragraph right inside, of every depth */
    struct open_paragraph *open[DOCX_DEPTH_MAX];
    unsigned n_open;
    bool in_text;
    size_t tag_from, tag_to;
};

int docx_broken(struct err *err)
{
    return err_set(err, ERR_INVALID,
                   _("Документ повреждён. Откройте его в текстовом редакторе, сохраните как DOCX и "
                     "загрузите снова"));
}

static void stop(struct reader *r, int rc)
{
    if (r->rc >= 0) {
        r->rc = rc;
        XML_StopParser(r->x, XML_FALSE);
    }
}

static size_t here(const struct reader *r)
{
    return (size_t)XML_GetCurrentByteIndex(r->x);
}

static size_t behind(const struct reader *r)
{
    return here(r) + (size_t)XML_GetCurrentByteCount(r->x);
}

const char *docx_key(struct arena *a, const char *name)
{
    const char *dot = strchr(name, '.');
    if (!dot)
        return utf8_key(a, name);
    return arena_printf(a, "%s.%s", utf8_key(a, arena_strndup(a, name, (size_t)(dot - name))),
                        utf8_key(a, dot + 1));
}

/* ---- nodes and edits ---- */

static struct docx_edit *add_edit(struct reader *r, struct docx_node *n)
{
    if (n->n_edits == n->cap_edits) {
        size_t cap = n->cap_edits ? 2 * n->cap_edits : 4;
        n->edits =
            arena_grow(r->a, n->edits, n->cap_edits * sizeof *n->edits, cap * sizeof *n->edits);
        n->cap_edits = cap;
    }
    return &n->edits[n->n_edits++];
}

static void add_field(struct reader *r, struct docx_node *n, struct docx_field *f)
{
    if (n->n_fields == n->cap_fields) {
        size_t cap = n->cap_fields ? 2 * n->cap_fields : 4;
        n->fields =
            arena_grow(r->a, n->fields, n->cap_fields * sizeof *n->fields, cap * sizeof *n->fields);
        n->cap_fields = cap;
    }
    n->fields[n->n_fields++] = f;
}

/* «w:» of the tag that stands at this byte. */
static const char *prefix_at(struct reader *r, size_t from)
{
    const char *s = r->tree->source + from + 1;
    size_t n = strcspn(s, ": />\t\r\n");
    return s[n] == ':' ? arena_strndup(r->a, s, n + 1) : "";
}

static void open_node(struct reader *r, enum docx_kind kind)
{
    struct docx_node *n = arena_new_of(r->a, struct docx_node);
    if (++r->n_nodes > MAX_NODES) {
        stop(r, err_set(r->err, ERR_LIMIT, _("В документе слишком много абзацев")));
        return;
    }
    n->kind = kind;
    n->from = here(r);
    n->props_to = behind(r);
    n->prefix = prefix_at(r, n->from);
    n->parent = r->at;
    if (r->at->last)
        r->at->last->next = n;
    else
        r->at->first = n;
    r->at->last = n;
    r->at = n;
}

/* ---- the text of a paragraph ---- */

static struct piece *add_piece(struct reader *r, struct open_paragraph *p, const char *s, size_t n)
{
    if (p->n == p->cap) {
        size_t cap = p->cap ? 2 * p->cap : 8;
        p->pieces =
            arena_grow(r->a, p->pieces, p->cap * sizeof *p->pieces, cap * sizeof *p->pieces);
        p->cap = cap;
    }
    struct piece *x = &p->pieces[p->n++];
    *x = (struct piece){.at = p->text.len, .n = n};
    strbuf_add(&p->text, s, n);
    return x;
}

static void on_text(void *ctx, const XML_Char *s, int len)
{
    struct reader *r = ctx;
    if (!r->in_text || !r->n_open || r->rc < 0)
        return;
    struct piece *x = add_piece(r, r->open[r->n_open - 1], s, (size_t)len);
    x->from = here(r);
    x->to = behind(r);
    x->plain = x->to - x->from == x->n;
    x->tag_from = r->tag_from;
    x->tag_to = r->tag_to;
}

/* The bytes of letters [from, to) of the text, piece by piece. */
static void cut_out(struct reader *r, struct docx_node *n, const struct open_paragraph *p,
                    size_t from, size_t to, struct docx_field *f)
{
    for (size_t i = 0; i < p->n; i++) {
        const struct piece *x = &p->pieces[i];
        if (x->at + x->n <= from || x->at >= to || x->to == x->from)
            continue;
        size_t begin = x->at < from ? from - x->at : 0;
        size_t end = x->at + x->n > to ? to - x->at : x->n;
        struct docx_edit *tag = add_edit(r, n);
        *tag = (struct docx_edit){.from = x->tag_from, .to = x->tag_to, .kind = EDIT_TAG};
        tag->prefix = prefix_at(r, x->tag_from);
        struct docx_edit *e = add_edit(r, n);
        e->from = x->plain ? x->from + begin : x->from;
        e->to = x->plain ? x->from + end : x->to;
        e->kind = f ? EDIT_FIELD : EDIT_DROP;
        e->field = f;
        e->prefix = tag->prefix;
        f = NULL; /* only its first piece is replaced, the others go */
    }
}

/* A row answers for what is in it, otherwise the outermost paragraph. */
static struct docx_node *scope_of(struct docx_node *n)
{
    struct docx_node *scope = n;
    for (; n; n = n->parent) {
        if (n->kind == DOCX_TR)
            return n;
        if (n->kind == DOCX_P)
            scope = n;
    }
    return scope;
}

static int unclosed(struct reader *r, const char *text)
{
    return err_set(r->err, ERR_INVALID,
                   _("В абзаце «%s» поле открыто скобками {{ и не закрыто скобками }}"), text);
}

static const char *shown(struct arena *a, const char *text)
{
    size_t n = strlen(text);
    return n <= 120 ? text : arena_printf(a, "%.*s…", (int)utf8_cut(text, 120), text);
}

static int find_fields(struct reader *r, struct docx_node *n, const struct open_paragraph *p)
{
    const char *text = p->text.s;
    n->text = shown(r->a, utf8_squeeze(r->a, text));
    for (const char *at = text; (at = strstr(at, "{{"));) {
        const char *end = strstr(at + 2, "}}");
        size_t len = end ? (size_t)(end - at) - 2 : 0;
        if (!end || len > DOCX_FIELD_MAX || memchr(at + 2, '\n', len) || memchr(at + 2, '{', len))
            return unclosed(r, n->text);
        struct docx_field *f = arena_new_of(r->a, struct docx_field);
        char *name = utf8_squeeze(r->a, arena_strndup(r->a, at + 2, len));
        if (*name == '?' || *name == '!')
            f->sign = *name++;
        f->written = utf8_squeeze(r->a, name);
        f->key = docx_key(r->a, f->written);
        f->paragraph = n;
        f->scope = scope_of(n);
        *r->tree->end = f;
        r->tree->end = &f->next;
        add_field(r, f->scope, f);
        cut_out(r, n, p, (size_t)(at - text), (size_t)(end - text) + 2, f);
        at = end + 2;
    }
    return 0;
}

/* ---- tags ---- */

static const char *local(const char *name)
{
    const char *bar = strchr(name, '|');
    size_t n = bar ? (size_t)(bar - name) : 0;
    if ((n == strlen(TRANSITIONAL) && !memcmp(name, TRANSITIONAL, n)) ||
        (n == strlen(STRICT) && !memcmp(name, STRICT, n)))
        return bar + 1;
    return "";
}

static void open_paragraph(struct reader *r)
{
    struct open_paragraph *p = arena_new_of(r->a, struct open_paragraph);
    strbuf_init(&p->text, r->a);
    open_node(r, DOCX_P);
    r->open[r->n_open++] = p; /* no deeper than the tags */
}

static void keep_unique(struct reader *r, const char *name, const char *tag)
{
    struct docx_edit edits[DOCX_UNIQUE_MAX];
    size_t n = docx_unique(name, tag, r->tree->source, here(r), behind(r), edits);
    for (size_t i = 0; i < n; i++)
        *add_edit(r, r->at) = edits[i];
}

static void on_start(void *ctx, const XML_Char *name, const XML_Char **atts)
{
    struct reader *r = ctx;
    const char *tag = local(name);
    (void)atts;
    if (r->rc < 0)
        return;
    if (r->depth + 1 >= DOCX_DEPTH_MAX) {
        stop(r, err_set(r->err, ERR_LIMIT, _("Документ устроен слишком сложно")));
        return;
    }
    r->block[++r->depth] = NULL;
    if (!strcmp(tag, "p"))
        open_paragraph(r);
    else if (!strcmp(tag, "tbl"))
        open_node(r, DOCX_TABLE);
    else if (!strcmp(tag, "tr"))
        open_node(r, DOCX_TR);
    r->in_text = !strcmp(tag, "t");
    if (r->in_text) {
        r->tag_from = here(r);
        r->tag_to = behind(r);
    }
    if (!strcmp(tag, "sectPr") && r->at->kind == DOCX_P)
        r->at->has_section = true;
    if (r->n_open && (!strcmp(tag, "br") || !strcmp(tag, "cr") || !strcmp(tag, "tab")))
        add_piece(r, r->open[r->n_open - 1], "\n", 1);
    if (r->rc >= 0)
        keep_unique(r, name, tag);
}

static int by_place(const void *a, const void *b)
{
    const struct docx_edit *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

static void close_node(struct reader *r)
{
    struct docx_node *n = r->at;
    n->to = behind(r);
    if (n->n_edits)
        qsort(n->edits, n->n_edits, sizeof *n->edits, by_place);
    r->at = n->parent;
}

static bool holds_blocks(const char *tag)
{
    static const char *const names[] = {"tc", "hdr", "ftr", "txbxContent", "footnote", "endnote"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(tag, names[i]))
            return true;
    return false;
}

static void on_end(void *ctx, const XML_Char *name)
{
    struct reader *r = ctx;
    const char *tag = local(name);
    if (r->rc < 0)
        return;
    struct docx_node *last = r->block[r->depth--];
    r->in_text = false;
    if (!strcmp(tag, "p")) {
        struct docx_node *p = r->at;
        int rc = find_fields(r, p, r->open[--r->n_open]);
        if (rc < 0)
            stop(r, rc);
        close_node(r);
        r->block[r->depth] = p;
    } else if (!strcmp(tag, "tr") || !strcmp(tag, "tbl")) {
        close_node(r);
    } else if (!strcmp(tag, "pPr") && r->at->kind == DOCX_P) {
        r->at->props_to = behind(r);
    } else if (holds_blocks(tag) && last) {
        last->must_stay = true;
    }
}

/* A DTD is how XML bombs are made, and word processors write none. */
static void on_doctype(void *ctx, const XML_Char *name, const XML_Char *sysid,
                       const XML_Char *pubid, int internal)
{
    struct reader *r = ctx;
    (void)name, (void)sysid, (void)pubid, (void)internal;
    stop(r, docx_broken(r->err));
}

static void on_declaration(void *ctx, const XML_Char *version, const XML_Char *encoding,
                           int standalone)
{
    struct reader *r = ctx;
    (void)version, (void)standalone;
    if (encoding && strcasecmp(encoding, "utf-8") != 0)
        stop(r, docx_broken(r->err));
}

int docx_tree_read(struct arena *a, const char *name, const char *source, size_t n, struct err *err,
                   struct docx_tree *ret)
{
    *ret = (struct docx_tree){.name = name, .source = source, .n = n};
    ret->end = &ret->fields;
    if (!utf8_valid(source,
                    n)) /* also UTF-16: bytes of the text and of the file must be the same */
        return docx_broken(err);
    struct reader *r = arena_new_of(a, struct reader);
    *r = (struct reader){.x = XML_ParserCreateNS(NULL, '|'), .a = a, .err = err, .tree = ret};
    if (!r->x)
        return ERR_IO;
    r->at = ret->root = arena_new_of(a, struct docx_node);
    ret->root->to = n;
    XML_SetUserData(r->x, r);
    XML_SetElementHandler(r->x, on_start, on_end);
    XML_SetCharacterDataHandler(r->x, on_text);
    XML_SetStartDoctypeDeclHandler(r->x, on_doctype);
    XML_SetXmlDeclHandler(r->x, on_declaration);
    int good = XML_Parse(r->x, source, (int)n, XML_TRUE) == XML_STATUS_OK;
    XML_ParserFree(r->x);
    if (r->rc >= 0 && !good)
        return docx_broken(err);
    return r->rc;
}
