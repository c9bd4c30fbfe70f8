/* A personal programme: built from the request, edited, agreed, approved, changed, marked, printed.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "work/pair.h"
#include "work/personal.h"
#include "work/teachers_test.h"
#include "work/workdays.h"

static int setup(void **state)
{
    const struct module *const more[] = {&pair_module, &personal_module};
    *state = teachers_new(more, 2);
    return 0;
}

static int teardown(void **state)
{
    teachers_free(*state);
    return 0;
}

static struct deed deed(struct teachers *t, const char *reason)
{
    return (struct deed){&t->s->t->clock, t->s->curator, reason};
}

static struct personal load(struct teachers *t, int64_t id)
{
    struct personal x;
    struct err err = {0};
    if (personal_load(t->s->db, t->s->a, &t->s->t->app, id, &err, &x) < 0)
        fail_msg("%s", err.text);
    return x;
}

static int64_t built(struct teachers *t)
{
    struct duo d;
    struct err err = {0};
    struct deed now = deed(t, NULL);
    int64_t id;
    assert_int_equal(duo_load(t->s->db, t->s->a, &t->s->t->app, t->pair, &err, &d), 0);
    if (personal_build(t->s->db, t->s->a, &t->s->t->app, &d, &now, &err, &id) < 0)
        fail_msg("%s", err.text);
    return id;
}

/* How many pairs at work wait for a programme. */
static size_t without(struct teachers *t)
{
    struct personal_without *rows;
    size_t n;
    assert_int_equal(personal_without(t->s->db, t->s->a, t->programme, &rows, &n), 0);
    return n;
}

static bool has_step(const struct personal *x, const char *task)
{
    for (size_t i = 0; i < x->n_steps; i++)
        if (!strcmp(x->steps[i].task, task))
            return true;
    return false;
}

static const char *part(const struct personal *x, const char *code)
{
    for (size_t i = 0; i < x->n_parts; i++)
        if (!strcmp(x->parts[i].section->code, code))
            return x->parts[i].body;
    return NULL;
}

static void it_is_built_from_the_request(void **state)
{
    struct teachers *t = *state;
    assert_int_equal(without(t), 1);
    int64_t id = built(t);
    struct personal x = load(t, id);
    assert_int_equal(without(t), 0);
    assert_string_equal(x.row.state, "draft");
    assert_int_equal(x.row.edition, 1);
    assert_string_equal(x.row.starts_on, "2026-11-05");
    assert_string_equal(x.row.ends_on, "2027-05-31"); /* the programme's end, within a year */
    assert_string_equal(part(&x, "difficulties"), "дисциплина на уроке, открытый урок");
    assert_non_null(strstr(part(&x, "mentor_data"), "Громов Пётр Ильич, учитель математики"));
    assert_non_null(strstr(part(&x, "ground"), "Школа № 5"));
    assert_non_null(strstr(part(&x, "tasks"), ";\n"));
    assert_null(strstr(part(&x, "mode"), "{"));
    assert_true(has_step(&x, "interview") && has_step(&x, "decision")); /* in every programme */
    assert_true(has_step(&x, "discipline"));                            /* what it asks for */
    assert_false(has_step(&x, "inclusion"));
    assert_false(has_step(&x, "reverse_digital"));
    for (size_t i = 0; i < x.n_steps; i++) {
        assert_true(strcmp(x.steps[i].due_on, x.row.starts_on) >= 0);
        assert_true(strcmp(x.steps[i].due_on, x.row.ends_on) <= 0);
        struct date day;
        assert_true(date_parse_iso(x.steps[i].due_on, &day) && workday(x.duo.pack, day));
    }
    struct duo d;
    struct err err = {0};
    struct deed now = deed(t, NULL);
    assert_int_equal(duo_load(t->s->db, t->s->a, &t->s->t->app, t->pair, &err, &d), 0);
    assert_int_equal(personal_build(t->s->db, t->s->a, &t->s->t->app, &d, &now, &err, &id),
                     ERR_CONFLICT);
}

static int move(struct teachers *t, int64_t id, const char *action, const char *number,
                struct date day, const char *reason, struct err *err)
{
    struct personal x = load(t, id);
    struct deed now = deed(t, reason);
    struct personal_paper paper = {"Педагогический совет", number, day};
    *err = (struct err){0};
    return personal_move(t->s->db, t->s->a, &x, action, &paper, &now, err);
}

static const struct date day5 = {2026, 11, 5}, day4 = {2026, 11, 4}, day6 = {2026, 11, 6};

static void approve(struct teachers *t, int64_t id)
{
    struct err err;
    assert_int_equal(move(t, id, "submit", "", day5, NULL, &err), 0);
    assert_int_equal(move(t, id, "agree", "3", day4, NULL, &err), 0);
    assert_int_equal(move(t, id, "approve", "84", day5, NULL, &err), 0);
}

