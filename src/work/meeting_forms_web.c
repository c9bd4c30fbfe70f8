/* Forms of meetings: planning, what became of it, what one says of it. */
#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/format.h"
#include "html/html.h"
#include "work/meeting.html.h"
#include "work/meeting_pages.h"

#include <string.h>

struct new_form {
    const char *kind;
    struct date day;
    const char *time;
    int64_t minutes;
    const char *place, *agenda;
};
static const struct field new_fields[] = {
    FIELD(struct new_form, kind, FIELD_CHOICE, .label = N_("Какая это встреча"),
          .empty = N_("Выберите, какая это встреча")),
    FIELD(struct new_form, day, FIELD_DATE, .label = N_("День"), .hint = N_("Например, 05.11.2026"),
          .empty = N_("Укажите день встречи")),
    FIELD(struct new_form, time, FIELD_TEXT, .label = N_("Время начала"),
          .hint = N_("Например, 15:00"), .empty = N_("Укажите время начала"), .max = 10,
          .inputmode = "numeric"),
    FIELD(struct new_form, minutes, FIELD_INT, .label = N_("Сколько минут"), .optional = true,
          .hint = N_("Пусто — как принято для такой встречи"), .min = 5,
          .max = MEETING_MINUTES_MAX),
    FIELD(struct new_form, place, FIELD_TEXT, .label = N_("Место или ссылка"),
          .hint = N_("Открытое место, где есть другие люди, или ссылка на видеовстречу"),
          .empty = N_("Напишите место или вставьте ссылку на встречу"), .max = MEETING_PLACE_MAX),
    FIELD(struct new_form, agenda, FIELD_AREA, .label = N_("Повестка"), .optional = true,
          .hint = N_("По строке на пункт. Пусто — обычная повестка такой встречи"),
          .max = MEETING_TEXT_MAX),
};
const struct form_def meeting_new_form = FORM_DEF(struct new_form, new_fields);

struct held_form {
    const char *result, *homework, *next_step;
};
static const struct field held_fields[] = {
    FIELD(struct held_form, result, FIELD_AREA, .label = N_("Что получилось"),
          .hint = N_("Одной-двумя фразами. Прочтут наставник, наставляемый и куратор"),
          .empty = N_("Напишите, что получилось"), .max = MEETING_TEXT_MAX),
    FIELD(struct held_form, homework, FIELD_AREA, .label = N_("Задание до следующей встречи"),
          .optional = true, .max = MEETING_TEXT_MAX),
    FIELD(struct held_form, next_step, FIELD_AREA, .label = N_("Что дальше"), .optional = true,
          .max = MEETING_TEXT_MAX),
};
const struct form_def meeting_held_form = FORM_DEF(struct held_form, held_fields);

struct moved_form {
    struct date day;
    const char *time, *reason;
};
static const struct field moved_fields[] = {
    FIELD(struct moved_form, day, FIELD_DATE, .label = N_("Новый день"),
          .hint = N_("Например, 05.11.2026"), .empty = N_("Укажите день встречи")),
    FIELD(struct moved_form, time, FIELD_TEXT, .label = N_("Новое время"),
          .hint = N_("Например, 15:00"), .empty = N_("Укажите время начала"), .max = 10,
          .inputmode = "numeric"),
    FIELD(struct moved_form, reason, FIELD_TEXT, .label = N_("Почему переносим"),
          .empty = N_("Напишите, почему встреча переносится"), .max = MEETING_REASON_MAX),
};
const struct form_def meeting_moved_form = FORM_DEF(struct moved_form, moved_fields);

struct off_form {
    const char *reason;
};
static const struct field off_fields[] = {
    FIELD(struct off_form, reason, FIELD_TEXT, .label = N_("Почему"),
          .hint = N_("Без сведений о здоровье. Прочтут наставник, наставляемый и куратор"),
          .empty = N_("Напишите, почему встречи не будет или не было"), .max = MEETING_REASON_MAX),
};
const struct form_def meeting_off_form = FORM_DEF(struct off_form, off_fields);

