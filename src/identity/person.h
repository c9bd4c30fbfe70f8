/*
 * People: how their names are written, when they count as minors, and who is the same person.
 * Nobody is looked up by name across organisations: a person belongs to one unit.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/err.h"

struct db;

#define PERSON_NAME_MAX 100 /* characters of one part of a name */

struct person_name {
    const char *surname, *given; /* not empty */
    const char *patronymic;      /* "" when there is none */
};

/* A name that was destroyed (paper/erase.h) is a surname alone, in all of these. */
/* «Соколова Елена Петровна»: registries and documents. */
char *person_name_full(struct arena *a, const struct person_name *n);
/* «Е. П. Соколова», with no-break spaces: texts and signatures. */
char *person_name_short(struct arena *a, const struct person_name *n);
/* «Соколова Е. П.»: sorted lists. */
char *person_name_listed(struct arena *a, const struct person_name *n);
/* To the person: «Елена Петровна»; a minor, or no patronymic: «Дарья». */
char *person_name_address(struct arena *a, const struct person_name *n, bool minor);

/* «Соколова Елена Петровна» → its parts; all that follows the second word is the patronymic.
 * ERR_INVALID: fewer than two words, or a part is too long. */
int person_name_parse(struct arena *a, const char *full, struct err *err, struct person_name *ret);

/* utf8_key of the three: equal for two spellings of one name. */
char *person_name_key(struct arena *a, const struct person_name *n);

/*
 * Only the year of birth is known, so the doubt always counts for the younger age.
 * birth_year 0 (unknown) on the side of the mentees is a minor; on the side of the mentors it
 * is an adult, for registries of pupils who are mentors always have the year.
 */
enum person_age { PERSON_CHILD /* under 14 */, PERSON_TEEN /* 14 to 17 */, PERSON_ADULT };
enum person_age person_age(int64_t birth_year, bool mentee_side, struct date on);
bool person_is_minor(int64_t birth_year, bool mentee_side, struct date on);
/* Who was born in this year or later counts as a minor. */
int64_t person_minor_since(struct date on);

struct person {
    int64_t id, unit_id;
    struct person_name name;
    int64_t birth_year; /* 0: unknown */
};

/* 1 found, 0 none (or erased). */
int person_get(struct db *db, struct arena *a, int64_t id, struct person *ret);

struct person_new {
    int64_t unit_id;
    struct person_name name;
    int64_t birth_year; /* 0: unknown */
    int64_t import_id;  /* 0: typed by hand */
    const char *key;    /* person_name_key, when it is known already, or NULL */
};
int person_create(struct db *db, struct arena *a, const struct clock *clock,
                  const struct person_new *p, int64_t *ret_id);
/* n people in a transaction, ids in ret_ids. */
int person_create_many(struct db *db, struct arena *a, const struct clock *clock,
                       const struct person_new *people, size_t n, int64_t *ret_ids);

int person_set_birth_year(struct db *db, int64_t id, int64_t year);

/* Also where the name is copied to: lists of roles, registries and pairs. */
int person_rename(struct db *db, struct arena *a, int64_t id, const struct person_name *name);

/* ---- contacts ---- */

struct person_contact {
    const char *kind;  /* phone, email, link, other */
    const char *value; /* phone: +7XXXXXXXXXX */
    const char *owner; /* self, representative */
    const char *note;  /* «мама Ольга», "" */
    int64_t import_id; /* of a new one: the upload that brings it, 0 by hand */
};

int person_contacts(struct db *db, struct arena *a, int64_t id, struct person_contact **ret,
                    size_t *ret_n);

/* A contact that is already there stays as it is. */
int person_contact_add(struct db *db, int64_t person_id, int64_t unit_id,
                       const struct person_contact *c);
/* Of several people of the unit, in a transaction: contact i is of person i, who may come again. */
int person_contacts_add(struct db *db, struct arena *a, int64_t unit_id, const int64_t *person_ids,
                        const struct person_contact *contacts, size_t n);
