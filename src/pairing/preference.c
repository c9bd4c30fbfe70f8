#include "pairing/preference.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "programme/participation_state.h"

#define DAY_MS INT64_C(86400000)
#define HASH_BYTES 32
#define SHEET "preference_card"

/* ---- links ---- */

void preference_token(const unsigned char key[32], int64_t card_id, int64_t link,
                      char ret[PREFERENCE_TOKEN_LEN + 1])
{
    char msg[64];
    unsigned char raw[PREFERENCE_TOKEN_LEN * 3 / 4];
    int n = snprintf(msg, sizeof msg, "card %lld %lld", (long long)card_id, (long long)link);
    crypto_generichash(raw, sizeof raw, (const unsigned char *)msg, (unsigned long long)n, key, 32);
    sodium_bin2base64(ret, PREFERENCE_TOKEN_LEN + 1, raw, sizeof raw,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static void hash_of(const char *token, unsigned char ret[HASH_BYTES])
{
    crypto_generichash(ret, HASH_BYTES, (const unsigned char *)token, strlen(token), NULL, 0);
}

const char *preference_url(struct arena *a, const struct app *app, int64_t card_id, int64_t link)
{
    char token[PREFERENCE_TOKEN_LEN + 1];
    preference_token(app->key, card_id, link, token);
    return app_url(a, app, arena_printf(a, "/card?token=%s", token));
}

int preference_by_token(struct db *db, struct arena *a, const char *token,
                        struct preference_card_row *ret)
{
    unsigned char hash[HASH_BYTES];
    struct preference_card_of_link card;
    if (strlen(token) != PREFERENCE_TOKEN_LEN)
        return 0;
    hash_of(token, hash);
    int r = preference_card_of_link(db, a, (struct db_blob){hash, sizeof hash}, &card);
    return r <= 0 ? r : preference_card_row(db, a, card.id, ret);
}

int preference_relink(struct db *db, const struct app *app, const struct preference_card_row *card)
{
    char token[PREFERENCE_TOKEN_LEN + 1];
    unsigned char hash[HASH_BYTES];
    preference_token(app->key, card->id, card->link + 1, token);
    hash_of(token, hash);
    int r =
        preference_card_relink(db, card->id, card->link + 1, (struct db_blob){hash, sizeof hash});
    return r < 0 ? r : 0;
}

/* ---- the common meeting ---- */

static bool inside(const struct programme *p, struct date d)
{
    struct date from = {0}, to = {0};
    date_parse_iso(p->starts_on, &from);
    date_parse_iso(p->ends_on, &to);
    return date_to_days(d) >= date_to_days(from) && date_to_days(d) <= date_to_days(to);
}

static int check_new(const struct programme *p, int zone, const struct gathering_new *n,
                     struct err *err, const char **field)
{
    struct date day = date_at(n->starts_at, zone);
    *field = "day";
    if (!inside(p, day))
        return err_set(err, ERR_INVALID, _("Этот день вне срока программы. Выберите другой"));
    *field = "closes";
    if (date_to_days(n->closes) < date_to_days(day))
        return err_set(err, ERR_INVALID,
                       _("Карточки заполняют после встречи: выберите день не "
                         "раньше неё"));
    if (!inside(p, n->closes))
        return err_set(err, ERR_INVALID, _("Этот день вне срока программы. Выберите другой"));
    *field = "place";
    return *n->place ? 0 : err_set(err, ERR_INVALID, _("Напишите место или вставьте ссылку"));
}

static int invite_one(struct db *db, const struct app *app, const struct gathering_row *g,
                      const char *side, const struct gathering_free *x)
{
    char token[PREFERENCE_TOKEN_LEN + 1], path[64];
    unsigned char hash[HASH_BYTES];
    int64_t id = id_new(app->clock);
    preference_token(app->key, id, 1, token);
    hash_of(token, hash);
    int r = preference_card_insert(db, id, g->id, x->unit_id, g->programme_id, x->id, side,
                                   x->sort_key, (struct db_blob){hash, sizeof hash});
    if (r <= 0)
        return r;
    (void)snprintf(path, sizeof path, "/my/cards/%lld", (long long)id);
    r = notice_add(db, app, x->person_id,
                   _("Вас ждут на общей встрече наставников и наставляемых. Посмотрите день и "
                     "место"),
                   path);
    return r < 0 ? r : 1;
}

static int invite_side(struct db *db, struct arena *a, const struct app *app,
                       const struct gathering_row *g, const char *side, size_t *added)
{
    struct gathering_free *rows;
    struct preference_side_count have;
    size_t n;
    int r = preference_side_count(db, a, g->id, side, &have);
    if (r >= 0)
        r = gathering_free(db, a, g->id, g->programme_id, side, &rows, &n);
    int64_t room = r < 0 ? 0 : PREFERENCE_GUESTS_MAX - have.cards;
    for (size_t i = 0; r >= 0 && i < n && room > 0; i++) {
        if (!participation_free(side, rows[i].state))
            continue;
        r = invite_one(db, app, g, side, &rows[i]);
        *added += r > 0;
        room--;
    }
    return r < 0 ? r : 0;
}

int preference_invite(struct db *db, struct arena *a, const struct app *app, int64_t gathering_id,
                      size_t *ret_added)
{
    struct gathering_row g;
    *ret_added = 0;
    int r = gathering_row(db, a, gathering_id, &g);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = invite_side(db, a, app, &g, "mentee", ret_added);
    return r < 0 ? r : invite_side(db, a, app, &g, "mentor", ret_added);
}

int preference_gather(struct db *db, struct arena *a, const struct app *app,
                      const struct programme *p, int zone, const struct gathering_new *n,
                      struct err *err, const char **ret_field, int64_t *ret_id)
{
    size_t added;
    int r = check_new(p, zone, n, err, ret_field);
    if (r < 0)
        return r;
    *ret_id = id_new(app->clock);
    r = gathering_insert(db, *ret_id, p->unit_id, p->id, n->starts_at, n->place,
                         n->note ? n->note : "", date_iso(a, n->closes),
                         n->account_id ? &n->account_id : NULL, clock_now(app->clock));
    return r < 0 ? r : preference_invite(db, a, app, *ret_id, &added);
}

/* ---- reminders ---- */

static int remind_one(struct db *db, struct arena *a, const struct app *app,
                      const struct preference_silent *x)
{
    const char *path = arena_printf(a, "/my/cards/%lld", (long long)x->id);
    int r = notice_add(db, app, x->person_id,
                       _("Карточка после общей встречи ждёт: это две минуты"), path);
    if (r >= 0 && x->mail)
        r = outbox_mail(db, app, x->unit_id, x->mail, _("Наставничество: карточка на две минуты"),
                        arena_printf(a,
                                     _("Отметьте, с кем вы хотели бы работать после общей "
                                       "встречи. Ответ увидит только куратор.\n\n%s\n"),
                                     preference_url(a, app, x->id, x->link)));
    return r < 0 ? r : preference_reminded(db, x->id, clock_now(app->clock));
}

int preference_remind(struct db *db, struct arena *a, const struct app *app, int64_t gathering_id,
                      size_t *ret_n)
{
    static const char *const sides[] = {"mentee", "mentor"};
    int64_t before = clock_now(app->clock) - DAY_MS;
    int r = 0;
    *ret_n = 0;
    for (size_t s = 0; r >= 0 && s < 2; s++) {
        struct preference_silent *rows;
        size_t n = 0;
        r = preference_silent(db, a, gathering_id, sides[s], before, &rows, &n);
        for (size_t i = 0; r >= 0 && i < n; i++)
            r = remind_one(db, a, app, &rows[i]);
        *ret_n += n;
    }
    return r < 0 ? r : 0;
}

/* ---- one card ---- */

enum preference_open preference_state(const struct preference_card_row *card, int64_t now)
{
    struct date last = {0};
    date_parse_iso(card->closes_on, &last);
    int64_t end = (date_to_days(last) + 1) * DAY_MS - card->utc_offset * INT64_C(60000);
    return now < card->starts_at ? PREFERENCE_EARLY : now < end ? PREFERENCE_OPEN : PREFERENCE_LATE;
}

size_t preference_items(struct arena *a, const struct pack *pack, const char *side,
                        const struct pack_question **ret[])
{
    size_t n = 0;
    *ret = arena_array(a, const struct pack_question *, pack->questions.n);
    for (size_t i = 0; i < pack->questions.n; i++)
        if (!strcmp(pack->questions.row[i].questionnaire, SHEET) &&
            !strcmp(pack->questions.row[i].role, side))
            (*ret)[n++] = &pack->questions.row[i];
    return n;
}

struct saving {
    struct db *db;
    const struct preference_card_row *card;
    const struct preference_answer *in;
    const struct preference_others *other;
    size_t n_others;
    struct err *err;
    const char **field;
};

static int wrong(const struct saving *s, const char *field, const char *text)
{
    *s->field = field;
    return err_set(s->err, ERR_INVALID, "%s", text);
}

static bool here(const struct saving *s, int64_t id)
{
    for (size_t i = 0; i < s->n_others; i++)
        if (s->other[i].id == id)
            return true;
    return false;
}

static bool has(const struct id_list *list, int64_t id)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->v[i] == id)
            return true;
    return false;
}

