#include "office/docx_plain.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "office/docx.h"
#include "office/docx_plain_parts.h"

/* A4 and its margins in twentieths of a point: 2, 1.5, 2 and 3 cm. */
#define PAGE_SHORT 11906
#define PAGE_LONG 16838
#define MARGIN 1134
#define MARGIN_LEFT 1701
#define MARGIN_RIGHT 850
#define MARGIN_SMALL 454 /* with small letters: there are many columns */
#define CELL_SIDE 70     /* beside the words of a cell, as in our PDF */

struct plain {
    struct strbuf b;
    struct err *err;
    int line;
    bool landscape, frame, numbers, small, new_page;
    bool table, lines;
    bool keep; /* the paragraph with what follows */
    size_t n_columns;
    int width[DOCX_MAX_COLUMNS];
};

static const struct {
    const char *mark, *style;
} looks[] = {{"## ", "Heading2"}, {"# ", "Heading1"}, {"> ", "AtRight"}, {"^ ", "Centered"},
             {"- ", "NoIndent"},  {"~ ", "Small"},    {"* ", "Large"}};

static void put_xml(struct strbuf *b, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '<')
            strbuf_puts(b, "&lt;");
        else if (s[i] == '>')
            strbuf_puts(b, "&gt;");
        else if (s[i] == '&')
            strbuf_puts(b, "&amp;");
        else if (s[i] == '\t')
            strbuf_puts(b, "</w:t><w:tab/><w:t xml:space=\"preserve\">");
        else
            strbuf_putc(b, s[i]);
    }
}

static void put_run(struct strbuf *b, const char *s, size_t n, bool bold)
{
    if (!n)
        return;
    strbuf_printf(b, "<w:r>%s<w:t xml:space=\"preserve\">", bold ? "<w:rPr><w:b/></w:rPr>" : "");
    put_xml(b, s, n);
    strbuf_puts(b, "</w:t></w:r>");
}

/* **bold** and not. */
static void put_runs(struct strbuf *b, const char *s, size_t n)
{
    for (bool bold = false; n;) {
        const char *mark = memmem(s, n, "**", 2);
        size_t len = mark ? (size_t)(mark - s) : n;
        put_run(b, s, len, bold);
        bold = !bold;
        s += len + (mark ? 2 : 0);
        n -= len + (mark ? 2 : 0);
    }
}

static void put_paragraph(struct plain *p, const char *style, const char *s, size_t n)
{
    strbuf_printf(&p->b, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>%s%s</w:pPr>", style,
                  p->keep ? "<w:keepNext/>" : "", p->new_page ? "<w:pageBreakBefore/>" : "");
    p->new_page = false;
    put_runs(&p->b, s, n);
    strbuf_puts(&p->b, "</w:p>");
}

/* ---- tables ---- */

static void end_table(struct plain *p)
{
    if (p->table) /* a paragraph always follows: two tables would grow together */
        strbuf_puts(&p->b, "</w:tbl><w:p><w:pPr><w:pStyle w:val=\"Small\"/></w:pPr></w:p>");
    p->table = false;
}

static int wrong(struct plain *p, const char *what)
{
    return err_set(p->err, ERR_INVALID, _("Строка %d шаблона: %s"), p->line, what);
}

static int left_margin(const struct plain *p)
{
    return p->small ? MARGIN_SMALL : MARGIN_LEFT;
}

static int right_margin(const struct plain *p)
{
    return p->small ? MARGIN_SMALL : MARGIN_RIGHT;
}

static int read_shares(struct plain *p, const char *s)
{
    int whole = p->landscape ? PAGE_LONG : PAGE_SHORT, sum = 0;
    end_table(p);
    whole -= left_margin(p) + right_margin(p);
    for (p->n_columns = 0; *s && *s != '\n';) {
        char *end;
        long share = strtol(s, &end, 10);
        if (end == s)
            break;
        if (p->n_columns == DOCX_MAX_COLUMNS || share < 1 || share > 100)
            return wrong(p, _("столбцов слишком много, или доля не от 1 до 100"));
        p->width[p->n_columns++] = (int)share;
        sum += (int)share;
        s = end;
    }
    for (size_t i = 0; i < p->n_columns; i++)
        p->width[i] = whole * p->width[i] / sum;
    return p->n_columns ? 0 : wrong(p, _("нет долей столбцов"));
}

