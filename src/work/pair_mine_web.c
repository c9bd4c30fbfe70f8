/* A pair as the two of it see it, and the representatives of who is a minor. */
#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/page.h"
#include "html/format.h"
#include "identity/consent.h"
#include "identity/place.h"
#include "identity/representative.h"
#include "identity/vetting.h"
#include "pairing/preference.h"
#include "programme/own_form.h"
#include "programme/participation.h"
#include "work/pair.html.h"
#include "work/pair_mine.h"
#include "work/pair_state.h"

/* ---- whose eyes ---- */

bool pair_mentee_minor(const struct pair_row *x, struct date today)
{
    return person_is_minor(x->has_mentee_birth ? x->mentee_birth : 0, true, today);
}

bool pair_mentor_minor(const struct pair_row *x, struct date today)
{
    return person_is_minor(x->has_mentor_birth ? x->mentor_birth : 0, false, today);
}

int pair_parents(struct req *req, const struct pair_row *x, int64_t ret[PAIR_PARENTS_MAX])
{
    struct date today;
    int r = unit_today(req, x->unit_id, &today);
    if (r >= 0)
        r = representative_ids(req->db, req->a, x->mentee_person, today, ret);
    return r < 0 ? r
                 : representative_ids(req->db, req->a, x->mentor_person, today,
                                      ret + REPRESENTATIVES_MAX);
}

int pair_look(struct req *req, const struct pair_row *x, struct pair_look *ret)
{
    int64_t me = req->who.person_id, of[PAIR_PARENTS_MAX] = {0};
    *ret = (struct pair_look){.own = x->mentor_person == me || x->mentee_person == me,
                              .mentor = x->mentor_person == me};
    if (ret->own)
        return 0;
    int r = pair_parents(req, x, of);
    ret->mentor = me != of[0] && me != of[1];
    return r < 0 ? r : 0;
}

const char *pair_other(struct arena *a, const struct pair_row *x, const struct pair_look *look,
                       struct date today)
{
    struct person_name mentee = {x->mentee_surname, x->mentee_given, x->mentee_patronymic};
    struct person_name mentor = {x->mentor_surname, x->mentor_given, x->mentor_patronymic};
    return look->mentor ? person_name_address(a, &mentee, pair_mentee_minor(x, today))
                        : person_name_address(a, &mentor, pair_mentor_minor(x, today));
}

/* ---- what they see ---- */

/* The other side by the first name, nothing of the registries. */
static struct pair_mine mine(struct req *req, const struct pair_row *x, const struct pack *pack,
                             const struct pair_look *look, struct date today)
{
    struct pair_mine m = {
        .id = x->id,
        .with = pair_other(req->a, x, look, today),
        .whose = look->mentor ? look->own ? _("Ваш наставляемый") : _("Наставляемый вашего ребёнка")
                 : look->own ? _("Ваш наставник")
                              : _("Наставник вашего ребёнка"),
        .form = participation_forms(req->a, pack, x->form_code),
        .shared = x->shared,
    };
    m.state = pair_state_name(x->state);
    m.pill = pair_state_pill(x->state);
    return m;
}

static int my_cards(struct req *req, struct pair_mine_list *data)
{
    struct preference_own *rows;
    struct date today = date_at(clock_now(req->clock), req->who.zone);
    int r = preference_waiting(req->db, req->a, req->who.person_id, clock_now(req->clock), &rows,
                               &data->n_cards);
    if (r < 0)
        return r;
    struct pair_mine_card *list = arena_array(req->a, struct pair_mine_card, data->n_cards);
    for (size_t i = 0; i < data->n_cards; i++)
        list[i] = (struct pair_mine_card){
            rows[i].id, format_day(req->a, date_at(rows[i].starts_at, req->who.zone), today),
            rows[i].has_answered_at};
    data->cards = list;
    return 0;
}

