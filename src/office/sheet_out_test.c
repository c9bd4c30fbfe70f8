#include "office/sheet_out.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <zip.h>

#include "office/sheets_test.h"

static const struct sheet_col cols[] = {{"ФИО", 30}, {"Год рождения", 0}, {"Дата", 0}};

static const char *const nasty[] = {
    "=1+1",          "+7 916 123-45-67", "-",      "@me", "\tтаб", "http://example.org",
    "a \"b\"; c\nd", "_x0041_",          "&lt;<b>"};

static void write_all(struct fixture *f, enum sheet_format format, const char *path, FILE **ret)
{
    struct sheet_writer *w;
    assert_int_equal(sheet_writer_open(f->a, format, path, &f->err, &w), 0);
    assert_int_equal(sheet_writer_sheet(w, "Пары: [1]/2", "Реестр", cols, 3, &f->err), 0);
    for (size_t i = 0; i < sizeof nasty / sizeof *nasty; i++) {
        const struct cell row[] = {cell_text(nasty[i]), cell_number(2009.5),
                                   cell_date((struct date){2026, 11, 5})};
        assert_int_equal(sheet_writer_row(w, row, 3, &f->err), 0);
    }
    const struct cell odd[] = {
        cell_text(NULL), cell_text("a\x01\r\nb\xff"), {.kind = CELL_BOOL, .text = "", .number = 1}};
    assert_int_equal(sheet_writer_row(w, odd, 3, &f->err), 0);
    assert_int_equal(sheet_writer_finish(w, &f->err, ret), 0);
}

static void check_rows(struct fixture *f, const char *number, const char *day, const char *yes)
{
    struct strbuf b;
    strbuf_init(&b, f->a);
    strbuf_puts(&b, "1|t:Реестр\n2|t:ФИО|t:Год рождения|t:Дата\n");
    for (size_t i = 0; i < sizeof nasty / sizeof *nasty; i++)
        strbuf_printf(&b, "%zu|t:%s|%s|%s\n", i + 3, nasty[i], number, day);
    strbuf_printf(&b, "%zu||t:a\nb\xef\xbf\xbd|%s\n", 3 + sizeof nasty / sizeof *nasty, yes);
    assert_rows(f, b.s);
}

static size_t files_in(const char *dir)
{
    size_t n = 0;
    DIR *d = opendir(dir);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));)
        n += e->d_name[0] != '.';
    closedir(d);
    return n;
}

static void texts_stay_texts_in_xlsx(void **state)
{
    struct fixture *f = *state;
    write_all(f, SHEET_XLSX, f->path, NULL);
    check_rows(f, "n:2009,5", "d:05.11.2026", "b:ИСТИНА");
    assert_int_equal(files_in(f->dir), 1);
}

static void texts_stay_texts_in_csv(void **state)
{
    struct fixture *f = *state;
    write_all(f, SHEET_CSV, f->path, NULL);
    check_rows(f, "t:2009,5", "t:05.11.2026", "t:ИСТИНА");
    char bytes[200] = {0};
    FILE *in = fopen(f->path, "rb");
    assert_true(fread(bytes, 1, sizeof bytes - 1, in) > 100);
    fclose(in);
    assert_non_null(strstr(bytes, "\r\n\"'=1+1\";2009,5;05.11.2026\r\n\"'+7 916"));
    assert_int_equal(files_in(f->dir), 1);
}

static void a_file_without_a_name(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(setenv("TMPDIR", f->dir, 1), 0);
    for (enum sheet_format format = SHEET_XLSX; format <= SHEET_CSV; format++) {
        FILE *file = NULL;
        write_all(f, format, NULL, &file);
        assert_non_null(file);
        assert_int_equal(files_in(f->dir), 0);
        char head[3];
        assert_int_equal(fread(head, 1, 3, file), 3);
        assert_memory_equal(head, format == SHEET_XLSX ? "PK\3" : "\xef\xbb\xbf", 3);
        fclose(file);
    }
    unsetenv("TMPDIR");
}

static void an_aborted_file_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    put_file(f, "old", 3);
    for (enum sheet_format format = SHEET_XLSX; format <= SHEET_CSV; format++) {
        struct sheet_writer *w;
        assert_int_equal(sheet_writer_open(f->a, format, f->path, &f->err, &w), 0);
        assert_int_equal(sheet_writer_sheet(w, "", NULL, cols, 3, &f->err), 0);
        const struct cell row[] = {cell_text("a")};
        assert_int_equal(sheet_writer_row(w, row, 1, &f->err), 0);
        sheet_writer_abort(w);
        assert_int_equal(files_in(f->dir), 1);
        assert_rows(f, "1|t:old\n");
    }
}

/* A line between two parts of a report. */
static void an_empty_row_is_a_row(void **state)
{
    struct fixture *f = *state;
    struct sheet_writer *w;
    const struct cell text = cell_text("a"), none = cell_text("");
    assert_int_equal(sheet_writer_open(f->a, SHEET_XLSX, f->path, &f->err, &w), 0);
    assert_int_equal(sheet_writer_sheet(w, "", NULL, cols, 1, &f->err), 0);
    assert_int_equal(sheet_writer_row(w, &text, 1, &f->err), 0);
    assert_int_equal(sheet_writer_row(w, &none, 1, &f->err), 0);
    assert_int_equal(sheet_writer_row(w, &text, 1, &f->err), 0);
    assert_int_equal(sheet_writer_finish(w, &f->err, NULL), 0);
}

