/* Frozen numbers: what is counted, how levels add up, that a number stays, and who sees what. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "insight/frozen_testing.h"
#include "insight/indicator_pages.h"
#include "programme/methodology.h"
#include "programme/methodology_edit.h"
#include "programme/participation_pages.h"
#include "programme/school_testing.h"

static const struct date today = FROZEN_TODAY;
static const struct period october = {2026, 10}, november = {2026, 11};

static int set_up(void **state)
{
    const struct module *const more[] = {&indicator_module, &figure_module};
    *state = school_new(more, 2);
    return 0;
}

/* A person of a unit on one side of a programme. */
static int64_t person(struct school *s, int64_t unit, int born, int64_t programme, const char *side,
                      const char *state, const char *form, const char *place)
{
    static int64_t n = 7000000;
    int64_t id = ++n;
    school_sql(s,
               "INSERT INTO person (id, unit_id, surname, given, name_key, birth_year, created_at) "
               "VALUES (%lld, %lld, 'Ф%lld', 'И', 'ф%lld и', %d, 0)",
               (long long)id, (long long)unit, (long long)id, (long long)id, born);
    school_sql(s,
               "INSERT INTO participation (id, unit_id, programme_id, person_id, side, sort_key, "
               "state, form_code, place, created_at) VALUES (%lld, %lld, %lld, %lld, '%s', 'ф', "
               "'%s', '%s', '%s', 0)",
               (long long)id, (long long)unit, (long long)programme, (long long)id, side, state,
               form, place);
    return id;
}

static void own_form(struct school *s, int64_t unit, const char *code, const char *base)
{
    static int64_t n = 9000000;
    school_sql(s,
               "INSERT INTO unit_form (id, unit_id, code, name, mentor_kind, mentee_kind, base, "
               "made_at) VALUES (%lld, %lld, '%s', '%s', 'мастер', 'ученик', '%s', 0)",
               (long long)++n, (long long)unit, code, code, base);
}

static void also(struct school *s, int64_t id, int64_t unit, int64_t programme, const char *side)
{
    static int64_t n = 8000000;
    school_sql(s,
               "INSERT INTO participation (id, unit_id, programme_id, person_id, side, sort_key, "
               "state, created_at) VALUES (%lld, %lld, %lld, %lld, '%s', 'ф', 'in_base', 0)",
               (long long)++n, (long long)unit, (long long)programme, (long long)id, side);
}

static void say(struct school *s, int64_t unit, const char *code, bool numerator, int64_t number)
{
    struct indicators list;
    struct err err = {0};
    assert_int_equal(indicators_load(s->t->app.methodology, s->db, s->a, &err, &list), 0);
    const struct figure_new f = {.unit_id = unit,
                                 .year = 2026,
                                 .indicator = &list.row[indicator_find(&list, code)],
                                 .numerator = numerator,
                                 .value = number,
                                 .source = "форма \"ОО-1\" \\",
                                 .as_of = {2026, 1, 1},
                                 .today = today};
    assert_int_equal(figure_say(s->db, s->a, &s->t->clock, &f, &err), 0);
}

static void people_are_counted_once_and_by_their_age(void **state)
{
    struct school *s = *state;
    int64_t other = school_programme(s, "Вторая");
    const char *form = "student_student";
    int64_t twice = person(s, s->unit, 2012, s->programme, "mentee", "paired", form, "");
    also(s, twice, s->unit, other, "mentee");
    also(s, twice, s->unit, other, "mentor"); /* 14: no mentor of 15–19 */
    person(s, s->unit, 2016, s->programme, "mentee", "in_base", form, ""); /* 10 */
    person(s, s->unit, 2017, s->programme, "mentee", "in_base", form, ""); /* 9: too young */
    person(s, s->unit, 2007, s->programme, "mentee", "left", form, "");    /* 19 */
    person(s, s->unit, 2006, s->programme, "mentee", "in_base", form, ""); /* 20 */
    person(s, s->unit, 2012, s->programme, "mentee", "applied", form, ""); /* only asked */
    person(s, s->unit, 2011, s->programme, "mentor", "ready", form, "");   /* 15 */
    person(s, s->unit, 2011, s->programme, "mentor", "review", form, "");  /* a candidate */
    person(s, s->unit, 1980, s->programme, "mentor", "ready", "employer_student", "ПАО «Завод»");
    person(s, s->unit, 1981, s->programme, "mentor", "ready", "employer_student", "пао завод");
    person(s, s->unit, 1982, s->programme, "mentor", "ready", "employer_student", "ПАО  «Завод»");
    int64_t id = frozen_testing_freeze(s, s->unit, november, "");
    assert_string_equal(frozen_testing_value(s, id, "mentees_10_19"), "3/-");
    assert_string_equal(frozen_testing_value(s, id, "mentors_15_19"), "1/-");
    assert_string_equal(frozen_testing_value(s, id, "enterprises"), "2/-");
    assert_string_equal(frozen_testing_value(s, id, "mentee_satisfaction"), "0/5");
    assert_string_equal(frozen_testing_value(s, id, "attend_clubs"), "-/5");
    assert_string_equal(frozen_testing_value(s, id, "orgs_covered"), "0/1");
    assert_string_equal(frozen_testing_value(s, id, "projects_done"), "0/0");
}

