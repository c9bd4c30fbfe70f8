#include "office/xlsx_test.h"
#include "office/xlsx.h"

static void every_type_of_cell(void **state)
{
    struct fixture *f = *state;
    put_xlsx(f, (struct xlsx){
                    .strings = "<sst><si><t>Имя</t></si><si><r><t>Ив</t></r><rPh><t>zzz</t></rPh>"
                               "<r><t xml:space='preserve'> ан</t></r></si>"
                               "<si><t>a_x000D_\nb_x0041__x0000_</t></si></sst>",
                    .sheet = "<worksheet><sheetData><row r='1'>"
                             "<c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
                             "<c r='C1' t='s'><v>2</v></c>"
                             "<c r='D1' t='inlineStr'><is><t>=1+1</t></is></c>"
                             "<c r='E1' t='str'><f>HYPERLINK(\"x\")</f><v>сайт</v></c>"
                             "<c r='F1' t='b'><v>1</v></c><c r='G1' t='e'><v>#N/A</v></c>"
                             "<c r='H1'><v>89161234567</v></c><c r='I1'><v>3.50</v></c>"
                             "<c r='J1'><v>0.30000000000000004</v></c>"
                             "<c r='K1'><f>1+1</f><v>2</v></c><c r='L1' t='d'><v>2026-11-05</v></c>"
                             "<c r='M1' t='n'><v>-1.5E-3</v></c><c r='N1'><v>1e20</v></c>"
                             "<c r='O1'><f>A1</f><v></v></c><c r='P1' t='str'><f>Q1</f><v/></c>"
                             "<c r='Q1'><f>B1</f></c>"
                             "</row></sheetData></worksheet>"});
    assert_rows(f,
                "1|t:Имя|t:Ив ан|t:a\nbA|t:=1+1|ft:сайт|b:ИСТИНА|e:#N/A|n:89161234567|n:3,5|"
                "n:0,3|fn:2|d:05.11.2026|n:-0,0015|n:1e+20|fe:#НЕ ПОСЧИТАНО!||fe:#НЕ ПОСЧИТАНО!\n");
}

static void dates_by_style(void **state)
{
    struct fixture *f = *state;
    put_rows(f, "<row r='1'><c r='A1' s='1'><v>46331</v></c><c r='B1' s='2'><v>46331.4375</v></c>"
                "<c r='C1' s='3'><v>46331</v></c><c r='D1' s='4'><v>0.4375</v></c>"
                "<c r='E1' s='1'><v>89161234567</v></c><c r='F1' s='1'><v>59</v></c>"
                "<c r='G1' s='1'><v>61</v></c><c r='H1' s='1'><v>-3</v></c></row>");
    assert_rows(f, "1|d:05.11.2026|d:05.11.2026 10:30|n:46331|n:10:30|n:89161234567|"
                   "d:28.02.1900|d:01.03.1900|n:-3\n");
    put_xlsx(f, (struct xlsx){.book = "<workbook><workbookPr date1904='1'/><sheets>"
                                      "<sheet name='A' sheetId='1' r:id='r1'/></sheets></workbook>",
                              .sheet = "<worksheet><sheetData><row><c s='1'><v>44869</v></c></row>"
                                       "</sheetData></worksheet>"});
    assert_rows(f, "1|d:05.11.2026\n");
}

static void codes_of_dates(void **state)
{
    (void)state;
    assert_int_equal(style_of_code("dd.mm.yyyy"), STYLE_DATE);
    assert_int_equal(style_of_code("[$-419]d\\ mmmm\\ yyyy\\ \"г.\";@"), STYLE_DATE);
    assert_int_equal(style_of_code("mmmm"), STYLE_DATE);
    assert_int_equal(style_of_code("ДД.ММ.ГГГГ"), STYLE_DATE);
    assert_int_equal(style_of_code("yyyy-mm-dd hh:mm"), STYLE_DATETIME);
    assert_int_equal(style_of_code("h:mm AM/PM"), STYLE_TIME);
    assert_int_equal(style_of_code("[h]:mm"), STYLE_NUMBER);
    assert_int_equal(style_of_code("General"), STYLE_NUMBER);
    assert_int_equal(style_of_code("[Red]0.00"), STYLE_NUMBER);
    assert_int_equal(style_of_code("0\" дней\"_d"), STYLE_NUMBER);
    assert_int_equal(style_of_code("#,##0;[Red]\\d0"), STYLE_NUMBER);
    assert_int_equal(style_of_code("\"unclosed"), STYLE_NUMBER);
}

static void references_missing_or_out_of_step(void **state)
{
    struct fixture *f = *state;
    put_rows(f, "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c r='C9'><v>3</v></c>"
                "<c><v>4</v></c></row><row r='10'><c r='B10'><v>5</v></c><c r='A10'><v>6</v></c>"
                "<c r='E10' t='inlineStr'><is><t>  </t></is></c></row><row r='x'><c r='A'><v>7</v>"
                "</c></row>");
    assert_rows(f, "1|n:1|n:2\n3|||n:3|n:4\n10|n:6|n:5\n11|n:7\n");
}

