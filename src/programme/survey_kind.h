/* Kinds of items and the letters of their answers (survey_response.marks). */
#pragma once

#include <stdbool.h>

#include "programme/survey.h"

/* As packs and the database write them; an unknown word is an item in words. */
enum survey_kind survey_kind_of(const char *word);
const char *survey_kind_word(enum survey_kind kind);

/* «Оценка от 1 до 10», in the thread's language. */
const char *survey_kind_name(enum survey_kind kind);

/* Answered by one number. */
static inline bool survey_kind_closed(enum survey_kind kind)
{
    return kind == SURVEY_SCALE10 || kind == SURVEY_BOOL || kind == SURVEY_FREQUENCY5;
}

/* Of a closed kind: the numbers from first to last. */
int survey_kind_first(enum survey_kind kind);
int survey_kind_last(enum survey_kind kind);

/* The answer to item n, or SURVEY_MISSING. */
int survey_mark_get(const char *marks, int n);

/* A copy with the answer to item n (SURVEY_MISSING: taken back). */
const char *survey_mark_set(struct arena *a, const char *marks, int n, int value);
