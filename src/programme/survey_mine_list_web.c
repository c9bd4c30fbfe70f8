/* The sheets that wait for whoever is signed in, and those that are done. */
#include <string.h>

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/page.h"
#include "identity/person.h"
#include "programme/survey_mine.html.h"
#include "programme/survey_mine.sql.h"
#include "programme/survey_pages.h"

int survey_mine_get(struct req *req)
{
    struct survey_mine_rows *rows;
    struct survey_mine_page data = {0};
    int r = survey_mine_rows(req->db, req->a, req->who.person_id,
                             person_minor_since(date_at(clock_now(req->clock), req->who.zone)),
                             &rows, &data.n);
    if (r < 0)
        return r;
    struct survey_mine_line *lines = arena_array(req->a, struct survey_mine_line, data.n);
    for (size_t i = 0; i < data.n; i++) {
        struct survey_round round = {.closes_on = rows[i].closes_on,
                                     .closed_at = rows[i].has_closed_at ? rows[i].closed_at : 0,
                                     .zone = (int)rows[i].utc_offset,
                                     .phase = rows[i].phase,
                                     .title = rows[i].title ? rows[i].title : ""};
        bool done = !strcmp(rows[i].state, "done");
        bool open = !done && survey_round_open(&round, clock_now(req->clock));
        struct date day = {1970, 1, 1};
        date_parse_iso(rows[i].closes_on, &day);
        lines[i] = (struct survey_mine_line){
            .id = rows[i].id,
            .title = survey_round_title(&round),
            .programme = rows[i].programme,
            .child = strcmp(rows[i].role, SURVEY_PARENT) ? NULL : rows[i].given,
            .until = date_long(req->a, day, day.year),
            .open = open,
            .state = done                              ? _("Отправлена")
                     : !open                           ? _("Закончилась")
                     : !strcmp(rows[i].state, "begun") ? _("Начата")
                                                       : _("Ждёт ответов"),
            .pill = done    ? PILL_DONE
                    : !open ? PILL_END
                            : PILL_HALF,
        };
    }
    data.rows = lines;
    const struct page page = {.title = _("Мои анкеты"), .body = survey_mine_view, .data = &data};
    return req_page(req, &page);
}
