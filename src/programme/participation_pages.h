/* What the pages of the registries show. */
#pragma once

#include <stdbool.h>

#include "frame/form.h"
#include "frame/parts.h"
#include "programme/pack.h"
#include "programme/participation.sql.h"
#include "programme/programme.h"

struct module;
extern const struct module participation_module;

struct registry_line_view {
    int64_t id;
    const char *name, *form, *request, *place, *time, *state;
    enum pill pill;
    int64_t birth_year; /* 0 = unknown */
};

struct registry_state_view {
    const char *code, *name;
    int64_t n;
};

struct registry_page {
    int64_t programme_id;
    bool mentors; /* the side */
    bool may_manage;
    const struct registry_line_view *rows;
    size_t n_rows;
    const struct registry_state_view *states;
    size_t n_states;
    int64_t total, found;
    const char *q, *state, *form;
    const struct choice *forms; /* of the programme, for the filter */
    struct paging paging;
};

struct participant_page {
    int64_t programme_id;
    const struct participation_row *x;
    const char *name, *form, *state;
    enum pill pill;
    bool minor;
    bool may_invite;
    const struct participation_contacts *contacts;
    size_t n_contacts;
    const struct participation_pairs *pairs;
    const char *const *partners; /* names, for each pair */
    size_t n_pairs;
    struct {
        const char *label, *text;
    } facts[12];
    size_t n_facts;
};
