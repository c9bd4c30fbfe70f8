/* Any bytes as profiles: refused with words, or profiles that the search accepts, with the lists
 * that looking at every pair gives. */
#include <assert.h>
#include <stdint.h>

#include "cmd/profiles_file.h"
#include "fuzz_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* No mentor outside of the list is worth more than any in it. */
static void check_list(const struct match_profiles *p, const struct match_candidates *c,
                       uint32_t mentee)
{
    uint64_t e = c->offset[mentee];
    for (uint32_t j = 0; j < p->n_mentors; j++) {
        uint32_t value = match_pair_value(p, mentee, j);
        unsigned score = (value + MATCH_POINT / 2) / MATCH_POINT;
        if (e < c->offset[mentee + 1] && c->mentor[e] == j)
            assert(value != MATCH_UNFIT && c->score[e++] == score);
        else
            assert(value == MATCH_UNFIT || score <= c->outside[mentee]);
    }
    assert(e == c->offset[mentee + 1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct profiles_file f;
    struct match_candidates c;
    struct err err = {{0}};
    int r = profiles_file_read(fuzz_file(data, n), &err, &f);
    assert((r < 0) == (*err.text != '\0'));
    if (r < 0)
        return 0;
    r = match_candidates(&f.p, 2, NULL, &c);
    assert(r == MATCH_OK);
    for (uint32_t i = 0; i < f.p.n_mentees && f.p.n_mentees < 1000; i++)
        check_list(&f.p, &c, i);
    match_candidates_free(&c);
    profiles_file_free(&f);
    return 0;
}
