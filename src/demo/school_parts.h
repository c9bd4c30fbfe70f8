/* What the districts add to the year of the demo school, each in its own file. */
#pragma once

#include "demo/school.h"

int school_insight(struct school_year *s, enum school_moment moment);
int school_meetings(struct school_year *s, enum school_moment moment);
int school_papers(struct school_year *s, enum school_moment moment);

/* Their own words, interviews, checks; training. */
int school_training(struct school_year *s, enum school_moment moment);

/* Sheets at entry and at the end. */
int school_surveys(struct school_year *s, enum school_moment moment);

/* What the school measures itself, and who stayed when a year has passed: of the real time. */
int school_measures(struct school_year *s, enum school_moment moment);
int school_stayed(struct school_year *s);

/* The page for everybody. */
int school_showcase(struct school_year *s, enum school_moment moment);

/* Denominators and an aim; every month is frozen when it is over, one is counted anew. */
int school_numbers(struct school_year *s, enum school_moment moment);

/* Not of that year: the programme that begins now, with an open enrolment; the clock stands at the
 * real time. It becomes s->programme_id. */
int school_door(struct school_year *s, int64_t pack_id);

/* Not of that year either: teachers who mentor teachers now. It becomes s->programme_id. */
int school_teachers(struct school_year *s);

/* Somebody with all consents, by the dice, in the base of the programme. */
struct school_part {
    const char *side, *form;
    int youngest, ages;
    const char *text; /* of a teacher: the request, the competence */
};
int school_add(struct school_year *s, const struct school_part *k);

/* All steps of a stage are ticked and it is left. */
int school_pass(struct school_year *s, const char *stage);
