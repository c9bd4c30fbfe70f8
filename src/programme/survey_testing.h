/* For tests only: people of a school's programme with their questionnaires. */
#pragma once

#include "programme/school_testing.h"
#include "programme/survey_answer.h"
#include "programme/survey_round.h"

/* n participants of a side who are of age, with this form («student_student»); the id of the first
 * of them. */
int64_t survey_testing_people(struct school *s, const char *side, const char *form, int n);

/* A pair of these participations, so that they get the sheets of the end. */
void survey_testing_pair(struct school *s, int64_t mentee, int64_t mentor);

/* Sent to everybody, open for 14 days; survey_id 0: the pack's. */
int64_t survey_testing_send(struct school *s, const char *phase, int64_t survey_id,
                            int64_t remind_days);

/* Fill so many sheets that are not finished: every scale gets `mark`, «да / нет» a yes, open items
 * «Слово». */
int survey_testing_fill(struct school *s, int64_t round_id, int64_t n, int mark);

void survey_testing_close(struct school *s, int64_t round_id);

/* The n-th sheet of a round by name, 0-based. */
int64_t survey_testing_sheet(struct school *s, int64_t round_id, const char *role, int n);

/* The sheet of that id, and one answer to it by link, in a transaction of its own. */
struct survey_response survey_testing_get(struct school *s, int64_t id);
int survey_testing_answer(struct school *s, int64_t id, int n, int value, struct err *err);
