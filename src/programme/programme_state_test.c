/* Every state of a programme × every action, and what the history keeps. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "programme/programme.h"
#include "programme/programme_state.sql.h"
#include "programme/school_testing.h"

/* Worked out here from the target model, not from the table of the program: where an action leads
 * from each state, "" where it may not. */
static const char *const states[] = {"draft",    "preparation", "enrolment", "selection",
                                     "matching", "active",      "finishing", "finished",
                                     "archived", "suspended",   "cancelled"};
#define N_STATES (sizeof states / sizeof *states)

static const char *expected(const char *action, size_t from)
{
    static const char *const next[] = {"open", "enrol", "select", "match",
                                       "work", "close", "finish"};
    bool running = from >= 1 && from <= 6;
    for (size_t i = 0; i < sizeof next / sizeof *next; i++)
        if (!strcmp(action, next[i]))
            return from == i ? states[i + 1] : "";
    if (!strcmp(action, "suspend"))
        return running ? "suspended" : "";
    if (!strcmp(action, "resume"))
        return from == 9 ? "matching" : ""; /* where the test suspends it */
    if (!strcmp(action, "cancel"))
        return from == 0 || running || from == 9 ? "cancelled" : "";
    if (!strcmp(action, "reopen"))
        return from == 7 ? "finishing" : "";
    if (!strcmp(action, "archive"))
        return from == 7 || from == 10 ? "archived" : "";
    fail_msg("a new action %s: say here where it leads", action);
    return "";
}

static void put(struct school *s, const char *state)
{
    school_sql(s, "UPDATE programme SET state = '%s', resume_to = '%s' WHERE id = %lld", state,
               strcmp(state, "suspended") ? "" : "matching", (long long)s->programme);
}

static const char *now(struct school *s)
{
    struct programme p;
    assert_int_equal(programme_get(s->db, s->a, s->programme, &p), 1);
    return p.state;
}

static int64_t events(struct school *s)
{
    return school_number(s, "SELECT count(*) FROM programme_event WHERE programme_id = %lld",
                         (long long)s->programme);
}

static void every_state_meets_every_action(void **state)
{
    struct school *s = *state;
    struct deed deed = {&s->t->clock, s->curator, "Карантин"};
    for (size_t i = 0; i < N_STATES; i++)
        for (size_t k = 0; k < n_programme_actions; k++) {
            const struct programme_action *action = &programme_actions[k];
            const char *to = expected(action->code, i);
            struct err err = {0};
            put(s, states[i]);
            int64_t before = events(s);
            assert_int_equal(programme_may(states[i], action), *to != '\0');
            int r = programme_move(s->db, s->programme, action->code, &deed, &err);
            assert_int_equal(r, *to ? 0 : ERR_CONFLICT);
            assert_string_equal(now(s), *to ? to : states[i]);
            assert_int_equal(events(s), before + (*to != '\0'));
            if (!*to) {
                assert_non_null(strstr(err.text, programme_state_name(states[i])));
                assert_non_null(strstr(err.text, action->label));
            }
        }
}

static void a_reason_is_asked_for_and_kept(void **state)
{
    struct school *s = *state;
    struct deed silent = {&s->t->clock, s->curator, ""},
                told = {&s->t->clock, s->curator, "Карантин"};
    struct err err = {0};
    put(s, "matching");
    assert_int_equal(programme_move(s->db, s->programme, "suspend", &silent, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "причину"));
    assert_string_equal(now(s), "matching");
    assert_int_equal(programme_move(s->db, s->programme, "suspend", &told, &err), 0);
    assert_int_equal(school_number(s,
                                   "SELECT count(*) FROM programme_event WHERE action = 'suspend' "
                                   "AND from_state = 'matching' AND to_state = 'suspended' AND "
                                   "reason = 'Карантин' AND made_by = %lld AND made_at = %lld",
                                   (long long)s->curator, (long long)s->t->now_ms),
                     1);
    assert_int_equal(programme_advance(s->db, s->programme, "active", &told, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "Приостановлена"));
    assert_int_equal(programme_move(s->db, s->programme, "resume", &silent, &err), 0);
    assert_string_equal(now(s), "matching");
    assert_int_equal(programme_move(s->db, s->programme, "fly", &told, &err), ERR_INVALID);
    assert_int_equal(programme_move(s->db, 12345, "resume", &told, &err), ERR_NOT_FOUND);
}

