/* Sending, filling, counting: the rules of questionnaires on both databases. */
/* cmocka wants this order. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "programme/survey.sql.h"
#include "programme/survey_sheet.h"
#include "programme/survey_testing.h"

#define DAY (INT64_C(24) * 3600 * 1000)

static int say(struct school *s, int64_t id, int n, const char *text, struct err *err)
{
    struct survey_response r = survey_testing_get(s, id);
    struct survey_given g = {.n = n, .value = SURVEY_MISSING, .text = text};
    assert_int_equal(db_begin(s->db), 0);
    int rc = survey_answer(s->db, s->a, &r, "link", &g, err);
    assert_int_equal(db_commit(s->db), 0);
    return rc;
}

static int finish(struct school *s, int64_t id, struct err *err)
{
    struct survey_response r = survey_testing_get(s, id);
    assert_int_equal(db_begin(s->db), 0);
    int rc = survey_finish(s->db, s->a, &s->t->clock, &r, err);
    if (rc < 0)
        db_rollback(s->db);
    else
        assert_int_equal(db_commit(s->db), 0);
    return rc;
}

static int64_t released(struct school *s, int64_t round)
{
    return school_number(s,
                         "SELECT count(*) FROM survey_response WHERE released = 1 AND round_id = "
                         "%lld",
                         (long long)round);
}

static void everybody_gets_the_sheet_of_side_and_form(void **state)
{
    struct school *s = *state;
    int64_t first = survey_testing_people(s, "mentee", "student_student;undergrad_student", 3);
    survey_testing_people(s, "mentor", "teacher_teacher", 2);
    school_sql(s, "UPDATE participation SET state = 'left' WHERE id = %lld", (long long)first);
    int64_t round = survey_testing_send(s, "before", 0, 0);
    struct survey_counts_of *groups;
    size_t n;
    assert_int_equal(survey_counts_of(s->db, s->a, round, &groups, &n), 0);
    assert_int_equal(n, 2);
    assert_string_equal(groups[0].role, "mentee");
    assert_string_equal(groups[0].form_code, "student_student");
    assert_int_equal(groups[0].sent, 2); /* the third has left */
    assert_string_equal(groups[1].form_code, "teacher_teacher");
    struct survey_response r = survey_testing_get(s, survey_testing_sheet(s, round, "mentor", 0));
    assert_string_equal(r.words.items[0].metric, "experience");
    assert_true(r.words.n >= 15);
    /* Sent once more: whoever joined gets one, nobody a second. */
    survey_testing_people(s, "mentee", "", 1);
    struct survey_round x;
    struct err err = {0};
    assert_int_equal(survey_round_get(s->db, s->a, round, &x), 1);
    assert_int_equal(survey_send_all(s->db, s->a, &s->t->app, s->pack, &x, &err), 0);
    assert_int_equal(survey_round_get(s->db, s->a, round, &x), 1);
    assert_int_equal(x.sent, 5);
    /* Only people of pairs are asked at the end. */
    int64_t mentor =
        school_number(s, "SELECT min(id) FROM participation WHERE side = '%s'", "mentor");
    survey_testing_pair(s, first + 0, mentor);
    int64_t end = survey_testing_send(s, "after", 0, 0);
    assert_int_equal(survey_round_get(s->db, s->a, end, &x), 1);
    assert_int_equal(x.sent, 1); /* the mentor: the mentee has left */
}

