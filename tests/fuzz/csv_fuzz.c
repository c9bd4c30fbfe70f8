#include "office/csv.h"
#include "sheet_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t rows = 0;
    struct err err = {0};
    int rc = csv_read(fuzz_file(data, size), &fuzz_limits, fuzz_row, &rows, &err);
    fuzz_result(rc, rows, &err);
    return 0;
}