static void going_on_takes_every_step(void **state)
{
    struct school *s = *state;
    struct deed deed = {&s->t->clock, 0, NULL};
    struct err err = {0};
    int64_t before = events(s);
    assert_string_equal(now(s), "enrolment");
    assert_int_equal(programme_advance(s->db, s->programme, "active", &deed, &err), 0);
    assert_int_equal(events(s), before + 3); /* selection, matching, active */
    assert_int_equal(programme_advance(s->db, s->programme, "matching", &deed, &err), 0);
    assert_string_equal(now(s), "active");
    assert_int_equal(programme_advance(s->db, s->programme, "suspended", &deed, &err), ERR_INVALID);
    assert_int_equal(programme_advance(s->db, s->programme, "paused", &deed, &err), ERR_INVALID);
    assert_string_equal(programme_state_name("paused"), "");
}

/* The database refuses what no action gives. */
static void the_schema_knows_the_states(void **state)
{
    struct school *s = *state;
    const struct {
        const char *to, *resume_to;
    } bad[] = {{"paused", ""}, {"suspended", ""}, {"active", "matching"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(
            programme_state_set(s->db, s->programme, "enrolment", bad[i].to, bad[i].resume_to),
            ERR_INVALID);
}

static void the_page_changes_the_state(void **state)
{
    struct school *s = *state;
    const char *history = school_path(s, "/programmes/#/history", s->programme);
    const char *post = school_path(s, "/programmes/#/state", s->programme);
    struct reply r = test_get(s->t, s->curator, history);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Программа создана"));
    assert_non_null(strstr(r.body, "Состояние «Набор», было «Подготовка»"));
    assert_non_null(strstr(r.body, "value=\"suspend\""));
    assert_null(strstr(r.body, "value=\"archive\""));
    assert_null(strstr(r.body, "value=\"enrol\""));

    r = test_post(s->t, s->curator, post, "action", "suspend", "reason", "", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Напишите причину"));
    r = test_post(s->t, s->curator, post, "action", "select", "reason", "хочу", NULL);
    assert_int_equal(r.status, 422); /* comes with the work only */
    r = test_post(s->t, s->curator, post, "action", "archive", "reason", "хочу", NULL);
    assert_int_equal(r.status, 422);
    r = test_post(s->t, s->curator, post, "action", "suspend", "reason", "Карантин", NULL);
    assert_int_equal(r.status, 303);
    assert_string_equal(now(s), "suspended");
    r = test_get(s->t, s->curator, school_path(s, "/programmes/#", s->programme));
    assert_non_null(strstr(r.body, "приостановлена"));
    assert_null(strstr(r.body, "Отметить: готово"));
    r = test_post(s->t, s->curator, school_path(s, "/programmes/#/stages", s->programme), "stage",
                  "preparation", "item", "regulation", "done", "1", NULL);
    assert_int_equal(r.status, 422);
    r = test_get(s->t, s->curator, history);
    assert_non_null(strstr(r.body, "Карантин"));
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM audit WHERE action = '%s'", "programme.state"), 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, school_setup, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(every_state_meets_every_action), TEST(a_reason_is_asked_for_and_kept),
        TEST(going_on_takes_every_step),      TEST(the_schema_knows_the_states),
        TEST(the_page_changes_the_state),
    };
    return cmocka_run_group_tests_name("programme_state", tests, NULL, NULL);
}
