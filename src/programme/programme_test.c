/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "programme/programme.h"
#include "programme/roadmap.h"
#include "programme/school_testing.h"

static const char *const one_form[] = {"student_student"};

static int create(struct school *s, struct date starts, struct date ends, size_t n_forms,
                  struct err *err)
{
    struct programme_plan plan = {"Осень", starts, ends, {one_form, n_forms}};
    int64_t id;
    *err = (struct err){0};
    assert_int_equal(db_begin(s->db), 0);
    int r = programme_create(s->db, &s->t->clock, s->unit, s->pack_id, 0, &plan, err, &id);
    if (r >= 0)
        return db_commit(s->db);
    db_rollback(s->db);
    return r;
}

static void a_plan_has_bounds(void **state)
{
    struct school *s = *state;
    struct err err;
    struct date day = {2026, 9, 1}, next = {2026, 9, 2}, before = {2026, 8, 31};
    assert_int_equal(create(s, day, next, 1, &err), 0);
    assert_int_equal(create(s, day, day, 1, &err), 0);
    assert_int_equal(create(s, day, before, 1, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "раньше начала"));
    assert_int_equal(create(s, day, (struct date){2031, 9, 10}, 1, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "пяти лет"));
    assert_int_equal(create(s, day, next, 0, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "форму"));
}

static void states_go_on_only(void **state)
{
    struct school *s = *state;
    struct programme p;
    assert_int_equal(programme_get(s->db, s->a, s->programme, &p), 1);
    assert_string_equal(p.state, "enrolment");
    assert_int_equal(programme_advance(s->db, p.id, "active"), 0);
    assert_int_equal(programme_advance(s->db, p.id, "matching"), 0);
    assert_int_equal(programme_open(s->db, p.id), 0);
    assert_int_equal(programme_get(s->db, s->a, s->programme, &p), 1);
    assert_string_equal(p.state, "active");
    assert_int_equal(programme_advance(s->db, p.id, "paused"), ERR_INVALID);
    assert_string_equal(programme_state_name("active"), "Активна");
    assert_string_equal(programme_state_name("paused"), "");
    assert_int_equal(programme_get(s->db, s->a, 12345, &p), 0);
}

static void limits_and_forms(void **state)
{
    struct school *s = *state;
    struct err err = {0};
    struct programme p;
    struct programme_limits limits = {6, 3, "region"};
    struct programme_plan plan = {"Весна", {2027, 1, 9}, {2027, 5, 30}, {one_form, 1}};
    assert_int_equal(programme_set_limits(s->db, s->programme, &limits, &err), 0);
    limits.across = "planet";
    assert_int_equal(programme_set_limits(s->db, s->programme, &limits, &err), ERR_INVALID);
    assert_int_equal(programme_change_plan(s->db, s->programme, &plan, &err), 0);
    assert_int_equal(programme_get(s->db, s->a, s->programme, &p), 1);
    assert_int_equal(p.hours_per_mentee, 6);
    assert_int_equal(p.max_mentees, 3);
    assert_string_equal(p.across, "region");
    assert_string_equal(p.title, "Весна");
    assert_string_equal(p.ends_on, "2027-05-30");
    assert_int_equal(p.n_forms, 1);
}

static const struct roadmap_stage *stage(struct school *s, const char *code)
{
    struct programme p;
    struct roadmap_stage *stages;
    size_t n;
    assert_int_equal(programme_get(s->db, s->a, s->programme, &p), 1);
    assert_int_equal(roadmap_load(s->db, s->a, &p, s->pack, &stages, &n), 0);
    assert_int_equal(n, s->pack->stages.n);
    for (size_t i = 0; i < n; i++)
        if (!strcmp(stages[i].stage->code, code))
            return &stages[i];
    fail_msg("no stage %s", code);
    return NULL;
}

static int mark(struct school *s, const char *code, const char *item, bool done)
{
    struct programme p;
    assert_int_equal(programme_get(s->db, s->a, s->programme, &p), 1);
    return roadmap_mark(s->db, &s->t->clock, &p, s->pack, code, item, done, s->curator);
}

/* Ten forms are too many to read: those of the second model wait under a fold. */
static void the_wizard_shows_the_first_model(void **state)
{
    struct school *s = *state;
    struct reply r = test_get(s->t, s->curator, school_path(s, "/units/#/programmes/new", s->unit));
    assert_int_equal(r.status, 200);
    const char *fold = strstr(r.body, "<details><summary>Другие формы");
    const char *first = strstr(r.body, "value=\"employer_undergrad\"");
    const char *second = strstr(r.body, "value=\"pedagogue_pedagogue\"");
    assert_true(first && fold && second && first < fold && fold < second);
    school_sql(s,
               "INSERT INTO programme_form (programme_id, form_code) VALUES (%lld, "
               "'pedagogue_pedagogue')",
               (long long)s->programme);
    r = test_get(s->t, s->curator, school_path(s, "/programmes/#/settings", s->programme));
    assert_non_null(strstr(r.body, "<details open><summary>Другие формы"));
}

static void the_roadmap_knows_what_is_there(void **state)
{
    struct school *s = *state;
    const char *first = s->pack->stages.row[0].code;
    const struct roadmap_stage *now = stage(s, first);
    assert_true(now->current);
    assert_int_equal(now->state, ROADMAP_WAITING);
    for (size_t i = 0; i < now->n_items; i++) {
        assert_int_equal(mark(s, first, now->items[i].text, true), 0);
        assert_int_equal(mark(s, first, now->items[i].text, true), 0); /* once more */
    }
    assert_int_equal(stage(s, first)->state, ROADMAP_DONE);
    assert_false(stage(s, first)->current);
    assert_int_equal(mark(s, first, now->items[0].text, false), 0);
    assert_true(stage(s, first)->current);
    assert_int_equal(mark(s, first, "нет такого", true), ERR_INVALID);
    assert_int_equal(mark(s, "nowhere", now->items[0].text, true), ERR_INVALID);

    assert_int_equal(stage(s, "mentee_base")->n_done, 0);
    (void)school_import(s, "mentee",
                        SCHOOL_SHEET(s, "m.xlsx", "ФИО наставляемого|Год рождения", "Ким Ян|2012"));
    now = stage(s, "mentee_base");
    assert_true(now->items[0].done);
    assert_non_null(now->action);
    assert_int_equal(stage(s, "mentor_base")->n_done, 0);

    struct programme_counts c;
    assert_int_equal(programme_count(s->db, s->a, s->programme, &c), 0);
    assert_int_equal(c.mentees, 1);
    assert_int_equal(c.mentors + c.pairs + c.mentees_paired, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, school_setup, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_plan_has_bounds),
        TEST(states_go_on_only),
        TEST(limits_and_forms),
        TEST(the_wizard_shows_the_first_model),
        TEST(the_roadmap_knows_what_is_there),
    };
    return cmocka_run_group_tests_name("programme", tests, NULL, NULL);
}
