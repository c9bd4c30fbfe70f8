/*
 * A methodology pack: a folder of TSV files (docs/packs.md) read once into typed tables that
 * nobody changes afterwards. A programme is an instance of one version of one pack; everything
 * that is particular to a methodology (names of forms, columns of the registries, agendas,
 * questions, words for ages and hours) is data of the pack and never a constant of the program.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/tsv.h"
#include "programme/pack_selection.h"
#include "programme/pack_teachers.h"

#define PACK_FORMAT 1              /* the version of the format this program reads */
#define PACK_MAX_NAME 100          /* bytes of a file's name */
#define PACK_MAX_FILES 128         /* files in a pack */
#define PACK_MAX_FILE (4u << 20)   /* bytes in one file */
#define PACK_MAX_BYTES (16u << 20) /* bytes in all files */
#define PACK_DIGEST_HEX 65         /* 32 bytes in hex and the NUL */

/* One file as it comes: embedded in the program, read from a folder, kept in a database. */
struct pack_file {
    const char *name; /* path inside the pack with '/': "topics/ages.tsv" */
    const char *data; /* n bytes, not NUL-terminated */
    size_t n;
    bool lent; /* they live as long as the program, or the arena: a loaded pack keeps no copy */
};

/* Who stands on a side of a form; the pack may leave it open. */
enum pack_who {
    PACK_ANYBODY,
    PACK_PUPIL,
    PACK_STUDENT, /* of a college or university */
    PACK_TEACHER,
    PACK_HEAD,
    PACK_LECTURER,
    PACK_EMPLOYER,
    PACK_PARTNER
};

struct pack_form {
    const char *code, *name, *family;
    const char *mentee_kind, *mentor_kind, *aim, *mentor_requirements; /* for people */
    enum pack_who mentee, mentor;
    struct pack_list role_models; /* codes */
    bool labour;                  /* its mentors work for an employer: ст. 351.8 ТК РФ */
    const char *source, *confidence;
    const char *base; /* of an organisation's own form: whose rules it takes; NULL: the pack's */
};
#define PACK_OWN "own-" /* how codes of own forms begin (own_form.h); a pack has none such */

struct pack_role_model {
    const char *form_code, *code, *name, *description, *confidence;
};

struct pack_stage {
    int order; /* 1.. */
    const char *code, *name;
    struct pack_list tasks, inside, outside, actors, outputs;
    struct pack_list document_kinds; /* codes of document-kinds.tsv */
    const char *source, *confidence;
};

/* May documents of a kind be shown to everybody? ASKED: when those whom it names agree, or
 * cannot be read in it. */
enum pack_publication { PACK_PUBLISH_NEVER, PACK_PUBLISH_ASKED, PACK_PUBLISH_FREELY };
struct pack_document {
    const char *code;
    enum pack_publication publication;
};

/* When a stage is on by default, in shares of the programme's term, and what state the programme
 * is in meanwhile; the shares are ours, never of an official document. */
struct pack_term {
    const char *stage, *state; /* state: a code of programme_state.h, or "" */
    int from_percent, to_percent;
    const char *beside; /* what may go on at the same time, or "" */
    const char *source, *confidence;
};

/* What the program sees by itself. */
enum pack_seen {
    PACK_UNSEEN,
    PACK_SEEN_MENTEES,
    PACK_SEEN_MENTORS,
    PACK_SEEN_READY,
    PACK_SEEN_PAIRS,
    PACK_SEEN_BEFORE, /* questionnaires at entry were answered */
    PACK_SEEN_AFTER,  /* and at the end */
    PACK_SEEN_SIGNED  /* the step's document was signed */
};

/* Where a step is done, when the system has a page for it. */
enum pack_page {
    PACK_NO_PAGE,
    PACK_PAGE_MENTEES,
    PACK_PAGE_SELECTION,
    PACK_PAGE_CHECKS,
    PACK_PAGE_TRAINING,
    PACK_PAGE_ADDENDA,
    PACK_PAGE_GATHERINGS,
    PACK_PAGE_SUPPORT,
    PACK_PAGE_PAIRS,
    PACK_PAGE_MEETINGS,
    PACK_PAGE_PERSONAL,
    PACK_PAGE_LESSONS,
    PACK_PAGE_RUBRIC,
    PACK_PAGE_SWOT,
    PACK_PAGE_REPORT,
    PACK_PAGE_SHOWCASE,
    PACK_PAGE_MENTEE_CONSENTS,
    PACK_PAGE_MENTOR_CONSENTS
};

/* A row of the roadmap: what is done, by whom, and the output that it leaves. */
struct pack_step {
    const char *stage, *code, *name;
    struct pack_list who;
    const char *result;        /* or "" */
    const char *document_kind; /* of document-kinds.tsv, or "" */
    enum pack_seen seen;
    enum pack_page page;
    bool required; /* a stage is not left without it, but for a reason */
    const char *source, *confidence;
};

