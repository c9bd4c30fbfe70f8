#include "programme/total.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "db/db.h"

#define GATHERED_MAX 64
#define KIND_MAX 48
#define STATE_MAX 16

/* What a transaction has said of one number. */
struct change {
    int64_t programme_id, n;
    const char *what;
    char kind[KIND_MAX], state[STATE_MAX];
};

struct gathered {
    size_t n;
    struct change change[GATHERED_MAX];
};

static int by_key(const void *left, const void *right)
{
    const struct change *x = left, *y = right;
    int r = (x->programme_id > y->programme_id) - (x->programme_id < y->programme_id);
    if (!r)
        r = strcmp(x->what, y->what);
    if (!r)
        r = strcmp(x->kind, y->kind);
    return r ? r : strcmp(x->state, y->state);
}

/* In one order, so that two transactions of PostgreSQL never wait for each other. */
static int write_all(struct db *db, void *gathered)
{
    struct gathered *g = gathered;
    int r = 0;
    qsort(g->change, g->n, sizeof *g->change, by_key);
    for (size_t i = 0; r >= 0 && i < g->n; i++) {
        const struct change *c = &g->change[i];
        if (c->n)
            r = total_change(db, c->programme_id, c->what, c->kind, c->state, c->n);
    }
    g->n = 0;
    return r < 0 ? r : 0;
}

static int add(struct db *db, const struct total *of, const char *state, int64_t n)
{
    struct change new = {.programme_id = of->programme_id, .n = n, .what = of->what};
    if (snprintf(new.kind, sizeof new.kind, "%s", of->kind) >= KIND_MAX ||
        snprintf(new.state, sizeof new.state, "%s", state) >= STATE_MAX)
        return ERR_LIMIT;
    struct gathered *g = db_gather(db, sizeof *g, write_all);
    if (!g)
        return total_change(db, of->programme_id, of->what, of->kind, state, n);
    for (size_t i = 0; i < g->n; i++)
        if (!by_key(&g->change[i], &new)) {
            g->change[i].n += n;
            return 0;
        }
    int r = g->n == GATHERED_MAX ? db_settle(db) : 0;
    g->change[g->n++] = new;
    return r;
}

int total_move(struct db *db, const struct total *of, const char *from, const char *to, int64_t n)
{
    int r = from ? add(db, of, from, -n) : 0;
    if (r >= 0 && to)
        r = add(db, of, to, n);
    return r < 0 ? r : 0;
}

int total_load(struct db *db, struct arena *a, int64_t programme_id, const char *what,
               struct totals *ret)
{
    struct total_rows *rows;
    *ret = (struct totals){0};
    int r = db_settle(db);
    if (r >= 0)
        r = total_rows(db, a, programme_id, what, &rows, &ret->n);
    if (r >= 0)
        ret->rows = rows;
    return r < 0 ? r : 0;
}

static bool among(const char *words, const char *word)
{
    size_t n = strlen(word);
    for (const char *s = words; (s = strstr(s, word)); s += n)
        if ((s == words || s[-1] == ' ') && (s[n] == ' ' || s[n] == '\0'))
            return true;
    return false;
}

int64_t total_sum(const struct totals *t, const char *kind, const char *states)
{
    int64_t sum = 0;
    for (size_t i = 0; i < t->n; i++)
        if (!strcmp(t->rows[i].kind, kind) && (!*states || among(states, t->rows[i].state)))
            sum += t->rows[i].n;
    return sum;
}

int total_of(struct db *db, struct arena *a, const struct total *of, const char *states,
             int64_t *ret)
{
    struct totals t;
    int r = total_load(db, a, of->programme_id, of->what, &t);
    *ret = r < 0 ? 0 : total_sum(&t, of->kind, states);
    return r;
}
