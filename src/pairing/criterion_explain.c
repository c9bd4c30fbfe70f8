#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "pairing/criterion_run.h"

#define WHY_PARTS 2u       /* parts named in the one line */
#define FOR_BOTH_MAX 3u    /* words named to the pair … */
#define NEAR_FOR_BOTH 500u /* … when they really meet */
#define SAME 1000u
#define POINT 1000u /* parts are counted in thousandths of a point first */

struct explaining {
    const struct criterion_run *run;
    struct arena *a;
    uint32_t i, j;
    const struct ready_mentee *m;
    const struct ready_mentor *t;
};

/* Words as written; a quotation that ends right behind them is closed. */
static const char *slice(struct arena *a, const char *text, uint32_t at, uint32_t len)
{
    const char *words = arena_strndup(a, text + at, len);
    if (strstr(words, "«") && !strstr(words, "»") && !strncmp(text + at + len, "»", strlen("»")))
        return arena_strndup(a, text + at, len + strlen("»"));
    return words;
}

static void share_topics(struct explaining *x, struct explained_part *part)
{
    const struct topics *topics = x->run->in.topics;
    for (size_t h = 0; h < x->m->request.n_hits && part->n_shared < SHARED_MAX; h++) {
        const struct topic_hit *want = &x->m->request.hit[h];
        const struct strong_topic *best = NULL;
        unsigned top = 0;
        for (size_t k = 0; want->shown && k < x->t->n_topics; k++) {
            const struct strong_topic *s = &x->t->topic[k];
            unsigned near =
                (unsigned)topics->similar[(size_t)want->topic * topics->n + s->topic] * s->strength;
            if (near > top)
                top = near, best = s;
        }
        if (!best)
            continue;
        const struct topic_cell *cell = &x->t->cell[best->cell];
        const struct topic_hit *have = &cell->hit[best->hit];
        bool sensitive =
            topics->topic[want->topic].sensitive || topics->topic[have->topic].sensitive;
        part->shared[part->n_shared++] =
            (struct shared_words){.mentee = slice(x->a, x->m->request.text, want->at, want->len),
                                  .mentor = slice(x->a, cell->text, have->at, have->len),
                                  .topic = topics->topic[want->topic].name_ru,
                                  .near = (uint16_t)(top / 100),
                                  .curator_only = sensitive && is_minor(x->m)};
    }
}

/* Is the word part of a topic's term that is already shown? */
static bool inside_shown(const struct topic_cell *request, const struct cell_word *w)
{
    for (size_t h = 0; h < request->n_hits; h++) {
        const struct topic_hit *hit = &request->hit[h];
        if (hit->shown && w->at >= hit->at && w->at < hit->at + hit->len)
            return true;
    }
    return false;
}

static void share_words(struct explaining *x, struct explained_part *part)
{
    const struct ready_person *m = &x->m->p, *t = &x->t->p;
    for (size_t i = 0, j = 0; i < m->n_stems && j < t->n_stems;) {
        uint32_t a = m->stem[i].id, b = t->stem[j].id;
        if (a == b && part->n_shared < SHARED_MAX) {
            const struct topic_cell *cell = &x->t->cell[t->stem[j].cell];
            const struct cell_word *left = &x->m->request.word[m->stem[i].word];
            const struct cell_word *right = &cell->word[t->stem[j].word];
            if (!inside_shown(&x->m->request, left))
                part->shared[part->n_shared++] = (struct shared_words){
                    .mentee = slice(x->a, x->m->request.text, left->at, left->len),
                    .mentor = slice(x->a, cell->text, right->at, right->len),
                    .topic = "",
                    .near = SAME,
                    .curator_only = (left->sensitive || right->sensitive) && is_minor(x->m)};
        }
        i += a <= b;
        j += b <= a;
    }
}

