/* Open lessons: planned, visited, marked, summed up, published by consent, written to the log. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <stdio.h>
#include <string.h>

#include "identity/consent.h"
#include "office/sheet.h"
#include "work/lesson.h"
#include "work/pair.h"
#include "work/teachers_test.h"

static int setup(void **state)
{
    const struct module *const more[] = {&pair_module, &lesson_module};
    *state = teachers_new(more, 2);
    return 0;
}

static int teardown(void **state)
{
    teachers_free(*state);
    return 0;
}

static struct duo duo(struct teachers *t)
{
    struct duo d;
    struct err err = {0};
    assert_int_equal(duo_load(t->s->db, t->s->a, &t->s->t->app, t->pair, &err, &d), 0);
    return d;
}

static struct lesson_row row(struct teachers *t, int64_t id)
{
    struct lesson_row x;
    assert_int_equal(lesson_row(t->s->db, t->s->a, id, &x), 1);
    return x;
}

static int64_t lesson(struct teachers *t, struct date day)
{
    struct duo d = duo(t);
    struct deed deed = {&t->s->t->clock, t->s->curator, NULL};
    struct lesson_plan plan = {"open",    t->mentee, day,          "7 «Б»",
                               "алгебра", "Дроби",   "цель урока", 0};
    struct err err = {0};
    int64_t id;
    if (lesson_create(t->s->db, t->s->a, &d, &plan, &deed, &err, &id) < 0)
        fail_msg("%s", err.text);
    return id;
}

static const struct date today = {2026, 11, 5}, tomorrow = {2026, 11, 6};

static int64_t visit(struct teachers *t, int64_t lesson_id, int64_t person)
{
    return school_number(t->s,
                         "SELECT id FROM lesson_visit WHERE lesson_id = %lld AND person_id = %lld",
                         (long long)lesson_id, (long long)person);
}

/* The same mark for every item but the first, which has another. */
static int fill(struct teachers *t, int64_t lesson_id, int64_t person, int first, int rest,
                size_t *ret_missing)
{
    struct lesson_row x = row(t, lesson_id);
    struct lesson_visit_row v;
    struct lesson_said said[PACK_LESSON_ITEMS];
    struct deed deed = {&t->s->t->clock, t->s->curator, NULL};
    struct err err = {0};
    assert_int_equal(lesson_visit_row(t->s->db, t->s->a, visit(t, lesson_id, person), &v), 1);
    for (size_t i = 0; i < t->pack->lesson_items.n; i++)
        said[i] =
            (struct lesson_said){t->pack->lesson_items.row[i].code, i ? rest : first, "слова"};
    return lesson_fill(t->s->db, t->s->a, t->pack, &x, &v, said, t->pack->lesson_items.n, "хорошо",
                       &deed, &err, ret_missing);
}

static void visitors_are_of_the_same_organisation(void **state)
{
    struct teachers *t = *state;
    struct deed deed = {&t->s->t->clock, t->s->curator, NULL};
    struct err err = {0};
    struct lesson_row x = row(t, lesson(t, tomorrow));
    assert_int_equal(school_number(t->s, "SELECT count(*) FROM lesson_visit WHERE person_id = %lld",
                                   (long long)t->mentor),
                     1); /* the other of the pair is asked by itself */
    struct school *s = t->s;
    assert_int_equal(lesson_invite(s->db, s->a, &x, t->stranger, &deed, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "той же организации"));
    assert_int_equal(lesson_invite(s->db, s->a, &x, t->mentee, &deed, &err), ERR_INVALID);
    assert_int_equal(lesson_invite(s->db, s->a, &x, t->colleague, &deed, &err), 0);
    assert_int_equal(lesson_invite(s->db, s->a, &x, t->colleague, &deed, &err), ERR_CONFLICT);
    int64_t child = testing_person(s->t, s->unit, "Ученик", "Пётр");
    assert_int_equal(lesson_invite(s->db, s->a, &x, child, &deed, &err), ERR_INVALID);
}

