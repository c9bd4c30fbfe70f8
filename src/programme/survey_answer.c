#include "programme/survey_answer.h"

#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/id.h"
#include "base/utf8.h"
#include "db/db.h"
#include "programme/survey_answer.sql.h"
#include "programme/survey_kind.h"
#include "programme/survey_release.h"

#define FILL_STEP 500

/* ---- reading ---- */

static int newest(struct db *db, struct arena *a, const struct survey_response_row *row,
                  int64_t *ret)
{
    struct survey_words_of_pack of_pack;
    struct survey_words_newest own;
    int r;
    if (row->has_survey_id) {
        r = survey_words_newest(db, a, row->survey_id, &own);
        *ret = r > 0 ? own.id : 0;
    } else {
        r = survey_words_of_pack(db, a, row->pack_id, row->form_code, row->role, row->phase,
                                 &of_pack);
        *ret = r > 0 ? of_pack.id : 0;
    }
    return r;
}

static bool still_open(const struct survey_response_row *row, int64_t now)
{
    struct date day;
    return !row->has_closed_at && date_parse_iso(row->closes_on, &day) &&
           date_to_days(date_at(now, (int)row->utc_offset)) <= date_to_days(day);
}

int survey_response_get(struct db *db, struct arena *a, const struct clock *clock, int64_t id,
                        struct survey_response *ret)
{
    struct survey_response_row row;
    int64_t sheet;
    int r = survey_response_row(db, a, id, &row);
    if (r <= 0)
        return r;
    *ret = (struct survey_response){
        .id = row.id,
        .round_id = row.round_id,
        .unit_id = row.unit_id,
        .programme_id = row.programme_id,
        .participation_id = row.participation_id,
        .person_id = row.person_id,
        .link_n = row.link_n,
        .sort_key = row.sort_key,
        .role = row.role,
        .form = row.form_code,
        .state = row.state,
        .method = row.method,
        .marks = row.marks,
        .given = row.given,
        .phase = row.phase,
        .title = row.title ? row.title : "",
        .closes_on = row.closes_on,
        .survey_id = row.has_survey_id ? row.survey_id : 0,
        .linked = row.token_hash.p != NULL,
        .open = still_open(&row, clock_now(clock)),
    };
    if (row.has_sheet_id) {
        sheet = row.sheet_id;
    } else {
        r = newest(db, a, &row, &sheet);
        if (r <= 0)
            return r < 0 ? r : ERR_NOT_FOUND;
    }
    r = survey_words(db, a, sheet, &ret->words);
    return r < 0 ? r : 1;
}

int survey_response_keep_words(struct db *db, struct arena *a, struct survey_response *r,
                               int64_t sheet_id)
{
    struct survey_words_older row;
    if (strcmp(r->state, "waiting") != 0 || !r->survey_id)
        return 0;
    int rc = survey_words_older(db, a, sheet_id, r->survey_id, &row);
    return rc <= 0 ? rc : survey_words(db, a, sheet_id, &r->words);
}

static const char *peer_name(struct arena *a, const char *given, const char *surname)
{
    size_t len = 0;
    if (*surname)
        (void)utf8_decode(surname, strlen(surname), &len);
    return arena_printf(a, "%s %s.", given, arena_strndup(a, surname, len));
}

int survey_peers(struct db *db, struct arena *a, const struct survey_response *r, bool signed_in,
                 struct survey_peer **ret, size_t *ret_n)
{
    struct survey_partners *own;
    struct survey_others *others = NULL;
    size_t n, n_others = 0;
    int rc = survey_partners(db, a, r->participation_id, &own, &n);
    if (rc >= 0 && signed_in)
        rc = survey_others(db, a, r->programme_id, !strcmp(r->role, "mentor") ? "mentee" : "mentor",
                           r->unit_id, &others, &n_others);
    if (rc < 0)
        return rc;
    struct survey_peer *peers = arena_array(a, struct survey_peer, n + n_others);
    for (size_t i = 0; i < n; i++)
        peers[i] = (struct survey_peer){own[i].id, peer_name(a, own[i].given, own[i].surname)};
    size_t k = n;
    for (size_t i = 0; i < n_others && k < SURVEY_PEOPLE_MAX; i++) {
        bool known = false;
        for (size_t j = 0; j < n; j++)
            known |= own[j].id == others[i].id;
        if (!known)
            peers[k++] = (struct survey_peer){others[i].id,
                                              peer_name(a, others[i].given, others[i].surname)};
    }
    *ret = peers;
    *ret_n = k;
    return 0;
}