/* A column of the roadmap on paper. */
struct pack_roadmap_column {
    const char *code, *name; /* code: n, event, term, who, result */
    int width;               /* percent */
};

struct pack_meeting_kind {
    int order;
    const char *code, *name;
    struct pack_list agenda, participants;
    const char *result;
    int minutes; /* default length, 0 = not said */
    bool feedback;
};

enum pack_question_type {
    PACK_SCALE10,
    PACK_OPEN,
    PACK_BOOL,
    PACK_FREQUENCY5,
    PACK_PERSON_RANK3,
    PACK_PERSON_MULTI
};

struct pack_question {
    const char *questionnaire; /* name of the file without .tsv */
    const char *form_code;     /* or "any" */
    const char *role, *phase;  /* mentee, mentor, parent; before, after, meeting … */
    int n;
    const char *text, *scale, *metric;
    enum pack_question_type type;
    bool required;
};

enum pack_registry { PACK_MENTEE, PACK_MENTOR, PACK_REGISTRIES };

enum pack_column_type {
    PACK_COL_INT,
    PACK_COL_PERSON,
    PACK_COL_PERSONS,
    PACK_COL_CONTACT,
    PACK_COL_YEAR,
    PACK_COL_DATE,
    PACK_COL_TEXT,
    PACK_COL_TAGS,
    PACK_COL_ORGANISATION,
    PACK_COL_FORM,
    PACK_COL_RANGE,
    PACK_COL_HOURS,
    PACK_COL_URL,
    PACK_COL_BOOL
};

/* A column of a registry. Official columns come first, in their order; the rest are known
 * additional columns that files of schools often have. */
struct pack_column {
    enum pack_registry registry;
    int order; /* 1.. for official columns, 0 for additional ones */
    const char *code, *name;
    enum pack_column_type type;
    const char *publish; /* yes, no, consent, — */
};

enum pack_part { PACK_WHOLE, PACK_SURNAME, PACK_GIVEN, PACK_PATRONYMIC, PACK_OWNER };

/* Another wording of a column's head: «тел.», «Фамилия». */
struct pack_word {
    enum pack_registry registry;
    int column; /* index into pack.columns[registry]; -1: a column that we know and leave */
    enum pack_part part;
    const char *wording;
};

struct pack_indicator {
    const char *code, *name, *unit, *numerator, *denominator;
    const char *numerator_source, *denominator_source;
    const char *confidence;
};

enum pack_metric_type {
    PACK_METRIC_SCALE,  /* asked by questionnaires, 1..10 */
    PACK_METRIC_NUMBER, /* the school enters it: marks, hours, works */
    PACK_METRIC_YESNO   /* likewise */
};
#define PACK_METRIC_TOP 100000 /* the greatest bound of a number */

/* What stage 2 of the monitoring measures of people of a form and side, before and after. */
struct pack_metric {
    const char *form_code, *role; /* mentee, mentor, parent */
    const char *code, *name, *confidence;
    enum pack_metric_type type;
    bool down;                 /* a fall is good */
    bool after_only;           /* at the end only */
    int least, most, decimals; /* of what the school enters */
};

/* A part of the score of a pair and its default weight. */
struct pack_criterion {
    const char *code, *name;
    int weight; /* 0..100 */
};

/* A kind of mentoring: one to one, in a group, reverse … */
struct pack_type {
    const char *code, *name, *description;
};

/* What a mentee asks for, in one of a few words: what is kept instead of a sensitive ground. */
struct pack_category {
    const char *code, *name, *hint;
    struct pack_list forms; /* codes; none: every form */
    const char *source, *confidence;
};

/* Words that should not stand in an application: «инвалид*», «трудн* жизненн* ситуац*». */
struct pack_starts;
struct pack_sensitive {
    const char *wording;
    bool refuse;       /* never taken; otherwise the author may say that it is not meant so */
    const char *about; /* «о здоровье» */
};

/* T[n] named after its rows. */
#define PACK_TABLE(type)                                                                           \
    struct {                                                                                       \
        const struct type *row;                                                                    \
        size_t n;                                                                                  \
    }

