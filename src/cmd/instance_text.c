#include "cmd/instance_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

#define FIRST_ROOM 4096u       /* edges */
#define NO_CAPACITY UINT16_MAX /* no m line yet */

/* An edge in one number, so that numbers in order are edges in order. */
#define SCORE_BITS 16
#define MENTOR_BITS 22
_Static_assert(MATCH_MAX_PEOPLE <= 1u << MENTOR_BITS, "a mentor's number fits");
_Static_assert(MENTOR_BITS * 2 + SCORE_BITS <= 64, "an edge fits");

struct text {
    struct input *in;
    struct err *err;
    struct instance_file *f;
    uint64_t n_edges; /* promised by the first line */
    uint64_t *edge;   /* in f->mentor until they are split */
    uint64_t n, room; /* of edge */
    uint16_t *capacity;
    bool sorted;
};

static uint32_t mentee_of(uint64_t edge)
{
    return (uint32_t)(edge >> (MENTOR_BITS + SCORE_BITS));
}

static uint32_t mentor_of(uint64_t edge)
{
    return (uint32_t)(edge >> SCORE_BITS) & ((1u << MENTOR_BITS) - 1);
}

static int number(struct text *t, const char **at, const char *end, const char *what, uint64_t max,
                  uint64_t *ret)
{
    return input_number(t->in, at, end, what, max, t->err, ret);
}

/* A mentee or mentor out of n. */
static int person(struct text *t, const char **at, const char *end, const char *what, uint32_t n,
                  uint32_t *ret)
{
    uint64_t id;
    if (!n)
        return input_bad(t->in, t->err, _("в первой строке сказано, что таких людей нет"));
    int r = number(t, at, end, what, n - 1, &id);
    *ret = r < 0 ? 0 : (uint32_t)id;
    return r;
}

/* The next line that is neither empty nor a remark behind '#'. */
static int next_line(struct text *t, const char **ret_at, const char **ret_end)
{
    int r;
    while ((r = input_line(t->in, t->err, ret_at, ret_end)) > 0 &&
           (*ret_at == *ret_end || **ret_at == '#'))
        ;
    return r;
}

static int first_line(struct text *t)
{
    const char *at, *end;
    uint64_t mentees, mentors;
    struct match_instance *x = &t->f->in;
    int r = next_line(t, &at, &end);
    if (r < 0)
        return r;
    if (!r || end - at < 2 || at[0] != 'p' || at[1] != ' ') {
        t->in->line_no += t->in->line_no == 0;
        return input_bad(t->in, t->err, _("нужна строка «p НАСТАВЛЯЕМЫХ НАСТАВНИКОВ РЁБЕР»"));
    }
    at++;
    if ((r = number(t, &at, end, N_("число наставляемых"), MATCH_MAX_PEOPLE, &mentees)) < 0 ||
        (r = number(t, &at, end, N_("число наставников"), MATCH_MAX_PEOPLE, &mentors)) < 0 ||
        (r = number(t, &at, end, N_("число рёбер"), UINT64_MAX, &t->n_edges)) < 0 ||
        (r = input_line_ends(t->in, at, end, t->err)) < 0)
        return r;
    x->n_mentees = (uint32_t)mentees;
    x->n_mentors = (uint32_t)mentors;
    t->capacity = area_take(&t->f->capacity, mentors * sizeof *t->capacity);
    t->room = FIRST_ROOM;
    t->edge = area_take(&t->f->mentor, t->room * sizeof *t->edge);
    if (!t->capacity || !t->edge)
        return ERR_LIMIT;
    for (uint32_t j = 0; j < x->n_mentors; j++)
        t->capacity[j] = NO_CAPACITY;
    return 0;
}

static int mentor_line(struct text *t, const char *at, const char *end)
{
    uint32_t mentor;
    uint64_t capacity;
    int r;
    if ((r = person(t, &at, end, N_("номер наставника"), t->f->in.n_mentors, &mentor)) < 0 ||
        (r = number(t, &at, end, N_("число мест"), MATCH_MAX_CAPACITY, &capacity)) < 0 ||
        (r = input_line_ends(t->in, at, end, t->err)) < 0)
        return r;
    if (t->capacity[mentor] != NO_CAPACITY)
        return input_bad(t->in, t->err, _("наставник %u уже был"), mentor);
    t->capacity[mentor] = (uint16_t)capacity;
    return 0;
}

