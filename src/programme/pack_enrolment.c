/* What a pack says about applications: categories of requests. */
#include <string.h>

#include "base/i18n.h"
#include "programme/pack_tables.h"

static int read_category(struct pack_loader *l, void *row)
{
    struct pack_category *c = row;
    int r = pack_read_code(l, "code", &c->code);
    if (r == 0)
        r = pack_read_filled(l, "name_ru", &c->name);
    if (r < 0)
        return r;
    c->hint = pack_text(l, "hint_ru");
    c->forms = pack_items(l, "forms");
    c->source = pack_text(l, "source");
    c->confidence = pack_text(l, "confidence");
    for (size_t i = 0; i < c->forms.n; i++)
        if (!pack_form(l->pack, c->forms.item[i]))
            return pack_bad(l, "forms",
                            _("формы «%.64s» нет в forms.tsv. Добавьте её или исправьте код"),
                            c->forms.item[i]);
    return 0;
}

int pack_read_enrolment(struct pack_loader *l)
{
    struct pack *p = l->pack;
    PACK_READ(p->categories, "request-categories.tsv", false, PACK_COLUMNS("code", "name_ru"),
              {"code"}, sizeof(struct pack_category), read_category);
    return pack_read_sensitive(l);
}

const struct pack_category *pack_category(const struct pack *p, const char *code)
{
    for (size_t i = 0; i < p->categories.n; i++)
        if (!strcmp(p->categories.row[i].code, code))
            return &p->categories.row[i];
    return NULL;
}

bool pack_category_fits(const struct pack_category *c, const char *form_code)
{
    for (size_t i = 0; i < c->forms.n; i++)
        if (!strcmp(c->forms.item[i], form_code))
            return true;
    return !c->forms.n;
}