static const char *const choice_fields[PREFERENCE_PLACES] = {"c1", "c2", "c3"};

static int check_choice(const struct saving *s)
{
    const int64_t *c = s->in->choice;
    for (int i = 0; i < PREFERENCE_PLACES; i++) {
        if (!c[i])
            continue;
        if (!here(s, c[i]))
            return wrong(s, choice_fields[i], _("Этого человека в списке нет. Выберите снова"));
        for (int k = 0; k < i; k++)
            if (c[k] == c[i])
                return wrong(s, choice_fields[i], _("Этот человек уже выбран выше"));
        if (has(&s->in->exclude, c[i]))
            return wrong(s, "exclude", _("Один и тот же человек выбран и отмечен как «не готовы»"));
    }
    return 0;
}

static int check_many(const struct saving *s, const struct id_list *list, const char *field)
{
    for (size_t i = 0; i < list->n; i++)
        if (!here(s, list->v[i]))
            return wrong(s, field, _("Этого человека в списке нет. Выберите снова"));
    return 0;
}

static bool given(const struct preference_answer *in, const struct pack_question *q)
{
    if (q->type == PACK_PERSON_RANK3)
        return in->choice[0] || in->choice[1] || in->choice[2];
    if (q->type == PACK_PERSON_MULTI)
        return (strcmp(q->metric, "exclude") ? in->help.n : in->exclude.n) > 0;
    return in->why && *in->why;
}

