/* Pages are read back by poppler, which is not ours. */
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

#include "base/fs.h"
#include "base/strbuf.h"
#include "office/pdf.h"

struct folder {
    struct arena *a;
    char dir[32];
    const char *path;
};

static int set_up(void **state)
{
    struct arena *a = arena_new();
    struct folder *f = arena_new_of(a, struct folder);
    f->a = a;
    strcpy(f->dir, "/tmp/pdf-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    f->path = arena_printf(a, "%s/a.pdf", f->dir);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct folder *f = *state;
    (void)unlink(f->path);
    (void)rmdir(f->dir);
    arena_free(f->a);
    return 0;
}

/* What a command says. */
static const char *said(struct folder *f, const char *command)
{
    struct strbuf b;
    char buf[4096];
    strbuf_init(&b, f->a);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    for (size_t n; (n = fread(buf, 1, sizeof buf, pipe));)
        strbuf_add(&b, buf, n);
    assert_int_equal(pclose(pipe), 0);
    return b.s;
}

static const char *text_of(struct folder *f)
{
    return said(f, arena_printf(f->a, "pdftotext -layout %s -", f->path));
}

static size_t count(const char *text, const char *what)
{
    size_t n = 0;
    for (; (text = strstr(text, what)); text += strlen(what))
        n++;
    return n;
}

static const struct pdf_options plain = {.title = "Реестр", .day = {2026, 11, 5}, .numbers = true};

static struct pdf *open_pdf(struct folder *f, const struct pdf_options *o)
{
    struct pdf *p;
    struct err err = {0};
    assert_int_equal(pdf_open(f->a, f->path, o, &err, &p), 0);
    return p;
}

static void close_pdf(struct pdf *p)
{
    struct err err = {0};
    if (pdf_close(p, &err) < 0)
        fail_msg("%s", err.text);
}

static void text_can_be_copied(void **state)
{
    struct folder *f = *state;
    struct pdf *p = open_pdf(f, &plain);
    pdf_put_text(p, PDF_TITLE, "Благодарность");
    pdf_put_text(p, PDF_TEXT, "Съешь же ещё этих мягких французских булок, да выпей чаю № 5");
    struct pdf_run runs[] = {{.text = "Жирно ", .bold = true}, {.text = "и нет", .italic = true}};
    struct pdf_tab tab = {300, true};
    pdf_put_paragraph(
        p, &(struct pdf_paragraph){
               .runs = runs, .n_runs = 2, .tabs = &tab, .n_tabs = 1, .first = -20, .left = 20});
    close_pdf(p);
    const char *text = text_of(f);
    assert_non_null(strstr(text, "Благодарность"));
    assert_non_null(strstr(text, "Съешь же ещё этих мягких французских булок, да выпей чаю № 5"));
    assert_non_null(strstr(text, "Жирно и нет"));
    const char *fonts = said(f, arena_printf(f->a, "pdffonts %s", f->path));
    assert_non_null(strstr(fonts, "PTSerif"));
    assert_null(strstr(fonts, " no  yes no ")); /* every one is inside, with its letters */
}

static void a_head_stands_on_every_page(void **state)
{
    struct folder *f = *state;
    struct pdf *p =
        open_pdf(f, &(struct pdf_options){
                        .title = "", .day = {2026, 11, 5}, .landscape = true, .numbers = true});
    enum { ROWS = 120 };
    struct pdf_run run[ROWS][2], head[2] = {{.text = "Шапка"}, {.text = "Кто"}};
    struct pdf_paragraph x[ROWS][2], hx[2];
    struct pdf_cell cell[ROWS][2], hcell[2];
    struct pdf_row rows[ROWS + 1];
    double widths[] = {1, 4};
    for (int k = 0; k < 2; k++) {
        hx[k] = (struct pdf_paragraph){.runs = &head[k], .n_runs = 1};
        hcell[k] = (struct pdf_cell){&hx[k], 1, 0};
    }
    rows[0] = (struct pdf_row){hcell, 2, true};
    for (int i = 0; i < ROWS; i++) {
        for (int k = 0; k < 2; k++) {
            run[i][k] =
                (struct pdf_run){.text = arena_printf(f->a, k ? "Наставник-%d" : "%d", i + 1)};
            x[i][k] = (struct pdf_paragraph){.runs = &run[i][k], .n_runs = 1};
            cell[i][k] = (struct pdf_cell){&x[i][k], 1, 0};
        }
        rows[i + 1] = (struct pdf_row){cell[i], 2, false};
    }
    pdf_put_table(p, &(struct pdf_table){widths, 2, true, rows, ROWS + 1});
    close_pdf(p);
    const char *text = text_of(f);
    size_t pages = count(text, "\f");
    assert_true(pages >= 4 && pages < 10);
    assert_int_equal(count(text, "Шапка"), pages);
    for (int i = 1; i <= ROWS; i++)
        assert_int_equal(count(text, arena_printf(f->a, "Наставник-%d\n", i)), 1);
}

/* A cell longer than a page is cut between lines, and nothing of it is lost. */
static void a_long_cell_goes_on(void **state)
{
    struct folder *f = *state;
    struct pdf *p = open_pdf(f, &plain);
    struct strbuf b;
    strbuf_init(&b, f->a);
    for (int i = 0; i < 150; i++)
        strbuf_printf(&b, "%sстрока-%d", i ? "\n" : "", i);
    struct pdf_run run = {.text = b.s};
    struct pdf_paragraph x = {.runs = &run, .n_runs = 1};
    struct pdf_cell cell = {&x, 1, 1};
    struct pdf_row row = {&cell, 1, false};
    double width = 1;
    pdf_put_text(p, PDF_TEXT, "Перед таблицей");
    pdf_put_table(p, &(struct pdf_table){&width, 1, true, &row, 1});
    pdf_put_paragraph(p, &x);
    close_pdf(p);
    const char *text = text_of(f);
    for (int i = 0; i < 150; i++)
        assert_int_equal(count(text, arena_printf(f->a, "строка-%d\n", i)), 2);
}

static void the_same_gives_the_same_bytes(void **state)
{
    struct folder *f = *state;
    char *bytes[2];
    size_t n[2];
    struct err err = {0};
    for (int i = 0; i < 2; i++) {
        struct pdf *p = open_pdf(f, &plain);
        pdf_put_text(p, PDF_TEXT, "Одно и то же");
        close_pdf(p);
        assert_int_equal(fs_read(f->a, f->path, 1 << 20, &err, &bytes[i], &n[i]), 0);
    }
    assert_int_equal(n[0], n[1]);
    assert_memory_equal(bytes[0], bytes[1], n[0]);
    assert_non_null(memmem(bytes[0], n[0], "20261105", 8));
}

static void what_cannot_be_is_told(void **state)
{
    struct folder *f = *state;
    struct err err = {0};
    struct pdf *p;
    assert_true(pdf_open(f->a, "/nowhere/at/all.pdf", &plain, &err, &p) < 0);
    p = open_pdf(f, &plain);
    for (int page = 0; page <= PDF_PAGES_MAX; page++) {
        pdf_put_text(p, PDF_TEXT, "Лист");
        pdf_new_page(p);
    }
    assert_int_equal(pdf_close(p, &err), ERR_LIMIT);
    assert_int_not_equal(access(f->path, F_OK), 0);
    p = open_pdf(f, &plain);
    pdf_abandon(p);
    assert_int_not_equal(access(f->path, F_OK), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(text_can_be_copied),     TEST(a_head_stands_on_every_page),
        TEST(a_long_cell_goes_on),    TEST(the_same_gives_the_same_bytes),
        TEST(what_cannot_be_is_told),
    };
    return cmocka_run_group_tests_name("pdf", tests, NULL, NULL);
}
