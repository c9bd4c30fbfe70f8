/* Templates as word processors leave them: fields in pieces, rows, conditions; and files that are
 * no templates. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "office/docx_fill.h"
#include "office/docx_pdf.h"
#include "office/docx_testing.h"

#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define CELL(text) "<w:tc>" P(text) "</w:tc>"
#define ROW(cells) "<w:tr>" cells "</w:tr>"
#define TABLE(rows) "<w:tbl><w:tblPr/><w:tblGrid/>" rows "</w:tbl>"

static const char *const columns[] = {"№", "наставник", "класс"};
static const char *const cells[] = {"1", "Ёлкин & сын", "5 <б>", "2", "Рябова", NULL};
static const struct docx_value values[] = {{"школа", "МБОУ «Школа № 5»", false},
                                           {"Основание", "", false},
                                           {"руководитель, кому", "Е. П. Соколовой", false},
                                           {"адрес", "Кунгур,\nЛенина, 1", false},
                                           {"примечание", NULL, true}};
static const struct docx_list lists[] = {{"пары", columns, 3, cells, 2},
                                         {"встречи", columns, 3, NULL, 0}};
static const struct docx_data data = {values, 5, lists, 2};

struct folder {
    struct arena *a;
    char path[32];
};

static int set_up(void **state)
{
    struct arena *a = arena_new();
    struct folder *f = arena_new_of(a, struct folder);
    f->a = a;
    strcpy(f->path, "/tmp/fill-XXXXXX");
    assert_non_null(mkdtemp(f->path));
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct folder *f = *state;
    (void)unlink(arena_printf(f->a, "%s/a.docx", f->path));
    (void)rmdir(f->path);
    arena_free(f->a);
    return 0;
}

static int read_body(struct folder *f, const char *body, struct err *err,
                     struct docx_template **ret)
{
    size_t n;
    *err = (struct err){0};
    const void *bytes = docx_testing_body(f->a, body, &n);
    return docx_template(f->a, bytes, n, err, ret);
}

/* The filled body without what stands around it. */
static const char *filled(struct folder *f, const char *body)
{
    struct err err;
    struct docx_template *t;
    struct docx_filled out;
    int r = read_body(f, body, &err, &t);
    if (r >= 0)
        r = docx_fill(f->a, t, &data, &err, &out);
    if (r < 0)
        fail_msg("%s", err.text);
    const char *from = strstr(out.parts[0].text, "<w:body>") + 8;
    return arena_strndup(f->a, from, (size_t)(strstr(from, "</w:body>") - from));
}

static const char *refused(struct folder *f, const char *body)
{
    static struct err err;
    struct docx_template *t;
    struct docx_filled out;
    int r = read_body(f, body, &err, &t);
    if (r >= 0)
        r = docx_fill(f->a, t, &data, &err, &out);
    assert_int_equal(r, ERR_INVALID);
    return err.text;
}

static void a_field_in_pieces(void **state)
{
    struct folder *f = *state;
    const char *out =
        filled(f, "<w:p><w:r><w:t>Для {</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{ Шк</w:t></w:r>"
                  "<w:proofErr w:type=\"spellStart\"/><w:r><w:t>ола}</w:t></w:r><w:r><w:t>} и "
                  "{{руководитель, кому}}</w:t></w:r></w:p>");
    assert_string_equal(
        out, "<w:p><w:r><w:t xml:space=\"preserve\">Для МБОУ «Школа № 5»</w:t></w:r><w:r><w:rPr>"
             "<w:b/></w:rPr><w:t xml:space=\"preserve\"></w:t></w:r>"
             "<w:proofErr w:type=\"spellStart\"/><w:r><w:t xml:space=\"preserve\"></w:t></w:r>"
             "<w:r><w:t xml:space=\"preserve\"> и Е. П. Соколовой</w:t></w:r></w:p>");
}

