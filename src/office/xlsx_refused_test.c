/* Files that are no workbook, are damaged, or grow without bound: each is refused in words. */
#include "office/xlsx.h"
#include "office/xlsx_test.h"

static void other_kinds_of_files(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *bytes, *words;
    } files[] = {
        {"%PDF-1.7", "PDF"},
        {"\xef\xbb\xbf<html><table>", "веб-страница"},
        {"<?xml version='1.0'?><Workbook/>", "XML"},
        {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook", "старый формат"},
        {"Rar!", "RAR"},
        {"PK\5\6", "обрывается"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        put_file(f, files[i].bytes, strlen(files[i].bytes));
        assert_refused(f, NULL, ERR_INVALID, files[i].words);
    }
    char ole[40000] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    for (size_t i = 0; i < 16; i++)
        ole[32760 + 2 * i] = "EncryptedPackage"[i];
    put_file(f, ole, sizeof ole);
    assert_refused(f, NULL, ERR_INVALID, "под паролем");
    put_file(f, "", 0);
    assert_refused(f, NULL, ERR_INVALID, "пуст");
    static const struct {
        const char *part, *words;
    } zips[] = {
        {"word/document.xml", "Word"},        {"content.xml", "ODS"},
        {"xl/workbook.bin", "XLSB"},          {"ppt/presentation.xml", "презентация"},
        {"[Content_Types].xml", "повреждён"}, {"photo.jpg", "архив ZIP"},
    };
    for (size_t i = 0; i < sizeof zips / sizeof *zips; i++) {
        put_zip(f, &(struct part){zips[i].part, "x", 0}, 1);
        assert_refused(f, NULL, ERR_INVALID, zips[i].words);
    }
    unlink(f->path);
    assert_refused(f, NULL, ERR_NOT_FOUND, "не открывается");
}

static void size_on_disk_is_looked_at_first(void **state)
{
    struct fixture *f = *state;
    put_file(f, "PK\3\4", 4);
    assert_int_equal(truncate(f->path, 1 << 30), 0);
    assert_refused(f, NULL, ERR_LIMIT, "больше 64 МБ");
}

static void damaged_containers(void **state)
{
    struct fixture *f = *state;
    put_rows(f, "<row><c><v>1</v></c></row>");
    FILE *in = fopen(f->path, "rb");
    char bytes[8192];
    size_t n = fread(bytes, 1, sizeof bytes, in);
    fclose(in);
    for (size_t cut = 8; cut < n; cut += 31) {
        put_file(f, bytes, cut);
        assert_true(read_rows(f, NULL) < 0);
        assert_true(f->err.text[0]);
    }
    put_file(f, bytes, n - 30);
    assert_refused(f, NULL, ERR_INVALID, "обрывается");
    for (size_t i = 0; i < n; i += 5) { /* nothing may crash; some are read as a whole */
        bytes[i] = (char)(bytes[i] ^ 0x55);
        put_file(f, bytes, n);
        (void)read_rows(f, NULL);
        bytes[i] = (char)(bytes[i] ^ 0x55);
    }
    put_rows(f, "<row><c><v>1</v></row>");
    assert_refused(f, NULL, ERR_INVALID, "повреждён");
    static const char *const wrong[] = {
        "<row><c t='s'><v>5</v></c></row>",
        "<row><c><v>1</c></v></row>",
        "<row a=1/>",
        "<row a/>",
        "<row><c><v>&nbsp;</v></c></row>",
        "<row><c><v>&#xD800;</v></c></row>",
        "<",
        "<>",
        "</>",
        "<row><c><v>1</v></c></row></sheetData></worksheet><row",
        "<!-- ",
        "]]>&",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        put_rows(f, wrong[i]);
        assert_refused(f, NULL, ERR_INVALID, "повреждён");
    }
    put_rows(f, "<row><c t='str'><v>a\xff\xfe</v></c></row>");
    assert_refused(f, NULL, ERR_INVALID, "Строка 1: В файле есть испорченный текст");
}

/* What the directory of the ZIP promises of each deflated part at this place, changed by one. */
static void break_promise(struct fixture *f, size_t place)
{
    char bytes[8192];
    FILE *in = fopen(f->path, "rb");
    size_t n = fread(bytes, 1, sizeof bytes, in);
    fclose(in);
    for (char *p = bytes; (p = memmem(p, n - (size_t)(p - bytes), "PK\1\2", 4)); p++)
        p[place] ^= p[10] == ZIP_CM_DEFLATE;
    put_file(f, bytes, n);
}

static void sums_and_lengths_are_looked_at(void **state)
{
    struct fixture *f = *state;
    const char *rows = "<row><c><v>1</v></c></row><row><c><v>1</v></c></row>";
    put_rows(f, rows);
    assert_int_equal(read_rows(f, NULL), 0);
    break_promise(f, 16); /* CRC-32 */
    assert_refused(f, NULL, ERR_INVALID, "повреждён");
    put_rows(f, rows);
    break_promise(f, 24); /* size */
    assert_refused(f, NULL, ERR_INVALID, "повреждён");
}

static void password_inside_the_zip(void **state)
{
    struct fixture *f = *state;
    put_rows(f, "<row><c><v>1</v></c></row>");
    zip_t *z = zip_open(f->path, 0, NULL);
    assert_non_null(z);
    for (zip_uint64_t i = 0; i < 7; i++)
        assert_int_equal(zip_file_set_encryption(z, i, ZIP_EM_AES_256, "secret"), 0);
    assert_int_equal(zip_close(z), 0);
    assert_refused(f, NULL, ERR_INVALID, "под паролем");
}

static void bombs(void **state)
{
    struct fixture *f = *state;
    struct strbuf b;
    strbuf_init(&b, f->a);
    for (int i = 0; i < 400000; i++)
        strbuf_puts(&b, "<row></row><row></row><row></row><row></row><row></row><row></row>");
    put_rows(f, b.s);
    assert_refused(f, NULL, ERR_LIMIT, "слишком велик");
    struct sheet_limits small = sheet_limits_default;
    small.max_unpacked = 100;
    put_rows(f, "<row><c><v>1</v></c></row>");
    assert_refused(f, &small, ERR_LIMIT, "слишком велик");
    put_xlsx(f, (struct xlsx){.sheet = "<!DOCTYPE w [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>"
                                       "<worksheet><sheetData><row><c><v>&b;</v></c></row>"
                                       "</sheetData></worksheet>"});
    assert_refused(f, NULL, ERR_INVALID, "повреждён");
    strbuf_clear(&b);
    for (int i = 0; i < 1000; i++)
        strbuf_puts(&b, "<a>");
    put_rows(f, b.s);
    assert_refused(f, NULL, ERR_INVALID, "повреждён");
    strbuf_clear(&b);
    strbuf_puts(&b, "<row r='");
    for (int i = 0; i < 2000000; i++)
        strbuf_putc(&b, (char)('a' + (unsigned)i * 7919u % 23));
    strbuf_puts(&b, "'/>");
    put_rows(f, b.s);
    assert_refused(f, NULL, ERR_LIMIT, "слишком велик");
}

static void containers_of_too_many_parts(void **state)
{
    struct fixture *f = *state;
    struct part *parts = arena_array(f->a, struct part, 20000);
    for (int i = 0; i < 20000; i++)
        parts[i] = (struct part){arena_printf(f->a, "part %d", i), "x", 0};
    put_zip(f, parts, 20000);
    assert_refused(f, NULL, ERR_LIMIT, "слишком много частей");
}

int main(void)
{
#define ON_DISK(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        ON_DISK(other_kinds_of_files),         ON_DISK(size_on_disk_is_looked_at_first),
        ON_DISK(damaged_containers),           ON_DISK(sums_and_lengths_are_looked_at),
        ON_DISK(password_inside_the_zip),      ON_DISK(bombs),
        ON_DISK(containers_of_too_many_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
