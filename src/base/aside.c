#include "base/aside.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"

struct aside {
    pthread_t thread;
    bool has_thread;
    pthread_mutex_t lock;
    pthread_cond_t turn;  /* a piece came, or was done, or no more will come */
    int (*fn)(void *ctx); /* NULL: nothing to do */
    void *ctx;
    enum lang lang;
    int answer;
    bool end;
};

static void *work(void *arg)
{
    struct aside *s = arg;
    pthread_mutex_lock(&s->lock);
    for (;;) {
        while (!s->fn && !s->end)
            pthread_cond_wait(&s->turn, &s->lock);
        if (!s->fn)
            break;
        pthread_mutex_unlock(&s->lock);
        i18n_set(s->lang);
        int answer = s->fn(s->ctx);
        pthread_mutex_lock(&s->lock);
        s->answer = answer;
        s->fn = NULL;
        pthread_cond_signal(&s->turn);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

struct aside *aside_new(void)
{
    struct aside *s = calloc(1, sizeof *s);
    if (!s) {
        fprintf(stderr, "nastavnik: out of memory\n");
        abort();
    }
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->turn, NULL);
    s->has_thread = pthread_create(&s->thread, NULL, work, s) == 0;
    return s;
}

void aside_free(struct aside *s)
{
    if (!s)
        return;
    pthread_mutex_lock(&s->lock);
    s->end = true;
    pthread_cond_signal(&s->turn);
    pthread_mutex_unlock(&s->lock);
    if (s->has_thread)
        pthread_join(s->thread, NULL);
    pthread_cond_destroy(&s->turn);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

void aside_start(struct aside *s, int (*fn)(void *ctx), void *ctx)
{
    if (!s->has_thread) {
        s->answer = fn(ctx);
        return;
    }
    pthread_mutex_lock(&s->lock);
    s->fn = fn;
    s->ctx = ctx;
    s->lang = i18n_get();
    pthread_cond_signal(&s->turn);
    pthread_mutex_unlock(&s->lock);
}

int aside_wait(struct aside *s)
{
    pthread_mutex_lock(&s->lock);
    while (s->fn)
        pthread_cond_wait(&s->turn, &s->lock);
    int answer = s->answer;
    s->answer = 0;
    pthread_mutex_unlock(&s->lock);
    return answer;
}
