/* A card, filled by its owner: signed in, or through the personal link. */
#include "base/i18n.h"
#include "base/utf8.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/format.h"
#include "html/html.h"
#include "identity/person.h"
#include "pairing/preference.html.h"
#include "pairing/preference_pages.h"
#include "programme/methodology.h"
#include "programme/participation_state.h"

#include <string.h>

#define ABOUT_BYTES 120 /* of what tells two people of one name apart */

struct card_form {
    const char *token;
    int64_t c1, c2, c3;
    struct id_list help, exclude;
    const char *why;
};
static const struct field card_fields[] = {
    FIELD(struct card_form, token, FIELD_TEXT, .label = N_("Ссылка"), .optional = true, .max = 100),
    FIELD(struct card_form, c1, FIELD_ID, .label = N_("Прежде всего"), .optional = true),
    FIELD(struct card_form, c2, FIELD_ID, .label = N_("Потом"), .optional = true),
    FIELD(struct card_form, c3, FIELD_ID, .label = N_("И ещё"), .optional = true),
    FIELD(struct card_form, help, FIELD_IDS, .label = N_("Кому помочь"), .optional = true,
          .max = PREFERENCE_MANY),
    FIELD(struct card_form, exclude, FIELD_IDS, .label = N_("С кем не готовы"), .optional = true,
          .max = PREFERENCE_MANY),
    FIELD(struct card_form, why, FIELD_AREA, .label = N_("Почему"), .optional = true, .max = 1000),
};
const struct form_def preference_card_form = FORM_DEF(struct card_form, card_fields);

/* «Дарья О.» */
static const char *initialled(struct arena *a, const char *first, const char *surname)
{
    size_t letter;
    (void)utf8_decode(surname, strlen(surname), &letter);
    return arena_printf(a, "%s %s.", first, arena_strndup(a, surname, letter));
}

/* The two sides have met. A child is a first name and a letter; an adult mentor has a surname. */
static const char *name_of(struct arena *a, const struct preference_others *x, bool mentor,
                           struct date today)
{
    struct person_name n = {x->surname, x->given, x->patronymic};
    bool minor = person_is_minor(x->has_birth_year ? x->birth_year : 0, !mentor, today);
    const char *first = person_name_address(a, &n, minor);
    if (!minor)
        return arena_printf(a, "%s %s", first, x->surname);
    return initialled(a, first, x->surname);
}

/* Whoever opens somebody else's link has to notice it, and learn no surname by it. */
static const char *owner_of(struct arena *a, const struct preference_card_row *c, struct date today)
{
    struct person_name n = {c->surname, c->given, c->patronymic};
    bool minor =
        person_is_minor(c->has_birth_year ? c->birth_year : 0, !strcmp(c->side, "mentee"), today);
    return initialled(a, person_name_address(a, &n, minor), c->surname);
}

/* «Раиса О.» twice in a list of bare names: what each is good at tells them apart. */
static void tell_apart(struct arena *a, struct choice *list, size_t n)
{
    const char **names = arena_array(a, const char *, n);
    for (size_t i = 0; i < n; i++)
        names[i] = list[i].label;
    for (size_t i = 0; i < n; i++) {
        size_t same = 0;
        for (size_t k = 0; k < n; k++)
            same += !strcmp(names[k], names[i]);
        if (same > 1 && list[i].hint)
            list[i].label =
                arena_printf(a, "%s — %s", names[i],
                             arena_strndup(a, list[i].hint, utf8_cut(list[i].hint, ABOUT_BYTES)));
    }
}

/* What a mentor can do stands beside the name; a mentee's request only where the mentor has signed
 * in: a link may be lost. */
static int others_of(struct req *req, const struct preference_card_row *card, bool by_link,
                     const struct choice **ret)
{
    struct preference_others *rows;
    struct date today = date_at(clock_now(req->clock), (int)card->utc_offset);
    bool mentors = strcmp(card->side, "mentor") != 0;
    const char *side = mentors ? "mentor" : "mentee";
    size_t n, k = 0;
    int r = preference_others(req->db, req->a, card->gathering_id, side, &rows, &n);
    if (r < 0)
        return r;
    struct choice *list = arena_array(req->a, struct choice, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (!participation_free(side, rows[i].state))
            continue;
        const char *about = mentors ? rows[i].competencies : by_link ? "" : rows[i].request;
        list[k++] =
            (struct choice){arena_printf(req->a, "%lld", (long long)rows[i].id),
                            name_of(req->a, &rows[i], mentors, today), *about ? about : NULL};
    }
    tell_apart(req->a, list, k);
    *ret = list;
    return 0;
}

/* What was sent before, to be changed. */
static int filled(struct req *req, const struct preference_card_row *card, struct card_form *ret)
{
    struct preference_lines *rows;
    size_t n;
    int r = preference_lines(req->db, req->a, card->participation_id, &rows, &n);
    if (r < 0)
        return r;
    int64_t *help = arena_array(req->a, int64_t, n), *exclude = arena_array(req->a, int64_t, n);
    int64_t *place[] = {&ret->c1, &ret->c2, &ret->c3};
    for (size_t i = 0; i < n; i++) {
        if (!strcmp(rows[i].kind, "help"))
            help[ret->help.n++] = rows[i].to_id;
        else if (!strcmp(rows[i].kind, "exclude"))
            exclude[ret->exclude.n++] = rows[i].to_id;
        else if (rows[i].place >= 1 && rows[i].place <= PREFERENCE_PLACES)
            *place[rows[i].place - 1] = rows[i].to_id;
    }
    ret->help.v = help;
    ret->exclude.v = exclude;
    ret->why = card->why;
    return 0;
}

