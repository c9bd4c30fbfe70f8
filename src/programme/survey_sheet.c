#include "programme/survey_sheet.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/utf8.h"
#include "db/db.h"
#include "programme/programme_state.h"
#include "programme/survey.sql.h"
#include "programme/survey_kind.h"
#include "programme/survey_sheet.sql.h"

static int store(struct db *db, int64_t sheet_id, const struct survey_item *items, size_t n)
{
    int r = 0;
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = survey_item_insert(db, sheet_id, (int64_t)i + 1, survey_kind_word(items[i].kind),
                               items[i].text, items[i].metric, items[i].required);
    return r;
}

/* ---- of the pack ---- */

static enum survey_kind kind_of(enum pack_question_type t)
{
    static const enum survey_kind kinds[] = {
        [PACK_SCALE10] = SURVEY_SCALE10,    [PACK_OPEN] = SURVEY_OPEN,
        [PACK_BOOL] = SURVEY_BOOL,          [PACK_FREQUENCY5] = SURVEY_FREQUENCY5,
        [PACK_PERSON_RANK3] = SURVEY_RANK3, [PACK_PERSON_MULTI] = SURVEY_PEOPLE,
    };
    return kinds[t];
}

static bool asks(const struct pack_question *q, const char *form, const char *role,
                 const char *phase)
{
    return !strcmp(q->role, role) && !strcmp(q->phase, phase) &&
           (!strcmp(q->form_code, form) || !strcmp(q->form_code, "any"));
}

static size_t pack_items(struct arena *a, const struct pack *pack, const char *form,
                         const char *role, const char *phase, struct survey_item **ret)
{
    struct survey_item *items = arena_array(a, struct survey_item, SURVEY_ITEMS_MAX);
    size_t n = 0;
    for (size_t i = 0; i < pack->questions.n && n < SURVEY_ITEMS_MAX; i++) {
        const struct pack_question *q = &pack->questions.row[i];
        if (!asks(q, form, role, phase))
            continue;
        size_t k = n++; /* by their numbers: a sheet may come from several files */
        for (; k > 0 && items[k - 1].n > q->n; k--)
            items[k] = items[k - 1];
        items[k] = (struct survey_item){q->n, kind_of(q->type), q->text, q->metric, q->required};
    }
    *ret = items;
    return n;
}

int survey_pack_sheet(struct db *db, struct arena *a, const struct clock *clock,
                      const struct pack *pack, int64_t pack_id, const char *form, const char *role,
                      const char *phase, int64_t *ret_id)
{
    struct survey_sheet_pack_find found;
    struct survey_item *items;
    int64_t id = id_new(clock);
    int r = survey_sheet_pack_find(db, a, pack_id, form, role, phase, &found);
    if (r == 0) {
        size_t n = pack_items(a, pack, form, role, phase, &items);
        if (!n)
            return 0;
        r = survey_sheet_pack_insert(db, id, pack_id, form, role, phase, clock_now(clock));
        if (r > 0)
            r = store(db, id, items, n);
        if (r >= 0)
            r = survey_sheet_pack_find(db, a, pack_id, form, role, phase, &found);
    }
    if (r > 0)
        *ret_id = found.id;
    return r;
}

/* ---- one's own ---- */

int survey_own_get(struct db *db, struct arena *a, int64_t id, struct survey_own *ret)
{
    struct survey_own_row row;
    struct survey_own_sheets *sheets;
    size_t n;
    int r = survey_own_row(db, a, id, &row);
    if (r <= 0)
        return r;
    r = survey_own_sheets(db, a, id, &sheets, &n);
    if (r < 0)
        return r;
    *ret = (struct survey_own){.id = row.id,
                               .unit_id = row.unit_id,
                               .programme_id = row.has_programme_id ? row.programme_id : 0,
                               .title = row.title,
                               .role = row.role,
                               .form = row.form_code,
                               .version = row.version,
                               .archived = row.has_archived_at};
    for (size_t i = 0; i < n; i++)
        if (!sheets[i].has_published_at) {
            ret->draft = sheets[i].id;
        } else if (!ret->published) {
            ret->published = sheets[i].id;
            ret->n_published = sheets[i].n;
        }
    return 1;
}

int survey_own_create(struct db *db, struct arena *a, const struct survey_own_new *n,
                      const struct deed *deed, struct err *err, int64_t *ret_id)
{
    struct survey_own_of_unit *of_unit;
    struct survey_own_of_programme *of_programme;
    size_t have;
    int64_t id = id_new(deed->clock);
    int r = n->programme_id ? survey_own_of_programme(db, a, n->programme_id, &of_programme, &have)
                            : survey_own_of_unit(db, a, n->unit_id, &of_unit, &have);
    if (r < 0)
        return r;
    if (have >= SURVEY_OWN_MAX)
        return err_set(err, ERR_LIMIT,
                       _("Своих анкет здесь уже %d. Измените одну из них вместо новой"),
                       SURVEY_OWN_MAX);
    r = survey_own_insert(db, id, n->unit_id, n->programme_id ? &n->programme_id : NULL, n->title,
                          n->role, n->form, deed->account_id ? &deed->account_id : NULL,
                          clock_now(deed->clock));
    if (r >= 0)
        r = survey_own_sheet_insert(db, id_new(deed->clock), id, 1);
    if (r < 0)
        return r;
    *ret_id = id;
    return 0;
}

