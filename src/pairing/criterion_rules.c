#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "pairing/criterion_run.h"

#define HOURS_SLACK 0.01f /* 7,999 hours are 8 */

static unsigned at_least(unsigned value, unsigned low)
{
    return value > low ? value : low;
}

int criterion_room(const struct criterion_run *run, uint32_t mentor)
{
    const struct criterion_settings *s = &run->in.settings;
    const struct time_resource *time = &run->mentor[mentor].time;
    unsigned places = s->default_mentees, taken = run->in.mentor[mentor].taken;
    if (time->hours > 0 && s->hours_per_mentee > 0)
        places = (unsigned)((time->hours + HOURS_SLACK) / s->hours_per_mentee);
    places = time->none ? 0 : at_least(places, 1);
    if (places > s->max_mentees)
        places = s->max_mentees;
    return (int)places + run->in.mentor[mentor].more - (int)taken;
}

unsigned criterion_capacity(const struct criterion_run *run, uint32_t mentor)
{
    int room = criterion_room(run, mentor);
    return room > 0 ? (unsigned)room : 0;
}

unsigned criterion_unclear_mentee(const struct criterion_run *run, uint32_t mentee)
{
    return run->mentee[mentee].p.unclear;
}

unsigned criterion_unclear_mentor(const struct criterion_run *run, uint32_t mentor)
{
    return run->mentor[mentor].p.unclear;
}

const struct preference *criterion_card(const struct person_profile *from, int64_t to,
                                        enum preference_kind kind)
{
    const struct preference *best = NULL;
    for (size_t i = 0; i < from->n_card; i++)
        if (from->card[i].to == to && from->card[i].kind == kind &&
            (!best || from->card[i].place < best->place))
            best = &from->card[i];
    return best;
}

/* 1 the same, 0 different, -1 not known. */
static int same_unit(int64_t a, int64_t b)
{
    return a && b ? a == b : -1;
}

static int same_organisation(const struct criterion_run *run, uint32_t i, uint32_t j)
{
    int same = same_unit(run->in.mentee[i].p.organisation, run->in.mentor[j].p.organisation);
    uint32_t a = run->mentee[i].p.place, b = run->mentor[j].p.place;
    if (same < 0 && a != MAP_NONE && b != MAP_NONE)
        same = a == b;
    return same;
}

static bool scope_allows(const struct criterion_run *run, uint32_t i, uint32_t j)
{
    const struct person_profile *a = &run->in.mentee[i].p, *b = &run->in.mentor[j].p;
    switch (run->in.settings.scope) {
    case SCOPE_SAME_ORGANISATION:
        return same_organisation(run, i, j) != 0;
    case SCOPE_OTHER_ORGANISATION:
        return same_organisation(run, i, j) != 1;
    case SCOPE_SAME_MUNICIPALITY:
        return same_unit(a->municipality, b->municipality) != 0;
    case SCOPE_SAME_REGION:
        return same_unit(a->region, b->region) != 0;
    case SCOPE_ANY:
        break;
    }
    return true;
}

/* A birthday still ahead is no reason to refuse. */
static bool age_allows(const struct ready_mentee *m, const struct age_range *wish)
{
    if (!m->age_high)
        return true;
    return (!wish->from || m->age_high >= wish->from) && (!wish->to || m->age_low <= wish->to) &&
           (!wish->adult || m->age_high >= 18);
}

static bool is_vetoed(const struct criterion_run *run, uint32_t i, uint32_t j)
{
    uint64_t key = (uint64_t)i << 32 | j;
    size_t low = 0, high = run->n_vetoes;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (run->veto[mid] < key)
            low = mid + 1;
        else
            high = mid;
    }
    return low < run->n_vetoes && run->veto[low] == key;
}

static bool card_excludes(const struct person_profile *a, const struct person_profile *b)
{
    return criterion_card(a, b->id, PREFERENCE_EXCLUDE) ||
           criterion_card(b, a->id, PREFERENCE_EXCLUDE);
}

/* Whether this rule excludes the pair, whatever the others say. */
static bool breaks(const struct criterion_run *run, enum rule r, uint32_t i, uint32_t j)
{
    const struct ready_mentee *m = &run->mentee[i];
    const struct ready_mentor *t = &run->mentor[j];
    const struct person_profile *a = &run->in.mentee[i].p, *b = &run->in.mentor[j].p;
    switch (r) {
    case RULE_SELF:
        return a->person && a->person == b->person;
    case RULE_FORM:
        return m->p.forms && t->p.forms && !(m->p.forms & t->p.forms);
    case RULE_SCOPE:
        return !scope_allows(run, i, j);
    case RULE_AGE:
        return !age_allows(m, &t->wish);
    case RULE_TIME:
        return run->in.settings.time_is_hard && m->p.slots && t->p.slots &&
               !(m->p.slots & t->p.slots);
    case RULE_VETO:
        return run->n_vetoes && is_vetoed(run, i, j);
    case RULE_CARD:
        return (a->n_card || b->n_card) && card_excludes(a, b);
    case RULE_FULL:
        return !criterion_capacity(run, j);
    case RULE_NONE:
    case RULES:
        break;
    }
    return false;
}

static enum rule first_from(const struct criterion_run *run, enum rule r, uint32_t i, uint32_t j)
{
    while (r < RULES && !breaks(run, r, i, j))
        r++;
    return r < RULES ? r : RULE_NONE;
}

enum rule criterion_rule(const struct criterion_run *run, uint32_t mentee, uint32_t mentor)
{
    return first_from(run, RULE_SELF, mentee, mentor);
}

bool criterion_only_rule(const struct criterion_run *run, enum rule r, uint32_t mentee,
                         uint32_t mentor)
{
    return first_from(run, r + 1, mentee, mentor) == RULE_NONE;
}

const char *rule_code(enum rule r)
{
    static const char *const codes[RULES] = {"",     "self", "form", "scope", "age",
                                             "time", "veto", "card", "full"};
    return codes[r];
}