int survey_said(struct db *db, struct arena *a, const struct survey_response *r,
                struct survey_said *ret)
{
    struct survey_texts_of *texts;
    struct survey_choices_of *choices;
    size_t n_texts, n_choices;
    int rc = survey_texts_of(db, a, r->id, &texts, &n_texts);
    if (rc >= 0)
        rc = survey_choices_of(db, a, r->id, &choices, &n_choices);
    if (rc < 0)
        return rc;
    *ret = (struct survey_said){{NULL}, NULL};
    for (size_t i = 0; i <= SURVEY_ITEMS_MAX; i++)
        ret->text[i] = "";
    for (size_t i = 0; i < n_texts; i++)
        ret->text[texts[i].n] = texts[i].text;
    ret->chosen = arena_alloc(a, (SURVEY_ITEMS_MAX + 1) * sizeof *ret->chosen);
    memset(ret->chosen, 0, (SURVEY_ITEMS_MAX + 1) * sizeof *ret->chosen);
    for (size_t i = 0; i < n_choices; i++)
        if (ret->chosen[choices[i].n].n < SURVEY_PEOPLE_MAX)
            ret->chosen[choices[i].n].people[ret->chosen[choices[i].n].n++] =
                choices[i].participation_id;
    return 0;
}

bool survey_answered(const struct survey_response *r, const struct survey_said *said, int n)
{
    return survey_mark_get(r->marks, n) >= 0 || *said->text[n] || said->chosen[n].n;
}

int survey_unanswered(const struct survey_response *r, const struct survey_said *said)
{
    for (size_t i = 0; i < r->words.n; i++)
        if (r->words.items[i].required && !survey_answered(r, said, r->words.items[i].n))
            return r->words.items[i].n;
    return 0;
}

int survey_steps(const struct survey_response *r)
{
    return ((int)r->words.n + SURVEY_STEP - 1) / SURVEY_STEP;
}

int survey_step_of(const struct survey_response *r, const struct survey_said *said)
{
    for (size_t i = 0; i < r->words.n; i++)
        if (!survey_answered(r, said, r->words.items[i].n) && r->words.items[i].required)
            return (int)i / SURVEY_STEP;
    return survey_steps(r);
}

/* ---- answering ---- */

static int check_open(const struct survey_response *r, struct err *err)
{
    if (!strcmp(r->state, "done"))
        return err_set(err, ERR_CONFLICT,
                       _("Анкета уже отправлена: ответы приняты и больше не меняются"));
    if (!r->open)
        return err_set(err, ERR_CONFLICT, _("Приём ответов закончен"));
    return 0;
}

static const struct survey_item *item_of(const struct survey_response *r, int n)
{
    for (size_t i = 0; i < r->words.n; i++)
        if (r->words.items[i].n == n)
            return &r->words.items[i];
    return NULL;
}

static int begin(struct db *db, struct survey_response *r, const char *method, struct err *err)
{
    if (strcmp(r->state, "waiting") != 0)
        return 0;
    int rc = survey_response_begin(db, r->id, r->words.id, method);
    if (rc == 0)
        return err_set(err, ERR_CONFLICT,
                       _("Анкету только что открыли на другом устройстве. Обновите страницу"));
    r->state = "begun";
    return rc < 0 ? rc : 0;
}

static int put_people(struct db *db, const struct survey_response *r,
                      const struct survey_item *item, const struct survey_given *g)
{
    size_t max = item->kind == SURVEY_RANK3 ? 3 : SURVEY_PEOPLE_MAX;
    int rc = survey_choices_delete(db, r->id, item->n);
    for (size_t i = 0; rc >= 0 && i < g->n_people && i < max; i++)
        rc = survey_choice_put(db, r->id, item->n, g->people[i],
                               item->kind == SURVEY_RANK3 ? (int64_t)i + 1 : 0);
    return rc;
}

static int put_text(struct db *db, const struct survey_response *r, const struct survey_item *item,
                    const char *text, struct err *err)
{
    if (!*text)
        return survey_text_delete(db, r->id, item->n);
    if (utf8_len(text) > SURVEY_TEXT_MAX)
        return err_set(err, ERR_INVALID, _("Ответ длиннее %d знаков: сократите его"),
                       SURVEY_TEXT_MAX);
    int64_t shuffle;
    random_fill(&shuffle, sizeof shuffle);
    return survey_text_put(db, r->id, item->n, r->round_id, r->words.id, r->role, r->form,
                           (shuffle & INT64_MAX) | 1, text);
}

/* One answer into r and, what does not stand in its marks, into the database. */
static int take(struct db *db, struct arena *a, struct survey_response *r,
                const struct survey_given *g, struct err *err)
{
    const struct survey_item *item = item_of(r, g->n);
    if (!item)
        return err_set(err, ERR_INVALID, _("Такого вопроса в анкете нет"));
    if (item->kind == SURVEY_OPEN)
        return put_text(db, r, item, g->text ? g->text : "", err);
    if (!survey_kind_closed(item->kind))
        return put_people(db, r, item, g);
    if (g->value != SURVEY_MISSING &&
        (g->value < survey_kind_first(item->kind) || g->value > survey_kind_last(item->kind)))
        return err_set(err, ERR_INVALID, _("Такого ответа нет среди вариантов"));
    r->marks = survey_mark_set(a, r->marks, g->n, g->value);
    return 0;
}