static void several_sheets(void **state)
{
    struct fixture *f = *state;
    struct sheet_writer *w;
    const struct cell row[] = {cell_text("a")};
    assert_int_equal(sheet_writer_open(f->a, SHEET_XLSX, f->path, &f->err, &w), 0);
    assert_int_equal(sheet_writer_row(w, row, 1, &f->err), ERR_INVALID);
    assert_int_equal(sheet_writer_sheet(w, "Пары", NULL, cols, 1, &f->err), 0);
    assert_int_equal(sheet_writer_row(w, row, 1, &f->err), 0);
    assert_int_equal(sheet_writer_sheet(w, "Пары", NULL, cols, 1, &f->err), ERR_INVALID);
    assert_int_equal(sheet_writer_sheet(w, "Без пары", NULL, cols, 1, &f->err), 0);
    assert_int_equal(sheet_writer_finish(w, &f->err, NULL), 0);
    assert_rows(f, "1|t:ФИО\n2|t:a\n");
    assert_int_equal(sheet_writer_open(f->a, SHEET_CSV, f->path, &f->err, &w), 0);
    assert_int_equal(sheet_writer_sheet(w, "1", NULL, cols, 1, &f->err), 0);
    assert_int_equal(sheet_writer_sheet(w, "2", NULL, cols, 1, &f->err), ERR_INVALID);
    sheet_writer_abort(w);
}

/* As a full disk: no file may grow beyond `bytes`. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static int write_until_full(struct fixture *f, enum sheet_format format)
{
    struct sheet_writer *w;
    char text[64];
    int rc = sheet_writer_open(f->a, format, f->path, &f->err, &w);
    assert_int_equal(rc, 0);
    rc = sheet_writer_sheet(w, "Реестр", NULL, cols, 1, &f->err);
    for (unsigned i = 0; i < 3000 && rc == 0; i++) {
        snprintf(text, sizeof text, "%08x%08x", i * 2654435761u, i * 40503u);
        const struct cell row[] = {cell_text(text)};
        rc = sheet_writer_row(w, row, 1, &f->err);
    }
    if (rc == 0)
        return sheet_writer_finish(w, &f->err, NULL);
    sheet_writer_abort(w);
    return rc;
}

/* From too small for anything to just too small for the last part. */
static void a_full_disk_leaves_the_old_file(void **state)
{
    struct fixture *f = *state;
    signal(SIGXFSZ, SIG_IGN);
    for (enum sheet_format format = SHEET_XLSX; format <= SHEET_CSV; format++) {
        put_file(f, "old", 3);
        int failures = 0;
        for (rlim_t bytes = 500; bytes < 400000; bytes = bytes * 3 / 2) {
            limit_files(bytes);
            int rc = write_until_full(f, format);
            limit_files(RLIM_INFINITY);
            assert_int_equal(files_in(f->dir), 1);
            if (rc == 0)
                break;
            failures++;
            assert_int_equal(rc, ERR_IO);
            assert_non_null(strstr(f->err.text, "Таблица не сохраняется"));
            assert_rows(f, "1|t:old\n");
        }
        assert_true(failures > 5);
        assert_int_equal(read_rows(f, NULL), 0);
        assert_non_null(strstr(f->rows.s, "\n3001|t:"));
    }
}

/* What is wrapped does not lie over the next row, and no column is printed on a page of its own. */
static void rows_have_room(void **state)
{
    struct fixture *f = *state;
    struct sheet_writer *w;
    const char *tall = "Доля детей и подростков 10–19 лет, вошедших в программы";
    assert_int_equal(sheet_writer_open(f->a, SHEET_XLSX, f->path, &f->err, &w), 0);
    assert_int_equal(sheet_writer_sheet(w, "Лист", NULL, cols, 3, &f->err), 0);
    const struct cell one[] = {cell_text("Ким Артём")}, three[] = {cell_text(tall)};
    assert_int_equal(sheet_writer_row(w, one, 1, &f->err), 0);
    assert_int_equal(sheet_writer_row(w, three, 1, &f->err), 0);
    assert_int_equal(sheet_writer_finish(w, &f->err, NULL), 0);

    char xml[4096];
    zip_t *zip = zip_open(f->path, ZIP_RDONLY, NULL);
    zip_file_t *file = zip_fopen(zip, "xl/worksheets/sheet1.xml", 0);
    zip_int64_t n = zip_fread(file, xml, sizeof xml - 1);
    assert_true(n > 0);
    xml[n] = '\0';
    zip_fclose(file);
    zip_discard(zip);
    assert_non_null(strstr(xml, "<row r=\"2\">"));
    assert_non_null(
        strstr(xml, "<row r=\"3\" ht=\"45\" customHeight=\"1\">")); /* 55 letters by 30 */
    assert_non_null(strstr(xml, "<pageSetUpPr fitToPage=\"1\"/>"));
    assert_non_null(strstr(xml, "fitToHeight=\"0\""));
}

static void no_such_folder(void **state)
{
    struct fixture *f = *state;
    struct sheet_writer *w = NULL;
    char *path = arena_printf(f->a, "%s/none/a.xlsx", f->dir);
    assert_int_equal(sheet_writer_open(f->a, SHEET_XLSX, path, &f->err, &w), ERR_IO);
    assert_non_null(strstr(f->err.text, "Таблица не сохраняется"));
    assert_null(w);
}

int main(void)
{
#define ON_DISK(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        ON_DISK(texts_stay_texts_in_xlsx),
        ON_DISK(texts_stay_texts_in_csv),
        ON_DISK(a_file_without_a_name),
        ON_DISK(an_aborted_file_leaves_nothing),
        ON_DISK(an_empty_row_is_a_row),
        ON_DISK(several_sheets),
        ON_DISK(a_full_disk_leaves_the_old_file),
        ON_DISK(no_such_folder),
        ON_DISK(rows_have_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