/* Of the school itself, seen from the region, and one of the region's. */
static void an_own_form_counts_as_the_form_it_rests_on(void **state)
{
    struct school *s = *state;
    own_form(s, s->unit, "own-1", "employer_student");
    own_form(s, s->region, "own-2", "employer_student");
    own_form(s, s->unit, "own-3", "teacher_teacher");
    person(s, s->unit, 1980, s->programme, "mentor", "ready", "own-1", "ПАО «Завод»");
    person(s, s->unit, 1980, s->programme, "mentor", "ready", "own-2", "ПАО «Лес»");
    person(s, s->unit, 1980, s->programme, "mentor", "ready", "own-3", "Школа № 7");
    int64_t id = frozen_testing_freeze(s, s->unit, november, "");
    assert_string_equal(frozen_testing_value(s, id, "enterprises"), "2/-");
    id = frozen_testing_freeze(s, s->region, november, "");
    assert_string_equal(frozen_testing_value(s, id, "enterprises"), "2/-");
}

struct tree {
    int64_t town, school2, other_town, school3;
};

static struct tree grow(struct school *s)
{
    struct tree t;
    t.town = school_number(s, "SELECT parent_id FROM unit WHERE id = %lld", (long long)s->unit);
    t.school2 = testing_unit(s->t, t.town, "organisation", "Школа № 6");
    t.other_town = testing_unit(s->t, s->region, "municipality", "Чердынский округ");
    t.school3 = testing_unit(s->t, t.other_town, "organisation", "Лицей № 1");
    const char *form = "employer_student";
    for (int i = 0; i < 6; i++)
        person(s, s->unit, 2012, s->programme, "mentee", "in_base", form, "");
    for (int i = 0; i < 2; i++)
        person(s, t.school2, 2012, s->programme, "mentee", "in_base", form, "");
    for (int i = 0; i < 9; i++)
        person(s, t.school3, 2012, s->programme, "mentee", "in_base", form, "");
    person(s, s->unit, 1980, s->programme, "mentor", "ready", form, "Завод");
    person(s, t.school2, 1980, s->programme, "mentor", "ready", form, "Завод");
    person(s, t.school3, 1980, s->programme, "mentor", "ready", form, "Завод");
    person(s, t.school3, 1980, s->programme, "mentor", "ready", form, "Музей");
    return t;
}

static int64_t newest(struct school *s, int64_t unit, const char *period)
{
    struct frozen f;
    assert_int_equal(frozen_newest(s->db, s->a, unit, period, &f), 1);
    return f.id;
}

