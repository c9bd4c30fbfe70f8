/*
 * Forms are declared, and parsed before the handler runs. A route names its form; a handler
 * reads a typed struct:
 *
 *     struct login_form { const char *login; const char *password; bool remember; };
 *     static const struct field login_fields[] = {
 *         FIELD(struct login_form, login, FIELD_TEXT, .label = N_("Логин"), .max = 100),
 *         FIELD(struct login_form, password, FIELD_PASSWORD, .label = N_("Пароль"), .max = 200),
 *     };
 *     static const struct form_def login_form = FORM_DEF(struct login_form, login_fields);
 *
 * A bad form comes back through the route's `retry` handler (the GET page) with what the person
 * typed and a message at each field. Limits are characters for texts, values for numbers.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "net/url.h" /* struct form_pair */

enum field_type {
    FIELD_TEXT,     /* const char *: one line, squeezed */
    FIELD_AREA,     /* const char *: many lines, ends trimmed */
    FIELD_PASSWORD, /* const char *: as typed; never shown again */
    FIELD_EMAIL,    /* const char *: lower case */
    FIELD_PHONE,    /* const char *: +7XXXXXXXXXX */
    FIELD_CHOICE,   /* const char *: value of one of .choices, or free when .choices is NULL
                       (the handler checks) */
    FIELD_INT,      /* int64_t between .min and .max */
    FIELD_ID,       /* int64_t > 0; 0 when optional and empty */
    FIELD_IDS,      /* struct id_list: checkboxes of one name, at most .max (default 1000) */
    FIELD_TEXTS,    /* struct text_list: checkboxes or repeated fields of one name */
    FIELD_DATE,     /* struct date; year 0 when optional and empty */
    FIELD_YEAR,     /* int64_t, four digits between .min and .max */
    FIELD_BOOL,     /* bool: a checkbox */
};

struct id_list {
    const int64_t *v;
    size_t n;
};

struct text_list {
    const char *const *v;
    size_t n;
};

struct choice {
    const char *value;
    const char *label; /* N_() text */
    const char *hint;  /* N_() text or NULL */
};

struct field {
    const char *name;
    enum field_type type;
    size_t offset;     /* into the typed struct */
    const char *label; /* N_() text */
    const char *hint;  /* N_() text or NULL */
    const char *empty; /* N_() message when missing; NULL: «Заполните поле „…“» */
    bool optional;
    bool sometimes; /* with optional: the handler asks for it in some cases, so that its label does
                       not call it optional */
    int64_t min, max; /* characters or values; max 0 = 200 characters or no upper bound */
    const struct choice *choices; /* ends with {NULL} */
    const char *autocomplete;     /* HTML tokens or NULL */
    const char *inputmode;        /* or NULL */
};

#define FIELD(s, member, field_type_, ...)                                                         \
    {                                                                                              \
        .name = #member, .type = field_type_, .offset = offsetof(s, member), __VA_ARGS__           \
    }

struct form_def {
    const struct field *fields;
    size_t n_fields;
    size_t size; /* of the typed struct */
};

#define FORM_DEF(s, list)                                                                          \
    {                                                                                              \
        .fields = (list), .n_fields = sizeof(list) / sizeof *(list), .size = sizeof(s)             \
    }

struct form; /* values as typed, errors, the typed struct; lives in the request's arena */

/* A fresh form: every field empty (or from *initial when it is not NULL: the typed struct). */
struct form *form_new(struct arena *a, const struct form_def *def, const void *initial);

/* Parse pairs name=value as sent (n of them, decoded UTF-8). Never fails: problems become errors.
 */
struct form *form_parse(struct arena *a, const struct form_def *def, const struct form_pair *pairs,
                        size_t n);

/* The typed struct. After errors its bad fields are zero. */
const void *form_values(const struct form *f);

bool form_ok(const struct form *f);

/* Add a message to a field (already translated). field NULL: to the whole form. */
void form_error(struct form *f, const char *field, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* For views. Text as the person typed it ("" when nothing), nth value of a repeated field,
 * whether a choice is chosen, and the message at a field (NULL when fine). */
const char *form_raw(const struct form *f, const char *field);
bool form_chosen(const struct form *f, const char *field, const char *value);
const char *form_error_of(const struct form *f, const char *field);
const struct field *form_field(const struct form *f, const char *field);

/* Errors in the order of the fields, for the summary. */
struct form_problem {
    const char *field; /* NULL: the whole form */
    const char *text;
};
size_t form_problems(const struct form *f, const struct form_problem **ret);
