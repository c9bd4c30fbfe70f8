#include "pairing/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "base/utf8.h"

#define MEND_LETTERS 6u  /* shorter stems have too many neighbours */
#define MEND_WEIGHT 8u   /* only terms that nearly always mean their topic */
#define STEM_LETTERS 64u /* longest stem compared */

struct loader {
    struct arena *a;
    struct stemmer *stemmer;
    struct lexicon *x;
    const struct map *by_code;
    struct err *err;
};

static int read_stopwords(struct loader *l, const struct tsv *t)
{
    map_init(&l->x->stopwords, l->a, t->n_rows);
    map_init(&l->x->stop_stems, l->a, t->n_rows);
    for (size_t row = 0; row < t->n_rows; row++) {
        struct word *words;
        size_t n = words_read(l->stemmer, l->a, tsv_get(t, row, "word"), &words);
        bool function = !strcmp(tsv_get(t, row, "kind"), "function");
        for (size_t i = 0; i < n; i++) {
            *map_at(&l->x->stopwords, words[i].exact) = function;
            *map_at(&l->x->stop_stems, words[i].stem) = 0;
        }
    }
    return 0;
}

bool lexicon_drops(const struct lexicon *x, const struct word *w)
{
    return map_get(&x->stopwords, w->exact) == 1;
}

static const char *join(struct arena *a, const struct word *words, size_t n)
{
    if (n == 1)
        return words[0].stem;
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; i < n; i++) {
        if (i)
            strbuf_putc(&b, ' ');
        strbuf_puts(&b, words[i].stem);
    }
    return b.s;
}

/* One line of terms.tsv: a meaning that waits to be put to its term. */
struct line {
    const char *stems;
    uint8_t n_words;
    struct meaning meaning;
};

/* 1 and the line, 0 when the term has nothing but function words, < 0 on error. */
static int read_line(struct loader *l, const struct tsv *t, size_t row, struct line *ret)
{
    const char *term = tsv_get(t, row, "term"), *code = tsv_get(t, row, "topic_code");
    uint32_t topic = map_get(l->by_code, code);
    if (topic == MAP_NONE)
        return err_set(l->err, ERR_INVALID,
                       _("topics/terms.tsv: термин «%s» назван для темы «%s», которой нет в "
                         "topics/topics.tsv"),
                       term, code);
    char *end;
    long weight = strtol(tsv_get(t, row, "weight"), &end, 10);
    if (*end || weight < 1 || weight > 10)
        return err_set(l->err, ERR_INVALID,
                       _("topics/terms.tsv: вес термина «%s» — не число от 1 до 10"), term);
    struct word *words;
    size_t n = words_read(l->stemmer, l->a, term, &words), kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!lexicon_drops(l->x, &words[i]))
            words[kept++] = words[i];
    if (kept > TERM_WORDS_MAX)
        return err_set(l->err, ERR_INVALID, _("topics/terms.tsv: в термине «%s» больше %u слов"),
                       term, TERM_WORDS_MAX);
    *ret = (struct line){.stems = kept ? join(l->a, words, kept) : "",
                         .n_words = (uint8_t)kept,
                         .meaning = {(uint16_t)topic, (uint8_t)weight}};
    return kept > 0;
}

static int by_stems(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    int order = strcmp(x->stems, y->stems);
    if (order)
        return order;
    if (x->meaning.topic != y->meaning.topic)
        return x->meaning.topic < y->meaning.topic ? -1 : 1;
    return (int)y->meaning.weight - (int)x->meaning.weight; /* the strongest first */
}

/* Lines sorted by stems → terms; of one topic said twice the stronger stays. */
static void build_terms(struct loader *l, const struct line *line, size_t n)
{
    struct term *terms = arena_array(l->a, struct term, n);
    struct meaning *meanings = arena_array(l->a, struct meaning, n);
    size_t n_meanings = 0;
    map_init(&l->x->by_stems, l->a, n);
    for (size_t i = 0; i < n; i++) {
        bool same = i && !strcmp(line[i].stems, line[i - 1].stems);
        if (same && line[i].meaning.topic == line[i - 1].meaning.topic)
            continue;
        if (!same) {
            *map_at(&l->x->by_stems, line[i].stems) = (uint32_t)l->x->n_terms;
            terms[l->x->n_terms++] = (struct term){.stems = line[i].stems,
                                                   .meaning = meanings + n_meanings,
                                                   .n_words = line[i].n_words};
        }
        struct term *term = &terms[l->x->n_terms - 1];
        meanings[n_meanings++] = line[i].meaning;
        term->n_meanings++;
        if (line[i].meaning.weight > term->top_weight)
            term->top_weight = line[i].meaning.weight;
    }
    l->x->term = terms;
    const struct term **sure = arena_array(l->a, const struct term *, l->x->n_terms);
    for (size_t i = 0; i < l->x->n_terms; i++)
        if (terms[i].n_words == 1 && terms[i].top_weight >= MEND_WEIGHT)
            sure[l->x->n_one_word++] = &terms[i];
    l->x->one_word = sure;
}

