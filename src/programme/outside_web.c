#include "programme/outside.h"

#include <string.h>

#include "base/i18n.h"
#include "identity/place.h"
#include "programme/outside.html.h"
#include "programme/outside.sql.h"
#include "programme/programme_pages.h"

#define DAY_MS INT64_C(86400000)

/* Names, and addresses of one of them. */
static const struct {
    const char *code, *name, *path;
} known[] = {
    {"meeting", N_("Встречи пар"), "/meetings/%lld"},
    {"gathering", N_("Общие встречи"), "/gatherings/%lld"},
    {"training", N_("Занятия с наставниками"), "/trainings/%lld"},
    {"lesson", N_("Открытые уроки и посещения"), "/lessons/%lld"},
    {"round", N_("Анкетирования"), "/rounds/%lld"},
    {"personal", N_("Персонализированные программы"), "/personal/%lld"},
    {"stage", N_("Этапы дорожной карты со своими сроками"), NULL},
    {"step", N_("Шаги дорожной карты со своими сроками"), NULL},
};
#define N_KNOWN (sizeof known / sizeof *known)

struct term {
    const char *was_from, *was_to, *from, *to;
    int64_t was_from_at, was_to_at, from_at, to_at; /* of the first and behind the last day */
    int zone;
};

static int64_t begins(struct date day, int zone)
{
    return date_to_days(day) * DAY_MS - zone * INT64_C(60000);
}

static int term_of(struct req *req, const struct programme *p, struct date from, struct date to,
                   struct term *ret)
{
    struct date was_from = {0}, was_to = {0};
    (void)date_parse_iso(p->starts_on, &was_from);
    (void)date_parse_iso(p->ends_on, &was_to);
    int zone = 0, r = unit_zone(req, p->unit_id, &zone);
    *ret = (struct term){
        .was_from = p->starts_on,
        .was_to = p->ends_on,
        .from = date_iso(req->a, from),
        .to = date_iso(req->a, to),
        .was_from_at = begins(was_from, zone),
        .was_to_at = begins(was_to, zone) + DAY_MS,
        .from_at = begins(from, zone),
        .to_at = begins(to, zone) + DAY_MS,
        .zone = zone,
    };
    return r;
}

static void add_items(struct req *req, size_t k, const struct term *t,
                      const struct outside_rows *rows, size_t n, struct outside_kind *ret)
{
    struct outside_item *items = arena_array(req->a, struct outside_item, n);
    ret->items = items;
    for (size_t i = 0; i < n; i++) {
        struct date day = date_at(rows[i].at, t->zone);
        if (strcmp(rows[i].kind, known[k].code) != 0)
            continue;
        if (*rows[i].day)
            (void)date_parse_iso(rows[i].day, &day);
        struct outside_item *item = &items[ret->n_items++];
        *item = (struct outside_item){.day = date_long(req->a, day, 0), .title = rows[i].title};
        item->path = arena_printf(req->a, known[k].path, (long long)rows[i].id);
    }
}

int outside_of(struct req *req, const struct programme *p, struct date from, struct date to,
               struct outside *ret)
{
    struct term t;
    struct outside_counts *counts;
    struct outside_rows *rows;
    size_t n_counts, n_rows;
    int r = term_of(req, p, from, to, &t);
    if (r >= 0)
        r = outside_counts(req->db, req->a, p->id, t.was_from, t.was_to, t.from, t.to,
                           t.was_from_at, t.was_to_at, t.from_at, t.to_at, &counts, &n_counts);
    if (r >= 0)
        r = outside_rows(req->db, req->a, p->id, t.was_from, t.was_to, t.from, t.to, t.was_from_at,
                         t.was_to_at, t.from_at, t.to_at, &rows, &n_rows);
    if (r < 0)
        return r;
    struct outside_kind *kinds = arena_array(req->a, struct outside_kind, N_KNOWN);
    *ret = (struct outside){.kinds = kinds};
    for (size_t k = 0; k < N_KNOWN; k++)
        for (size_t i = 0; i < n_counts; i++) {
            if (strcmp(counts[i].kind, known[k].code) != 0 || !counts[i].n)
                continue;
            kinds[ret->n] = (struct outside_kind){.name = _(known[k].name), .n = counts[i].n};
            add_items(req, k, &t, rows, n_rows, &kinds[ret->n++]);
            ret->sum += counts[i].n;
        }
    return 0;
}

int outside_ask(struct req *req, const struct programme *p, const struct outside *found,
                const struct outside_sent *sent)
{
    const char *words =
        arena_printf(req->a,
                     P_("За новыми сроками программы окажется %lld запись",
                        "За новыми сроками программы окажется %lld записей", (long)found->sum),
                     (long long)found->sum);
    struct outside_page data = {*found, *sent, req->path, words};
    struct page page = {.title = _("Сохранить новые сроки?"), .body = outside_view, .data = &data};
    int r = programme_frame(req, p, "settings", NULL, &page);
    return r < 0 ? r : req_page(req, &page);
}