/* Who would choose nobody says so by leaving the rest empty: at least one item must be answered. */
static int check(const struct saving *s, const struct pack_question *const *item, size_t n)
{
    bool any = false;
    for (size_t i = 0; i < n; i++)
        any |= given(s->in, item[i]);
    if (!any)
        return wrong(s, "c1", _("Выберите хотя бы одного человека или напишите, почему никого"));
    int r = check_choice(s);
    if (r >= 0)
        r = check_many(s, &s->in->help, "help");
    if (r >= 0)
        r = check_many(s, &s->in->exclude, "exclude");
    for (size_t i = 0; r >= 0 && i < s->in->help.n; i++)
        if (has(&s->in->exclude, s->in->help.v[i]))
            r = wrong(s, "exclude", _("Один и тот же человек выбран и отмечен как «не готовы»"));
    return r;
}

static int keep_many(const struct saving *s, const struct id_list *list, const char *kind)
{
    int r = 0;
    for (size_t i = 0; r >= 0 && i < list->n; i++)
        r = preference_insert(s->db, s->card->programme_id, s->card->participation_id, list->v[i],
                              kind, 0);
    return r < 0 ? r : 0;
}

static int keep(const struct saving *s, int64_t now)
{
    int r = preference_clear(s->db, s->card->programme_id, s->card->participation_id);
    int place = 0;
    for (int i = 0; r >= 0 && i < PREFERENCE_PLACES; i++)
        if (s->in->choice[i])
            r = preference_insert(s->db, s->card->programme_id, s->card->participation_id,
                                  s->in->choice[i], "choice", ++place);
    if (r >= 0)
        r = keep_many(s, &s->in->help, "help");
    if (r >= 0)
        r = keep_many(s, &s->in->exclude, "exclude");
    if (r >= 0)
        r = preference_answered(s->db, s->card->id, s->in->why ? s->in->why : "", now,
                                s->in->account_id ? &s->in->account_id : NULL);
    return r < 0 ? r : 0;
}

int preference_save(struct db *db, struct arena *a, const struct app *app,
                    const struct preference_card_row *card, const struct pack *pack,
                    const struct preference_answer *in, struct err *err, const char **ret_field)
{
    struct saving s = {.db = db, .card = card, .in = in, .err = err, .field = ret_field};
    const struct pack_question **item;
    struct preference_others *others;
    int64_t now = clock_now(app->clock);
    *ret_field = NULL;
    if (preference_state(card, now) != PREFERENCE_OPEN)
        return err_set(err, ERR_CONFLICT,
                       preference_state(card, now) == PREFERENCE_EARLY
                           ? _("Выбор откроется после общей встречи")
                           : _("Карточки уже не принимаются: напишите куратору"));
    size_t n = preference_items(a, pack, card->side, &item);
    int r =
        preference_others(db, a, card->gathering_id,
                          strcmp(card->side, "mentor") ? "mentor" : "mentee", &others, &s.n_others);
    if (r < 0)
        return r;
    s.other = others;
    r = check(&s, item, n);
    return r < 0 ? r : keep(&s, now);
}

/* ---- what drafts read ---- */

int preference_since(struct db *db, struct arena *a, int64_t programme_id, int64_t since,
                     int64_t *ret_n)
{
    struct preference_since_count n = {0};
    int r = preference_since_count(db, a, programme_id, since, &n);
    *ret_n = n.n;
    return r < 0 ? r : 0;
}

int preference_mutual(struct db *db, struct arena *a, int64_t programme_id, int64_t mentee_id,
                      int64_t mentor_id)
{
    struct preference_chose n;
    int r = preference_chose(db, a, programme_id, mentee_id, mentor_id, &n);
    return r < 0 ? r : n.n == 2;
}

int preference_apart(struct db *db, int64_t programme_id, int64_t mentee_id, int64_t mentor_id,
                     const struct deed *deed)
{
    int r = preference_veto(db, programme_id, mentee_id, mentor_id,
                            deed->account_id ? &deed->account_id : NULL, clock_now(deed->clock));
    return r < 0 ? r : 0;
}

int preference_waiting(struct db *db, struct arena *a, int64_t person_id, int64_t now,
                       struct preference_own **ret, size_t *ret_n)
{
    return preference_own(db, a, person_id, date_iso(a, date_at(now, ZONE_MOSCOW)), ret, ret_n);
}