static void begin_table(struct plain *p, bool lines)
{
    static const char *const sides[] = {"top", "left", "bottom", "right", "insideH", "insideV"};
    int whole = 0;
    for (size_t i = 0; i < p->n_columns; i++)
        whole += p->width[i];
    strbuf_printf(&p->b, "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/>", whole);
    if (lines) {
        strbuf_puts(&p->b, "<w:tblBorders>");
        for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
            strbuf_printf(&p->b,
                          "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" "
                          "w:color=\"000000\"/>",
                          sides[i]);
        strbuf_puts(&p->b, "</w:tblBorders>");
    }
    strbuf_printf(&p->b,
                  "<w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"%d\" w:type=\"dxa\"/>"
                  "<w:right w:w=\"%d\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>",
                  CELL_SIDE, CELL_SIDE);
    for (size_t i = 0; i < p->n_columns; i++)
        strbuf_printf(&p->b, "<w:gridCol w:w=\"%d\"/>", p->width[i]);
    strbuf_puts(&p->b, "</w:tblGrid>");
    p->table = true;
    p->lines = lines;
}

static void put_cell(struct plain *p, const char *s, size_t n, int width, size_t span, bool head)
{
    static const char pilcrow[] = "¶";
    strbuf_printf(&p->b, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width);
    if (span > 1)
        strbuf_printf(&p->b, "<w:gridSpan w:val=\"%zu\"/>", span);
    strbuf_puts(&p->b, "</w:tcPr>");
    for (;;) {
        const char *mark = memmem(s, n, pilcrow, 2);
        size_t len = mark ? (size_t)(mark - s) : n, from = 0, to = len;
        while (from < to && s[from] == ' ')
            from++;
        while (to > from && s[to - 1] == ' ')
            to--;
        put_paragraph(p, p->small ? "CellSmall" : head ? "CellHead" : "Cell", s + from, to - from);
        if (!mark)
            break;
        s += len + 2;
        n -= len + 2;
    }
    strbuf_puts(&p->b, "</w:tc>");
}

static int put_row(struct plain *p, const char *s, size_t n)
{
    bool head = n && *s == '=', plain_row = n && *s == '_';
    size_t column = 0;
    if (head || plain_row)
        s++, n--;
    if (!p->n_columns)
        return wrong(p, _("таблица начинается с долей столбцов: |% 30 70"));
    if (!p->table)
        begin_table(p, !plain_row);
    strbuf_printf(&p->b, "<w:tr><w:trPr>%s%s</w:trPr>", head ? "<w:cantSplit/>" : "",
                  head ? "<w:tblHeader/>" : "<w:cantSplit/>");
    while (column < p->n_columns) {
        const char *bar = memchr(s, '|', n);
        size_t len = bar ? (size_t)(bar - s) : n, span = bar ? 1 : p->n_columns - column;
        int width = 0;
        for (size_t i = column; i < column + span; i++)
            width += p->width[i];
        put_cell(p, s, len, width, span, head);
        column += span;
        s += len + (bar != NULL);
        n -= len + (bar != NULL);
    }
    strbuf_puts(&p->b, "</w:tr>");
    return n ? wrong(p, _("ячеек больше, чем столбцов")) : 0;
}

/* ---- lines ---- */

static bool signature(const char *line)
{
    return !strncmp(line, "|_", 2);
}

/* Signatures (a table without lines) are not left alone on a page: what stands before them comes
 * along. */
static bool before_signatures(const char *rest)
{
    while (!strncmp(rest, ".\n", 2))
        rest += 2;
    if (strncmp(rest, "|%", 2) != 0)
        return false;
    const char *row = strchr(rest, '\n');
    return row && signature(row + 1);
}

static void put_line(struct plain *p, const char *s, size_t n)
{
    end_table(p);
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        size_t m = strlen(looks[i].mark);
        if (n >= m && !memcmp(s, looks[i].mark, m)) {
            bool far = p->landscape && !strcmp(looks[i].style, "AtRight");
            put_paragraph(p, far ? "AtFarRight" : looks[i].style, s + m, n - m);
            return;
        }
    }
    if (n == 3 && !memcmp(s, "---", 3))
        p->new_page = true;
    else if (n == 1 && *s == '.')
        put_paragraph(p, "NoIndent", "", 0);
    else
        put_paragraph(p, "Normal", s, n);
}

