#include <stdlib.h>
#include <string.h>

#include "pairing/criterion_run.h"

#define BEST CRITERION_BEST
#define NOT_KNOWN 500u /* nothing said: neither for nor against */

static unsigned topics_part(const struct criterion_run *run, const struct ready_mentee *m,
                            const struct ready_mentor *t)
{
    unsigned sum = 0, all = 0;
    const struct topics *topics = run->in.topics;
    for (size_t h = 0; h < m->request.n_hits; h++) {
        const struct topic_hit *hit = &m->request.hit[h];
        if (!hit->shown)
            continue;
        const uint8_t *similar = topics->similar + (size_t)hit->topic * topics->n;
        unsigned weight = (unsigned)(hit->score * 1000), best = 0;
        for (size_t k = 0; k < t->n_topics; k++) {
            unsigned near = (unsigned)similar[t->topic[k].topic] * t->topic[k].strength / 100;
            best = near > best ? near : best;
        }
        all += weight;
        sum += weight * best / BEST;
    }
    return all ? sum * BEST / all : 0;
}

static unsigned words_part(const struct criterion_run *run, const struct ready_mentee *m,
                           const struct ready_mentor *t)
{
    uint64_t common = 0;
    for (size_t i = 0, j = 0; i < m->p.n_stems && j < t->p.n_stems;) {
        uint32_t a = m->p.stem[i].id, b = t->p.stem[j].id;
        if (a == b)
            common += run->rarity[a];
        i += a <= b;
        j += b <= a;
    }
    return m->rarity ? (unsigned)(common * BEST / m->rarity) : 0;
}

static unsigned age_part(const struct ready_mentee *m, const struct age_range *wish)
{
    if (!m->age_high || (!wish->from && !wish->to && !wish->adult))
        return NOT_KNOWN;
    bool fits = (!wish->from || m->age_high >= wish->from) &&
                (!wish->to || m->age_low <= wish->to) && (!wish->adult || m->age_high >= 18);
    return fits ? BEST : 0;
}

static unsigned time_part(const struct ready_mentee *m, const struct ready_mentor *t)
{
    if (!m->p.slots || !t->p.slots)
        return NOT_KNOWN;
    return m->p.slots & t->p.slots ? BEST : 0;
}

enum near_level criterion_near(const struct criterion_run *run, uint32_t i, uint32_t j)
{
    const struct person_profile *a = &run->in.mentee[i].p, *b = &run->in.mentor[j].p;
    bool known = a->organisation && b->organisation;
    uint32_t place = run->mentee[i].p.place;
    if (known ? a->organisation == b->organisation
              : place != MAP_NONE && place == run->mentor[j].p.place)
        return NEAR_ORGANISATION;
    if (a->municipality && a->municipality == b->municipality)
        return NEAR_MUNICIPALITY;
    return a->region && a->region == b->region ? NEAR_REGION : NEAR_FAR;
}

static unsigned place_part(const struct criterion_run *run, uint32_t i, uint32_t j)
{
    static const unsigned parts[NEAR_LEVELS] = {BEST, BEST * 7 / 10, BEST * 4 / 10, 0};
    return parts[criterion_near(run, i, j)];
}

static unsigned choice_of(const struct person_profile *from, int64_t to)
{
    const struct preference *choice = criterion_card(from, to, PREFERENCE_CHOICE);
    if (choice)
        return choice->place <= 1 ? BEST : choice->place == 2 ? BEST * 8 / 10 : BEST * 6 / 10;
    return criterion_card(from, to, PREFERENCE_HELP) ? BEST / 2 : 0;
}

static unsigned preference_part(const struct criterion_run *run, uint32_t i, uint32_t j)
{
    const struct person_profile *a = &run->in.mentee[i].p, *b = &run->in.mentor[j].p;
    return run->cards ? (choice_of(a, b->id) + choice_of(b, a->id)) / 2 : 0;
}

void criterion_score_rest(const struct criterion_run *run, uint32_t mentee, uint32_t mentor,
                          struct criterion_score *s)
{
    const struct ready_mentee *m = &run->mentee[mentee];
    const struct ready_mentor *t = &run->mentor[mentor];
    s->part[CRITERION_AGE] = (uint16_t)age_part(m, &t->wish);
    s->part[CRITERION_TIME] = (uint16_t)time_part(m, t);
    s->part[CRITERION_PLACE] = (uint16_t)place_part(run, mentee, mentor);
    s->part[CRITERION_PREFERENCE] = (uint16_t)preference_part(run, mentee, mentor);
    unsigned sum = 0;
    for (size_t c = 0; c < CRITERIA; c++)
        sum += s->part[c] * run->in.criteria.of[c].weight;
    s->total = run->weights ? (uint16_t)((sum + run->weights / 2) / run->weights) : 0;
}

void criterion_score(const struct criterion_run *run, uint32_t mentee, uint32_t mentor,
                     struct criterion_score *ret_score)
{
    const struct ready_mentee *m = &run->mentee[mentee];
    const struct ready_mentor *t = &run->mentor[mentor];
    ret_score->part[CRITERION_TOPICS] = (uint16_t)topics_part(run, m, t);
    ret_score->part[CRITERION_WORDS] = (uint16_t)words_part(run, m, t);
    criterion_score_rest(run, mentee, mentor, ret_score);
}