int survey_answer(struct db *db, struct arena *a, struct survey_response *r, const char *method,
                  const struct survey_given *given, struct err *err)
{
    int rc = check_open(r, err);
    if (rc >= 0)
        rc = begin(db, r, method, err);
    if (rc >= 0)
        rc = take(db, a, r, given, err);
    if (rc >= 0)
        rc = survey_response_mark(db, r->id, r->marks);
    return rc < 0 ? rc : 0;
}

/* ---- finishing ---- */

static int finish(struct db *db, struct arena *a, const struct clock *clock,
                  struct survey_response *r, const char *method, struct err *err)
{
    int rc = survey_response_done(db, r->id, method, clock_now(clock));
    if (rc == 0)
        return err_set(err, ERR_CONFLICT,
                       _("Анкета уже отправлена: ответы приняты и больше не меняются"));
    if (rc >= 0)
        rc = survey_round_add_done(db, r->round_id);
    if (rc >= 0)
        rc = survey_count_add_done(db, r->round_id, r->unit_id, r->role, r->form);
    if (rc >= 0)
        rc = survey_total_add_done(db, r->round_id, r->role, r->form);
    if (rc >= 0)
        rc = survey_release(db, a, r->round_id, r->role, r->form, r->words.id);
    r->state = "done";
    return rc < 0 ? rc : 0;
}

int survey_finish(struct db *db, struct arena *a, const struct clock *clock,
                  struct survey_response *r, struct err *err)
{
    struct survey_said said;
    int rc = check_open(r, err);
    if (rc >= 0)
        rc = survey_said(db, a, r, &said);
    if (rc < 0)
        return rc;
    int n = survey_unanswered(r, &said);
    if (n || !strcmp(r->state, "waiting"))
        return err_set(err, ERR_INVALID, _("Остался вопрос %d: ответьте на него, и анкета готова"),
                       n ? n : 1);
    return finish(db, a, clock, r, r->method, err);
}

/* All answers at once, one writing of the marks. */
static int whole(struct db *db, struct arena *a, const struct clock *clock,
                 struct survey_response *r, const char *method, const struct survey_given *given,
                 size_t n, struct err *err)
{
    int rc = begin(db, r, method, err);
    for (size_t i = 0; rc >= 0 && i < n; i++)
        rc = take(db, a, r, &given[i], err);
    if (rc >= 0)
        rc = survey_response_mark(db, r->id, r->marks);
    return rc < 0 ? rc : finish(db, a, clock, r, method, err);
}

static bool says(const struct survey_given *g)
{
    return g->value != SURVEY_MISSING || (g->text && *g->text) || g->n_people;
}

int survey_paper(struct db *db, struct arena *a, const struct clock *clock,
                 struct survey_response *r, const struct survey_given *given, size_t n,
                 struct err *err)
{
    bool any = false;
    int rc = check_open(r, err);
    for (size_t i = 0; i < n; i++)
        any |= says(&given[i]);
    if (rc >= 0 && !any)
        rc = err_set(err, ERR_INVALID, _("В анкете нет ни одного ответа"));
    return rc < 0 ? rc : whole(db, a, clock, r, "paper", given, n, err);
}

/* ---- in bulk ---- */

static int fill_one(struct db *db, struct arena *a, const struct clock *clock, int64_t id,
                    survey_fill_fn *answer, void *ctx, struct err *err)
{
    struct survey_response r;
    int rc = survey_response_get(db, a, clock, id, &r);
    if (rc <= 0)
        return rc < 0 ? rc : ERR_NOT_FOUND;
    rc = check_open(&r, err);
    if (rc < 0)
        return rc;
    struct survey_given *given = arena_array(a, struct survey_given, r.words.n);
    for (size_t i = 0; i < r.words.n; i++) {
        given[i] = (struct survey_given){.n = r.words.items[i].n, .value = SURVEY_MISSING};
        answer(ctx, &r, &r.words.items[i], &given[i]);
    }
    return whole(db, a, clock, &r, r.linked ? "link" : "account", given, r.words.n, err);
}

int survey_fill(struct db *db, struct arena *a, const struct clock *clock, int64_t round_id,
                int64_t limit, survey_fill_fn *answer, void *ctx, struct err *err)
{
    struct survey_unfinished *rows;
    struct arena *one = arena_new();
    size_t n = 0;
    int64_t done = 0;
    int rc = 0;
    do {
        int64_t step = limit - done < FILL_STEP ? limit - done : FILL_STEP;
        rc = step > 0 ? survey_unfinished(db, a, round_id, step, &rows, &n) : 0;
        for (size_t i = 0; rc >= 0 && step > 0 && i < n; i++) {
            rc = fill_one(db, one, clock, rows[i].id, answer, ctx, err);
            arena_reset(one);
            done += rc >= 0;
        }
        n = step > 0 ? n : 0;
    } while (rc >= 0 && n);
    arena_free(one);
    return rc < 0 ? rc : (int)done;
}
