#include "cmd/result_file.h"

#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "cmd/input.h"

#define MAX_PRICE ((uint64_t)1 << 62) /* a price and a score never overflow together */

struct reading {
    struct input *in;
    struct err *err;
    const struct match_instance *x;
    struct result_file *f;
    const char *at, *end; /* the rest of the line */
};

static int number(struct reading *d, const char *what, uint64_t max, uint64_t *ret)
{
    return input_number(d->in, &d->at, d->end, what, max, d->err, ret);
}

static int line_ends(struct reading *d)
{
    return input_line_ends(d->in, d->at, d->end, d->err);
}

/* A mentee or mentor out of n; the instance may have none. */
static int person(struct reading *d, const char *what, uint32_t n, uint32_t *ret)
{
    uint64_t id = 0;
    int r = number(d, what, UINT32_MAX, &id);
    *ret = (uint32_t)id;
    if (r >= 0 && id >= n)
        return input_bad(d->in, d->err, _("%s %u: в задаче такого нет"), _(what), *ret);
    return r;
}

static int twice(struct reading *d, uint32_t line)
{
    return input_bad(d->in, d->err, _("повторяет строку %u"), line);
}

/* The edge of a pair with this score; of another score when there is none; or MATCH_NO_EDGE. */
static uint64_t find_edge(const struct match_instance *x, uint32_t i, uint32_t j, uint64_t score)
{
    uint64_t found = MATCH_NO_EDGE;
    for (uint64_t e = x->offset[i]; e < x->offset[i + 1]; e++)
        if (x->mentor[e] == j) {
            found = e;
            if (x->score[e] == score)
                break;
        }
    return found;
}

static int pair_line(struct reading *d)
{
    const struct match_instance *x = d->x;
    struct result_file *f = d->f;
    uint32_t i, j;
    uint64_t score;
    int r;
    if ((r = person(d, N_("номер наставляемого"), x->n_mentees, &i)) < 0 ||
        (r = person(d, N_("номер наставника"), x->n_mentors, &j)) < 0 ||
        (r = number(d, N_("балл"), UINT16_MAX, &score)) < 0 || (r = line_ends(d)) < 0)
        return r;
    if (f->pair_line[i])
        return input_bad(d->in, d->err, _("наставляемый %u уже в паре в строке %u"), i,
                         f->pair_line[i]);
    uint64_t e = find_edge(x, i, j, score);
    if (e == MATCH_NO_EDGE)
        return input_bad(d->in, d->err, _("пары %u с %u в задаче нет"), i, j);
    if (x->score[e] != score)
        return input_bad(d->in, d->err, _("балл этой пары в задаче %u"), x->score[e]);
    if (f->load[j] == x->capacity[j])
        return input_bad(d->in, d->err, _("у наставника %u больше пар, чем мест (%u)"), j,
                         x->capacity[j]);
    f->load[j]++;
    f->r.mate[i] = j;
    f->r.edge[i] = e;
    f->r.matched++;
    f->r.score += score;
    f->pair_line[i] = (uint32_t)d->in->line_no;
    return 0;
}

static int weight_line(struct reading *d)
{
    uint64_t k;
    int r;
    if ((r = number(d, N_("вес пары k"), MAX_PRICE, &k)) < 0 || (r = line_ends(d)) < 0)
        return r;
    if (d->f->proof_line)
        return twice(d, d->f->proof_line);
    d->f->r.k = (int64_t)k;
    d->f->mode = k ? MATCH_COUNT : MATCH_SCORE;
    d->f->proof_line = (uint32_t)d->in->line_no;
    return 0;
}

static int stable_line(struct reading *d)
{
    int r = line_ends(d);
    if (r < 0)
        return r;
    if (d->f->proof_line)
        return twice(d, d->f->proof_line);
    d->f->stable = true;
    d->f->proof_line = (uint32_t)d->in->line_no;
    return 0;
}

static int floor_line(struct reading *d)
{
    uint64_t score;
    int r;
    if ((r = number(d, N_("балл"), UINT16_MAX, &score)) < 0 || (r = line_ends(d)) < 0)
        return r;
    if (d->f->has_floor)
        return input_bad(d->in, d->err, _("вторая строка floor"));
    d->f->has_floor = true;
    d->f->floor = (uint16_t)score;
    return 0;
}

static int price_line(struct reading *d)
{
    uint32_t j;
    uint64_t price;
    int r;
    if ((r = person(d, N_("номер наставника"), d->x->n_mentors, &j)) < 0 ||
        (r = number(d, N_("цена"), MAX_PRICE, &price)) < 0 || (r = line_ends(d)) < 0)
        return r;
    if (d->f->price_line[j])
        return twice(d, d->f->price_line[j]);
    d->f->r.price[j] = (int64_t)price;
    d->f->price_line[j] = (uint32_t)d->in->line_no;
    return 0;
}