static void an_answer_is_kept_at_once_and_goes_on_elsewhere(void **state)
{
    struct school *s = *state;
    struct err err = {0};
    survey_testing_people(s, "mentee", "student_student", 1);
    int64_t round = survey_testing_send(s, "before", 0, 0);
    int64_t id = survey_testing_sheet(s, round, "mentee", 0);
    assert_int_equal(survey_testing_answer(s, id, 3, 10, &err), 0);
    assert_int_equal(survey_testing_answer(s, id, 1, 0, &err), 0);
    assert_int_equal(say(s, id, 11, "Научиться говорить на публике", &err), 0);
    assert_int_equal(survey_testing_answer(s, id, 3, 7, &err), 0); /* changed */
    struct survey_response r = survey_testing_get(s, id);
    struct survey_said said;
    assert_int_equal(survey_said(s->db, s->a, &r, &said), 0);
    assert_string_equal(r.marks, "0-7");
    assert_string_equal(said.text[11], "Научиться говорить на публике");
    assert_int_equal(survey_step_of(&r, &said), 0); /* question 2 is optional, 4 is not there */
    assert_int_equal(survey_testing_answer(s, id, 3, 11, &err), ERR_INVALID);
    assert_int_equal(survey_testing_answer(s, id, 99, 1, &err), ERR_INVALID);
    assert_int_equal(finish(s, id, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "вопрос 4"));
    for (int n = 4; n <= 10; n++)
        assert_int_equal(survey_testing_answer(s, id, n, 5, &err), 0);
    r = survey_testing_get(s, id);
    for (size_t i = 10; i < r.words.n; i++)
        if (r.words.items[i].kind != SURVEY_OPEN)
            assert_int_equal(survey_testing_answer(s, id, r.words.items[i].n, 1, &err), 0);
    assert_int_equal(finish(s, id, &err), 0);
    assert_int_equal(finish(s, id, &err), ERR_CONFLICT);
    assert_int_equal(survey_testing_answer(s, id, 3, 1, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "уже отправлена"));
    struct survey_progress p;
    assert_int_equal(survey_progress(s->db, s->a, s->programme, "before", &p), 1);
    assert_int_equal(p.done, 1);
    assert_true(p.measured);
}

static void answers_come_to_light_by_fives(void **state)
{
    struct school *s = *state;
    survey_testing_people(s, "mentee", "student_student", 17);
    int64_t round = survey_testing_send(s, "before", 0, 0);
    static const int shown[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10};
    for (int i = 1; i <= 16; i++) {
        assert_int_equal(survey_testing_fill(s, round, 1, 8), 1);
        assert_int_equal(released(s, round), shown[i]);
    }
    survey_testing_close(s, round);
    assert_int_equal(released(s, round), 16);
    /* Opened once more, one more answer: it would be the difference. */
    struct survey_round x;
    struct err err = {0};
    struct deed deed = {&s->t->clock, s->curator, NULL};
    assert_int_equal(survey_round_get(s->db, s->a, round, &x), 1);
    struct date day = date_from_days(date_to_days(date_at(s->t->now_ms, 180)) + 3);
    assert_int_equal(survey_round_change(s->db, &x, x.version - 1, day, 0, &deed, &err),
                     ERR_CONFLICT);
    assert_int_equal(survey_round_change(s->db, &x, x.version, day, 0, &deed, &err), 0);
    assert_int_equal(survey_testing_fill(s, round, 5, 1), 1);
    survey_testing_close(s, round);
    assert_int_equal(released(s, round), 16);
}

/* Half of them have begun with the words of before: a step of five must not bring one or two of
 * each. */
static void each_version_comes_to_light_by_its_own_fives(void **state)
{
    struct school *s = *state;
    struct deed deed = {&s->t->clock, s->curator, NULL};
    struct err err = {0};
    struct survey_own own;
    int64_t survey, answered;
    struct survey_own_new n = {s->unit, s->programme, "Опрос о клубе", "mentee", ""};
    struct survey_item item = {0, SURVEY_SCALE10, "Нравится ли клуб?", "", true};
    assert_int_equal(survey_own_create(s->db, s->a, &n, &deed, &err, &survey), 0);
    for (int version = 1; version <= 2; version++) {
        assert_int_equal(survey_own_get(s->db, s->a, survey, &own), 1);
        struct survey_edit e = {s->db, s->a, &own, own.version, &deed, &err};
        assert_int_equal(survey_item_put(&e, version - 1, &item), 0);
        assert_int_equal(survey_own_get(s->db, s->a, survey, &own), 1);
        e.version = own.version;
        assert_int_equal(survey_publish(&e, &answered), 0);
        if (version == 1) {
            survey_testing_people(s, "mentee", "student_student", 22);
            int64_t round = survey_testing_send(s, "other", survey, 0);
            for (int i = 0; i < 22; i += 2) { /* every second one begins */
                struct survey_response r =
                    survey_testing_get(s, survey_testing_sheet(s, round, "mentee", i));
                struct survey_given g = {.n = 1, .value = 7};
                assert_int_equal(survey_answer(s->db, s->a, &r, "link", &g, &err), 0);
            }
        }
    }
    int64_t round = school_number(s, "SELECT max(id) FROM survey_round");
    for (int i = 0; i < 18; i++) {
        int64_t sheet = survey_testing_sheet(s, round, "mentee", i);
        assert_int_equal(survey_testing_answer(s, sheet, 1, 7, &err), 0);
        assert_int_equal(finish(s, sheet, &err), 0);
        assert_int_equal(released(s, round), 0); /* nine of each at last */
    }
    assert_int_equal(survey_testing_fill(s, round, 4, 7), 4);
    assert_int_equal(released(s, round), 10);
    assert_int_equal(school_number(s,
                                   "SELECT count(*) FROM (SELECT sheet_id FROM survey_response "
                                   "WHERE released = 1 GROUP BY sheet_id HAVING count(*) = 5) x"),
                     2);
    survey_testing_close(s, round);
    assert_int_equal(released(s, round), 22);
}