static const char *range_text(struct arena *a, const struct age_range *w)
{
    if (w->from && w->to)
        return arena_printf(a, _("от %d до %d"), w->from, w->to);
    if (w->to)
        return arena_printf(a, _("до %d"), w->to);
    return arena_printf(a, _("от %d"), w->from ? w->from : 18);
}

static const char *age_comment(struct explaining *x)
{
    const struct age_range *w = &x->t->wish;
    bool wished = w->from || w->to || w->adult;
    if (!x->m->age_high)
        return wished ? arena_printf(x->a, _("наставник просит %s, год рождения не указан"),
                                     range_text(x->a, w))
                      : _("год рождения не указан");
    if (!wished)
        return _("наставник возраст не называет");
    return arena_printf(x->a, _("наставник просит %s, наставляемому — %d–%d"), range_text(x->a, w),
                        x->m->age_low, x->m->age_high);
}

static const char *slots_text(struct arena *a, unsigned slots)
{
    static const struct {
        unsigned slot;
        const char *name;
    } names[] = {{SLOT_WEEKDAY, N_("днём в будни")},
                 {SLOT_EVENING, N_("вечером")},
                 {SLOT_WEEKEND, N_("в выходные")}};
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slots & names[i].slot)
            strbuf_printf(&b, "%s%s", b.len ? ", " : "", _(names[i].name));
    return b.s;
}

static const char *time_comment(struct explaining *x)
{
    unsigned a = x->m->p.slots, b = x->t->p.slots;
    if (a && b)
        return a & b ? arena_printf(x->a, _("оба свободны %s"), slots_text(x->a, a & b))
                     : _("общего времени нет");
    if (b)
        return arena_printf(x->a, _("наставник свободен %s, о наставляемом не сказано"),
                            slots_text(x->a, b));
    return _("время встреч не названо");
}

static const char *place_comment(unsigned part)
{
    if (part == 1000)
        return _("одна организация");
    if (part >= 700)
        return _("один муниципалитет");
    return part ? _("один регион") : _("разные места или место не указано");
}

static const char *preference_comment(struct explaining *x)
{
    const struct person_profile *m = &x->run->in.mentee[x->i].p, *t = &x->run->in.mentor[x->j].p;
    bool there =
        criterion_card(m, t->id, PREFERENCE_CHOICE) || criterion_card(m, t->id, PREFERENCE_HELP);
    bool back =
        criterion_card(t, m->id, PREFERENCE_CHOICE) || criterion_card(t, m->id, PREFERENCE_HELP);
    if (there && back)
        return _("выбор взаимный");
    if (there)
        return _("выбор наставляемого");
    return back ? _("выбор наставника") : _("друг друга не называют");
}

static const char *comment(struct explaining *x, enum criterion c, unsigned part)
{
    switch (c) {
    case CRITERION_TOPICS:
        return x->m->request.n_hits ? "" : _("тема запроса не распознана");
    case CRITERION_AGE:
        return age_comment(x);
    case CRITERION_TIME:
        return time_comment(x);
    case CRITERION_PLACE:
        return place_comment(part);
    case CRITERION_PREFERENCE:
        return preference_comment(x);
    case CRITERION_WORDS:
    case CRITERIA:
        break;
    }
    return "";
}

/* Round down, then give the points that are missing to those cut most, so that the parts add
 * up to the whole. */
static void round_points(struct explanation *e, const unsigned *exact)
{
    unsigned given = 0;
    bool raised[CRITERIA] = {false};
    for (size_t p = 0; p < e->n_parts; p++)
        given += e->part[p].points = exact[p] / POINT;
    for (; given < e->points; given++) {
        size_t best = e->n_parts;
        for (size_t p = 0; p < e->n_parts; p++)
            if (!raised[p] && (best == e->n_parts || exact[p] % POINT > exact[best] % POINT))
                best = p;
        if (best == e->n_parts)
            return;
        raised[best] = true;
        e->part[best].points++;
    }
}

