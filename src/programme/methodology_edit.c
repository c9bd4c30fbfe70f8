#include "programme/methodology_edit.h"

#include <sodium.h>
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "programme/methodology.h"
#include "programme/methodology_edit.sql.h"

#define HEAD "pack.tsv"

/* ---- reading ---- */

int methodology_files(const struct methodology_draft *d, struct pack_file **ret, size_t *ret_n)
{
    struct pack_files_of *rows;
    struct pack_draft_files *changed;
    size_t n, n_changed;
    int r = pack_files_of(d->db, d->a, d->pack_id, &rows, &n);
    if (r >= 0 && !n)
        return ERR_NOT_FOUND;
    if (r >= 0)
        r = pack_draft_files(d->db, d->a, d->pack_id, &changed, &n_changed);
    if (r < 0)
        return r;
    struct pack_file *files = arena_array(d->a, struct pack_file, n);
    for (size_t i = 0; i < n; i++) {
        files[i] =
            (struct pack_file){.name = rows[i].name, .data = rows[i].body.p, .n = rows[i].body.n};
        for (size_t k = 0; k < n_changed; k++)
            if (!strcmp(changed[k].name, rows[i].name))
                files[i] = (struct pack_file){
                    .name = rows[i].name, .data = changed[k].body.p, .n = changed[k].body.n};
    }
    *ret = files;
    *ret_n = n;
    return 0;
}

static const char *was_of(struct arena *a, const char *data, size_t n)
{
    unsigned char raw[METHODOLOGY_WAS_LEN / 2];
    char *text = arena_alloc(a, METHODOLOGY_WAS_LEN + 1);
    crypto_generichash(raw, sizeof raw, (const unsigned char *)data, n, NULL, 0);
    return sodium_bin2hex(text, METHODOLOGY_WAS_LEN + 1, raw, sizeof raw);
}

int methodology_changed(const struct methodology_draft *d, const char *const **ret, size_t *ret_n)
{
    struct pack_draft_files *rows;
    int r = pack_draft_files(d->db, d->a, d->pack_id, &rows, ret_n);
    if (r < 0)
        return r;
    const char **names = arena_array(d->a, const char *, *ret_n);
    for (size_t i = 0; i < *ret_n; i++)
        names[i] = rows[i].name;
    *ret = names;
    return 0;
}

static bool listed(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(names[i], name))
            return true;
    return false;
}

int methodology_table(const struct methodology_draft *d, const char *name, struct err *err,
                      struct methodology_table *ret)
{
    struct pack_file *files;
    const char *const *changed;
    size_t n, n_changed, i = 0;
    int r = methodology_files(d, &files, &n);
    if (r >= 0)
        r = methodology_changed(d, &changed, &n_changed);
    if (r < 0)
        return r;
    while (i < n && strcmp(files[i].name, name) != 0)
        i++;
    if (i == n)
        return ERR_NOT_FOUND;
    *ret = (struct methodology_table){.name = files[i].name,
                                      .changed = listed(changed, n_changed, name),
                                      .was = was_of(d->a, files[i].data, files[i].n),
                                      .data = files[i].data,
                                      .n = files[i].n};
    return tsv_parse(d->a, name, files[i].data, files[i].n, err, &ret->t);
}

bool methodology_sure(const char *confidence)
{
    return !strcmp(confidence, "seed") || !strcmp(confidence, "found") ||
           !strcmp(confidence, "known");
}

int methodology_mark_column(const struct tsv *t)
{
    int c = tsv_col(t, "confidence");
    return c >= 0 ? c : tsv_col(t, "mark");
}

/* ---- changing ---- */

/* The pack of the draft, while it is the current version of its code. */
static int current(const struct methodology_draft *d, struct err *err, struct pack_version_row *ret)
{
    int r = pack_version_row(d->db, d->a, d->pack_id, ret);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    if (!ret->current)
        return err_set(err, ERR_CONFLICT,
                       _("Эта версия уже не последняя. Правьте ту, что действует сейчас"));
    return 0;
}

int methodology_put(const struct methodology_draft *d, const char *name, const char *was,
                    const char *data, size_t n, struct err *err)
{
    struct pack_version_row pack;
    struct methodology_table old;
    struct tsv t;
    struct err unread = {0}; /* a table that cannot be read may be replaced */
    int r = current(d, err, &pack);
    if (r >= 0)
        r = methodology_table(d, name, &unread, &old);
    if (r == ERR_INVALID)
        r = 0;
    if (r < 0)
        return r;
    if (was && strcmp(was, old.was) != 0)
        return err_set(err, ERR_CONFLICT,
                       _("Пока вы правили, таблица изменилась. Откройте её снова и внесите правку "
                         "ещё раз"));
    if (n > PACK_MAX_FILE)
        return err_set(err, ERR_LIMIT, _("%s: файл больше %u МБ"), name, PACK_MAX_FILE >> 20);
    r = tsv_parse(d->a, name, data, n, err, &t);
    if (r >= 0)
        r = pack_draft_put(d->db, d->pack_id, name, (struct db_blob){data, n},
                           d->account_id ? &d->account_id : NULL, clock_now(d->clock));
    return r < 0 ? r : 0;
}

