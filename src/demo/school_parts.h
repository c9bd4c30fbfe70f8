/* What the districts add to the year of the demo school, each in its own file. */
#pragma once

#include "demo/school.h"

int school_insight(struct school_year *s, enum school_moment moment);
int school_meetings(struct school_year *s, enum school_moment moment);
int school_papers(struct school_year *s, enum school_moment moment);

/* Sheets at entry and at the end. */
int school_surveys(struct school_year *s, enum school_moment moment);
