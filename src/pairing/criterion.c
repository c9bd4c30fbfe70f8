#include "pairing/criterion.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "pairing/criterion_run.h"
#include "programme/pack.h"

#define PROGRESS_EVERY 64u
#define STRENGTH_MIN 300u /* a weaker hint of a mentor is no competence */
#define AGE_MAX 120

/* How much a topic counts by where the mentor names it, in hundredths. */
static const unsigned cell_share[MENTOR_CELLS] = {
    [CELL_COMPETENCIES] = 100, [CELL_ACHIEVEMENTS] = 90, [CELL_INTERESTS] = 70};

/* While profiles are read. */
struct preparing {
    struct arena *a;
    struct criterion_run *run;
    struct topics_reader reader;
    struct map places;
    uint32_t *people_with; /* of each stem */
    size_t stems_cap;
};

static uint32_t form_bit(struct criterion_run *run, const char *code)
{
    size_t i = 0;
    while (i < run->n_forms && strcmp(run->form[i], code) != 0)
        i++;
    if (i == FORMS_MAX)
        return 0;
    if (i == run->n_forms)
        run->form[run->n_forms++] = code;
    return 1u << i;
}

/* Forms of an organisation's own are told apart by their codes; the rest of the text is read by
 * the wordings of the pack. */
static const char *take_own(struct preparing *p, const char *text, struct ready_person *to)
{
    struct strbuf rest;
    if (!strstr(text, PACK_OWN))
        return text;
    strbuf_init(&rest, p->a);
    while (*text) {
        size_t n = strcspn(text, ";");
        if (!strncmp(text, PACK_OWN, sizeof PACK_OWN - 1))
            to->forms |= form_bit(p->run, arena_strndup(p->a, text, n));
        else
            strbuf_printf(&rest, "%s%.*s", rest.len ? ";" : "", (int)n, text);
        text += n + (text[n] != 0);
    }
    return rest.s;
}

static void read_person(struct preparing *p, const struct person_profile *from,
                        struct ready_person *to)
{
    const char *forms[WORDING_MAX_FORMS];
    bool unknown;
    size_t n = wording_forms(p->run->in.wordings, take_own(p, from->form, to), forms, &unknown);
    for (size_t i = 0; i < n; i++)
        to->forms |= form_bit(p->run, forms[i]);
    if (unknown)
        to->unclear |= UNCLEAR_FORM;
    const char *key = utf8_key(p->a, from->place);
    to->place = MAP_NONE;
    if (*key) {
        uint32_t *at = map_at(&p->places, key);
        if (*at == MAP_NONE)
            *at = (uint32_t)p->places.n;
        to->place = *at;
    }
    for (size_t i = 0; i < from->n_card; i++)
        p->run->cards |= from->card[i].kind != PREFERENCE_EXCLUDE;
}

/* A stem worth comparing: not a figure, more than one letter. */
static bool is_telling(const char *stem)
{
    return !(stem[0] >= '0' && stem[0] <= '9') && utf8_len(stem) > 1;
}

static int by_id(const void *a, const void *b)
{
    const struct stem_ref *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->cell != y->cell ? (int)x->cell - (int)y->cell : (int)x->word - (int)y->word;
}

static uint32_t stem_id(struct preparing *p, const char *stem)
{
    uint32_t *at = map_at(&p->run->stems, stem);
    if (*at == MAP_NONE) {
        *at = (uint32_t)p->run->stems.n - 1;
        if (p->run->stems.n > p->stems_cap) {
            size_t cap = p->stems_cap * 2;
            p->people_with = arena_grow(p->a, p->people_with, p->stems_cap * sizeof(uint32_t),
                                        cap * sizeof(uint32_t));
            p->stems_cap = cap;
        }
    }
    return *at;
}

/* Number the words of a person's cells. */
static void number_words(struct preparing *p, const struct topic_cell *cells, size_t n_cells,
                         struct ready_person *to)
{
    size_t most = 0, n = 0, kept = 0;
    for (size_t c = 0; c < n_cells; c++)
        most += cells[c].n_words;
    struct stem_ref *refs = arena_array(p->a, struct stem_ref, most);
    for (size_t c = 0; c < n_cells; c++)
        for (size_t w = 0; w < cells[c].n_words; w++)
            if (is_telling(cells[c].word[w].stem))
                refs[n++] =
                    (struct stem_ref){stem_id(p, cells[c].word[w].stem), (uint16_t)c, (uint16_t)w};
    if (n)
        qsort(refs, n, sizeof *refs, by_id);
    for (size_t i = 0; i < n; i++)
        if (!kept || refs[kept - 1].id != refs[i].id) {
            refs[kept++] = refs[i];
            p->people_with[refs[i].id]++;
        }
    to->stem = refs;
    to->n_stems = kept;
}

