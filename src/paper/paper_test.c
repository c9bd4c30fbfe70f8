/* Papers of a school: what they say, what they lack, the register. */
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

#include "base/strbuf.h"
#include "office/docx_testing.h"
#include "paper/paper_pages.h"
#include "paper/paper_testing.h"
#include "programme/roadmap.h"
#include "programme/school_testing.h"

static int set_up(void **state)
{
    const struct module *const more[] = {&paper_module, &paper_book_module};
    struct school *s = school_new(more, 2);
    *state = s;
    const char *mentees = SCHOOL_SHEET(s, "mentees.csv", "№|ФИО наставляемого|Год рождения",
                                       "1|Лисичкина Анна Петровна|2012", "2|Ким Олег|2011");
    school_import(s, "mentee", mentees);
    return 0;
}

static const struct paper_unit unit = {.full_name = "МБОУ «Школа № 5»",
                                       .address = "",
                                       .city = "г. Кунгур",
                                       .email = "",
                                       .inn = "",
                                       .head_post = "директор",
                                       .head = "Рябинина Ольга Андреевна",
                                       .basis = ""};

static void what_is_missing_is_named(void **state)
{
    struct school *s = *state;
    struct paper_at at = paper_testing_at(s);
    const struct paper_kind *k = paper_kind("order_coordinator");
    const struct paper_gap *gaps;
    struct err err = {0};
    size_t n, m;
    assert_int_equal(paper_gaps(&at, k, 0, &err, &gaps, &n), 0);
    const char *post_of = "должность куратора, ";
    bool city = false, post = false;
    for (size_t i = 0; i < n; i++) {
        city |= !strcmp(gaps[i].name, "город") && gaps[i].source == PAPER_FROM_UNIT;
        post |= !strncmp(gaps[i].name, post_of, strlen(post_of)) && gaps[i].source == PAPER_ASKED;
    }
    assert_true(city && post);
    assert_int_equal(paper_unit_set(s->db, s->a, &s->t->clock, s->unit, s->curator, &unit, &err),
                     0);
    struct paper_unit wrong = unit;
    wrong.head = "Рябинина";
    assert_int_equal(paper_unit_set(s->db, s->a, &s->t->clock, s->unit, s->curator, &wrong, &err),
                     ERR_INVALID);
    assert_int_equal(paper_answer_set(&at, "куратор", "Соколова Елена Петровна"), 0);
    assert_int_equal(paper_answer_set(&at, "должность куратора", "психолог"), 0);
    assert_int_equal(paper_gaps(&at, k, 0, &err, &gaps, &m), 0);
    assert_true(m < n);
    struct paper_data d;
    assert_int_equal(paper_collect(&at, k, 0, &err, &d), 0);
    assert_string_equal(paper_testing_value(&d, "куратор, кого назначить"),
                        "Соколову Елену Петровну");
    assert_string_equal(paper_testing_value(&d, "куратор, инициалы"), "Е.\u00a0П.\u00a0Соколова");
    assert_string_equal(paper_testing_value(&d, "должность руководителя, кого"), "директора");
    assert_string_equal(paper_testing_value(&d, "должность руководителя, кому с заглавной"),
                        "Директору");
    assert_string_equal(paper_testing_value(&d, "должность куратора, с заглавной"), "Психолог");
    assert_string_equal(paper_testing_value(&d, "должность куратора, кого назначить"), "психолога");
    assert_string_equal(paper_testing_value(&d, "организация"), "МБОУ «Школа №\u00a05»");
    assert_string_equal(paper_testing_value(&d, "организация, кратко чего"), "Школы №\u00a05");
    assert_string_equal(paper_testing_value(&d, "руководитель, кому"), "Рябининой Ольге Андреевне");
    assert_string_equal(paper_testing_value(&d, "руководитель, действующий"), "действующей");
}