struct say_form {
    const char *a[MEETING_ITEMS_MAX];
};
#define A(n)                                                                                       \
    {                                                                                              \
        .name = "a" #n, .type = FIELD_AREA,                                                        \
        .offset = offsetof(struct say_form, a) + ((n)-1) * sizeof(char *), .label = N_("Ответ"),   \
        .optional = true, .max = MEETING_TEXT_MAX                                                  \
    }
static const struct field say_fields[] = {A(1),  A(2),  A(3),  A(4),  A(5),  A(6),  A(7),
                                          A(8),  A(9),  A(10), A(11), A(12), A(13), A(14),
                                          A(15), A(16), A(17), A(18), A(19), A(20)};
_Static_assert(sizeof say_fields / sizeof *say_fields == MEETING_ITEMS_MAX, "one field an item");
const struct form_def meeting_say_form = FORM_DEF(struct say_form, say_fields);

/* < 0 and a message at the field when it is no time. */
static int64_t moment(struct req *req, const struct meeting_at *at, struct date day,
                      const char *time)
{
    int minutes;
    if (!time_parse(time, &minutes)) {
        form_error(req->form, "time", "%s", _("Такого времени нет. Напишите, например, 15:00"));
        return -1;
    }
    return date_to_days(day) * INT64_C(86400000) + (minutes - at->zone) * INT64_C(60000);
}

/* A mend at the field that the rules name, or the page of the error. */
static int answer(struct req *req, const struct meeting_at *at, int r)
{
    if (r != ERR_INVALID && r != ERR_CONFLICT && r != ERR_LIMIT)
        return r;
    form_error(req->form, *at->field ? at->field : NULL, "%s", req->err.text);
    return req_retry(req);
}

/* ---- planning ---- */

static int of_pair(struct req *req, struct meeting_at *at)
{
    return meeting_open(req, req_id(req, meeting_mine(req) ? "couple" : "pair"), at);
}

static const struct choice *kinds_of(struct req *req, const struct pack *pack)
{
    struct choice *list = arena_array(req->a, struct choice, pack->meetings.n + 1);
    for (size_t i = 0; i < pack->meetings.n; i++)
        list[i] = (struct choice){pack->meetings.row[i].code, pack->meetings.row[i].name, NULL};
    return list;
}

/* Where and when they met last is a good guess for the next time. */
static int guess(struct req *req, const struct meeting_at *at, struct new_form *ret)
{
    struct meetings_of_pair *rows;
    size_t n;
    int r = meetings_of_pair(req->db, req->a, at->pair.id, INT64_MAX, INT64_MAX, &rows, &n);
    if (r < 0)
        return r;
    const struct pack_meeting_kind *k = meeting_next_kind(at->pack, rows, n);
    *ret = (struct new_form){.kind = k ? k->code : "", .time = "", .place = "", .agenda = ""};
    ret->minutes = k && k->minutes ? k->minutes : 60;
    if (n) {
        ret->place = rows[0].place;
        ret->time = format_time(req->a, rows[0].starts_at, at->zone);
    }
    return 0;
}

int meeting_new_get(struct req *req)
{
    struct meeting_at at;
    struct new_form first;
    int r = of_pair(req, &at);
    if (r >= 0)
        r = guess(req, &at, &first);
    if (r < 0)
        return r;
    const char *pair = meeting_pair_path(req, &at);
    struct meeting_form_page data = {
        .form = req_form(req, &meeting_new_form, &first),
        .action = meeting_mine(req)
                      ? arena_printf(req->a, "/my/couples/%lld/meetings", (long long)at.pair.id)
                      : arena_printf(req->a, "%s/meetings", pair),
        .back = pair,
        .kinds = kinds_of(req, at.pack),
        .zone = format_zone(req->a, at.zone),
    };
    struct page page = {.title = _("Назначить встречу"),
                        .body = meeting_new_view,
                        .data = &data,
                        .form = data.form};
    r = meeting_frame(req, &at, &page);
    return r < 0 ? r : req_page(req, &page);
}

