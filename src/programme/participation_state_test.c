/* Every state of a mentee and of a mentor × every action, and what is kept of it. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "programme/participation_state.h"
#include "programme/participation_state.sql.h"
#include "programme/school_testing.h"

/* What the target model allows, worked out here: «side state action → state»; all the rest is
 * refused. */
static const char *const allowed[] = {
    "mentee applied admit in_base",     "mentee in_base match matching",
    "mentee matching unmatch in_base",  "mentee matching pair paired",
    "mentee paired unpair in_base",     "mentee paired finish finished",
    "mentee applied leave left",        "mentee in_base leave left",
    "mentee matching leave left",       "mentee finished return in_base",
    "mentee left return in_base",       "mentor in_base review review",
    "mentor declined review review",    "mentor review approve approved",
    "mentor approved train training",   "mentor training qualify ready",
    "mentor in_base accept ready",      "mentor review accept ready",
    "mentor approved accept ready",     "mentor training accept ready",
    "mentor in_base decline declined",  "mentor review decline declined",
    "mentor approved decline declined", "mentor training decline declined",
    "mentor ready pair paired",         "mentor resting pair paired",
    "mentor paired release resting",    "mentor in_base leave left",
    "mentor review leave left",         "mentor approved leave left",
    "mentor training leave left",       "mentor ready leave left",
    "mentor resting leave left",        "mentor declined leave left",
    "mentor left return in_base",       "mentor in_base block blocked",
    "mentor review block blocked",      "mentor approved block blocked",
    "mentor training block blocked",    "mentor ready block blocked",
    "mentor paired block blocked",      "mentor resting block blocked",
    "mentor declined block blocked",    "mentor blocked unblock in_base",
    "mentee applied withdraw left",     "mentee in_base withdraw left",
    "mentee matching withdraw left",    "mentor in_base withdraw left",
    "mentor review withdraw left",      "mentor approved withdraw left",
    "mentor training withdraw left",    "mentor ready withdraw left",
    "mentor resting withdraw left",
};
#define N_ALLOWED (sizeof allowed / sizeof *allowed)

static const char *expected(struct school *s, const char *side, const char *state,
                            const char *action)
{
    const char *head = arena_printf(s->a, "%s %s %s ", side, state, action);
    for (size_t i = 0; i < N_ALLOWED; i++)
        if (!strncmp(allowed[i], head, strlen(head)))
            return allowed[i] + strlen(head);
    return "";
}

static int64_t add(struct school *s, const char *side, const char *sheet, const char *head,
                   const char *row)
{
    const char *rows[] = {head, row};
    (void)school_import(s, side, school_sheet(s, sheet, rows, 2));
    return school_number(s, "SELECT max(id) FROM participation WHERE side = '%s'", side);
}

static int64_t someone(struct school *s, const char *side)
{
    return !strcmp(side, "mentor")
               ? add(s, side, "o.xlsx", "ФИО наставника|Основные компетенции наставника",
                     "Орлова Дарья Ивановна|математика")
               : add(s, side, "e.xlsx", "ФИО наставляемого|Год рождения", "Ким Ян|2012");
}

static const char *now(struct school *s, int64_t id)
{
    struct participation_state_row row;
    assert_int_equal(participation_state_row(s->db, s->a, id, &row), 1);
    return row.state;
}

static void put(struct school *s, int64_t id, const char *state)
{
    school_sql(s, "UPDATE participation SET state = '%s' WHERE id = %lld", state, (long long)id);
}

static int64_t events(struct school *s, int64_t id)
{
    return school_number(
        s, "SELECT count(*) FROM participation_event WHERE participation_id = %lld", (long long)id);
}

static size_t try_all(struct school *s, const char *side, const char *state, int64_t id)
{
    struct deed deed = {&s->t->clock, s->curator, "Так решили"};
    size_t n, right = 0;
    const struct participation_action *all = participation_actions(side, &n);
    for (size_t i = 0; i < n; i++) {
        const char *to = expected(s, side, state, all[i].code);
        struct err err = {0};
        put(s, id, state);
        int64_t before = events(s, id);
        assert_int_equal(participation_move(s->db, id, all[i].code, &deed, &err),
                         *to ? 0 : ERR_CONFLICT);
        assert_string_equal(now(s, id), *to ? to : state);
        assert_int_equal(events(s, id), before + (*to != '\0'));
        right += *to != '\0';
        if (*to)
            continue;
        assert_non_null(strstr(err.text, participation_state_name(side, state)));
        assert_non_null(strstr(err.text, all[i].label));
    }
    return right;
}

