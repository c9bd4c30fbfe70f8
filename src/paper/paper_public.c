#include "paper/paper_public.h"

#include <string.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "frame/app.h"
#include "office/docx_pdf.h"
#include "paper/paper_public.sql.h"

static const char *pdf_file(struct arena *a, const struct app *app, int64_t id)
{
    return arena_printf(a, "%s/papers/%lld.pdf", app->config.data_dir, (long long)id);
}

int paper_publication(const struct book_deed *at, const struct paper_row *row, struct err *err,
                      enum pack_publication *ret)
{
    struct paper_at here;
    int r = paper_open(at->db, at->a, at->app, row->programme_id, err, &here);
    const struct pack_document *d = r >= 0 ? pack_document(here.pack, row->kind) : NULL;
    *ret = d ? d->publication : PACK_PUBLISH_NEVER;
    return r;
}

/* The document as it was registered, on paper. */
static int make_pdf(const struct book_deed *at, const struct paper_row *row, struct err *err)
{
    static const struct docx_data nothing = {0};
    struct docx_template *t;
    struct docx_filled filled;
    struct date day = {0};
    char *bytes;
    size_t n;
    (void)date_parse_iso(row->day, &day);
    int r = fs_read(at->a, book_file(at->a, at->app, row->id), DOCX_FILE_MAX, err, &bytes, &n);
    if (r >= 0)
        r = docx_template(at->a, bytes, n, err, &t);
    if (r >= 0)
        r = docx_fill(at->a, t, &nothing, err, &filled);
    return r < 0 ? r : docx_pdf(at->a, &filled, day, pdf_file(at->a, at->app, row->id), err);
}

static int check(const struct book_deed *at, const struct paper_row *row, const char *what,
                 bool agreed, struct err *err)
{
    enum pack_publication may;
    int r = paper_publication(at, row, err, &may);
    if (r < 0)
        return r;
    if (strcmp(row->state, "signed") != 0)
        return err_set(err, ERR_CONFLICT,
                       _("Показать можно только подписанный документ. Отметьте его подписанным"));
    if (may == PACK_PUBLISH_NEVER)
        return err_set(err, ERR_INVALID, _("Документы этого вида для всех не показывают"));
    if (!strcmp(what, "scan") && !*row->scan_type)
        return err_set(err, ERR_INVALID, _("Скана ещё нет. Загрузите его на странице документа"));
    if (may == PACK_PUBLISH_ASKED && !agreed)
        return err_set(
            err, ERR_INVALID,
            _("Проверьте, кто назван в документе: показать его можно, когда все согласны "
              "или имена закрыты"));
    return 0;
}

int paper_publish(const struct book_deed *at, int64_t id, const char *what, bool agreed,
                  struct err *err)
{
    struct paper_row row;
    int r = paper_row(at->db, at->a, id, &row);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = *what ? check(at, &row, what, agreed, err) : 0;
    if (r >= 0 && !strcmp(what, "file"))
        r = make_pdf(at, &row, err);
    if (r >= 0 && strcmp(row.published, what) != 0) {
        r = paper_set_published(at->db, id, what);
        if (r > 0)
            r = book_note(at, id, *what ? "publish" : "hide", "");
    }
    return r < 0 ? r : 0;
}

static struct paper_public shown(struct arena *a, const struct app *app,
                                 const struct paper_public_rows *row, const struct paper_kind *k)
{
    bool scan = !strcmp(row->published, "scan");
    struct paper_public x = {.id = row->id,
                             .name = _(k->name),
                             .number = row->number,
                             .programme = row->programme,
                             .path =
                                 scan ? book_scan_file(a, app, row->id) : pdf_file(a, app, row->id),
                             .type = scan ? row->scan_type : "application/pdf"};
    (void)date_parse_iso(row->day, &x.day);
    x.end = strstr(x.type, "pdf") ? "pdf" : strstr(x.type, "png") ? "png" : "jpg";
    return x;
}

int paper_public_list(struct db *db, struct arena *a, const struct app *app, int64_t unit_id,
                      struct paper_public **ret, size_t *ret_n)
{
    struct paper_public_rows *rows;
    size_t n, filled = 0;
    int r = paper_public_rows(db, a, unit_id, &rows, &n);
    if (r < 0)
        return r;
    struct paper_public *list = arena_array(a, struct paper_public, n);
    for (size_t k = 0; k < n_paper_kinds; k++)
        for (size_t i = 0; i < n; i++)
            if (!strcmp(rows[i].kind, paper_kinds[k].code))
                list[filled++] = shown(a, app, &rows[i], &paper_kinds[k]);
    *ret = list;
    *ret_n = filled;
    return 0;
}

int paper_public_unit(struct db *db, struct arena *a, int64_t id, int64_t *ret_unit_id)
{
    struct paper_row row;
    int r = paper_row(db, a, id, &row);
    if (r > 0)
        *ret_unit_id = row.unit_id;
    return r;
}
