#include "match/ranked.h"

#define FEW 16u

void ranked_sink(struct ranked *r, uint32_t n, uint32_t at)
{
    struct ranked sinking = r[at];
    for (uint64_t down; (down = 2 * (uint64_t)at + 1) < n; at = (uint32_t)down) {
        if (down + 1 < n && r[down + 1].key > r[down].key)
            down++;
        if (r[down].key <= sinking.key)
            break;
        r[at] = r[down];
    }
    r[at] = sinking;
}

void ranked_heap(struct ranked *r, uint32_t n)
{
    for (uint32_t at = n / 2; at-- > 0;)
        ranked_sink(r, n, at);
}

static void swap(struct ranked *a, struct ranked *b)
{
    struct ranked t = *a;
    *a = *b;
    *b = t;
}

static void sort_by_heap(struct ranked *r, uint32_t n)
{
    ranked_heap(r, n);
    while (n > 1) {
        swap(&r[0], &r[--n]);
        ranked_sink(r, n, 0);
    }
}

static void sort_few(struct ranked *r, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        struct ranked moving = r[i];
        uint32_t to = i;
        for (; to && r[to - 1].key > moving.key; to--)
            r[to] = r[to - 1];
        r[to] = moving;
    }
}

/* Part r around the middle of three; returns where that one stands. */
static uint32_t part(struct ranked *r, uint32_t n)
{
    struct ranked *a = &r[0], *b = &r[n / 2], *c = &r[n - 1];
    struct ranked *middle = a->key < b->key ? (b->key < c->key   ? b
                                               : a->key < c->key ? c
                                                                 : a)
                                            : (a->key < c->key   ? a
                                               : b->key < c->key ? c
                                                                 : b);
    swap(middle, c);
    uint64_t pivot = c->key;
    uint32_t n_low = 0;
    for (uint32_t i = 0; i < n - 1; i++) { /* no branch to guess wrong */
        struct ranked t = r[i];
        r[i] = r[n_low];
        r[n_low] = t;
        n_low += t.key < pivot;
    }
    swap(&r[n_low], c);
    return n_low;
}

/* Quicksort; when it goes badly, heapsort (Musser 1997). */
void ranked_sort(struct ranked *r, uint32_t n)
{
    uint32_t bad = 0;
    while (n > FEW) {
        if (bad > 8) {
            sort_by_heap(r, n);
            return;
        }
        uint32_t low = part(r, n), high = n - low - 1;
        bad += low < n / 8 || high < n / 8;
        if (low < high) {
            ranked_sort(r, low);
            r += low + 1;
            n = high;
        } else {
            ranked_sort(r + low + 1, high);
            n = low;
        }
    }
    sort_few(r, n);
}
