#include "pairing/words.h"

#include <libstemmer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define STEM_FROM 4 /* letters */

struct stemmer {
    struct sb_stemmer *russian;
};

struct stemmer *stemmer_new(struct arena *a)
{
    struct stemmer *s = arena_new_of(a, struct stemmer);
    s->russian = sb_stemmer_new("russian", "UTF_8");
    if (!s->russian) { /* out of memory: the same end as an arena's */
        fprintf(stderr, "nastavnik: out of memory (Russian stemmer)\n");
        abort();
    }
    return s;
}

void stemmer_free(struct stemmer *s)
{
    if (s)
        sb_stemmer_delete(s->russian);
}

/* Where the reader stands: the current character and its length. */
struct cursor {
    const char *text;
    size_t n, at, len;
    uint32_t c;
};

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static void look(struct cursor *k)
{
    k->c = 0;
    k->len = 0;
    if (k->at < k->n)
        k->c = utf8_decode(k->text + k->at, k->n - k->at, &k->len);
}

static void step(struct cursor *k)
{
    k->at += k->len;
    look(k);
}

static uint32_t peek(const struct cursor *k, size_t ahead)
{
    struct cursor next = *k;
    while (ahead-- && next.c)
        step(&next);
    return next.c;
}

static bool is_dash(uint32_t c)
{
    return c == '-' || c == 0x2212 || (c >= 0x2010 && c <= 0x2015);
}

static bool ends_segment(const struct cursor *k, uint32_t before)
{
    if (k->c < 0x80 && k->c && strchr(",;:!?()\n\r", (int)k->c))
        return true;
    if (k->c == '.')
        return utf8_is_space(peek(k, 1));
    return is_dash(k->c) && utf8_is_space(before) && utf8_is_space(peek(k, 1));
}

/* Move over one token; false when there is none here. */
static bool take_token(struct cursor *k)
{
    if (!utf8_is_letter(k->c) && !is_digit(k->c))
        return false;
    bool slashed = utf8_is_letter(k->c) && peek(k, 1) == '/' && utf8_is_letter(peek(k, 2)) &&
                   !utf8_is_letter(peek(k, 3));
    if (slashed) {
        step(k), step(k), step(k);
        return true;
    }
    while (is_digit(k->c))
        step(k);
    while (utf8_is_letter(k->c))
        step(k);
    if (k->c == '#')
        step(k);
    else if (k->c == '+' && peek(k, 1) == '+')
        step(k), step(k);
    return true;
}

static char *folded(struct arena *a, const char *s, size_t n)
{
    char *low = utf8_lowercase(a, arena_strndup(a, s, n));
    for (char *p = low; (p = strstr(p, "ё")); p += strlen("е"))
        memcpy(p, "е", strlen("е"));
    return low;
}

static const char *stem_of(struct stemmer *s, struct arena *a, const char *exact)
{
    size_t n = strlen(exact), letters = 0;
    for (size_t i = 0, len; i < n; i += len, letters++)
        if (!utf8_is_cyrillic(utf8_decode(exact + i, n - i, &len)))
            return exact;
    if (letters < STEM_FROM)
        return exact;
    const sb_symbol *stem = sb_stemmer_stem(s->russian, (const sb_symbol *)exact, (int)n);
    return stem ? arena_strndup(a, (const char *)stem, (size_t)sb_stemmer_length(s->russian))
                : exact;
}

size_t words_read(struct stemmer *s, struct arena *a, const char *text, struct word **ret)
{
    struct cursor k = {.text = text, .n = strlen(text)};
    if (k.n > WORDS_MAX_TEXT)
        k.n = utf8_cut(text, WORDS_MAX_TEXT);
    size_t n = 0, cap = k.n / 2 + 1 < WORDS_MAX ? k.n / 2 + 1 : WORDS_MAX;
    struct word *words = arena_array(a, struct word, cap);
    uint16_t segment = 0;
    uint32_t before = ' ';
    look(&k);
    while (k.c && n < cap) {
        size_t from = k.at;
        if (take_token(&k)) {
            const char *exact = folded(a, text + from, k.at - from);
            words[n++] = (struct word){.exact = exact,
                                       .stem = stem_of(s, a, exact),
                                       .at = (uint32_t)from,
                                       .len = (uint32_t)(k.at - from),
                                       .segment = segment};
            before = 'x';
            continue;
        }
        if (ends_segment(&k, before))
            segment++;
        before = k.c;
        step(&k);
    }
    *ret = words;
    return n;
}
