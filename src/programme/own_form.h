/*
 * Forms of mentoring that an organisation or a territory adds («Педагог – обучающийся»): a name,
 * who mentors whom, and the form of the pack whose rules, role models and questions it takes.
 *
 * One seam: own_form_pack lays the forms of a unit, and of those above it, over a pack. Whoever
 * has that pack finds them with pack_form, lists them among pack->forms, and finds their role
 * models and questions under their own code. pack_form_base (pack.h) says whose rules they are.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "programme/own_form.sql.h" /* rows of the page */
#include "programme/pack.h"

struct app;
struct db;
struct form;
struct choice;
struct module;

/* /units/{unit}/forms */
extern const struct module own_form_module;

#define OWN_FORMS_MAX 20 /* of one unit */

/* *pack becomes the pack with the unit's own forms, in the arena; it stays when there are none. */
int own_form_pack(struct db *db, struct arena *a, int64_t unit_id, const struct pack **pack);

/* methodology_pack with them: the pack of a stored version as the unit has it. */
struct methodology;
int own_form_methodology(struct methodology *m, struct db *db, struct arena *a, int64_t unit_id,
                         int64_t pack_id, struct err *err, const struct pack **ret_pack);

struct own_form_new {
    int64_t unit_id, account_id;
    const char *name, *mentor_kind, *mentee_kind, *aim, *base;
};
/* ERR_CONFLICT: the unit has a form of that name; ERR_LIMIT. */
int own_form_add(struct db *db, struct arena *a, const struct app *app,
                 const struct own_form_new *n, struct err *err);

/* ERR_CONFLICT while programmes, people or pairs have it: how many of each. */
int own_form_remove(struct db *db, struct arena *a, int64_t unit_id, int64_t id, struct err *err);

struct own_form_page {
    int64_t unit_id;
    const struct own_forms_at *row;
    const char *const *base; /* names, beside the rows */
    size_t n;
    const struct form *form;
    const struct choice *bases;
    const char *refused; /* why a form stays; NULL */
};