static int reached_line(struct reading *d)
{
    uint32_t j;
    int r;
    if ((r = person(d, N_("номер наставника"), d->x->n_mentors, &j)) < 0 || (r = line_ends(d)) < 0)
        return r;
    if (d->f->reached_line[j])
        return twice(d, d->f->reached_line[j]);
    d->f->r.reached[j] = 1;
    d->f->reached_line[j] = (uint32_t)d->in->line_no;
    return 0;
}

static int one_line(struct reading *d)
{
    static const struct {
        const char *word;
        int (*take)(struct reading *d);
    } kinds[] = {{"k", weight_line},
                 {"v", price_line},
                 {"r", reached_line},
                 {"stable", stable_line},
                 {"floor", floor_line}};
    if (d->at < d->end && *d->at >= '0' && *d->at <= '9')
        return pair_line(d);
    size_t n = 0;
    while (d->at + n < d->end && d->at[n] != ' ')
        n++;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        if (n == strlen(kinds[k].word) && !memcmp(d->at, kinds[k].word, n)) {
            d->at += n;
            return kinds[k].take(d);
        }
    return input_bad(d->in, d->err,
                     _("нужна пара «НАСТАВЛЯЕМЫЙ НАСТАВНИК БАЛЛ» или строка k, "
                       "floor, v, r, stable"));
}

/* Keeps in *line the smaller one that is not 0. */
static void first_of(uint32_t *line, uint32_t other)
{
    if (other && (!*line || other < *line))
        *line = other;
}

/* What only the whole file tells. */
static int check_whole(struct reading *d)
{
    const struct result_file *f = d->f;
    uint32_t low = 0, price = 0, reached = 0;
    if (!f->proof_line) {
        d->in->line_no++;
        return input_bad(d->in, d->err, _("файл кончился, а строки k в нём нет"));
    }
    for (uint32_t i = 0; i < d->x->n_mentees; i++)
        if (f->pair_line[i] && d->x->score[f->r.edge[i]] < f->floor)
            first_of(&low, f->pair_line[i]);
    for (uint32_t j = 0; j < d->x->n_mentors; j++) {
        first_of(&price, f->price_line[j]);
        first_of(&reached, f->reached_line[j]);
    }
    if (low) {
        d->in->line_no = low;
        return input_bad(d->in, d->err, _("балл ниже floor (%u)"), f->floor);
    }
    if (f->stable && (price || reached)) {
        first_of(&reached, price);
        d->in->line_no = reached;
        return input_bad(d->in, d->err, _("в устойчивом ответе нет строк v и r"));
    }
    if (f->mode == MATCH_SCORE && reached) {
        d->in->line_no = reached;
        return input_bad(d->in, d->err, _("при k 0 нет строк r"));
    }
    return 0;
}

static int take_parts(struct result_file *f, const struct match_instance *x)
{
    const struct {
        void **p;
        size_t n, size;
    } parts[] = {{(void **)&f->r.mate, x->n_mentees, sizeof *f->r.mate},
                 {(void **)&f->r.edge, x->n_mentees, sizeof *f->r.edge},
                 {(void **)&f->r.price, x->n_mentors, sizeof *f->r.price},
                 {(void **)&f->r.reached, x->n_mentors, sizeof *f->r.reached},
                 {(void **)&f->pair_line, x->n_mentees, sizeof *f->pair_line},
                 {(void **)&f->price_line, x->n_mentors, sizeof *f->price_line},
                 {(void **)&f->reached_line, x->n_mentors, sizeof *f->reached_line},
                 {(void **)&f->load, x->n_mentors, sizeof *f->load}};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
        if (!(*parts[k].p = area_take(&f->part[k], parts[k].n * parts[k].size)))
            return ERR_LIMIT;
    for (uint32_t i = 0; i < x->n_mentees; i++) {
        f->r.mate[i] = MATCH_NONE;
        f->r.edge[i] = MATCH_NO_EDGE;
    }
    return 0;
}

static int read_lines(struct reading *d)
{
    int r;
    while ((r = input_line(d->in, d->err, &d->at, &d->end)) > 0) {
        if (d->in->line_no == UINT32_MAX)
            return input_bad(d->in, d->err, _("слишком много строк"));
        if ((r = one_line(d)) < 0)
            return r;
    }
    return r < 0 ? r : check_whole(d);
}

int result_read(const char *path, const struct match_instance *instance, struct err *err,
                struct result_file *ret)
{
    struct arena *a = arena_new();
    struct result_file f = {.stable = false};
    struct reading d = {.err = err, .x = instance, .f = &f, .in = arena_new_of(a, struct input)};
    int r = input_open(d.in, path, err);
    if (r >= 0) {
        r = take_parts(&f, instance);
        r = r < 0 ? err_set(err, r, _("%s: не хватило памяти"), path) : read_lines(&d);
        input_close(d.in);
    }
    arena_free(a);
    if (r < 0)
        result_free(&f);
    else
        *ret = f;
    return r;
}

void result_free(struct result_file *f)
{
    for (size_t k = 0; k < sizeof f->part / sizeof *f->part; k++)
        area_give(&f->part[k]);
}