int pair_mine_list_get(struct req *req)
{
    struct pairs_of_person *ids;
    struct pair_mine_list data = {0};
    struct date today;
    int r = pairs_of_person(req->db, req->a, req->who.person_id,
                            person_minor_since(date_at(clock_now(req->clock), req->who.zone)), &ids,
                            &data.n);
    if (r < 0)
        return r;
    struct pair_mine *list = arena_array(req->a, struct pair_mine, data.n);
    for (size_t i = 0; i < data.n; i++) {
        struct pair_row x;
        struct pair_look look;
        const struct pack *pack = NULL;
        r = pair_row(req->db, req->a, ids[i].id, &x);
        if (r > 0)
            r = own_form_methodology(req->app->methodology, req->db, req->a, x.unit_id, x.pack_id,
                                     &req->err, &pack);
        if (r >= 0)
            r = unit_today(req, x.unit_id, &today);
        if (r >= 0)
            r = pair_look(req, &x, &look);
        if (r < 0)
            return r;
        list[i] = mine(req, &x, pack, &look, today);
    }
    data.pairs = list;
    r = my_cards(req, &data);
    if (r < 0)
        return r;
    struct page page = {.title = _("Мои пары"), .body = pair_mine_list_view, .data = &data};
    return req_page(req, &page);
}

/* The meeting that a pair begins with: the first of the pack. */
static const struct pack_meeting_kind *first_meeting(const struct pack *pack)
{
    const struct pack_meeting_kind *intro = pack_meeting_kind(pack, "intro");
    return intro ? intro : pack->meetings.n ? &pack->meetings.row[0] : NULL;
}

/* A representative learns that meetings happen, and nothing of what was said there. */
static int fill_meetings(struct req *req, const struct pair_row *x, struct pair_mine_page *data)
{
    struct meeting_at at;
    int r = meeting_open(req, x->id, &at);
    if (r >= 0)
        r = meeting_lines_of(req, &at, data->own ? at.side : NULL, &data->meetings);
    if (r >= 0)
        r = meeting_rhythm(&at, &data->rhythm);
    for (size_t i = 0; r >= 0 && i < data->meetings.n; i++) {
        if (data->meetings.row[i].next)
            data->next = &data->meetings.row[i];
        if (data->meetings.row[i].owed)
            data->owed = &data->meetings.row[i];
    }
    return r;
}

/* The record check is the mentor's own affair: the other side hears of a pause. */
static int apart(struct req *req, const struct pair_row *x, bool mentor, struct date today,
                 const char **ret)
{
    struct vetting_now now;
    int r = vetting_allows(req->db, req->a, x->mentee_person, x->mentor_person, today);
    if (r != 0)
        return r < 0 ? r : 0;
    r = vetting_of(req->db, req->a, x->mentor_person, today, &now);
    if (r <= 0)
        return r < 0 ? r : 0;
    *ret = mentor
               ? arena_printf(req->a, _("%s. Передайте куратору новую справку: до неё встреч нет"),
                              vetting_words(req->a, &now))
               : _("Встречи и контакты пока на паузе. Куратор сообщит, когда продолжить");
    return 0;
}

int pair_mine_get(struct req *req)
{
    struct pair_row x;
    const struct pack *pack;
    struct date today;
    struct pair_curator curator;
    struct person_contact *contacts = NULL;
    struct pair_look look;
    struct pair_mine_page data = {0};
    int r = pair_load(req, &x, &pack);
    if (r >= 0)
        r = unit_today(req, x.unit_id, &today);
    if (r >= 0)
        r = pair_look(req, &x, &look);
    if (r < 0)
        return r;
    data.minor = look.mentor ? pair_mentee_minor(&x, today) : pair_mentor_minor(&x, today);
    data.living = pair_living(x.state);
    r = data.living ? consent_contacts(req->db, req->a, x.mentee_person, x.mentor_person,
                                       !look.mentor, today, &contacts, &data.n_contacts)
                    : 0;
    if (r >= 0 && data.living)
        r = apart(req, &x, look.mentor, today, &data.apart);
    if (r >= 0)
        r = pair_curator(req->db, req->a, x.unit_id, ROLE_COORDINATOR, &curator);
    if (r < 0)
        return r;
    if (r > 0) {
        data.curator = curator.display_name;
        data.curator_phone = curator.phone;
    }
    data.contacts = contacts;
    data.mine = mine(req, &x, pack, &look, today);
    data.first = first_meeting(pack);
    data.pack = pack;
    data.mentor = look.mentor;
    data.own = look.own;
    r = fill_meetings(req, &x, &data);
    if (r < 0)
        return r;
    struct link crumbs[] = {{_("Мои пары"), "/my/pairs"}};
    /* Titles hold no names: this one may be a minor's. */
    struct page page = {.title = look.own ? _("Ваша пара") : _("Пара вашего ребёнка"),
                        .body = pair_mine_view,
                        .data = &data,
                        .crumbs = crumbs,
                        .n_crumbs = 1};
    return req_page(req, &page);
}