int meeting_new_post(struct req *req)
{
    const struct new_form *in = req_input(req);
    struct meeting_at at;
    int64_t id;
    int r = of_pair(req, &at);
    if (r < 0)
        return r;
    int64_t starts = moment(req, &at, in->day, in->time);
    if (starts < 0)
        return req_retry(req);
    struct meeting_new n = {in->kind, starts, in->minutes, in->place, in->agenda};
    r = meeting_plan(&at, &n, &req->err, &id);
    if (r >= 0)
        r = req_audit(req, "meeting.plan", "meeting", id, in->kind);
    if (r < 0)
        return answer(req, &at, r);
    req_notice(req, "%s", _("Встреча назначена"));
    return req_redirect(req, "%s", meeting_path(req, id));
}

/* ---- what became of it ---- */

static int show(struct req *req, const char *what, const char *title, html_body *body,
                const struct form_def *def)
{
    struct meeting_at at;
    struct meeting_row m;
    int64_t owed;
    int r = meeting_of(req, &at, &m);
    if (r >= 0)
        r = meeting_owed(&at, &owed);
    if (r < 0)
        return r;
    int64_t now = clock_now(req->clock);
    struct meeting_form_page data = {
        .form = req_form(req, def, NULL),
        .action = arena_printf(req->a, "%s/%s", meeting_path(req, m.id), what),
        .back = meeting_path(req, m.id),
        .kind = meeting_kind_name(at.pack, m.kind),
        .when = meeting_when(req->a, m.starts_at, at.zone, date_at(now, at.zone)),
        .zone = format_zone(req->a, at.zone),
        .owed = r > 0 ? arena_printf(req->a, "%s/feedback", meeting_path(req, owed)) : NULL,
        .ahead = m.starts_at > now,
    };
    struct page page = {.title = title, .body = body, .data = &data, .form = data.form};
    if (!strcmp(what, "off") && data.ahead)
        page.title = _("Отменить встречу?");
    r = meeting_frame(req, &at, &page);
    return r < 0 ? r : req_page(req, &page);
}

int meeting_held_get(struct req *req)
{
    return show(req, "held", _("Встреча состоялась"), meeting_held_view, &meeting_held_form);
}

int meeting_moved_get(struct req *req)
{
    return show(req, "moved", _("Перенести встречу"), meeting_moved_view, &meeting_moved_form);
}

int meeting_off_get(struct req *req)
{
    return show(req, "off", _("Встреча не состоялась"), meeting_off_view, &meeting_off_form);
}

int meeting_held_post(struct req *req)
{
    const struct held_form *in = req_input(req);
    struct meeting_outcome o = {in->result, in->homework, in->next_step};
    struct meeting_at at;
    struct meeting_row m;
    int r = meeting_of(req, &at, &m);
    if (r < 0)
        return r;
    r = meeting_hold(&at, m.id, &o, &req->err);
    if (r >= 0)
        r = req_audit(req, "meeting.held", "meeting", m.id, m.kind);
    if (r < 0)
        return answer(req, &at, r);
    const struct pack_meeting_kind *k = pack_meeting_kind(at.pack, m.kind);
    req_notice(req, "%s", _("Встреча отмечена"));
    if (meeting_mine(req) && k && k->feedback)
        return req_redirect(req, "%s/feedback", meeting_path(req, m.id));
    return req_redirect(req, "%s", meeting_path(req, m.id));
}

int meeting_moved_post(struct req *req)
{
    const struct moved_form *in = req_input(req);
    struct meeting_at at;
    struct meeting_row m;
    int64_t id;
    int r = meeting_of(req, &at, &m);
    if (r < 0)
        return r;
    int64_t starts = moment(req, &at, in->day, in->time);
    if (starts < 0)
        return req_retry(req);
    r = meeting_move(&at, m.id, starts, in->reason, &req->err, &id);
    if (r >= 0)
        r = req_audit(req, "meeting.moved", "meeting", m.id, m.kind);
    if (r < 0)
        return answer(req, &at, r);
    req_notice(req, "%s", _("Встреча перенесена"));
    return req_redirect(req, "%s", meeting_path(req, id));
}

