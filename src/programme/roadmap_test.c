/* The roadmap: what is done, late and next; dates; leaving a stage. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>
#include <zip.h>

#include "programme/roadmap.h"
#include "programme/roadmap.sql.h"
#include "programme/school_testing.h"

static const struct date today = {2026, 11, 5};

static struct roadmap_place place(struct school *s, struct programme *p, const char *reason)
{
    assert_int_equal(programme_get(s->db, s->a, s->programme, p), 1);
    return (struct roadmap_place){s->db,   s->a,  p,
                                  s->pack, today, {&s->t->clock, s->curator, reason}};
}

static const struct roadmap_stage *stage(struct school *s, const char *code)
{
    struct programme p;
    struct roadmap_stage *stages;
    size_t n;
    assert_int_equal(programme_get(s->db, s->a, s->programme, &p), 1);
    assert_int_equal(roadmap_load(s->db, s->a, &p, s->pack, today, &stages, &n), 0);
    assert_int_equal(n, 7);
    return roadmap_stage_of(stages, n, code);
}

static int mark(struct school *s, const char *code, const char *item, bool done)
{
    struct programme p;
    struct roadmap_place at = place(s, &p, NULL);
    struct err err = {0};
    return roadmap_mark(&at, code, item, done, &err);
}

static int leave(struct school *s, const char *code, const char *reason, struct err *err)
{
    struct programme p;
    struct roadmap_place at = place(s, &p, reason);
    *err = (struct err){0};
    return roadmap_leave(&at, code, err);
}

static void be(struct school *s, const char *state)
{
    school_sql(s, "UPDATE programme SET state = '%s' WHERE id = %lld", state,
               (long long)s->programme);
}

static const char *now(struct school *s)
{
    struct programme p;
    assert_int_equal(programme_get(s->db, s->a, s->programme, &p), 1);
    return p.state;
}

static void steps_are_ticked_and_seen(void **state)
{
    struct school *s = *state;
    const struct roadmap_stage *first = stage(s, "preparation");
    assert_int_equal(first->n_done, 0);
    assert_int_equal(first->n_missing, 5);
    assert_string_equal(first->next->step->code, "order_introduction"); /* required ones first */
    assert_int_equal(mark(s, "preparation", "regulation", true), 0);
    assert_int_equal(mark(s, "preparation", "regulation", true), 0); /* once more */
    first = stage(s, "preparation");
    assert_int_equal(first->n_done, 1);
    assert_int_equal(first->n_missing, 4);
    for (size_t i = 0; i < first->n_items; i++)
        if (first->items[i].done) {
            assert_int_equal(first->items[i].done_at, s->t->now_ms);
            assert_string_not_equal(first->items[i].done_by, "");
        }
    assert_int_equal(mark(s, "preparation", "regulation", false), 0);
    assert_int_equal(stage(s, "preparation")->n_done, 0);
    assert_int_equal(school_number(s,
                                   "SELECT count(*) FROM programme_event WHERE stage_code = '%s' "
                                   "AND detail = 'regulation'",
                                   "preparation"),
                     2); /* done and undone; the second tick changed nothing */
    assert_int_equal(mark(s, "preparation", "нет такого", true), ERR_INVALID);
    assert_int_equal(mark(s, "nowhere", "regulation", true), ERR_INVALID);

    assert_int_equal(stage(s, "mentee_base")->n_done, 0);
    (void)school_import(s, "mentee",
                        SCHOOL_SHEET(s, "m.xlsx", "ФИО наставляемого|Год рождения", "Ким Ян|2012"));
    const struct roadmap_stage *base = stage(s, "mentee_base");
    assert_int_equal(base->n_done, 1);
    assert_true(base->items[1].seen);
    assert_non_null(base->items[1].action);
    assert_int_equal(stage(s, "mentor_base")->n_done, 0);
}

static void leads_to(struct school *s, const char *code, const char *step, const char *path)
{
    const struct roadmap_stage *in = stage(s, code);
    for (size_t i = 0; i < in->n_items; i++)
        if (!strcmp(in->items[i].step->code, step)) {
            assert_non_null(in->items[i].action);
            assert_string_equal(in->items[i].action_path, path);
            return;
        }
    fail_msg("no step %s", step);
}

