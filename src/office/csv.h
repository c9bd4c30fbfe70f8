/* CSV in: see sheet.h. The separator is told by the first records, the encoding by the bytes. */
#pragma once

#include "office/sheet.h"

#define CSV_PEEK_RECORDS 30

int csv_read(const char *path, const struct sheet_limits *limits, sheet_row_fn *fn, void *ctx,
             struct err *err);
