/* What a mentor sees of their own way to the first pair. */
#include <string.h>

#include "base/i18n.h"
#include "frame/route.h"
#include "identity/person.h"
#include "identity/vetting.h"
#include "learning/training.html.h"
#include "learning/training.sql.h"
#include "learning/training_pages.h"
#include "programme/participation_pages.h"
#include "programme/participation_state.h"
#include "programme/selection_pages.h"

static int line_of(struct req *req, const struct training_mine *x, struct mentor_page *page,
                   struct mentor_line *ret)
{
    struct programme *p = arena_new_of(req->a, struct programme);
    struct training_state *t = arena_new_of(req->a, struct training_state);
    struct selection_place at;
    struct selection s;
    int r = selection_place_of(req, x->programme_id, p, &at);
    if (r >= 0)
        r = selection_load(&at, x->id, &s);
    if (r > 0)
        r = training_of(&at, x->id, t);
    if (r < 0)
        return r;
    *ret =
        (struct mentor_line){.programme = x->title,
                             .state = participation_state_name("mentor", x->state),
                             .pill = participation_pill(x->state),
                             .t = t,
                             .open = !strcmp(x->state, "in_base") || !strcmp(x->state, "review") ||
                                     !strcmp(x->state, "approved") || !strcmp(x->state, "training"),
                             .ready = !strcmp(x->state, "ready")};
    if (ret->open)
        ret->n_gaps = training_gaps(req->a, &s, t, true, &ret->gaps);
    if (s.record.state != VETTING_UNNEEDED && s.record.state != VETTING_NONE) {
        page->record = vetting_words(req->a, &s.record);
        page->record_kind = s.record.state == VETTING_VALID  ? NOTICE_OK
                            : s.record.state == VETTING_SOON ? NOTICE_WARN
                                                             : NOTICE_BAD;
    }
    return 0;
}

int mentor_get(struct req *req)
{
    struct training_mine *rows;
    struct mentor_page data = {0};
    int r = training_mine(req->db, req->a, req->who.person_id, &rows, &data.n);
    if (r < 0)
        return r;
    struct mentor_line *lines = arena_array(req->a, struct mentor_line, data.n);
    for (size_t i = 0; r >= 0 && i < data.n; i++)
        r = line_of(req, &rows[i], &data, &lines[i]);
    if (r < 0)
        return r;
    data.rows = lines;
    struct page page = {.title = _("Я наставник"), .body = mentor_view, .data = &data};
    return req_page(req, &page);
}
