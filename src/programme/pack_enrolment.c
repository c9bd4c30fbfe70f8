/* What a pack says about applications: categories of requests, words that are better left out. */
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "base/utf8.h"
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

static int read_sensitive(struct pack_loader *l, void *row)
{
    static const char *const levels[] = {"ask", "refuse", NULL};
    struct pack_sensitive *s = row;
    int level, r = pack_read_filled(l, "wording", &s->wording);
    if (r == 0)
        r = pack_read_word(l, "level", levels, &level);
    if (r == 0)
        r = pack_read_filled(l, "about_ru", &s->about);
    if (r < 0)
        return r;
    s->wording = utf8_key(l->a, s->wording);
    s->refuse = level;
    return 0;
}

int pack_read_enrolment(struct pack_loader *l)
{
    struct pack *p = l->pack;
    PACK_READ(p->categories, "request-categories.tsv", false, PACK_COLUMNS("code", "name_ru"),
              {"code"}, sizeof(struct pack_category), read_category);
    PACK_READ(p->sensitive, "sensitive-words.tsv", false,
              PACK_COLUMNS("wording", "level", "about_ru"), {"wording"},
              sizeof(struct pack_sensitive), read_sensitive);
    return 0;
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
    return !c->forms.n || !*form_code;
}

/* The words of a text, each between two spaces; whatever is no letter is a space. */
static const char *words_of(struct arena *a, const char *text)
{
    const char *key = utf8_key(a, text);
    struct strbuf b;
    size_t left = strlen(key), len;
    strbuf_init(&b, a);
    strbuf_putc(&b, ' ');
    for (; left; key += len, left -= len) {
        if (utf8_is_letter(utf8_decode(key, left, &len)))
            strbuf_add(&b, key, len);
        else if (b.s[b.len - 1] != ' ')
            strbuf_putc(&b, ' ');
    }
    if (b.s[b.len - 1] != ' ')
        strbuf_putc(&b, ' ');
    return b.s;
}

/* Does the wording stand at this word? Each of its words that ends with '*' is a beginning. */
static bool begins(const char *wording, const char *at)
{
    for (;;) {
        size_t n = strcspn(wording, " *");
        if (strncmp(at, wording, n) != 0)
            return false;
        at += n;
        wording += n;
        if (*wording == '*') {
            wording++;
            at += strcspn(at, " ");
        }
        if (*at != ' ')
            return false;
        if (*wording != ' ')
            return true;
        wording++;
        at++;
    }
}

static bool holds(const char *words, const char *wording)
{
    for (; *words; words += strcspn(words + 1, " ") + 1)
        if (words[1] && begins(wording, words + 1))
            return true;
    return false;
}

const struct pack_sensitive *pack_sensitive(struct arena *a, const struct pack *p, const char *text)
{
    const char *words = words_of(a, text);
    const struct pack_sensitive *found = NULL;
    for (size_t i = 0; i < p->sensitive.n; i++) {
        const struct pack_sensitive *s = &p->sensitive.row[i];
        if ((!found || (s->refuse && !found->refuse)) && holds(words, s->wording))
            found = s;
    }
    return found;
}