static int load(struct loader *l, const struct tsv *terms, const struct tsv *stopwords)
{
    int r = read_stopwords(l, stopwords);
    if (r < 0)
        return r;
    if (terms->n_rows > TOPICS_MAX_TERMS)
        return err_set(l->err, ERR_LIMIT, _("topics/terms.tsv: больше %u терминов"),
                       TOPICS_MAX_TERMS);
    struct line *lines = arena_array(l->a, struct line, terms->n_rows);
    size_t n = 0;
    for (size_t row = 0; row < terms->n_rows; row++) {
        r = read_line(l, terms, row, &lines[n]);
        if (r < 0)
            return r;
        n += (size_t)r;
    }
    qsort(lines, n, sizeof *lines, by_stems);
    build_terms(l, lines, n);
    return 0;
}

int lexicon_load(struct arena *a, const struct tsv *terms, const struct tsv *stopwords,
                 const struct map *by_code, struct err *err, const struct lexicon **ret_lexicon)
{
    struct loader l = {.a = a,
                       .stemmer = stemmer_new(a),
                       .x = arena_new_of(a, struct lexicon),
                       .by_code = by_code,
                       .err = err};
    int r = load(&l, terms, stopwords);
    stemmer_free(l.stemmer);
    if (r == 0)
        *ret_lexicon = l.x;
    return r;
}

const struct term *lexicon_find(const struct lexicon *x, struct arena *a, const struct word *words,
                                size_t n)
{
    uint32_t at = map_get(&x->by_stems, join(a, words, n));
    return at == MAP_NONE ? NULL : &x->term[at];
}

static size_t letters_of(const char *s, uint32_t out[STEM_LETTERS])
{
    size_t n = strlen(s), k = 0;
    for (size_t i = 0, len; i < n; i += len, k++) {
        if (k == STEM_LETTERS)
            return STEM_LETTERS + 1;
        out[k] = utf8_decode(s + i, n - i, &len);
    }
    return k;
}

static bool same_letters(const uint32_t *a, const uint32_t *b, size_t n)
{
    return !memcmp(a, b, n * sizeof *a);
}

/* Exactly one insertion, deletion, replacement or swap of neighbours apart. */
static bool one_edit(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    if (n > m)
        return one_edit(b, m, a, n);
    if (m - n > 1)
        return false;
    size_t i = 0;
    while (i < n && a[i] == b[i])
        i++;
    if (m > n)
        return same_letters(a + i, b + i + 1, n - i);
    if (i == n)
        return false;
    if (same_letters(a + i + 1, b + i + 1, n - i - 1))
        return true;
    return i + 1 < n && a[i] == b[i + 1] && a[i + 1] == b[i] &&
           same_letters(a + i + 2, b + i + 2, n - i - 2);
}

const struct term *lexicon_mend(const struct lexicon *x, const struct word *w)
{
    uint32_t letters[STEM_LETTERS], other[STEM_LETTERS];
    size_t n = letters_of(w->stem, letters), first = 0, end = x->n_one_word;
    if (n < MEND_LETTERS || n > STEM_LETTERS || map_get(&x->stop_stems, w->stem) != MAP_NONE)
        return NULL;
    size_t first_len;
    utf8_decode(w->stem, strlen(w->stem), &first_len);
    while (first < end) { /* the first term not below the word's first letter */
        size_t mid = first + (end - first) / 2;
        if (strncmp(x->one_word[mid]->stems, w->stem, first_len) < 0)
            first = mid + 1;
        else
            end = mid;
    }
    const struct term *found = NULL;
    for (size_t i = first; i < x->n_one_word; i++) {
        const struct term *t = x->one_word[i];
        if (strncmp(t->stems, w->stem, first_len) != 0)
            break;
        size_t m = letters_of(t->stems, other);
        if (m > STEM_LETTERS || !one_edit(letters, n, other, m))
            continue;
        if (found)
            return NULL;
        found = t;
    }
    return found;
}