static void the_way_to_approval(void **state)
{
    struct teachers *t = *state;
    struct err err;
    int64_t id = built(t);
    assert_int_equal(move(t, id, "approve", "84", day5, NULL, &err), ERR_CONFLICT);
    assert_int_equal(move(t, id, "agree", "3", day4, NULL, &err), ERR_CONFLICT);
    assert_int_equal(move(t, id, "submit", "", day5, NULL, &err), 0);
    assert_int_equal(move(t, id, "return", "", day5, "", &err), ERR_INVALID);
    assert_int_equal(move(t, id, "return", "", day5, "Нет результатов", &err), 0);
    assert_string_equal(load(t, id).row.state, "draft");
    school_sql(t->s, "UPDATE personal_part SET body = '' WHERE code = '%s'", "aim");
    assert_int_equal(move(t, id, "submit", "", day5, NULL, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "Цель программы"));
    school_sql(t->s, "UPDATE personal_part SET body = 'Порядок' WHERE code = '%s'", "aim");
    assert_int_equal(move(t, id, "submit", "", day5, NULL, &err), 0);
    assert_int_equal(move(t, id, "agree", "", day4, NULL, &err), ERR_INVALID);
    assert_int_equal(move(t, id, "agree", "3", day6, NULL, &err), ERR_INVALID); /* tomorrow */
    assert_int_equal(move(t, id, "agree", "3", day5, NULL, &err), 0);
    assert_int_equal(move(t, id, "approve", "84", day4, NULL, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "раньше протокола"));
    assert_int_equal(move(t, id, "approve", "84", day5, NULL, &err), 0);
    struct personal x = load(t, id);
    assert_string_equal(x.row.state, "approved");
    assert_string_equal(x.duo.pair.state, "active"); /* the programme is the pair's work */
    assert_string_equal(x.row.protocol_no, "3");
    assert_string_equal(x.row.order_no, "84");
    assert_int_equal(school_number(t->s, "SELECT count(*) FROM personal_event WHERE made_by = %lld",
                                   (long long)t->s->curator),
                     6);
}

static void what_is_approved_does_not_change(void **state)
{
    struct teachers *t = *state;
    struct err err = {0};
    int64_t first = built(t), second;
    approve(t, first);
    struct personal x = load(t, first);
    const char *const bodies[PERSONAL_SECTIONS] = {"другое"};
    struct personal_text text = {x.row.version, {2026, 11, 5}, {2027, 5, 31}, "group", bodies};
    assert_int_equal(personal_save(t->s->db, t->s->a, &x, &text, &err), ERR_CONFLICT);
    assert_int_equal(personal_drop_step(t->s->db, &x, x.steps[0].key, &err), ERR_CONFLICT);
    struct deed now = deed(t, "");
    assert_int_equal(personal_new_edition(t->s->db, &x, &now, &err, &second), ERR_INVALID);
    now.reason = "Добавили открытый урок";
    int64_t key = x.steps[0].key;
    assert_int_equal(personal_mark(t->s->db, t->s->a, &x, key, day4, "готово", &now, &err), 0);
    assert_int_equal(personal_mark(t->s->db, t->s->a, &x, key, day6, "", &now, &err), ERR_INVALID);
    assert_int_equal(personal_new_edition(t->s->db, &x, &now, &err, &second), 0);
    int64_t third;
    assert_int_equal(personal_new_edition(t->s->db, &x, &now, &err, &third), ERR_CONFLICT);
    struct personal y = load(t, second);
    assert_int_equal(y.row.edition, 2);
    assert_int_equal(y.n_steps, x.n_steps);
    assert_int_equal(y.n_done, 1); /* what is done stays done */
    assert_string_equal(load(t, first).row.state, "approved");
    assert_int_equal(personal_drop_step(t->s->db, &y, y.steps[1].key, &err), 0);
    approve(t, second);
    assert_string_equal(load(t, first).row.state, "replaced");
    assert_int_equal(load(t, first).n_steps, x.n_steps);
    struct personal_in_force in_force;
    assert_int_equal(personal_in_force(t->s->db, t->s->a, t->pair, &in_force), 1);
    assert_true(in_force.id == second);
}

