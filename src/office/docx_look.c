#include "office/docx_look.h"

#include <stdlib.h>
#include <string.h>

#include "office/docx_pdf.h"
#include "office/docx_tree.h"

#define MAX_STYLES 500
#define MAX_BASED 12

enum {
    SET_ALIGN = 1,
    SET_LEFT = 2,
    SET_RIGHT = 4,
    SET_FIRST = 8,
    SET_BEFORE = 16,
    SET_AFTER = 32,
    SET_LINE = 64,
    SET_BREAK = 128,
    SET_KEEP = 256,
    SET_BOLD = 512,
    SET_ITALIC = 1024,
    SET_UNDERLINE = 2048,
    SET_SIZE = 4096,
};

struct style {
    const char *id, *based;
    bool by_default;
    struct look look;
};

const char *docx_local(const char *name)
{
    const char *bar = strchr(name, '|');
    return bar ? bar + 1 : name;
}

const char *docx_att(const XML_Char **atts, const char *name)
{
    for (; *atts; atts += 2)
        if (!strcmp(docx_local(*atts), name))
            return atts[1];
    return NULL;
}

bool docx_on(const XML_Char **atts)
{
    const char *v = docx_att(atts, "val");
    return !v || (strcmp(v, "0") != 0 && strcmp(v, "false") != 0 && strcmp(v, "none") != 0);
}

double docx_measure(const char *s)
{
    double x = strtod(s, NULL);
    return x > -100000 && x < 100000 ? x : 0;
}

static void set_number(const XML_Char **atts, const char *name, struct look *l, unsigned bit,
                       double *to)
{
    const char *v = docx_att(atts, name);
    if (!v)
        return;
    *to = TWIP(v);
    l->set |= bit;
}

void look_paragraph(struct look *l, const char *tag, const XML_Char **atts)
{
    const char *v = docx_att(atts, "val");
    if (!strcmp(tag, "jc") && v) {
        l->align = !strcmp(v, "center")                             ? PDF_CENTER
                   : !strcmp(v, "right") || !strcmp(v, "end")       ? PDF_RIGHT
                   : !strcmp(v, "both") || !strcmp(v, "distribute") ? PDF_JUSTIFY
                                                                    : PDF_LEFT;
        l->set |= SET_ALIGN;
    } else if (!strcmp(tag, "ind")) {
        set_number(atts, "left", l, SET_LEFT, &l->left);
        set_number(atts, "start", l, SET_LEFT, &l->left);
        set_number(atts, "right", l, SET_RIGHT, &l->right);
        set_number(atts, "end", l, SET_RIGHT, &l->right);
        set_number(atts, "firstLine", l, SET_FIRST, &l->first);
        if (docx_att(atts, "hanging")) {
            set_number(atts, "hanging", l, SET_FIRST, &l->first);
            l->first = -l->first;
        }
    } else if (!strcmp(tag, "spacing")) {
        const char *rule = docx_att(atts, "lineRule");
        set_number(atts, "before", l, SET_BEFORE, &l->before);
        set_number(atts, "after", l, SET_AFTER, &l->after);
        if (docx_att(atts, "line") && (!rule || !strcmp(rule, "auto"))) {
            l->line = docx_measure(docx_att(atts, "line")) / 240;
            l->set |= SET_LINE;
        }
    } else if (!strcmp(tag, "pageBreakBefore")) {
        l->new_page = docx_on(atts);
        l->set |= SET_BREAK;
    } else if (!strcmp(tag, "keepNext")) {
        l->keep_next = docx_on(atts);
        l->set |= SET_KEEP;
    }
}

void look_run(struct look *l, const char *tag, const XML_Char **atts)
{
    if (!strcmp(tag, "b")) {
        l->bold = docx_on(atts);
        l->set |= SET_BOLD;
    } else if (!strcmp(tag, "i")) {
        l->italic = docx_on(atts);
        l->set |= SET_ITALIC;
    } else if (!strcmp(tag, "u")) {
        l->underline = docx_on(atts);
        l->set |= SET_UNDERLINE;
    } else if (!strcmp(tag, "sz") && docx_att(atts, "val")) {
        l->size = docx_measure(docx_att(atts, "val")) / 2;
        l->size = l->size < 1 ? 1 : l->size > 400 ? 400 : l->size;
        l->set |= SET_SIZE;
    }
}

