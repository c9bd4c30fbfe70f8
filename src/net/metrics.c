#include "net/metrics.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CLASSES 5 /* 1xx … 5xx */

static const int64_t bounds_ms[] = {1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 10000};
#define BUCKETS (sizeof bounds_ms / sizeof *bounds_ms + 1)

struct line {
    atomic_ullong by_class[CLASSES];
    atomic_ullong bucket[BUCKETS];
    atomic_ullong sum_ms;
};

struct metrics {
    const char *const *labels;
    size_t n;
    struct line *lines;
};

struct metrics *metrics_new(const char *const *labels, size_t n)
{
    struct metrics *m = calloc(1, sizeof *m);
    if (!m || !(m->lines = calloc(n ? n : 1, sizeof *m->lines)))
        abort();
    m->labels = labels;
    m->n = n;
    return m;
}

void metrics_free(struct metrics *m)
{
    if (m)
        free(m->lines);
    free(m);
}

void metrics_count(struct metrics *m, size_t label, int status, int64_t ms)
{
    if (label >= m->n)
        return;
    struct line *l = &m->lines[label];
    size_t class = status >= 100 && status < 600 ? (size_t)status / 100 - 1 : 4;
    size_t b = 0;
    while (b + 1 < BUCKETS && ms > bounds_ms[b])
        b++;
    atomic_fetch_add_explicit(&l->by_class[class], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&l->bucket[b], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&l->sum_ms, (unsigned long long)ms, memory_order_relaxed);
}

static void write_histogram(const struct line *l, const char *label, struct strbuf *out)
{
    unsigned long long total = 0;
    for (size_t b = 0; b < BUCKETS; b++) {
        total += atomic_load(&l->bucket[b]);
        strbuf_printf(out, "nastavnik_request_seconds_bucket{route=\"%s\",le=\"", label);
        if (b + 1 < BUCKETS)
            strbuf_printf(out, "%g", (double)bounds_ms[b] / 1000.0);
        else
            strbuf_puts(out, "+Inf");
        strbuf_printf(out, "\"} %llu\n", total);
    }
    strbuf_printf(out, "nastavnik_request_seconds_sum{route=\"%s\"} %.3f\n", label,
                  (double)atomic_load(&l->sum_ms) / 1000.0);
    strbuf_printf(out, "nastavnik_request_seconds_count{route=\"%s\"} %llu\n", label, total);
}

static void write_memory(struct strbuf *out)
{
    unsigned long pages = 0, resident = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    if (!f)
        return;
    if (fscanf(f, "%lu %lu", &pages, &resident) == 2)
        strbuf_printf(out,
                      "# TYPE process_resident_memory_bytes gauge\n"
                      "process_resident_memory_bytes %lu\n",
                      resident * (unsigned long)sysconf(_SC_PAGESIZE));
    fclose(f);
}

void metrics_write(const struct metrics *m, struct strbuf *out)
{
    strbuf_puts(out, "# TYPE nastavnik_requests_total counter\n");
    for (size_t i = 0; i < m->n; i++)
        for (size_t c = 0; c < CLASSES; c++) {
            unsigned long long v = atomic_load(&m->lines[i].by_class[c]);
            if (v)
                strbuf_printf(out, "nastavnik_requests_total{route=\"%s\",class=\"%zuxx\"} %llu\n",
                              m->labels[i], c + 1, v);
        }
    strbuf_puts(out, "# TYPE nastavnik_request_seconds histogram\n");
    for (size_t i = 0; i < m->n; i++) {
        unsigned long long any = 0;
        for (size_t b = 0; b < BUCKETS; b++)
            any += atomic_load(&m->lines[i].bucket[b]);
        if (any)
            write_histogram(&m->lines[i], m->labels[i], out);
    }
    write_memory(out);
}