static void text_is_escaped_and_blanks_are_lines(void **state)
{
    struct folder *f = *state;
    assert_string_equal(filled(f, P("{{адрес}}")),
                        "<w:p><w:r><w:t xml:space=\"preserve\">Кунгур,</w:t><w:br/>"
                        "<w:t xml:space=\"preserve\">Ленина, 1</w:t></w:r></w:p>");
    assert_non_null(strstr(filled(f, P("{{основание}}|{{примечание}}|")), "____|"));
    assert_non_null(strstr(filled(f, P("{{основание}}|{{примечание}}|")), "|</w:t>"));
    assert_non_null(strstr(filled(f, P("{{пары.наставник}}, {{пары.класс}}")),
                           "Ёлкин &amp; сын, 5 &lt;б&gt;<"));
    /* An entity between letters of the file is one letter of the text. */
    assert_non_null(
        strstr(filled(f, P("a &amp; {{школа}} &lt;")), "a &amp; МБОУ «Школа № 5» &lt;"));
}

static void rows_are_repeated(void **state)
{
    struct folder *f = *state;
    const char *out = filled(
        f, TABLE(ROW(CELL("№")) ROW(CELL("{{пары.№}}") CELL("{{пары.наставник}}"))) "<w:p/>");
    assert_int_equal(docx_testing_count(out, "<w:tr>"), 3);
    assert_non_null(strstr(out, ">1<"));
    assert_non_null(strstr(out, ">Рябова<"));
    /* Nobody: one row to write on. */
    out = filled(f, TABLE(ROW(CELL("№")) ROW(CELL("{{встречи.№}}"))));
    assert_int_equal(docx_testing_count(out, "<w:tr>"), 2);
    /* Neighbours of one list are one group, and a condition chooses between them. */
    out = filled(f, TABLE(ROW(CELL("{{?пары.класс}}{{пары.класс}}"))
                              ROW(CELL("{{!пары.класс}}{{пары.наставник}} без класса"))));
    assert_int_equal(docx_testing_count(out, "<w:tr>"), 2);
    assert_true(strstr(out, "5 &lt;б&gt;") < strstr(out, "Рябова без класса"));
    assert_null(strstr(out, "сын"));
    /* A table inside a cell repeats its own rows. */
    out = filled(f, TABLE(ROW("<w:tc>" TABLE(ROW(CELL("{{пары.№}}"))) "<w:p/></w:tc>")));
    assert_int_equal(docx_testing_count(out, "<w:tr>"), 3);
}

static void paragraphs_are_repeated_and_left_out(void **state)
{
    struct folder *f = *state;
    const char *out = filled(f, P("{{пары.№}}.") P("{{пары.наставник}}") P("конец"));
    assert_int_equal(docx_testing_count(out, "<w:p>"), 5);
    assert_true(strstr(out, "Ёлкин") < strstr(out, ">2</w:t>") ||
                strstr(out, "Ёлкин") < strstr(out, "2."));
    assert_string_equal(filled(f, P("{{встречи.№}}")), "");
    assert_string_equal(filled(f, P("{{?основание}}На основании {{основание}}")), "");
    assert_non_null(strstr(filled(f, P("{{!основание}}Без основания")), "Без основания"));
    assert_non_null(strstr(filled(f, P("{{?пары}}Есть пары")), "Есть пары"));
    assert_string_equal(filled(f, P("{{?встречи}}Есть встречи")), "");
    /* In a table the whole row goes, and with the last row the table. */
    assert_string_equal(filled(f, TABLE(ROW(CELL("{{?основание}}x") CELL("y")))), "");
    /* A section's end stays where it was. */
    assert_string_equal(filled(f, "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>{{?основание}}x"
                                  "</w:t></w:r></w:p>"),
                        "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>");
}

