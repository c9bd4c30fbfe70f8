/* Inside of the papers: the fields as they are gathered. */
#pragma once

#include "base/decline.h"
#include "identity/person.h"
#include "paper/paper.h"

struct paper_bag {
    const struct paper_at *at;
    bool outline; /* rows of the programme's people and pairs are not asked for */
    struct docx_value *values;
    enum paper_source *sources;
    size_t n, cap;
    struct docx_list *lists;
    size_t n_lists, cap_lists;
};

/* A line to write on when there is none; quiet: nothing. */
void bag_put(struct paper_bag *b, const char *name, const char *text, enum paper_source source);
void bag_quiet(struct paper_bag *b, const char *name, const char *text);

/* «наставник», «наставник, кого», «наставник, кому», «наставник, кем», «наставник, инициалы»,
 * «наставник, кому инициалы»… id 0: nobody of the system, no forms by hand. name NULL: unknown. */
int bag_person(struct paper_bag *b, const char *name, const struct person_name *who, int64_t id,
               enum paper_source source);

/* Rows of a list are added one by one; cells are copied as pointers. */
struct bag_list {
    struct paper_bag *bag;
    const char *name;
    const char *const *columns;
    size_t n_columns;
    const char **cells;
    size_t n, cap;
};
void list_begin(struct bag_list *l, struct paper_bag *b, const char *name,
                const char *const *columns, size_t n);
void list_row(struct bag_list *l, const char *const *cells);
void list_end(struct bag_list *l);

/* «5 ноября 2026 г.» of an ISO day, "" of none; of a time at the unit. */
const char *bag_day(const struct paper_at *at, const char *iso);
const char *bag_time(const struct paper_at *at, int64_t ms);

/* One form of a name, by hand where people wrote it. to must not be the nominative of a list. */
int bag_name(const struct paper_at *at, const struct person_name *who, int64_t id,
             enum name_case to, const char **ret);

const char *bag_number(const struct paper_at *at, int64_t n);

/* «Лидер – пассивный» of a code. */
const char *bag_role_model(const struct paper_at *at, const char *form, const char *code);

int bag_programme(struct paper_bag *b, const struct paper_kind *k);
int bag_people(struct paper_bag *b);     /* of the whole programme */
int bag_monitoring(struct paper_bag *b); /* with training */
int bag_pair(struct paper_bag *b, const struct paper_kind *k, int64_t id);
int bag_participant(struct paper_bag *b, const struct paper_kind *k, int64_t id);

/* paper_teachers.c */
bool paper_teachers_form(const struct paper_at *at, const char *code);
int bag_staff(struct paper_bag *b, int64_t mentor_row); /* a participation */
int bag_evidence(struct paper_bag *b, int64_t mentor_row);
int bag_personal(struct paper_bag *b, int64_t pair); /* ERR_NOT_FOUND */
int bag_lesson(struct paper_bag *b, int64_t id);     /* ERR_NOT_FOUND: not held, not here */

void bag_questions(struct paper_bag *b); /* paper_questions.c */
