/* What if: one change of a draft, answered from its standing answer. */
#include "pairing/draft_try.h"

#include <string.h>

#include "base/i18n.h"
#include "frame/page.h"
#include "frame/route.h"
#include "pairing/draft_priv.h"
#include "pairing/draft_try.html.h"
#include "pairing/run_live.h"

#define SHOWN 100u

static const char *person(const struct person_profile *p)
{
    return p->name;
}

static const char *mentor_name(const struct run_live *live, uint32_t mentor)
{
    return mentor == MATCH_NONE ? NULL : person(&live->in->people.mentor[mentor].p);
}

const char *draft_mean(struct arena *a, int64_t score, int64_t n)
{
    int64_t tenths = n ? (score + n / 2) / n : 0;
    return n ? arena_printf(a, _("%lld,%lld"), (long long)(tenths / 10), (long long)(tenths % 10))
             : "—";
}

/* Who and what is meant by the address. Names outlive the answer they come from. */
static int read_wish(struct req *req, const struct run_live *live, struct try_page *page,
                     struct pairing_wish *ret)
{
    const char *what = req_query(req, "do");
    page->mentee_id = req_query_int(req, "mentee", 1, INT64_MAX, 0);
    page->mentor_id = req_query_int(req, "mentor", 1, INT64_MAX, 0);
    page->kind = !strcmp(what, "together") ? PAIRING_TOGETHER
                 : !strcmp(what, "apart")  ? PAIRING_APART
                                           : PAIRING_PLACES;
    uint32_t mentor = criterion_mentor(live->p->run, page->mentor_id);
    uint32_t mentee = criterion_mentee(live->p->run, page->mentee_id);
    if (mentor == MAP_NONE || (mentee == MAP_NONE && page->kind != PAIRING_PLACES))
        return ERR_NOT_FOUND;
    page->mentor = arena_strdup(req->a, mentor_name(live, mentor));
    page->mentee =
        mentee == MAP_NONE ? "" : arena_strdup(req->a, person(&live->in->people.mentee[mentee].p));
    page->places_now = live->p->instance.capacity[mentor];
    const struct criterion_input *in = &live->in->people;
    int room = criterion_room(live->p->run, mentor) + (int)in->mentor[mentor].taken;
    page->may_raise = room < (int)in->settings.max_mentees;
    page->may_lower = in->mentor[mentor].more > 0;
    page->places_max = page->places_now + 5 > 10 ? page->places_now + 5 : 10;
    if (page->places_max > MATCH_MAX_CAPACITY)
        page->places_max = MATCH_MAX_CAPACITY;
    page->places = req_query_int(req, "places", 0, page->places_max, page->places_now + 1);
    page->together_now = mentee != MAP_NONE && live->p->answer.mate[mentee] == mentor;
    *ret = (struct pairing_wish){page->kind, mentee, mentor, (uint16_t)page->places};
    return 0;
}

static void fill_moves(struct req *req, const struct run_live *live,
                       const struct pairing_outcome *o, struct try_page *page)
{
    page->n_moves = o->n_moves;
    page->n_shown = o->n_moves < SHOWN ? o->n_moves : SHOWN;
    struct draft_change *list = arena_array(req->a, struct draft_change, page->n_shown);
    for (size_t i = 0; i < page->n_shown; i++) {
        const struct pairing_move *m = &o->move[i];
        const char *from = mentor_name(live, m->from), *to = mentor_name(live, m->to);
        list[i] = (struct draft_change){
            .mentee = arena_strdup(req->a, person(&live->in->people.mentee[m->mentee].p)),
            .from = from ? arena_strdup(req->a, from) : NULL,
            .to = to ? arena_strdup(req->a, to) : NULL,
            .points_from = (m->score_from + 5) / 10,
            .points_to = (m->score_to + 5) / 10};
    }
    page->moves = list;
    page->pairs = (int64_t)o->pairs;
    page->mean = draft_mean(req->a, (int64_t)o->score, (int64_t)o->pairs);
}

