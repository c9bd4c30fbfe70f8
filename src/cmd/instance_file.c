#include "cmd/instance_file.h"

#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "cmd/instance_text.h"

#define MAX_EDGES ((uint64_t)1 << 40) /* far beyond any memory; sums of sizes stay exact */

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "arrays are used as they lie in a file");

static const char magic[8] = {'M', 'T', 'C', 'H', '1'};

struct header {
    char magic[8];
    uint32_t n_mentees, n_mentors;
    uint64_t n_edges;
};
_Static_assert(sizeof(struct header) == 24, "as in the file");

/* at: offset in the file. */
static int bad_field(const struct input *in, uint64_t at, const char *field, const char *message,
                     struct err *err)
{
    return err_set(err, ERR_INVALID, _("%s, байт %llu, %s: %s"), in->name, (unsigned long long)at,
                   field, message);
}

static int bad_size(const struct input *in, uint64_t size, uint64_t wanted, struct err *err)
{
    return err_set(
        err, ERR_INVALID,
        size < wanted
            ? _("%s: файл обрывается на байте %llu, а по заголовку в нём %llu")
            : _("%s: в файле больше байт, чем следует из заголовка (байт %llu, по заголовку %llu)"),
        in->name, (unsigned long long)size, (unsigned long long)wanted);
}

static int check_header(const struct input *in, const struct header *h, uint64_t wanted,
                        struct err *err)
{
    const char *many = _("слишком много");
    if (h->n_mentees > MATCH_MAX_PEOPLE)
        return bad_field(in, offsetof(struct header, n_mentees), "mentees", many, err);
    if (h->n_mentors > MATCH_MAX_PEOPLE)
        return bad_field(in, offsetof(struct header, n_mentors), "mentors", many, err);
    if (h->n_edges > MAX_EDGES)
        return bad_field(in, offsetof(struct header, n_edges), "edges", many, err);
    uint64_t size = input_size(in);
    return size == UINT64_MAX || size == wanted ? 0 : bad_size(in, size, wanted, err);
}

/* base: where offset[0] stands in the file. */
static int check_arrays(const struct input *in, const struct match_instance *x, uint64_t n_edges,
                        uint64_t base, struct err *err)
{
    uint64_t n = x->n_mentees;
    if (x->offset[0] != 0)
        return bad_field(in, base, "offset[0]", _("должно быть 0"), err);
    for (uint64_t i = 0; i < n; i++)
        if (x->offset[i + 1] < x->offset[i])
            return bad_field(in, base + 8 * (i + 1), "offset", _("меньше предыдущего"), err);
    if (x->offset[n] != n_edges)
        return bad_field(in, base + 8 * n, "offset", _("последнее не равно числу рёбер"), err);
    for (uint64_t e = 0; e < n_edges; e++)
        if (x->mentor[e] >= x->n_mentors)
            return bad_field(in, base + 8 * (n + 1) + 4 * e, "mentor", _("такого наставника нет"),
                             err);
    return 0;
}

static int no_memory(const struct input *in, struct err *err)
{
    return err_set(err, ERR_LIMIT, _("%s: не хватило памяти"), in->name);
}

/* The capacities: a byte each in the file, two in memory. */
static int read_capacities(struct input *in, struct instance_file *f, struct err *err)
{
    size_t m = f->in.n_mentors, padded = (m + 7) / 8 * 8, got;
    uint16_t *capacity = area_take(&f->capacity, 2 * padded);
    if (!capacity)
        return no_memory(in, err);
    uint8_t *packed = (uint8_t *)capacity + padded; /* the upper half; widened from below */
    int r = input_bytes(in, packed, padded, err, &got);
    if (r < 0)
        return r;
    for (size_t j = 0; j < m; j++)
        capacity[j] = packed[j];
    f->in.capacity = capacity;
    return 0;
}

static int read_binary(struct input *in, struct instance_file *f, struct err *err)
{
    struct header h = {.n_edges = 0};
    size_t got;
    int r = input_bytes(in, &h, sizeof h, err, &got);
    if (r < 0)
        return r;
    if (got < sizeof h)
        return bad_size(in, got, sizeof h, err);
    uint64_t base = sizeof h + (h.n_mentors + (uint64_t)7) / 8 * 8;
    uint64_t bytes = 8 * (h.n_mentees + (uint64_t)1) + 6 * (h.n_edges & (MAX_EDGES * 2 - 1));
    f->in.n_mentees = h.n_mentees;
    f->in.n_mentors = h.n_mentors;
    if ((r = check_header(in, &h, base + bytes, err)) < 0 || (r = read_capacities(in, f, err)) < 0)
        return r;
    uint64_t *offset = area_take(&f->mentor, bytes);
    if (!offset)
        return no_memory(in, err);
    if ((r = input_bytes(in, offset, bytes, err, &got)) < 0)
        return r;
    if (got < bytes)
        return bad_size(in, base + got, base + bytes, err);
    if ((r = input_fill(in, 1, err)) < 0)
        return r;
    if (in->at != in->end)
        return bad_size(in, base + bytes + 1, base + bytes, err);
    uint32_t *mentor = (uint32_t *)(offset + h.n_mentees + 1);
    f->in.offset = offset;
    f->in.mentor = mentor;
    f->in.score = (const uint16_t *)(mentor + h.n_edges);
    return check_arrays(in, &f->in, h.n_edges, base, err);
}

static int read_either(struct input *in, struct instance_file *f, struct err *err)
{
    int r = input_fill(in, sizeof magic, err);
    if (r < 0)
        return r;
    size_t n = (size_t)(in->end - in->at);
    if (n >= sizeof magic && !memcmp(in->at, magic, sizeof magic))
        return read_binary(in, f, err);
    if (n >= 4 && !memcmp(in->at, magic, 4))
        return bad_field(in, 0, "magic", _("нужно MTCH1 и три нулевых байта"), err);
    r = instance_text_read(in, err, f);
    return r == ERR_LIMIT ? no_memory(in, err) : r;
}

int instance_file_read(const char *path, struct err *err, struct instance_file *ret)
{
    struct arena *a = arena_new();
    struct input *in = arena_new_of(a, struct input);
    struct instance_file f = {.capacity = {NULL, 0}};
    int r = input_open(in, path, err);
    if (r >= 0) {
        r = read_either(in, &f, err);
        input_close(in);
    }
    arena_free(a);
    if (r < 0)
        instance_file_free(&f);
    else
        *ret = f;
    return r;
}

void instance_file_free(struct instance_file *f)
{
    area_give(&f->capacity);
    area_give(&f->offset);
    area_give(&f->mentor);
    area_give(&f->score);
}
