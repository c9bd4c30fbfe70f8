#include "paper/paper_book.h"

#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "frame/app.h"
#include "paper/paper_data.h"
#include "programme/roadmap.h"
#include "programme/total.h"

static const char *folder(struct arena *a, const struct app *app)
{
    return arena_printf(a, "%s/papers", app->config.data_dir);
}

const char *book_file(struct arena *a, const struct app *app, int64_t id)
{
    return arena_printf(a, "%s/%lld.docx", folder(a, app), (long long)id);
}

const char *book_scan_file(struct arena *a, const struct app *app, int64_t id)
{
    return arena_printf(a, "%s/%lld.scan", folder(a, app), (long long)id);
}

const char *book_state_name(const char *state)
{
    return !strcmp(state, "draft")    ? _("Проект")
           : !strcmp(state, "signed") ? _("Подписан")
                                      : _("Отменён");
}

const char *book_action_name(const char *action)
{
    return !strcmp(action, "make")      ? _("Внесён в реестр")
           : !strcmp(action, "remake")  ? _("Сделан заново")
           : !strcmp(action, "scan")    ? _("Загружен скан")
           : !strcmp(action, "sign")    ? _("Отмечен подписанным")
           : !strcmp(action, "publish") ? _("Показан на странице для всех")
           : !strcmp(action, "hide")    ? _("Убран со страницы для всех")
                                        : _("Отменён");
}

int book_note(const struct book_deed *at, int64_t id, const char *action, const char *detail)
{
    struct paper_last_event last;
    int r = paper_last_event(at->db, at->a, id, &last);
    if (r >= 0)
        r = paper_event_insert(at->db, id, (last.has_n ? last.n : 0) + 1, action, detail,
                               clock_now(at->app->clock), at->account_id ? &at->account_id : NULL);
    return r < 0 ? r : 0;
}

static int gone(struct err *err)
{
    return err_set(err, ERR_CONFLICT,
                   _("Документ за это время изменился. Откройте страницу и посмотрите"));
}

/* As it was typed, or the next that nobody typed before. */
static int choose_number(const struct paper_at *at, const struct paper_kind *k,
                         const struct book_new *n, int64_t next, struct err *err, const char **ret)
{
    struct paper_number_taken taken;
    *ret = *n->number ? n->number : bag_number(at, next);
    for (;;) {
        int r = paper_number_taken(at->db, at->a, at->unit.id, k->code, at->day.year, *ret, &taken);
        if (r <= 0)
            return r;
        if (*n->number)
            return err_set(err, ERR_CONFLICT,
                           _("Номер «%s» в %d году уже есть у такого же документа. Впишите другой "
                             "или оставьте поле пустым"),
                           n->number, at->day.year);
        *ret = bag_number(at, ++next);
    }
}

int book_make(const struct paper_at *at, const struct paper_kind *k, const struct book_new *n,
              struct err *err, int64_t *ret_id)
{
    struct paper_last_n last;
    struct paper_source_template t;
    struct paper_at here = *at;
    int64_t id = id_new(at->app->clock), year = at->day.year;
    int r = paper_last_n(at->db, at->a, at->unit.id, k->code, year, &last);
    if (r < 0)
        return r;
    int64_t number = (last.has_n ? last.n : 0) + 1;
    r = choose_number(at, k, n, number, err, &here.number);
    if (r >= 0)
        r = paper_template(at, k, err, &t);
    if (r >= 0)
        r = fs_mkdirs(folder(at->a, at->app), err);
    if (r >= 0)
        r = paper_write(&here, k, n->subject, PAPER_DOCX, book_file(at->a, at->app, id), err);
    if (r < 0)
        return r;
    r = paper_insert(at->db, id, at->unit.id, at->p.id, k->code, n->subject, year, number,
                     here.number, date_iso(at->a, at->day), k->name, t.id ? &t.id : NULL,
                     n->account_id ? &n->account_id : NULL, clock_now(at->app->clock));
    if (r == 0)
        return err_set(err, ERR_CONFLICT,
                       _("Этот номер только что занял другой документ. Нажмите ещё раз"));
    struct book_deed deed = {at->db, at->a, at->app, n->account_id};
    if (r > 0)
        r = total_move(at->db, &(struct total){at->p.id, TOTAL_PAPER, k->code}, NULL, "draft", 1);
    if (r >= 0)
        r = book_note(&deed, id, "make", arena_printf(at->a, "№ %s", here.number));
    *ret_id = id;
    return r;
}

