/* What the districts add to the year of the demo school, each in its own file. */
#pragma once

#include "demo/school.h"

int school_insight(struct school_year *s, enum school_moment moment);
int school_meetings(struct school_year *s, enum school_moment moment);
int school_papers(struct school_year *s, enum school_moment moment);

/* Sheets at entry and at the end. */
int school_surveys(struct school_year *s, enum school_moment moment);

/* The page for everybody. */
int school_showcase(struct school_year *s, enum school_moment moment);

/* Not of that year: the programme that begins now, with an open enrolment; the clock stands at the
 * real time. It becomes s->programme_id. */
int school_door(struct school_year *s, int64_t pack_id);

/* All steps of a stage are ticked and it is left. */
int school_pass(struct school_year *s, const char *stage);
