/*
 * The official registries (база наставляемых, база наставников) as people really keep them:
 * finds the head row of a spreadsheet, recognises its columns in any order and spelling, reads
 * cells into typed values, and says what is wrong at which cell. Columns and their wordings
 * come from the pack. No database, no files: rows of texts in, rows of values out.
 *
 * Cells are texts as a person sees them (office/sheet.h gives them so): a formula such as
 * «=HYPERLINK(…)» is a text like any other. Texts are valid UTF-8 without NUL.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "programme/pack.h"

#define REGISTRY_HEAD_ROWS 40   /* the head is looked for in so many first rows */
#define REGISTRY_MAX_COLS 256   /* further cells of a row are not looked at */
#define REGISTRY_MAX_PERSONS 50 /* in one cell */
#define REGISTRY_MAX_CONTACTS 12
#define REGISTRY_MAX_FORMS 8

/* A row of a sheet; row_no as at the left edge of the spreadsheet program. */
struct registry_line {
    size_t row_no;
    const char *const *cells; /* n texts, none NULL */
    size_t n;
};

/* ---- head ---------------------------------------------------------------------------- */

struct registry_target {
    int column; /* index into pack.columns[side]; -1 = the column of the file is not used */
    enum pack_part part;
    int sure; /* 0..100; 100 = the official name, or said by hand */
};

struct registry_head {
    enum pack_registry side;
    int side_sure; /* 0..100: how clearly the file is of this side and not the other */
    size_t row_no; /* the (last) head row; people stand below it */
    size_t n_cols;
    const char *const *titles;      /* n_cols texts as in the file, squeezed */
    struct registry_target *target; /* n_cols */
};

struct registry_hint {
    int side;      /* enum pack_registry, or -1: find out */
    size_t row_no; /* the head row by hand, or 0: find out */
};

/* The visible sheet of a workbook to read, for sheet_limits.sheet: the first with the head of this
 * registry (side -1: of either), else the first with the other's; 0: none has, or there is one
 * sheet only. Reads the first rows of each. */
int registry_find_sheet(const struct pack *p, const char *path, int side, struct err *err,
                        size_t *ret_sheet);

/* Find the head among the first lines (REGISTRY_HEAD_ROWS of them are enough). hint may be NULL.
 * ERR_NOT_FOUND: no row looks like a head (or the hinted one is not there). */
int registry_find_head(struct arena *a, const struct pack *p, const struct registry_line *lines,
                       size_t n, const struct registry_hint *hint, struct err *err,
                       struct registry_head *ret_head);

/* Text of a target, "" when not used: "birth_year", "mentee_name.surname". */
const char *registry_target_code(struct arena *a, const struct pack *p,
                                 const struct registry_head *head, size_t col);

/* Mapping by hand: the same texts. Other columns of the file lose a target that can stand only
 * once. ERR_NOT_FOUND: no such code, or no such column in the file. */
int registry_set_target(const struct pack *p, struct registry_head *head, size_t col,
                        const char *code, struct err *err);

/* Whether the head is enough to read people: the name is there. ERR_INVALID says what lacks. */
int registry_check_head(const struct pack *p, const struct registry_head *head, struct err *err);

/* Index of the column that names the person of a row, or -1 when the pack has none. */
int registry_own_name(const struct pack *p, enum pack_registry side);

/* ---- values -------------------------------------------------------------------------- */

struct registry_name {
    const char *surname, *given, *patronymic; /* "" when absent; initials as «И.» */
    bool initials;                            /* the given name is only an initial */
    const char *note;                         /* what stood in brackets or after a comma */
};

enum registry_contact_kind { REGISTRY_PHONE, REGISTRY_EMAIL, REGISTRY_LINK };

struct registry_contact {
    enum registry_contact_kind kind;
    const char *value;   /* +79121234567, lower-case address, https://… */
    bool representative; /* the note says it is a parent's or guardian's */
    const char *note;    /* «мама Ольга», "" */
};