static void levels_add_up(void **state)
{
    struct school *s = *state;
    struct tree t = grow(s);
    say(s, s->unit, "mentees_10_19", false, 100);
    say(s, t.school2, "mentees_10_19", false, 50);
    int64_t region = frozen_testing_freeze(s, s->region, october, "");
    int64_t town = newest(s, t.town, "2026-10"), school = newest(s, s->unit, "2026-10");
    assert_string_equal(frozen_testing_value(s, school, "mentees_10_19"), "6/100");
    assert_string_equal(frozen_testing_value(s, town, "mentees_10_19"), "8/150");
    assert_string_equal(frozen_testing_value(s, region, "mentees_10_19"), "17/150");
    assert_string_equal(frozen_testing_value(s, town, "enterprises"), "1/-");
    assert_string_equal(frozen_testing_value(s, region, "enterprises"),
                        "2/-"); /* one plant, one museum */
    assert_string_equal(frozen_testing_value(s, region, "orgs_covered"), "0/3");
    /* One school said nothing: no percentage of the region, never one of a part. */
    struct frozen_value *v;
    size_t n;
    assert_int_equal(frozen_values(s->db, s->a, region, &v, &n), 0);
    for (size_t i = 0; i < n; i++)
        if (!strcmp(v[i].code, "mentees_10_19")) {
            assert_int_equal(v[i].n_parts, 3);
            assert_int_equal(v[i].n_denominator, 2);
            assert_false(frozen_whole(&v[i]));
        }
    /* What the region says itself stands above the sum. */
    say(s, s->region, "mentees_10_19", false, 1000);
    region = frozen_testing_freeze(s, s->region, november, "");
    assert_string_equal(frozen_testing_value(s, region, "mentees_10_19"), "17/1000");
    assert_int_equal(frozen_values(s->db, s->a, region, &v, &n), 0);
    for (size_t i = 0; i < n; i++)
        if (!strcmp(v[i].code, "mentees_10_19")) {
            assert_true(frozen_whole(&v[i]));
            assert_true(frozen_percent(&v[i]) > 1.699 && frozen_percent(&v[i]) < 1.701);
            assert_string_equal(v[i].source, "форма \"ОО-1\" \\");
        }
}

static void a_frozen_number_stays(void **state)
{
    struct school *s = *state;
    struct tree t = grow(s);
    struct err err = {0};
    int64_t again;
    int64_t region = frozen_testing_freeze(s, s->region, october, "");
    int64_t town = newest(s, t.town, "2026-10");
    person(s, s->unit, 2012, s->programme, "mentee", "in_base", "student_student", "");
    assert_string_equal(frozen_testing_value(s, region, "mentees_10_19"), "17/-");
    assert_int_equal(frozen_begin(s->db, s->a, &s->t->clock, s->unit, october, today, "",
                                  s->curator, &err, &again),
                     ERR_INVALID);
    assert_non_null(strstr(err.text, "почему"));
    assert_int_equal(frozen_begin(s->db, s->a, &s->t->clock, s->unit, (struct period){2026, 12},
                                  today, "", s->curator, &err, &again),
                     ERR_INVALID);
    int64_t school = frozen_testing_freeze(s, s->unit, october, "Нашлась заявка");
    assert_string_equal(frozen_testing_value(s, school, "mentees_10_19"), "7/-");
    assert_int_equal(newest(s, t.town, "2026-10"), town); /* above nothing moves by itself */
    struct frozen f;
    int64_t later;
    assert_int_equal(frozen_get(s->db, s->a, town, &f), 1);
    assert_int_equal(frozen_later(s->db, s->a, &f, &later), 0);
    assert_int_equal(later, 1);
    struct frozen_part *parts;
    size_t n;
    assert_int_equal(frozen_parts(s->db, s->a, &f, "mentees_10_19", "", 0, &parts, &n), 0);
    assert_int_equal(n, 2);
    assert_int_equal(parts[0].value.numerator + parts[1].value.numerator, 8); /* as it was */
    region = frozen_testing_freeze(s, s->region, october, "Школа уточнила");
    assert_string_equal(frozen_testing_value(s, region, "mentees_10_19"), "18/-");
    assert_string_equal(frozen_testing_value(s, newest(s, t.town, "2026-10"), "mentees_10_19"),
                        "9/-");
    assert_int_equal(newest(s, s->unit, "2026-10"), school); /* kept, not counted again */
    assert_int_equal(school_number(s, "SELECT max(n) FROM snapshot WHERE unit_id = %lld",
                                   (long long)t.other_town),
                     1); /* nothing new there */
    struct frozen_work w = frozen_testing_work(s);
    assert_int_equal(frozen_count(&w, region, &err), 0); /* a job that begins again */
}

