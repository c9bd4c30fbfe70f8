/* What the pages of the registries show. */
#pragma once

#include <stdbool.h>

#include "frame/form.h"
#include "frame/parts.h"
#include "frame/req.h"
#include "identity/representative.h"
#include "programme/pack.h"
#include "programme/participation.sql.h"
#include "programme/programme.h"

struct module;
extern const struct module participation_module;

/* GET of the registry of a side; participation_list_web.c. */
int registry_list(struct req *req, const char *side);

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

/* So many found are counted; more is «больше». */
#define REGISTRY_FOUND_MAX 200
/* So many rows of a list a page looks at for those of a form, which no index knows; then it leads
 * on. */
#define REGISTRY_LOOK 5000

struct registry_page {
    int64_t programme_id;
    bool mentors; /* the side */
    bool may_manage;
    const struct registry_line_view *rows;
    size_t n_rows;
    const struct registry_state_view *states;
    size_t n_states;
    int64_t total, found;
    bool many; /* more than REGISTRY_FOUND_MAX; nobody counted on */
    bool part; /* found: at the beginning of a long list */
    bool cut;  /* the page has looked at REGISTRY_LOOK rows, and there are more */
    const char *q, *state, *form;
    const struct choice *forms; /* of the programme, for the filter */
    struct paging paging;
};

/* A change of the state, for the history. */
struct participant_event {
    const char *when, *what, *who, *reason;
};

/* What became of a pair. */
struct participant_pair {
    const char *state, *ended; /* ended: the day, or NULL */
    enum pill pill;
};

struct participant_page {
    int64_t programme_id;
    const struct participation_row *x;
    const char *name, *form, *state;
    enum pill pill;
    const struct participant_event *events; /* the newest first; the last: into the base */
    size_t n_events;
    const struct form *move;      /* the form of the next state */
    const struct choice *actions; /* NULL: none, or not this person's */
    bool minor;
    bool may_invite, may_select, may_support;
    bool consents_missing; /* an obligatory one */
    const char *record;    /* of a mentor: words of the record check, or NULL */
    const struct participation_contacts *contacts;
    size_t n_contacts;
    const struct representative *parents; /* who has an account for the child */
    size_t n_parents;
    const struct participation_pairs *pairs;
    const char *const *partners; /* names, for each pair */
    const struct participant_pair *states;
    size_t n_pairs;
    struct {
        const char *label, *text;
    } facts[12];
    size_t n_facts;
};

/* participation_state_web.c: the form, its route, and what the page shows of it. */
extern const struct form_def participation_move_form;
int participation_move_post(struct req *req);
int participation_grow_post(struct req *req);
int participation_load_events(struct req *req, struct participant_page *page);
enum pill participation_pill(const char *state);