const char *preference_list_of(const struct pack_question *q)
{
    return !strcmp(q->metric, "exclude") ? "exclude" : "help";
}

bool preference_list_open(const struct preference_card_page *p, const char *name)
{
    for (const struct choice *c = p->others; c->value; c++)
        if (form_chosen(p->form, name, c->value))
            return true;
    return form_error_of(p->form, name);
}

static int show(struct req *req, const struct preference_card_row *card, const char *token)
{
    const struct pack *pack;
    struct card_form before = {.token = "", .why = ""};
    struct date today = date_at(clock_now(req->clock), (int)card->utc_offset), last;
    struct preference_card_page data = {.card = card, .token = token};
    int r = methodology_pack(req->app->methodology, req->db, card->pack_id, &req->err, &pack);
    /* A lost link shows nothing of what was chosen. */
    if (r >= 0 && card->has_answered_at && !token)
        r = filled(req, card, &before);
    if (r >= 0)
        r = others_of(req, card, token != NULL, &data.others);
    if (r < 0)
        return r;
    data.whose = token ? owner_of(req->a, card, today) : NULL;
    data.form = req_form(req, &preference_card_form, &before);
    data.n = preference_items(req->a, pack, card->side, &data.item);
    data.open = preference_state(card, clock_now(req->clock));
    data.answered = card->has_answered_at;
    data.place = card->place;
    data.when =
        arena_printf(req->a, "%s, %s",
                     format_day(req->a, date_at(card->starts_at, (int)card->utc_offset), today),
                     format_time(req->a, card->starts_at, (int)card->utc_offset));
    data.closes = date_parse_iso(card->closes_on, &last) ? date_long(req->a, last, today.year) : "";
    data.action = token ? "/card" : arena_printf(req->a, "/my/cards/%lld", (long long)card->id);
    struct link crumbs[] = {{_("Мои пары"), "/my/pairs"}};
    struct page page = {.title = _("Карточка предпочтений"),
                        .body = preference_card_view,
                        .data = &data,
                        .form = data.form,
                        .place = card->programme_title,
                        .crumbs = crumbs,
                        .n_crumbs = token ? 0 : 1,
                        .bare = token != NULL};
    return req_page(req, &page);
}

static int save(struct req *req, const struct preference_card_row *card, int64_t account_id)
{
    const struct card_form *in = req_input(req);
    const struct pack *pack;
    const char *field;
    struct preference_answer answer = {
        {in->c1, in->c2, in->c3}, in->help, in->exclude, in->why, account_id};
    int r = methodology_pack(req->app->methodology, req->db, card->pack_id, &req->err, &pack);
    if (r >= 0)
        r = preference_save(req->db, req->a, req->app, card, pack, &answer, &req->err, &field);
    if (r == ERR_INVALID || r == ERR_CONFLICT) {
        form_error(req->form, field, "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "preference.save", "preference_card", card->id,
                      account_id ? "" : _("по личной ссылке"));
    return r;
}

/* ---- signed in ---- */

int preference_card_get(struct req *req)
{
    struct preference_card_row card;
    int r = preference_card_row(req->db, req->a, req_id(req, "card"), &card);
    return r < 0 ? r : r == 0 ? ERR_NOT_FOUND : show(req, &card, NULL);
}

int preference_card_post(struct req *req)
{
    struct preference_card_row card;
    int r = preference_card_row(req->db, req->a, req_id(req, "card"), &card);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = save(req, &card, req->who.account_id);
    if (r < 0 || !form_ok(req->form))
        return r;
    req_notice(req, "%s", _("Карточка у куратора"));
    return req_redirect(req, "/my/cards/%lld", (long long)card.id);
}

/* ---- by the link ---- */

static int gone(struct req *req)
{
    const struct page page = {.title = _("Ссылка не действует"),
                              .body = preference_gone_view,
                              .status = 404,
                              .bare = true};
    return req_page(req, &page);
}

int preference_link_get(struct req *req)
{
    struct preference_card_row card;
    const char *token = req->form ? form_raw(req->form, "token") : req_query(req, "token");
    int r = preference_by_token(req->db, req->a, token, &card);
    if (r <= 0)
        return r < 0 ? r : gone(req);
    return show(req, &card, token);
}

int preference_link_post(struct req *req)
{
    const struct card_form *in = req_input(req);
    struct preference_card_row card;
    int r = preference_by_token(req->db, req->a, in->token ? in->token : "", &card);
    if (r < 0)
        return r;
    if (r == 0)
        return req_retry(req);
    req->unit_id = card.unit_id;
    r = save(req, &card, 0);
    return r < 0 || !form_ok(req->form) ? r : req_redirect(req, "/card/thanks");
}

int preference_thanks_get(struct req *req)
{
    const struct page page = {
        .title = _("Спасибо, выбор записан"), .body = preference_thanks_view, .bare = true};
    return req_page(req, &page);
}
