/* Rows are checked while their file is read, and once more only where that does not hold. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "base/fs.h"
#include "programme/import.h"
#include "programme/import.sql.h"
#include "programme/school_testing.h"

#define CHECKS "SELECT count(*) FROM job WHERE kind = 'import_check'"
#define ROWS 300

static const char *pupils(struct school *s)
{
    const char **rows = arena_array(s->a, const char *, ROWS + 1);
    rows[0] = "ФИО наставляемого|Год рождения|Контактные данные|Основной запрос";
    for (int i = 1; i <= ROWS; i++)
        rows[i] = arena_printf(s->a, "Ученик%c%c Имя|%s|+7912%07d|алгебра", 'a' + i % 26,
                               'a' + i / 26, i % 100 ? "2012" : "2о12", i);
    return school_sheet(s, "pupils.xlsx", rows, ROWS + 1);
}

static struct import_row_get row_of(struct school *s, int64_t id)
{
    struct import_row_get im;
    assert_int_equal(import_row_get(s->db, s->a, id, &im), 1);
    return im;
}

static void is_checked(struct school *s, int64_t id, const char *state)
{
    struct import_row_get im = row_of(s, id);
    assert_string_equal(im.state, state);
    assert_int_equal(im.n_checked, ROWS);
    assert_int_equal(im.n_ready, ROWS - 3);
    assert_int_equal(im.n_bad, 3);
    assert_int_equal(school_number(s,
                                   "SELECT count(*) FROM import_problem WHERE import_id = %lld AND "
                                   "code = 'birth_year'",
                                   (long long)id),
                     3);
}

static void the_reading_checks(void **state)
{
    struct school *s = *state;
    is_checked(s, school_upload(s, "mentee", pupils(s)), "columns");
    is_checked(s, school_check(s, "mentee", pupils(s)), "ready");
    assert_int_equal(school_number(s, CHECKS), 0);
}

/* Read again after a stop: nothing is said twice. */
static void a_second_reading_begins_anew(void **state)
{
    struct school *s = *state;
    const char *path = pupils(s);
    int64_t id = school_upload(s, "mentee", path);
    struct err err = {0};
    char *data;
    size_t n;
    assert_int_equal(fs_read(s->a, path, 1 << 20, &err, &data, &n), 0);
    assert_int_equal(fs_write(import_path(s->a, s->t->app.config.data_dir, id), data, n, &err), 0);
    school_sql(s,
               "INSERT INTO import_problem (import_id, row_no, code, title, value, message, note) "
               "VALUES (%lld, 3, 'birth_year', '', '', 'left over', 0)",
               (long long)id);
    assert_int_equal(import_set_state(s->db, id, "reading", ""), 1);
    assert_int_equal(school_job(s, s->db, "import_read", id, NULL), 0);
    is_checked(s, id, "columns");
}

static int64_t columns_as_they_are(struct school *s, int64_t id)
{
    struct reply r =
        test_post(s->t, s->curator, school_path(s, "/imports/#/columns", id), "code", "mentee_name",
                  "code", "birth_year", "code", "contacts", "code", "main_request", NULL);
    assert_int_equal(r.status, 303);
    return id;
}

/* Whoever came into the base meanwhile may be one of the file. */
static void newcomers_are_looked_for_among_the_rows(void **state)
{
    struct school *s = *state;
    int64_t id = school_upload(s, "mentee", pupils(s));
    (void)school_import(s, "mentee",
                        SCHOOL_SHEET(s, "one.xlsx", "ФИО наставляемого|Год рождения|Телефон",
                                     "Ученикba Имя||+79120000001"));
    assert_int_equal(school_number(s, CHECKS), 0);
    columns_as_they_are(s, id);
    assert_string_equal(row_of(s, id).state, "checking");
    assert_int_equal(school_run_jobs(s), 0);
    assert_int_equal(school_number(s, CHECKS), 1);
    assert_int_equal(row_of(s, id).n_skipped, 1);
    /* That check holds now. */
    columns_as_they_are(s, id);
    assert_string_equal(row_of(s, id).state, "ready");
}

