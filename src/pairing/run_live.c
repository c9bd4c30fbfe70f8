#include "pairing/run_live.h"

#include <pthread.h>

#include "base/i18n.h"
#include "frame/app.h"

#define KEPT 4u /* drafts in memory, some ten megabytes each at most */

struct entry {
    struct run_live live; /* first: a live is its entry */
    struct arena *a;
    int64_t run_id;
    uint64_t used; /* when last, by counting */
    bool busy;
};

struct run_lives {
    struct arena *a; /* of itself */
    pthread_mutex_t lock;
    pthread_cond_t given;
    struct entry *entry[KEPT];
    uint64_t n_used;
};

struct run_lives *run_lives_new(void)
{
    struct arena *a = arena_new();
    struct run_lives *lives = arena_new_of(a, struct run_lives);
    lives->a = a;
    pthread_mutex_init(&lives->lock, NULL);
    pthread_cond_init(&lives->given, NULL);
    return lives;
}

static void forget(struct entry *e)
{
    if (!e)
        return;
    match_live_free(e->live.live);
    arena_free(e->a); /* the entry lives in it */
}

void run_lives_free(struct run_lives *lives)
{
    if (!lives)
        return;
    for (size_t i = 0; i < KEPT; i++)
        forget(lives->entry[i]);
    pthread_cond_destroy(&lives->given);
    pthread_mutex_destroy(&lives->lock);
    arena_free(lives->a);
}

static int make(struct run_context *c, int64_t run_id, struct err *err, struct entry **ret)
{
    struct arena *a = arena_new();
    struct entry *e = arena_new_of(a, struct entry);
    struct run_context own = *c;
    bool same = false;
    own.a = e->a = a;
    e->run_id = run_id;
    int r = run_again(&own, run_id, err, &e->live.in, &e->live.p, &same);
    if (r >= 0 && !same)
        r = err_set(err, ERR_INVALID,
                    _("Правила с тех пор изменились: посчитайте черновик заново"));
    if (r >= 0 && e->live.p->facts.plain)
        r = pairing_live(e->live.p, err, &e->live.live);
    if (r < 0) {
        arena_free(a);
        return r;
    }
    *ret = e;
    return 0;
}

/* The place of the run, or the one to take: empty, or used longest ago; KEPT when all are busy. */
static size_t place_of(const struct run_lives *lives, int64_t run_id)
{
    size_t best = KEPT;
    for (size_t i = 0; i < KEPT; i++) {
        const struct entry *e = lives->entry[i];
        if (e && e->run_id == run_id)
            return i;
        if (e && e->busy)
            continue;
        if (best == KEPT || !e || (lives->entry[best] && e->used < lives->entry[best]->used))
            best = i;
    }
    return best;
}

/* The standing answer of the run, made busy; NULL when there is none. */
static struct entry *find(struct run_lives *lives, int64_t run_id)
{
    struct entry *found = NULL;
    pthread_mutex_lock(&lives->lock);
    for (;;) {
        size_t at = place_of(lives, run_id);
        struct entry *e = at < KEPT ? lives->entry[at] : NULL;
        if (!e || e->run_id != run_id)
            break;
        if (!e->busy) {
            found = e;
            break;
        }
        pthread_cond_wait(&lives->given, &lives->lock);
    }
    if (found) {
        found->busy = true;
        found->used = ++lives->n_used;
    }
    pthread_mutex_unlock(&lives->lock);
    return found;
}

int run_live_take(struct run_context *c, int64_t run_id, struct err *err, struct run_live **ret)
{
    struct run_lives *lives = c->app->run_lives;
    struct entry *e = lives ? find(lives, run_id) : NULL;
    int r = e ? 0 : make(c, run_id, err, &e);
    if (r >= 0)
        *ret = &e->live;
    return r;
}

/* A new answer takes a place unless somebody else has made the same one meanwhile. */
static struct entry *keep(struct run_lives *lives, struct entry *e)
{
    size_t at = place_of(lives, e->run_id);
    if (at == KEPT || (lives->entry[at] && lives->entry[at]->run_id == e->run_id))
        return e;
    struct entry *old = lives->entry[at];
    lives->entry[at] = e;
    e->used = ++lives->n_used;
    return old;
}

void run_live_give(struct run_context *c, struct run_live *live)
{
    struct run_lives *lives = c->app->run_lives;
    struct entry *e = (struct entry *)live, *out = e;
    if (!live)
        return;
    if (lives) {
        pthread_mutex_lock(&lives->lock);
        if (e->busy)
            out = NULL;
        else
            out = keep(lives, e);
        e->busy = false;
        pthread_cond_broadcast(&lives->given);
        pthread_mutex_unlock(&lives->lock);
    }
    forget(out);
}