/* Who has never read the methodology follows the buttons. */
static void a_step_leads_to_where_it_is_done(void **state)
{
    struct school *s = *state;
    leads_to(s, "selection_training", "interviews",
             school_path(s, "/programmes/#/mentors?state=in_base", s->programme));
    leads_to(s, "selection_training", "training",
             school_path(s, "/programmes/#/training", s->programme));
    leads_to(s, "selection_training", "legal_checks", school_path(s, "/units/#/vetting", s->unit));
    leads_to(s, "matching", "unpaired", school_path(s, "/programmes/#/support", s->programme));
    leads_to(s, "work", "meetings", school_path(s, "/programmes/#/meetings", s->programme));
    leads_to(s, "closing", "swot", school_path(s, "/programmes/#/swot", s->programme));
    struct reply r = test_get(s->t, s->curator, school_path(s, "/programmes/#", s->programme));
    const char *now = strstr(r.body, "id=\"now\""), *stages = strstr(r.body, "id=\"stages\"");
    const char *paper = strstr(r.body, "papers/kind?kind=order_introduction");
    assert_true(now && paper && paper < stages); /* the next step is a document: it is made */
}

/* 1 September 2026 – 31 May 2027: 272 days. */
static void dates_follow_the_pack_until_they_are_moved(void **state)
{
    struct school *s = *state;
    struct programme p;
    struct err err = {0};
    const struct roadmap_stage *base = stage(s, "mentee_base");
    assert_int_equal(date_to_days(base->starts) - date_to_days((struct date){2026, 9, 1}), 21);
    assert_int_equal(date_to_days(base->due) - date_to_days((struct date){2026, 9, 1}), 54);
    assert_true(base->late); /* 25 October is over */
    struct roadmap_place at = place(s, &p, NULL);
    assert_int_equal(roadmap_move(&at, "mentee_base", (struct date){2026, 9, 22},
                                  (struct date){2026, 11, 5}, &err),
                     0);
    assert_false(stage(s, "mentee_base")->late); /* the last day is still in time */
    assert_int_equal(roadmap_move(&at, "mentee_base", (struct date){2026, 9, 22},
                                  (struct date){2026, 9, 21}, &err),
                     ERR_INVALID);
    assert_non_null(strstr(err.text, "раньше"));
    assert_int_equal(roadmap_move(&at, "nowhere", today, today, &err), ERR_INVALID);
    assert_int_equal(
        roadmap_move(&at, "closing", (struct date){2027, 5, 1}, (struct date){2027, 6, 1}, &err),
        ERR_INVALID);
    assert_non_null(strstr(err.text, "Программа идёт с 01.09.2026 по 31.05.2027: сроки этапа"));
}

static void a_step_has_a_day_of_its_own(void **state)
{
    struct school *s = *state;
    struct programme p;
    struct err err = {0};
    const char *path = school_path(s, "/programmes/#/step", s->programme);
    const char *code = stage(s, "mentee_base")->items[0].step->code;
    struct roadmap_place at = place(s, &p, NULL);
    assert_int_equal(roadmap_step_move(&at, "mentee_base", code, (struct date){2026, 8, 31}, &err),
                     ERR_INVALID);
    assert_non_null(strstr(err.text, "Программа идёт с 01.09.2026 по 31.05.2027"));
    assert_int_equal(roadmap_step_move(&at, "mentee_base", code, (struct date){2026, 10, 26}, &err),
                     ERR_INVALID);
    assert_non_null(strstr(err.text, "Этап идёт с 22.09.2026 по 25.10.2026"));
    assert_int_equal(roadmap_step_move(&at, "mentee_base", "?", (struct date){2026, 10, 1}, &err),
                     ERR_INVALID);
    assert_int_equal(roadmap_step_move(&at, "mentor_base", code, (struct date){2026, 10, 1}, &err),
                     ERR_INVALID);

    struct reply r = test_post(s->t, s->curator, path, "stage", "mentee_base", "item", code, "due",
                               "01.01.2030", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "день шага нужен внутри"));
    r = test_post(s->t, s->curator, path, "stage", "mentee_base", "item", code, "due", "10.10.2026",
                  NULL);
    assert_int_equal(r.status, 303);
    const struct roadmap_item *item = &stage(s, "mentee_base")->items[0];
    assert_int_equal(item->due.day, 10);
    assert_true(item->moved_at > 0);
    r = test_get(s->t, s->curator, school_path(s, "/programmes/#", s->programme));
    assert_non_null(strstr(r.body, "Срок шага — до 10.10.2026, у этапа — до 25.10.2026."));
    r = test_get(s->t, s->curator, school_path(s, "/programmes/#/history", s->programme));
    assert_non_null(strstr(r.body, "было 25.10.2026, стало 10.10.2026"));
    assert_non_null(strstr(r.body, "Перенесён срок шага"));

    /* The stage goes on later: the step cannot end before it begins, and comes back with it. */
    assert_int_equal(roadmap_move(&at, "mentee_base", (struct date){2026, 11, 1},
                                  (struct date){2026, 11, 30}, &err),
                     0);
    assert_int_equal(stage(s, "mentee_base")->items[0].due.month, 11);
    assert_int_equal(stage(s, "mentee_base")->items[0].due.day, 1);
    assert_int_equal(roadmap_move(&at, "mentee_base", (struct date){2026, 9, 22},
                                  (struct date){2026, 10, 25}, &err),
                     0);
    assert_int_equal(stage(s, "mentee_base")->items[0].due.day, 10);

    r = test_post(s->t, s->curator, path, "stage", "mentee_base", "item", code, "due", "", NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(stage(s, "mentee_base")->items[0].moved_at, 0);
    assert_int_equal(stage(s, "mentee_base")->items[0].due.day, 25);
}

