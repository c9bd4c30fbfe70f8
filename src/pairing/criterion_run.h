/* Profiles as criterion*.c and pairing*.c hold them: texts read, words numbered. */
#pragma once

#include "base/map.h"
#include "pairing/criterion.h"

enum { CELL_COMPETENCIES, CELL_ACHIEVEMENTS, CELL_INTERESTS, MENTOR_CELLS };

/* A word of a profile by number; where it stands. Sorted by id, each once. */
struct stem_ref {
    uint32_t id;
    uint16_t cell, word;
};

/* A topic of a mentor with how much it counts. Sorted by topic, each once. */
struct strong_topic {
    uint16_t topic, cell, hit; /* hit: index in the cell */
    uint16_t strength;         /* 0 … 1000 */
};

struct ready_person {
    uint32_t forms; /* bits of run->form; 0: any */
    uint32_t place; /* number of the place's spelling, MAP_NONE: not known */
    uint8_t slots;
    uint8_t unclear;
    const struct stem_ref *stem;
    size_t n_stems;
};

struct ready_mentee {
    struct ready_person p;
    uint8_t age_low, age_high; /* the birthday of this year may be ahead; 0, 0: not known */
    struct topic_cell request;
    uint64_t rarity; /* sum over its words */
};

struct ready_mentor {
    struct ready_person p;
    struct age_range wish;
    struct time_resource time;
    struct topic_cell cell[MENTOR_CELLS];
    const struct strong_topic *topic;
    size_t n_topics;
};

#define FORMS_MAX 32u
#define CRITERION_BEST 1000u /* the most that a part gives */

struct criterion_run {
    struct criterion_input in;
    struct ready_mentee *mentee;
    struct ready_mentor *mentor;
    const char *form[FORMS_MAX]; /* codes met */
    size_t n_forms;
    struct map stems;     /* stem → id */
    uint32_t *rarity;     /* of each stem: thousandths of ln(people / people with it) */
    const uint64_t *veto; /* mentee << 32 | mentor, sorted */
    size_t n_vetoes;
    bool cards;                                    /* somebody filled in a preference card */
    unsigned weights;                              /* sum of those in use */
    const uint32_t *mentees_by_id, *mentors_by_id; /* indices sorted by id */
};

static inline bool is_minor(const struct ready_mentee *m)
{
    return m->age_low < 18; /* also when the age is not known */
}

/* The line of a card about somebody: the strongest one, or NULL. */
const struct preference *criterion_card(const struct person_profile *from, int64_t to,
                                        enum preference_kind kind);

/* The other parts and the total; those of topics and words are there. */
void criterion_score_rest(const struct criterion_run *run, uint32_t mentee, uint32_t mentor,
                          struct criterion_score *s);
