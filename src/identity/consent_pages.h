/* What the views of consents show. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "frame/form.h"
#include "frame/parts.h"
#include "identity/consent.h"

struct page;
struct req;

/* Whose consents the request is about. */
struct consent_whom {
    struct person person;
    struct date today;
    enum person_age age;
    const char *operator_name;
};
int consent_load_whom(struct req *req, struct consent_whom *ret);
const char *consent_path(struct req *req);             /* the page of all of them */
int consent_under(struct req *req, struct page *page); /* the frame of a page below it */
/* The text in force for them; ERR_NOT_FOUND: there is none of this code. */
int consent_load_text(struct req *req, const struct consent_whom *w, const char *code,
                      struct consent_text *ret);

/* Recording (consent_record_web.c). */
extern const struct form_def consent_new_form;
int consent_new_get(struct req *req);
int consent_new_post(struct req *req);

struct consent_line {
    const struct consent *consent;
    const char *given, *recorded; /* «5 ноября 2026 г.», «5 ноября 2026 г., Е. П. Соколова» */
    const char *shown;     /* what a publication covers; "": another purpose */
    const char *withdraw;  /* address; NULL: withdrawn already */
    const char *withdrawn; /* day; NULL: in force */
};

/* One purpose: is it complete, and what is missing. */
struct consent_purpose {
    enum consent_kind kind;
    enum pill pill;
    const char *state; /* «Действует», «Нет подписи представителя» */
    const char *note;           /* what works without it */
    const char *record, *blank; /* addresses */
    const char *showcase;       /* of a publication; NULL: another purpose */
};

struct consents_page {
    const char *erase, *erase_path; /* data must be destroyed: until when; NULL: nothing to do */
    const char *age; /* «По году рождения — от 14 до 17 лет: …» */
    const struct consent_purpose *purposes;
    const struct consent_line *rows;
    size_t n;
};

struct consent_new_page {
    const struct form *form;
    const struct consent_text *text;
    const struct choice *relations; /* who may sign at this age */
    const struct choice *fields;    /* of a publication; NULL: another purpose */
    const char *const *paragraphs;
    size_t n_paragraphs;
    const char *action, *back;
};

/* What was typed, before it is recorded. */
struct consent_check_page {
    const char *action;
    const char *kind, *relation, *given_by, *given_on, *method; /* as sent */
    const char *purpose, *who, *how, *day;                      /* as people read */
    const char *const *fields;                                  /* of a publication, as sent; */
    size_t n_fields;
    const char *shown; /* and in words */
};

struct consent_blank_page {
    const char *const *paragraphs;
    size_t n_paragraphs;
    const char *participant;
    bool by_representative, by_self;
    const struct choice *fields; /* of a publication; NULL: another purpose */
};

struct consent_withdraw_page {
    const char *action, *back;
    bool contact; /* contacts close at once */
};

struct consent_texts_line {
    const struct consent_text *text;
    const char *edit, *since;
    bool own; /* not inherited */
};

struct consent_texts_page {
    const struct consent_texts_line *rows;
    size_t n;
    bool may_edit;
};

struct consent_edit_page {
    const struct form *form;
    const char *action, *back, *kind;
};
