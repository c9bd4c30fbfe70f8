/* Values of cells ↔ texts, for every reader and writer of this folder. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

#define CELL_NUMBER_MAX 40      /* bytes of any number as text */
#define CELL_ROW_MAX (4u << 20) /* bytes of all texts of one row */

/* «12», «-3.5e2» with white space around; false when it is not a finite number. */
bool cell_parse_number(const char *s, size_t n, double *ret);

/* 15 significant digits, no trailing zeros, a comma; returns the length. */
size_t cell_print_number(double x, char out[CELL_NUMBER_MAX]);

/* ISO 8601 «2026-11-05», «2026-11-05T10:30:00Z» → serial of the 1900 system. */
bool cell_parse_iso(const char *s, double *ret);

/* «05.11.2026», with_time: « 10:30» after it. NULL when the serial is no date. */
char *cell_print_date(struct arena *a, double serial, bool with_time);
char *cell_print_time(struct arena *a, double serial);

/*
 * The text of an XLSX cell, in place: escapes decoded (cell_unescape), a blank text emptied.
 * ERR_LIMIT: more than max characters; ERR_INVALID: not UTF-8.
 */
int cell_clean(char *s, size_t n, size_t max, struct err *err, size_t *ret_n);
int cell_too_long(size_t max, struct err *err);
int cell_row_too_long(size_t row_no, struct err *err); /* CELL_ROW_MAX */
#define CELL_ESCAPE 7u                                 /* bytes of one character as an escape */

/* In place: the _x000D_ escapes of OOXML are decoded, carriage returns and other control
 * characters but tab and line break dropped. Returns the new length. */
size_t cell_unescape(char *s, size_t n);

/* s begins with what cell_unescape would take for an escape. */
bool cell_is_escape(const char *s);

/* Nothing but white space. */
bool cell_blank(const char *s);
