#include "office/cell.h"
#include "office/charset.h"
#include "office/sheets_test.h"

static void put(const struct fixture *f, const char *text)
{
    put_file(f, text, strlen(text));
}

static void separators(void **state)
{
    struct fixture *f = *state;
    put(f, "Имя;Запрос\nИван;математика, физика, химия\n");
    assert_rows(f, "1|t:Имя|t:Запрос\n2|t:Иван|t:математика, физика, химия\n");
    put(f, "Имя,Запрос,Класс\r\nИван,\"уроки; кружки\",8\r\n");
    assert_rows(f, "1|t:Имя|t:Запрос|t:Класс\n2|t:Иван|t:уроки; кружки|t:8\n");
    put(f, "Имя\tЗапрос\rИван\tолимпиады, ЕГЭ\r");
    assert_rows(f, "1|t:Имя|t:Запрос\n2|t:Иван|t:олимпиады, ЕГЭ\n");
    put(f, "Реестр наставляемых, 2026 год, школа № 5\n\nИмя;Класс\nИван;8\nОля;9\n");
    assert_rows(f, "1|t:Реестр наставляемых, 2026 год, школа № 5\n3|t:Имя|t:Класс\n4|t:Иван|t:8\n"
                   "5|t:Оля|t:9\n");
    put(f, "sep=|\r\nИмя|Класс;a;b\r\n");
    assert_rows(f, "1|t:Имя|t:Класс;a;b\n");
    put(f, "Имя|Запрос\nИван|уроки, кружки; спорт\n");
    assert_rows(f, "1|t:Имя|t:Запрос\n2|t:Иван|t:уроки, кружки; спорт\n");
    put(f, "Имя\nИван\n");
    assert_rows(f, "1|t:Имя\n2|t:Иван\n");
}

static void quotes_and_line_breaks(void **state)
{
    struct fixture *f = *state;
    put(f, "\"a;\"\"b\"\"\";\"две\r\nстроки\";5\"\n;;\n\"x\"y;\"\";z");
    assert_rows(f, "1|t:a;\"b\"|t:две\nстроки|t:5\"\n3|t:xy||t:z\n");
    put(f, "a;b\n\"c;d\ne;f\n");
    assert_refused(f, NULL, ERR_INVALID, "Строка 2: открытая кавычка не закрыта");
}

/* Whatever stands at the end of a piece of the file is read as anywhere else. */
static void pieces_of_the_file_leave_no_seams(void **state)
{
    struct fixture *f = *state;
    struct strbuf in, out;
    strbuf_init(&in, f->a);
    strbuf_init(&out, f->a);
    for (size_t shift = 0; shift < 12; shift++) {
        strbuf_clear(&in);
        strbuf_clear(&out);
        while (in.len < CHARSET_IN - 100)
            strbuf_puts(&in, "a\n");
        size_t row = in.len / 2 + 1, n = CHARSET_IN - 6 - in.len + shift;
        strbuf_printf(&in, "\"x\r%0*d\nж\r\n\"\"\";b\r\nc\n", (int)n, 0);
        put_file(f, in.s, in.len);
        assert_int_equal(read_rows(f, NULL), 0);
        strbuf_printf(&out, "\n%zu|t:x\n%0*d\nж\n\"|t:b\n%zu|t:c\n", row, (int)n, 0, row + 1);
        assert_string_equal(f->rows.s + f->rows.len - out.len, out.s);
    }
}

static void guarded_texts_come_back(void **state)
{
    struct fixture *f = *state;
    put(f, "'=1+1;\"'+7 916\";'@me;'-;'тема'\n=1+1;-;+7;@a;'\n");
    assert_rows(f, "1|t:=1+1|t:+7 916|t:@me|t:-|t:'тема'\n2|t:=1+1|t:-|t:+7|t:@a|t:'\n");
}

static void encodings(void **state)
{
    struct fixture *f = *state;
    const char *expected = "1|t:Имя|t:Школа\n2|t:Пётр|t:лицей\n";
    put(f, "\xef\xbb\xbfИмя;Школа\r\nПётр;лицей\r\n");
    assert_rows(f, expected);
    put(f, "\xc8\xec\xff;\xd8\xea\xee\xeb\xe0\n\xcf\xb8\xf2\xf0;\xeb\xe8\xf6\xe5\xe9\n");
    assert_rows(f, expected);
    put(f, "\xe9\xcd\xd1;\xfb\xcb\xcf\xcc\xc1\n\xf0\xa3\xd4\xd2;\xcc\xc9\xc3\xc5\xca\n");
    assert_rows(f, expected);
    put(f, "\x88\xac\xef;\x98\xaa\xae\xab\xa0\n\x8f\xf1\xe2\xe0;\xab\xa8\xe6\xa5\xa9\n");
    assert_rows(f, expected);
    static const char le[] =
        "\xff\xfe\x18\x04\x3c\x04\x4f\x04\t\0A\0\r\0\n\0\x3d\xd8\x00\xde\t\0b\0";
    put_file(f, le, sizeof le - 1);
    assert_rows(f, "1|t:Имя|t:A\n2|t:😀|t:b\n");
    static const char be[] = "\xfe\xff\x04\x18\x04\x3c\x04\x4f\0;\0A\0\n\xdc\0\0;\0b";
    put_file(f, be, sizeof be - 1);
    assert_rows(f, "1|t:Имя|t:A\n2|t:\xef\xbf\xbd|t:b\n");
}

