/* How near the title of a column is to the wordings that the pack knows. */
#include <stdint.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "programme/registry_cells.h"

#define MAX_TITLE 300 /* bytes of a title that are looked at */
#define MAX_TOKENS 24
#define MAX_LETTERS 160 /* of a key, for the edit distance */
#define THRESHOLD 55

struct tokens {
    const char *s[MAX_TOKENS];
    size_t bytes[MAX_TOKENS];
    size_t n, total; /* total: bytes of all */
};

/* A normalised title, with what lets most comparisons end before they begin. */
struct key {
    const char *text;
    size_t n;
    struct tokens tokens;
    uint64_t letters;  /* which letters it holds, folded into 64 bits */
    uint64_t initials; /* with which letters its tokens begin */
};

struct wording {
    struct key whole, bare; /* bare: without brackets */
    int column;             /* -1: known, but not used */
    enum pack_part part;
    int full; /* points for an equal text */
};

struct head_words {
    const struct wording *row[PACK_REGISTRIES];
    size_t n[PACK_REGISTRIES];
};

/* Add a token; single letters that follow each other are one abbreviation: «ф и о» → «фио». */
static void add_token(struct strbuf *b, const char *token, size_t n, size_t letters,
                      size_t *last_letters)
{
    if (b->len && !(letters == 1 && *last_letters == 1))
        strbuf_putc(b, ' ');
    strbuf_add(b, token, n);
    *last_letters = letters;
}

char *head_key(struct arena *a, const char *title)
{
    struct strbuf b;
    strbuf_init(&b, a);
    size_t cut = strlen(title) > MAX_TITLE ? utf8_cut(title, MAX_TITLE) : strlen(title);
    const char *s = utf8_key(a, arena_strndup(a, title, cut)), *start = s;
    size_t letters = 0, last = 0;
    for (size_t n = strlen(s), len; n; s += len, n -= len) {
        uint32_t c = utf8_decode(s, n, &len);
        if (utf8_is_letter(c) || (c >= '0' && c <= '9') || c == 0x2116) {
            letters++;
            continue;
        }
        if (letters)
            add_token(&b, start, (size_t)(s - start), letters, &last);
        start = s + len;
        letters = 0;
    }
    if (letters)
        add_token(&b, start, (size_t)(s - start), letters, &last);
    return b.s;
}

static char *without_brackets(struct arena *a, const char *title)
{
    struct strbuf b;
    strbuf_init(&b, a);
    int depth = 0;
    for (const char *p = title; *p; p++) {
        depth += *p == '(';
        if (!depth)
            strbuf_putc(&b, *p);
        depth -= *p == ')' && depth;
    }
    return b.s;
}

static void tokens_of(const char *text, struct tokens *out)
{
    *out = (struct tokens){0};
    while (*text && out->n < MAX_TOKENS) {
        size_t n = strcspn(text, " ");
        out->s[out->n] = text;
        out->bytes[out->n++] = n;
        out->total += n;
        text += n + (text[n] == ' ');
    }
}

static uint64_t letter_bit(const char *s, size_t n, size_t *ret_len)
{
    return 1ull << (utf8_decode(s, n, ret_len) % 64);
}

static struct key key_of(struct arena *a, const char *title)
{
    struct key k = {.text = head_key(a, title)};
    k.n = strlen(k.text);
    tokens_of(k.text, &k.tokens);
    for (size_t i = 0, len; i < k.n; i += len)
        k.letters |= letter_bit(k.text + i, k.n - i, &len);
    for (size_t i = 0, len; i < k.tokens.n; i++)
        k.initials |= letter_bit(k.tokens.s[i], k.tokens.bytes[i], &len);
    return k;
}

static struct wording wording_of(struct arena *a, const char *text, int column, enum pack_part part,
                                 int full)
{
    return (struct wording){.whole = key_of(a, text),
                            .bare = key_of(a, without_brackets(a, text)),
                            .column = column,
                            .part = part,
                            .full = full};
}

struct head_words *head_words_new(struct arena *a, const struct pack *p)
{
    struct head_words *w = arena_new_of(a, struct head_words);
    for (enum pack_registry g = PACK_MENTEE; g < PACK_REGISTRIES; g++) {
        struct wording *row = arena_array(a, struct wording, p->columns[g].n + p->words.n);
        for (size_t i = 0; i < p->columns[g].n; i++)
            row[w->n[g]++] = wording_of(a, p->columns[g].row[i].name, (int)i, PACK_WHOLE, 100);
        for (size_t i = 0; i < p->words.n; i++) {
            const struct pack_word *word = &p->words.row[i];
            if (word->registry == g)
                row[w->n[g]++] = wording_of(a, word->wording, word->column, word->part, 97);
        }
        w->row[g] = row;
    }
    return w;
}

/* Letters of a UTF-8 text; at most MAX_LETTERS. */
static size_t letters_of(const char *s, uint32_t *out)
{
    size_t k = 0;
    for (size_t n = strlen(s), len; n && k < MAX_LETTERS; s += len, n -= len)
        out[k++] = utf8_decode(s, n, &len);
    return k;
}

