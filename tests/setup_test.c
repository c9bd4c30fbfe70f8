/* An empty installation gets its content once, and a demo region is the same for the same seed. */
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

#include "../src/cmd/modules.h"
#include "../src/cmd/setup.h"
#include "db/db_testing.h"
#include "demo/world.h"
#include "programme/programme.h"
#include "programme/recount.h"

#define PEOPLE 60

struct place {
    struct db_testing *t;
    struct app app;
    char dir[32];
};

static void open_place(struct place *p)
{
    struct err err = {0};
    *p = (struct place){.t = db_testing_new_empty(), .dir = "/tmp/nastavnik-setup-XXXXXX"};
    assert_non_null(mkdtemp(p->dir));
    p->app = (struct app){.config = {.db_url = p->t->url, .data_dir = p->dir},
                          .clock = &clock_system,
                          .modules = modules,
                          .n_modules = n_modules};
    assert_int_equal(setup_app(&p->app, &err), 0);
}

static void close_place(struct place *p)
{
    setup_free(&p->app);
    db_testing_free(p->t);
    assert_int_equal(rmdir(p->dir), 0);
}

static int64_t number(struct place *p, const char *sql)
{
    return db_testing_number(p->t->db, sql);
}

static void setup_changes_nothing_the_second_time(void **state)
{
    (void)state;
    static const char *const counts[] = {"SELECT count(*) FROM unit", "SELECT count(*) FROM pack",
                                         "SELECT max(id) FROM unit"};
    struct place p;
    struct err err = {0};
    int64_t before[3];
    open_place(&p);
    for (size_t i = 0; i < 3; i++)
        before[i] = number(&p, counts[i]);
    assert_int_equal(number(&p, "SELECT count(*) FROM unit WHERE kind = 'region'"), 89);
    assert_int_equal(before[1], 2); /* the target model and that of teachers */
    setup_free(&p.app);
    assert_int_equal(setup_app(&p.app, &err), 0);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(number(&p, counts[i]), before[i]);
    close_place(&p);
}

static void setup_says_what_is_wrong(void **state)
{
    (void)state;
    struct app app = {.config = {.db_url = "sqlite:/nowhere/at/all.db", .data_dir = "/tmp"},
                      .clock = &clock_system,
                      .modules = modules,
                      .n_modules = n_modules};
    struct err err = {0};
    assert_true(setup_app(&app, &err) < 0);
    assert_true(*err.text);
}

static int make(struct place *p, uint64_t seed, struct err *err)
{
    struct world_options o = {.people = PEOPLE, .seed = seed};
    return world_make(p->t->db, &p->app, &o, err);
}

/* A number that other people would change. */
static int64_t fingerprint(struct place *p)
{
    return number(p, "SELECT CAST(sum(length(name_key) * COALESCE(birth_year, 7)) AS BIGINT) "
                     "FROM person");
}

static void a_demo_region_is_whole_and_made_once(void **state)
{
    (void)state;
    struct place p, again, other;
    struct err err = {0};
    open_place(&p);
    assert_int_equal(make(&p, 1, &err), 0);
    assert_true(number(&p, "SELECT count(*) FROM participation") >= PEOPLE);
    assert_true(number(&p, "SELECT count(*) FROM pair") > 0);
    assert_true(number(&p, "SELECT count(*) FROM account WHERE demo = 1") > 0);
    assert_int_equal(number(&p, "SELECT count(*) FROM participation x JOIN person p ON p.id = "
                                "x.person_id WHERE p.name_key <> x.sort_key"),
                     0);
    assert_int_equal(number(&p, "SELECT count(DISTINCT what) FROM total WHERE n > 0"), 4);
    int64_t everybody = number(&p, "SELECT count(DISTINCT person_id) FROM participation");
    int64_t consented =
        number(&p, "SELECT count(DISTINCT x.person_id) FROM participation x JOIN consent c ON "
                   "c.person_id = x.person_id JOIN consent_text t ON t.id = c.text_id WHERE "
                   "t.kind = 'processing'");
    assert_true(consented < everybody && consented * 10 > everybody * 8);
    struct recount kept;
    assert_int_equal(recount_compare(p.t->db, p.t->a, &kept), 0);
    assert_true(kept.same);
    int64_t people = number(&p, "SELECT count(*) FROM person");
    assert_int_equal(make(&p, 1, &err), ERR_CONFLICT);
    assert_true(*err.text);
    assert_int_equal(number(&p, "SELECT count(*) FROM person"), people);

    open_place(&again);
    open_place(&other);
    assert_int_equal(make(&again, 1, &err), 0);
    assert_int_equal(make(&other, 2, &err), 0);
    assert_int_equal(fingerprint(&again), fingerprint(&p));
    assert_int_not_equal(fingerprint(&other), fingerprint(&p));
    close_place(&other);
    close_place(&again);
    close_place(&p);
}

/* The finished programme was lived through a year ago, and nobody in it is left half-way. */
static void a_school_has_a_year_behind_it(void **state)
{
    (void)state;
    struct place p;
    struct programme school;
    struct err err = {0};
    open_place(&p);
    assert_int_equal(make(&p, 1, &err), 0);
    assert_int_equal(programme_find(p.t->db, p.t->a, "demo-school", &school), 1);
    assert_string_equal(school.state, "finished");
    struct date ends, today = date_at(clock_now(&clock_system), 180);
    assert_true(date_parse_iso(school.ends_on, &ends));
    assert_true(date_to_days(ends) < date_to_days(today));
#define OF " WHERE programme_id = (SELECT id FROM programme WHERE code = 'demo-school')"
    assert_true(number(&p, "SELECT count(*) FROM pair" OF) >= 10);
    assert_int_equal(
        number(&p, "SELECT count(*) FROM pair" OF " AND created_at / 1000 / 86400 > "
                   "(SELECT min(p.made_at) / 1000 / 86400 + 365 FROM programme_event p" OF ")"),
        0);
    assert_int_equal(number(&p, "SELECT count(*) FROM programme_event" OF " AND made_by IS NULL"),
                     0);
    /* every month of the year, one of them counted anew; the last is that of the end */
#define NUMBERS                                                                                    \
    " FROM snapshot s JOIN programme g ON g.unit_id = s.unit_id WHERE g.code = 'demo-school'"      \
    " AND s.state = 'done' AND s.final = 1"
    assert_int_equal(number(&p, "SELECT count(DISTINCT s.period)" NUMBERS), 8);
    assert_int_equal(number(&p, "SELECT count(*)" NUMBERS " AND s.reason <> ''"), 1);
    assert_int_equal(number(&p, "SELECT count(*)" NUMBERS
                                " AND substr(s.period, 6) = '05' AND EXISTS (SELECT 1 FROM "
                                "snapshot_value v WHERE v.snapshot_id = s.id AND v.code = "
                                "'mentees_10_19' AND v.numerator > 0 AND v.denominator = 412)"),
                     1);
#undef NUMBERS
#undef OF
    close_place(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(setup_changes_nothing_the_second_time),
        cmocka_unit_test(setup_says_what_is_wrong),
        cmocka_unit_test(a_demo_region_is_whole_and_made_once),
        cmocka_unit_test(a_school_has_a_year_behind_it),
    };
    return cmocka_run_group_tests_name("setup", tests, NULL, NULL);
}
