/* Evidence of a mentor's work: what is gathered, added, counted, and printed. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "base/fs.h"
#include "work/evidence.h"
#include "work/lesson.h"
#include "work/pair.h"
#include "work/personal.h"
#include "work/teachers_test.h"

static int setup(void **state)
{
    const struct module *const more[] = {&pair_module, &personal_module, &lesson_module,
                                         &evidence_module};
    *state = teachers_new(more, 4);
    return 0;
}

static int teardown(void **state)
{
    teachers_free(*state);
    return 0;
}

static const struct date today = {2026, 11, 5};

static struct evidence load(struct teachers *t, struct date from, struct date to)
{
    struct evidence e;
    struct err err = {0};
    if (evidence_load(t->s->db, t->s->a, &t->s->t->app, t->mentor, from, to, false, &err, &e) < 0)
        fail_msg("%s", err.text);
    return e;
}

static const struct evidence_group *group(const struct evidence *e, const char *code)
{
    for (size_t i = 0; i < e->n_groups; i++)
        if (!strcmp(e->groups[i].criterion->code, code))
            return &e->groups[i];
    return NULL;
}

/* A held lesson of the mentee and one of the mentor; three meetings; a result. */
static void live(struct teachers *t)
{
    struct school *s = t->s;
    static const char lesson[] =
        "INSERT INTO lesson (id, unit_id, programme_id, pair_id, teacher_id, kind, state, held_on, "
        "class, subject, topic, n_sheets, total, created_at) VALUES (%d, %lld, %lld, %lld, %lld, "
        "'open', 'held', '2026-10-%02d', '7', 'алгебра', 'Дроби', 2, 45, 0)";
    school_sql(s, lesson, 1, (long long)s->unit, (long long)t->programme, (long long)t->pair,
               (long long)t->mentee, 12);
    school_sql(s, lesson, 2, (long long)s->unit, (long long)t->programme, (long long)t->pair,
               (long long)t->mentor, 20);
    for (int i = 0; i < 3; i++)
        school_sql(s,
                   "INSERT INTO meeting (id, unit_id, programme_id, pair_id, kind, state, "
                   "starts_at, minutes, place, made_at, closed_at) VALUES (%d, %lld, %lld, %lld, "
                   "'working', 'held', %lld, 45, 'школа', 0, 1)",
                   10 + i, (long long)s->unit, (long long)t->programme, (long long)t->pair,
                   (long long)(s->t->now_ms - (i + 1) * INT64_C(86400000)));
    school_sql(s, "UPDATE participation SET results = 'ведёт класс уверенно' WHERE id = %lld",
               (long long)t->mentee_row);
}

static void facts_are_gathered_with_their_pages(void **state)
{
    struct teachers *t = *state;
    live(t);
    struct evidence e = load(t, (struct date){2026, 1, 1}, today);
    assert_int_equal(e.n_groups, 4);
    assert_int_equal(e.pairs, 1);
    assert_int_equal(e.meetings, 3);
    assert_int_equal(e.lessons, 2);
    assert_int_equal(e.programmes, 0);
    const struct evidence_group *g = group(&e, "mentoring");
    assert_int_equal(g->n, 4); /* pair, result, meetings, the mentee's lesson */
    for (size_t i = 0; i < g->n; i++) {
        assert_non_null(g->facts[i].path);
        assert_true(!i || date_to_days(g->facts[i - 1].day) <= date_to_days(g->facts[i].day));
    }
    assert_non_null(strstr(g->facts[0].text, "средняя сумма 22,5 из 30"));
    assert_int_equal(group(&e, "sharing")->n, 1);  /* the mentor's own */
    assert_int_equal(group(&e, "practice")->n, 0); /* no pair of that form */
    e = load(t, (struct date){2026, 10, 15}, (struct date){2026, 10, 31});
    assert_int_equal(e.lessons, 1);
    assert_int_equal(e.pairs, 0);
    school_sql(t->s, "UPDATE pair SET form_code = '%s'", "student_student"); /* children */
    e = load(t, (struct date){2026, 1, 1}, today);
    assert_int_equal(e.pairs, 0);
    assert_int_equal(group(&e, "mentoring")->n, 0);
}