static void every_state_meets_every_action(void **state)
{
    struct school *s = *state;
    static const char *const sides[] = {"mentee", "mentor"};
    size_t right = 0;
    for (size_t k = 0; k < 2; k++) {
        int64_t id = someone(s, sides[k]);
        for (size_t i = 0; participation_state(sides[k], i); i++)
            right += try_all(s, sides[k], participation_state(sides[k], i), id);
    }
    assert_int_equal(right, N_ALLOWED);
}

static void a_reason_is_asked_for_where_it_matters(void **state)
{
    struct school *s = *state;
    int64_t id = someone(s, "mentor");
    struct deed silent = {&s->t->clock, s->curator, ""}, told = {&s->t->clock, s->curator, "Болен"};
    struct err err = {0};
    static const char *const ask[] = {"accept", "decline", "leave", "block"};
    for (size_t i = 0; i < sizeof ask / sizeof *ask; i++) {
        assert_int_equal(participation_move(s->db, id, ask[i], &silent, &err), ERR_INVALID);
        assert_non_null(strstr(err.text, "причину"));
        assert_int_equal(
            participation_event_insert(s->db, id, ask[i], "in_base", "left", "", 1, NULL),
            ERR_INVALID); /* the schema, too */
    }
    assert_int_equal(events(s, id), 0);
    assert_int_equal(participation_move(s->db, id, "leave", &told, &err), 0);
    struct participation_events *rows;
    size_t n;
    assert_int_equal(participation_events(s->db, s->a, id, &rows, &n), 0);
    assert_int_equal(n, 1);
    assert_string_equal(rows[0].reason, "Болен");
    assert_int_equal(rows[0].made_at, s->t->now_ms);
    assert_non_null(rows[0].who);
    assert_int_equal(participation_move(s->db, id, "fly", &told, &err), ERR_INVALID);
    assert_int_equal(participation_move(s->db, 12345, "leave", &told, &err), ERR_NOT_FOUND);
}

/* A mentor's state is none of a mentee's: the database refuses it. */
static void who_leaves_has_a_last_day(void **state)
{
    struct school *s = *state;
    int64_t id = someone(s, "mentee");
    struct deed deed = {&s->t->clock, s->curator, "Переезд"};
    struct err err = {0};
#define LAST_DAY(day)                                                                              \
    assert_int_equal(                                                                              \
        school_number(s,                                                                           \
                      "SELECT count(*) FROM participation WHERE id = %lld AND finished_on = '%s'", \
                      (long long)id, day),                                                         \
        1)
    assert_int_equal(participation_move(s->db, id, "leave", &deed, &err), 0);
    LAST_DAY("2026-11-05");
    assert_int_equal(participation_move(s->db, id, "return", &deed, &err), 0);
    LAST_DAY("");
    put(s, id, "finished");
    assert_int_equal(participation_complete(s->db, id, "2026-11-04"), 0);
    assert_int_equal(participation_move(s->db, id, "return", &deed, &err), 0);
    LAST_DAY("");
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM participation WHERE completion_mark = 1"), 0);
}

static void the_schema_knows_the_sides(void **state)
{
    struct school *s = *state;
    int64_t mentee = someone(s, "mentee"), mentor = someone(s, "mentor");
    assert_int_equal(participation_state_set(s->db, mentee, "in_base", "training"), ERR_INVALID);
    assert_int_equal(participation_state_set(s->db, mentor, "in_base", "matching"), ERR_INVALID);
    assert_int_equal(participation_state_set(s->db, mentor, "in_base", "flying"), ERR_INVALID);
}

static void a_pair_takes_the_steps_in_between(void **state)
{
    struct school *s = *state;
    int64_t mentee = someone(s, "mentee"), mentor = someone(s, "mentor");
    struct deed deed = {&s->t->clock, s->curator, NULL};
    struct err err = {0};
    assert_int_equal(participation_match(s->db, s->programme, &deed), 0);
    assert_string_equal(now(s, mentee), "matching");
    assert_string_equal(now(s, mentor), "in_base");
    assert_int_equal(participation_match(s->db, s->programme, &deed), 0); /* another draft */
    assert_int_equal(participation_pair(s->db, mentee, &deed, &err), 0);
    assert_int_equal(events(s, mentee), 2);
    /* A candidate is no mentor yet. */
    assert_int_equal(participation_pair(s->db, mentor, &deed, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "Кандидат"));
    put(s, mentor, "ready");
    assert_int_equal(participation_pair(s->db, mentor, &deed, &err), 0);
    assert_string_equal(now(s, mentor), "paired");
    assert_int_equal(participation_pair(s->db, mentor, &deed, &err), 0);
    assert_int_equal(events(s, mentor), 1);
    put(s, mentor, "blocked");
    assert_int_equal(participation_pair(s->db, mentor, &deed, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "Отстранён"));
}

