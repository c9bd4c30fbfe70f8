#include "programme/survey_round.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "frame/app.h"
#include "programme/survey.sql.h"
#include "programme/survey_release.h"
#include "programme/survey_round.sql.h"
#include "programme/survey_sheet.h"

/* ---- links ---- */

void survey_link_secret(const unsigned char key[32], int64_t response_id, int64_t link_n,
                        char ret[SURVEY_LINK_LEN + 1])
{
    char msg[64];
    unsigned char raw[SURVEY_LINK_LEN * 3 / 4];
    int n = snprintf(msg, sizeof msg, "sheet %lld %lld", (long long)response_id, (long long)link_n);
    crypto_generichash(raw, sizeof raw, (const unsigned char *)msg, (unsigned long long)n, key, 32);
    sodium_bin2base64(ret, SURVEY_LINK_LEN + 1, raw, sizeof raw,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

void survey_link_hash(const char *secret, unsigned char ret[SURVEY_LINK_HASH])
{
    crypto_generichash(ret, SURVEY_LINK_HASH, (const unsigned char *)secret, strlen(secret), NULL,
                       0);
}

const char *survey_link(struct arena *a, const struct app *app, int64_t response_id, int64_t link_n)
{
    char secret[SURVEY_LINK_LEN + 1];
    survey_link_secret(app->key, response_id, link_n, secret);
    return app_url(a, app, arena_printf(a, "/sheet?key=%s", secret));
}

int survey_link_change(struct db *db, const struct app *app, int64_t response_id, bool none)
{
    struct arena *a = arena_new();
    struct survey_link_n row;
    char secret[SURVEY_LINK_LEN + 1];
    unsigned char hash[SURVEY_LINK_HASH];
    int r = survey_link_n(db, a, response_id, &row);
    arena_free(a);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    survey_link_secret(app->key, response_id, row.link_n + 1, secret);
    survey_link_hash(secret, hash);
    r = survey_link_set(db, response_id,
                        (struct db_blob){none ? NULL : hash, none ? 0 : sizeof hash},
                        row.link_n + 1);
    return r < 0 ? r : 0;
}

int survey_link_find(struct db *db, struct arena *a, const char *secret, int64_t *ret_response)
{
    unsigned char hash[SURVEY_LINK_HASH];
    struct survey_link_row row;
    if (strlen(secret) != SURVEY_LINK_LEN)
        return 0;
    survey_link_hash(secret, hash);
    int r = survey_link_row(db, a, (struct db_blob){hash, sizeof hash}, &row);
    if (r > 0)
        *ret_response = row.id;
    return r;
}

/* ---- rounds ---- */

int survey_round_get(struct db *db, struct arena *a, int64_t id, struct survey_round *ret)
{
    struct survey_round_row row;
    int r = survey_round_row(db, a, id, &row);
    if (r > 0)
        *ret = (struct survey_round){
            .id = row.id,
            .unit_id = row.unit_id,
            .programme_id = row.programme_id,
            .survey_id = row.has_survey_id ? row.survey_id : 0,
            .phase = row.phase,
            .closes_on = row.closes_on,
            .title = row.title ? row.title : "",
            .remind_days = row.remind_days,
            .sent = row.sent,
            .done = row.done,
            .version = row.version,
            .opened_at = row.opened_at,
            .closed_at = row.has_closed_at ? row.closed_at : 0,
            .zone = (int)row.utc_offset,
        };
    return r;
}

const char *survey_round_title(const struct survey_round *round)
{
    if (*round->title)
        return round->title;
    return !strcmp(round->phase, "before") ? _("Анкетирование на входе")
                                           : _("Анкетирование на выходе");
}

bool survey_over(const char *closes_on, int zone, int64_t now)
{
    struct date day;
    return date_parse_iso(closes_on, &day) && date_to_days(date_at(now, zone)) > date_to_days(day);
}

bool survey_round_open(const struct survey_round *round, int64_t now)
{
    return !round->closed_at && !survey_over(round->closes_on, round->zone, now);
}

static int check_day(struct date day, int zone, int64_t now, struct err *err)
{
    int64_t left = date_to_days(day) - date_to_days(date_at(now, zone));
    if (left < 0)
        return err_set(err, ERR_INVALID, _("Этот день уже прошёл. Выберите сегодня или позже"));
    if (left > SURVEY_DAYS_MAX)
        return err_set(err, ERR_INVALID, _("Слишком далеко: выберите день в пределах года"));
    return 0;
}

/* An own questionnaire must have been published. */
static int check_own(struct db *db, struct arena *a, int64_t survey_id, struct err *err)
{
    struct survey_own own;
    int r = survey_own_get(db, a, survey_id, &own);
    if (r < 0)
        return r;
    if (r == 0 || own.archived)
        return err_set(err, ERR_INVALID, _("Этой анкеты больше нет. Выберите другую"));
    if (!own.published)
        return err_set(err, ERR_INVALID, _("Анкета ещё не опубликована. Сначала опубликуйте её"));
    return 0;
}

int survey_round_begin(struct db *db, struct arena *a, const struct survey_round_new *n,
                       const struct deed *deed, struct err *err, int64_t *ret_id)
{
    struct survey_rounds_of *rounds;
    size_t have;
    int64_t id = id_new(deed->clock), now = clock_now(deed->clock);
    if (!programme_running(n->p->state))
        return err_set(err, ERR_CONFLICT,
                       _("Программа сейчас не идёт: анкеты рассылают, пока она работает"));
    int r = check_day(n->closes, ZONE_MOSCOW, now, err);
    if (r >= 0 && n->survey_id)
        r = check_own(db, a, n->survey_id, err);
    if (r >= 0)
        r = survey_rounds_of(db, a, n->p->id, &rounds, &have);
    if (r < 0)
        return r;
    if (have >= SURVEY_ROUNDS_MAX)
        return err_set(err, ERR_LIMIT, _("В программе уже %d рассылок анкет"), SURVEY_ROUNDS_MAX);
    r = survey_round_insert(db, id, n->p->unit_id, n->p->id, n->survey_id ? &n->survey_id : NULL,
                            n->phase, date_iso(a, n->closes), n->remind_days, now,
                            deed->account_id ? &deed->account_id : NULL);
    if (r == 0)
        return err_set(err, ERR_CONFLICT,
                       _("Эти анкеты уже разосланы. Откройте рассылку и добавьте новых людей"));
    if (r < 0)
        return r;
    *ret_id = id;
    return 0;
}

int survey_round_change(struct db *db, const struct survey_round *round, int64_t version,
                        struct date closes, int64_t remind_days, const struct deed *deed,
                        struct err *err)
{
    struct arena *a = arena_new();
    int r = check_day(closes, round->zone, clock_now(deed->clock), err);
    if (r >= 0)
        r = survey_round_set(db, round->id, version, date_iso(a, closes), remind_days);
    arena_free(a);
    if (r == 0)
        return err_set(
            err, ERR_CONFLICT,
            _("Рассылку тем временем изменил другой человек. Посмотрите её и повторите"));
    return r < 0 ? r : 0;
}

int survey_close(struct db *db, struct arena *a, const struct survey_round *round,
                 const struct deed *deed)
{
    int r = survey_round_close(db, round->id, clock_now(deed->clock));
    return r <= 0 ? r : survey_release_all(db, a, round->id);
}