static void add_row(struct strbuf *b, const char *const *cells, size_t n)
{
    for (size_t i = 0; i < n; i++)
        strbuf_printf(b, "%s%s", i ? "\t" : "", cells[i]);
    strbuf_putc(b, '\n');
}

/* The table with row `at` replaced, removed (cells NULL) or added behind the last. */
static struct strbuf written(struct arena *a, const struct tsv *t, size_t at,
                             const char *const *cells)
{
    struct strbuf b;
    strbuf_init(&b, a);
    add_row(&b, t->head, t->n_cols);
    for (size_t i = 0; i < t->n_rows; i++)
        if (i != at)
            add_row(&b, t->cells + i * t->n_cols, t->n_cols);
        else if (cells)
            add_row(&b, cells, t->n_cols);
    if (at == t->n_rows && cells)
        add_row(&b, cells, t->n_cols);
    return b;
}

int methodology_set_row(const struct methodology_draft *d, const char *name, const char *was,
                        size_t row, const char *const *cells, struct err *err)
{
    struct methodology_table table;
    bool blank = cells != NULL;
    int r = methodology_table(d, name, err, &table);
    if (r < 0)
        return r;
    if (row > table.t.n_rows || (!cells && row == table.t.n_rows))
        return ERR_NOT_FOUND;
    for (size_t i = 0; cells && i < table.t.n_cols; i++) {
        if (strpbrk(cells[i], "\t\n\r"))
            return err_set(err, ERR_INVALID, _("В ячейке не может быть переноса строки"));
        blank &= !*cells[i];
    }
    if (blank)
        return err_set(err, ERR_INVALID, _("Заполните хотя бы одну ячейку"));
    struct strbuf b = written(d->a, &table.t, row, cells);
    return methodology_put(d, name, was, b.s, b.len, err);
}

/* ---- publishing ---- */

/* The same files, with another number in pack.tsv. */
static int with_version(const struct methodology_draft *d, struct pack_file *files, size_t n,
                        int64_t version, struct err *err)
{
    struct tsv t;
    size_t i = 0;
    while (i < n && strcmp(files[i].name, HEAD) != 0)
        i++;
    if (i == n)
        return ERR_NOT_FOUND;
    int r = tsv_parse(d->a, HEAD, files[i].data, files[i].n, err, &t);
    int column = r < 0 ? -1 : tsv_col(&t, "version");
    if (r < 0 || column < 0 || !t.n_rows)
        return r < 0 ? r
                     : err_set(err, ERR_INVALID,
                               _("pack.tsv: нужна ровно одна строка под названиями столбцов"));
    const char **cells = arena_array(d->a, const char *, t.n_cols);
    memcpy(cells, t.cells, t.n_cols * sizeof *cells);
    cells[column] = arena_printf(d->a, "%lld", (long long)version);
    struct strbuf b = written(d->a, &t, 0, cells);
    files[i].data = b.s;
    files[i].n = b.len;
    return 0;
}

/* What would be published: the files as a pack that everybody has read. */
static int load(const struct methodology_draft *d, struct err *err, const struct pack **ret,
                int64_t *ret_version)
{
    struct pack_version_row now;
    struct pack_version_last last;
    struct pack_file *files;
    size_t n;
    int r = current(d, err, &now);
    if (r >= 0)
        r = pack_version_last(d->db, d->a, now.code, &last);
    if (r >= 0)
        r = methodology_files(d, &files, &n);
    if (r < 0)
        return r;
    *ret_version = last.version < METHODOLOGY_OWN_FIRST ? METHODOLOGY_OWN_FIRST : last.version + 1;
    r = with_version(d, files, n, *ret_version, err);
    if (r >= 0)
        r = pack_load(d->a, files, n, err, ret);
    if (r >= 0 && strcmp((*ret)->code, now.code) != 0)
        r = err_set(err, ERR_INVALID,
                    _("pack.tsv, столбец «code»: код методологии не меняется, он «%s»"), now.code);
    return r >= 0 && d->check ? d->check(d->a, *ret, err) : r;
}

int methodology_check(const struct methodology_draft *d, struct err *err)
{
    const struct pack *pack;
    int64_t version;
    return load(d, err, &pack, &version);
}

int methodology_publish(const struct methodology_draft *d, struct err *err, int64_t *ret_pack_id,
                        int *ret_version)
{
    const struct pack *pack;
    const char *const *changed;
    size_t n;
    int64_t version;
    int r = methodology_changed(d, &changed, &n);
    if (r >= 0 && !n)
        return err_set(err, ERR_CONFLICT, _("Публиковать нечего: в правке нет ни одной таблицы"));
    if (r >= 0)
        r = load(d, err, &pack, &version);
    if (r >= 0)
        r = methodology_install(d->db, d->clock, pack, err, ret_pack_id);
    if (r >= 0)
        r = pack_draft_drop(d->db, d->pack_id);
    if (r < 0)
        return r;
    *ret_version = pack->version;
    return 0;
}

int methodology_drop(const struct methodology_draft *d)
{
    int r = pack_draft_drop(d->db, d->pack_id);
    return r < 0 ? r : 0;
}
