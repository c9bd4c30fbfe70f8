/* Several people in one cell of a registry: where one of them ends. */
#include <string.h>

#include "base/i18n.h"
#include "base/name_words.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "programme/registry_cells.h"

/* Where one person of a cell ends: at , ; / a line break, or at « и ». */
static size_t separator(const char *s)
{
    if (*s & 0x80) /* most bytes: letters */
        return 0;
    if (*s == ';' || *s == '\n' || *s == ',' || *s == '/')
        return 1;
    if (!strncmp(s, " и ", strlen(" и ")))
        return strlen(" и ");
    return 0;
}

/* Is there a place inside the text, without separators, where a second full name begins?
 * «Иванов Иван Иванович Петров Пётр Петрович»: behind every patronymic. */
static void split_run(struct arena *a, const char *text, struct strbuf *out)
{
    const char *word = text;
    size_t since = 0;
    while (*word) {
        size_t n = strcspn(word, " ");
        const char *s = arena_strndup(a, word, n);
        const char *rest = word + n + strspn(word + n, " ");
        since++;
        strbuf_puts(out, s);
        bool fathers = registry_is_patronymic(a, s) || (since >= 4 && name_is_kin(s));
        bool name_ends =
            since >= 3 && fathers && !name_is_kin(arena_strndup(a, rest, strcspn(rest, " ")));
        if (*rest)
            strbuf_puts(out, name_ends ? ";" : " ");
        if (name_ends)
            since = 0;
        word = rest;
    }
}

/* Three words at most and nothing that parts people: one person, as nearly always. */
static bool is_one(const char *text)
{
    size_t spaces = 0;
    for (const char *p = text; *p; p++) {
        if (separator(p) || *p == '(')
            return false;
        spaces += *p == ' ';
    }
    return *text && spaces <= 2 && utf8_is_squeezed(text);
}

const char *registry_cell_persons(struct cell_reader *c, const char *text, struct registry_value *v)
{
    struct arena *a = c->a;
    struct strbuf piece, cut, tidy;
    const char *first = NULL, *bad = NULL;
    const char *said = is_one(text) ? registry_cell_person(c, text, v) : NULL;
    if (v->n_names) {
        c->note = true;
        return said;
    }
    strbuf_init(&piece, a);
    strbuf_init(&cut, a);
    strbuf_init(&tidy, a);
    v->names = arena_array(a, struct registry_name, REGISTRY_MAX_PERSONS);
    for (const char *p = text, *end = text; *p; p = end) {
        size_t sep = 0;
        int depth = 0;
        for (end = p; *end && !(depth == 0 && (sep = separator(end))); end++)
            depth += (*end == '(') - (*end == ')' && depth > 0);
        strbuf_clear(&piece);
        strbuf_add(&piece, p, (size_t)(end - p));
        end += sep;
        if (*utf8_squeeze(a, piece.s)) {
            split_run(a, utf8_squeeze(a, piece.s), &cut);
            strbuf_putc(&cut, ';');
        }
    }
    for (char *p = cut.s, *end; (end = strchr(p, ';')); p = end + 1) {
        struct registry_value one = {.text = ""};
        *end = '\0';
        if (v->n_names == REGISTRY_MAX_PERSONS)
            return c->note = false, _("слишком много людей в одной ячейке");
        said = registry_cell_person(c, p, &one);
        if (said && !c->note)
            bad = bad ? bad : arena_printf(a, "%s: «%s»", said, p);
        else if (said && !first)
            first = said;
        if (one.n_names) {
            strbuf_printf(&tidy, "%s%s", v->n_names ? ", " : "", one.text);
            v->names[v->n_names++] = one.names[0];
        }
    }
    v->text = tidy.s;
    c->note = !bad;
    return bad ? bad : first;
}
