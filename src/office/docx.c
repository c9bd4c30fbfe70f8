#include "office/docx.h"

#include <assert.h>
#include <string.h>
#include <zip.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "office/docx_settings.h"

#define W "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define RELS "http://schemas.openxmlformats.org/package/2006/relationships"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

/* A4 and its margins in twentieths of a point. */
#define PAGE_SHORT 11906
#define PAGE_LONG 16838
#define MARGIN 1134

struct docx {
    struct strbuf body;
    bool landscape;
    size_t n_columns;
    int width[DOCX_MAX_COLUMNS]; /* twentieths of a point */
};

struct docx *docx_new(struct arena *a, bool landscape)
{
    struct docx *d = arena_new_of(a, struct docx);
    strbuf_init(&d->body, a);
    d->landscape = landscape;
    return d;
}

static void put_char(struct strbuf *b, uint32_t c)
{
    char bytes[4];
    if (c == '<')
        strbuf_puts(b, "&lt;");
    else if (c == '>')
        strbuf_puts(b, "&gt;");
    else if (c == '&')
        strbuf_puts(b, "&amp;");
    else if (c == '\n')
        strbuf_puts(b, "</w:t><w:br/><w:t xml:space=\"preserve\">");
    else if (c >= 0x20 && c != 0xfffe && c != 0xffff)
        strbuf_add(b, bytes, utf8_encode(c, bytes));
}

static void put_run(struct docx *d, const char *text, bool bold)
{
    size_t n = strlen(text);
    strbuf_printf(&d->body, "<w:r>%s<w:t xml:space=\"preserve\">",
                  bold ? "<w:rPr><w:b/></w:rPr>" : "");
    for (size_t i = 0, len; i < n; i += len)
        put_char(&d->body, utf8_decode(text + i, n - i, &len));
    strbuf_puts(&d->body, "</w:t></w:r>");
}

