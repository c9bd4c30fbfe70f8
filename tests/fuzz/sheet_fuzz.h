/* What xlsx_fuzz and csv_fuzz share: a file of the given bytes, and promises every row keeps. */
#pragma once

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "fuzz_file.h"
#include "office/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct sheet_limits fuzz_limits = {.max_file = 1u << 20,
                                                .max_unpacked = 4u << 20,
                                                .max_rows = 100,
                                                .max_cols = 50,
                                                .max_cell = 300};

static inline int fuzz_row(void *ctx, size_t row_no, const struct cell *cells, size_t n)
{
    size_t *rows = ctx;
    if (++*rows > fuzz_limits.max_rows || row_no == 0 || n == 0 || n > fuzz_limits.max_cols ||
        cells[n - 1].kind == CELL_EMPTY)
        __builtin_trap();
    for (size_t i = 0; i < n; i++) {
        const char *s = cells[i].text;
        if (!utf8_valid(s, strlen(s)) || utf8_len(s) > fuzz_limits.max_cell ||
            (*s == '\0') != (cells[i].kind == CELL_EMPTY))
            __builtin_trap();
    }
    return 0;
}

static inline void fuzz_result(int rc, size_t rows, const struct err *err)
{
    if (rc > 0 || (rc == 0) != (err->text[0] == '\0') || (rc == 0 && rows == 0))
        __builtin_trap();
}
