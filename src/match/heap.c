#include "match/heap.h"

static void put(struct heap *h, uint32_t at, uint32_t j)
{
    h->item[at] = j;
    h->place[j] = at;
}

void heap_lower(struct heap *h, uint32_t j)
{
    uint32_t at = h->place[j] == HEAP_OUT ? h->n++ : h->place[j];
    int64_t d = h->dist[j];
    while (at) {
        uint32_t up = (at - 1) / 2;
        if (h->dist[h->item[up]] <= d)
            break;
        put(h, at, h->item[up]);
        at = up;
    }
    put(h, at, j);
}

uint32_t heap_pop(struct heap *h)
{
    uint32_t top = h->item[0], last = h->item[--h->n], at = 0;
    int64_t d = h->dist[last];
    h->place[top] = HEAP_OUT;
    if (!h->n)
        return top;
    for (uint32_t down; (down = 2 * at + 1) < h->n; at = down) {
        if (down + 1 < h->n && h->dist[h->item[down + 1]] < h->dist[h->item[down]])
            down++;
        if (h->dist[h->item[down]] >= d)
            break;
        put(h, at, h->item[down]);
    }
    put(h, at, last);
    return top;
}
