/* Data go into the fields of a template; the document itself is copied around them. */
#include "office/docx_fill.h"

#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "office/docx_tree.h"

#define BLANK "____________________"
#define FILLED_MAX (2 * (size_t)DOCX_PART_MAX)
#define FIRST_NUMBER 1000000u /* of a repeated picture: word processors count from 1 */
#define NEAR_MAX 64           /* letters of names that are compared */

/* ---- which field is what ---- */

static bool same(struct arena *a, const char *key, const char *name)
{
    return !strcmp(key, docx_key(a, name));
}

static const struct docx_value *find_value(struct arena *a, const struct docx_data *d,
                                           const char *key)
{
    for (size_t i = 0; i < d->n_values; i++)
        if (same(a, key, d->values[i].name))
            return &d->values[i];
    return NULL;
}

/* «пары.кому», and with a sign also «пары» alone: is there any? */
static bool find_list(struct arena *a, const struct docx_data *d, struct docx_field *f)
{
    const char *dot = strchr(f->key, '.');
    if (!dot && !f->sign)
        return false;
    const char *name = dot ? arena_strndup(a, f->key, (size_t)(dot - f->key)) : f->key;
    for (size_t i = 0; i < d->n_lists; i++) {
        const struct docx_list *l = &d->lists[i];
        if (!same(a, name, l->name))
            continue;
        f->list = l;
        f->column = SIZE_MAX;
        for (size_t c = 0; dot && c < l->n_columns; c++)
            if (same(a, dot + 1, l->columns[c]))
                f->column = c;
        return !dot || f->column != SIZE_MAX;
    }
    return false;
}

/* How many letters must change between two names. */
static unsigned distance(const char *x, const char *y)
{
    uint32_t a[NEAR_MAX], b[NEAR_MAX];
    unsigned row[NEAR_MAX + 1];
    size_t n = 0, m = 0, len;
    for (size_t left = strlen(x); left && n < NEAR_MAX; x += len, left -= len)
        a[n++] = utf8_decode(x, left, &len);
    for (size_t left = strlen(y); left && m < NEAR_MAX; y += len, left -= len)
        b[m++] = utf8_decode(y, left, &len);
    for (size_t j = 0; j <= m; j++)
        row[j] = (unsigned)j;
    for (size_t i = 1; i <= n; i++) {
        unsigned corner = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= m; j++) {
            unsigned best = corner + (a[i - 1] != b[j - 1]);
            corner = row[j];
            best = row[j] + 1 < best ? row[j] + 1 : best;
            row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
        }
    }
    return row[m];
}

/* The known name that is nearest, or NULL when none is near. */
static const char *nearest(struct arena *a, const struct docx_data *d, const char *key)
{
    const char *best = NULL;
    unsigned least = 2 + (unsigned)utf8_len(key) / 4;
    for (size_t i = 0; i < d->n_values; i++) {
        unsigned far = distance(key, docx_key(a, d->values[i].name));
        if (far < least) {
            least = far;
            best = d->values[i].name;
        }
    }
    for (size_t i = 0; i < d->n_lists; i++)
        for (size_t c = 0; c < d->lists[i].n_columns; c++) {
            const char *name = arena_printf(a, "%s.%s", d->lists[i].name, d->lists[i].columns[c]);
            unsigned far = distance(key, docx_key(a, name));
            if (far < least) {
                least = far;
                best = name;
            }
        }
    return best;
}

static int unknown(struct arena *a, const struct docx_data *d, const struct docx_field *f,
                   struct err *err)
{
    const char *near = nearest(a, d, f->key);
    const char *what =
        arena_printf(a, _("Неизвестное поле «%s» в абзаце «%s»"), f->written, f->paragraph->text);
    return near ? err_set(err, ERR_INVALID, _("%s. Возможно, вы имели в виду «%s»"), what, near)
                : err_set(err, ERR_INVALID,
                          _("%s. Какие поля бывают, написано на странице шаблона"), what);
}

