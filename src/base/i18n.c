#include "base/i18n.h"

#include <stdint.h>
#include <string.h>

#include "base/err.h"

struct catalogue {
    const char *mo;
    size_t n, count;
    uint32_t ids, texts; /* offsets of the two tables */
};

static struct catalogue catalogues[LANG_COUNT];
static _Thread_local enum lang current = LANG_RU;

static uint32_t word(const struct catalogue *c, size_t at)
{
    uint32_t v;
    memcpy(&v, c->mo + at, sizeof v);
    return v;
}

/* One table of the file is well-formed: entries inside the file, each NUL-terminated. */
static int table_ok(const struct catalogue *c, uint32_t table)
{
    for (size_t i = 0; i < c->count; i++) {
        size_t len = word(c, table + 8 * i), at = word(c, table + 8 * i + 4);
        if (at >= c->n || len >= c->n - at || c->mo[at + len] != '\0')
            return 0;
    }
    return 1;
}

int i18n_load(enum lang lang, const void *mo, size_t n)
{
    struct catalogue c = {.mo = mo, .n = n};
    if (n < 28 || word(&c, 0) != 0x950412de)
        return ERR_INVALID;
    c.count = word(&c, 8);
    c.ids = word(&c, 12);
    c.texts = word(&c, 16);
    if (c.count > n / 16 || c.ids > n - 8 * c.count || c.texts > n - 8 * c.count)
        return ERR_INVALID;
    if (!table_ok(&c, c.ids) || !table_ok(&c, c.texts))
        return ERR_INVALID;
    catalogues[lang] = c;
    return 0;
}

void i18n_set(enum lang lang)
{
    current = lang;
}

enum lang i18n_get(void)
{
    return current;
}

enum lang i18n_parse(const char *name)
{
    return name && !strncmp(name, "en", 2) ? LANG_EN : LANG_RU;
}

const char *i18n_code(enum lang lang)
{
    return lang == LANG_EN ? "en" : "ru";
}

/* The ids are sorted, so a search by halves finds one; NULL when it is not there. */
static const char *lookup(const char *msgid)
{
    const struct catalogue *c = &catalogues[current];
    size_t lo = 0, hi = c->count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int cmp = strcmp(msgid, c->mo + word(c, c->ids + 8 * mid + 4));
        if (cmp == 0)
            return c->mo + word(c, c->texts + 8 * mid + 4);
        if (cmp < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return NULL;
}

const char *i18n_text(const char *msgid)
{
    if (current == LANG_RU) /* the language of the source; only plurals have more forms */
        return msgid;
    const char *text = *msgid ? lookup(msgid) : NULL;
    return text && *text ? text : msgid;
}

/* Which form of a plural a number takes: the rule in the head of each catalogue (po/ru.po,
 * po/en.po). */
static int plural_form(long n)
{
    if (n < 0)
        n = -n;
    if (current == LANG_EN)
        return n != 1;
    if (n % 10 == 1 && n % 100 != 11)
        return 0;
    return n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 10 || n % 100 >= 20) ? 1 : 2;
}

const char *i18n_plural(const char *msgid, const char *plural, long n)
{
    const char *text = lookup(msgid);
    int form = plural_form(n);
    if (!text)
        return form == 0 ? msgid : plural;
    const char *end = text;
    for (int i = 0; i < form; i++) {
        const char *next = end + strlen(end) + 1;
        /* A catalogue with too few forms ends with its last one. */
        if (next >= catalogues[current].mo + catalogues[current].n || !*next)
            break;
        end = next;
    }
    return *end ? end : plural;
}