static void the_month_ends_by_itself(void **state)
{
    struct school *s = *state;
    (void)grow(s);
    assert_int_equal(frozen_hourly(&s->t->app, s->db, s->a), 0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM snapshot"), 0); /* new here */
    school_sql(s, "UPDATE unit SET created_at = 0");
    assert_int_equal(frozen_hourly(&s->t->app, s->db, s->a), 0);
    assert_int_equal(frozen_hourly(&s->t->app, s->db, s->a), 0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM job WHERE kind = '%s'", FROZEN_JOB), 1);
    assert_int_equal(school_run_jobs(s), 0);
    assert_string_equal(frozen_testing_value(s, newest(s, s->region, "2026-10"), "mentees_10_19"),
                        "17/-");
    assert_int_equal(frozen_hourly(&s->t->app, s->db, s->a), 0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM job WHERE kind = '%s'", FROZEN_JOB), 1);
}

/* Each once, also namesakes and people of two programmes, whatever the size of a step. */
static void people_come_page_by_page(void **state)
{
    struct school *s = *state;
    struct indicators list;
    struct err err = {0};
    struct frozen_person *page;
    size_t n = FROZEN_PAGE + 1, seen = 0;
    int64_t other = school_programme(s, "Вторая"), last = 0;
    const char *key = "";
    for (int i = 0; i < 150; i++) {
        int64_t id = person(s, s->unit, i % 3 ? 2012 : 1990, s->programme, "mentee", "in_base",
                            "student_student", "");
        also(s, id, s->unit, other, "mentee");
    }
    school_sql(s, "UPDATE person SET name_key = 'одна' WHERE birth_year = %d", 2012);
    assert_int_equal(indicators_load(s->t->app.methodology, s->db, s->a, &err, &list), 0);
    const struct indicator *i = &list.row[indicator_find(&list, "mentees_10_19")];
    while (n > FROZEN_PAGE) {
        assert_int_equal(
            frozen_people(s->db, s->a, &s->t->clock, i, s->unit, november, key, last, &page, &n),
            0);
        for (size_t k = 0; k < n && k < FROZEN_PAGE; k++, seen++) {
            assert_true(page[k].person_id > last);
            last = page[k].person_id;
        }
        key = "одна";
    }
    assert_int_equal(seen, 100);
}

static void the_pages_show_numbers_and_hide_people(void **state)
{
    struct school *s = *state;
    struct tree t = grow(s);
    int64_t above = testing_account(s->t, "above", ROLE_MUNICIPAL, t.town);
    const char *list = school_path(s, "/units/#/indicators", s->unit);
    struct reply r = test_get(s->t, s->curator, list);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "ещё не считали"));
    r = test_post(s->t, s->curator, list, "period", "2026-11", "reason", "", NULL);
    assert_int_equal(r.status, 303);
    r = test_get(s->t, s->curator, list);
    assert_non_null(strstr(r.body, "предварительные, посчитаны"));
    assert_non_null(strstr(r.body, "нет данных: не указан знаменатель —"));
    r = test_post(s->t, s->curator, list, "period", "2026-10", NULL);
    assert_int_equal(r.status, 303);
    r = test_post(s->t, s->curator, list, "period", "2026-10", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Напишите, почему"));
    const char *one = "?code=mentees_10_19";
    const char *page = arena_printf(s->a, "%s/one%s", list, one);
    r = test_get(s->t, s->curator, page);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "от 10 до 19"));
    assert_non_null(strstr(r.body, "/participations/"));
    r = test_get(s->t, above, page);
    assert_int_equal(r.status, 200);
    assert_null(strstr(r.body, "/participations/"));
    /* A school of two mentees: a number for its coordinator, none for the town. */
    int64_t vera = testing_account(s->t, "vera", ROLE_COORDINATOR, t.school2);
    const char *small = school_path(s, "/units/#/indicators", t.school2);
    r = test_post(s->t, vera, small, "period", "2026-10", NULL);
    assert_int_equal(r.status, 303);
    const char *small_one = arena_printf(s->a, "%s/one%s", small, one);
    assert_null(strstr(test_get(s->t, vera, small_one).body, "меньше пяти"));
    assert_non_null(strstr(test_get(s->t, above, small_one).body, "меньше пяти человек"));
    /* And the other school is hidden beside it: the difference would tell. */
    const char *town = school_path(s, "/units/#/indicators", t.town);
    r = test_post(s->t, above, town, "period", "2026-10", NULL);
    assert_int_equal(r.status, 303);
    assert_non_null(strstr(r.location, "/jobs/"));
    assert_int_equal(school_run_jobs(s), 0);
    r = test_get(s->t, above, arena_printf(s->a, "%s/one%s", town, one));
    assert_non_null(strstr(r.body, "<b>8</b>"));
    assert_null(strstr(r.body, "<b>6</b>"));
    assert_null(strstr(r.body, "<b>2</b>"));
    assert_int_equal(test_get(s->t, above, arena_printf(s->a, "%s/one?code=x", town)).status, 404);
    int64_t mentor = testing_account(s->t, "mentor", ROLE_MENTOR, s->unit);
    assert_int_equal(test_post(s->t, mentor, list, "period", "2026-11", NULL).status, 403);
}

