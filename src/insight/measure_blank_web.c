/* The sheet for parents, to be printed: what they say is entered as a measure. */
#include <string.h>

#include "base/i18n.h"
#include "frame/route.h"
#include "insight/measure_blank.html.h"
#include "insight/measure_pages.h"

int measure_blank_get(struct req *req)
{
    struct measure_place at;
    struct measure_blank_page data = {.after = !strcmp(req_query(req, "phase"), "after")};
    int r = measure_place_of(req, &at);
    if (r < 0 || !at.g)
        return r < 0 ? r : req_not_found(req);
    const struct pack *pack = at.m.pack;
    const struct pack_question **list =
        arena_array(req->a, const struct pack_question *, pack->questions.n);
    for (size_t i = 0; i < pack->questions.n; i++) {
        const struct pack_question *q = &pack->questions.row[i];
        if (!strcmp(q->role, "parent") && !strcmp(q->form_code, at.g->form) &&
            !strcmp(q->phase, data.after ? "after" : "before"))
            list[data.n++] = q;
    }
    for (size_t i = 0; i < at.g->n; i++)
        data.unsure |= at.g->metric[i]->type == PACK_METRIC_PAPER &&
                       strcmp(at.g->metric[i]->confidence, "known") != 0;
    data.questions = list;
    data.back = arena_printf(req->a, "/programmes/%lld/measures%s", (long long)at.m.p.id,
                             measure_query(req->a, at.g));
    data.other = arena_printf(req->a, "%s&phase=%s", measure_query(req->a, at.g),
                              data.after ? "before" : "after");
    struct page page = {.title = _("Анкета для родителей"),
                        .lead = data.after ? _("После программы") : _("До программы"),
                        .body = measure_blank_view,
                        .data = &data};
    r = monitoring_frame(req, &at.m, true, &page);
    return r < 0 ? r : req_page(req, &page);
}