static int count_hidden(void *ctx, size_t row_no, const struct cell *cells, size_t n)
{
    size_t *hidden = ctx;
    for (size_t i = 0; i < n; i++)
        if (cells[i].hidden && cells[i].kind != CELL_EMPTY)
            *hidden += row_no;
    return 0;
}

static void rows_that_are_not_shown_are_told(void **state)
{
    struct fixture *f = *state;
    size_t hidden = 0;
    struct err err = {0};
    put_rows(f, "<row r='1'><c><v>1</v></c></row><row r='2' hidden='1'><c><v>2</v></c></row>"
                "<row r='3' hidden='0'><c><v>3</v></c></row>");
    assert_int_equal(sheet_read(f->path, NULL, count_hidden, &hidden, &err), 0);
    assert_int_equal(hidden, 2);
}

static void strict_dialect_prefixes_and_utf16(void **state)
{
    struct fixture *f = *state;
    const char *sheet = "\xff\xfe<\0w\0>\0<\0s\0h\0e\0e\0t\0D\0a\0t\0a\0>\0<\0r\0o\0w\0>\0<\0c\0>\0"
                        "<\0v\0>\0\x37\0<\0/\0v\0>\0<\0/\0c\0>\0<\0/\0r\0o\0w\0>\0<\0/\0s\0h\0e\0"
                        "e\0t\0D\0a\0t\0a\0>\0<\0/\0w\0>\0";
    const struct part parts[] = {
        {"[Content_Types].xml", TYPES, 0},
        {"_rels/.rels",
         "<p:Relationships xmlns:p='x'><p:Relationship Id='r1' Target='/Book\\Main.xml' "
         "Type='http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument'/>"
         "</p:Relationships>",
         0},
        {"book\\main.xml",
         "<x:workbook xmlns:x='http://purl.oclc.org/ooxml/spreadsheetml/main' xmlns:q='y'>"
         "<x:sheets><x:sheet name='A' sheetId='7' q:id='rId1'/></x:sheets></x:workbook>",
         0},
        {"Book/_rels/Main.xml.rels",
         "<Relationships><Relationship Id='rId1' Target='./../data/s.xml' "
         "Type='http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet'/>"
         "</Relationships>",
         0},
        {"data/s.xml", sheet,
         2 + 2 * strlen("<w><sheetData><row><c><v>7</v></c></row></sheetData></w>")},
    };
    put_zip(f, parts, sizeof parts / sizeof *parts);
    assert_rows(f, "1|n:7\n");
}

static void hidden_and_empty_sheets_are_passed_over(void **state)
{
    struct fixture *f = *state;
#define ONE(v) "<worksheet><sheetData><row><c><v>" v "</v></c></row></sheetData></worksheet>"
    const struct part parts[] = {
        {"[Content_Types].xml", TYPES, 0},
        {"_rels/.rels", ROOT_RELS, 0},
        {"xl/workbook.xml",
         "<workbook><sheets><sheet name='h' state='hidden' r:id='a'/><sheet name='chart' r:id='b'/>"
         "<sheet name='empty' r:id='c'/><sheet name='v' state='veryHidden' r:id='a'/>"
         "<sheet name='data' r:id='d'/></sheets></workbook>",
         0},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships><Relationship Id='a' Type='" RELS "worksheet' Target='1.xml'/>"
         "<Relationship Id='b' Type='" RELS "chartsheet' Target='1.xml'/>"
         "<Relationship Id='c' Type='" RELS "worksheet' Target='2.xml'/>"
         "<Relationship Id='d' Type='" RELS "worksheet' Target='3.xml'/></Relationships>",
         0},
        {"xl/1.xml", ONE("1"), 0},
        {"xl/2.xml", "<worksheet><sheetData><row><c s='1'/></row></sheetData></worksheet>", 0},
        {"xl/3.xml", ONE("3"), 0},
    };
    put_zip(f, parts, sizeof parts / sizeof *parts);
    assert_rows(f, "1|n:3\n");
    put_zip(f, parts, 6);
    assert_refused(f, NULL, ERR_INVALID, "Таблица пуста");
}

