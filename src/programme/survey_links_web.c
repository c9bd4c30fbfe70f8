/* Who has answered, and the links of those without an account: one by one, and as sheets for a
 * class. Answers are never here. */
#include <string.h>

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/qr.h"
#include "identity/person.h"
#include "programme/participation.h"
#include "programme/survey.sql.h"
#include "programme/survey_links.html.h"
#include "programme/survey_links.sql.h"
#include "programme/survey_pages.h"

#define PAGE_ROWS 50
#define CARDS 24 /* of one page: two sheets of paper */

static const char *until(struct req *req, const struct survey_round *round)
{
    struct date day;
    return date_parse_iso(round->closes_on, &day) ? date_long(req->a, day, day.year) : "";
}

static const char *full(struct req *req, const char *surname, const char *given,
                        const char *patronymic)
{
    return person_name_full(req->a, &(struct person_name){surname, given, patronymic});
}

/* A page begins at an id, never at a name. */
static int edge(struct req *req, const struct survey_at *at, const char **ret_key, int64_t *ret_id)
{
    struct survey_people_key row;
    *ret_key = "";
    *ret_id = req_query_int(req, "after", 1, INT64_MAX, 0);
    int r = *ret_id ? survey_people_key(req->db, req->a, at->round.id, *ret_id, &row) : 0;
    if (r > 0)
        *ret_key = row.sort_key;
    else
        *ret_id = 0;
    return r < 0 ? r : 0;
}

/* ---- the list ---- */

static struct survey_person_line person_line(struct req *req, const struct survey_at *at,
                                             const struct survey_people_page *x)
{
    bool done = !strcmp(x->state, "done"), begun = !strcmp(x->state, "begun");
    return (struct survey_person_line){
        .id = x->id,
        .name = full(req, x->surname, x->given, x->patronymic),
        .side = !strcmp(x->role, "mentor")        ? _("Наставник")
                : !strcmp(x->role, SURVEY_PARENT) ? _("Родитель")
                                                  : _("Наставляемый"),
        .form = participation_forms(req->a, at->pack, x->form_code),
        .state = done ? (!strcmp(x->method, "paper") ? _("Внесена с бумаги") : _("Отправлена"))
                 : begun ? _("Начата")
                         : _("Ждёт ответов"),
        .pill = done    ? PILL_DONE
                : begun ? PILL_HALF
                        : PILL_DRAFT,
        .linked = x->token_hash.p != NULL,
        .waits = !done,
    };
}

int survey_people_get(struct req *req)
{
    struct survey_at at;
    struct survey_people_page *rows;
    struct survey_people_list data = {.state = req_query(req, "state"),
                                      .may_manage = req->who.perms & 1u << PERM_PEOPLE_MANAGE};
    const char *key;
    int64_t id;
    int r = survey_at(req, &at);
    if (r >= 0)
        r = edge(req, &at, &key, &id);
    if (r >= 0)
        r = survey_people_page(req->db, req->a, at.round.id, data.state, key, id, PAGE_ROWS + 1,
                               &rows, &data.n);
    if (r < 0)
        return r;
    bool more = data.n > PAGE_ROWS;
    data.n = more ? PAGE_ROWS : data.n;
    struct survey_person_line *lines = arena_array(req->a, struct survey_person_line, data.n);
    for (size_t i = 0; i < data.n; i++)
        lines[i] = person_line(req, &at, &rows[i]);
    data.rows = lines;
    data.round = &at.round;
    data.open = survey_round_open(&at.round, clock_now(req->clock));
    data.paging =
        (struct paging){.text = arena_printf(req->a, _("Ответили %lld из %lld"),
                                             (long long)at.round.done, (long long)at.round.sent),
                        .previous = id ? arena_printf(req->a, "?state=%s", data.state) : NULL,
                        .next = more ? arena_printf(req->a, "?state=%s&after=%lld", data.state,
                                                    (long long)rows[data.n - 1].id)
                                     : NULL};
    struct page page = {.title = _("Кто ответил, кто нет"),
                        .lead = survey_round_title(&at.round),
                        .body = survey_people_view,
                        .data = &data};
    return survey_frame(req, &at, &page);
}

