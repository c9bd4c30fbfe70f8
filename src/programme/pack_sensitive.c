/* Words that are better left out of what people write about others. */
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "programme/pack_tables.h"

#define SHORT 3 /* letters, */
#define LONG 5  /* of whatever has that many */

/*
 * Most texts hold none of them, and a registry has half a million texts: a bit for the first
 * letters of each wording says so without looking for the wordings. Letters of the same five bits
 * are one here, a Latin letter that looks like a Cyrillic one is that one, a dot is nothing.
 */
struct pack_starts {
    uint8_t short_bit[(1u << 15) / 8], long_bit[(1u << 15) / 8];
    bool any;           /* a wording has too few letters for that */
    uint8_t ascii[128]; /* letter() of each, or one of those below */
};

enum { DOT = 32, NO_LETTER };

static unsigned letter(uint32_t c)
{
    if (c == '.' || !utf8_is_letter(c))
        return c == '.' ? DOT : NO_LETTER;
    uint32_t lower = utf8_lower(c), looks = utf8_lookalike(lower);
    uint32_t l = looks ? looks : lower;
    return (l == 0x451 ? 0x435 : l) % 32;
}

/* Of the letters that follow each other, five bits each. */
static unsigned place_of(unsigned run)
{
    return (run ^ run >> 15) % (1u << 15);
}

static void add_start(struct pack_starts *starts, const char *wording)
{
    unsigned letters[LONG], n = 0;
    for (size_t left = strlen(wording), len; n < LONG && left && *wording != '*'; wording += len) {
        letters[n] = letter(utf8_decode(wording, left, &len));
        left -= len;
        n += letters[n] < DOT;
    }
    unsigned used = n < LONG ? SHORT : LONG, run = 0;
    for (unsigned i = 0; n >= SHORT && i < used; i++)
        run = run << 5 | letters[i];
    starts->any |= n < SHORT;
    unsigned bit = place_of(run);
    (used == LONG ? starts->long_bit : starts->short_bit)[bit / 8] |= (uint8_t)(1u << bit % 8);
}

/* А … я: the five bits are those of the second byte. */
static bool plain_cyrillic(const unsigned char *s)
{
    unsigned c = (unsigned)s[0] << 8 | s[1];
    return (c >= 0xD090 && c <= 0xD0BF) || (c >= 0xD180 && c <= 0xD18F);
}

static unsigned next_letter(const struct pack_starts *starts, const char **text)
{
    const unsigned char *s = (const unsigned char *)*text;
    size_t len = *s < 0x80 ? 1 : 2;
    unsigned l = *s < 0x80           ? starts->ascii[*s]
                 : plain_cyrillic(s) ? s[1] & 31u
                                     : letter(utf8_decode(*text, strnlen(*text, 4), &len));
    *text += len;
    return l;
}

static bool has(const uint8_t *bits, unsigned run)
{
    return bits[place_of(run) / 8] >> place_of(run) % 8 & 1;
}

/* false: it holds no wording. */
static bool may_hold(const struct pack_starts *starts, const char *text)
{
    unsigned run = 0, begins = 0; /* bit i: the letter i letters ago began a word */
    bool inside = false;
    while (*text) {
        unsigned l = next_letter(starts, &text);
        inside &= l != NO_LETTER;
        if (l >= DOT)
            continue;
        run = run << 5 | l;
        begins = begins << 1 | !inside;
        inside = true;
        if (!(begins & (1u << (SHORT - 1) | 1u << (LONG - 1))))
            continue;
        if ((begins >> (SHORT - 1) & 1 && has(starts->short_bit, run % (1u << SHORT * 5))) ||
            (begins >> (LONG - 1) & 1 && has(starts->long_bit, run % (1u << LONG * 5))))
            return true;
    }
    return starts->any;
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

int pack_read_sensitive(struct pack_loader *l)
{
    struct pack *p = l->pack;
    struct pack_starts *starts = arena_new_of(l->a, struct pack_starts);
    PACK_READ(p->sensitive, "sensitive-words.tsv", false,
              PACK_COLUMNS("wording", "level", "about_ru"), {"wording"},
              sizeof(struct pack_sensitive), read_sensitive);
    for (uint32_t c = 0; c < 128; c++)
        starts->ascii[c] = (uint8_t)letter(c);
    for (size_t i = 0; i < p->sensitive.n; i++)
        add_start(starts, p->sensitive.row[i].wording);
    p->starts = starts;
    return 0;
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
    const struct pack_sensitive *found = NULL;
    if (!may_hold(p->starts, text))
        return NULL;
    const char *words = words_of(a, text);
    for (size_t i = 0; i < p->sensitive.n; i++) {
        const struct pack_sensitive *s = &p->sensitive.row[i];
        if ((!found || (s->refuse && !found->refuse)) && holds(words, s->wording))
            found = s;
    }
    return found;
}
