/* Lessons: the log of a programme and the lessons of a pair. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/utf8.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "frame/route.h"
#include "identity/consent.h"
#include "identity/person.h"
#include "programme/participation.h"
#include "programme/programme_pages.h"
#include "work/lesson.html.h"
#include "work/lesson_pages.h"

#define PAGE_ROWS 50

int lesson_log_get(struct req *req)
{
    struct programme p;
    const struct pack *pack;
    struct lesson_key edge = {.held_on = "9999-12-31"};
    struct lesson_log *rows;
    struct lesson_list_page data = {0};
    int64_t before = req_query_int(req, "before", 1, INT64_MAX, 0);
    int r = programme_of(req, &p);
    if (r >= 0)
        r = programme_pack(req, &p, &pack);
    if (r >= 0 && before)
        r = lesson_key(req->db, req->a, p.id, before, &edge);
    if (r >= 0)
        r = lesson_log(req->db, req->a, p.id, edge.held_on, before ? before : INT64_MAX,
                       PAGE_ROWS + 1, &rows, &data.n);
    if (r < 0)
        return r;
    if (data.n > PAGE_ROWS) {
        data.n = PAGE_ROWS;
        data.next = arena_printf(req->a, "?before=%lld", (long long)rows[PAGE_ROWS - 1].id);
    }
    struct lesson_line *lines = arena_array(req->a, struct lesson_line, data.n);
    for (size_t i = 0; i < data.n; i++) {
        const struct lesson_log *x = &rows[i];
        lines[i] = (struct lesson_line){
            arena_printf(req->a, "/lessons/%lld", (long long)x->id),
            duo_short(req->a, x->held_on),
            x->class,
            x->subject,
            x->topic,
            person_name_listed(req->a, &(struct person_name){x->surname, x->given, x->patronymic}),
            lesson_kind_name(x->kind),
            lesson_state_name(x->state),
            lesson_score(req->a, pack, x->n_sheets, x->total),
            lesson_level(pack, x->n_sheets, x->total),
            x->n_sheets,
            lesson_state_pill(x->state)};
    }
    data.lines = lines;
    data.xlsx = arena_printf(req->a, "/programmes/%lld/lessons.xlsx", (long long)p.id);
    struct page page = {
        .title = _("Журнал уроков"), .body = lesson_list_view, .data = &data, .wide = true};
    r = programme_frame(req, &p, "lessons", NULL, &page);
    return r < 0 ? r : req_page(req, &page);
}

int lesson_export_get(struct req *req)
{
    struct programme p;
    const struct pack *pack;
    const char *path = arena_printf(req->a, "%s/uploads/lessons-%lld.xlsx",
                                    req->app->config.data_dir, (long long)id_new(req->clock));
    int r = programme_of(req, &p);
    if (r >= 0)
        r = programme_pack(req, &p, &pack);
    if (r >= 0)
        r = lesson_export(req->db, &p, pack, path, &req->err);
    return r < 0 ? r : req_file(req, path, XLSX_TYPE, "Журнал уроков.xlsx", true);
}

int lesson_of_pair_get(struct req *req)
{
    struct duo d;
    struct lessons_of_pair *rows;
    struct lesson_list_page data = {.of_pair = true};
    int r = duo_of(req, duo_id(req), &d);
    if (r >= 0 && !d.pack->lesson_items.n)
        return req_not_found(req);
    if (r >= 0)
        r = lessons_of_pair(req->db, req->a, d.pair.id, &rows, &data.n);
    if (r < 0)
        return r;
    struct lesson_line *lines = arena_array(req->a, struct lesson_line, data.n);
    for (size_t i = 0; i < data.n; i++) {
        const struct lessons_of_pair *x = &rows[i];
        lines[i] = (struct lesson_line){lesson_base(req, &d, x->id),
                                        duo_short(req->a, x->held_on),
                                        x->class,
                                        x->subject,
                                        x->topic,
                                        lesson_teacher(&d, x->teacher_id),
                                        lesson_kind_name(x->kind),
                                        lesson_state_name(x->state),
                                        lesson_score(req->a, d.pack, x->n_sheets, x->total),
                                        lesson_level(d.pack, x->n_sheets, x->total),
                                        x->n_sheets,
                                        lesson_state_pill(x->state)};
    }
    data.lines = lines;
    if (d.living && (d.own || req->who.perms & 1u << PERM_PEOPLE_MANAGE))
        data.plan = arena_printf(req->a, "%s/lessons/new", duo_path(req->a, &d));
    struct page page = {.title = _("Открытые уроки и взаимопосещения"),
                        .body = lesson_list_view,
                        .data = &data,
                        .wide = true};
    return duo_page(req, &d, "lessons", NULL, &page);
}
