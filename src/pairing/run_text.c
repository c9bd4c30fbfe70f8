/* Stored explanations of a run, read back for its pages. */
#include <string.h>

#include "base/record.h"
#include "pairing/run.h"

static size_t count(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += *text == '\x1e';
    return n;
}

size_t run_read_parts(struct arena *a, const char *text, const struct run_part **ret)
{
    struct run_part *parts = arena_array(a, struct run_part, count(text));
    struct record r;
    size_t n = 0;
    *ret = parts;
    if (!record_next(a, &text, &r)) /* the first is what both sides may read */
        return 0;
    while (record_next(a, &text, &r)) {
        struct run_part *p = &parts[n++];
        p->code = record_field(&r, 0);
        p->name = record_field(&r, 1);
        p->comment = record_field(&r, 2);
        p->weight = (int)record_number(&r, 3);
        p->points = (int)record_number(&r, 4);
        for (size_t i = 5; i + 3 < r.n && p->n_shared < SHARED_MAX; i += 4) {
            p->shared[p->n_shared].mentee = record_field(&r, i);
            p->shared[p->n_shared].mentor = record_field(&r, i + 1);
            p->shared[p->n_shared].topic = record_field(&r, i + 2);
            p->shared[p->n_shared++].curator_only = record_number(&r, i + 3) != 0;
        }
    }
    return n;
}

size_t run_read_next(struct arena *a, const char *text, const struct run_next **ret)
{
    struct run_next *list = arena_array(a, struct run_next, count(text));
    struct record r;
    size_t n = 0;
    while (record_next(a, &text, &r))
        list[n++] = (struct run_next){record_number(&r, 0), record_field(&r, 1),
                                      (int)record_number(&r, 2), record_number(&r, 3) != 0};
    *ret = list;
    return n;
}

const char *run_facts_write(struct arena *a, const struct pairing_input *in,
                            const struct pairing *p)
{
    const struct pairing_facts *f = &p->facts;
    struct strbuf b;
    strbuf_init(&b, a);
    for (enum pairing_setting k = 0; k < SETTINGS; k++) {
        record_text(&b, pairing_setting_code(k));
        record_int(&b, pairing_setting_get(&in->settings, k));
        record_end(&b);
    }
    record_text(&b, "facts");
    record_int(&b, f->plain);
    record_int(&b, f->proved);
    record_int(&b, (int64_t)f->bound_pairs);
    record_int(&b, (int64_t)f->bound_score);
    record_int(&b, (int64_t)f->blocking);
    record_end(&b);
    record_text(&b, "nearness");
    for (size_t l = 0; l < NEAR_LEVELS; l++)
        record_int(&b, (int64_t)f->near[l]);
    record_end(&b);
    record_text(&b, "cut");
    record_int(&b, p->cut);
    record_int(&b, p->keep);
    record_int(&b, f->gap_known);
    record_int(&b, (int64_t)f->gap_pairs);
    record_int(&b, (int64_t)f->gap_score);
    record_end(&b);
    return b.s;
}

static void read_fact(const struct record *r, struct run_facts *ret)
{
    const char *kind = record_field(r, 0);
    enum pairing_setting k = pairing_setting_find(kind);
    if (k != SETTINGS) {
        pairing_setting_set(&ret->settings, k, record_number(r, 1));
    } else if (!strcmp(kind, "facts")) {
        ret->facts.plain = record_number(r, 1) != 0;
        ret->facts.proved = record_number(r, 2) != 0;
        ret->facts.bound_pairs = (uint64_t)record_number(r, 3);
        ret->facts.bound_score = (uint64_t)record_number(r, 4);
        ret->facts.blocking = (uint64_t)record_number(r, 5);
    } else if (!strcmp(kind, "nearness")) {
        for (size_t l = 0; l < NEAR_LEVELS; l++)
            ret->facts.near[l] = (uint64_t)record_number(r, l + 1);
    } else if (!strcmp(kind, "cut")) {
        ret->cut = record_number(r, 1) != 0;
        ret->keep = (uint32_t)record_number(r, 2);
        ret->facts.gap_known = record_number(r, 3) != 0;
        ret->facts.gap_pairs = (uint64_t)record_number(r, 4);
        ret->facts.gap_score = (uint64_t)record_number(r, 5);
    }
}

void run_facts_read(struct arena *a, const char *text, struct run_facts *ret)
{
    struct record r;
    *ret = (struct run_facts){.facts = {.plain = true, .proved = true}};
    while (record_next(a, &text, &r))
        read_fact(&r, ret);
}

size_t run_read_help(struct arena *a, const char *text, const char **ret_detail,
                     const struct run_help **ret)
{
    struct run_help *list = arena_array(a, struct run_help, count(text));
    struct record r;
    size_t n = 0;
    *ret_detail = record_next(a, &text, &r) ? record_field(&r, 0) : "";
    while (record_next(a, &text, &r))
        list[n++] = (struct run_help){!strcmp(record_field(&r, 0), "room"), record_number(&r, 1),
                                      record_field(&r, 2)};
    *ret = list;
    return n;
}

struct run_gave run_read_gave(struct arena *a, const char *parts)
{
    struct record r;
    if (!record_next(a, &parts, &r))
        return (struct run_gave){0, ""};
    return (struct run_gave){(int)record_number(&r, 1), record_field(&r, 2)};
}