/* ---- one link ---- */

int survey_link_show(struct req *req)
{
    struct survey_at at;
    struct survey_response x;
    struct survey_name_of name;
    int64_t id = req_id(req, "sheet");
    int r = survey_at(req, &at);
    if (r >= 0)
        r = survey_response_get(req->db, req->a, req->clock, id, &x);
    if (r > 0)
        r = survey_name_of(req->db, req->a, id, &name);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    struct survey_link_page data = {.round = &at.round,
                                    .id = id,
                                    .name = full(req, name.surname, name.given, name.patronymic),
                                    .until = until(req, &at.round),
                                    .parent = !strcmp(x.role, SURVEY_PARENT),
                                    .waits = strcmp(x.state, "done") != 0 && x.open};
    if (x.linked && data.waits) {
        data.url = survey_link(req->a, req->app, id, x.link_n);
        r = qr_svg(req->a, data.url, _("Ссылка на анкету"), &data.qr);
        if (r < 0)
            return r;
    }
    struct page page = {.title = _("Ссылка на анкету"), .body = survey_link_view, .data = &data};
    return survey_frame(req, &at, &page);
}

static int change(struct req *req, bool none)
{
    int64_t id = req_id(req, "sheet");
    int r = survey_link_change(req->db, req->app, id, none);
    if (r >= 0)
        r = req_audit(req, none ? "survey.link_stop" : "survey.link_new", "survey_response", id,
                      "");
    if (r < 0)
        return r;
    req_notice(req, "%s",
               none ? _("Ссылка отозвана: по ней анкета больше не откроется. Ответы на месте")
                    : _("Готова новая ссылка. Прежняя больше не действует, ответы на месте"));
    return req_redirect(req, "/rounds/%lld/sheets/%lld", (long long)req_id(req, "round"),
                        (long long)id);
}

int survey_link_new_post(struct req *req)
{
    return change(req, false);
}

int survey_link_stop_post(struct req *req)
{
    return change(req, true);
}

/* ---- sheets for a class ---- */

static int asks_parents(struct req *req, int64_t round_id, bool *ret)
{
    struct survey_counts_of *groups;
    size_t n;
    int r = survey_counts_of(req->db, req->a, round_id, &groups, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        *ret |= !strcmp(groups[i].role, SURVEY_PARENT);
    return r < 0 ? r : 0;
}

int survey_cards_get(struct req *req)
{
    struct survey_at at;
    struct survey_cards_page *rows;
    struct survey_cards_list data = {.parents = !strcmp(req_query(req, "to"), "parents")};
    const char *key;
    int64_t id;
    int r = survey_at(req, &at);
    if (r >= 0)
        r = edge(req, &at, &key, &id);
    if (r >= 0)
        r = asks_parents(req, at.round.id, &data.both);
    if (r >= 0)
        r = survey_cards_page(req->db, req->a, at.round.id, data.parents, key, id, CARDS + 1, &rows,
                              &data.n);
    if (r < 0)
        return r;
    bool more = data.n > CARDS;
    data.n = more ? CARDS : data.n;
    struct survey_card *cards = arena_array(req->a, struct survey_card, data.n);
    for (size_t i = 0; r >= 0 && i < data.n; i++) {
        cards[i] = (struct survey_card){
            .name = full(req, rows[i].surname, rows[i].given, rows[i].patronymic),
            .url = survey_link(req->a, req->app, rows[i].id, rows[i].link_n)};
        r = qr_svg(req->a, cards[i].url, _("Ссылка на анкету"), &cards[i].qr);
    }
    if (r < 0)
        return r;
    data.cards = cards;
    data.round = &at.round;
    data.until = until(req, &at.round);
    data.next = more ? arena_printf(req->a, "?%safter=%lld", data.parents ? "to=parents&" : "",
                                    (long long)rows[data.n - 1].id)
                     : NULL;
    struct page page = {.title = _("Листы с QR-кодами"),
                        .lead = survey_round_title(&at.round),
                        .body = survey_cards_view,
                        .data = &data};
    return survey_frame(req, &at, &page);
}
