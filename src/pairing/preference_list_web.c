/* The common meetings of a programme, and calling a new one. */
#include "base/i18n.h"
#include "frame/app.h"
#include "frame/page.h"
#include "html/format.h"
#include "identity/place.h"
#include "pairing/preference.html.h"
#include "pairing/preference_pages.h"
#include "programme/programme_pages.h"
#include "programme/programme_state.h"

#define DAY_MS INT64_C(86400000)

struct gathering_form {
    struct date day;
    const char *time, *place, *note;
    struct date closes;
};
static const struct field gathering_fields[] = {
    FIELD(struct gathering_form, day, FIELD_DATE, .label = N_("День"),
          .hint = N_("Например, 05.11.2026"), .empty = N_("Укажите день встречи")),
    FIELD(struct gathering_form, time, FIELD_TEXT, .label = N_("Время начала"),
          .hint = N_("Например, 15:00"), .empty = N_("Укажите время начала"), .max = 10,
          .inputmode = "numeric"),
    FIELD(struct gathering_form, place, FIELD_TEXT, .label = N_("Место или ссылка"),
          .empty = N_("Напишите место или вставьте ссылку"), .max = 200),
    FIELD(struct gathering_form, note, FIELD_AREA, .label = N_("Что взять с собой"),
          .optional = true, .max = 500),
    FIELD(struct gathering_form, closes, FIELD_DATE, .label = N_("Карточки принимаются до"),
          .hint = N_("Включительно. Например, 12.11.2026"),
          .empty = N_("Укажите последний день карточек")),
};
const struct form_def gathering_form = FORM_DEF(struct gathering_form, gathering_fields);

int gatherings_get(struct req *req)
{
    struct programme p;
    struct gatherings_of *rows;
    struct gatherings_page data = {.form = req_form(req, &gathering_form, NULL)};
    int zone;
    int r = programme_of(req, &p);
    if (r >= 0)
        r = unit_zone(req, p.unit_id, &zone);
    if (r >= 0)
        r = gatherings_of(req->db, req->a, p.id, &rows, &data.n);
    if (r < 0)
        return r;
    struct gathering_line *lines = arena_array(req->a, struct gathering_line, data.n);
    for (size_t i = 0; i < data.n; i++)
        lines[i] =
            (struct gathering_line){rows[i].id,    preference_moment(req, rows[i].starts_at, zone),
                                    rows[i].place, preference_day(req, rows[i].closes_on),
                                    rows[i].cards, rows[i].answered};
    data.row = lines;
    data.programme_id = p.id;
    data.zone = format_zone(req->a, zone);
    data.running = programme_running(p.state);
    struct page page = {.title = _("Общая встреча и карточки"),
                        .body = gatherings_view,
                        .data = &data,
                        .form = data.form};
    r = programme_frame(req, &p, "gatherings", NULL, &page);
    return r < 0 ? r : req_page(req, &page);
}

int gatherings_post(struct req *req)
{
    const struct gathering_form *in = req_input(req);
    struct programme p;
    const char *field = NULL;
    int zone, minutes;
    int64_t id;
    int r = programme_of(req, &p);
    if (r >= 0)
        r = unit_zone(req, p.unit_id, &zone);
    if (r < 0)
        return r;
    if (!time_parse(in->time, &minutes)) {
        form_error(req->form, "time", "%s", _("Такого времени нет. Напишите, например, 15:00"));
        return req_retry(req);
    }
    struct gathering_new n = {date_to_days(in->day) * DAY_MS + (minutes - zone) * INT64_C(60000),
                              in->place, in->note, in->closes, req->who.account_id};
    r = preference_gather(req->db, req->a, req->app, &p, zone, &n, &req->err, &field, &id);
    if (r == ERR_INVALID) {
        form_error(req->form, field, "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "gathering.make", "gathering", id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Встреча назначена, приглашения разосланы"));
    return req_redirect(req, "/gatherings/%lld", (long long)id);
}