static void leaving_with_an_output_missing_asks_for_the_reason(void **state)
{
    struct school *s = *state;
    struct err err;
    be(s, "preparation");
    assert_true(stage(s, "preparation")->open);
    assert_false(stage(s, "mentee_base")->open);
    assert_int_equal(leave(s, "mentee_base", "рано", &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "не начался"));
    assert_int_equal(leave(s, "preparation", "", &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "положение"));
    assert_int_equal(leave(s, "preparation", "Положение подпишут в ноябре", &err), 0);
    assert_int_equal(leave(s, "preparation", "ещё раз", &err), ERR_CONFLICT);
    const struct roadmap_stage *left = stage(s, "preparation");
    assert_int_equal(left->state, ROADMAP_LEFT);
    assert_non_null(strstr(left->missing, "положение"));
    assert_string_equal(left->reason, "Положение подпишут в ноябре");
    assert_int_equal(left->left_at, s->t->now_ms);
    assert_string_equal(now(s), "enrolment");
    assert_true(stage(s, "mentee_base")->open && stage(s, "mentor_base")->open);
    assert_int_equal(stage_set_left(s->db, s->programme, "closing", 1, NULL, "отчёт", ""),
                     ERR_INVALID); /* the schema, too */
}

static void two_stages_stand_side_by_side(void **state)
{
    struct school *s = *state;
    struct err err;
    assert_string_equal(now(s), "enrolment");
    assert_true(stage(s, "mentor_base")->items[1].late && stage(s, "mentor_base")->late);
    assert_int_equal(leave(s, "mentor_base", "позже", &err), 0);
    assert_false(stage(s, "mentor_base")->late);
    assert_false(stage(s, "mentor_base")->items[1].late); /* nobody waits for it any more */
    assert_string_equal(now(s), "enrolment");             /* the other one goes on */
    assert_int_equal(leave(s, "mentee_base", "позже", &err), 0);
    assert_string_equal(now(s), "selection");
}

static void a_stage_is_taken_up_again(void **state)
{
    struct school *s = *state;
    struct programme p;
    struct err err;
    assert_int_equal(leave(s, "mentor_base", "позже", &err), 0);
    struct roadmap_place at = place(s, &p, "");
    assert_int_equal(roadmap_reopen(&at, "mentor_base", &err), ERR_INVALID);
    at.deed.reason = "Пришли ещё выпускники";
    assert_int_equal(roadmap_reopen(&at, "mentee_base", &err), ERR_CONFLICT);
    assert_int_equal(roadmap_reopen(&at, "mentor_base", &err), 0);
    assert_int_equal(stage(s, "mentor_base")->state, ROADMAP_GOING);
    assert_string_equal(now(s), "enrolment");
}

static void the_last_stage_ends_the_programme(void **state)
{
    struct school *s = *state;
    struct err err;
    be(s, "finishing");
    assert_int_equal(leave(s, "closing", "без отчёта", &err), 0);
    assert_string_equal(now(s), "finished");
    assert_int_equal(leave(s, "work", "поздно", &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "Завершена"));
    assert_int_equal(mark(s, "work", "plans", true), ERR_CONFLICT);
}

