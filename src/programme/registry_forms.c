#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "programme/registry_cells.h"

#define SPELLINGS 64 /* remembered */

struct form_words *form_words_new(struct arena *a, const struct pack *p)
{
    struct form_words *w = arena_new_of(a, struct form_words);
    struct tsv t = {0};
    w->p = p;
    w->a = a;
    map_init(&w->by_key, a, 2 * p->forms.n);
    map_init(&w->by_text, a, SPELLINGS);
    if (pack_file(p, "topics/forms.tsv")) /* read once already by pack_load */
        pack_tsv(a, p, "topics/forms.tsv", NULL, &t);
    for (size_t i = 0; i < t.n_rows; i++) {
        const struct pack_form *f = pack_form(p, tsv_get(&t, i, "form_code"));
        if (f)
            *map_at(&w->by_key, head_key(a, tsv_get(&t, i, "wording"))) =
                (uint32_t)(f - p->forms.row);
    }
    for (size_t i = 0; i < p->forms.n; i++) {
        *map_at(&w->by_key, head_key(a, p->forms.row[i].name)) = (uint32_t)i;
        *map_at(&w->by_key, head_key(a, p->forms.row[i].code)) = (uint32_t)i;
    }
    return w;
}

static void add(struct arena *a, const struct pack_form *f, struct registry_value *v)
{
    for (size_t i = 0; i < v->n_forms; i++)
        if (!strcmp(v->forms[i], f->code))
            return;
    if (v->n_forms == REGISTRY_MAX_FORMS)
        return;
    v->text = v->n_forms ? arena_printf(a, "%s, %s", v->text, f->name) : f->name;
    v->forms[v->n_forms++] = f->code;
}

/* The form that the whole text names, or MAP_NONE. A file spells its few forms in few ways. */
static uint32_t form_of(struct form_words *w, struct arena *a, const char *text)
{
    uint32_t form = map_get(&w->by_text, text);
    if (form != MAP_NONE)
        return form;
    form = map_get(&w->by_key, head_key(a, text));
    if (form != MAP_NONE && w->by_text.n < SPELLINGS)
        *map_at(&w->by_text, arena_strdup(w->a, text)) = form;
    return form;
}

const char *registry_cell_form(struct cell_reader *c, struct form_words *w, const char *text,
                               struct registry_value *v)
{
    const char *unknown = NULL;
    v->forms = arena_array(c->a, const char *, REGISTRY_MAX_FORMS);
    c->note = false;
    uint32_t whole = form_of(w, c->a, text);
    if (whole != MAP_NONE) {
        add(c->a, &w->p->forms.row[whole], v);
        return NULL;
    }
    for (const char *p = text; *p;) {
        size_t n = strcspn(p, ",;/\n");
        const char *key = head_key(c->a, arena_strndup(c->a, p, n));
        uint32_t form = map_get(&w->by_key, key);
        if (form != MAP_NONE)
            add(c->a, &w->p->forms.row[form], v);
        else if (*key && !unknown)
            unknown = arena_strndup(c->a, p, n);
        p += n;
        p += *p != '\0';
    }
    if (!unknown || !w->p->forms.n)
        return NULL;
    return v->n_forms
               ? arena_printf(c->a, _("нет такой формы: «%s»"), unknown)
               : arena_printf(c->a, _("нет такой формы наставничества. Впишите, например, «%s»"),
                              w->p->forms.row[0].name);
}
