#include "net/gzip.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

#define LEVEL 5
#define GZIP_WINDOW (15 + 16)

struct packer {
    struct packer *next;
    z_stream z;
};

struct gzip_pool {
    pthread_mutex_t lock;
    struct packer *free;
};

struct gzip_pool *gzip_pool_new(void)
{
    struct gzip_pool *p = calloc(1, sizeof *p);
    if (!p)
        abort();
    pthread_mutex_init(&p->lock, NULL);
    return p;
}

void gzip_pool_free(struct gzip_pool *p)
{
    if (!p)
        return;
    while (p->free) {
        struct packer *k = p->free;
        p->free = k->next;
        deflateEnd(&k->z);
        free(k);
    }
    pthread_mutex_destroy(&p->lock);
    free(p);
}

static struct packer *take(struct gzip_pool *p)
{
    pthread_mutex_lock(&p->lock);
    struct packer *k = p->free;
    if (k)
        p->free = k->next;
    pthread_mutex_unlock(&p->lock);
    if (k)
        return k;
    k = calloc(1, sizeof *k);
    if (!k || deflateInit2(&k->z, LEVEL, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    return k;
}

static void give_back(struct gzip_pool *p, struct packer *k)
{
    pthread_mutex_lock(&p->lock);
    k->next = p->free;
    p->free = k;
    pthread_mutex_unlock(&p->lock);
}

char *gzip_bytes(struct gzip_pool *p, struct arena *a, const char *s, size_t n, size_t *ret_n)
{
    struct packer *k = take(p);
    deflateReset(&k->z);
    char *out = arena_alloc(a, n);
    k->z.next_in = (Bytef *)(uintptr_t)s;
    k->z.avail_in = (uInt)n;
    k->z.next_out = (Bytef *)out;
    k->z.avail_out = (uInt)n;
    int rc = deflate(&k->z, Z_FINISH);
    size_t used = n - k->z.avail_out;
    give_back(p, k);
    if (rc != Z_STREAM_END)
        return NULL;
    *ret_n = used;
    return out;
}