static int read_line(struct plain *p, const char *s, size_t n)
{
    if (!n)
        return 0;
    if (*s == '@') {
        p->landscape |= !strncmp(s, "@landscape", 10);
        p->frame |= !strncmp(s, "@frame", 6);
        p->numbers |= !strncmp(s, "@numbers", 8);
        p->small |= !strncmp(s, "@small", 6);
        return 0;
    }
    if (*s != '|') {
        put_line(p, s, n);
        return 0;
    }
    return n > 1 && s[1] == '%' ? read_shares(p, s + 2) : put_row(p, s + 1, n - 1);
}

/* ---- the file ---- */

static const char *frame_of(struct arena *a)
{
    static const char *const sides[] = {"top", "left", "bottom", "right"};
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_puts(&b, "<w:pgBorders w:offsetFrom=\"page\">");
    for (size_t i = 0; i < 4; i++)
        strbuf_printf(&b, "<w:%s w:val=\"double\" w:sz=\"12\" w:space=\"24\" w:color=\"000000\"/>",
                      sides[i]);
    strbuf_puts(&b, "</w:pgBorders>");
    return b.s;
}

static const char *document(struct arena *a, const struct plain *p)
{
    return arena_printf(
        a,
        HEAD "<w:document xmlns:w=\"" W "\" xmlns:r=\"" R "\"><w:body>%s<w:sectPr>%s<w:pgSz "
             "w:w=\"%d\" w:h=\"%d\"%s/><w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" "
             "w:left=\"%d\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>%s%s%s</w:sectPr>"
             "</w:body></w:document>",
        p->b.s, p->numbers ? "<w:headerReference w:type=\"default\" r:id=\"rId2\"/>" : "",
        p->landscape ? PAGE_LONG : PAGE_SHORT, p->landscape ? PAGE_SHORT : PAGE_LONG,
        p->landscape ? " w:orient=\"landscape\"" : "", MARGIN, right_margin(p), MARGIN,
        left_margin(p), p->frame ? frame_of(a) : "", p->frame ? "<w:vAlign w:val=\"center\"/>" : "",
        p->numbers ? "<w:titlePg/>" : "");
}

static bool add(zip_t *zip, const char *name, const char *text)
{
    zip_source_t *source = zip_source_buffer(zip, text, strlen(text), 0);
    zip_int64_t at = source ? zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (source && at < 0)
        zip_source_free(source);
    return at >= 0 && zip_file_set_dostime(zip, (zip_uint64_t)at, 0, 1 << 5 | 1, 0) == 0;
}

static int pack(struct arena *a, const char *body, const void **ret_bytes, size_t *ret_n)
{
    zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, NULL);
    if (!out)
        return ERR_IO;
    zip_source_keep(out);
    zip_t *zip = zip_open_from_source(out, ZIP_TRUNCATE, NULL);
    bool good = zip && add(zip, "[Content_Types].xml", types) &&
                add(zip, "_rels/.rels", package_rels) && add(zip, "word/document.xml", body) &&
                add(zip, "word/styles.xml", styles) && add(zip, "word/header1.xml", header) &&
                add(zip, "word/settings.xml", settings) &&
                add(zip, "word/_rels/document.xml.rels", document_rels);
    if (zip && (!good || zip_close(zip) < 0)) {
        zip_discard(zip);
        good = false;
    }
    zip_stat_t st;
    if (good && zip_source_open(out) == 0) {
        good = zip_source_stat(out, &st) == 0;
        char *bytes = arena_alloc(a, good ? st.size : 0);
        good = good && zip_source_read(out, bytes, st.size) == (zip_int64_t)st.size;
        zip_source_close(out);
        *ret_bytes = bytes;
        *ret_n = good ? st.size : 0;
    }
    zip_source_free(out);
    return good ? 0 : ERR_IO;
}

int docx_plain(struct arena *a, const char *text, struct err *err, const void **ret_bytes,
               size_t *ret_n)
{
    struct plain p = {.err = err};
    int r = 0;
    strbuf_init(&p.b, a);
    if (strlen(text) > DOCX_PLAIN_MAX)
        return err_set(err, ERR_LIMIT, _("Документ слишком длинный"));
    while (r >= 0 && *text) {
        size_t n = strcspn(text, "\n");
        p.line++;
        const char *rest = text + n + (text[n] == '\n');
        p.keep = *text == '|' ? signature(text) && signature(rest) : before_signatures(rest);
        r = read_line(&p, text, n);
        text = rest;
    }
    end_table(&p);
    return r < 0 ? r : pack(a, document(a, &p), ret_bytes, ret_n);
}