static int64_t person_of(struct school *s, const char *surname, int64_t *ret_person)
{
    struct paper_at at = paper_testing_at(s);
    const int64_t *ids;
    struct err err = {0};
    size_t n;
    assert_int_equal(paper_subjects(&at, paper_kind("pd_consent"), &ids, &n), 0);
    assert_int_equal(n, 2);
    for (size_t i = 0; i < n; i++) {
        struct paper_data d;
        struct paper_one_person x;
        assert_int_equal(paper_collect(&at, paper_kind("pd_consent"), ids[i], &err, &d), 0);
        assert_int_equal(paper_one_person(s->db, s->a, ids[i], &x), 1);
        *ret_person = x.person_id;
        if (strstr(paper_testing_value(&d, "человек"), surname))
            return ids[i];
    }
    fail_msg("%s", surname);
    return 0;
}

static void a_form_by_hand_goes_first(void **state)
{
    struct school *s = *state;
    struct paper_at at = paper_testing_at(s);
    struct paper_data d;
    struct err err = {0};
    int64_t person = 0, id = person_of(s, "Лисичкина", &person);
    const struct paper_kind *k = paper_kind("pd_consent");
    assert_int_equal(paper_collect(&at, k, id, &err, &d), 0);
    assert_string_equal(paper_testing_value(&d, "человек, кому"), "Лисичкиной Анне Петровне");
    const char *path = school_path(s, "/people/#/cases", person);
    assert_int_equal(test_get(s->t, s->curator, path).status, 200);
    struct reply r = test_post(s->t, s->curator, path, "gender", "", "genitive", "", "dative",
                               "Лисичкине Анне", "accusative", "", "instrumental", "", NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(paper_collect(&at, k, id, &err, &d), 0);
    assert_string_equal(paper_testing_value(&d, "человек, кому"), "Лисичкине Анне");
    assert_string_equal(paper_testing_value(&d, "человек, кого"), "Лисичкиной Анны Петровны");
    assert_int_equal(paper_collect(&at, k, id + 1, &err, &d), ERR_NOT_FOUND);
}

static const char *make_one(struct school *s, const char *number)
{
    struct reply r = test_post(
        s->t, s->curator, school_path(s, "/programmes/#/papers/make", s->programme), "kind",
        "order_coordinator", "subject", "", "number", number, "day", "05.11.2026", NULL);
    assert_int_equal(r.status, 303);
    return arena_strdup(s->a, r.location);
}

static void numbers_run_and_states_follow(void **state)
{
    struct school *s = *state;
    const char *first = make_one(s, ""), *second = make_one(s, "12-Н"), *third = make_one(s, "");
    struct reply r = test_get(s->t, s->curator, first);
    assert_non_null(strstr(r.body, "№ 1 от 05.11.2026"));
    assert_non_null(strstr(test_get(s->t, s->curator, second).body, "№ 12-Н"));
    assert_non_null(strstr(test_get(s->t, s->curator, third).body, "№ 3 "));
    assert_int_equal(test_get(s->t, s->curator, arena_printf(s->a, "%s/file", first)).status, 200);
    assert_int_equal(test_get(s->t, s->curator, arena_printf(s->a, "%s/scan", first)).status, 404);

    const char *scan = arena_printf(s->a, "%s/scan", first);
    const char *file = paper_testing_file(s, "x.pdf", "<html>", 6);
    r = test_upload(s->t, s->curator, scan, file, "x.pdf", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "не PDF, не JPEG и не PNG"));
    file = paper_testing_file(s, "x.pdf", "%PDF-1.4 and so on", 18);
    assert_int_equal(test_upload(s->t, s->curator, scan, file, "x.pdf", NULL).status, 303);
    assert_int_equal(test_get(s->t, s->curator, scan).status, 200);

    const char *sign = arena_printf(s->a, "%s/sign", first);
    assert_int_equal(test_post(s->t, s->curator, sign, NULL).status, 303);
    assert_int_equal(test_post(s->t, s->curator, sign, NULL).status, 409);
    const char *cancel = arena_printf(s->a, "%s/cancel", first);
    r = test_post(s->t, s->curator, cancel, "reason", "", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Напишите причину"));
    assert_int_equal(test_post(s->t, s->curator, cancel, "reason", "Опечатка", NULL).status, 303);
    assert_int_equal(test_post(s->t, s->curator, cancel, "reason", "Опечатка", NULL).status, 409);
    r = test_get(s->t, s->curator, first);
    assert_non_null(strstr(r.body, "Причина: Опечатка"));
    r = test_get(s->t, s->curator, school_path(s, "/programmes/#/papers/register", s->programme));
    assert_non_null(strstr(r.body, "12-Н"));
    assert_non_null(strstr(r.body, "Отменён"));
    /* The roadmap knows what became of its documents. */
    r = test_get(s->t, s->curator, school_path(s, "/programmes/#", s->programme));
    assert_non_null(strstr(r.body, "Документ: проект"));
    assert_non_null(strstr(r.body, "Сделать документ"));
}

static const struct roadmap_item *step_of(struct school *s, const char *code)
{
    struct programme p;
    struct roadmap_stage *stages;
    size_t n;
    assert_int_equal(programme_get(s->db, s->a, s->programme, &p), 1);
    assert_int_equal(
        roadmap_load(s->db, s->a, &p, s->pack, (struct date){2026, 11, 5}, &stages, &n), 0);
    return roadmap_item_of(roadmap_stage_of(stages, n, "preparation"), code);
}

static void act(struct school *s, const char *paper, const char *what)
{
    const char *path = arena_printf(s->a, "%s/%s", paper, what);
    assert_int_equal(test_post(s->t, s->curator, path, "reason", "Опечатка", NULL).status, 303);
}

/* The step of the roadmap is done while its document is signed, and says its number. */
static void a_signed_order_is_the_output_of_its_step(void **state)
{
    struct school *s = *state;
    const char *home = school_path(s, "/programmes/#", s->programme);
    const char *first = make_one(s, "84"), *second = make_one(s, "91");
    assert_false(step_of(s, "order_coordinator")->done);
    act(s, first, "sign");
    const struct roadmap_item *step = step_of(s, "order_coordinator");
    assert_true(step->done && step->seen);
    assert_string_equal(step->signed_as, "№ 84 от 05.11.2026");
    assert_string_equal(step->paper_path, first);
    assert_false(step_of(s, "order_introduction")->done); /* of another kind */
    struct reply r = test_get(s->t, s->curator, home);
    assert_non_null(strstr(r.body, "Документ подписан: № 84 от 05.11.2026."));
    act(s, second, "sign");
    assert_string_equal(step_of(s, "order_coordinator")->signed_as, "№ 91 от 05.11.2026");
    act(s, second, "cancel"); /* the one before it still stands */
    assert_string_equal(step_of(s, "order_coordinator")->signed_as, "№ 84 от 05.11.2026");
    act(s, first, "cancel");
    assert_false(step_of(s, "order_coordinator")->done);
}

static void the_register_is_paged(void **state)
{
    struct school *s = *state;
    for (int i = 0; i < 27; i++)
        make_one(s, "");
    struct reply r =
        test_get(s->t, s->curator, school_path(s, "/programmes/#/papers/register", s->programme));
    assert_int_equal(docx_testing_count(r.body, "href=\"/papers/"), 25);
    const char *next = strstr(r.body, "?before=");
    assert_non_null(next);
    r = test_get(s->t, s->curator,
                 arena_printf(s->a, "%s?%.*s",
                              school_path(s, "/programmes/#/papers/register", s->programme),
                              (int)strcspn(next + 1, "\""), next + 1));
    assert_int_equal(docx_testing_count(r.body, "href=\"/papers/"), 2);
}

static void those_who_may_not_see_nothing(void **state)
{
    struct school *s = *state;
    int64_t observer = testing_account(s->t, "seer", ROLE_OBSERVER, s->unit);
    const char *paths[] = {"", "/register", "/kind?kind=mentee_registry",
                           "/file?kind=mentee_registry&format=docx", "/template?kind=swot"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        assert_int_equal(
            test_get(s->t, observer,
                     arena_printf(s->a, "%s%s",
                                  school_path(s, "/programmes/#/papers", s->programme), paths[i]))
                .status,
            403);
    assert_int_equal(test_get(s->t, s->curator,
                              school_path(s, "/programmes/#/papers/kind?kind=none", s->programme))
                         .status,
                     404);
}

static void a_number_is_given_once(void **state)
{
    struct school *s = *state;
    const char *path = school_path(s, "/programmes/#/papers/make", s->programme);
    make_one(s, "2");
    struct reply r = test_post(s->t, s->curator, path, "kind", "order_coordinator", "subject", "",
                               "number", "2", "day", "05.11.2026", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Номер «2» в 2026 году уже есть у такого же документа"));
    assert_non_null(strstr(r.body, "value=\"2\"")); /* nothing is lost */
    r = test_post(s->t, s->curator, path, "kind", "order_coordinator", "subject", "", "number", "2",
                  "day", "11.01.2027", NULL);
    assert_int_equal(r.status, 303); /* another year */
    r = test_post(s->t, s->curator, path, "kind", "regulation", "subject", "", "number", "2", "day",
                  "05.11.2026", NULL);
    assert_int_equal(r.status, 303); /* another kind */
    r = test_get(s->t, s->curator, make_one(s, ""));
    assert_non_null(strstr(r.body, "№ 3 от")); /* the running one steps over what was typed */
}

static void a_draft_is_made_anew(void **state)
{
    struct school *s = *state;
    struct paper_at at = paper_testing_at(s);
    const char *one = make_one(s, "7");
    const char *file = book_file(s->a, &s->t->app, strtoll(one + strlen("/papers/"), NULL, 10));
    const char *remake = arena_printf(s->a, "%s/remake", one);
    assert_null(strstr(paper_testing_words(s->a, file), "Соколову Елену Петровну"));
    assert_int_equal(paper_answer_set(&at, "куратор", "Соколова Елена Петровна"), 0);
    assert_int_equal(test_post(s->t, s->curator, remake, NULL).status, 303);
    assert_non_null(strstr(paper_testing_words(s->a, file), "Соколову Елену Петровну"));
    assert_non_null(strstr(paper_testing_words(s->a, file), "№ 7"));
    struct reply r = test_get(s->t, s->curator, one);
    assert_non_null(strstr(r.body, "Сделан заново"));
    assert_non_null(strstr(r.body, "№ 7 от 05.11.2026"));
    r = test_post(s->t, s->curator, arena_printf(s->a, "%s/sign", one), NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(test_post(s->t, s->curator, remake, NULL).status, 409);
    r = test_get(s->t, s->curator, one);
    assert_null(strstr(r.body, "/remake"));
}

/* Every kind has a template of ours whose fields are all there to fill in, also in an empty
 * programme. */
static void every_kind_can_be_made(void **state)
{
    struct school *s = *state;
    struct paper_at at = paper_testing_at(s);
    for (size_t i = 0; i < n_paper_kinds; i++) {
        const struct paper_kind *k = &paper_kinds[i];
        const int64_t *ids;
        struct err err = {0};
        size_t n;
        assert_int_equal(paper_subjects(&at, k, &ids, &n), 0);
        for (size_t j = 0; j < n; j++)
            for (int f = 0; f < 2; f++) {
                const char *path = arena_printf(s->a, "%s/out", s->t->app.config.data_dir);
                if (paper_write(&at, k, ids[j], f ? PAPER_PDF : PAPER_DOCX, path, &err) < 0)
                    fail_msg("%s: %s", k->code, err.text);
                assert_int_equal(unlink(path), 0);
            }
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(what_is_missing_is_named),      TEST(a_form_by_hand_goes_first),
        TEST(numbers_run_and_states_follow), TEST(a_signed_order_is_the_output_of_its_step),
        TEST(the_register_is_paged),         TEST(those_who_may_not_see_nothing),
        TEST(every_kind_can_be_made),        TEST(a_number_is_given_once),
        TEST(a_draft_is_made_anew),
    };
    return cmocka_run_group_tests_name("paper", tests, NULL, NULL);
}
