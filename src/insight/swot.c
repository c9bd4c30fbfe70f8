#include "insight/swot.h"

#include <string.h>

#include "base/i18n.h"
#include "base/map.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "db/db.h"
#include "insight/swot.sql.h"
#include "programme/survey.h"

static const struct {
    const char *code, *name;
} parts[SWOT_PARTS] = {
    [SWOT_STRENGTHS] = {"strengths", N_("Сильные стороны")},
    [SWOT_WEAKNESSES] = {"weaknesses", N_("Слабые стороны")},
    [SWOT_OPPORTUNITIES] = {"opportunities", N_("Возможности")},
    [SWOT_THREATS] = {"threats", N_("Угрозы")},
};

const char *swot_part_name(enum swot_part part)
{
    return _(parts[part].name);
}

enum swot_part swot_part_from(const char *code)
{
    enum swot_part part = 0;
    while (part < SWOT_PARTS && strcmp(parts[part].code, code) != 0)
        part++;
    return part;
}

int swot_get(struct db *db, struct arena *a, int64_t programme_id, struct swot *ret)
{
    struct swot_row row;
    *ret = (struct swot){.text = {"", "", "", ""}};
    int r = swot_row(db, a, programme_id, &row);
    if (r == 1)
        *ret = (struct swot){{row.strengths, row.weaknesses, row.opportunities, row.threats},
                             row.version};
    return r < 0 ? r : 0;
}

size_t swot_filled(const struct swot *s)
{
    size_t n = 0;
    for (int i = 0; i < SWOT_PARTS; i++)
        n += *s->text[i] != '\0';
    return n;
}

int swot_save(struct db *db, const struct clock *clock, int64_t programme_id, int64_t account_id,
              const struct swot *s, struct err *err)
{
    const int64_t *by = account_id ? &account_id : NULL;
    const char *const *t = s->text;
    int r = s->version
                ? swot_update(db, programme_id, t[0], t[1], t[2], t[3], s->version, by,
                              clock_now(clock))
                : swot_insert(db, programme_id, t[0], t[1], t[2], t[3], by, clock_now(clock));
    if (r == 0)
        return err_set(err, ERR_CONFLICT,
                       _("Пока вы правили таблицу, её сохранил кто-то ещё. Ваши слова остались "
                         "здесь: перенесите нужное и сохраните ещё раз"));
    return r < 0 ? r : 0;
}

int swot_put(struct arena *a, struct swot *s, enum swot_part part, const char *answer,
             struct err *err)
{
    const char *was = s->text[part];
    char *line = utf8_squeeze(a, answer);
    char *text = arena_printf(a, *was ? "%s\n%s" : "%s%s", was, line);
    if (utf8_len(text) > SWOT_MAX)
        return err_set(err, ERR_LIMIT, _("В этой части больше нет места: сократите её"));
    s->text[part] = text;
    return 0;
}

int swot_use(struct db *db, int64_t programme_id, const char *key)
{
    int r = swot_used_insert(db, programme_id, key);
    return r < 0 ? r : 0;
}

/* FNV-1a: the table holds no answers a second time. */
const char *swot_key(struct arena *a, int64_t round_id, int64_t sheet_id, int n, const char *answer)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (const char *s = answer; *s; s++)
        hash = (hash ^ (unsigned char)*s) * UINT64_C(1099511628211);
    return arena_printf(a, "%llx-%llx-%d-%016llx", (unsigned long long)round_id,
                        (unsigned long long)sheet_id, n, (unsigned long long)hash);
}

/* ---- open answers ---- */

struct offer {
    struct db *db;
    struct arena *a;
    struct map used;
    struct swot_candidate *list;
    size_t n, max;
};

/* Of one question a few answers that are new, so that each question has its say; they are looked
 * for in pages that grow, and no further than this. */
#define EXPERIENCE                                                                                 \
    "experience" /* the metric of «где вы раньше участвовали»: nothing of this programme */
#define ANSWERS_OF_ITEM 10
#define LOOKED_AT 300

static int offer_item(struct offer *o, const struct survey_open_item *item)
{
    int64_t after = 0;
    size_t had = o->n, enough = had + ANSWERS_OF_ITEM < o->max ? had + ANSWERS_OF_ITEM : o->max;
    size_t page = ANSWERS_OF_ITEM, looked = 0;
    for (; looked < LOOKED_AT && o->n == had && had < o->max; looked += page, page *= 2) {
        const char *const *answers;
        size_t n;
        int r = survey_open_answers(o->db, o->a, item, after, page, &answers, &n, &after);
        if (r < 0)
            return r;
        for (size_t i = 0; i < n && o->n < enough; i++) {
            const char *key = swot_key(o->a, item->round_id, item->sheet_id, item->n, answers[i]);
            uint32_t *seen = map_at(&o->used, key);
            if (*seen != MAP_NONE)
                continue;
            *seen = 1;
            o->list[o->n++] = (struct swot_candidate){key, answers[i], item->text};
        }
        if (!after)
            break;
    }
    return 0;
}

int swot_candidates(struct db *db, struct arena *a, int64_t programme_id, size_t max,
                    struct swot_candidate **ret, size_t *ret_n, size_t *ret_asked)
{
    struct swot_used_rows *used;
    const struct survey_open_item *items;
    struct offer o = {.db = db, .a = a, .max = max};
    size_t n_used;
    int r = swot_used_rows(db, a, programme_id, &used, &n_used);
    if (r >= 0)
        r = survey_open_items(db, a, programme_id, NULL, &items, ret_asked);
    if (r < 0)
        return r;
    map_init(&o.used, a, 2 * n_used + max);
    for (size_t i = 0; i < n_used; i++)
        *map_at(&o.used, used[i].answer) = 1;
    o.list = arena_array(a, struct swot_candidate, max);
    for (size_t i = 0; r >= 0 && i < *ret_asked && o.n < max; i++)
        if (strcmp(items[i].metric, EXPERIENCE) != 0)
            r = offer_item(&o, &items[i]);
    *ret = o.list;
    *ret_n = o.n;
    return r < 0 ? r : 0;
}