void docx_paragraph(struct docx *d, enum docx_style style, const char *text)
{
    static const char *const names[] = {
        [DOCX_TEXT] = "Normal", [DOCX_TITLE] = "Heading1", [DOCX_RIGHT] = "Stamp"};
    strbuf_printf(&d->body, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>", names[style]);
    put_run(d, text, false);
    strbuf_puts(&d->body, "</w:p>");
}

/* ---- tables ---- */

static void put_cell(struct docx *d, const char *text, int width, size_t span, bool bold)
{
    strbuf_printf(&d->body, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width);
    if (span > 1)
        strbuf_printf(&d->body, "<w:gridSpan w:val=\"%zu\"/>", span);
    /* Heads and bands do not stay at the foot of a page without what they head. */
    strbuf_printf(&d->body, "</w:tcPr><w:p><w:pPr><w:pStyle w:val=\"Cell\"/>%s</w:pPr>",
                  bold ? "<w:keepNext/>" : "");
    put_run(d, text, bold);
    strbuf_puts(&d->body, "</w:p></w:tc>");
}

static void put_row(struct docx *d, const char *const *cells, bool head)
{
    strbuf_printf(&d->body, "<w:tr><w:trPr><w:cantSplit/>%s</w:trPr>",
                  head ? "<w:tblHeader/>" : "");
    for (size_t i = 0; i < d->n_columns; i++)
        put_cell(d, cells[i], d->width[i], 1, head);
    strbuf_puts(&d->body, "</w:tr>");
}

static int text_width(const struct docx *d)
{
    return (d->landscape ? PAGE_LONG : PAGE_SHORT) - 2 * MARGIN;
}

void docx_table(struct docx *d, const char *const *heads, const int *percent, size_t n)
{
    static const char *const sides[] = {"top", "left", "bottom", "right", "insideH", "insideV"};
    assert(n > 0 && n <= DOCX_MAX_COLUMNS);
    strbuf_printf(&d->body, "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblBorders>",
                  text_width(d));
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
        strbuf_printf(&d->body,
                      "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>",
                      sides[i]);
    strbuf_puts(&d->body, "</w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>");
    d->n_columns = n;
    for (size_t i = 0; i < n; i++) {
        d->width[i] = text_width(d) * percent[i] / 100;
        strbuf_printf(&d->body, "<w:gridCol w:w=\"%d\"/>", d->width[i]);
    }
    strbuf_puts(&d->body, "</w:tblGrid>");
    put_row(d, heads, true);
}

void docx_row(struct docx *d, const char *const *cells)
{
    put_row(d, cells, false);
}

void docx_band(struct docx *d, const char *text)
{
    strbuf_puts(&d->body, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    put_cell(d, text, text_width(d), d->n_columns, true);
    strbuf_puts(&d->body, "</w:tr>");
}

void docx_table_end(struct docx *d)
{
    /* A document may not end with a table: a paragraph always follows. */
    strbuf_puts(&d->body, "</w:tbl><w:p/>");
}

/* ---- the file ---- */

static const char types[] =
    HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
         "<Default Extension=\"rels\" "
         "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
         "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
         "<Override PartName=\"/word/document.xml\" ContentType=\"application/"
         "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
         "<Override PartName=\"/word/styles.xml\" ContentType=\"application/"
         "vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>"
         "<Override PartName=\"/word/settings.xml\" ContentType=\"application/"
         "vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/></Types>";

static const char package_rels[] =
    HEAD "<Relationships xmlns=\"" RELS "\"><Relationship Id=\"rId1\" Type=\"" OFFICE
         "/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

static const char document_rels[] =
    HEAD "<Relationships xmlns=\"" RELS "\"><Relationship Id=\"rId1\" Type=\"" OFFICE
         "/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId2\" Type=\"" OFFICE
         "/settings\" Target=\"settings.xml\"/></Relationships>";

#define STYLE(id, name, paragraph, run)                                                            \
    "<w:style w:type=\"paragraph\" w:styleId=\"" id "\"><w:name w:val=\"" name                     \
    "\"/><w:pPr>" paragraph "</w:pPr><w:rPr>" run "</w:rPr></w:style>"

/* Headings have a font of their own in some word processors. */
#define FONT                                                                                       \
    "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" "                           \
    "w:cs=\"Times New Roman\"/>"

static const char styles[] = HEAD
    "<w:styles xmlns:w=\"" W "\"><w:docDefaults><w:rPrDefault><w:rPr>" FONT
    "<w:sz w:val=\"24\"/><w:lang w:val=\"ru-RU\"/>"
    "</w:rPr></w:rPrDefault></w:docDefaults>" STYLE("Normal", "Normal",
                                                    "<w:spacing w:after=\"120\"/>", "")
        STYLE("Heading1", "heading 1",
              "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"120\"/><w:jc "
              "w:val=\"center\"/><w:outlineLvl w:val=\"0\"/>",
              FONT "<w:b/><w:sz w:val=\"28\"/>")
            STYLE("Stamp", "Stamp", "<w:jc w:val=\"right\"/>", "") STYLE(
                "Cell", "Cell", "<w:spacing w:after=\"0\"/>", "<w:sz w:val=\"22\"/>") "</w:styles>";

static const char *document(const struct docx *d, struct arena *a)
{
    return arena_printf(
        a,
        HEAD "<w:document xmlns:w=\"" W "\"><w:body>%s<w:sectPr><w:pgSz w:w=\"%d\" w:h=\"%d\"%s/>"
             "<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" w:header=\"600\" "
             "w:footer=\"600\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
        d->body.s, d->landscape ? PAGE_LONG : PAGE_SHORT, d->landscape ? PAGE_SHORT : PAGE_LONG,
        d->landscape ? " w:orient=\"landscape\"" : "", MARGIN, MARGIN, MARGIN, MARGIN);
}

static bool add(zip_t *zip, const char *name, const char *text)
{
    zip_source_t *source = zip_source_buffer(zip, text, strlen(text), 0);
    if (source && zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) >= 0)
        return true;
    zip_source_free(source);
    return false;
}

int docx_write(const struct docx *d, const char *path, struct err *err)
{
    if (d->body.len > DOCX_MAX_BYTES)
        return err_set(err, ERR_LIMIT, _("Документ слишком длинный"));
    struct arena *a = arena_new();
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    /* libzip writes beside the name and renames when everything is there. */
    bool good =
        zip && add(zip, "[Content_Types].xml", types) && add(zip, "_rels/.rels", package_rels) &&
        add(zip, "word/document.xml", document(d, a)) && add(zip, "word/styles.xml", styles) &&
        add(zip, "word/settings.xml", HEAD DOCX_SETTINGS) &&
        add(zip, "word/_rels/document.xml.rels", document_rels);
    if (zip && (!good || zip_close(zip) < 0)) {
        zip_discard(zip);
        good = false;
    }
    arena_free(a);
    return good ? 0
                : err_set(err, ERR_IO,
                          _("Документ не сохраняется. Проверьте место на диске и "
                            "попробуйте снова"));
}
