#include "cmd/area.h"

#include <sys/mman.h>

void *area_take(struct area *a, size_t bytes)
{
    bytes += !bytes;
    void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED)
        return NULL;
    madvise(p, bytes, MADV_HUGEPAGE); /* lists are read in no order: fewer pages to look up */
    *a = (struct area){p, bytes};
    return p;
}

void *area_resize(struct area *a, size_t bytes)
{
    bytes += !bytes;
    void *p = mremap(a->p, a->bytes, bytes, MREMAP_MAYMOVE);
    if (p == MAP_FAILED)
        return NULL;
    *a = (struct area){p, bytes};
    return p;
}

void area_give(struct area *a)
{
    if (a->p)
        munmap(a->p, a->bytes);
    *a = (struct area){NULL, 0};
}