/* Other columns need another check, also when they become what they were. */
static void other_columns_are_checked_to_their_end(void **state)
{
    struct school *s = *state;
    struct err err = {0};
    const char *without_year[] = {"mentee_name", "-", "contacts", "main_request"};
    int64_t id = school_upload(s, "mentee", pupils(s));
    assert_int_equal(import_is_checked(s->db, id), 1);
    assert_int_equal(import_set_columns(s->db, id, s->pack, without_year, 4, &err), 0);
    assert_int_equal(import_is_checked(s->db, id), 0);
    columns_as_they_are(s, id);
    assert_string_equal(row_of(s, id).state, "checking");
    assert_int_equal(school_run_jobs(s), 0);
    is_checked(s, id, "ready");
    assert_int_equal(import_is_checked(s->db, id), 1);
}

#define GROUNDS_HEAD "ФИО наставляемого|Год рождения|Контактные данные|Основной запрос|Форма"

/* Health and the circumstances of a family are not kept; the person is, and it is said. */
static void sensitive_grounds_stay_outside(void **state)
{
    struct school *s = *state;
    int64_t id = school_check(
        s, "mentee",
        SCHOOL_SHEET(s, "grounds.xlsx", GROUNDS_HEAD,
                     "Лис Анна Петровна|2012|lis@example.test|ребёнок с ОВЗ, нужна алгебра|",
                     "Орлова Дарья|2012|89127654321|болезни растений|",
                     "Ким Артём Олегович|2013|89121234567|физика|"));
    struct import_row_get im;
    assert_int_equal(import_row_get(s->db, s->a, id, &im), 1);
    assert_int_equal(im.n_ready, 3);
    assert_int_equal(im.n_bad, 0);

    /* The remarks are the first that is shown, and what is refused is not repeated. */
    const char *path = school_path(s, "/imports/#", id);
    const char *page = test_get(s->t, s->curator, path).body;
    assert_non_null(strstr(page, "С замечаниями</a>"));
    assert_non_null(strstr(page, "Эти строки загрузятся и так"));
    assert_non_null(strstr(page, "похоже, здесь сведения о здоровье"));
    assert_non_null(strstr(page, "возможно, здесь сведения о здоровье"));
    assert_non_null(strstr(page, "value=\"болезни растений\""));
    assert_null(strstr(page, "ОВЗ"));
    page = test_get(s->t, s->curator, school_path(s, "/imports/#?show=bad", id)).body;
    assert_null(strstr(page, "похоже, здесь сведения"));

    /* Correcting is read as the file is. */
    struct date today = {2026, 11, 5};
    assert_int_equal(import_correct(s->db, s->pack, id, 2, "main_request", "инвалид", today), 0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM import_problem WHERE row_no = 2"), 1);
    (void)test_post(s->t, s->curator, school_path(s, "/imports/#/apply", id), NULL);
    assert_int_equal(school_run_jobs(s), 0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM participation"), 3);
    assert_int_equal(
        school_number(
            s, "SELECT count(*) FROM participation WHERE request = '' AND sort_key LIKE 'лис%%'"),
        1);
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM participation WHERE request = 'болезни растений'"),
        1);
}

static void a_file_without_remarks_opens_on_its_rows(void **state)
{
    struct school *s = *state;
    int64_t id = school_check(
        s, "mentee",
        SCHOOL_SHEET(s, "clean.xlsx", GROUNDS_HEAD, "Ким Артём Олегович|2013|89121234567|физика|"));
    const char *page = test_get(s->t, s->curator, school_path(s, "/imports/#", id)).body;
    assert_null(strstr(page, "С замечаниями"));
    assert_non_null(strstr(page, "Ким Артём Олегович"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, school_setup, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_reading_checks),
        TEST(a_second_reading_begins_anew),
        TEST(newcomers_are_looked_for_among_the_rows),
        TEST(other_columns_are_checked_to_their_end),
        TEST(sensitive_grounds_stay_outside),
        TEST(a_file_without_remarks_opens_on_its_rows),
    };
    return cmocka_run_group_tests_name("import_check", tests, NULL, NULL);
}