static void what_is_unique_is_not_repeated(void **state)
{
    struct folder *f = *state;
    const char *out = filled(f, "<w:p w14:paraId=\"1A\"><w:bookmarkStart w:id=\"0\" w:name=\"a\"/>"
                                "<w:r><w:t>{{пары.№}}</w:t></w:r><w:bookmarkEnd w:id=\"0\"/></w:p>"
                                "<w:p w14:paraId=\"1B\"><w:bookmarkStart w:id=\"1\" w:name=\"b\"/>"
                                "</w:p>");
    assert_null(strstr(out, "1A"));
    assert_int_equal(docx_testing_count(out, "bookmark"), 1);
    assert_non_null(strstr(out, "paraId=\"1B\""));

    /* A control, a comment and a picture in a row of a list. */
    out = filled(
        f,
        TABLE(ROW("<w:tc><w:p><w:commentRangeStart w:id=\"0\"/><w:sdt><w:sdtPr><w:id w:val=\"7\"/>"
                  "</w:sdtPr><w:sdtContent><w:r><w:t>{{пары.№}}</w:t></w:r></w:sdtContent></w:sdt>"
                  "<w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r><w:r>"
                  "<w:drawing><wp:docPr xmlns:wp=\"urn:wp\" id=\"3\" name=\"Герб\"/></w:drawing>"
                  "</w:r></w:p></w:tc>")));
    assert_int_equal(docx_testing_count(out, "<w:drawing>"), 2);
    assert_null(strstr(out, "comment"));
    assert_null(strstr(out, "<w:id"));
    assert_null(strstr(out, " id=\"3\""));
    assert_int_equal(docx_testing_count(out, " id=\"1000000\""), 1);
    assert_int_equal(docx_testing_count(out, " id=\"1000001\""), 1);
    out = filled(
        f, "<w:p><w:r><w:drawing><wp:docPr xmlns:wp=\"urn:wp\" id=\"3\"/></w:drawing></w:r></w:p>");
    assert_int_equal(docx_testing_count(out, " id=\"3\""), 1);
}

static void a_wrong_field_is_named(void **state)
{
    struct folder *f = *state;
    const char *said = refused(f, P("Утверждаю") P("Пара: {{пары.настовник}} и все"));
    assert_non_null(strstr(said, "«пары.настовник»"));
    assert_non_null(strstr(said, "Пара: {{пары.настовник}} и все"));
    assert_non_null(strstr(said, "имели в виду «пары.наставник»"));
    said = refused(f, P("{{фламинго}}"));
    assert_non_null(strstr(said, "«фламинго»"));
    assert_null(strstr(said, "имели в виду"));
    assert_non_null(strstr(refused(f, P("Поле {{школа} тут")), "не закрыто"));
    assert_non_null(strstr(refused(f, P("{{пары}}")), "«пары»"));
    said = refused(f, TABLE(ROW(CELL("{{пары.№}}") CELL("{{встречи.№}}"))));
    assert_non_null(strstr(said, "двух списков"));
}

static void names_are_read_as_people_write_them(void **state)
{
    struct folder *f = *state;
    assert_non_null(strstr(filled(f, P("{{ ШКОЛА }}")), "Школа № 5"));
    assert_non_null(strstr(filled(f, P("{{Руководитель,\u00a0кому}}")), "Соколовой"));
    struct err err;
    struct docx_template *t;
    assert_int_equal(read_body(f, P("{{школа}} {{ Школа}} {{пары.№}}"), &err, &t), 0);
    const bool *used, *used_lists;
    assert_int_equal(docx_template_check(f->a, t, &data, &err, &used, &used_lists), 0);
    assert_true(used[0] && !used[1] && used_lists[0] && !used_lists[1]);
}

static const char *refused_bytes(struct folder *f, const void *bytes, size_t n, int code)
{
    static struct err err;
    struct docx_template *t;
    err = (struct err){0};
    assert_int_equal(docx_template(f->a, bytes, n, &err, &t), code);
    assert_true(*err.text);
    return err.text;
}

