/* Totals are what the rows say: through a life of a programme, at once and in one transaction, and
 * after what was taken back. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include <string.h>

#include "db/db.h"
#include "db/db_testing.h"
#include "programme/application_testing.h"
#include "programme/participation_state.h"
#include "programme/programme.h"
#include "programme/recount.h"
#include "programme/selection_pages.h"
#include "programme/total.h"

static int64_t people(struct hall *h, const char *side, const char *states)
{
    int64_t n;
    const struct total of = {h->s->programme, TOTAL_PARTICIPATION, side};
    assert_int_equal(total_of(h->s->db, h->s->a, &of, states, &n), 0);
    return n;
}

static int64_t applications(struct hall *h, const char *states)
{
    int64_t n;
    const struct total of = {h->s->programme, TOTAL_APPLICATION, "mentee"};
    assert_int_equal(total_of(h->s->db, h->s->a, &of, states, &n), 0);
    return n;
}

static int64_t import_mentees(struct hall *h)
{
    return school_import(h->s, "mentee",
                         SCHOOL_SHEET(h->s, "mentees.csv", "№|ФИО наставляемого|Год рождения",
                                      "1|Лисичкина Анна Петровна|2012", "2|Ким Олег|2011",
                                      "3|Юдин Ян|2012"));
}

static void undo(struct hall *h, int64_t import)
{
    struct school *s = h->s;
    assert_int_equal(
        test_post(s->t, s->curator, school_path(s, "/imports/#/undo", import), NULL).status, 303);
}

static void uploads_come_and_go(void **state)
{
    struct hall *h = *state;
    int64_t import = import_mentees(h);
    assert_int_equal(people(h, "mentee", ""), 3);
    assert_int_equal(people(h, "mentee", "in_base"), 3);
    assert_int_equal(people(h, "mentor", ""), 0);
    school_totals(h->s);
    undo(h, import);
    assert_int_equal(people(h, "mentee", ""), 0);
    school_totals(h->s);
}

static void everybody_of_a_side_moves(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    struct deed deed = {&s->t->clock, s->curator, "Приказ № 5"};
    (void)import_mentees(h);
    (void)school_import(
        s, "mentor",
        SCHOOL_SHEET(s, "mentors.csv", "№|ФИО наставника", "1|Орлова Дарья", "2|Гром Пётр"));
    assert_int_equal(db_begin(s->db), 0);
    assert_int_equal(participation_match(s->db, s->programme, &deed), 0);
    assert_int_equal(people(h, "mentee", "matching"), 3); /* what this transaction has said, too */
    assert_int_equal(selection_accept_all(s->db, s->programme, &deed), 0);
    assert_int_equal(db_commit(s->db), 0);
    assert_int_equal(people(h, "mentee", "in_base"), 0);
    assert_int_equal(people(h, "mentor", "ready paired resting"), 2);
    school_totals(s);
}

static void what_is_taken_back_was_never_said(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    struct deed deed = {&s->t->clock, s->curator, "Уехал"};
    (void)import_mentees(h);
    int64_t id = school_number(s, "SELECT min(id) FROM participation");
    assert_int_equal(db_begin(s->db), 0);
    assert_int_equal(participation_move(s->db, id, "leave", &deed, NULL), 0);
    db_rollback(s->db);
    assert_int_equal(people(h, "mentee", "in_base"), 3);
    assert_int_equal(db_begin(s->db), 0);
    assert_int_equal(participation_move(s->db, id, "leave", &deed, NULL), 0);
    assert_int_equal(people(h, "mentee", "left"), 1); /* it is written, but not kept */
    db_rollback(s->db);
    assert_int_equal(people(h, "mentee", "left"), 0);
    school_totals(s);
}