/* One value of a row; which fields count follows from the type of the column. */
struct registry_value {
    const char *raw;             /* as in the file; cells of split columns are joined */
    const char *text;            /* tidied; "" when there is nothing usable */
    int number;                  /* int and year; 0 = none */
    bool yes;                    /* bool */
    struct date date;            /* date; year 0 = none */
    struct registry_name *names; /* person (one at most), persons */
    size_t n_names;
    struct registry_contact *contacts;
    size_t n_contacts;
    const char **forms; /* form: codes of the pack's forms, each once */
    size_t n_forms;
};

struct registry_problem {
    size_t row_no;
    const char *code;   /* column of the registry */
    const char *column; /* title in the file */
    const char *value;  /* as in the file, cut to 80 characters */
    const char *message; /* «не год. Нужны четыре цифры, например 2011» */
    bool note;           /* the value was used all the same: look at it */
};

enum registry_state { REGISTRY_READY, REGISTRY_BAD, REGISTRY_SKIP };
enum registry_skip {
    REGISTRY_PERSON,
    REGISTRY_BLANK,
    REGISTRY_TITLE,
    REGISTRY_NUMBERING,
    REGISTRY_TOTAL,
    REGISTRY_HEAD_AGAIN
};

/* What recognises a person, in the same spelling for everyone. */
struct registry_identity {
    const char *surname, *given, *patronymic; /* keys (utf8_key) */
    const char *name_key;                     /* utf8_key of the three together */
    int birth_year;                           /* 0 = unknown */
    const char *const *contacts;              /* phones and addresses as in registry_contact */
    size_t n_contacts;
};

struct registry_row {
    size_t row_no;
    enum registry_state state;
    enum registry_skip skip;             /* why it is no person; REGISTRY_PERSON otherwise */
    const struct registry_value *values; /* one for each of pack.columns[side] */
    struct registry_problem *problems;   /* at most one for each column */
    size_t n_problems;
    struct registry_identity identity;
    size_t duplicate_of; /* an earlier row of this file with the same person, or 0 */
};

/* ---- rows ---------------------------------------------------------------------------- */

/* How the rows of one file are read, and who was seen in it: about 250 bytes a person. */
struct registry_reader;

/* pack and head are borrowed; today (for ages and bounds of years) is the day of the unit.
 * The reader lives in a. */
struct registry_reader *registry_reader_new(struct arena *a, const struct pack *p,
                                            const struct registry_head *head, struct date today);

/* A column that nobody asks for: its value stays empty, and nothing is said about it. */
void registry_reader_leave_out(struct registry_reader *reader, const char *code);

/* What an application may not hold is not taken from a file either (pack_sensitive): a mentee's
 * cell with what is refused stays empty and is not repeated in its remark; the rest gets a remark.
 */
void registry_reader_guard(struct registry_reader *reader);

/* Read one row below the head. Everything of the result lives in row_arena. A corrected cell is
 * simply another text: read the row again (with a new reader if duplicates matter). */
void registry_read_row(struct registry_reader *reader, struct arena *row_arena,
                       const struct registry_line *line, struct registry_row *ret_row);

/* Place of a column among the values of a row, or -1 when the pack has no such column. */
int registry_column(const struct pack *p, enum pack_registry side, const char *code);

/* Value of the column of that place; an empty one for -1. */
const struct registry_value *registry_value(const struct registry_row *row, int column);

/* Words for a skipped row: «строка с номерами столбцов». */
const char *registry_skip_text(enum registry_skip skip);

/* ---- people -------------------------------------------------------------------------- */

enum registry_same { REGISTRY_DIFFERENT, REGISTRY_SIMILAR, REGISTRY_SAME };

/* One person or two? SIMILAR: ask the coordinator. */
enum registry_same registry_same_person(const struct registry_identity *x,
                                        const struct registry_identity *y);

/* One name out of a text, as in a cell; false when it is none. */
bool registry_parse_name(struct arena *a, const char *text, struct registry_name *ret_name);

/* «Соколова Елена Петровна» */
char *registry_full_name(struct arena *a, const struct registry_name *name);

struct registry_identity registry_identity_of(struct arena *a, const struct registry_name *name,
                                              int birth_year,
                                              const struct registry_contact *contacts, size_t n);
