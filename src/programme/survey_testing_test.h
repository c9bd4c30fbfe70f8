/* Statements of survey_testing.c: a pair without the work that makes one, the n-th sheet. */
#pragma once

#define SURVEY_PAIR_SQL                                                                            \
    "INSERT INTO pair (id, unit_id, programme_id, mentee_id, mentor_id, mentee_name, "             \
    "mentor_name, sort_key, form_code, state, created_at, ended_at) VALUES (%lld, %lld, %lld, "    \
    "%lld, %lld, 'А', 'Б', 'а', 'student_student', 'finished', 0, 1)"

#define SURVEY_SHEET_SQL                                                                           \
    "SELECT id FROM survey_response WHERE round_id = %lld AND role = '%s' ORDER BY sort_key, id "  \
    "LIMIT 1 OFFSET %d"