static int ask(struct req *req, struct draft_at *at, struct try_page *page)
{
    struct run_live *live = NULL;
    struct pairing_wish wish;
    struct pairing_outcome o;
    int r = run_live_take(&at->c, at->run.id, &req->err, &live);
    if (r == ERR_INVALID) {
        page->refused = arena_strdup(req->a, req->err.text);
        return 0;
    }
    if (r >= 0)
        r = read_wish(req, live, page, &wish);
    if (r >= 0)
        r = pairing_what_if(live->p, live->in, live->live, &wish, req->a, &req->err, &o);
    if (r >= 0)
        fill_moves(req, live, &o, page);
    run_live_give(&at->c, live);
    if (r == ERR_INVALID) {
        page->refused = arena_strdup(req->a, req->err.text);
        return 0;
    }
    return r;
}

int draft_try_get(struct req *req)
{
    struct draft_at at;
    struct try_page data = {.mentee = "", .mentor = ""};
    int r = draft_load(req, &at);
    if (r < 0)
        return r;
    data.run = &at.run;
    data.editable = !strcmp(at.run.state, "draft");
    data.mean_before = draft_mean(req->a, at.run.score, at.run.n_pairs);
    data.too_large = (uint64_t)at.run.n_mentees * (uint64_t)at.run.n_mentors > RUN_LIVE_PAIRS;
    if (!data.too_large)
        r = ask(req, &at, &data);
    if (r < 0)
        return r;
    struct page page = {.title = _("Что будет, если"), .body = draft_try_view, .data = &data};
    return draft_show(req, &at, &page);
}

/* ---- one more place for good ---- */

static const struct choice steps[] = {{"more", N_("Дать ещё одно место"), NULL},
                                      {"less", N_("Убрать добавленное место"), NULL},
                                      {NULL, NULL, NULL}};
struct room_form {
    int64_t mentor;
    const char *step;
};
static const struct field room_fields[] = {
    FIELD(struct room_form, mentor, FIELD_ID, .label = N_("Наставник")),
    FIELD(struct room_form, step, FIELD_CHOICE, .label = N_("Места"), .choices = steps),
};
const struct form_def draft_room_def = FORM_DEF(struct room_form, room_fields);

/* From what this draft was made with: pressed twice it is one place. */
static int set_room(struct req *req, struct draft_at *at, const struct room_form *in)
{
    struct run_live *live = NULL;
    int r = run_live_take(&at->c, at->run.id, &req->err, &live);
    if (r < 0)
        return r;
    uint32_t mentor = criterion_mentor(live->p->run, in->mentor);
    const struct mentor_profile *m = mentor == MAP_NONE ? NULL : &live->in->people.mentor[mentor];
    int was = m ? m->more : 0, more = was + (strcmp(in->step, "less") ? 1 : -1);
    bool full = m && criterion_room(live->p->run, mentor) + (int)m->taken >=
                         (int)live->in->people.settings.max_mentees;
    run_live_give(&at->c, live);
    if (!m)
        return ERR_NOT_FOUND;
    if (more < 0 || (more > was && full))
        return err_set(&req->err, ERR_CONFLICT,
                       _("Больше мест программа не разрешает: сначала измените её предел"));
    r = snapshot_room(req->db, at->c.programme.id, in->mentor, was, more);
    return r < 0 ? r
           : r   ? 0
                 : err_set(&req->err, ERR_CONFLICT,
                           _("Место уже добавлено: откройте новый черновик"));
}

int draft_room_post(struct req *req)
{
    const struct room_form *in = req_input(req);
    struct draft_at at;
    int r = draft_load(req, &at);
    if (r >= 0 && strcmp(at.run.state, "draft") != 0)
        r = err_set(&req->err, ERR_CONFLICT, _("Этот черновик больше не меняется"));
    if (r >= 0)
        r = set_room(req, &at, in);
    if (r >= 0)
        r = req_audit(req, "mentor.places", "participation", in->mentor, in->step);
    return r < 0 ? r : draft_make(req, &at.c);
}