/* The pack as it is, with other words in a table. */
static void publish_changed(struct school *s, const char *table, const char *was, const char *now)
{
    struct err err = {0};
    const struct methodology_draft d = {
        .db = s->db, .a = s->a, .clock = &s->t->clock, .pack_id = s->pack_id};
    struct methodology_table t;
    int64_t id;
    int version;
    assert_int_equal(methodology_table(&d, table, &err, &t), 0);
    const char *at = strstr(t.data, was);
    assert_non_null(at);
    const char *data =
        arena_printf(s->a, "%.*s%s%s", (int)(at - t.data), t.data, now, at + strlen(was));
    assert_int_equal(methodology_put(&d, table, NULL, data, strlen(data), &err), 0);
    assert_int_equal(methodology_publish(&d, &err, &id, &version), 0);
}

static void numbers_keep_the_definition_they_were_counted_by(void **state)
{
    struct school *s = *state;
    const char *list = school_path(s, "/units/#/indicators", s->unit);
    const char *old = "?period=2026-09", *one = arena_printf(s->a, "%s/one", list);
    assert_int_equal(test_post(s->t, s->curator, list, "period", "2026-09", NULL).status, 303);
    publish_changed(s, "indicators.tsv",
                    "Доля детей и подростков 10–19 лет, вошедших в программы в роли наставляемого",
                    "Охват детей");
    const char *renamed = arena_printf(s->a, "%s%s&code=mentees_10_19", one, old);
    assert_non_null(strstr(test_get(s->t, s->curator, arena_printf(s->a, "%s%s", list, old)).body,
                           "Доля детей и подростков 10–19"));
    assert_non_null(strstr(test_get(s->t, s->curator, renamed).body, "Доля детей и подростков"));
    assert_int_equal(test_post(s->t, s->curator, list, "period", "2026-10", NULL).status, 303);
    struct reply r = test_get(s->t, s->curator, arena_printf(s->a, "%s?period=2026-10", list));
    assert_non_null(strstr(r.body, "Охват детей"));
    assert_null(strstr(r.body, "Доля детей и подростков 10–19"));
    /* One that is counted no more stays where it was counted. */
    s->pack_id = school_number(s, "SELECT max(id) FROM pack WHERE code = 'target-model'");
    publish_changed(s, "indicators.tsv", "mentees_10_19\t", "mentees_all\t");
    assert_non_null(
        strstr(test_get(s->t, s->curator, arena_printf(s->a, "%s?period=2026-10", list)).body,
               "code=mentees_10_19"));
    assert_int_equal(
        test_get(s->t, s->curator, arena_printf(s->a, "%s?period=2026-10&code=mentees_10_19", one))
            .status,
        200);
    assert_int_equal(test_get(s->t, s->curator, arena_printf(s->a, "%s?code=no", one)).status, 404);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(people_are_counted_once_and_by_their_age),
        TEST(an_own_form_counts_as_the_form_it_rests_on),
        TEST(levels_add_up),
        TEST(a_frozen_number_stays),
        TEST(the_month_ends_by_itself),
        TEST(people_come_page_by_page),
        TEST(the_pages_show_numbers_and_hide_people),
        TEST(numbers_keep_the_definition_they_were_counted_by),
    };
    return cmocka_run_group_tests_name("frozen", tests, NULL, NULL);
}
