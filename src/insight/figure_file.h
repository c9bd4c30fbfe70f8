/*
 * Figures of many units from one spreadsheet: a row a number. The head names the columns in any
 * order: «Организация» (none: the unit itself), «Показатель», «Год», «Числитель», «Знаменатель»,
 * «Цель, %», «Источник», «На дату».
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/err.h"
#include "insight/indicator.h"

struct db;

#define FIGURE_FILE_MAX (4u << 20)
#define FIGURE_FILE_ROWS 20000

struct figure_file {
    int64_t unit_id, account_id;
    int year; /* of rows that do not say theirs */
    struct date today;
    const struct indicators *list;
};

/* Either all rows are taken or none: ERR_INVALID and ERR_LIMIT name the first row that is wrong. */
int figure_file_read(struct db *db, struct arena *a, const struct clock *clock,
                     const struct figure_file *f, const char *path, struct err *err,
                     size_t *ret_rows);

/* The same spreadsheet with what is known of the unit and of those right below it, to fill in. */
int figure_file_write(struct db *db, struct arena *a, const struct figure_file *f, const char *path,
                      struct err *err);
