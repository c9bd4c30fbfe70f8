/*
 * Russian cases of people's names and of posts, by the rules of grammar. A rule cannot know
 * everything (where the stress is, what a family calls itself): whoever prints a name lets people
 * write the form by hand. A name whose gender is not certain stays as it is.
 */
#pragma once

#include "base/arena.h"

enum gender { GENDER_UNKNOWN, GENDER_MALE, GENDER_FEMALE };

/* кто, кого, кому, кого, кем, о ком */
enum name_case {
    CASE_NOMINATIVE,
    CASE_GENITIVE,
    CASE_DATIVE,
    CASE_ACCUSATIVE,
    CASE_INSTRUMENTAL,
    CASE_PREPOSITIONAL,
    NAME_CASES
};

/* From the patronymic, else from the given name unless the surname says otherwise. Texts may be "".
 */
enum gender name_gender(struct arena *a, const char *surname, const char *given,
                        const char *patronymic);

/* Parts with hyphens are declined one by one. */
const char *decline_surname(struct arena *a, const char *s, enum gender g, enum name_case to);
const char *decline_given(struct arena *a, const char *s, enum gender g, enum name_case to);
const char *decline_patronymic(struct arena *a, const char *s, enum gender g, enum name_case to);

/* «директор», «исполняющий обязанности директора», «заведующая»: the words before the first that
 * is in a case already. */
const char *decline_post(struct arena *a, const char *s, enum name_case to);