static int find_field(struct arena *a, const struct docx_data *d, struct docx_field *f,
                      struct err *err)
{
    f->value = find_value(a, d, f->key);
    f->list = NULL;
    if (!f->value && !find_list(a, d, f))
        return unknown(a, d, f, err);
    if (!f->list || f->column == SIZE_MAX)
        return 0;
    const struct docx_list *of = f->scope->list;
    if (of && of != f->list)
        return err_set(err, ERR_INVALID,
                       f->scope->kind == DOCX_TR
                           ? _("В одной строке таблицы стоят поля двух списков, «%s» и «%s»: "
                               "непонятно, для чего её повторять")
                           : _("В одном абзаце стоят поля двух списков, «%s» и «%s»: непонятно, "
                               "для чего его повторять"),
                       of->name, f->list->name);
    f->scope->list = f->list;
    return 0;
}

static int find_all(struct arena *a, const struct docx_template *t, const struct docx_data *d,
                    struct err *err)
{
    for (size_t i = 0; i < t->n_trees; i++)
        for (struct docx_field *f = t->trees[i].fields; f; f = f->next)
            f->scope->list = NULL;
    for (size_t i = 0; i < t->n_trees; i++)
        for (struct docx_field *f = t->trees[i].fields; f; f = f->next) {
            int r = find_field(a, d, f, err);
            if (r < 0)
                return r;
        }
    return 0;
}

int docx_template_check(struct arena *a, const struct docx_template *t, const struct docx_data *d,
                        struct err *err, const bool **ret_values, const bool **ret_lists)
{
    bool *values = arena_array(a, bool, d->n_values), *lists = arena_array(a, bool, d->n_lists);
    int r = find_all(a, t, d, err);
    if (r < 0)
        return r;
    for (size_t i = 0; i < t->n_trees; i++)
        for (const struct docx_field *f = t->trees[i].fields; f; f = f->next) {
            if (f->value)
                values[f->value - d->values] |= !f->sign;
            else
                lists[f->list - d->lists] = true;
        }
    if (ret_values)
        *ret_values = values;
    if (ret_lists)
        *ret_lists = lists;
    return 0;
}

/* ---- the text ---- */

struct scope {
    const struct docx_list *list; /* that is being repeated; NULL: none */
    size_t row;                   /* ≥ n_rows: the one empty row of a list without rows */
};

struct writer {
    struct strbuf out;
    const struct docx_tree *tree;
    unsigned n_numbers; /* given to what is repeated */
    bool too_long;
};

static const char *text_of(const struct docx_field *f, const struct scope *s)
{
    if (f->value)
        return f->value->text ? f->value->text : "";
    if (f->column == SIZE_MAX)
        return f->list->n_rows ? "+" : "";
    if (f->list != s->list || s->row >= f->list->n_rows)
        return "";
    const char *cell = f->list->cells[s->row * f->list->n_columns + f->column];
    return cell ? cell : "";
}

static void put_text(struct strbuf *b, const char *s, const char *prefix)
{
    for (size_t n = strlen(s), i = 0, len; i < n; i += len) {
        uint32_t c = utf8_decode(s + i, n - i, &len);
        if (c == '<')
            strbuf_puts(b, "&lt;");
        else if (c == '>')
            strbuf_puts(b, "&gt;");
        else if (c == '&')
            strbuf_puts(b, "&amp;");
        else if (c == '\n' || c == '\t')
            strbuf_printf(b, "</%st><%s%s/><%st xml:space=\"preserve\">", prefix, prefix,
                          c == '\n' ? "br" : "tab", prefix);
        else if (c >= 0x20 && c < 0xfffe)
            strbuf_add(b, s + i, len);
        else if (c > 0xffff)
            strbuf_add(b, s + i, len);
    }
}

static void put_field(struct strbuf *b, const struct docx_field *f, const struct scope *s,
                      const char *prefix)
{
    if (f->sign)
        return;
    const char *text = text_of(f, s);
    if (!*text && f->value && !f->value->quiet)
        text = BLANK;
    put_text(b, text, prefix);
}

static void put_edit(struct writer *w, const struct docx_edit *e, const struct scope *s)
{
    if (e->kind == EDIT_TAG)
        strbuf_printf(&w->out, "<%st xml:space=\"preserve\">", e->prefix);
    else if (e->kind == EDIT_FIELD)
        put_field(&w->out, e->field, s, e->prefix);
    else if (e->kind == EDIT_NUMBER)
        strbuf_printf(&w->out, "%u", FIRST_NUMBER + w->n_numbers++);
}