struct pack {
    const char *code, *title, *source;
    int version;                  /* 1.. */
    int meeting_days;             /* a pair meets at least once in so many; 0: not said */
    int meetings_least;           /* least number of meetings of a pair; 0: not said */
    char digest[PACK_DIGEST_HEX]; /* BLAKE2b-256 over names and bytes of all files, hex */
    PACK_TABLE(pack_form) forms;
    PACK_TABLE(pack_role_model) role_models;
    PACK_TABLE(pack_document) documents;
    PACK_TABLE(pack_stage) stages;
    PACK_TABLE(pack_term) terms; /* one for each stage, in the same order */
    PACK_TABLE(pack_step) steps; /* those of a stage stand together */
    PACK_TABLE(pack_roadmap_column) roadmap_columns;
    PACK_TABLE(pack_meeting_kind) meetings;
    PACK_TABLE(pack_question) questions;
    PACK_TABLE(pack_column) columns[PACK_REGISTRIES];
    PACK_TABLE(pack_word) words;
    PACK_TABLE(pack_indicator) indicators;
    PACK_TABLE(pack_metric) metrics;
    PACK_TABLE(pack_criterion) criteria;
    PACK_TABLE(pack_ask) mentor_questions;
    PACK_TABLE(pack_ask) interview;
    PACK_TABLE(pack_check) mentor_checks;
    PACK_TABLE(pack_topic) topics;
    PACK_TABLE(pack_test_question) test;
    struct pack_training training;
    PACK_TABLE(pack_type) types;
    PACK_TABLE(pack_section) sections;
    PACK_TABLE(pack_personal_stage) personal_stages;
    PACK_TABLE(pack_task) tasks;
    PACK_TABLE(pack_lesson_item) lesson_items;
    PACK_TABLE(pack_lesson_level) lesson_levels;
    PACK_TABLE(pack_evidence) evidence;
    PACK_TABLE(pack_holiday) holidays;
    struct pack_rules rules;
    PACK_TABLE(pack_category) categories;
    PACK_TABLE(pack_sensitive) sensitive;
    const struct pack_starts *starts; /* of these */
    const struct pack_file *files;    /* every file, sorted by name, bytes as they came */
    size_t n_files;
};

/* Read a pack from files in memory. Everything lives in the arena; the bytes are copied,
 * unless they are lent.
 * ERR_INVALID: the text names file, line, what is wrong and what to do; ERR_LIMIT: a bound. */
int pack_load(struct arena *a, const struct pack_file *files, size_t n, struct err *err,
              const struct pack **ret_pack);

/* Give the bytes of a file of another pack. ERR_NOT_FOUND when there is none. */
typedef int pack_lend_fn(void *ctx, const char *pack, const char *file, struct pack_file *ret);

/* The files that pack.tsv says are another pack's (columns lender, borrows) and that are not among
 * these n; room for `max` in all. */
int pack_borrow(struct arena *a, struct pack_file *files, size_t *n, size_t max, pack_lend_fn *lend,
                void *ctx, struct err *err);

/* The same from a folder: its *.tsv and those of its folders, one level down; what it borrows lies
 * in the folder beside it. */
int pack_load_dir(struct arena *a, const char *path, struct err *err, const struct pack **ret_pack);

/* NULL when there is none. */
const struct pack_file *pack_file(const struct pack *p, const char *name);
const struct pack_form *pack_form(const struct pack *p, const char *code);
/* Who stands on this side ("mentee", "mentor") of the form; may a pupil, a minor stand there? */
enum pack_who pack_form_who(const struct pack_form *f, const char *side);
bool pack_who_pupil(enum pack_who who);
bool pack_who_minor(enum pack_who who);
/* The code whose rules a form takes: its own, or that of its base. */
const char *pack_form_base(const struct pack *p, const char *code);
const struct pack_document *pack_document(const struct pack *p, const char *code);
const struct pack_meeting_kind *pack_meeting_kind(const struct pack *p, const char *code);
const struct pack_task *pack_task(const struct pack *p, const char *code);
const struct pack_type *pack_type(const struct pack *p, const char *code);
/* The level of a sum of marks, or NULL. */
const struct pack_lesson_level *pack_lesson_level(const struct pack *p, int sum);
const struct pack_column *pack_column(const struct pack *p, enum pack_registry registry,
                                      const char *code);

const struct pack_category *pack_category(const struct pack *p, const char *code);
/* Is it for requests in this form of the pack (for an own form: in its base)? */
bool pack_category_fits(const struct pack_category *c, const char *form_code);
/* The first wording of sensitive-words.tsv that the text holds (those that are refused before
 * others), or NULL. */
const struct pack_sensitive *pack_sensitive(struct arena *a, const struct pack *p,
                                            const char *text);

/* Any table of the pack, also those without a typed form (process-levels.tsv …). ERR_NOT_FOUND. */
int pack_tsv(struct arena *a, const struct pack *p, const char *name, struct err *err,
             struct tsv *ret_tsv);

/* Number of official columns of a registry (13 and 16 in the target model). */
size_t pack_official(const struct pack *p, enum pack_registry registry);

/* "mentee", "mentor": as the files of a pack write it. */
const char *pack_registry_code(enum pack_registry registry);
