/* Whatever stands for a day or a time, what is read is one, and is read back as it is written. */
#include <assert.h>
#include <stdint.h>

#include "base/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_again(struct arena *a, struct date d)
{
    const char *const written[] = {date_iso(a, d), date_short(a, d), date_long(a, d, 0)};
    assert(date_valid(d));
    for (size_t i = 0; d.year >= 1000 && i < sizeof written / sizeof *written; i++) {
        struct date again;
        assert(date_parse(written[i], &again));
        assert(date_to_days(again) == date_to_days(d));
    }
    (void)date_quoted(a, d);
    (void)date_words(a, d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena *a = arena_new();
    const char *text = arena_strndup(a, (const char *)data, n);
    struct date d;
    int minutes;
    if (date_parse(text, &d))
        check_again(a, d);
    if (date_parse_iso(text, &d))
        check_again(a, d);
    if (time_parse(text, &minutes))
        assert(minutes >= 0 && minutes < 24 * 60);
    arena_free(a);
    return 0;
}