static int edge_line(struct text *t, const char *at, const char *end)
{
    uint32_t mentee, mentor;
    uint64_t score;
    int r;
    if (t->n == t->n_edges)
        return input_bad(t->in, t->err, _("рёбер больше, чем сказано в первой строке (%llu)"),
                         (unsigned long long)t->n_edges);
    if ((r = person(t, &at, end, N_("номер наставляемого"), t->f->in.n_mentees, &mentee)) < 0 ||
        (r = person(t, &at, end, N_("номер наставника"), t->f->in.n_mentors, &mentor)) < 0 ||
        (r = number(t, &at, end, N_("балл"), UINT16_MAX, &score)) < 0 ||
        (r = input_line_ends(t->in, at, end, t->err)) < 0)
        return r;
    if (t->n == t->room) {
        uint64_t *more = area_resize(&t->f->mentor, t->room * 2 * sizeof *more);
        if (!more)
            return ERR_LIMIT;
        t->edge = more;
        t->room *= 2;
    }
    uint64_t edge = ((uint64_t)mentee << MENTOR_BITS | mentor) << SCORE_BITS | score;
    t->sorted = t->sorted && (!t->n || t->edge[t->n - 1] <= edge);
    t->edge[t->n++] = edge;
    return 0;
}

static int every_line(struct text *t)
{
    const char *at, *end;
    int r;
    while ((r = next_line(t, &at, &end)) > 0) {
        char kind = end - at >= 2 && at[1] == ' ' ? *at : '\0';
        if (kind == 'e')
            r = edge_line(t, at + 1, end);
        else if (kind == 'm')
            r = mentor_line(t, at + 1, end);
        else
            r = input_bad(t->in, t->err,
                          _("нужна строка «m НАСТАВНИК МЕСТ» или "
                            "«e НАСТАВЛЯЕМЫЙ НАСТАВНИК БАЛЛ»"));
        if (r < 0)
            return r;
    }
    return r;
}

/* What only the end of the file tells. */
static int check_whole(struct text *t)
{
    if (t->n < t->n_edges)
        return input_bad(t->in, t->err,
                         _("файл кончился, а рёбер %llu из %llu, сказанных в первой строке"),
                         (unsigned long long)t->n, (unsigned long long)t->n_edges);
    for (uint32_t j = 0; j < t->f->in.n_mentors; j++)
        if (t->capacity[j] == NO_CAPACITY)
            return input_bad(t->in, t->err, _("файл кончился, а строки «m %u …» в нём нет"), j);
    return 0;
}

static int by_number(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Each edge goes to the range of its mentee, whose edge there goes on; then the ranges. */
static int sort_edges(struct text *t, const uint64_t *offset)
{
    uint32_t n = t->f->in.n_mentees;
    struct area area;
    uint64_t *next = area_take(&area, n * sizeof *next);
    if (!next)
        return ERR_LIMIT;
    for (uint32_t i = 0; i < n; i++)
        next[i] = offset[i];
    for (uint32_t i = 0; i < n; i++) {
        while (next[i] < offset[i + 1]) {
            uint64_t edge = t->edge[next[i]], *to = &next[mentee_of(edge)];
            t->edge[next[i]] = t->edge[*to];
            t->edge[(*to)++] = edge;
        }
        qsort(t->edge + offset[i], offset[i + 1] - offset[i], sizeof *t->edge, by_number);
    }
    area_give(&area);
    return 0;
}

/* From edges in order to the arrays of the engine; the mentors stay where the edges were. */
static int split(struct text *t)
{
    struct instance_file *f = t->f;
    uint64_t *offset = area_take(&f->offset, (f->in.n_mentees + (size_t)1) * sizeof *offset);
    uint16_t *score = area_take(&f->score, t->n * sizeof *score);
    if (!offset || !score)
        return ERR_LIMIT;
    for (uint64_t e = 0; e < t->n; e++)
        offset[mentee_of(t->edge[e]) + 1]++;
    for (uint32_t i = 0; i < f->in.n_mentees; i++)
        offset[i + 1] += offset[i];
    if (!t->sorted && sort_edges(t, offset) < 0)
        return ERR_LIMIT;
    for (uint64_t e = 0; e < t->n; e++) {
        uint64_t edge = t->edge[e];
        uint32_t mentor = mentor_of(edge);
        score[e] = (uint16_t)edge;
        memcpy((char *)f->mentor.p + e * sizeof mentor, &mentor, sizeof mentor); /* another type */
    }
    const uint32_t *mentor = area_resize(&f->mentor, t->n * sizeof *mentor);
    if (!mentor)
        return ERR_LIMIT;
    f->in.capacity = t->capacity;
    f->in.offset = offset;
    f->in.mentor = mentor;
    f->in.score = score;
    return 0;
}

int instance_text_read(struct input *in, struct err *err, struct instance_file *f)
{
    struct text t = {.in = in, .err = err, .f = f, .sorted = true};
    int r = first_line(&t);
    if (r >= 0)
        r = every_line(&t);
    if (r >= 0)
        r = check_whole(&t);
    return r < 0 ? r : split(&t);
}
