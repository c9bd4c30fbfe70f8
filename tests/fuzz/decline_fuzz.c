/* Lines of any text as a surname, a given name, a patronymic and a post: every case is a text. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/decline.h"
#include "base/utf8.h"

#define LIMIT 1000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(const char *given, const char *made, enum name_case to)
{
    assert(utf8_valid(made, strlen(made)));
    assert(to != CASE_NOMINATIVE || !strcmp(given, made));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const char *line[4] = {"", "", "", ""};
    if (n > LIMIT || !utf8_valid((const char *)data, n))
        return 0;
    struct arena *a = arena_new();
    char *at = arena_strndup(a, (const char *)data, n);
    for (size_t i = 0; at && i < 4; i++)
        line[i] = strsep(&at, "\n");
    (void)name_gender(a, line[0], line[1], line[2]);
    for (int to = CASE_NOMINATIVE; to < NAME_CASES; to++) {
        for (int g = GENDER_UNKNOWN; g <= GENDER_FEMALE; g++) {
            enum gender gender = (enum gender)g;
            enum name_case name = (enum name_case)to;
            check(line[0], decline_surname(a, line[0], gender, name), name);
            check(line[1], decline_given(a, line[1], gender, name), name);
            check(line[2], decline_patronymic(a, line[2], gender, name), name);
        }
        check(line[3], decline_post(a, line[3], (enum name_case)to), (enum name_case)to);
    }
    arena_free(a);
    return 0;
}