static void a_living_pair_is_ended_first(void **state)
{
    struct school *s = *state;
    int64_t mentee = someone(s, "mentee"), mentor = someone(s, "mentor");
    struct deed deed = {&s->t->clock, s->curator, "Переезд"};
    struct err err = {0};
    put(s, mentee, "paired");
    put(s, mentor, "paired");
    school_sql(
        s,
        "INSERT INTO pair (id, unit_id, programme_id, mentee_id, mentor_id, mentee_name, "
        "mentor_name, sort_key, form_code, state, created_at) VALUES (900, %lld, %lld, %lld, "
        "%lld, 'А', 'Б', 'а', 'f', 'active', 0)",
        (long long)s->unit, (long long)s->programme, (long long)mentee, (long long)mentor);
    assert_int_equal(participation_move(s->db, mentee, "unpair", &deed, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "завершите пару"));
    assert_int_equal(participation_move(s->db, mentor, "release", &deed, &err), ERR_CONFLICT);
    assert_int_equal(participation_move(s->db, mentor, "block", &deed, &err), 0); /* at once */
    school_sql(s, "UPDATE pair SET state = 'ended', ended_at = %lld", 1LL);
    assert_int_equal(participation_move(s->db, mentee, "unpair", &deed, &err), 0);
    assert_string_equal(now(s, mentee), "in_base");
}

static void the_page_offers_what_is_allowed(void **state)
{
    struct school *s = *state;
    int64_t id = someone(s, "mentor");
    const char *page = school_path(s, "/participations/#", id);
    const char *post = school_path(s, "/participations/#/state", id);
    struct reply r = test_get(s->t, s->curator, page);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Внесение в базу из таблицы"));
    assert_non_null(strstr(r.body, "value=\"review\""));
    assert_null(strstr(r.body, "value=\"qualify\""));
    assert_null(strstr(r.body, "value=\"pair\""));
    r = test_post(s->t, s->curator, post, "action", "pair", "reason", "", NULL);
    assert_int_equal(r.status, 422);
    r = test_post(s->t, s->curator, post, "action", "train", "reason", "", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Сейчас состояние «Кандидат»"));
    r = test_post(s->t, s->curator, post, "action", "decline", "reason", "", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Напишите причину"));
    r = test_post(s->t, s->curator, post, "action", "review", "reason", "", NULL);
    assert_int_equal(r.status, 303);
    r = test_get(s->t, s->curator, page);
    assert_non_null(strstr(r.body, "Состояние «На отборе», было «Кандидат»"));
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM audit WHERE action = '%s'", "participation.state"),
        1);
}

static void who_finished_may_become_a_mentor(void **state)
{
    struct school *s = *state;
    int64_t id = someone(s, "mentee");
    const char *post = school_path(s, "/participations/#/mentor", id);
    assert_int_equal(test_post(s->t, s->curator, post, NULL).status, 409); /* not yet */
    put(s, id, "finished");
    struct reply r = test_get(s->t, s->curator, school_path(s, "/participations/#", id));
    assert_non_null(strstr(r.body, "Внести в базу наставников"));
    r = test_post(s->t, s->curator, post, NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(school_number(s,
                                   "SELECT count(*) FROM participation m JOIN participation e ON "
                                   "e.person_id = m.person_id WHERE m.side = 'mentor' AND "
                                   "m.state = 'in_base' AND e.id = %lld",
                                   (long long)id),
                     1);
    r = test_post(s->t, s->curator, post, NULL);
    assert_int_equal(r.status, 409);
    assert_non_null(strstr(r.body, "уже есть среди наставников"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, school_setup, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(every_state_meets_every_action),    TEST(a_reason_is_asked_for_where_it_matters),
        TEST(who_leaves_has_a_last_day),         TEST(the_schema_knows_the_sides),
        TEST(a_pair_takes_the_steps_in_between), TEST(a_living_pair_is_ended_first),
        TEST(the_page_offers_what_is_allowed),   TEST(who_finished_may_become_a_mentor),
    };
    return cmocka_run_group_tests_name("participation_state", tests, NULL, NULL);
}
