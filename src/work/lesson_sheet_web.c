/* The sheet of a visitor: filled by the visitor, or by the coordinator from paper. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "frame/route.h"
#include "work/lesson.html.h"
#include "work/lesson_pages.h"

struct sheet_form {
    const char *mark[PACK_LESSON_ITEMS], *note[PACK_LESSON_ITEMS], *comment;
};

static const struct choice marks[] = {{"2", "2", NULL}, {"1", "1", NULL}, {"0", "0", NULL}, {0}};

#define ITEM(i)                                                                                    \
    {.name = "m" #i,                                                                               \
     .type = FIELD_CHOICE,                                                                         \
     .offset = offsetof(struct sheet_form, mark[i]),                                               \
     .label = N_("Отметка"),                                                                       \
     .optional = true,                                                                             \
     .choices = marks},                                                                            \
    {                                                                                              \
        .name = "n" #i, .type = FIELD_TEXT, .offset = offsetof(struct sheet_form, note[i]),        \
        .label = N_("Пояснение"), .optional = true, .max = LESSON_NOTE_MAX                         \
    }
static const struct field sheet_fields[] = {
    ITEM(0),
    ITEM(1),
    ITEM(2),
    ITEM(3),
    ITEM(4),
    ITEM(5),
    ITEM(6),
    ITEM(7),
    ITEM(8),
    ITEM(9),
    ITEM(10),
    ITEM(11),
    ITEM(12),
    ITEM(13),
    ITEM(14),
    ITEM(15),
    ITEM(16),
    ITEM(17),
    ITEM(18),
    ITEM(19),
    ITEM(20),
    ITEM(21),
    ITEM(22),
    ITEM(23),
    FIELD(struct sheet_form, comment, FIELD_AREA, .label = N_("Общее впечатление"),
          .hint = N_("Что получилось и что посоветуете"), .optional = true, .max = LESSON_TEXT_MAX),
};
const struct form_def lesson_sheet_form = FORM_DEF(struct sheet_form, sheet_fields);

struct place {
    struct lesson_visit_row visit;
    struct lesson_row lesson;
    struct duo duo;
    bool own;
};

static int place_of(struct req *req, struct place *ret)
{
    int r = lesson_visit_row(req->db, req->a, req_id(req, "lesson_visit"), &ret->visit);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    ret->own = !strncmp(req->path, "/my/", 4);
    return lesson_of(req, ret->visit.lesson_id, &ret->lesson, &ret->duo);
}

/* What was given before, in the order of the pack. */
static int load_initial(struct req *req, const struct place *p, struct sheet_form *f)
{
    struct lesson_marks *rows;
    size_t n;
    int r = lesson_marks(req->db, req->a, p->visit.id, &rows, &n);
    for (size_t i = 0; r >= 0 && i < p->duo.pack->lesson_items.n; i++)
        for (size_t k = 0; k < n; k++)
            if (!strcmp(rows[k].item, p->duo.pack->lesson_items.row[i].code)) {
                f->mark[i] = marks[2 - rows[k].mark].value;
                f->note[i] = rows[k].note;
            }
    f->comment = p->visit.comment;
    return r;
}

int lesson_sheet_get(struct req *req)
{
    struct place p;
    struct sheet_form initial = {0};
    struct lesson_sheet_page data = {0};
    int r = place_of(req, &p);
    if (r >= 0)
        r = load_initial(req, &p, &initial);
    if (r < 0)
        return r;
    const struct pack *pack = p.duo.pack;
    struct lesson_sheet_item *items =
        arena_array(req->a, struct lesson_sheet_item, pack->lesson_items.n);
    data.form = req_form(req, &lesson_sheet_form, &initial);
    for (size_t i = 0; i < pack->lesson_items.n; i++) {
        const char *mark = sheet_fields[2 * i].name, *note = sheet_fields[2 * i + 1].name;
        items[i] = (struct lesson_sheet_item){&pack->lesson_items.row[i],
                                              mark,
                                              note,
                                              form_raw(data.form, mark),
                                              form_raw(data.form, note),
                                              form_error_of(data.form, mark)};
    }
    data.items = items;
    data.n = pack->lesson_items.n;
    data.about = lesson_about(req->a, &p.lesson);
    data.open = !strcmp(p.lesson.state, "held");
    data.action = req->path;
    data.back =
        p.own ? "/my/visits" : arena_printf(req->a, "/lessons/%lld", (long long)p.lesson.id);
    if (p.visit.has_total)
        data.result = arena_printf(req->a, "%s, %s", lesson_score(req->a, pack, 1, p.visit.total),
                                   lesson_level(pack, 1, p.visit.total));
    struct page page = {.title =
                            p.own ? _("Лист анализа урока") : _("Лист анализа урока: с бумаги"),
                        .body = lesson_sheet_view,
                        .data = &data,
                        .form = data.form};
    if (!p.own) {
        struct link parent = {_("Урок"), data.back};
        return duo_page(req, &p.duo, "lessons", &parent, &page);
    }
    struct link crumbs[] = {{_("Посещения уроков"), "/my/visits"}};
    page.crumbs = crumbs;
    page.n_crumbs = 1;
    return req_page(req, &page);
}

int lesson_sheet_post(struct req *req)
{
    const struct sheet_form *in = req_input(req);
    struct place p;
    struct deed deed = {req->clock, req->who.account_id, NULL};
    struct lesson_said said[PACK_LESSON_ITEMS];
    size_t missing = 0;
    int r = place_of(req, &p);
    if (r < 0)
        return r;
    const struct pack *pack = p.duo.pack;
    for (size_t i = 0; i < pack->lesson_items.n; i++)
        said[i] = (struct lesson_said){pack->lesson_items.row[i].code,
                                       *in->mark[i] ? in->mark[i][0] - '0' : -1, in->note[i]};
    r = lesson_fill(req->db, req->a, pack, &p.lesson, &p.visit, said, pack->lesson_items.n,
                    in->comment, &deed, &req->err, &missing);
    if (r == ERR_INVALID || r == ERR_CONFLICT) {
        form_error(req->form, r == ERR_INVALID ? sheet_fields[2 * missing].name : NULL, "%s",
                   req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "lesson.sheet", "lesson", p.lesson.id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Лист анализа сохранён"));
    return p.own ? req_redirect(req, "/my/visits")
                 : req_redirect(req, "/lessons/%lld", (long long)p.lesson.id);
}

int lesson_my_visits(struct req *req)
{
    struct lesson_visits_of *rows;
    struct lesson_mine_page data = {0};
    int r = lesson_visits_of(req->db, req->a, req->who.person_id, &rows, &data.n);
    if (r < 0)
        return r;
    struct lesson_visit_line *lines = arena_array(req->a, struct lesson_visit_line, data.n);
    for (size_t i = 0; i < data.n; i++) {
        bool held = !strcmp(rows[i].state, "held");
        lines[i] = (struct lesson_visit_line){
            rows[i].id, duo_short(req->a, rows[i].held_on),
            arena_printf(req->a, "%s, %s: %s", rows[i].class, rows[i].subject, rows[i].topic),
            rows[i].has_total ? _("Лист заполнен")
            : held            ? _("Ждёт листа")
                              : lesson_state_name(rows[i].state),
            rows[i].has_total ? PILL_DONE
            : held            ? PILL_WAIT
                              : lesson_state_pill(rows[i].state)};
    }
    data.lines = lines;
    struct page page = {.title = _("Посещения уроков"), .body = lesson_mine_view, .data = &data};
    return req_page(req, &page);
}
