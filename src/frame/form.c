#include "frame/form.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "frame/form_priv.h"

struct form *form_alloc(struct arena *a, const struct form_def *def)
{
    struct form *f = arena_new_of(a, struct form);
    f->a = a;
    f->def = def;
    f->entries = arena_array(a, struct form_entry, def->n_fields);
    f->values = arena_alloc(a, def->size);
    return f;
}

static struct form_entry *entry_of(const struct form *f, const char *name)
{
    for (size_t i = 0; i < f->def->n_fields; i++)
        if (strcmp(f->def->fields[i].name, name) == 0)
            return &f->entries[i];
    return NULL;
}

void form_add_raw(struct form *f, size_t field, const char *value)
{
    struct form_entry *e = &f->entries[field];
    if (e->n == e->cap) {
        size_t cap = e->cap ? e->cap * 2 : 1;
        e->raw = arena_grow(f->a, e->raw, e->cap * sizeof *e->raw, cap * sizeof *e->raw);
        e->cap = cap;
    }
    e->raw[e->n++] = value;
}

static void show_lists(struct form *f, size_t i, const void *at)
{
    if (f->def->fields[i].type == FIELD_IDS) {
        const struct id_list *ids = at;
        for (size_t k = 0; k < ids->n; k++)
            form_add_raw(f, i, arena_printf(f->a, "%lld", (long long)ids->v[k]));
    } else {
        const struct text_list *texts = at;
        for (size_t k = 0; k < texts->n; k++)
            form_add_raw(f, i, texts->v[k]);
    }
}

/* A zero that nobody could have typed: the field was left empty. */
static bool unsaid(const struct field *field, int64_t value)
{
    return !value && field->optional && field->min > 0;
}

/* What a person would have typed to get this typed value. */
static void show_value(struct form *f, size_t i, const void *at)
{
    switch (f->def->fields[i].type) {
    case FIELD_TEXT:
    case FIELD_AREA:
    case FIELD_EMAIL:
    case FIELD_PHONE:
    case FIELD_CHOICE:
        if (*(const char *const *)at)
            form_add_raw(f, i, *(const char *const *)at);
        break;
    case FIELD_PASSWORD:
        break;
    case FIELD_INT:
        if (unsaid(&f->def->fields[i], *(const int64_t *)at))
            break;
        form_add_raw(f, i, arena_printf(f->a, "%lld", (long long)*(const int64_t *)at));
        break;
    case FIELD_ID:
    case FIELD_YEAR:
        if (*(const int64_t *)at)
            form_add_raw(f, i, arena_printf(f->a, "%lld", (long long)*(const int64_t *)at));
        break;
    case FIELD_IDS:
    case FIELD_TEXTS:
        show_lists(f, i, at);
        break;
    case FIELD_DATE:
        if (((const struct date *)at)->year)
            form_add_raw(f, i, date_short(f->a, *(const struct date *)at));
        break;
    case FIELD_BOOL:
        if (*(const bool *)at)
            form_add_raw(f, i, "1");
        break;
    }
}

struct form *form_new(struct arena *a, const struct form_def *def, const void *initial)
{
    struct form *f = form_alloc(a, def);
    if (!initial)
        return f;
    memcpy(f->values, initial, def->size);
    for (size_t i = 0; i < def->n_fields; i++)
        show_value(f, i, (const char *)initial + def->fields[i].offset);
    return f;
}

const void *form_values(const struct form *f)
{
    return f->values;
}

bool form_ok(const struct form *f)
{
    if (f->n_general)
        return false;
    for (size_t i = 0; i < f->def->n_fields; i++)
        if (f->entries[i].error)
            return false;
    return true;
}

void form_error(struct form *f, const char *field, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    const char *text = arena_vprintf(f->a, fmt, ap);
    va_end(ap);
    if (!field) {
        if (f->n_general < FORM_MAX_GENERAL)
            f->general[f->n_general++] = text;
        return;
    }
    struct form_entry *e = entry_of(f, field);
    assert(e);
    if (!e->error)
        e->error = text;
}

const char *form_raw(const struct form *f, const char *field)
{
    const struct form_entry *e = entry_of(f, field);
    assert(e);
    return e->n ? e->raw[0] : "";
}

bool form_chosen(const struct form *f, const char *field, const char *value)
{
    const struct form_entry *e = entry_of(f, field);
    assert(e);
    for (size_t i = 0; i < e->n; i++)
        if (strcmp(e->raw[i], value) == 0)
            return true;
    return false;
}

const char *form_error_of(const struct form *f, const char *field)
{
    const struct form_entry *e = entry_of(f, field);
    assert(e);
    return e->error;
}

const struct field *form_field(const struct form *f, const char *field)
{
    const struct form_entry *e = entry_of(f, field);
    assert(e);
    return &f->def->fields[e - f->entries];
}

size_t form_problems(const struct form *f, const struct form_problem **ret)
{
    struct form_problem *list =
        arena_array(f->a, struct form_problem, f->n_general + f->def->n_fields);
    size_t n = 0;
    for (size_t i = 0; i < f->n_general; i++)
        list[n++] = (struct form_problem){NULL, f->general[i]};
    for (size_t i = 0; i < f->def->n_fields; i++)
        if (f->entries[i].error)
            list[n++] = (struct form_problem){f->def->fields[i].name, f->entries[i].error};
    *ret = list;
    return n;
}