/* The sums of a programme that are kept, against a walk over what everybody answered. */
static void kept_sums_are_those_of_the_rows(struct school *s)
{
    struct survey_scope programme = {.programme_id = s->programme}, region = {.unit_id = s->region};
    const struct survey_change *kept, *walked;
    size_t n_kept, n;
    assert_int_equal(survey_changes(s->db, s->a, &programme, &kept, &n_kept), 0);
    assert_int_equal(survey_changes(s->db, s->a, &region, &walked, &n), 0);
    assert_int_equal(n_kept, n);
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < n && (strcmp(walked[i].metric, kept[k].metric) != 0 ||
                         strcmp(walked[i].role, kept[k].role) != 0 ||
                         strcmp(walked[i].form, kept[k].form) != 0))
            k++;
        assert_true(k < n);
        assert_memory_equal(walked[i].cell, kept[k].cell, sizeof kept[k].cell);
        assert_int_equal(walked[i].n_before, kept[k].n_before);
        assert_int_equal(walked[i].n_after, kept[k].n_after);
        assert_int_equal(walked[i].n_both, kept[k].n_both);
    }
}

/* What monitoring reads, against figures worked out by hand. */
static void before_and_after_stand_side_by_side(void **state)
{
    struct school *s = *state;
    int64_t mentees[6], mentor = survey_testing_people(s, "mentor", "student_student", 1);
    for (int i = 0; i < 6; i++)
        mentees[i] = survey_testing_people(s, "mentee", "student_student", 1);
    int64_t before = survey_testing_send(s, "before", 0, 0);
    survey_testing_fill(s, before, 3, 4);
    survey_testing_fill(s, before, 9, 6);
    survey_testing_close(s, before);
    kept_sums_are_those_of_the_rows(s);
    for (int i = 0; i < 5; i++)
        survey_testing_pair(s, mentees[i], mentor);
    int64_t after = survey_testing_send(s, "after", 0, 0);
    survey_testing_fill(s, after, 9, 9);
    survey_testing_close(s, after);
    kept_sums_are_those_of_the_rows(s);
    const struct survey_change *all, *c = NULL;
    size_t n;
    struct survey_scope by_programme = {.programme_id = s->programme, .role = "mentee"};
    struct survey_scope by_unit = {.unit_id = s->region, .role = "mentee"};
    assert_int_equal(survey_changes(s->db, s->a, &by_programme, &all, &n), 0);
    for (size_t i = 0; i < n; i++)
        if (!strcmp(all[i].metric, "comfort"))
            c = &all[i];
    assert_non_null(c);
    assert_int_equal(c->n_before, 6);
    assert_int_equal(c->n_after, 5);
    assert_int_equal(c->n_both, 5);
    assert_int_equal(c->cell[4 + 1][9 + 1] + c->cell[6 + 1][9 + 1], 5);
    assert_int_equal(c->cell[6 + 1][0] + c->cell[4 + 1][0], 1);
    size_t of_region;
    assert_int_equal(survey_changes(s->db, s->a, &by_unit, &all, &of_region), 0);
    assert_int_equal(of_region, n);
    for (size_t i = 0; i < n; i++)
        if (!strcmp(all[i].metric, "continue"))
            c = &all[i];
    struct survey_share share = survey_share(c, true);
    assert_int_equal(share.yes, 5);
    assert_int_equal(share.answered, 5);
    /* The one mentor is not seen in words; six mentees are. */
    const struct survey_open_item *items;
    const char *const *texts;
    int64_t next;
    assert_int_equal(survey_open_items(s->db, s->a, s->programme, "value", &items, &n), 0);
    assert_int_equal(n, 2); /* before and after */
    assert_string_equal(items[0].role, "mentee");
    assert_int_equal(
        survey_open_answers(s->db, s->a, &items[0], 0, SURVEY_OPEN_PAGE, &texts, &n, &next), 0);
    assert_int_equal(n, 5);
    assert_string_equal(texts[0], "Слово");
}

