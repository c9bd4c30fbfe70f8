#include "pairing/topics.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "pairing/lexicon.h"

#define DEPTH_MAX 8 /* levels of topics */
#define SAME 100u
#define PARENT 80u
#define GRANDPARENT 60u
#define SIBLING 40u
#define RELATED 7u         /* for each of ten degrees of strength */
#define MEND_SHARE 8 / 10  /* a misspelt term says so much less */
#define MEND_WEIGHT_FROM 8 /* meanings under it are not taken from a misspelling */

struct builder {
    struct arena *a;
    struct err *err;
    struct tsv topics, terms, relations, stopwords;
    struct map by_code;
    struct topic *topic;
    uint8_t *similar;
    size_t n;
};

static int parse(struct builder *b, const struct topics_source *s)
{
    const struct {
        const char *name;
        const struct topics_file *file;
        struct tsv *t;
    } files[] = {{"topics/topics.tsv", &s->topics, &b->topics},
                 {"topics/terms.tsv", &s->terms, &b->terms},
                 {"topics/relations.tsv", &s->relations, &b->relations},
                 {"topics/stopwords.tsv", &s->stopwords, &b->stopwords}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        int r = tsv_parse(b->a, files[i].name, files[i].file->data, files[i].file->n, b->err,
                          files[i].t);
        if (r < 0)
            return r;
    }
    return 0;
}

/* What may speak of a child's trouble. */
static bool is_sensitive(const char *code, const char *kind)
{
    return !strcmp(kind, "family_wellbeing") || !strcmp(code, "t_inclusion");
}

static int read_parents(struct builder *b)
{
    for (size_t i = 0; i < b->n; i++) {
        const char *parent = tsv_get(&b->topics, i, "parent_code");
        uint32_t at = map_get(&b->by_code, parent);
        if (*parent && at == MAP_NONE)
            return err_set(b->err, ERR_INVALID,
                           _("topics/topics.tsv: у темы «%s» родитель «%s», которого нет"),
                           b->topic[i].code, parent);
        if (*parent)
            b->topic[i].parent = (uint16_t)at;
    }
    for (size_t i = 0; i < b->n; i++) {
        size_t depth = 0;
        for (uint16_t up = (uint16_t)i; up != TOPIC_NONE; up = b->topic[up].parent)
            if (depth++ == DEPTH_MAX)
                return err_set(b->err, ERR_INVALID,
                               _("topics/topics.tsv: над темой «%s» больше %d уровней или круг"),
                               b->topic[i].code, DEPTH_MAX);
    }
    return 0;
}

static int read_topics(struct builder *b)
{
    const struct tsv *t = &b->topics;
    if (t->n_rows > TOPICS_MAX)
        return err_set(b->err, ERR_LIMIT, _("topics/topics.tsv: больше %u тем"), TOPICS_MAX);
    b->n = t->n_rows;
    b->topic = arena_array(b->a, struct topic, b->n);
    map_init(&b->by_code, b->a, b->n);
    for (size_t i = 0; i < b->n; i++) {
        const char *code = tsv_get(t, i, "code"), *kind = tsv_get(t, i, "kind");
        uint32_t *at = map_at(&b->by_code, code);
        if (!*code || *at != MAP_NONE)
            return err_set(b->err, ERR_INVALID,
                           _("topics/topics.tsv: код «%s» пуст или встречается дважды"), code);
        *at = (uint32_t)i;
        b->topic[i] = (struct topic){.code = code,
                                     .name_ru = tsv_get(t, i, "name_ru"),
                                     .name_en = tsv_get(t, i, "name_en"),
                                     .kind = kind,
                                     .audience = tsv_get(t, i, "audience"),
                                     .parent = TOPIC_NONE,
                                     .sensitive = is_sensitive(code, kind)};
    }
    return read_parents(b);
}

static void raise_similarity(struct builder *b, size_t x, size_t y, unsigned value)
{
    if (b->similar[x * b->n + y] < value)
        b->similar[x * b->n + y] = b->similar[y * b->n + x] = (uint8_t)value;
}

static void relate_family(struct builder *b)
{
    for (size_t i = 0; i < b->n; i++) {
        raise_similarity(b, i, i, SAME);
        uint16_t up = b->topic[i].parent;
        if (up == TOPIC_NONE)
            continue;
        raise_similarity(b, i, up, PARENT);
        if (b->topic[up].parent != TOPIC_NONE)
            raise_similarity(b, i, b->topic[up].parent, GRANDPARENT);
        for (size_t j = 0; j < i; j++)
            if (b->topic[j].parent == up)
                raise_similarity(b, i, j, SIBLING);
    }
}

static int relate(struct builder *b)
{
    b->similar = arena_alloc_array(b->a, b->n, b->n);
    relate_family(b);
    for (size_t row = 0; row < b->relations.n_rows; row++) {
        const char *one = tsv_get(&b->relations, row, "topic_code");
        const char *two = tsv_get(&b->relations, row, "related_code");
        uint32_t x = map_get(&b->by_code, one), y = map_get(&b->by_code, two);
        int strength = (int)strtol(tsv_get(&b->relations, row, "strength"), NULL, 10);
        if (x == MAP_NONE || y == MAP_NONE || strength < 1 || strength > 10)
            return err_set(b->err, ERR_INVALID,
                           _("topics/relations.tsv: связь «%s» — «%s»: таких тем нет или сила не "
                             "от 1 до 10"),
                           one, two);
        raise_similarity(b, x, y, (unsigned)strength * RELATED);
    }
    return 0;
}