static void read_mentee(struct preparing *p, const struct mentee_profile *from,
                        struct ready_mentee *to)
{
    read_person(p, &from->p, &to->p);
    struct time_resource time = {0};
    if (wording_time(p->run->in.wordings, from->p.time, &time) != WORDING_WHOLE)
        to->p.unclear |= UNCLEAR_TIME;
    to->p.slots = time.slots;
    int age = p->run->in.settings.year - from->p.birth_year;
    if (from->p.birth_year && age > 0 && age < AGE_MAX) {
        to->age_high = (uint8_t)age;
        to->age_low = (uint8_t)(age - 1);
    }
    topics_read(&p->reader, p->a, from->request, &to->request);
    number_words(p, &to->request, 1, &to->p);
}

/* All topics of a mentor, each from the cell where it counts most. */
static void gather_topics(struct preparing *p, struct ready_mentor *to)
{
    size_t most = 0, n = 0;
    for (size_t c = 0; c < MENTOR_CELLS; c++)
        most += to->cell[c].n_hits;
    struct strong_topic *all = arena_array(p->a, struct strong_topic, most);
    size_t at[MENTOR_CELLS] = {0};
    for (;;) { /* hits of a cell stand in the order of the taxonomy: merge them */
        struct strong_topic best = {.topic = TOPIC_NONE};
        for (uint16_t c = 0; c < MENTOR_CELLS; c++)
            if (at[c] < to->cell[c].n_hits && to->cell[c].hit[at[c]].topic < best.topic)
                best.topic = to->cell[c].hit[at[c]].topic;
        if (best.topic == TOPIC_NONE)
            break;
        for (uint16_t c = 0; c < MENTOR_CELLS; c++) {
            if (at[c] >= to->cell[c].n_hits || to->cell[c].hit[at[c]].topic != best.topic)
                continue;
            long score = lroundf(to->cell[c].hit[at[c]].score * 1000);
            unsigned strength = (unsigned)score * cell_share[c] / 100;
            if (strength > best.strength)
                best = (struct strong_topic){best.topic, c, (uint16_t)at[c], (uint16_t)strength};
            at[c]++;
        }
        if (best.strength >= STRENGTH_MIN)
            all[n++] = best;
    }
    to->topic = all;
    to->n_topics = n;
}

static void read_mentor(struct preparing *p, const struct mentor_profile *from,
                        struct ready_mentor *to)
{
    read_person(p, &from->p, &to->p);
    if (wording_time(p->run->in.wordings, from->p.time, &to->time) != WORDING_WHOLE)
        to->p.unclear |= UNCLEAR_TIME;
    if (to->time.none)
        to->p.unclear |= NO_HOURS;
    to->p.slots = to->time.slots;
    to->wish.note = "";
    if (!wording_age(p->run->in.wordings, from->age_wish, &to->wish))
        to->p.unclear |= UNCLEAR_AGE;
    const char *texts[MENTOR_CELLS] = {[CELL_COMPETENCIES] = from->competencies,
                                       [CELL_ACHIEVEMENTS] = from->achievements,
                                       [CELL_INTERESTS] = from->interests};
    for (size_t c = 0; c < MENTOR_CELLS; c++)
        topics_read(&p->reader, p->a, texts[c], &to->cell[c]);
    gather_topics(p, to);
    number_words(p, to->cell, MENTOR_CELLS, &to->p);
}

static void weigh_words(struct preparing *p)
{
    struct criterion_run *run = p->run;
    double people = (double)run->in.n_mentees + (double)run->in.n_mentors;
    run->rarity = arena_array(p->a, uint32_t, run->stems.n);
    for (size_t s = 0; s < run->stems.n; s++)
        run->rarity[s] = (uint32_t)lround(1000 * log((people + 1) / p->people_with[s]));
    for (uint32_t i = 0; i < run->in.n_mentees; i++)
        for (size_t k = 0; k < run->mentee[i].p.n_stems; k++)
            run->mentee[i].rarity += run->rarity[run->mentee[i].p.stem[k].id];
}

static int tell(struct preparing *p, size_t done)
{
    const struct criterion_input *in = &p->run->in;
    if (done % PROGRESS_EVERY)
        return 0;
    size_t all = (size_t)in->n_mentees + in->n_mentors + 1;
    if (in->progress)
        in->progress(in->ctx, (unsigned)(done * 1000 / all));
    return in->cancel && in->cancel(in->ctx) ? ERR_CANCELLED : 0;
}

