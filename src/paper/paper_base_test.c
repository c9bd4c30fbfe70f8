/* What papers say of a whole programme, and of the two of a pair. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>
#include <unistd.h>

#include "paper/paper_pages.h"
#include "paper/paper_testing.h"
#include "programme/survey_testing.h"

static int set_up(void **state)
{
    const struct module *const more[] = {&paper_module};
    *state = school_new(more, 1);
    return 0;
}

static size_t rows_of(const struct paper_data *d, const char *list)
{
    for (size_t i = 0; i < d->d.n_lists; i++)
        if (!strcmp(d->d.lists[i].name, list))
            return d->d.lists[i].n_rows;
    fail_msg("no list %s", list);
    return 0;
}

/* A page of a paper must not read the people and pairs of the whole programme. */
static void an_outline_has_all_names_and_no_people(void **state)
{
    struct school *s = *state;
    struct paper_at at = paper_testing_at(s);
    struct err err = {0};
    (void)survey_testing_people(s, "mentee", "student_student", 3);
    for (size_t i = 0; i < n_paper_kinds; i++) {
        const struct paper_kind *k = &paper_kinds[i];
        struct paper_data all, outline;
        if (!paper_of_programme(k))
            continue;
        assert_int_equal(paper_collect(&at, k, 0, &err, &all), 0);
        assert_int_equal(paper_outline(&at, k, 0, &err, &outline), 0);
        assert_int_equal(rows_of(&all, "наставляемые"), 3);
        assert_int_equal(rows_of(&outline, "наставляемые"), 0);
        assert_int_equal(rows_of(&outline, "наставники"), 0);
        assert_int_equal(all.d.n_values, outline.d.n_values);
        assert_int_equal(all.d.n_lists, outline.d.n_lists);
        for (size_t v = 0; v < all.d.n_values; v++)
            assert_string_equal(all.d.values[v].name, outline.d.values[v].name);
        for (size_t l = 0; l < all.d.n_lists; l++) {
            assert_string_equal(all.d.lists[l].name, outline.d.lists[l].name);
            assert_int_equal(all.d.lists[l].n_columns, outline.d.lists[l].n_columns);
        }
    }
}

/* An order of introduction is signed before anybody came: «не менее 0» is no plan. */
static void planned_numbers_are_asked(void **state)
{
    struct school *s = *state;
    const char *path = school_path(s, "/programmes/#/papers/answers", s->programme);
    struct paper_at at = paper_testing_at(s);
    struct paper_data d;
    struct err err = {0};
    const struct paper_kind *k = paper_kind("order_introduction");
    (void)survey_testing_people(s, "mentee", "student_student", 2);
    assert_int_equal(paper_collect(&at, k, 0, &err, &d), 0);
    assert_string_equal(paper_testing_value(&d, "планируется наставляемых"), "2");
    struct reply r = test_post(s->t, s->curator, path, "q5", "много", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Напишите целое число"));
    r = test_post(s->t, s->curator, path, "q5", "25", "q6", "10", NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(paper_collect(&at, k, 0, &err, &d), 0);
    assert_string_equal(paper_testing_value(&d, "планируется наставляемых"), "25");
    assert_string_equal(paper_testing_value(&d, "планируется наставников"), "10");
    at.p.id = school_programme(s, "Пустая");
    assert_int_equal(paper_collect(&at, k, 0, &err, &d), 0);
    assert_string_equal(paper_testing_value(&d, "планируется наставляемых"), "");
}

/* A pupil who mentors is a minor, too; a parent whom nobody knows has a line to write on. */
static void parents_of_both_sides_sign(void **state)
{
    struct school *s = *state;
    struct paper_at at = paper_testing_at(s);
    struct err err = {0};
    const char *path = arena_printf(s->a, "%s/out.docx", s->t->app.config.data_dir);
    int64_t mentee = survey_testing_people(s, "mentee", "student_student", 1);
    int64_t mentor = survey_testing_people(s, "mentor", "student_student", 1);
    survey_testing_pair(s, mentee, mentor);
    int64_t pair = school_number(s, "SELECT max(id) FROM pair");
    school_sql(s, "UPDATE person SET birth_year = 2010");
    const struct paper_kind *k = paper_kind("pair_agreement");
    assert_int_equal(paper_write(&at, k, pair, PAPER_DOCX, path, &err), 0);
    assert_non_null(strstr(paper_testing_words(s->a, path), "Законный представитель наставника"));
    assert_non_null(
        strstr(paper_testing_words(s->a, path), "Законный представитель наставляемого"));
    school_sql(s,
               "UPDATE person SET birth_year = 1980 WHERE id = "
               "(SELECT person_id FROM participation WHERE id = %lld)",
               (long long)mentor);
    assert_int_equal(paper_write(&at, k, pair, PAPER_DOCX, path, &err), 0);
    assert_null(strstr(paper_testing_words(s->a, path), "Законный представитель наставника"));
    assert_int_equal(unlink(path), 0);
}

static void what_still_runs_is_not_told_as_over(void **state)
{
    struct school *s = *state;
    struct err err = {0};
    const char *path = arena_printf(s->a, "%s/out.docx", s->t->app.config.data_dir);
    static const struct {
        const char *kind, *runs, *over;
    } papers[] = {
        {"monitoring_report", "Программа ещё не завершена", "Программа работала"},
        {"analytical_note", "действует программа", "действовала программа"},
    };
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++) {
        const struct paper_kind *k = paper_kind(papers[i].kind);
        for (int over = 0; over < 2; over++) {
            school_sql(s, "UPDATE programme SET ends_on = '%s' WHERE id = %lld",
                       over ? "2020-05-30" : "2090-05-30", (long long)s->programme);
            struct paper_at at = paper_testing_at(s);
            assert_int_equal(paper_write(&at, k, 0, PAPER_DOCX, path, &err), 0);
            const char *words = paper_testing_words(s->a, path);
            assert_non_null(strstr(words, over ? papers[i].over : papers[i].runs));
            assert_null(strstr(words, over ? papers[i].runs : papers[i].over));
        }
    }
    assert_int_equal(unlink(path), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(an_outline_has_all_names_and_no_people),
        TEST(planned_numbers_are_asked),
        TEST(parents_of_both_sides_sign),
        TEST(what_still_runs_is_not_told_as_over),
    };
    return cmocka_run_group_tests_name("paper_base", tests, NULL, NULL);
}
