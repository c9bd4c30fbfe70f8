/* What of a document cannot be printed, found without printing it. */
#include <expat.h>
#include <string.h>

#include "base/i18n.h"
#include "office/docx_look.h"
#include "office/docx_pdf.h"
#include "office/docx_tree.h"

const char *docx_unprintable(const char *tag, const XML_Char **atts)
{
    static const struct {
        const char *tag, *what;
    } known[] = {{"drawing", N_("рисунки")},
                 {"pict", N_("рисунки")},
                 {"object", N_("вставленные объекты")},
                 {"numId", N_("автоматические номера и списки")},
                 {"vMerge", N_("ячейки, объединённые по вертикали")},
                 {"footnoteReference", N_("сноски")},
                 {"endnoteReference", N_("сноски")}};
    const char *v = docx_att(atts, "val");
    if (!strcmp(tag, "numId") && v && !strcmp(v, "0")) /* «no number here», LibreOffice says */
        return NULL;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(tag, known[i].tag))
            return _(known[i].what);
    return NULL;
}

int docx_cannot(struct err *err, const char *what)
{
    return err_set(err, ERR_INVALID,
                   _("В документе есть %s: PDF из него не сделать. Скачайте DOCX и сохраните PDF в "
                     "текстовом редакторе"),
                   what);
}

struct reader {
    XML_Parser x;
    struct err *err;
    int rc;
    unsigned tables;
};

static void on_start(void *ctx, const XML_Char *name, const XML_Char **atts)
{
    struct reader *r = ctx;
    const char *tag = docx_local(name), *what = docx_unprintable(tag, atts);
    if (!strcmp(tag, "tbl") && r->tables++)
        what = _("таблицы внутри таблиц");
    if (!what || r->rc < 0)
        return;
    r->rc = docx_cannot(r->err, what);
    XML_StopParser(r->x, XML_FALSE);
}

static void on_end(void *ctx, const XML_Char *name)
{
    struct reader *r = ctx;
    r->tables -= !strcmp(docx_local(name), "tbl");
}

int docx_pdf_try(const struct docx_template *t, struct err *err)
{
    struct reader r = {.x = XML_ParserCreateNS(NULL, '|'), .err = err};
    if (!r.x)
        return ERR_IO;
    XML_SetUserData(r.x, &r);
    XML_SetElementHandler(r.x, on_start, on_end);
    int good = XML_Parse(r.x, t->trees[0].source, (int)t->trees[0].n, XML_TRUE) == XML_STATUS_OK;
    XML_ParserFree(r.x);
    return r.rc < 0 ? r.rc : good ? 0 : docx_broken(err);
}
