/* Any bytes as a result of a small instance: refused with words, or as good as the best. */
#include <assert.h>
#include <stdint.h>

#include "cmd/result_file.h"
#include "fuzz_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Mentee 3 stands twice with mentor 1; mentor 3 has no room, mentee 5 nobody. */
static const uint64_t offset[] = {0, 2, 4, 5, 8, 10, 10};
static const uint32_t mentor[] = {0, 1, 0, 1, 0, 1, 1, 2, 2, 3};
static const uint16_t score[] = {5, 7, 9, 1, 4, 3, 6, 8, 2, 9};
static const uint16_t capacity[] = {1, 1, 2, 0};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct match_instance in = {.n_mentees = 6,
                                .n_mentors = 4,
                                .offset = offset,
                                .mentor = mentor,
                                .score = score,
                                .capacity = capacity};
    struct err err = {{0}};
    struct result_file f;
    const char *path = fuzz_file(data, n);
    if (result_read(path, &in, &err, &f) < 0) {
        assert(*err.text);
        return 0;
    }
    in.mode = f.mode;
    in.floor = f.floor;
    int r = result_prove(path, &in, &f, &err);
    assert((r < 0) == (*err.text != '\0'));
    if (r == 0 && !f.stable) {
        struct match_result best;
        assert(match_solve(&in, NULL, &best) == MATCH_OK);
        assert(f.r.score == best.score && (in.mode == MATCH_SCORE || f.r.matched == best.matched));
        match_result_free(&best);
    }
    result_free(&f);
    return 0;
}
