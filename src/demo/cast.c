#include "demo/cast.h"

#include <string.h>

#include "base/tsv.h"
#include "embed/embed.h"

#define KINDS 9

struct lines {
    const char *kind;
    const char *const *male, *const *female; /* the same list for texts */
    size_t n;
};

struct cast {
    struct lines list[KINDS];
};

uint32_t dice_roll(struct dice *d, uint32_t sides)
{
    uint64_t z = (d->state += 0x9E3779B97F4A7C15u); /* splitmix64 */
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    return (uint32_t)((z >> 32) * sides >> 32);
}

static struct lines pick(struct arena *a, const struct tsv *t, const char *kind, const char *male,
                         const char *female)
{
    const char **m = arena_array(a, const char *, t->n_rows);
    const char **f = arena_array(a, const char *, t->n_rows);
    size_t n = 0;
    for (size_t i = 0; i < t->n_rows; i++) {
        if (strcmp(tsv_get(t, i, "kind"), kind) != 0)
            continue;
        m[n] = tsv_get(t, i, male);
        f[n++] = tsv_get(t, i, female);
    }
    return (struct lines){kind, m, f, n};
}

static int read(struct arena *a, const char *name, struct err *err, struct tsv *ret)
{
    const struct embed_file *f = embed_find(&embed_demo, name);
    return tsv_parse(a, name, f->data, f->size, err, ret);
}

int cast_load(struct arena *a, struct err *err, const struct cast **ret_cast)
{
    static const char *const names[] = {"surname", "given", "patronymic"};
    static const char *const texts[] = {"request",     "competence", "interest",
                                        "achievement", "time",       "age"};
    struct tsv n, t;
    int r = read(a, "names.tsv", err, &n);
    if (r >= 0)
        r = read(a, "texts.tsv", err, &t);
    if (r < 0)
        return r;
    struct cast *c = arena_new_of(a, struct cast);
    for (size_t i = 0; i < 3; i++)
        c->list[i] = pick(a, &n, names[i], "male", "female");
    for (size_t i = 0; i < 6; i++)
        c->list[3 + i] = pick(a, &t, texts[i], "text", "text");
    *ret_cast = c;
    return 0;
}

struct person_name cast_name(const struct cast *c, struct dice *d)
{
    bool female = dice_roll(d, 2);
    const char *part[3];
    for (size_t i = 0; i < 3; i++) {
        uint32_t k = dice_roll(d, (uint32_t)c->list[i].n);
        part[i] = female ? c->list[i].female[k] : c->list[i].male[k];
    }
    return (struct person_name){part[0], part[1], part[2]};
}

const char *cast_text(const struct cast *c, struct dice *d, const char *kind)
{
    for (size_t i = 0; i < KINDS; i++)
        if (!strcmp(c->list[i].kind, kind))
            return c->list[i].male[dice_roll(d, (uint32_t)c->list[i].n)];
    return "";
}