static void sheets_have_every_mark_and_make_a_level(void **state)
{
    struct teachers *t = *state;
    struct school *s = t->s;
    struct duo d = duo(t);
    struct deed deed = {&s->t->clock, s->curator, NULL};
    struct err err = {0};
    size_t missing = 99;
    int64_t later = lesson(t, tomorrow), id = lesson(t, today);
    struct lesson_row x = row(t, later);
    assert_int_equal(lesson_hold(s->db, &d, &x, &err), ERR_INVALID); /* its day has not come */
    assert_int_equal(fill(t, id, t->mentor, 2, 2, &missing), ERR_CONFLICT);
    x = row(t, id);
    assert_int_equal(lesson_invite(s->db, s->a, &x, t->colleague, &deed, &err), 0);
    assert_int_equal(lesson_hold(s->db, &d, &x, &err), 0);
    assert_int_equal(fill(t, id, t->mentor, -1, 2, &missing), ERR_INVALID);
    assert_int_equal(missing, 0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM lesson_mark WHERE mark >= %d", 0), 0);
    assert_int_equal(fill(t, id, t->mentor, 1, 2, &missing), 0);    /* 29 of 30 */
    assert_int_equal(fill(t, id, t->colleague, 2, 1, &missing), 0); /* 16 */
    x = row(t, id);
    assert_int_equal(x.n_sheets, 2);
    assert_int_equal(lesson_mean(x.n_sheets, x.total), 225);
    assert_string_equal(lesson_score(s->a, t->pack, x.n_sheets, x.total), "22,5 из 30");
    assert_string_equal(lesson_level(t->pack, x.n_sheets, x.total), "хороший");
    assert_int_equal(fill(t, id, t->colleague, 0, 0, &missing), 0); /* given again: replaced */
    x = row(t, id);
    assert_int_equal(x.n_sheets, 2);
    assert_int_equal(x.total, 29);
    assert_string_equal(lesson_level(t->pack, x.n_sheets, x.total), "достаточный"); /* 14,5 */
    assert_int_equal(school_number(s, "SELECT count(*) FROM lesson_mark WHERE mark >= %d", 0),
                     2 * (int64_t)t->pack->lesson_items.n);
    assert_null(lesson_level(t->pack, 0, 0));
}

static void consent(struct teachers *t, int64_t person, int64_t *ret_id)
{
    struct consent_new n = {.person_id = person,
                            .kind = CONSENT_DISTRIBUTION,
                            .given_by = "Зайцева И. О.",
                            .on_paper = true,
                            .given_on = {2026, 11, 1},
                            .recorded_by = t->s->curator,
                            .today = today,
                            .fields = CONSENT_FIELD_NAME};
    struct err err = {0};
    if (consent_record(t->s->db, t->s->a, &t->s->t->clock, &n, &err, ret_id) < 0)
        fail_msg("%s", err.text);
}

static size_t public_lessons(struct teachers *t, struct lesson_public **ret)
{
    size_t n;
    int64_t next;
    assert_int_equal(
        lesson_published(t->s->db, t->s->a, t->s->unit, today, INT64_MAX, 10, ret, &n, &next), 0);
    return n;
}

static void publication_needs_the_consent_and_ends_with_it(void **state)
{
    struct teachers *t = *state;
    struct school *s = t->s;
    struct duo d = duo(t);
    struct deed deed = {&s->t->clock, s->curator, NULL};
    struct err err = {0};
    struct lesson_public *list;
    int64_t id = lesson(t, today), given, text;
    assert_int_equal(consent_text_publish(s->db, s->a, &s->t->clock, s->region,
                                          CONSENT_DISTRIBUTION, "Публикация", "Согласен", &text),
                     0);
    struct lesson_row x = row(t, id);
    assert_int_equal(lesson_hold(s->db, &d, &x, &err), 0);
    x = row(t, id);
    assert_int_equal(lesson_publish(s->db, s->a, &x, true, today, &deed, &err), ERR_CONFLICT);
    assert_int_equal(lesson_sum_up(s->db, &x, "Урок достиг цели", "меньше говорить", &deed, &err),
                     0);
    x = row(t, id);
    assert_int_equal(lesson_publish(s->db, s->a, &x, true, today, &deed, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "Нет согласия"));
    consent(t, t->mentee, &given);
    assert_int_equal(lesson_publish(s->db, s->a, &x, true, today, &deed, &err), 0);
    assert_int_equal(public_lessons(t, &list), 1);
    assert_string_equal(list[0].teacher, "Зайцева Ирина Олеговна");
    assert_string_equal(list[0].summary, "Урок достиг цели");
    assert_string_equal(list[0].mentor, ""); /* no consent of the mentor */
    assert_int_equal(consent_withdraw(s->db, s->a, &s->t->clock, t->mentee, given), 1);
    assert_int_equal(public_lessons(t, &list), 0);
}

static void the_pages_of_pair_visitor_and_coordinator(void **state)
{
    struct teachers *t = *state;
    struct school *s = t->s;
    struct testing *w = s->t;
    const char *list = school_path(s, "/my/couples/#/lessons", t->pair);
    char teacher[24];
    (void)snprintf(teacher, sizeof teacher, "%lld", (long long)t->mentee);
    struct reply r = test_get(w, t->mentor_account, list);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Уроков ещё нет"));
    r = test_post(w, t->mentor_account, list, "kind", "open", "teacher", teacher, "day",
                  "01.01.2030", "class", "7", "subject", "алгебра", "topic", "Дроби и доли", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "вне срока"));
    assert_non_null(strstr(r.body, "Дроби и доли"));
    r = test_post(w, t->mentor_account, list, "kind", "open", "teacher", teacher, "day",
                  "05.11.2026", "class", "7", "subject", "алгебра", "topic", "Дроби и доли", NULL);
    assert_int_equal(r.status, 303);
    int64_t id =
        school_number(s, "SELECT max(id) FROM lesson WHERE pair_id = %lld", (long long)t->pair);
    const char *page = school_path(s, "/my/lessons/#", id);
    r = test_get(w, t->mentee_account, arena_printf(s->a, "%s?q=%%D0%%B1%%D0%%B5%%D0%%BB", page));
    assert_non_null(strstr(r.body, "Белкина Анна Юрьевна")); /* «бел» */
    char guest[24];
    (void)snprintf(guest, sizeof guest, "%lld", (long long)t->colleague);
    r = test_post(w, t->mentee_account, school_path(s, "/my/lessons/#/visitors", id), "person",
                  guest, NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(school_number(s, "SELECT count(*) FROM notice WHERE person_id = %lld",
                                   (long long)t->colleague),
                     1);
    r = test_get(w, t->colleague_account, "/my/visits");
    assert_non_null(strstr(r.body, "Дроби и доли"));
    assert_int_equal(test_get(w, t->colleague_account, page).status, 403);
    const char *sheet = school_path(s, "/my/visits/#", visit(t, id, t->colleague));
    assert_int_equal(test_get(w, t->mentor_account, sheet).status, 403);
    assert_non_null(strstr(test_get(w, t->colleague_account, sheet).body, "откроется после урока"));
    r = test_post(w, t->mentee_account, school_path(s, "/my/lessons/#/state", id), "action", "hold",
                  NULL);
    assert_int_equal(r.status, 303);
    r = test_post(w, t->colleague_account, sheet, "m0", "2", "n0", "цель названа учениками", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Поставьте отметку"));
    assert_non_null(strstr(r.body, "цель названа учениками"));
    r = test_post(w, t->colleague_account, sheet, "m0", "2", "m1", "2", "m2", "2", "m3", "1", "m4",
                  "1", "m5", "1", "m6", "2", "m7", "0", "m8", "1", "m9", "2", "m10", "2", "m11",
                  "1", "m12", "2", "m13", "2", "m14", "1", NULL);
    assert_int_equal(r.status, 303);
    r = test_get(w, s->curator, school_path(s, "/lessons/#", id));
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "22 из 30"));
    r = test_post(w, t->mentee_account, school_path(s, "/my/lessons/#/summary", id), "summary", "x",
                  NULL);
    assert_int_equal(r.status, 403); /* the mentor's words */
    r = test_post(w, t->mentor_account, school_path(s, "/my/lessons/#/state", id), "action",
                  "publish", NULL);
    assert_int_equal(r.status, 403);
    r = test_get(w, s->curator, school_path(s, "/programmes/#/lessons", t->programme));
    assert_non_null(strstr(r.body, "Дроби и доли"));
    r = test_get(w, s->curator, school_path(s, "/programmes/#/lessons.xlsx", t->programme));
    assert_int_equal(r.status, 200);
    assert_non_null(r.file);
}

static void a_cancelled_lesson_keeps_its_reason(void **state)
{
    struct teachers *t = *state;
    struct err err = {0};
    struct duo d = duo(t);
    struct lesson_row x = row(t, lesson(t, today));
    assert_int_equal(lesson_cancel(t->s->db, &x, "", &err), ERR_INVALID);
    assert_int_equal(lesson_cancel(t->s->db, &x, "карантин", &err), 0);
    x = row(t, x.id);
    assert_string_equal(x.reason, "карантин");
    assert_int_equal(lesson_hold(t->s->db, &d, &x, &err), ERR_CONFLICT);
    struct lesson_plan plan = {"open", t->mentee, today, "7", "а", "б", "", x.version};
    assert_int_equal(lesson_change(t->s->db, t->s->a, &d, &x, &plan, &err), ERR_CONFLICT);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(visitors_are_of_the_same_organisation),
        TEST(sheets_have_every_mark_and_make_a_level),
        TEST(publication_needs_the_consent_and_ends_with_it),
        TEST(the_pages_of_pair_visitor_and_coordinator),
        TEST(a_cancelled_lesson_keeps_its_reason),
    };
    return cmocka_run_group_tests_name("lesson", tests, NULL, NULL);
}