static void two_editors_and_the_term(void **state)
{
    struct teachers *t = *state;
    struct err err = {0};
    struct personal x = load(t, built(t));
    const char *const bodies[PERSONAL_SECTIONS] = {"а", "б", "в", "г", "д", "е", "ё", "ж", "з", "и",
                                                   "й", "к", "л", "м", "",  "",  "",  "",  "",  ""};
    struct personal_text text = {x.row.version, {2026, 11, 5}, {2027, 2, 3}, "group", bodies};
    assert_int_equal(personal_save(t->s->db, t->s->a, &x, &text, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "не меньше 3 месяцев"));
    text.ends = (struct date){2027, 11, 6};
    assert_int_equal(personal_save(t->s->db, t->s->a, &x, &text, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "не больше 12 месяцев"));
    text.ends = (struct date){2027, 2, 4}; /* three months to a day */
    assert_int_equal(personal_save(t->s->db, t->s->a, &x, &text, &err), 0);
    assert_int_equal(personal_save(t->s->db, t->s->a, &x, &text, &err), ERR_CONFLICT);
    struct personal y = load(t, x.row.id);
    assert_string_equal(y.types, "Групповое");
    struct err said;
    assert_int_equal(move(t, x.row.id, "submit", "", day5, NULL, &said), ERR_INVALID);
    assert_non_null(strstr(said.text, "вне срока")); /* steps of the longer term */
}

static void what_is_late_says_so(void **state)
{
    struct teachers *t = *state;
    int64_t id = built(t);
    const char *page = school_path(t->s, "/personal/#", id);
    approve(t, id);
    assert_null(strstr(test_get(t->s->t, t->s->curator, page).body, "Срок прошёл"));
    testing_later(t->s->t, INT64_C(40) * 86400000);
    assert_non_null(strstr(test_get(t->s->t, t->s->curator, page).body, "Срок прошёл"));
}

static void the_pages_of_the_two_and_of_the_coordinator(void **state)
{
    struct teachers *t = *state;
    struct testing *w = t->s->t;
    const char *mine = school_path(t->s, "/my/couples/#/personal", t->pair);
    struct reply r = test_get(w, t->mentor_account, mine);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Составить программу из запроса"));
    assert_int_equal(test_get(w, t->colleague_account, mine).status, 403);
    assert_int_equal(test_get(w, t->stranger_account, mine).status, 404);
    r = test_post(w, t->mentor_account, mine, NULL);
    assert_int_equal(r.status, 303);
    const char *page = arena_strdup(t->s->a, r.location);
    r = test_get(w, t->mentee_account, page);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "дисциплина на уроке"));
    assert_null(strstr(r.body, "Отправить на согласование")); /* the mentor's word */
    r = test_get(w, t->mentor_account, page);
    assert_non_null(strstr(r.body, "Отправить на согласование"));
    const char *text = arena_printf(t->s->a, "%s/text", page);
    assert_int_equal(test_get(w, t->mentee_account, text).status, 200);
    r = test_post(w, t->mentee_account, text, "starts", "05.11.2026", "ends", "05.12.2026", "types",
                  "reverse", "version", "1", "b0", "Мой рассказ", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "не меньше 3 месяцев"));
    assert_non_null(strstr(r.body, "Мой рассказ"));
    const char *move_path = arena_printf(t->s->a, "%s/move", page);
    r = test_post(w, t->mentee_account, move_path, "action", "submit", NULL);
    assert_int_equal(r.status, 403);
    r = test_post(w, t->mentor_account, move_path, "action", "agree", "council", "Совет", "number",
                  "1", "day", "05.11.2026", NULL);
    assert_int_equal(r.status, 403);
    r = test_post(w, t->mentor_account, move_path, "action", "submit", NULL);
    assert_int_equal(r.status, 303);
    int64_t id =
        school_number(t->s, "SELECT id FROM personal WHERE pair_id = %lld", (long long)t->pair);
    const char *staff = school_path(t->s, "/personal/#/move", id);
    r = test_get(w, t->s->curator, school_path(t->s, "/programmes/#/personal", t->programme));
    assert_non_null(strstr(r.body, "На согласовании в совете"));
    r = test_post(w, t->s->curator, staff, "action", "agree", "council", "Педагогический совет",
                  "number", "", "day", "05.11.2026", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "номер и день протокола"));
    r = test_post(w, t->s->curator, staff, "action", "agree", "council", "Педагогический совет",
                  "number", "3", "day", "05.11.2026", NULL);
    assert_int_equal(r.status, 303);
    r = test_post(w, t->s->curator, staff, "action", "approve", "number", "84", "day", "05.11.2026",
                  NULL);
    assert_int_equal(r.status, 303);
    r = test_get(w, t->s->curator, school_path(t->s, "/personal/#", id));
    assert_non_null(strstr(r.body, "приказ № 84"));
    assert_non_null(strstr(r.body, "Отметить выполнение"));
    assert_int_equal(test_get(w, t->mentor_account, school_path(t->s, "/personal/#", id)).status,
                     403);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(it_is_built_from_the_request),
        TEST(the_way_to_approval),
        TEST(what_is_approved_does_not_change),
        TEST(two_editors_and_the_term),
        TEST(what_is_late_says_so),
        TEST(the_pages_of_the_two_and_of_the_coordinator),
    };
    return cmocka_run_group_tests_name("personal", tests, NULL, NULL);
}
