/* The connections of a thread: opened when first needed, closed when the thread ends. */
#include <stdlib.h>

#include "base/log.h"
#include "frame/call.h"

struct worker *worker_get(struct frame *f)
{
    struct worker *w = pthread_getspecific(f->worker);
    if (w)
        return w;
    struct arena *a = arena_new();
    w = arena_new_of(a, struct worker);
    w->a = a;
    if (pthread_setspecific(f->worker, w) != 0)
        abort();
    return w;
}

void worker_close(void *worker)
{
    struct worker *w = worker;
    if (!w)
        return;
    db_close(w->read);
    db_close(w->write);
    arena_free(w->a);
}

static int get(struct call *c, struct db **slot, enum db_mode mode, struct db **ret)
{
    if (!*slot) {
        int rc = db_open(c->frame->app->config.db_url, mode, &c->req.err, slot);
        if (rc < 0) {
            log_event(LOG_ERROR, "db_open_failed", "why=\"%s\"", c->req.err.text);
            c->req.err.text[0] = '\0';
            return ERR_IO;
        }
    }
    *ret = *slot;
    return 0;
}

int worker_read(struct call *c, struct db **ret)
{
    return get(c, &c->worker->read, DB_READ, ret);
}

int worker_write(struct call *c, struct db **ret)
{
    return get(c, &c->worker->write, DB_WRITE, ret);
}
