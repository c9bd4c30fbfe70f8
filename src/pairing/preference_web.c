/* The coordinator's pages: common meetings, who is invited, the cards, the sheet of codes. */
#include "base/i18n.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/format.h"
#include "html/qr.h"
#include "identity/person.h"
#include "pairing/preference.html.h"
#include "pairing/preference_pages.h"
#include "programme/programme_pages.h"

#include <string.h>

#define PAGE_ROWS 50

struct closes_form {
    struct date closes;
};
static const struct field closes_fields[] = {
    FIELD(struct closes_form, closes, FIELD_DATE, .label = N_("Карточки принимаются до"),
          .empty = N_("Укажите последний день карточек")),
};
static const struct form_def closes_form = FORM_DEF(struct closes_form, closes_fields);

struct card_id_form {
    int64_t card;
};
static const struct field card_id_fields[] = {
    FIELD(struct card_id_form, card, FIELD_ID, .label = N_("Карточка")),
};
static const struct form_def card_id_form = FORM_DEF(struct card_id_form, card_id_fields);

const char *preference_moment(struct req *req, int64_t ms, int zone)
{
    struct date today = date_at(clock_now(req->clock), zone);
    return arena_printf(req->a, "%s, %s", format_day(req->a, date_at(ms, zone), today),
                        format_time(req->a, ms, zone));
}

const char *preference_day(struct req *req, const char *iso)
{
    struct date d;
    return date_parse_iso(iso, &d)
               ? date_long(req->a, d, date_at(clock_now(req->clock), req->who.zone).year)
               : "";
}

static void add(struct strbuf *b, const struct preference_lines_named *x)
{
    strbuf_printf(b, "%s%s %s", b->len ? ", " : "", x->surname, x->given);
}

