/* Files that are no tables, and a world that fails in the middle. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <zip.h>

#include "base/fs.h"
#include "identity/person.h"
#include "programme/import.h"
#include "programme/import.sql.h"
#include "programme/import_rows.h"
#include "programme/school_testing.h"

#define HEAD "ФИО наставляемого|Год рождения|Контактные данные|Основной запрос"

/* ---- files ---- */

static const char *file_of(struct school *s, const char *name, const void *data, size_t n)
{
    const char *path = arena_printf(s->a, "%s/%s", s->t->app.config.data_dir, name);
    struct err err = {0};
    assert_int_equal(fs_write(path, data, n, &err), 0);
    return path;
}

static void refused(struct school *s, const char *path, const char *words)
{
    int64_t id = school_upload(s, "mentee", path);
    struct import_row_get im;
    assert_int_equal(import_row_get(s->db, s->a, id, &im), 1);
    assert_string_equal(im.state, "failed");
    if (!strstr(im.message, words))
        fail_msg("«%s» does not say «%s»", im.message, words);
    assert_int_not_equal(access(import_path(s->a, s->t->app.config.data_dir, id), F_OK), 0);
    struct reply r = test_get(s->t, s->curator, school_path(s, "/imports/#", id));
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, words));
    assert_null(strstr(r.body, "/uploads/"));
}

static const char *bomb(struct school *s)
{
    const char *path = SCHOOL_SHEET(s, "bomb.xlsx", HEAD, "Ким Артём|2013||алгебра");
    size_t n = 48u << 20;
    char *spaces = arena_alloc(s->a, n);
    memset(spaces, ' ', n);
    zip_t *z = zip_open(path, 0, NULL);
    assert_non_null(z);
    zip_source_t *source = zip_source_buffer(z, spaces, n, 0);
    assert_true(zip_file_add(z, "xl/worksheets/sheet1.xml", source, ZIP_FL_OVERWRITE) >= 0);
    assert_int_equal(zip_close(z), 0);
    return path;
}

static void files_that_are_no_tables(void **state)
{
    struct school *s = *state;
    static const char encrypted[2048] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
                                        "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    refused(s, file_of(s, "a.xlsx", "PK\3\4 broken", 11), "обрывается");
    refused(s, file_of(s, "b.xlsx", encrypted, sizeof encrypted), "парол");
    refused(s, file_of(s, "c.pdf", "%PDF-1.7\n", 9), "PDF");
    refused(s, bomb(s), "распак");
    refused(s, SCHOOL_SHEET(s, "d.xlsx", "Товар", "Мёд", "Чай"), "назван");
}

static void a_file_of_one_gibibyte(void **state)
{
    struct school *s = *state;
    int64_t id;
    assert_int_equal(import_create(s->db, &s->t->clock, s->programme, s->unit, "mentee",
                                   "large.xlsx", s->curator, &id),
                     0);
    const char *path = import_path(s->a, s->t->app.config.data_dir, id);
    int fd = open(path, O_CREAT | O_WRONLY, 0600);
    assert_int_equal(write(fd, "PK\3\4", 4), 4);
    assert_int_equal(ftruncate(fd, (off_t)1 << 30), 0);
    assert_int_equal(close(fd), 0);
    struct err err = {0};
    assert_int_equal(school_job(s, s->db, "import_read", id, &err), ERR_LIMIT);
    assert_non_null(strstr(err.text, "64"));
    assert_string_equal(school_state(s, id), "failed");
    assert_int_not_equal(access(path, F_OK), 0);
}

/* «ФИО наставляемого;Год рождения\nКим Артём;2013\n» in windows-1251. */
#define CP1251(sep)                                                                                \
    "\xD4\xC8\xCE \xED\xE0\xF1\xF2\xE0\xE2\xEB\xFF\xE5\xEC\xEE\xE3\xEE" sep                        \
    "\xC3\xEE\xE4 \xF0\xEE\xE6\xE4\xE5\xED\xE8\xFF\r\n"                                            \
    "\xCA\xE8\xEC \xC0\xF0\xF2\xB8\xEC" sep "2013\r\n"

static void csv_of_old_programs(void **state)
{
    struct school *s = *state;
    static const char *const texts[] = {CP1251(";"), CP1251("\t")};
    for (size_t i = 0; i < 2; i++) {
        s->programme = school_programme(s, "Ещё");
        int64_t id = school_import(s, "mentee", file_of(s, "a.csv", texts[i], strlen(texts[i])));
        assert_string_equal(school_state(s, id), "applied");
        assert_int_equal(school_number(s,
                                       "SELECT count(*) FROM participation WHERE import_id = %lld",
                                       (long long)id),
                         1);
    }
    assert_int_equal(school_number(s,
                                   "SELECT count(*) FROM person WHERE surname = 'Ким' AND "
                                   "given = 'Артём' AND birth_year = %d",
                                   2013),
                     1);
}