/* Insertions, deletions, replacements and swaps between two texts, or limit + 1. */
static size_t slips(const char *x, const char *y, size_t limit)
{
    uint32_t p[MAX_LETTERS], q[MAX_LETTERS];
    size_t n = letters_of(x, p), m = letters_of(y, q);
    size_t row[3][MAX_LETTERS + 1];
    if (n > m + limit || m > n + limit)
        return limit + 1;
    for (size_t j = 0; j <= m; j++)
        row[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *now = row[i % 3], *up = row[(i + 2) % 3], *up2 = row[(i + 1) % 3], least = i;
        now[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t v = up[j - 1] + (p[i - 1] != q[j - 1]);
            v = up[j] + 1 < v ? up[j] + 1 : v;
            v = now[j - 1] + 1 < v ? now[j - 1] + 1 : v;
            if (i > 1 && j > 1 && p[i - 1] == q[j - 2] && p[i - 2] == q[j - 1] &&
                up2[j - 2] + 1 < v)
                v = up2[j - 2] + 1;
            now[j] = v;
            least = v < least ? v : least;
        }
        if (least > limit)
            return limit + 1;
    }
    return row[n % 3][m];
}

/* One token for another: equal, shortened («рожд»), or with another ending («наставляемых»).
 * Bytes of a Cyrillic letter are two. */
static bool token_meets(const char *x, size_t n, const char *y, size_t m)
{
    size_t same = 0;
    while (same < n && same < m && x[same] == y[same])
        same++;
    if (same == n && (n == m || n >= 6))
        return true;
    size_t longest = n > m ? n : m;
    return same >= 8 && same + 6 >= longest;
}

/* Bytes of `part` found token by token, in order, inside `whole`; 0 when one is missing. */
static size_t covered(const struct tokens *part, const struct tokens *whole)
{
    size_t bytes = 0, k = 0;
    for (size_t i = 0; i < part->n; i++) {
        while (k < whole->n &&
               !token_meets(part->s[i], part->bytes[i], whole->s[k], whole->bytes[k]))
            k++;
        if (k == whole->n)
            return 0;
        bytes += whole->bytes[k++];
    }
    return bytes;
}

/* 0..100. */
static int nearness(const struct key *title, const struct key *wording, int full)
{
    size_t limit = title->n < 10 ? 0 : title->n < 24 ? 1 : 2;
    const struct tokens *t = &title->tokens, *w = &wording->tokens;
    if (title->n == wording->n && !strcmp(title->text, wording->text))
        return full;
    size_t other_letters = (size_t)__builtin_popcountll(title->letters ^ wording->letters);
    if (limit && other_letters <= 2 * limit && slips(title->text, wording->text, limit) <= limit)
        return full - 12;
    size_t in_wording = title->initials & ~wording->initials ? 0 : covered(t, w);
    if (in_wording && t->n == w->n)
        return full - 15;
    size_t in_title = wording->initials & ~title->initials ? 0 : covered(w, t);
    if (in_title && in_title * 10 >= t->total * 4) /* the title says more */
        return (int)(50 + 30 * in_title / t->total) - (100 - full);
    if (in_wording && in_wording * 2 >= w->total) /* the title says less */
        return (int)(45 + 35 * in_wording / w->total) - (100 - full);
    return 0;
}

static int best_nearness(const struct key *whole, const struct key *bare, const struct wording *w)
{
    int all = nearness(whole, &w->whole, w->full);
    bool brackets = whole->n != bare->n || w->whole.n != w->bare.n;
    int cut = brackets && bare->n && w->bare.n ? nearness(bare, &w->bare, w->full) - 4 : 0;
    return all > cut ? all : cut;
}

static void insert(struct registry_target *ret, size_t *n, size_t max, struct registry_target t)
{
    for (size_t i = 0; i < *n; i++) {
        if (ret[i].column != t.column || ret[i].part != t.part)
            continue;
        if (ret[i].sure >= t.sure)
            return;
        memmove(&ret[i], &ret[i + 1], (*n - i - 1) * sizeof *ret);
        --*n;
        break;
    }
    size_t at = *n;
    while (at > 0 && ret[at - 1].sure < t.sure)
        at--;
    if (at >= max)
        return;
    size_t keep = *n < max ? *n : max - 1;
    memmove(&ret[at + 1], &ret[at], (keep - at) * sizeof *ret);
    ret[at] = t;
    *n = keep + 1;
}

size_t head_match(const struct head_words *w, struct arena *scratch, enum pack_registry side,
                  const char *title, struct registry_target *ret, size_t max)
{
    size_t n = 0;
    struct key whole = key_of(scratch, title);
    if (!whole.n)
        return 0;
    struct key bare =
        strchr(title, '(') ? key_of(scratch, without_brackets(scratch, title)) : whole;
    for (size_t i = 0; i < w->n[side]; i++) {
        const struct wording *row = &w->row[side][i];
        int sure = best_nearness(&whole, &bare, row);
        if (sure >= THRESHOLD)
            insert(
                ret, &n, max,
                (struct registry_target){.column = row->column, .part = row->part, .sure = sure});
    }
    return n;
}