static void applications_of_every_end(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    hall_open_door(h, "1");
    int64_t admitted = hall_apply(h, "Альфа"), refused = hall_apply(h, "Бета"),
            waiting = hall_apply(h, "Гамма");
    (void)hall_apply(h, "Дельта");
    assert_int_equal(hall_parent(h, "Эпсилон", "2015", "дроби").status, 303);
    assert_int_equal(applications(h, "new"), 4);
    assert_int_equal(applications(h, "unsigned"), 1);
    school_totals(s);
    assert_int_equal(hall_decide(h, admitted, "approve", "known", "new").status, 303);
    assert_int_equal(hall_decide(h, refused, "refuse", "reason", "Нет мест").status, 303);
    assert_int_equal(hall_decide(h, waiting, "approve", "known", "new").status, 303);
    assert_int_equal(applications(h, "approved"), 1);
    assert_int_equal(applications(h, "refused"), 1);
    assert_int_equal(applications(h, "waiting"), 1);
    assert_int_equal(people(h, "mentee", ""), 1);
    school_totals(s);
    struct deed deed = {&s->t->clock, s->curator, "Закрылась"};
    assert_int_equal(db_begin(s->db), 0);
    assert_int_equal(programme_move(s->db, s->programme, "cancel", &deed, NULL), 0);
    assert_int_equal(db_commit(s->db), 0);
    testing_later(s->t, INT64_C(30) * 24 * 3600 * 1000);
    assert_int_equal(db_begin(s->db), 0);
    assert_int_equal(application_hourly(&s->t->app, s->db, s->a), 0);
    assert_int_equal(db_commit(s->db), 0);
    assert_int_equal(applications(h, "unsigned new waiting"), 0);
    assert_int_equal(applications(h, "refused"), 3);
    school_totals(s);
}

static void a_difference_is_found_and_repaired(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    struct recount x;
    (void)import_mentees(h);
    db_testing_sql(s->db, "UPDATE total SET n = n + 2");
    db_testing_sql(s->db, "INSERT INTO total (programme_id, what, kind, state, n)"
                          " SELECT min(id), 'paper', 'order', 'made', 4 FROM programme");
    assert_int_equal(recount_compare(s->db, s->a, &x), 0);
    assert_int_equal(x.n, 2);
    const struct recount_totals *d = strcmp(x.rows[0].what, "paper") ? &x.rows[0] : &x.rows[1];
    assert_string_equal(d->state, "in_base");
    assert_int_equal(d->kept, 5);
    assert_int_equal(d->counted, 3);
    assert_int_equal(recount_repair(s->db, s->a, &x), 0);
    assert_int_equal(people(h, "mentee", "in_base"), 3);
    assert_int_equal(recount_compare(s->db, s->a, &x), 0);
    assert_int_equal(x.n, 0);
}

/* More numbers than a transaction keeps in mind; words within words are not the same word. */
static void many_numbers_at_once(void **state)
{
    struct hall *h = *state;
    struct school *s = h->s;
    struct totals t;
    assert_int_equal(db_begin(s->db), 0);
    for (int i = 0; i < 300; i++) {
        const struct total of = {s->programme, TOTAL_PAPER, arena_printf(s->a, "kind%d", i % 100)};
        assert_int_equal(total_move(s->db, &of, NULL, i < 200 ? "draft" : "drafted", 1), 0);
    }
    assert_int_equal(total_load(s->db, s->a, s->programme, TOTAL_PAPER, &t), 0);
    assert_int_equal(t.n, 200);
    assert_int_equal(total_sum(&t, "kind99", "draft"), 2);
    assert_int_equal(total_sum(&t, "kind99", "drafted"), 1);
    assert_int_equal(total_sum(&t, "kind99", ""), 3);
    const struct total long_kind = {s->programme, TOTAL_PAPER,
                                    "0123456789012345678901234567890123456789012345678"};
    assert_true(total_move(s->db, &long_kind, NULL, "draft", 1) < 0);
    db_rollback(s->db);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, hall_setup, hall_teardown)
    const struct CMUnitTest tests[] = {
        TEST(uploads_come_and_go),
        TEST(everybody_of_a_side_moves),
        TEST(what_is_taken_back_was_never_said),
        TEST(applications_of_every_end),
        TEST(a_difference_is_found_and_repaired),
        TEST(many_numbers_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
