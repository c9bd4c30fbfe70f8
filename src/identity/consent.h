/*
 * Consents: who consented to what text, when and how, and who recorded it. One purpose = one
 * consent. For a minor the representative consents, from 14 on the minor does too; an adult
 * consents alone. A consent of a text stays valid when a newer text is published, until it is
 * withdrawn.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/err.h"
#include "frame/form.h"
#include "identity/person.h"

struct db;
struct module;

/* /people/{person}/consents, /units/{unit}/consents */
extern const struct module consent_module;

enum consent_kind {
    CONSENT_PROCESSING,    /* personal data for the programme */
    CONSENT_PARTICIPATION, /* taking part */
    CONSENT_CONTACT,       /* opening contacts inside the pair */
    CONSENT_DISTRIBUTION,  /* publishing */
    CONSENT_KINDS
};

/* What a consent to publication covers: each is chosen by itself, and silence is no consent. */
enum consent_field {
    CONSENT_FIELD_NAME = 1,
    CONSENT_FIELD_PHOTO = 2,
    CONSENT_FIELD_PLACE = 4, /* work or study, post */
    CONSENT_FIELD_RESULTS = 8,
    CONSENT_FIELD_STORY = 16,
    CONSENT_FIELDS = 31
};

/* All of them for a form («name», «Фамилия, имя, отчество» …), and codes to bits. */
extern const struct choice consent_field_choices[];
unsigned consent_fields_from(const char *const *codes, size_t n);
/* «Фамилия, имя, отчество; фотография», in the thread's language. */
const char *consent_fields_words(struct arena *a, unsigned fields);

/* "processing" … and back (CONSENT_KINDS when unknown). */
const char *consent_code(enum consent_kind kind);
enum consent_kind consent_from_code(const char *code);
/* «Открытие контактов в паре», in the thread's language. */
const char *consent_name(enum consent_kind kind);

/* ---- texts ---- */

struct consent_text {
    int64_t id;
    int64_t unit_id; /* whose text it is: the unit's own or one of a level above */
    enum consent_kind kind;
    int64_t version;
    const char *title;
    const char *body; /* Markdown-free paragraphs; «{организация}» stands for the operator's name */
    int64_t published_at;
};

/* The text in force at the unit: its own newest, or that of the nearest level above. 1, 0, < 0. */
int consent_text_current(struct db *db, struct arena *a, int64_t unit_id, enum consent_kind kind,
                         struct consent_text *ret);

#define CONSENT_TITLE_MAX 200
#define CONSENT_BODY_MAX 20000 /* characters */
int consent_text_publish(struct db *db, struct arena *a, const struct clock *clock, int64_t unit_id,
                         enum consent_kind kind, const char *title, const char *body,
                         int64_t *ret_id);

/* The first texts of a fresh installation, at its root; kinds that have one are left alone. */
int consent_seed(struct db *db, struct arena *a, const struct clock *clock, int64_t root_id);

/* The body with the operator's name in its place. */
char *consent_body(struct arena *a, const struct consent_text *t, const char *operator_name);

/* ---- records ---- */

struct consent {
    int64_t id;
    enum consent_kind kind;
    const char *title; /* of the text */
    int64_t version;   /* of the text */
    bool by_representative;
    const char *given_by;    /* name as on the paper */
    bool on_paper;           /* otherwise on the site */
    const char *given_on;    /* "2026-11-05" */
    const char *recorded_by; /* "": the person, by a link */
    int64_t recorded_at;
    int64_t withdrawn_at; /* 0: in force */
    unsigned fields;      /* of a publication */
};

/* All of the person, newest first, at most 200. */
int consent_list(struct db *db, struct arena *a, int64_t person_id, struct consent **ret,
                 size_t *ret_n);

struct consent_new {
    int64_t person_id;
    enum consent_kind kind;
    bool by_representative;
    const char *given_by;
    bool on_paper;
    struct date given_on;
    int64_t recorded_by; /* account */
    struct date today;   /* in the unit's zone */
    unsigned fields;     /* of a publication: not empty */
};
/* May it be recorded? ERR_LIMIT: the day is in the future or before 2000; ERR_INVALID: a
 * representative signs for an adult, a publication of nothing; ERR_CONFLICT: the same consent is in
 * force. */
int consent_check(struct db *db, struct arena *a, const struct consent_new *n, struct err *err);

/* Records it under the text in force at the person's unit; errors as consent_check. */
int consent_record(struct db *db, struct arena *a, const struct clock *clock,
                   const struct consent_new *n, struct err *err, int64_t *ret_id);

/* Given on the site by somebody without an account, before the person was in the base: under the
 * very text that was shown, at that moment, recorded by nobody. */
struct consent_given {
    int64_t person_id, text_id;
    bool by_representative;
    const char *given_by;
    struct date given_on;
    int64_t given_at;
};
/* One of the same purpose and side that is in force stays, and nothing is written: 0; 1 written.
 * ERR_NOT_FOUND: no such text or person. */
int consent_carry(struct db *db, struct arena *a, const struct clock *clock,
                  const struct consent_given *g);

/* 1 withdrawn now, 0 there is no such consent in force. What follows for the data: erasure.h. */
int consent_withdraw(struct db *db, struct arena *a, const struct clock *clock, int64_t person_id,
                     int64_t consent_id);

/* All that one side has in force: how many there are, and how many were withdrawn now; or < 0. */
int consent_in_force(struct db *db, struct arena *a, int64_t person_id, bool by_representative);
int consent_withdraw_all(struct db *db, struct arena *a, const struct clock *clock,
                         int64_t person_id, bool by_representative);

/* ---- what they allow ---- */

/* Whose signatures a consent needs at this age. */
bool consent_needs_self(enum person_age age);
bool consent_needs_representative(enum person_age age);

/* One purpose and its signatures in force. */
struct consent_state {
    bool self, representative;
};
int consent_state_of(struct db *db, struct arena *a, int64_t person_id, enum consent_kind kind,
                     struct consent_state *ret);

/* The signatures that the age needs and that are not there, purpose by purpose. */
struct consent_gap {
    bool self, representative;
};
int consent_gaps(struct db *db, struct arena *a, int64_t person_id, enum person_age age,
                 struct consent_gap ret[CONSENT_KINDS]);

/* Is the consent there with every signature the age needs? 1, 0 or < 0. */
int consent_complete(struct db *db, struct arena *a, int64_t person_id, enum consent_kind kind,
                     enum person_age age);

/* What of a person may be published now: what every signature that the age needs allows. */
int consent_published(struct db *db, struct arena *a, int64_t person_id, enum person_age age,
                      unsigned *ret_fields);

/* May the two of a pair see contacts of each other at all: is the mentee's consent to it complete,
 * and the record check of an adult who meets a minor (vetting.h) in force? 1, 0 or < 0. */
int consent_contact_open(struct db *db, struct arena *a, int64_t mentee_id, int64_t mentor_id,
                         struct date today);

/* The contacts of the mentee that the mentor may see, or (of_mentor) the other way round. None
 * while the pair's contacts are closed; never a minor's own: what opens is the representative's. */
int consent_contacts(struct db *db, struct arena *a, int64_t mentee_id, int64_t mentor_id,
                     bool of_mentor, struct date today, struct person_contact **ret, size_t *ret_n);