static void a_stray_byte_does_not_change_the_encoding(void **state)
{
    struct fixture *f = *state;
    struct strbuf b;
    strbuf_init(&b, f->a);
    for (int i = 0; i < 20000; i++)
        strbuf_puts(&b, "наставник;\n");
    strbuf_puts(&b, "конец\xff;\n");
    put(f, b.s);
    assert_int_equal(read_rows(f, NULL), 0);
    assert_int_equal(strncmp(f->rows.s, "1|t:наставник\n", 18), 0);
    assert_non_null(strstr(f->rows.s, "t:конец\xef\xbf\xbd\n"));
    assert_null(strstr(f->rows.s, "к\xef\xbf\xbd"));
}

static void what_is_no_table(void **state)
{
    struct fixture *f = *state;
    static const char binary[] = "\x7f"
                                 "ELF\2\1\1\0\0\0\0\0\0\0\0\3\0>\0\1";
    put_file(f, binary, sizeof binary);
    assert_refused(f, NULL, ERR_INVALID, "Это не таблица");
    put(f, ";;;\n\n  ;\n");
    assert_refused(f, NULL, ERR_INVALID, "Таблица пуста");
    put(f, "\xef\xbb\xbf");
    assert_refused(f, NULL, ERR_INVALID, "Таблица пуста");
}

static void bounds(void **state)
{
    struct fixture *f = *state;
    struct sheet_limits limits = sheet_limits_default;
    limits.max_rows = 2;
    limits.max_cols = 2;
    limits.max_cell = 4;
    put(f, "a;b;;;\nжжжж;c\n\n\n");
    assert_int_equal(read_rows(f, &limits), 0);
    put(f, "a;b\na;b;;c\n");
    assert_refused(f, &limits, ERR_LIMIT, "Строка 2: заполнено больше 2 столбцов");
    put(f, "жжжжж;b\n");
    assert_refused(f, &limits, ERR_LIMIT, "Строка 1: в ячейке больше 4 знаков");
    put(f, "a\nb\nc\n");
    assert_refused(f, &limits, ERR_LIMIT, "больше 2 строк");
    put(f, "a;\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    assert_refused(f, &limits, ERR_LIMIT, "кавычка не закрыта");
    char *row = arena_alloc(f->a, 200 * 30001 + 1);
    for (size_t i = 0; i < 200 * 30001; i++)
        row[i] = i % 30001 == 30000 ? ';' : 'a';
    put(f, row);
    assert_refused(f, NULL, ERR_LIMIT, "Строка 1: тексты строки занимают больше 4 МБ");
}

static void numbers_both_ways(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } numbers[] = {
        {"0", "0"},
        {"-0", "0"},
        {" 12\n", "12"},
        {"1.", "1"},
        {".5", "0,5"},
        {"1e3", "1000"},
        {"1E-7", "1e-07"},
        {"123456789012345678", "1,23456789012346e+17"},
        {"2009.0", "2009"},
        {"0.1", "0,1"},
        {"-12.25", "-12,25"},
        {"45961.520833333336", "45961,5208333333"},
        {"00000000000000000000000000001", "1"},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        double x;
        char out[CELL_NUMBER_MAX];
        assert_true(cell_parse_number(numbers[i].in, strlen(numbers[i].in), &x));
        assert_int_equal(cell_print_number(x, out), strlen(numbers[i].out));
        assert_string_equal(out, numbers[i].out);
    }
    static const char *const wrong[] = {"",    "-",   ".",   "1e",  "1e+",   "1 2",
                                        "1,5", "0x1", "inf", "nan", "1e999", "--1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(cell_parse_number(wrong[i], strlen(wrong[i]), &(double){0}));
}

int main(void)
{
#define ON_DISK(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        ON_DISK(separators),
        ON_DISK(quotes_and_line_breaks),
        ON_DISK(pieces_of_the_file_leave_no_seams),
        ON_DISK(guarded_texts_come_back),
        ON_DISK(encodings),
        ON_DISK(a_stray_byte_does_not_change_the_encoding),
        ON_DISK(what_is_no_table),
        ON_DISK(bounds),
        cmocka_unit_test(numbers_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