static void the_pages_lead_through_it(void **state)
{
    struct school *s = *state;
    const char *home = school_path(s, "/programmes/#", s->programme);
    const char *page = school_path(s, "/programmes/#/stage?code=mentee_base", s->programme);
    const char *post = school_path(s, "/programmes/#/stage/leave", s->programme);
    struct reply r = test_get(s->t, s->curator, home);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Просрочен"));
    assert_non_null(strstr(r.body, "Следующий шаг: Собрать запросы"));
    assert_non_null(strstr(r.body, "Загрузить таблицу наставляемых"));
    assert_non_null(strstr(r.body, "Отвечает: руководитель"));
    r = test_get(s->t, s->curator, page);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Этап 2."));
    assert_int_equal(
        test_get(s->t, s->curator, school_path(s, "/programmes/#/stage?code=x", s->programme))
            .status,
        404);
    r = test_post(s->t, s->curator, post, "stage", "mentee_base", "reason", "", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Напишите причину"));
    r = test_post(s->t, s->curator, school_path(s, "/programmes/#/stage/done", s->programme),
                  "stage", "mentee_base", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Не готово: база наставляемых"));
    assert_non_null(strstr(r.body, "name=\"starts\"")); /* the other form is whole */
    r = test_post(s->t, s->curator, school_path(s, "/programmes/#/stage/dates", s->programme),
                  "stage", "mentee_base", "starts", "01.12.2026", "due", "01.11.2026", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "01.12.2026"));
    r = test_post(s->t, s->curator, school_path(s, "/programmes/#/stage/dates", s->programme),
                  "stage", "mentee_base", "starts", "01.10.2026", "due", "01.12.2026", NULL);
    assert_int_equal(r.status, 303);
    r = test_post(s->t, s->curator, post, "stage", "mentee_base", "reason", "База полна", NULL);
    assert_int_equal(r.status, 303);
    r = test_get(s->t, s->curator, home);
    assert_non_null(strstr(r.body, "Завершён не полностью"));
    r = test_get(s->t, s->curator, page);
    assert_non_null(strstr(r.body, "Открыть этап снова"));
    r = test_post(s->t, s->curator, school_path(s, "/programmes/#/stage/reopen", s->programme),
                  "stage", "mentee_base", "reason", "Ещё дети", NULL);
    assert_int_equal(r.status, 303);
    r = test_get(s->t, s->curator, school_path(s, "/programmes/#/history", s->programme));
    assert_non_null(strstr(r.body, "Завершён этап 2. Не было готово: база наставляемых"));
    assert_non_null(strstr(r.body, "было 22.09.2026"));
    assert_non_null(strstr(r.body, "Ещё дети"));
}

static void the_way_to_stop_it_stands_below(void **state)
{
    struct school *s = *state;
    const char *map = school_path(s, "/programmes/#", s->programme);
    be(s, "active");
    assert_non_null(
        strstr(test_get(s->t, s->curator, map).body, "Приостановить или отменить программу"));
    be(s, "finished");
    assert_null(
        strstr(test_get(s->t, s->curator, map).body, "Приостановить или отменить программу"));
    struct reply r =
        test_get(s->t, s->curator, school_path(s, "/programmes/#/history", s->programme));
    assert_non_null(strstr(r.body, "href=\"#state\""));
}

static void the_paper_has_the_official_columns(void **state)
{
    struct school *s = *state;
    (void)test_post(s->t, s->curator, school_path(s, "/programmes/#/step", s->programme), "stage",
                    "mentee_base", "item", stage(s, "mentee_base")->items[0].step->code, "due",
                    "10.10.2026", NULL);
    struct reply r =
        test_get(s->t, s->curator, school_path(s, "/programmes/#/roadmap.docx", s->programme));
    assert_int_equal(r.status, 200);
    assert_non_null(r.file);
    struct arena *a = s->a;
    char *xml = arena_alloc(a, 1 << 20);
    zip_t *zip = zip_open(r.file, ZIP_RDONLY, NULL);
    assert_non_null(zip);
    zip_file_t *file = zip_fopen(zip, "word/document.xml", 0);
    zip_int64_t n = zip_fread(file, xml, (1 << 20) - 1);
    assert_true(n > 0);
    xml[n] = '\0';
    zip_fclose(file);
    zip_discard(zip);
    static const char *const words[] = {"№ п/п",
                                        "Наименование мероприятия",
                                        "Срок реализации",
                                        "Ответственный исполнитель",
                                        "Результат, вид документа",
                                        "Дорожная карта программы «Старшие помогают младшим»",
                                        "Школа № 5",
                                        "Этап 7. Завершение наставничества",
                                        "22.09.2026 – 10.10.2026",
                                        "22.09.2026 – 25.10.2026",
                                        "7.7"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strstr(xml, words[i]))
            fail_msg("no «%s»", words[i]);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, school_setup, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(steps_are_ticked_and_seen),
        TEST(a_step_leads_to_where_it_is_done),
        TEST(dates_follow_the_pack_until_they_are_moved),
        TEST(a_step_has_a_day_of_its_own),
        TEST(leaving_with_an_output_missing_asks_for_the_reason),
        TEST(two_stages_stand_side_by_side),
        TEST(a_stage_is_taken_up_again),
        TEST(the_last_stage_ends_the_programme),
        TEST(the_pages_lead_through_it),
        TEST(the_way_to_stop_it_stands_below),
        TEST(the_paper_has_the_official_columns),
    };
    return cmocka_run_group_tests_name("roadmap", tests, NULL, NULL);
}