int book_remake(const struct book_deed *at, int64_t id, struct err *err)
{
    struct paper_row row;
    struct paper_at here;
    struct paper_source_template t;
    int r = paper_row(at->db, at->a, id, &row);
    const struct paper_kind *k = r > 0 ? paper_kind(row.kind) : NULL;
    if (r < 0 || !k)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = paper_open(at->db, at->a, at->app, row.programme_id, err, &here);
    if (r >= 0)
        r = paper_template(&here, k, err, &t);
    if (r < 0)
        return r;
    (void)date_parse_iso(row.day, &here.day);
    here.number = row.number;
    r = paper_set_remade(at->db, id, t.id ? &t.id : NULL);
    if (r == 0)
        return gone(err);
    const char *path = book_file(at->a, at->app, id);
    const char *new = arena_printf(at->a, "%s.new", path);
    if (r > 0)
        r = book_note(at, id, "remake", "");
    if (r >= 0)
        r = paper_write(&here, k, row.subject_id, PAPER_DOCX, new, err);
    if (r >= 0 && rename(new, path) < 0)
        return err_set(err, ERR_IO, _("Файл не сохраняется на сервере: нет места или прав"));
    return r < 0 ? r : 0;
}

const char *book_scan_type(const unsigned char *b, size_t n)
{
    if (n >= 5 && !memcmp(b, "%PDF-", 5))
        return "application/pdf";
    if (n >= 3 && b[0] == 0xFF && b[1] == 0xD8 && b[2] == 0xFF)
        return "image/jpeg";
    return n >= 8 && !memcmp(b, "\x89PNG\r\n\x1a\n", 8) ? "image/png" : NULL;
}

int book_scan(const struct book_deed *at, int64_t id, const char *path, const char *name,
              struct err *err)
{
    char *bytes;
    size_t n;
    int r = fs_read(at->a, path, BOOK_SCAN_MAX, err, &bytes, &n);
    if (r == ERR_LIMIT)
        return err_set(err, ERR_LIMIT, _("Файл больше %d МБ. Сохраните скан с меньшим разрешением"),
                       (int)(BOOK_SCAN_MAX >> 20));
    if (r < 0)
        return r;
    const char *type = book_scan_type((const unsigned char *)bytes, n);
    if (!type)
        return err_set(err, ERR_INVALID,
                       _("Это не PDF, не JPEG и не PNG. Выберите скан документа"));
    r = paper_set_scan(at->db, id, type, name);
    if (r == 0)
        return gone(err);
    if (r > 0)
        r = fs_mkdirs(folder(at->a, at->app), err);
    if (r >= 0 && rename(path, book_scan_file(at->a, at->app, id)) < 0)
        return err_set(err, ERR_IO, _("Файл не сохраняется на сервере: нет места или прав"));
    return r < 0 ? r : book_note(at, id, "scan", name);
}

/* A document of the whole programme is an output of its roadmap while it is signed. */
static int put_output(const struct book_deed *at, const struct paper_row *row, const char *to)
{
    const struct roadmap_output o = {row->programme_id, row->id, row->kind, row->number, row->day};
    return strcmp(to, "signed") ? roadmap_output_drop(at->db, &o) : roadmap_output_put(at->db, &o);
}

static int turn(const struct book_deed *at, int64_t id, const char *from, const char *to,
                const char *reason)
{
    struct paper_row row;
    int r = paper_row(at->db, at->a, id, &row);
    if (r > 0)
        r = paper_set_state(at->db, id, from, to, reason);
    if (r <= 0)
        return r;
    r = total_move(at->db, &(struct total){row.programme_id, TOTAL_PAPER, row.kind}, from, to, 1);
    if (r >= 0 && !row.subject_id)
        r = put_output(at, &row, to);
    return r < 0 ? r : 1;
}

int book_sign(const struct book_deed *at, int64_t id, struct err *err)
{
    int r = turn(at, id, "draft", "signed", "");
    return r < 0 ? r : r == 0 ? gone(err) : book_note(at, id, "sign", "");
}

int book_cancel(const struct book_deed *at, int64_t id, const char *reason, struct err *err)
{
    if (!*reason)
        return err_set(err, ERR_INVALID, _("Напишите причину: она останется в реестре"));
    int r = turn(at, id, "draft", "cancelled", reason);
    if (r == 0)
        r = turn(at, id, "signed", "cancelled", reason);
    return r < 0 ? r : r == 0 ? gone(err) : book_note(at, id, "cancel", reason);
}