static void an_own_form_is_evidence_as_the_form_it_rests_on(void **state)
{
    struct teachers *t = *state;
    live(t);
    school_sql(t->s,
               "INSERT INTO unit_form (id, unit_id, code, name, mentor_kind, mentee_kind, base, "
               "made_at) SELECT 1, %lld, '" PACK_OWN "1', 'Педагог – педагог соседней школы', "
               "'педагог', 'педагог', form_code, 0 FROM pair",
               (long long)t->s->unit);
    school_sql(t->s, "UPDATE pair SET form_code = '%s'", PACK_OWN "1");
    struct evidence e = load(t, (struct date){2026, 1, 1}, today);
    assert_int_equal(e.pairs, 1);
    const struct evidence_fact *f = group(&e, "mentoring")->facts;
    while (strcmp(f->kind, "pairs") != 0)
        f++;
    assert_non_null(strstr(f->text, "форма «Педагог – педагог соседней школы»"));
}

static void what_is_added_stands_among_the_rest(void **state)
{
    struct teachers *t = *state;
    struct school *s = t->s;
    struct reply r = test_post(s->t, t->mentor_account, "/my/evidence", "criterion", "contests",
                               "day", "01.10.2026", "body", "Подготовка к «Педагогу года»", "link",
                               "javascript:alert(1)", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Подготовка к «Педагогу года»"));
    r = test_post(s->t, t->mentor_account, "/my/evidence", "criterion", "nothing", "day",
                  "01.10.2026", "body", "Подготовка", NULL);
    assert_int_equal(r.status, 422);
    r = test_post(s->t, t->mentor_account, "/my/evidence", "criterion", "contests", "day",
                  "01.10.2026", "body", "Подготовка к «Педагогу года»", "link", "", NULL);
    assert_int_equal(r.status, 303);
    struct evidence e = load(t, (struct date){2026, 1, 1}, today);
    assert_int_equal(group(&e, "contests")->n, 1);
    r = test_get(s->t, s->curator, school_path(s, "/people/#/evidence", t->mentor));
    const char *petition =
        arena_printf(s->a, "/programmes/%lld/papers/kind?kind=employer_petition&amp;subject=%lld",
                     (long long)t->programme, (long long)t->mentor_row);
    assert_non_null(strstr(r.body, petition));
    assert_null(strstr(test_get(s->t, t->mentor_account, "/my/evidence").body, "petition"));
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Подготовка к «Педагогу года»"));
    assert_int_equal(
        test_get(s->t, t->mentee_account, school_path(s, "/people/#/evidence", t->mentor)).status,
        403);
    int64_t id = e.groups[2].facts[0].item;
    r = test_post(s->t, t->mentee_account, school_path(s, "/my/evidence/#/drop", id), NULL);
    assert_int_equal(r.status, 403);
    r = test_post(s->t, t->mentor_account, school_path(s, "/my/evidence/#/drop", id), NULL);
    assert_int_equal(r.status, 303);
    e = load(t, (struct date){2026, 1, 1}, today);
    assert_int_equal(e.items, 0);
}

static void the_sheet_is_a_pdf(void **state)
{
    struct teachers *t = *state;
    live(t);
    struct reply r = test_get(t->s->t, t->mentor_account,
                              "/my/evidence/evidence.pdf?from=01.01.2026&to=05.11.2026");
    assert_int_equal(r.status, 200);
    char *data;
    size_t n;
    assert_int_equal(fs_read(t->s->a, r.file, 1 << 22, NULL, &data, &n), 0);
    assert_true(n > 1000 && !strncmp(data, "%PDF-", 5));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(facts_are_gathered_with_their_pages),
        TEST(an_own_form_is_evidence_as_the_form_it_rests_on),
        TEST(what_is_added_stands_among_the_rest),
        TEST(the_sheet_is_a_pdf),
    };
    return cmocka_run_group_tests_name("evidence", tests, NULL, NULL);
}