static void what_is_no_template_is_told(void **state)
{
    struct folder *f = *state;
    size_t n;
    assert_non_null(strstr(refused_bytes(f, "%PDF-1.4 …", 12, ERR_INVALID), "не документ DOCX"));
    assert_non_null(strstr(refused_bytes(f, "", 0, ERR_INVALID), "не документ DOCX"));
    assert_non_null(strstr(refused_bytes(f, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, ERR_INVALID),
                           "под паролем"));
    const char *whole = docx_testing_body(f->a, P("{{школа}}"), &n);
    refused_bytes(f, whole, n - 30, ERR_INVALID);
    refused_bytes(f, whole, n / 2, ERR_INVALID);

    struct docx_testing_part sheet[] = {{"[Content_Types].xml", "<Types/>"}, {"a.xml", "<a/>"}};
    const void *bytes = docx_testing_zip(f->a, sheet, 2, &n);
    assert_non_null(strstr(refused_bytes(f, bytes, n, ERR_INVALID), "не документ DOCX"));

    assert_non_null(strstr(refused(f, "<w:p><w:r></w:p>"), "повреждён"));
    assert_non_null(strstr(refused(f, "<w:p>\xff</w:p>"), "повреждён"));
    struct docx_testing_part parts[DOCX_TESTING_PARTS];
    docx_testing_parts(f->a, P("x"), parts);
    parts[2].text = "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>";
    bytes = docx_testing_zip(f->a, parts, DOCX_TESTING_PARTS, &n);
    assert_non_null(strstr(refused_bytes(f, bytes, n, ERR_INVALID), "повреждён"));
    docx_testing_parts(f->a, P("x"), parts);
    parts[0].text = "application/vnd.ms-word.document.macroEnabled.main+xml";
    bytes = docx_testing_zip(f->a, parts, DOCX_TESTING_PARTS, &n);
    assert_non_null(strstr(refused_bytes(f, bytes, n, ERR_INVALID), "макрос"));
}

/* The text is whole, a picture is not: Word would not open what is made of it. */
static void a_damaged_part_is_told(void **state)
{
    struct folder *f = *state;
    struct docx_testing_part parts[DOCX_TESTING_PARTS + 1];
    struct docx_template *t;
    struct err err;
    size_t n;
    docx_testing_parts(f->a, P("x"), parts);
    parts[DOCX_TESTING_PARTS] = (struct docx_testing_part){"word/media/arms.bin", "0123456789"};
    unsigned char *bytes =
        (unsigned char *)docx_testing_zip(f->a, parts, DOCX_TESTING_PARTS + 1, &n);
    assert_int_equal(docx_template(f->a, bytes, n, &err, &t), 0);
    assert_int_equal(docx_whole(t, &err), 0);
    unsigned char *picture = memmem(bytes, n, "arms.bin", 8);
    assert_non_null(picture);
    picture[8 + 4] ^= 0xff;
    assert_int_equal(docx_template(f->a, bytes, n, &err, &t), 0);
    assert_int_equal(docx_whole(t, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "повреждён"));
}

static void what_is_too_large_is_told(void **state)
{
    struct folder *f = *state;
    size_t n;
    char *spaces = arena_alloc(f->a, DOCX_PART_MAX + 2);
    memset(spaces, ' ', DOCX_PART_MAX + 1);
    const void *bytes = docx_testing_body(f->a, spaces, &n);
    assert_true(n < 100000); /* a bomb */
    refused_bytes(f, bytes, n, ERR_LIMIT);

    char *deep = arena_alloc(f->a, 8000);
    for (int i = 0; i < 300; i++)
        strcat(deep, "<w:sdt>");
    bytes = docx_testing_body(f->a, deep, &n);
    assert_non_null(strstr(refused_bytes(f, bytes, n, ERR_LIMIT), "сложно"));

    char *huge = arena_alloc(f->a, DOCX_FILE_MAX + 2);
    memcpy(huge, "PK\3\4", 4);
    refused_bytes(f, huge, DOCX_FILE_MAX + 1, ERR_LIMIT);
}