static void words_stay_with_the_answers_given_to_them(void **state)
{
    struct school *s = *state;
    struct deed deed = {&s->t->clock, s->curator, NULL};
    struct err err = {0};
    struct survey_own own;
    int64_t survey, answered;
    struct survey_own_new n = {s->unit, s->programme, "Опрос о клубе", "mentee", ""};
    assert_int_equal(survey_own_create(s->db, s->a, &n, &deed, &err, &survey), 0);
#define EDIT()                                                                                     \
    (assert_int_equal(survey_own_get(s->db, s->a, survey, &own), 1),                               \
     (struct survey_edit){s->db, s->a, &own, own.version, &deed, &err})
    struct survey_item item = {0, SURVEY_SCALE10, "Нравится ли клуб?", "club", true};
    struct survey_edit e = EDIT();
    assert_int_equal(survey_publish(&e, &answered), ERR_INVALID); /* nothing in it */
    assert_int_equal(survey_item_put(&e, 0, &item), 0);
    assert_int_equal(survey_item_put(&e, 0, &item), ERR_CONFLICT); /* an old look */
    e = EDIT();
    assert_int_equal(survey_publish(&e, &answered), 0);
    survey_testing_people(s, "mentee", "", 4);
    int64_t round = survey_testing_send(s, "other", survey, 0);
    int64_t first = survey_testing_sheet(s, round, "mentee", 0);
    int64_t second = survey_testing_sheet(s, round, "mentee", 1);
    int64_t third = survey_testing_sheet(s, round, "mentee", 2);
    assert_int_equal(survey_testing_answer(s, first, 1, 9, &err), 0);
    assert_int_equal(survey_testing_answer(s, third, 1, 9, &err), 0);
    assert_int_equal(finish(s, third, &err), 0);
    item.text = "Нравится ли вам в клубе?";
    e = EDIT();
    assert_int_equal(survey_item_put(&e, 1, &item), 0);
    struct survey_item more = {0, SURVEY_BOOL, "Придёте ещё?", "", true};
    e = EDIT();
    assert_int_equal(survey_item_put(&e, 0, &more), 0);
    e = EDIT();
    assert_int_equal(survey_item_move(&e, 2, -1), 0);
    e = EDIT();
    assert_int_equal(survey_item_move(&e, 1, -1), ERR_INVALID);
    e = EDIT();
    assert_int_equal(survey_publish(&e, &answered), 0);
    assert_int_equal(answered, 2); /* one goes on, one is ready */
    struct survey_response a = survey_testing_get(s, first), b = survey_testing_get(s, second);
    assert_int_equal(a.words.n, 1);
    assert_string_equal(a.words.items[0].text, "Нравится ли клуб?");
    assert_int_equal(b.words.n, 2);
    assert_string_equal(b.words.items[0].text, "Придёте ещё?");
    assert_string_equal(b.words.items[1].text, "Нравится ли вам в клубе?");
}

static void paper_counts_as_paper(void **state)
{
    struct school *s = *state;
    struct err err = {0};
    survey_testing_people(s, "mentee", "student_student", 1);
    int64_t round = survey_testing_send(s, "before", 0, 0);
    struct survey_response r = survey_testing_get(s, survey_testing_sheet(s, round, "mentee", 0));
    struct survey_given none = {.n = 1, .value = SURVEY_MISSING};
    struct survey_given two[] = {{.n = 1, .value = 1}, {.n = 4, .value = 9}};
    assert_int_equal(survey_paper(s->db, s->a, &s->t->clock, &r, &none, 1, &err), ERR_INVALID);
    assert_int_equal(survey_paper(s->db, s->a, &s->t->clock, &r, two, 2, &err), 0);
    r = survey_testing_get(s, r.id);
    assert_string_equal(r.method, "paper");
    assert_string_equal(r.state, "done");
    assert_string_equal(r.marks, "1--9");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, school_setup, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(everybody_gets_the_sheet_of_side_and_form),
        TEST(an_answer_is_kept_at_once_and_goes_on_elsewhere),
        TEST(answers_come_to_light_by_fives),
        TEST(each_version_comes_to_light_by_its_own_fives),
        TEST(before_and_after_stand_side_by_side),
        TEST(words_stay_with_the_answers_given_to_them),
        TEST(paper_counts_as_paper),
    };
    return cmocka_run_group_tests_name("survey_answer", tests, NULL, NULL);
}