int meeting_off_post(struct req *req)
{
    const struct off_form *in = req_input(req);
    struct meeting_at at;
    struct meeting_row m;
    int r = meeting_of(req, &at, &m);
    if (r < 0)
        return r;
    r = meeting_drop(&at, m.id, in->reason, &req->err);
    if (r >= 0)
        r = req_audit(req, "meeting.off", "meeting", m.id, m.kind);
    if (r < 0)
        return answer(req, &at, r);
    req_notice(req, "%s", _("Отмечено"));
    return req_redirect(req, "%s", meeting_pair_path(req, &at));
}

/* ---- what one says of it ---- */

/* What was said before, to be mended. */
static int said_before(struct req *req, const struct meeting_at *at, int64_t id,
                       const struct pack_question **item, size_t n, struct say_form *ret)
{
    struct meeting_answers *rows;
    size_t n_rows;
    int r = meeting_answers(req->db, req->a, id, at->side, &rows, &n_rows);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        ret->a[i] = "";
        for (size_t k = 0; k < n_rows; k++)
            if (rows[k].n == item[i]->n)
                ret->a[i] = rows[k].has_score ? arena_printf(req->a, "%d", (int)rows[k].score)
                                              : rows[k].text;
    }
    return r < 0 ? r : 0;
}

int meeting_say_get(struct req *req)
{
    struct meeting_at at;
    struct meeting_row m;
    struct say_form before = {0};
    struct meeting_say_page data = {0};
    for (size_t i = 0; i < MEETING_ITEMS_MAX; i++)
        before.a[i] = "";
    int r = meeting_of(req, &at, &m);
    if (r >= 0) {
        data.n = meeting_items(req->a, at.pack, m.kind, at.side, &data.item);
        r = said_before(req, &at, m.id, data.item, data.n, &before);
    }
    if (r < 0)
        return r;
    struct date today = date_at(clock_now(req->clock), at.zone);
    data.form = req_form(req, &meeting_say_form, &before);
    data.back = meeting_path(req, m.id);
    data.action = arena_printf(req->a, "%s/feedback", data.back);
    data.kind = meeting_kind_name(at.pack, m.kind);
    data.when = meeting_when(req->a, m.starts_at, at.zone, today);
    data.mentor = !strcmp(at.side, "mentor");
    struct page page = {.title = _("Как прошла встреча"),
                        .body = meeting_say_view,
                        .data = &data,
                        .form = data.form};
    r = meeting_frame(req, &at, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int64_t number(const char *s)
{
    int64_t n = 0;
    size_t k = 0;
    for (; s[k] >= '0' && s[k] <= '9' && k < 3; k++)
        n = n * 10 + (s[k] - '0');
    return k && !s[k] ? n : -1;
}

int meeting_say_post(struct req *req)
{
    const struct say_form *in = req_input(req);
    const struct pack_question **item;
    struct meeting_said said[MEETING_ITEMS_MAX];
    struct meeting_at at;
    struct meeting_row m;
    int r = meeting_of(req, &at, &m);
    if (r < 0)
        return r;
    size_t n = meeting_items(req->a, at.pack, m.kind, at.side, &item);
    for (size_t i = 0; i < n; i++)
        said[i] = (struct meeting_said){item[i]->n, number(in->a[i]), in->a[i]};
    r = meeting_say(&at, m.id, said, n, &req->err);
    if (r >= 0)
        r = req_audit(req, "meeting.feedback", "meeting", m.id, at.side);
    if (r < 0)
        return answer(req, &at, r);
    req_notice(req, "%s", _("Отзыв записан. Его видит только куратор"));
    return req_redirect(req, "%s", meeting_pair_path(req, &at));
}
