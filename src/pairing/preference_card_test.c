/* The card: filled by its link and signed in. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "pairing/preference_test.h"

static const char *link_page(struct cards *w, int64_t from, int status)
{
    struct reply r =
        test_get(w->t, 0, arena_printf(w->s->a, "/card?token=%s", token_of(w, from, 1)));
    assert_int_equal(r.status, status);
    return r.body;
}

static void a_card_by_link_without_an_account(void **state)
{
    struct cards *w = *state;
    says(link_page(w, w->kim, 200), "Выбор откроется после общей встречи");
    struct reply r = by_link(w, w->kim, w->orlova, 0);
    assert_int_equal(r.status, 422);
    testing_later(w->t, DAY + DAY / 2);
    const char *page = link_page(w, w->kim, 200);
    says(page, "С кем из наставников вы хотели бы работать?");
    says(page, " Орлова");
    says(page, "Это карточка участника: Артём К.</b>");
    says(page,
         "<details><summary>С кем вам было бы некомфортно"); /* folded: fewer lines on a phone */
    hides(page, "Ким"); /* whoever found the link learns no surname of a child */
    says(page, "математика");
    page = link_page(w, w->orlova, 200);
    says(page, "Артём К.");
    hides(page, "Ким");     /* a lost link names no child */
    hides(page, "алгебра"); /* nor what the child asks for */
    r = by_link(w, w->kim, w->orlova, w->petrov);
    assert_int_equal(r.status, 303);
    assert_string_equal(r.location, "/card/thanks");
    assert_int_equal(test_get(w->t, 0, "/card/thanks").status, 200);
    assert_int_equal(school_number(w->s, "SELECT place FROM preference WHERE kind = 'choice'"), 1);
    hides(link_page(w, w->kim, 200), SECRET); /* a lost link shows nothing of the answer */
    testing_later(w->t, 7 * DAY);
    says(link_page(w, w->kim, 200), "уже не принимаются");
    assert_int_equal(by_link(w, w->kim, w->petrov, 0).status, 422);
}

static void two_of_one_name_are_told_apart(void **state)
{
    struct cards *w = *state;
    school_sql(w->s,
               "UPDATE person SET surname = 'Осина', given = 'Раиса', patronymic = '' WHERE id "
               "IN (SELECT person_id FROM participation WHERE side = 'mentor')");
    school_sql(w->s, "UPDATE person SET birth_year = 2010 WHERE surname = 'Осина'");
    school_sql(w->s, "UPDATE participation SET competencies = 'гитара' WHERE id = %lld",
               (long long)w->petrov);
    testing_later(w->t, DAY + DAY / 2);
    const char *page = link_page(w, w->kim, 200);
    says(page, "Раиса О. — гитара</option>");
    says(page, "Раиса О. — математика</option>");
}

static void a_link_is_taken_back(void **state)
{
    struct cards *w = *state;
    testing_later(w->t, DAY + DAY / 2);
    struct reply r =
        test_post(w->t, w->s->curator, school_path(w->s, "/gatherings/#/relink", w->gathering),
                  "card", text(w, card_of(w, w->kim)), NULL);
    assert_int_equal(r.status, 303);
    says(link_page(w, w->kim, 404), "Ссылка не действует");
    assert_int_equal(by_link(w, w->kim, w->orlova, 0).status, 404);
    r = test_get(w->t, 0, arena_printf(w->s->a, "/card?token=%s", token_of(w, w->kim, 2)));
    assert_int_equal(r.status, 200);
    assert_int_equal(test_get(w->t, 0, "/card?token=").status, 404);
    assert_int_equal(test_get(w->t, 0, "/card?token=AAAAAAAAAAAAAAAAAAAAAAAA").status, 404);
}

static void what_is_wrong_is_told_at_the_field(void **state)
{
    struct cards *w = *state;
    testing_later(w->t, DAY + DAY / 2);
    struct reply r = by_link(w, w->kim, w->orlova, w->orlova);
    assert_int_equal(r.status, 422);
    says(r.body, "Один и тот же человек");
    says(r.body, SECRET);              /* what was typed stays */
    r = by_link(w, w->kim, w->lis, 0); /* not of the other side */
    assert_int_equal(r.status, 422);
    says(r.body, "Этого человека в списке нет");
    r = test_post(w->t, 0, "/card", "token", token_of(w, w->kim, 1), NULL);
    assert_int_equal(r.status, 422);
    says(r.body, "Выберите хотя бы одного");
    r = test_post(w->t, 0, "/card", "token", token_of(w, w->kim, 1), "c1", text(w, w->orlova), "c2",
                  text(w, w->orlova), NULL);
    assert_int_equal(r.status, 422);
    says(r.body, "уже выбран выше");
    assert_int_equal(school_number(w->s, "SELECT count(*) FROM preference"), 0);
    says(gather(w, "01.07.2027", "02.07.2027").body, "вне срока программы");
    says(gather(w, "10.11.2026", "09.11.2026").body, "не раньше неё");
}

static void signed_in_the_card_can_be_changed(void **state)
{
    struct cards *w = *state;
    testing_later(w->t, DAY + DAY / 2);
    const char *path = school_path(w->s, "/my/cards/#", card_of(w, w->orlova));
    says(test_get(w->t, w->mentor, path).body, "алгебра");
    struct reply r = test_post(w->t, w->mentor, path, "c1", text(w, w->lis), "help",
                               text(w, w->kim), "why", SECRET, NULL);
    assert_int_equal(r.status, 303);
    r = test_get(w->t, w->mentor, path);
    says(r.body, "Карточка у куратора");
    says(r.body, SECRET);
    r = test_post(w->t, w->mentor, path, "c1", text(w, w->kim), NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(school_number(w->s, "SELECT count(*) FROM preference"), 1);
    assert_int_equal(test_get(w->t, w->mentee, path).status, 403);
    assert_int_equal(test_get(w->t, w->s->curator, path).status, 403);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_card_by_link_without_an_account),
        TEST(two_of_one_name_are_told_apart),
        TEST(a_link_is_taken_back),
        TEST(what_is_wrong_is_told_at_the_field),
        TEST(signed_in_the_card_can_be_changed),
    };
    return cmocka_run_group_tests_name("preference_card", tests, NULL, NULL);
}