static int read_all(struct preparing *p)
{
    const struct criterion_input *in = &p->run->in;
    for (uint32_t i = 0; i < in->n_mentees; i++) {
        if (tell(p, i) < 0)
            return ERR_CANCELLED;
        read_mentee(p, &in->mentee[i], &p->run->mentee[i]);
    }
    for (uint32_t j = 0; j < in->n_mentors; j++) {
        if (tell(p, (size_t)in->n_mentees + j) < 0)
            return ERR_CANCELLED;
        read_mentor(p, &in->mentor[j], &p->run->mentor[j]);
    }
    weigh_words(p);
    return 0;
}

struct id_index {
    int64_t id;
    uint32_t index;
};

static int by_person_id(const void *a, const void *b)
{
    const struct id_index *x = a, *y = b;
    return x->id < y->id ? -1 : x->id > y->id;
}

static const struct person_profile *profile(const struct criterion_run *run, bool mentor,
                                            uint32_t i)
{
    return mentor ? &run->in.mentor[i].p : &run->in.mentee[i].p;
}

static int index_ids(struct arena *a, const struct criterion_run *run, bool mentor, struct err *err,
                     const uint32_t **ret)
{
    uint32_t n = mentor ? run->in.n_mentors : run->in.n_mentees;
    struct id_index *all = arena_array(a, struct id_index, n);
    uint32_t *order = arena_array(a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        all[i] = (struct id_index){profile(run, mentor, i)->id, i};
    if (n)
        qsort(all, n, sizeof *all, by_person_id);
    for (uint32_t i = 0; i < n; i++) {
        order[i] = all[i].index;
        if (i && all[i].id == all[i - 1].id)
            return err_set(err, ERR_INVALID, _("%s — в списке дважды"),
                           profile(run, mentor, all[i].index)->name);
    }
    *ret = order;
    return 0;
}

static uint32_t find_id(const struct criterion_run *run, bool mentor, int64_t id)
{
    const uint32_t *order = mentor ? run->mentors_by_id : run->mentees_by_id;
    uint32_t low = 0, high = mentor ? run->in.n_mentors : run->in.n_mentees;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        int64_t at = profile(run, mentor, order[mid])->id;
        if (at == id)
            return order[mid];
        if (at < id)
            low = mid + 1;
        else
            high = mid;
    }
    return MAP_NONE;
}

uint32_t criterion_mentee(const struct criterion_run *run, int64_t id)
{
    return find_id(run, false, id);
}

uint32_t criterion_mentor(const struct criterion_run *run, int64_t id)
{
    return find_id(run, true, id);
}

static int by_value(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* Vetoes of people who are not in this run mean nothing here. */
static void enter_vetoes(struct arena *a, struct criterion_run *run)
{
    uint64_t *all = arena_array(a, uint64_t, run->in.n_vetoes);
    size_t n = 0;
    for (size_t v = 0; v < run->in.n_vetoes; v++) {
        uint32_t i = criterion_mentee(run, run->in.veto[v].mentee);
        uint32_t j = criterion_mentor(run, run->in.veto[v].mentor);
        if (i != MAP_NONE && j != MAP_NONE)
            all[n++] = (uint64_t)i << 32 | j;
    }
    if (n)
        qsort(all, n, sizeof *all, by_value);
    run->veto = all;
    run->n_vetoes = n;
}

int criterion_prepare(struct arena *a, const struct criterion_input *in, struct err *err,
                      const struct criterion_run **ret_run)
{
    struct criterion_run *run = arena_new_of(a, struct criterion_run);
    run->in = *in;
    run->mentee = arena_array(a, struct ready_mentee, in->n_mentees);
    run->mentor = arena_array(a, struct ready_mentor, in->n_mentors);
    int r;
    if ((r = index_ids(a, run, false, err, &run->mentees_by_id)) < 0 ||
        (r = index_ids(a, run, true, err, &run->mentors_by_id)) < 0)
        return r;
    enter_vetoes(a, run);
    struct preparing p = {.a = a, .run = run, .stems_cap = 4096};
    p.people_with = arena_array(a, uint32_t, p.stems_cap);
    map_init(&run->stems, a, p.stems_cap);
    map_init(&p.places, a, 64);
    p.reader = topics_reader(a, in->topics);
    r = read_all(&p);
    stemmer_free(p.reader.stemmer);
    if (r < 0)
        return err_set(err, r, _("Подбор остановлен"));
    for (size_t c = 0; c < CRITERIA; c++)
        if (c != CRITERION_PREFERENCE || run->cards)
            run->weights += in->criteria.of[c].weight;
    run->in.progress = NULL; /* the callbacks were for the reading only */
    run->in.cancel = NULL;
    run->in.ctx = NULL;
    *ret_run = run;
    return 0;
}
