/* Publishing in a world that fails in the middle. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "pairing/draft.h"
#include "pairing/rulebook.h"
#include "pairing/run.h"
#include "programme/school_testing.h"

#define PAIRS 240
#define MENTORS (PAIRS / 2)

static int setup(void **state)
{
    static const struct module *const list[] = {&draft_module};
    struct school *s = school_new(list, 1);
    const char **mentees = arena_array(s->a, const char *, PAIRS + 1);
    const char **mentors = arena_array(s->a, const char *, MENTORS + 1);
    mentees[0] = "ФИО наставляемого|Год рождения|Основной запрос";
    mentors[0] = "ФИО наставника|Основные компетенции|Ресурс времени";
    for (int i = 1; i <= PAIRS; i++)
        mentees[i] = arena_printf(s->a, "Ученик%c%c Имя|2012|алгебра", 'a' + i % 26, 'a' + i / 26);
    for (int i = 1; i <= MENTORS; i++)
        mentors[i] =
            arena_printf(s->a, "Наставник%c%c Имя|математика|8 часов", 'a' + i % 26, 'a' + i / 26);
    s->t->app.rulebooks = rulebooks_new();
    (void)school_import(s, "mentee", school_sheet(s, "mentees.xlsx", mentees, PAIRS + 1));
    (void)school_import(s, "mentor", school_sheet(s, "mentors.xlsx", mentors, MENTORS + 1));
    school_ready(s);
    *state = s;
    return 0;
}

static int teardown(void **state)
{
    struct school *s = *state;
    rulebooks_free(s->t->app.rulebooks);
    school_free(s);
    return 0;
}

/* A draft of everybody, on its way to be published. */
static int64_t claimed(struct school *s)
{
    struct run_context c;
    struct err err = {0};
    assert_int_equal(school_job(s, s->db, "run_make", s->programme, &err), 0);
    int64_t run = school_number(s, "SELECT max(id) FROM run WHERE n_pairs = %d", PAIRS);
    assert_int_equal(run_open(s->db, s->a, &s->t->app, s->programme, &err, &c), 0);
    assert_int_equal(run_claim(&c, run, 1, &err), 0);
    return run;
}

/* Nothing, or everything: in one look. */
static bool is_published(struct school *s)
{
    int64_t seen = school_number(
        s,
        "SELECT (SELECT count(*) FROM pair) + (SELECT count(*) FROM notice) + (SELECT count(*) "
        "FROM participation WHERE state = 'paired') + (SELECT count(*) FROM run WHERE state = "
        "'%s')",
        "published");
    int64_t all = PAIRS + 2 * PAIRS + PAIRS + MENTORS + 1;
    if (seen != 0 && seen != all)
        fail_msg("%lld of %lld are there", (long long)seen, (long long)all);
    return seen != 0;
}

static void take_back(struct school *s)
{
    school_sql(s, "DELETE FROM pair");
    db_testing_sql(s->db, "DELETE FROM notice");
    school_sql(s, "UPDATE participation SET state = CASE WHEN side = 'mentor' THEN 'ready' "
                  "ELSE 'in_base' END");
    db_testing_sql(s->db, "UPDATE run SET state = 'running'");
}

static void killed_while_publishing(void **state)
{
    struct school *s = *state;
    int64_t run = claimed(s);
    int64_t whole = school_worker(s, "run_publish", run, 0);
    assert_true(is_published(s));
    for (int i = 1; i <= 8; i++) {
        take_back(s);
        (void)school_worker(s, "run_publish", run, whole * i / 7);
        if (!is_published(s))
            assert_int_equal(school_job(s, s->db, "run_publish", run, NULL), 0);
        assert_true(is_published(s));
    }
}

static void disk_full(void **state)
{
    struct school *s = *state;
    if (db_engine(s->db) != DB_SQLITE)
        return;
    int64_t run = claimed(s);
    struct rlimit old, low;
    struct err err = {0};
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, SIG_IGN);
    low = (struct rlimit){32 << 10, old.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
    int r = school_job(s, s->db, "run_publish", run, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    assert_int_equal(r, ERR_IO);
    assert_non_null(strstr(err.text, "ничего не изменилось"));
    assert_false(is_published(s));
}

static void a_disk_for_reading_only(void **state)
{
    struct school *s = *state;
    int64_t run = claimed(s);
    struct db *reader = db_testing_open(s->t->db, DB_READ);
    struct err err = {0};
    assert_true(school_job(s, reader, "run_publish", run, &err) < 0);
    assert_true(*err.text);
    db_close(reader);
    assert_false(is_published(s));
    assert_int_equal(school_job(s, s->db, "run_publish", run, NULL), 0);
    assert_true(is_published(s));
}

/* The server goes away under the hundredth pair. */
static void the_server_goes_away(void **state)
{
    struct school *s = *state;
    if (db_engine(s->db) != DB_PGSQL)
        return;
    int64_t run = claimed(s);
    struct err err = {0};
    school_sql(s,
               "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT "
               "count(*) FROM pair) >= %d THEN PERFORM pg_terminate_backend(pg_backend_pid()); "
               "END IF; RETURN NEW; END $$",
               100);
    db_testing_sql(s->db, "CREATE TRIGGER die BEFORE INSERT ON pair FOR EACH ROW EXECUTE "
                          "FUNCTION die()");
    assert_int_equal(school_job(s, s->db, "run_publish", run, &err), ERR_IO);
    assert_false(is_published(s));
    assert_int_equal(school_number(s, "SELECT count(*) FROM run WHERE state = '%s'", "draft"), 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(killed_while_publishing),
        TEST(disk_full),
        TEST(a_disk_for_reading_only),
        TEST(the_server_goes_away),
    };
    return cmocka_run_group_tests_name("run_faults", tests, NULL, NULL);
}