static void a_formula_is_a_text(void **state)
{
    struct school *s = *state;
    int64_t id = school_import(
        s, "mentee",
        SCHOOL_SHEET(s, "f.xlsx", HEAD, "Ким Артём|2013||=HYPERLINK(\"http://x.test\";\"я\")"));
    assert_string_equal(school_state(s, id), "applied");
    assert_int_equal(school_number(s,
                                   "SELECT count(*) FROM participation WHERE request LIKE "
                                   "'=HYPERLINK(%%' AND import_id = %lld",
                                   (long long)id),
                     1);
}

/* ---- a world that fails ---- */

#define MANY 1500 /* more than one block */

static const char *many(struct school *s)
{
    const char **rows = arena_array(s->a, const char *, MANY + 1);
    rows[0] = HEAD;
    for (int i = 1; i <= MANY; i++)
        rows[i] = arena_printf(s->a, "Ученик%c%c%c Имя|2012|+7912%07d|алгебра и геометрия %d",
                               'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676, i, i);
    return school_sheet(s, "many.xlsx", rows, MANY + 1);
}

static int64_t ready_to_apply(struct school *s)
{
    int64_t id = school_check(s, "mentee", many(s));
    assert_string_equal(school_state(s, id), "ready");
    struct reply r = test_post(s->t, s->curator, school_path(s, "/imports/#/apply", id), NULL);
    assert_int_equal(r.status, 303);
    return id;
}

/* Nothing, or everything: in one look. */
static bool is_applied(struct school *s, int64_t id)
{
    int64_t seen = school_number(
        s,
        "SELECT (SELECT count(*) FROM participation WHERE import_id = %lld) + (SELECT count(*) "
        "FROM person WHERE import_id = %lld) + (SELECT COALESCE(max(n_ready), 0) FROM import "
        "WHERE id = %lld AND state = 'applied')",
        (long long)id, (long long)id, (long long)id);
    int64_t blocks =
        school_number(s, "SELECT count(*) FROM import_block WHERE import_id = %lld", (long long)id);
    if (seen != 0 && seen != 3 * MANY)
        fail_msg("%lld of %d are there", (long long)seen, 3 * MANY);
    assert_int_equal(blocks != 0, seen == 0);
    return seen != 0;
}

static void apply_again(struct school *s, int64_t id)
{
    assert_int_equal(school_job(s, s->db, "import_apply", id, NULL), 0);
    assert_true(is_applied(s, id));
}

static void disk_full(void **state)
{
    struct school *s = *state;
    if (db_engine(s->db) != DB_SQLITE)
        return;
    int64_t id = ready_to_apply(s);
    struct rlimit old, low;
    struct err err = {0};
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, SIG_IGN);
    low = (struct rlimit){64 << 10, old.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
    int r = school_job(s, s->db, "import_apply", id, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    assert_int_equal(r, ERR_IO);
    assert_non_null(strstr(err.text, "Ничего не записано"));
    assert_false(is_applied(s, id));
    apply_again(s, id);
}

static void a_disk_for_reading_only(void **state)
{
    struct school *s = *state;
    int64_t id = ready_to_apply(s);
    struct db *reader = db_testing_open(s->t->db, DB_READ);
    struct err err = {0};
    assert_true(school_job(s, reader, "import_apply", id, &err) < 0);
    assert_true(*err.text);
    db_close(reader);
    assert_false(is_applied(s, id));
    assert_string_equal(school_state(s, id), "applying");
    apply_again(s, id);
}

/* The server goes away under the 300th person. */
static void the_server_goes_away(void **state)
{
    struct school *s = *state;
    if (db_engine(s->db) != DB_PGSQL)
        return;
    int64_t id = ready_to_apply(s);
    struct err err = {0};
    school_sql(s,
               "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT "
               "count(*) FROM participation) >= %d THEN PERFORM "
               "pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW; END $$",
               300);
    db_testing_sql(s->db, "CREATE TRIGGER die BEFORE INSERT ON participation FOR EACH ROW EXECUTE "
                          "FUNCTION die()");
    assert_int_equal(school_job(s, s->db, "import_apply", id, &err), ERR_IO);
    assert_false(is_applied(s, id));
    assert_string_equal(school_state(s, id), "ready"); /* connected again, to say so */
    db_testing_sql(s->db, "DROP TRIGGER die ON participation");
    apply_again(s, id);
}

/* While much is written, SQLite does not look up every foreign key: the upload stands for its
 * place. */
static void the_upload_goes_missing(void **state)
{
    struct school *s = *state;
    struct err err = {0};
    if (db_engine(s->db) != DB_SQLITE)
        return;
    int64_t id = ready_to_apply(s);
    db_testing_sql(s->db, "CREATE TRIGGER lose AFTER INSERT ON participation WHEN (SELECT count(*) "
                          "FROM participation) = 300 BEGIN DELETE FROM import; END");
    assert_int_equal(school_job(s, s->db, "import_apply", id, &err), ERR_CONFLICT);
    assert_false(is_applied(s, id));
    assert_string_equal(school_state(s, id), "ready");
    db_testing_sql(s->db, "DROP TRIGGER lose");
    apply_again(s, id);
}

/* ---- kill -9 ---- */

#define STRIKES 8

static void killed_while_loading(void **state)
{
    struct school *s = *state;
    int64_t id = ready_to_apply(s);
    int64_t whole = school_worker(s, "import_apply", id, 0);
    assert_true(is_applied(s, id));
    struct err err = {0};
    for (int i = 1; i <= STRIKES; i++) {
        s->programme = school_programme(s, "Ещё");
        assert_int_equal(import_undo(s->db, &s->t->clock, id, &err), 0);
        id = ready_to_apply(s);
        (void)school_worker(s, "import_apply", id, whole * i / (STRIKES - 1));
        if (!is_applied(s, id)) {
            assert_string_equal(school_state(s, id), "applying");
            apply_again(s, id);
        }
    }
}

static int64_t rows_kept(struct school *s, int64_t id)
{
    struct import_stored *rows;
    size_t n = 1;
    int64_t after = 0, all = 0;
    while (n) {
        assert_int_equal(import_lines_after(s->db, s->a, id, after, &rows, &n), 0);
        all += (int64_t)n;
        after = n ? rows[n - 1].row_no : after;
    }
    return all;
}

struct step {
    const char *kind, *before, *after;
};

/* The upload stands before the step, with its file; returns where the file is. */
static const char *stand_before(struct school *s, int64_t id, const struct step *step)
{
    struct err err = {0};
    char *data;
    size_t n;
    const char *copy = import_path(s->a, s->t->app.config.data_dir, id);
    assert_int_equal(fs_read(s->a, many(s), 1 << 20, &err, &data, &n), 0);
    assert_int_equal(fs_write(copy, data, n, &err), 0);
    assert_true(import_set_state(s->db, id, step->before, "") > 0);
    return copy;
}

static void killed_while_reading_and_checking(void **state)
{
    struct school *s = *state;
    static const struct step steps[] = {{"import_read", "reading", "columns"},
                                        {"import_check", "checking", "ready"}};
    int64_t id = school_check(s, "mentee", many(s)), whole[2];
    for (int i = 0; i < STRIKES; i++)
        for (size_t k = 0; k < 2; k++) {
            const char *copy = stand_before(s, id, &steps[k]);
            int64_t took = school_worker(s, steps[k].kind, id, i ? whole[k] * i / STRIKES : 0);
            if (i == 0)
                whole[k] = took;
            const char *now = school_state(s, id);
            assert_true(!strcmp(now, steps[k].before) || !strcmp(now, steps[k].after));
            assert_int_equal(school_job(s, s->db, steps[k].kind, id, NULL), 0);
            assert_string_equal(school_state(s, id), steps[k].after);
            assert_int_equal(rows_kept(s, id), MANY + 1);
            assert_int_not_equal(access(copy, F_OK), k == 0 ? 0 : 1);
        }
    assert_int_equal(school_number(s, "SELECT n_ready FROM import WHERE id = %lld", (long long)id),
                     MANY);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, school_setup, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(files_that_are_no_tables),
        TEST(a_file_of_one_gibibyte),
        TEST(csv_of_old_programs),
        TEST(a_formula_is_a_text),
        TEST(disk_full),
        TEST(a_disk_for_reading_only),
        TEST(the_server_goes_away),
        TEST(the_upload_goes_missing),
        TEST(killed_while_loading),
        TEST(killed_while_reading_and_checking),
    };
    return cmocka_run_group_tests_name("import_faults", tests, NULL, NULL);
}