void look_cover(struct look *l, const struct look *over)
{
    unsigned s = over->set;
#define TAKE(bit, field)                                                                           \
    if (s & (bit))                                                                                 \
    l->field = over->field
    TAKE(SET_ALIGN, align);
    TAKE(SET_LEFT, left);
    TAKE(SET_RIGHT, right);
    TAKE(SET_FIRST, first);
    TAKE(SET_BEFORE, before);
    TAKE(SET_AFTER, after);
    TAKE(SET_LINE, line);
    TAKE(SET_BREAK, new_page);
    TAKE(SET_KEEP, keep_next);
    TAKE(SET_BOLD, bold);
    TAKE(SET_ITALIC, italic);
    TAKE(SET_UNDERLINE, underline);
    TAKE(SET_SIZE, size);
#undef TAKE
    l->set |= s;
}

static const struct style *find_style(const struct looks *s, const char *id)
{
    for (size_t i = 0; i < s->n; i++)
        if (id ? !strcmp(s->styles[i].id, id) : s->styles[i].by_default)
            return &s->styles[i];
    return NULL;
}

struct look look_of(const struct looks *all, const char *id)
{
    const struct style *chain[MAX_BASED];
    size_t n = 0;
    struct look l = all->defaults;
    for (const struct style *s = find_style(all, id); s && n < MAX_BASED;
         s = s->based ? find_style(all, s->based) : NULL)
        chain[n++] = s;
    while (n)
        look_cover(&l, &chain[--n]->look);
    l.set = 0;
    return l;
}

/* ---- styles.xml ---- */

struct style_reader {
    struct arena *a;
    struct looks *looks;
    struct style *style; /* being read */
    bool in_defaults;
};

static void on_style_start(void *ctx, const XML_Char *name, const XML_Char **atts)
{
    struct style_reader *r = ctx;
    const char *tag = docx_local(name);
    if (!strcmp(tag, "docDefaults"))
        r->in_defaults = true;
    if (!strcmp(tag, "style") && r->looks->n < MAX_STYLES) {
        const char *type = docx_att(atts, "type"), *id = docx_att(atts, "styleId");
        const char *def = docx_att(atts, "default");
        r->style = &r->looks->styles[r->looks->n++];
        *r->style = (struct style){.id = arena_strdup(r->a, id ? id : ""),
                                   .by_default = type && !strcmp(type, "paragraph") && def &&
                                                 (*def == '1' || *def == 't')};
    }
    if (!strcmp(tag, "basedOn") && r->style && docx_att(atts, "val"))
        r->style->based = arena_strdup(r->a, docx_att(atts, "val"));
    struct look *to = r->style ? &r->style->look : r->in_defaults ? &r->looks->defaults : NULL;
    if (to) {
        look_paragraph(to, tag, atts);
        look_run(to, tag, atts);
    }
}

static void on_style_end(void *ctx, const XML_Char *name)
{
    struct style_reader *r = ctx;
    if (!strcmp(docx_local(name), "style"))
        r->style = NULL;
    if (!strcmp(docx_local(name), "docDefaults"))
        r->in_defaults = false;
}

int looks_read(struct arena *a, const struct docx_template *t, struct err *err, struct looks *ret)
{
    struct style_reader r = {.a = a, .looks = ret};
    const char *xml;
    size_t n;
    *ret = (struct looks){.defaults = {.size = 12, .line = 1}};
    int rc = docx_template_part(a, t, "word/styles.xml", err, &xml, &n);
    if (rc <= 0)
        return rc;
    ret->styles = arena_array(a, struct style, MAX_STYLES);
    XML_Parser x = XML_ParserCreateNS(NULL, '|');
    if (!x)
        return ERR_IO;
    XML_SetUserData(x, &r);
    XML_SetElementHandler(x, on_style_start, on_style_end);
    bool good = XML_Parse(x, xml, (int)n, XML_TRUE) == XML_STATUS_OK;
    XML_ParserFree(x);
    return good ? 0 : docx_broken(err);
}
