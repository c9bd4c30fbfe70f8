/* Any bytes as an instance: refused with words, or one that the engine accepts and that is the
 * same after it was written as text and read again. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "cmd/instance_file.h"
#include "fuzz_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static int less(const struct match_instance *x, uint64_t a, uint64_t b)
{
    return x->mentor[a] != x->mentor[b] ? x->mentor[a] < x->mentor[b] : x->score[a] < x->score[b];
}

/* The edges backwards: reading puts them in order again. */
static size_t write_text(const struct match_instance *x, char *text, size_t room)
{
    FILE *f = fmemopen(text, room, "w");
    fprintf(f, "p %u %u %llu\n", x->n_mentees, x->n_mentors,
            (unsigned long long)x->offset[x->n_mentees]);
    for (uint32_t i = x->n_mentees; i-- > 0;)
        for (uint64_t e = x->offset[i + 1]; e-- > x->offset[i];)
            fprintf(f, "e %u %u %u\n", i, x->mentor[e], x->score[e]);
    for (uint32_t j = 0; j < x->n_mentors; j++)
        fprintf(f, "m %u %u\n", j, x->capacity[j]);
    fflush(f);
    size_t n = (size_t)ftell(f);
    assert(!ferror(f));
    fclose(f);
    return n;
}

static void check_same(const struct match_instance *x, const struct match_instance *y)
{
    assert(x->n_mentees == y->n_mentees && x->n_mentors == y->n_mentors);
    for (uint32_t j = 0; j < x->n_mentors; j++)
        assert(x->capacity[j] == y->capacity[j]);
    for (uint32_t i = 0; i < x->n_mentees; i++) {
        assert(x->offset[i + 1] == y->offset[i + 1]);
        for (uint64_t e = y->offset[i]; e < y->offset[i + 1]; e++) {
            assert(e == y->offset[i] || !less(y, e, e - 1));
            uint64_t same_x = 0, same_y = 0;
            for (uint64_t k = y->offset[i]; k < y->offset[i + 1]; k++) {
                same_x += x->mentor[k] == y->mentor[e] && x->score[k] == y->score[e];
                same_y += y->mentor[k] == y->mentor[e] && y->score[k] == y->score[e];
            }
            assert(same_x == same_y);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static char text[1u << 18];
    struct instance_file f, again;
    struct err err = {{0}};
    int r = instance_file_read(fuzz_file(data, n), &err, &f);
    assert((r < 0) == (*err.text != '\0'));
    if (r < 0)
        return 0;
    if (f.in.n_mentors < 1000 && f.in.offset[f.in.n_mentees] < 1000) {
        size_t length = write_text(&f.in, text, sizeof text);
        r = instance_file_read(fuzz_file(text, length), &err, &again);
        assert(r == 0);
        check_same(&f.in, &again.in);
        instance_file_free(&again);
    }
    instance_file_free(&f);
    return 0;
}