int topics_load(struct arena *a, const struct topics_source *source, struct err *err,
                const struct topics **ret_topics)
{
    struct builder b = {.a = a, .err = err};
    const struct lexicon *lexicon;
    int r;
    if ((r = parse(&b, source)) < 0 || (r = read_topics(&b)) < 0 || (r = relate(&b)) < 0 ||
        (r = lexicon_load(a, &b.terms, &b.stopwords, &b.by_code, err, &lexicon)) < 0)
        return r;
    struct topics *t = arena_new_of(a, struct topics);
    *t = (struct topics){.topic = b.topic, .n = b.n, .lexicon = lexicon, .similar = b.similar};
    *ret_topics = t;
    return 0;
}

uint16_t topics_find(const struct topics *t, const char *code)
{
    for (size_t i = 0; i < t->n; i++)
        if (!strcmp(t->topic[i].code, code))
            return (uint16_t)i;
    return TOPIC_NONE;
}

struct topics_reader topics_reader(struct arena *a, const struct topics *t)
{
    return (struct topics_reader){t, stemmer_new(a), arena_array(a, struct topic_hit, t->n)};
}

/* A cell while it is read. */
struct reading {
    const struct topics *t;
    struct topic_hit *hit; /* by topic; score holds what is missing to 1 until the end */
    struct word *word;     /* without function words */
    uint8_t *sensitive;    /* of each word */
    size_t n;
};

/* The words from i on, n of them, are a term. */
static void take_term(struct reading *r, const struct term *term, size_t i, size_t n, bool mended)
{
    uint32_t at = r->word[i].at, end = r->word[i + n - 1].at + r->word[i + n - 1].len;
    for (size_t k = 0; k < term->n_meanings; k++) {
        struct meaning m = term->meaning[k];
        if (mended && m.weight < MEND_WEIGHT_FROM)
            continue;
        struct topic_hit *h = &r->hit[m.topic];
        float part = (float)m.weight / 10.0f;
        if (mended)
            part = part * MEND_SHARE;
        h->score = (h->weight ? h->score : 1.0f) * (1.0f - part);
        if (m.weight > h->weight)
            h->weight = m.weight, h->at = at, h->len = end - at;
        if (r->t->topic[m.topic].sensitive)
            memset(r->sensitive + i, 1, n);
    }
}

/* The longest term at word i; how many words it takes (at least one). */
static size_t take_longest(struct reading *r, struct arena *a, size_t i)
{
    const struct lexicon *x = r->t->lexicon;
    size_t most = 1;
    while (most < TERM_WORDS_MAX && i + most < r->n &&
           r->word[i + most].segment == r->word[i].segment)
        most++;
    for (size_t n = most; n > 1; n--) {
        const struct term *term = lexicon_find(x, a, &r->word[i], n);
        if (term) {
            take_term(r, term, i, n, false);
            return n;
        }
    }
    if (map_get(&x->stopwords, r->word[i].exact) != MAP_NONE)
        return 1;
    const struct term *term = lexicon_find(x, a, &r->word[i], 1);
    if (term)
        take_term(r, term, i, 1, false);
    else if ((term = lexicon_mend(x, &r->word[i])))
        take_term(r, term, i, 1, true);
    return 1;
}

static size_t collect_hits(struct reading *r, struct arena *a, const struct topic_hit **ret)
{
    size_t n = 0, met = 0;
    for (size_t t = 0; t < r->t->n; t++)
        if (r->hit[t].weight) {
            met++;
            struct topic_hit *h = &r->hit[t];
            h->topic = (uint16_t)t;
            h->score = 1.0f - h->score;
            h->shown = h->score >= TOPIC_DETECTED;
        }
    for (size_t t = 0; t < r->t->n; t++) /* a detected topic implies the broader ones */
        if (r->hit[t].weight && r->hit[t].score >= TOPIC_DETECTED)
            for (uint16_t up = r->t->topic[t].parent; up != TOPIC_NONE; up = r->t->topic[up].parent)
                r->hit[up].shown = false;
    struct topic_hit *out = arena_array(a, struct topic_hit, met);
    for (size_t t = 0; t < r->t->n; t++)
        if (r->hit[t].weight)
            out[n++] = r->hit[t];
    *ret = out;
    return n;
}

static size_t collect_words(const struct reading *r, struct arena *a, struct cell_word *out)
{
    struct map seen;
    map_init(&seen, a, r->n);
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++) {
        const struct word *w = &r->word[i];
        if (map_get(&r->t->lexicon->stopwords, w->exact) != MAP_NONE ||
            map_get(&r->t->lexicon->stop_stems, w->stem) != MAP_NONE)
            continue;
        uint32_t *at = map_at(&seen, w->stem);
        if (*at != MAP_NONE) {
            out[*at].sensitive |= r->sensitive[i];
            continue;
        }
        *at = (uint32_t)n;
        out[n++] = (struct cell_word){w->stem, w->at, w->len, r->sensitive[i] != 0};
    }
    return n;
}

void topics_read(const struct topics_reader *reader, struct arena *a, const char *text,
                 struct topic_cell *ret_cell)
{
    struct reading r = {.t = reader->topics};
    size_t n = words_read(reader->stemmer, a, text, &r.word);
    for (size_t i = 0; i < n; i++)
        if (!lexicon_drops(r.t->lexicon, &r.word[i]))
            r.word[r.n++] = r.word[i];
    r.hit = memset(reader->scratch, 0, r.t->n * sizeof *r.hit);
    r.sensitive = arena_alloc(a, r.n);
    for (size_t i = 0; i < r.n;)
        i += take_longest(&r, a, i);
    struct cell_word *words = arena_array(a, struct cell_word, r.n);
    *ret_cell = (struct topic_cell){.text = text, .word = words};
    ret_cell->n_hits = collect_hits(&r, a, &ret_cell->hit);
    ret_cell->n_words = collect_words(&r, a, words);
}
