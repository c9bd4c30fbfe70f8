/* What the pages of common meetings and cards show (preference_list_web.c, preference_web.c: the
 * coordinator's; preference_card_web.c: the owner's). */
#pragma once

#include "frame/form.h"
#include "frame/parts.h"
#include "frame/req.h"
#include "pairing/preference.h"

struct gathering_line {
    int64_t id;
    const char *when, *place, *closes;
    int64_t cards, answered;
};

struct gatherings_page {
    int64_t programme_id;
    const struct gathering_line *row;
    size_t n;
    const struct form *form; /* of a new one */
    const char *zone;
    bool running; /* the programme is: a new one may be called */
};

struct preference_line {
    int64_t id;
    const char *name, *when; /* when: answered, or NULL */
    const char *choice, *help, *exclude, *why;
};

struct gathering_page {
    int64_t id, programme_id;
    const char *when, *place, *note, *closes;
    struct preference_side_count mentees, mentors;
    bool mentors_side; /* whose cards are shown */
    const struct preference_line *row;
    size_t n;
    const char *next;
    const struct form *form; /* of the last day */
};

struct preference_sheet_line {
    const char *name, *url;
    struct safe_html qr;
};

struct preference_sheet_page {
    const char *when, *place, *closes, *back;
    const struct preference_sheet_line *row;
    size_t n;
    const char *next;
};

struct preference_card_page {
    const struct preference_card_row *card;
    const struct form *form;
    const char *whose; /* «Дарья О.», «Елена Петровна С.»; NULL: signed in */
    const char *when, *place, *closes, *action, *token; /* token NULL: signed in */
    enum preference_open open;
    bool answered;
    const struct pack_question **item;
    size_t n;
    const struct choice *others; /* of the lists; ends with {NULL} */
};

/* For the view: the name of a question's list; is something chosen in it, or wrong? */
const char *preference_list_of(const struct pack_question *q);
bool preference_list_open(const struct preference_card_page *p, const char *name);

/* preference_web.c: «5 ноября, 15:00»; «12 ноября 2026» of "2026-11-12", or "". */
const char *preference_moment(struct req *req, int64_t ms, int zone);
const char *preference_day(struct req *req, const char *iso);

/* preference_list_web.c */
int gatherings_get(struct req *req);
int gatherings_post(struct req *req);
extern const struct form_def gathering_form;

/* preference_card_web.c */
int preference_card_get(struct req *req);
int preference_card_post(struct req *req);
int preference_link_get(struct req *req);
int preference_link_post(struct req *req);
int preference_thanks_get(struct req *req);
extern const struct form_def preference_card_form;