static void the_same_data_give_the_same_file(void **state)
{
    struct folder *f = *state;
    const char *path = arena_printf(f->a, "%s/a.docx", f->path);
    struct err err;
    struct docx_template *t;
    struct docx_filled out;
    char *first, *second;
    size_t n, m;
    assert_int_equal(read_body(f, P("{{школа}}"), &err, &t), 0);
    assert_int_equal(docx_fill(f->a, t, &data, &err, &out), 0);
    assert_int_equal(docx_filled_write(&out, path, &err), 0);
    assert_int_equal(fs_read(f->a, path, 1 << 20, &err, &first, &n), 0);
    assert_int_equal(docx_filled_write(&out, path, &err), 0);
    assert_int_equal(fs_read(f->a, path, 1 << 20, &err, &second, &m), 0);
    assert_int_equal(n, m);
    assert_memory_equal(first, second, n);
    assert_int_equal(docx_template(f->a, first, n, &err, &t), 0); /* it is a document again */
    assert_int_equal(docx_filled_write(&out, arena_printf(f->a, "%s/no/a.docx", f->path), &err),
                     ERR_IO);
}

/* What the layout of a PDF cannot do is refused by its name; the rest is printed. */
static void a_pdf_leaves_nothing_out(void **state)
{
    static const struct {
        const char *body, *what;
    } odd[] = {
        {"<w:p><w:r><w:drawing/></w:r></w:p>", "рисунки"},
        {"<w:p><w:pPr><w:numPr><w:numId "
         "w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>",
         "номера"},
        {TABLE(ROW("<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>")), "вертикали"},
        {"<w:p><w:r><w:footnoteReference/></w:r></w:p>", "сноски"},
        {TABLE(ROW("<w:tc>" TABLE(ROW(CELL("x"))) "<w:p/></w:tc>")), "таблицы внутри таблиц"},
    };
    struct folder *f = *state;
    const char *path = arena_printf(f->a, "%s/a.docx", f->path);
    struct date day = {2026, 11, 5};
    struct docx_template *t;
    struct docx_filled out;
    struct err err;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        assert_int_equal(read_body(f, odd[i].body, &err, &t), 0);
        assert_int_equal(docx_pdf_try(t, &err), ERR_INVALID);
        assert_non_null(strstr(err.text, odd[i].what));
        assert_int_equal(docx_fill(f->a, t, &data, &err, &out), 0);
        assert_int_equal(docx_pdf(f->a, &out, day, path, &err), ERR_INVALID);
        assert_non_null(strstr(err.text, odd[i].what));
        assert_int_not_equal(access(path, F_OK), 0);
    }
    /* A head of LibreOffice says that it has no number. */
    assert_int_equal(read_body(f,
                               TABLE(ROW(CELL("{{пары.наставник}}"))) TABLE(ROW(CELL("x")))
                                   P("{{школа}}") "<w:p><w:pPr><w:numPr><w:numId w:val=\"0\"/>"
                                                  "</w:numPr></w:pPr></w:p>",
                               &err, &t),
                     0);
    assert_int_equal(docx_pdf_try(t, &err), 0);
    assert_int_equal(docx_fill(f->a, t, &data, &err, &out), 0);
    assert_int_equal(docx_pdf(f->a, &out, day, path, &err), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_field_in_pieces),
        TEST(text_is_escaped_and_blanks_are_lines),
        TEST(rows_are_repeated),
        TEST(paragraphs_are_repeated_and_left_out),
        TEST(what_is_unique_is_not_repeated),
        TEST(a_wrong_field_is_named),
        TEST(names_are_read_as_people_write_them),
        TEST(what_is_no_template_is_told),
        TEST(a_damaged_part_is_told),
        TEST(what_is_too_large_is_told),
        TEST(the_same_data_give_the_same_file),
        TEST(a_pdf_leaves_nothing_out),
    };
    return cmocka_run_group_tests_name("docx_fill", tests, NULL, NULL);
}
