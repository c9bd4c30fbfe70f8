/* What a pack says about the work of teachers; any of it may be absent. Read with pack.h. */
#pragma once

#include <stdbool.h>

#include "programme/pack_list.h"

/* A part of a personal programme. The text to begin with has {words} in braces (work/personal.h).
 */
struct pack_section {
    const char *code, *name, *hint, *template;
    bool required; /* a programme is not sent for approval without it */
};

struct pack_personal_stage {
    const char *code, *name;
};

/* An event that a personal programme may take. */
struct pack_task {
    const char *code, *stage, *direction, *name, *form, *result;
    struct pack_list topics; /* codes of topics/topics.tsv that it is good for */
    struct pack_list who, types;
    int at;    /* percent of the programme's term */
    bool base; /* in every programme */
};

#define PACK_LESSON_ITEMS 24 /* of one sheet */
#define PACK_LESSON_BEST 2   /* the best mark: 2, 1, 0 */

struct pack_lesson_item {
    const char *code, *group, *text;
    const char *mark[PACK_LESSON_BEST + 1]; /* in words */
};

/* From this sum to that one; together they cover every sum. */
struct pack_lesson_level {
    int min, max;
    const char *code, *name;
};

/* A criterion of the category «педагог-наставник» and what the system gathers for it. */
struct pack_evidence {
    const char *code, *name, *hint;
    struct pack_list gathers; /* pairs, personal, meetings, lessons, results, own_lessons, events */
    struct pack_list forms;   /* of the pairs that count; also codes of other packs */
    const char *source;
};

/* A day off or, when off is not set, a working one, of one year or of each (year 0). */
struct pack_holiday {
    int year, month, day;
    bool off;
    bool moves; /* on a Saturday or Sunday it takes the next working day */
    const char *name;
};

/* personal-rules.tsv; what a pack leaves out has its default. */
struct pack_rules {
    int min_months, max_months; /* of a personal programme: 3, 12 */
    int reminder_days;          /* before the end of an addendum: 30 */
};