/* Bytes of a node between its children, with what changes in them. */
static void put_range(struct writer *w, const struct docx_node *n, size_t from, size_t to,
                      const struct scope *s)
{
    for (size_t i = 0; i < n->n_edits && n->edits[i].from < to; i++) {
        const struct docx_edit *e = &n->edits[i];
        if (e->from < from || ((e->kind == EDIT_ONCE || e->kind == EDIT_NUMBER) && !s->list))
            continue;
        strbuf_add(&w->out, w->tree->source + from, e->from - from);
        put_edit(w, e, s);
        from = e->to;
    }
    if (to > from)
        strbuf_add(&w->out, w->tree->source + from, to - from);
    w->too_long |= w->out.len > FILLED_MAX;
}

static bool stays(const struct docx_node *n, const struct scope *s)
{
    for (size_t i = 0; i < n->n_fields; i++) {
        const struct docx_field *f = n->fields[i];
        if (f->sign && (f->sign == '?') != (*text_of(f, s) != '\0'))
            return false;
    }
    return true;
}

/* A paragraph that goes, where one must be or where a section ends. */
static void put_husk(struct writer *w, const struct docx_node *n)
{
    const struct scope none = {NULL, 0};
    if (n->kind != DOCX_P || (!n->must_stay && !n->has_section))
        return;
    if (n->props_to == n->to) { /* <w:p/> */
        put_range(w, n, n->from, n->to, &none);
        return;
    }
    put_range(w, n, n->from, n->props_to, &none);
    strbuf_printf(&w->out, "</%sp>", n->prefix);
}

static size_t put_children(struct writer *w, const struct docx_node *n, size_t to,
                           const struct scope *s, size_t from);

/* A table that would have no row goes as a whole. */
static size_t put_node(struct writer *w, const struct docx_node *n, const struct scope *s)
{
    size_t at = w->out.len;
    size_t rows = put_children(w, n, n->to, s, n->from);
    if (n->kind != DOCX_TABLE || rows)
        return n->kind == DOCX_TR;
    w->out.len = at;
    w->out.s[at] = '\0';
    return 0;
}

static bool only_space(const struct writer *w, size_t from, size_t to)
{
    for (; from < to; from++)
        if (!strchr(" \t\r\n", w->tree->source[from]))
            return false;
    return true;
}

/* Neighbours of one list, all of them once an item. Returns the last of them. */
static const struct docx_node *put_group(struct writer *w, const struct docx_node *first,
                                         size_t *rows)
{
    const struct docx_list *list = first->list;
    const struct docx_node *last = first;
    while (last->next && last->next->list == list && last->next->kind == first->kind &&
           only_space(w, last->to, last->next->from))
        last = last->next;
    size_t n = list->n_rows || first->kind != DOCX_TR ? list->n_rows : 1;
    bool any = false;
    for (size_t row = 0; row < n && !w->too_long; row++) {
        struct scope s = {list, row};
        for (const struct docx_node *x = first; x != last->next; x = x->next) {
            if (!stays(x, &s))
                continue;
            *rows += put_node(w, x, &s);
            any = true;
        }
    }
    if (!any)
        put_husk(w, last);
    return last;
}

static size_t put_children(struct writer *w, const struct docx_node *n, size_t to,
                           const struct scope *s, size_t from)
{
    size_t rows = 0;
    for (const struct docx_node *c = n->first; c; c = c->next) {
        put_range(w, n, from, c->from, s);
        if (c->list && c->list != s->list)
            c = put_group(w, c, &rows);
        else if (stays(c, s))
            rows += put_node(w, c, s);
        else
            put_husk(w, c);
        from = c->to;
    }
    put_range(w, n, from, to, s);
    return rows;
}

int docx_fill(struct arena *a, const struct docx_template *t, const struct docx_data *d,
              struct err *err, struct docx_filled *ret)
{
    int r = find_all(a, t, d, err);
    if (r < 0)
        return r;
    *ret = (struct docx_filled){t, arena_array(a, struct docx_part, t->n_trees), t->n_trees};
    for (size_t i = 0; i < t->n_trees; i++) {
        struct writer w = {.tree = &t->trees[i]};
        struct scope none = {NULL, 0};
        strbuf_init(&w.out, a);
        put_children(&w, w.tree->root, w.tree->n, &none, 0);
        if (w.too_long)
            return err_set(err, ERR_LIMIT, _("Документ слишком длинный"));
        ret->parts[i] = (struct docx_part){w.tree->name, w.out.s, w.out.len};
    }
    return 0;
}
