/*
 * Pairs as they work: the coordinator's list, the pair's page, and what the two of a pair see of
 * each other. Before consent there are first names and what they share, never contacts.
 */
#pragma once

#include <stdbool.h>

#include "base/date.h"
#include "frame/parts.h"
#include "identity/person.h"
#include "programme/pack.h"
#include "work/meeting_pages.h"
#include "work/pair.sql.h"

struct module;
extern const struct module pair_module;

struct pair_line {
    int64_t id;
    const char *mentee, *mentor, *form, *state;
    enum pill pill;
    int score;
};

/* The coordinator's list of a programme. */
struct pair_list_page {
    int64_t programme_id;
    const struct pair_line *lines;
    size_t n;
    int64_t total, mean; /* pairs of the programme, their mean score */
    const char *state;   /* filter */
    const char *q;
    struct paging paging;
};

/* The coordinator's page of one pair. */
struct pair_page {
    const struct pair_row *pair;
    const char *mentee, *mentor, *form, *model, *since;
    const char *state;
    enum pill pill;
    bool contact_open, minor;
    const char *unchecked; /* why the record check keeps contacts closed, or NULL */
    bool living, may_manage;
    const struct pack *pack; /* work of teachers, when it has any */
    struct meeting_lines meetings;
    struct meeting_rhythm rhythm;
    const char *health; /* what needs the coordinator, or NULL */
    bool refused; /* after the trial one side would have another partner; the other is silent */
    const struct pair_history_line *events;
    size_t n_events;
};

/* A line of the pair's history: the coordinator's alone. */
struct pair_history_line {
    const char *when, *what, *who, *reason;
};

/* One side's own view. */
struct pair_mine {
    int64_t id;
    const char *with;  /* first name; an adult's with the patronymic */
    const char *whose; /* «Ваш наставник» or «Ваш наставляемый» */
    const char *form;
    const char *shared; /* what they share, or "" */
    const char *state;
    enum pill pill;
};

/* A card of the common meeting that one may fill. */
struct pair_mine_card {
    int64_t id;
    const char *when;
    bool answered;
};

struct pair_mine_list {
    const struct pair_mine *pairs;
    size_t n;
    const struct pair_mine_card *cards;
    size_t n_cards;
};

struct pair_mine_page {
    struct pair_mine mine;
    const struct pack_meeting_kind *first; /* the first meeting of the pack, or NULL */
    const struct person_contact *contacts; /* open ones */
    size_t n_contacts;
    bool minor; /* the other side is one: the contacts are the representative's */
    bool own;   /* one of the two, not a representative */
    bool mentor;
    bool living;
    const char *apart; /* why the two do not meet today, in words for this side, or NULL */
    const struct pack *pack;
    struct meeting_lines meetings;
    struct meeting_rhythm rhythm;
    const struct meeting_line *next; /* the nearest one planned, or NULL */
    const struct meeting_line *owed; /* the oldest one whose feedback is owed, or NULL */
    const char *curator, *curator_phone;
};
