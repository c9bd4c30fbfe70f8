/* Recognising people; inside the module. */
#pragma once

#include "programme/import.h"

/* What is remembered of the people of a unit, so that most rows are looked up without a query. */
struct import_known;
int import_known_load(struct db *db, struct arena *a, int64_t unit_id, struct import_known **ret);

/* Who among the people of the unit is the one of the row: first those of the same name, then
 * (unless only_sure) those with the surname and the first letter of the given name, so that a
 * missing patronymic or initials do not hide somebody. People of this upload do not count.
 * known may be NULL: the queries say. */
struct import_match {
    enum registry_same same;
    int64_t person_id; /* 0: nobody */
};
int import_recognise(struct db *db, struct arena *a, const struct import_place *at,
                     const struct import_known *known, const struct registry_identity *who,
                     bool only_sure, struct import_match *ret);