static void rows_columns_and_texts_are_bounded(void **state)
{
    struct fixture *f = *state;
    struct sheet_limits limits = sheet_limits_default;
    limits.max_rows = 2;
    limits.max_cols = 3;
    limits.max_cell = 4;
    put_rows(f, "<row><c r='C1'><v>1</v></c><c r='D1' s='1'/><c r='XFD1'><v></v></c></row>"
                "<row><c t='str'><v>жжжж</v></c></row>");
    assert_int_equal(read_rows(f, &limits), 0);
    put_rows(f, "<row r='7'><c r='D7'><v>1</v></c></row>");
    assert_refused(f, &limits, ERR_LIMIT, "Строка 7: заполнено больше 3 столбцов");
    put_rows(f, "<row><c t='str'><v>жжжжж</v></c></row>");
    assert_refused(f, &limits, ERR_LIMIT, "больше 4 знаков");
    put_rows(f, "<row><c><v>1</v></c></row><row><c><v>1</v></c></row><row><c><v>1</v></c></row>");
    assert_refused(f, &limits, ERR_LIMIT, "больше 2 строк");
    struct strbuf b;
    strbuf_init(&b, f->a);
    strbuf_puts(&b, "<row>");
    for (unsigned i = 0; i < 200; i++) {
        strbuf_puts(&b, "<c t='str'><v>");
        for (unsigned j = 0; j < 30000; j++)
            strbuf_putc(&b, (char)('a' + (i + j) * 2654435761u / 65536 % 26));
        strbuf_puts(&b, "</v></c>");
    }
    strbuf_puts(&b, "</row>");
    put_rows(f, b.s);
    assert_refused(f, NULL, ERR_LIMIT, "Строка 1: тексты строки занимают больше 4 МБ");
}

static int stop_at_two(void *ctx, size_t row_no, const struct cell *cells, size_t n)
{
    (void)cells, (void)n;
    *(size_t *)ctx = row_no;
    return row_no == 2 ? ERR_CANCELLED : 0;
}

struct seen {
    double done;
    char sheet[8];
    int calls;
};

static int watch(void *ctx, const char *sheet, double done)
{
    struct seen *s = ctx;
    assert_true(done >= s->done && done <= 1);
    s->done = done;
    s->calls++;
    snprintf(s->sheet, sizeof s->sheet, "%s", sheet);
    return 0;
}

static void the_caller_stops_and_watches(void **state)
{
    struct fixture *f = *state;
    struct strbuf b;
    strbuf_init(&b, f->a);
    for (int i = 0; i < 9000; i++)
        strbuf_printf(&b, "<row><c><v>%d</v></c></row>", i * 7919);
    put_rows(f, b.s);
    size_t last = 0;
    assert_int_equal(sheet_read(f->path, NULL, stop_at_two, &last, &f->err), ERR_CANCELLED);
    assert_int_equal(last, 2);
    struct seen seen = {0};
    struct sheet_limits limits = sheet_limits_default;
    limits.progress = watch;
    limits.progress_ctx = &seen;
    assert_int_equal(read_rows(f, &limits), 0);
    assert_true(seen.calls > 3 && seen.done > 0.99);
    assert_string_equal(seen.sheet, "A");
}

/* 3000 texts of 0 to 12000 letters: 18 MB, more than stay in memory. */
#define TEXTS 3000
#define LETTERS(i) ((i)*7919 % 12001)

static void many_texts_wait_on_the_disk(void **state)
{
    struct fixture *f = *state;
    struct strbuf sst, rows;
    strbuf_init(&sst, f->a);
    strbuf_init(&rows, f->a);
    char *letters = arena_alloc(f->a, 12001);
    for (unsigned i = 0; i < 12000; i++) /* not so regular as to look like a bomb */
        letters[i] = (char)('a' + i * i * 2654435761u / 65536 % 26);
    strbuf_puts(&sst, "<sst>");
    for (int i = 0; i < TEXTS; i++) {
        strbuf_printf(&sst, "<si><t>%d%.*s</t></si>", i, LETTERS(i), letters);
        strbuf_printf(&rows, "<row><c t='s'><v>%d</v></c></row>", i * 1999 % TEXTS);
    }
    strbuf_puts(&sst, "</sst>");
    assert_true(sst.len > (STRINGS_IN_MEMORY + 2) * STRINGS_BLOCK);
    struct strbuf sheet;
    strbuf_init(&sheet, f->a);
    strbuf_printf(&sheet, "<worksheet><sheetData>%s</sheetData></worksheet>", rows.s);
    put_xlsx(f, (struct xlsx){.strings = sst.s, .sheet = sheet.s});
    assert_int_equal(read_rows(f, NULL), 0);
    const char *p = f->rows.s;
    for (int i = 0; i < TEXTS; i++) {
        int value = i * 1999 % TEXTS, row, text, at;
        assert_int_equal(sscanf(p, "%d|t:%d%n", &row, &text, &at), 2);
        assert_int_equal(row, i + 1);
        assert_int_equal(text, value);
        assert_int_equal(strcspn(p + at, "\n"), LETTERS(value));
        p += at + LETTERS(value) + 1;
    }
}

int main(void)
{
#define ON_DISK(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        ON_DISK(every_type_of_cell),
        ON_DISK(dates_by_style),
        cmocka_unit_test(codes_of_dates),
        ON_DISK(references_missing_or_out_of_step),
        ON_DISK(strict_dialect_prefixes_and_utf16),
        ON_DISK(hidden_and_empty_sheets_are_passed_over),
        ON_DISK(rows_that_are_not_shown_are_told),
        ON_DISK(rows_columns_and_texts_are_bounded),
        ON_DISK(the_caller_stops_and_watches),
        ON_DISK(many_texts_wait_on_the_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
