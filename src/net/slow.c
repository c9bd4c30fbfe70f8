/* Requests that would hold a worker for long wait for threads of their own, their connections
 * suspended; the loops of the workers go on with everybody else. */
#include <stdlib.h>

#include "net/http_priv.h"

static struct exchange *take(struct slow *s)
{
    struct exchange *x = s->first;
    s->first = x->next;
    s->last = s->first ? s->last : NULL;
    s->n--;
    return x;
}

static void *work(void *arg)
{
    struct slow *s = arg;
    pthread_mutex_lock(&s->lock);
    for (;;) {
        while (!s->first && !s->stop)
            pthread_cond_wait(&s->wake, &s->lock);
        if (!s->first)
            break;
        struct exchange *x = take(s);
        if (s->stop)
            x->req.fault = 503;
        pthread_mutex_unlock(&s->lock);
        x->server->app.handle(x->server->app.ctx, &x->req, &x->out);
        MHD_resume_connection(x->con);
        pthread_mutex_lock(&s->lock);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

bool slow_put(struct slow *s, struct exchange *x)
{
    pthread_mutex_lock(&s->lock);
    bool room = s->n_threads && s->n < s->max && !s->stop;
    if (room) {
        x->answering = true;
        x->next = NULL;
        MHD_suspend_connection(x->con);
        *(s->last ? &s->last->next : &s->first) = x;
        s->last = x;
        s->n++;
        pthread_cond_signal(&s->wake);
    }
    pthread_mutex_unlock(&s->lock);
    return room;
}

void slow_start(struct slow *s, unsigned threads, unsigned max)
{
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->wake, NULL);
    s->max = max;
    for (; s->n_threads < threads && s->n_threads < SLOW_THREADS; s->n_threads++)
        if (pthread_create(&s->thread[s->n_threads], NULL, work, s) != 0)
            abort();
}

void slow_stop(struct slow *s)
{
    pthread_mutex_lock(&s->lock);
    s->stop = true;
    pthread_cond_broadcast(&s->wake);
    pthread_mutex_unlock(&s->lock);
    while (s->n_threads)
        pthread_join(s->thread[--s->n_threads], NULL);
    pthread_cond_destroy(&s->wake);
    pthread_mutex_destroy(&s->lock);
}