int survey_own_words(struct db *db, struct arena *a, const struct survey_own *own,
                     struct survey_words *ret)
{
    int r = survey_words(db, a, own->draft ? own->draft : own->published, ret);
    return r < 0 ? r : 0;
}

/* ---- editing ---- */

static int begin(const struct survey_edit *e)
{
    int r = survey_own_touch(e->db, e->own->id, e->version);
    if (r == 0)
        r = err_set(e->err, ERR_CONFLICT,
                    _("Анкету тем временем изменил другой человек. Посмотрите её и повторите"));
    return r;
}

/* The draft's items, with room for one more. */
static int open_draft(const struct survey_edit *e, int64_t *ret_sheet, struct survey_item **ret,
                      size_t *ret_n)
{
    struct survey_words w;
    int r = begin(e);
    if (r >= 0)
        r = survey_own_words(e->db, e->a, e->own, &w);
    if (r < 0)
        return r;
    *ret_sheet = e->own->draft;
    if (!*ret_sheet) {
        *ret_sheet = id_new(e->deed->clock);
        r = survey_own_sheet_insert(e->db, *ret_sheet, e->own->id, e->own->n_published + 1);
    }
    struct survey_item *items = arena_array(e->a, struct survey_item, w.n + 1);
    if (w.n)
        memcpy(items, w.items, w.n * sizeof *items);
    *ret = items;
    *ret_n = w.n;
    return r < 0 ? r : 0;
}

static int write_draft(const struct survey_edit *e, int64_t sheet, const struct survey_item *items,
                       size_t n)
{
    int r = survey_items_delete(e->db, sheet);
    if (r >= 0)
        r = store(e->db, sheet, items, n);
    return r < 0 ? r : 0;
}

static int check(const struct survey_edit *e, const struct survey_item *item)
{
    if (!*item->text)
        return err_set(e->err, ERR_INVALID, _("Напишите вопрос"));
    if (utf8_len(item->text) > SURVEY_ITEM_MAX)
        return err_set(e->err, ERR_INVALID, _("Вопрос длиннее %d знаков: сократите его"),
                       SURVEY_ITEM_MAX);
    return 0;
}

int survey_item_put(const struct survey_edit *e, int n, const struct survey_item *item)
{
    struct survey_item *items;
    size_t have;
    int64_t sheet;
    int r = check(e, item);
    if (r >= 0)
        r = open_draft(e, &sheet, &items, &have);
    if (r < 0)
        return r;
    if (n == 0 && have >= SURVEY_ITEMS_MAX)
        return err_set(e->err, ERR_LIMIT, _("В анкете уже %d вопросов: больше никто не заполнит"),
                       SURVEY_ITEMS_MAX);
    if (n < 0 || (size_t)n > have)
        return err_set(e->err, ERR_INVALID, _("Такого вопроса в анкете нет"));
    size_t at = n ? (size_t)n - 1 : have;
    items[at] = *item;
    return write_draft(e, sheet, items, n ? have : have + 1);
}

int survey_item_move(const struct survey_edit *e, int n, int by)
{
    struct survey_item *items;
    size_t have;
    int64_t sheet;
    int r = open_draft(e, &sheet, &items, &have);
    if (r < 0)
        return r;
    int to = n + by;
    if (n < 1 || to < 1 || (size_t)n > have || (size_t)to > have)
        return err_set(e->err, ERR_INVALID, _("Дальше этот вопрос не переставить"));
    struct survey_item moved = items[n - 1];
    items[n - 1] = items[to - 1];
    items[to - 1] = moved;
    return write_draft(e, sheet, items, have);
}

int survey_item_remove(const struct survey_edit *e, int n)
{
    struct survey_item *items;
    size_t have;
    int64_t sheet;
    int r = open_draft(e, &sheet, &items, &have);
    if (r < 0)
        return r;
    if (n < 1 || (size_t)n > have)
        return err_set(e->err, ERR_INVALID, _("Такого вопроса в анкете нет"));
    memmove(items + n - 1, items + n, (have - (size_t)n) * sizeof *items);
    return write_draft(e, sheet, items, have - 1);
}

int survey_publish(const struct survey_edit *e, int64_t *ret_answered)
{
    struct survey_words w;
    struct survey_own_answered answered;
    *ret_answered = 0;
    int r = survey_own_words(e->db, e->a, e->own, &w);
    if (r >= 0 && w.n == 0)
        return err_set(e->err, ERR_INVALID, _("В анкете нет ни одного вопроса. Добавьте первый"));
    if (r >= 0 && !e->own->draft)
        return err_set(e->err, ERR_CONFLICT, _("С прошлой публикации ничего не изменилось"));
    if (r >= 0)
        r = begin(e);
    if (r >= 0)
        r = survey_own_sheet_publish(e->db, e->own->draft, clock_now(e->deed->clock));
    if (r >= 0)
        r = survey_own_answered(e->db, e->a, e->own->id, &answered);
    if (r < 0)
        return r;
    *ret_answered = answered.n;
    return 0;
}

int survey_archive(const struct survey_edit *e)
{
    int r = begin(e);
    if (r >= 0)
        r = survey_own_archive(e->db, e->own->id, clock_now(e->deed->clock));
    return r < 0 ? r : 0;
}