static int fill_card(struct req *req, const struct preference_cards_page *x, int zone,
                     struct preference_line *out)
{
    struct preference_lines_named *rows;
    struct strbuf choice, help, exclude;
    size_t n = 0;
    int r = 0;
    strbuf_init(&choice, req->a);
    strbuf_init(&help, req->a);
    strbuf_init(&exclude, req->a);
    if (x->has_answered_at)
        r = preference_lines_named(req->db, req->a, x->participation_id, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        add(!strcmp(rows[i].kind, "choice") ? &choice
            : !strcmp(rows[i].kind, "help") ? &help
                                            : &exclude,
            &rows[i]);
    *out = (struct preference_line){
        x->id,
        person_name_full(req->a, &(struct person_name){x->surname, x->given, x->patronymic}),
        x->has_answered_at ? preference_moment(req, x->answered_at, zone) : NULL,
        choice.s,
        help.s,
        exclude.s,
        x->why};
    return r;
}

static int fill_cards(struct req *req, int64_t id, int zone, struct gathering_page *data)
{
    struct preference_cards_page *rows;
    struct preference_card_key edge = {.sort_key = ""};
    int64_t after = req_query_int(req, "after", 1, INT64_MAX, 0);
    const char *side = data->mentors_side ? "mentor" : "mentee";
    size_t n;
    int r = after ? preference_card_key(req->db, req->a, after, &edge) : 0;
    if (r >= 0)
        r = preference_cards_page(req->db, req->a, id, side, edge.sort_key, after, &rows, &n);
    if (r < 0)
        return r;
    data->n = n > PAGE_ROWS ? PAGE_ROWS : n;
    struct preference_line *lines = arena_array(req->a, struct preference_line, data->n);
    for (size_t i = 0; r >= 0 && i < data->n; i++)
        r = fill_card(req, &rows[i], zone, &lines[i]);
    data->row = lines;
    if (n > PAGE_ROWS)
        data->next =
            arena_printf(req->a, "?side=%s&after=%lld", side, (long long)rows[PAGE_ROWS - 1].id);
    return r < 0 ? r : 0;
}

static int open_gathering(struct req *req, struct gathering_row *g, struct programme *p)
{
    int r = gathering_row(req->db, req->a, req_id(req, "gathering"), g);
    if (r > 0)
        r = programme_get(req->db, req->a, g->programme_id, p);
    return r < 0 ? r : r == 0 ? ERR_NOT_FOUND : 0;
}

static int frame(struct req *req, const struct programme *p, struct page *page)
{
    struct link parent = {_("Общая встреча и карточки"),
                          arena_printf(req->a, "/programmes/%lld/gatherings", (long long)p->id)};
    int r = programme_frame(req, p, "gatherings", &parent, page);
    return r < 0 ? r : req_page(req, page);
}

static int gathering_get(struct req *req)
{
    struct gathering_row g;
    struct programme p;
    struct closes_form closes = {0};
    struct gathering_page data = {.mentors_side = !strcmp(req_query(req, "side"), "mentor")};
    int r = open_gathering(req, &g, &p);
    if (r >= 0)
        r = preference_side_count(req->db, req->a, g.id, "mentee", &data.mentees);
    if (r >= 0)
        r = preference_side_count(req->db, req->a, g.id, "mentor", &data.mentors);
    if (r >= 0)
        r = fill_cards(req, g.id, (int)g.utc_offset, &data);
    if (r < 0)
        return r;
    date_parse_iso(g.closes_on, &closes.closes);
    data.id = g.id;
    data.programme_id = p.id;
    data.when = preference_moment(req, g.starts_at, (int)g.utc_offset);
    data.place = g.place;
    data.note = g.note;
    data.closes = preference_day(req, g.closes_on);
    data.form = req_form(req, &closes_form, &closes);
    struct page page = {
        .title = _("Общая встреча"), .body = gathering_view, .data = &data, .form = data.form};
    return frame(req, &p, &page);
}

static int sheet_row(struct req *req, const struct preference_cards_page *x,
                     struct preference_sheet_line *out)
{
    out->name = person_name_full(req->a, &(struct person_name){x->surname, x->given, ""});
    out->url = preference_url(req->a, req->app, x->id, x->link);
    return qr_svg(req->a, out->url, _("Ссылка на карточку"), &out->qr);
}

/* Codes of those who have not answered yet. */
static int sheet_get(struct req *req)
{
    struct gathering_row g;
    struct programme p;
    struct preference_cards_page *rows;
    struct preference_card_key edge = {.sort_key = ""};
    bool mentors = !strcmp(req_query(req, "side"), "mentor");
    int64_t after = req_query_int(req, "after", 1, INT64_MAX, 0);
    size_t n;
    int r = open_gathering(req, &g, &p);
    if (r >= 0 && after)
        r = preference_card_key(req->db, req->a, after, &edge);
    if (r >= 0)
        r = preference_cards_page(req->db, req->a, g.id, mentors ? "mentor" : "mentee",
                                  edge.sort_key, after, &rows, &n);
    if (r < 0)
        return r;
    struct preference_sheet_page data = {
        .when = preference_moment(req, g.starts_at, (int)g.utc_offset),
        .place = g.place,
        .closes = preference_day(req, g.closes_on),
        .back = arena_printf(req->a, "/gatherings/%lld", (long long)g.id)};
    struct preference_sheet_line *lines =
        arena_array(req->a, struct preference_sheet_line, PAGE_ROWS);
    for (size_t i = 0; r >= 0 && i < n && i < PAGE_ROWS; i++)
        if (!rows[i].has_answered_at)
            r = sheet_row(req, &rows[i], &lines[data.n++]);
    if (r < 0)
        return r;
    data.row = lines;
    if (n > PAGE_ROWS)
        data.next = arena_printf(req->a, "?side=%s&after=%lld", mentors ? "mentor" : "mentee",
                                 (long long)rows[PAGE_ROWS - 1].id);
    struct page page = {.title = mentors ? _("Карточки наставников: QR-коды")
                                         : _("Карточки наставляемых: QR-коды"),
                        .body = preference_sheet_view,
                        .data = &data,
                        .wide = true};
    return frame(req, &p, &page);
}

/* ---- what the coordinator does ---- */

static int done(struct req *req, const char *action, const char *text)
{
    int64_t id = req_id(req, "gathering");
    int r = req_audit(req, action, "gathering", id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", text);
    return req_redirect(req, "/gatherings/%lld", (long long)id);
}

static int invite_post(struct req *req)
{
    size_t n;
    int r = preference_invite(req->db, req->a, req->app, req_id(req, "gathering"), &n);
    if (r < 0)
        return r;
    return done(
        req, "gathering.invite",
        n ? arena_printf(req->a, P_("Приглашён %zu человек", "Приглашены %zu человек", (long)n), n)
          : _("Новых людей в базе нет: приглашены все"));
}

static int remind_post(struct req *req)
{
    size_t n;
    int r = preference_remind(req->db, req->a, req->app, req_id(req, "gathering"), &n);
    if (r < 0)
        return r;
    return done(req, "gathering.remind",
                n ? arena_printf(req->a,
                                 P_("Напоминание отправлено: %zu человек",
                                    "Напоминания отправлены: %zu человек", (long)n),
                                 n)
                  : _("Напоминать некому: ответили все или напоминание было сегодня"));
}

/* A card of this meeting that waits for its owner. */
static int waiting_card(struct req *req, struct preference_card_row *card)
{
    const struct card_id_form *in = req_input(req);
    int r = preference_card_row(req->db, req->a, in->card, card);
    if (r < 0)
        return r;
    return r > 0 && card->gathering_id == req_id(req, "gathering") ? 0 : ERR_NOT_FOUND;
}

static int relink_post(struct req *req)
{
    struct preference_card_row card;
    int r = waiting_card(req, &card);
    if (r >= 0)
        r = preference_relink(req->db, req->app, &card);
    return r < 0 ? r
                 : done(req, "gathering.relink",
                        _("Ссылка новая: прежняя больше не откроется. Распечатайте лист снова"));
}

static int uninvite_post(struct req *req)
{
    struct preference_card_row card;
    int r = waiting_card(req, &card);
    if (r >= 0 && card.has_answered_at)
        return err_set(&req->err, ERR_CONFLICT, _("Карточка уже заполнена: она останется"));
    if (r >= 0)
        r = preference_card_take_back(req->db, card.id, card.gathering_id);
    return r < 0 ? r : done(req, "gathering.uninvite", _("Приглашение снято"));
}

static int closes_post(struct req *req)
{
    const struct closes_form *in = req_input(req);
    struct gathering_row g;
    struct programme p;
    int r = open_gathering(req, &g, &p);
    if (r < 0)
        return r;
    struct date day = date_at(g.starts_at, (int)g.utc_offset);
    if (date_to_days(in->closes) < date_to_days(day)) {
        form_error(req->form, "closes", "%s",
                   _("Карточки заполняют после встречи: выберите день не раньше неё"));
        return req_retry(req);
    }
    r = gathering_close_on(req->db, g.id, date_iso(req->a, in->closes));
    return r < 0 ? r : done(req, "gathering.closes", _("Последний день изменён"));
}

/* ---- by the calendar ---- */

/* On the last day of the cards those who are silent are reminded once more. */
static int hourly(const struct app *app, struct db *db, struct arena *a)
{
    struct preference_closing *rows;
    const char *today = date_iso(a, date_at(clock_now(app->clock), ZONE_MOSCOW));
    size_t n, told;
    int r = preference_closing(db, a, today, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = preference_remind(db, a, app, rows[i].id, &told);
    return r < 0 ? r : 0;
}

/* ---- the module ---- */

static int gathering_object(struct req *req, int64_t id, struct object *ret)
{
    struct gathering_row g;
    int r = gathering_row(req->db, req->a, id, &g);
    if (r > 0)
        *ret = (struct object){.unit_id = g.unit_id};
    return r;
}

static int card_object(struct req *req, int64_t id, struct object *ret)
{
    struct preference_card_row card;
    int r = preference_card_row(req->db, req->a, id, &card);
    if (r > 0)
        *ret = (struct object){.unit_id = card.unit_id, .persons = {card.person_id}};
    return r;
}

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/gatherings", gatherings_get, PERM_PAIR_MANAGE),
    ROUTE_POST("/programmes/{programme}/gatherings", gatherings_post, PERM_PAIR_MANAGE,
               .form = &gathering_form, .retry = gatherings_get),
    ROUTE_GET("/gatherings/{gathering}", gathering_get, PERM_PAIR_MANAGE),
    ROUTE_GET("/gatherings/{gathering}/sheet", sheet_get, PERM_PAIR_MANAGE),
    ROUTE_POST("/gatherings/{gathering}/invite", invite_post, PERM_PAIR_MANAGE),
    ROUTE_POST("/gatherings/{gathering}/remind", remind_post, PERM_PAIR_MANAGE),
    ROUTE_POST("/gatherings/{gathering}/relink", relink_post, PERM_PAIR_MANAGE,
               .form = &card_id_form, .retry = gathering_get),
    ROUTE_POST("/gatherings/{gathering}/uninvite", uninvite_post, PERM_PAIR_MANAGE,
               .form = &card_id_form, .retry = gathering_get),
    ROUTE_POST("/gatherings/{gathering}/closes", closes_post, PERM_PAIR_MANAGE,
               .form = &closes_form, .retry = gathering_get),
    ROUTE_GET("/my/cards/{card}", preference_card_get, PERM_OWN),
    ROUTE_POST("/my/cards/{card}", preference_card_post, PERM_OWN, .form = &preference_card_form,
               .retry = preference_card_get),
    ROUTE_GET("/card", preference_link_get, PERM_PUBLIC),
    ROUTE_POST("/card", preference_link_post, PERM_PUBLIC, .form = &preference_card_form,
               .retry = preference_link_get),
    ROUTE_GET("/card/thanks", preference_thanks_get, PERM_PUBLIC),
};
static const struct scope scopes[] = {{"gathering", gathering_object}, {"card", card_object}};

const struct module preference_module = {
    .name = "preference",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .scopes = scopes,
    .n_scopes = sizeof scopes / sizeof *scopes,
    .hourly = hourly,
};