static void explain_parts(struct explaining *x, const struct criterion_score *s,
                          struct explanation *e)
{
    unsigned exact[CRITERIA], all = x->run->weights;
    for (unsigned c = 0; c < CRITERIA && all; c++) {
        unsigned weight = x->run->in.criteria.of[c].weight;
        if (!weight || (c == CRITERION_PREFERENCE && !x->run->cards))
            continue;
        exact[e->n_parts] = s->part[c] * weight * (POINT / 10) / all;
        struct explained_part *part = &e->part[e->n_parts++];
        *part = (struct explained_part){.criterion = (enum criterion)c,
                                        .name = x->run->in.criteria.of[c].name,
                                        .weight = (weight * 100 + all / 2) / all,
                                        .comment = comment(x, (enum criterion)c, s->part[c])};
        if (c == CRITERION_TOPICS)
            share_topics(x, part);
        if (c == CRITERION_WORDS) {
            share_words(x, part);
            if (s->part[c] && !part->n_shared)
                part->comment = _("слова темы запроса");
        }
    }
    round_points(e, exact);
}

static const char *why_line(struct explaining *x, const struct explanation *e)
{
    struct strbuf b;
    strbuf_init(&b, x->a);
    bool used[CRITERIA] = {false};
    for (unsigned k = 0; k < WHY_PARTS; k++) {
        size_t best = e->n_parts;
        for (size_t p = 0; p < e->n_parts; p++)
            if (!used[p] && e->part[p].points &&
                (best == e->n_parts || e->part[p].points > e->part[best].points))
                best = p;
        if (best == e->n_parts)
            break;
        used[best] = true;
        strbuf_printf(&b, "%s%s", b.len ? ", " : "", e->part[best].name);
    }
    return b.s;
}

static const char *words_for_both(struct explaining *x, const struct explanation *e)
{
    struct strbuf b;
    strbuf_init(&b, x->a);
    unsigned n = 0;
    for (size_t p = 0; p < e->n_parts; p++)
        for (size_t s = 0; s < e->part[p].n_shared && n < FOR_BOTH_MAX; s++) {
            const struct shared_words *w = &e->part[p].shared[s];
            if (w->curator_only || w->near < NEAR_FOR_BOTH)
                continue;
            strbuf_printf(&b, "%s%s", n++ ? ", " : "", *w->topic ? w->topic : w->mentor);
        }
    return b.s;
}

static const char *rules_line(struct explaining *x)
{
    struct strbuf b;
    strbuf_init(&b, x->a);
    if (x->m->p.forms && x->t->p.forms)
        strbuf_printf(&b, "%s", _("форма"));
    if (x->run->in.settings.scope != SCOPE_ANY)
        strbuf_printf(&b, "%s%s", b.len ? ", " : "", _("территория"));
    if (x->m->age_high && (x->t->wish.from || x->t->wish.to || x->t->wish.adult))
        strbuf_printf(&b, "%s%s", b.len ? ", " : "", _("желаемый возраст"));
    if (x->run->in.settings.time_is_hard && x->m->p.slots && x->t->p.slots)
        strbuf_printf(&b, "%s%s", b.len ? ", " : "", _("общее время"));
    strbuf_printf(&b, "%s%s", b.len ? ", " : "", _("свободные места"));
    return b.s;
}

void criterion_explain(const struct criterion_run *run, struct arena *a, uint32_t mentee,
                       uint32_t mentor, struct explanation *ret_explanation)
{
    struct explaining x = {run, a, mentee, mentor, &run->mentee[mentee], &run->mentor[mentor]};
    struct criterion_score s;
    criterion_score(run, mentee, mentor, &s);
    struct explanation e = {.points = criterion_points(&s)};
    explain_parts(&x, &s, &e);
    e.why = why_line(&x, &e);
    e.for_both = words_for_both(&x, &e);
    e.rules = rules_line(&x);
    *ret_explanation = e;
}
