/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "pairing/run_live.h"
#include "pairing/run_test.h"

static void a_draft_pairs_and_says_why_not(void **state)
{
    struct school *s = *state;
    int64_t run = make(s);
    assert_int_equal(mentor_of(s, run, "Ким"), person(s, "Орлова"));
    assert_int_equal(mentor_of(s, run, "Рябов"), person(s, "Орлова"));
    assert_int_equal(mentor_of(s, run, "Лис"), person(s, "Серов"));
    assert_int_equal(mentor_of(s, run, "Зимина"), 0);
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM run_unpaired WHERE run_id = %lld", (long long)run),
        1);
    /* The reason speaks of forms by their names. */
    assert_int_equal(school_number(s, "SELECT count(*) FROM run_unpaired WHERE reason LIKE "
                                      "'%%Учитель%%' AND reason NOT LIKE '%%teacher%%'"),
                     1);
    assert_int_equal(school_number(s, "SELECT count(*) FROM programme WHERE state = 'matching'"),
                     1);
    assert_int_equal(school_number(s, "SELECT count(*) FROM run_pair WHERE changed = 1"), 0);
}

static size_t count_of(const char *body, const char *what)
{
    size_t n = 0;
    for (const char *p = body; (p = strstr(p, what)); p++)
        n++;
    return n;
}

/* One sentence, and the people under it. */
static void the_same_reason_is_said_once(void **state)
{
    struct school *s = *state;
    int64_t run = make(s);
    school_sql(s,
               "INSERT INTO run_unpaired (run_id, participation_id, side, sort_key, reason_code, "
               "reason) SELECT r.run_id, x.id, r.side, x.sort_key, r.reason_code, CASE WHEN "
               "x.id = %lld THEN 'другая причина' ELSE r.reason END FROM run_unpaired r, "
               "participation x WHERE x.side = 'mentee' AND x.id <> r.participation_id",
               (long long)person(s, "Ким"));
    struct reply r = test_get(s->t, s->curator, school_path(s, "/drafts/#?show=alone", run));
    assert_int_equal(r.status, 200);
    assert_int_equal(count_of(r.body, "Учитель – учитель"), 1);
    assert_int_equal(count_of(r.body, "другая причина"), 1);
    assert_int_equal(count_of(r.body, "href=\"/participations/"), 4);
}

static void a_run_can_be_made_again(void **state)
{
    struct school *s = *state;
    int64_t run = make(s);
    school_sql(s, "UPDATE participation SET request = 'другое', form_code = '' WHERE side = '%s'",
               "mentee");
    struct run_context c = open_run(s);
    const struct pairing_input *in;
    const struct pairing *p;
    struct err err = {0};
    bool same = false;
    assert_int_equal(run_again(&c, run, &err, &in, &p, &same), 0);
    assert_true(same);
    assert_int_equal(p->n_pairs, 3);
    assert_int_equal(run_again(&c, 12345, &err, &in, &p, &same), ERR_NOT_FOUND);
}

static void inputs_read_back_word_for_word(void **state)
{
    struct school *s = *state;
    struct run_context c = open_run(s);
    struct snapshot_rules w = {{1, 2, 3, -1, 5, -1}, {1, -1, 1, 0, 35, 9}};
    struct pairing_input in, back;
    struct err err = {0};
    unsigned char digest[SNAPSHOT_DIGEST], again[SNAPSHOT_DIGEST];
    school_sql(s,
               "INSERT INTO preference (programme_id, from_id, to_id, kind, place) VALUES "
               "(%lld, %lld, %lld, 'choice', 2)",
               (long long)s->programme, (long long)person(s, "Лис"), (long long)person(s, "Серов"));
    school_sql(s,
               "INSERT INTO pair_mark (programme_id, mentee_id, mentor_id, kind, made_at) VALUES "
               "(%lld, %lld, %lld, 'veto', 0)",
               (long long)s->programme, (long long)person(s, "Лис"),
               (long long)person(s, "Орлова"));
    assert_int_equal(snapshot_take(s->db, s->a, &s->t->clock, &c.programme, c.book, &w, &err, &in),
                     0);
    struct criterion_form *forms = arena_array(s->a, struct criterion_form, in.people.n_forms + 1);
    memcpy(forms, in.people.form, in.people.n_forms * sizeof *forms);
    forms[in.people.n_forms++] = (struct criterion_form){"own-1", "Старшие – новички"};
    in.people.form = forms;
    const char *text = snapshot_write(s->a, &in, digest);
    assert_int_equal(snapshot_read(s->a, text, c.book, &err, &back), 0);
    assert_string_equal(snapshot_write(s->a, &back, again), text);
    assert_memory_equal(digest, again, sizeof digest);
    assert_int_equal(back.people.n_vetoes, 1);
    assert_int_equal(back.people.n_forms, in.people.n_forms);
    assert_string_equal(back.people.form[back.people.n_forms - 1].name, "Старшие – новички");
    assert_int_equal(back.people.criteria.of[1].weight, 2);
    assert_true(back.settings.mode == PAIRING_SCORE && back.settings.fair);
    assert_true(back.settings.floor == 35 && back.settings.seed == 9);
    assert_int_equal(snapshot_read(s->a, "tale\x1f\x1e", c.book, &err, &back), ERR_INVALID);
}

/* A run of before there were settings reads, and makes the usual draft. */
static void inputs_of_the_first_format_read(void **state)
{
    struct school *s = *state;
    struct run_context c = open_run(s);
    struct pairing_input in;
    struct err err = {0};
    static const char old[] = "settings\x1f"
                              "1\x1f"
                              "7\x1f"
                              "2026\x1f"
                              "0\x1f"
                              "1\x1f"
                              "4000\x1f"
                              "5\x1f"
                              "2\x1f"
                              "1\x1f"
                              "1\x1f\x1e"
                              "weight\x1ftopics\x1f"
                              "45\x1f\x1e"
                              "mentee\x1f"
                              "11\x1f"
                              "1\x1fКим Артём\x1f"
                              "2012\x1f"
                              "0\x1f"
                              "0\x1f"
                              "0\x1f\x1f\x1f\x1fалгебра\x1f\x1e"
                              "mentor\x1f"
                              "21\x1f"
                              "2\x1fОрлова Дарья\x1f"
                              "0\x1f"
                              "0\x1f"
                              "0\x1f"
                              "0\x1f\x1f\x1f\x1fматематика\x1f\x1f\x1f\x1f"
                              "1\x1f\x1e";
    assert_int_equal(snapshot_read(s->a, old, c.book, &err, &in), 0);
    assert_true(in.settings.seed == 7 && in.settings.mode == PAIRING_COUNT && !in.settings.fair);
    assert_true(in.people.mentor->taken == 1 && in.people.mentor->more == 0);
    const struct pairing *p;
    assert_int_equal(pairing_make(s->a, &in, &err, &p), 0);
    assert_int_equal(p->n_pairs, 1);
}

static const char *draft_body(struct school *s, const char *path, int64_t run)
{
    struct reply r = test_get(s->t, s->curator, school_path(s, path, run));
    assert_int_equal(r.status, 200);
    return r.body;
}

/* Rules of the form are the programme's, stand on the draft, and a clash is said at its field. */
static void rules_beyond_the_weights(void **state)
{
    struct school *s = *state;
    const char *path = school_path(s, "/programmes/#/drafts", s->programme);
    struct reply r = test_post(s->t, s->curator, path, "s_mode", "stable", "s_near", "equal",
                               "s_floor", "0", "s_group", "0", "s_seed", "1", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "сочетается только с целью"));
    assert_int_equal(school_number(s, "SELECT count(*) FROM run"), 0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM weight"), 0);
    r = test_post(s->t, s->curator, path, "s_mode", "stable", "s_near", "any", "s_floor", "10",
                  "s_group", "0", "s_seed", "5", NULL);
    assert_int_equal(r.status, 303);
    long long run = school_number(s, "SELECT max(id) FROM run");
    const char *body = draft_body(s, "/drafts/#", run);
    assert_non_null(strstr(body, "Особые правила: устойчивые пары; пары не слабее 10."));
    assert_non_null(strstr(body, "Пары устойчивы"));
    assert_int_equal(school_number(s, "SELECT seed FROM run"), 5);
    struct run_context c = open_run(s);
    const struct pairing_input *in;
    const struct pairing *p;
    struct err err = {0};
    bool same = false;
    assert_int_equal(run_again(&c, run, &err, &in, &p, &same), 0);
    assert_true(same && in->settings.mode == PAIRING_STABLE);
    /* A form without settings keeps them; the usual ones say nothing. */
    assert_int_equal(test_post(s->t, s->curator, path, "w_topics", "45", NULL).status, 303);
    body = draft_body(s, "/drafts/#", school_number(s, "SELECT max(id) FROM run"));
    assert_non_null(strstr(body, "устойчивые пары"));
    school_sql(s, "DELETE FROM weight WHERE code = '%s'", "floor");
    school_sql(s, "DELETE FROM weight WHERE code = '%s'", "mode");
    body = draft_body(s, "/drafts/#", make(s));
    assert_null(strstr(body, "Особые правила"));
    assert_non_null(strstr(body, "Лучше этого набора пар"));
    /* Other rules are tried without keeping them. */
    body = draft_body(s, "/drafts/#/variant?s_mode=score&s_floor=90",
                      school_number(s, "SELECT max(id) FROM run"));
    assert_non_null(strstr(body, "Изменятся"));
    assert_int_equal(school_number(s, "SELECT count(*) FROM weight WHERE code = 'mode'"), 0);
}

static const char *try_path(struct school *s, int64_t run, const char *what, const char *mentee,
                            const char *mentor, int places)
{
    return arena_printf(s->a, "/drafts/%lld/try?do=%s&mentee=%lld&mentor=%lld&places=%d",
                        (long long)run, what, (long long)person(s, mentee),
                        (long long)person(s, mentor), places);
}

/* One change is tried on the draft's own answer; nothing is kept. */
static void what_if(void **state)
{
    struct school *s = *state;
    s->t->app.run_lives = run_lives_new();
    int64_t run = make(s);
    for (unsigned times = 0; times < 2; times++) { /* from the inputs, then from memory */
        const char *body =
            test_get(s->t, s->curator, try_path(s, run, "together", "Ким", "Серов", 0)).body;
        assert_non_null(strstr(body, "Ким Артём и Серов Глеб — пара."));
        assert_non_null(strstr(body, "Закрепить пару"));
        body = test_get(s->t, s->curator, try_path(s, run, "apart", "Лис", "Серов", 0)).body;
        assert_non_null(strstr(body, "Запретить пару"));
        body = test_get(s->t, s->curator, try_path(s, run, "places", "Ким", "Серов", 0)).body;
        assert_non_null(strstr(body, "Лис Анна"));
        assert_non_null(strstr(body, "без пары"));
    }
    assert_int_equal(
        test_get(s->t, s->curator, try_path(s, run, "together", "Орлова", "Серов", 0)).status, 404);
    assert_int_equal(school_number(s, "SELECT count(*) FROM pair_mark"), 0);
    /* A stable draft has no standing answer: it is solved again. */
    school_sql(s, "INSERT INTO weight (programme_id, code, value) VALUES (%lld, 'mode', 2)",
               (long long)s->programme);
    run = make(s);
    const char *body =
        test_get(s->t, s->curator, try_path(s, run, "apart", "Лис", "Серов", 0)).body;
    assert_non_null(strstr(body, "Лис Анна"));
    /* More drafts than stand in memory. */
    for (unsigned k = 0; k < 6; k++) {
        run = make(s);
        assert_int_equal(
            test_get(s->t, s->curator, try_path(s, run, "apart", "Лис", "Серов", 0)).status, 200);
    }
    run_lives_free(s->t->app.run_lives);
    s->t->app.run_lives = NULL;
    assert_int_equal(
        test_get(s->t, s->curator, try_path(s, run, "places", "Лис", "Серов", 3)).status, 200);
}

/* Those without a pair are told what would help, and who got pairs stands by forms. */
static void help_and_report(void **state)
{
    struct school *s = *state;
    school_sql(s, "UPDATE participation SET time_resource = '1 час в неделю' WHERE side = '%s'",
               "mentor");
    int64_t run = make(s);
    assert_int_equal(school_number(s, "SELECT n_pairs FROM run"), 2);
    const char *body = draft_body(s, "/drafts/#?show=alone", run);
    assert_non_null(strstr(body, "Ещё одно место: "));
    assert_non_null(strstr(body, "нужно ещё 4 ч в месяц"));
    assert_non_null(strstr(body, "Что это изменит"));
    body = draft_body(s, "/drafts/#", run);
    assert_non_null(strstr(body, "Кому достались пары"));
    assert_non_null(strstr(body, "Учитель – учитель"));
    assert_non_null(strstr(body, "0 из 1"));
    body =
        draft_body(s, arena_printf(s->a, "/drafts/#?pair=%lld", (long long)person(s, "Лис")), run);
    assert_non_null(strstr(body, "лучшей пары нет"));
}

/* The advice can be kept: one place more, within the limit of the programme, once. */
static void a_mentor_gets_one_more_place(void **state)
{
    struct school *s = *state;
    school_sql(s, "UPDATE participation SET time_resource = '1 час в неделю' WHERE side = '%s'",
               "mentor");
    int64_t run = make(s);
    assert_int_equal(school_number(s, "SELECT n_pairs FROM run"), 2);
    s->t->app.run_lives = run_lives_new();
    const char *mentor = arena_printf(
        s->a, "%lld",
        (long long)school_number(s,
                                 "SELECT mentor_id FROM run_pair WHERE run_id = %lld AND "
                                 "mentor_id IS NOT NULL LIMIT 1",
                                 (long long)run));
    const char *path = school_path(s, "/drafts/#/room", run);
    const char *body =
        test_get(s->t, s->curator,
                 arena_printf(s->a, "/drafts/%lld/try?do=places&mentor=%s", (long long)run, mentor))
            .body;
    assert_non_null(strstr(body, "Дать ещё одно место и посчитать заново"));
    struct reply r = test_post(s->t, s->curator, path, "mentor", mentor, "step", "more", NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(school_number(s, "SELECT max(more_places) FROM participation"), 1);
    assert_int_equal(school_number(s, "SELECT max(n_places) - min(n_places) FROM run"), 1);
    r = test_post(s->t, s->curator, path, "mentor", mentor, "step", "more", NULL);
    assert_int_equal(r.status, 409); /* the same button once more */
    assert_int_equal(school_number(s, "SELECT max(more_places) FROM participation"), 1);
    school_sql(s, "UPDATE programme SET max_mentees = 1");
    run = make(s);
    path = school_path(s, "/drafts/#/room", run);
    r = test_post(s->t, s->curator, path, "mentor", mentor, "step", "more", NULL);
    assert_int_equal(r.status, 409);
    r = test_post(s->t, s->curator, path, "mentor", mentor, "step", "less", NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(school_number(s, "SELECT max(more_places) FROM participation"), 0);
    run_lives_free(s->t->app.run_lives);
    s->t->app.run_lives = NULL;
}

static void marks_and_two_coordinators(void **state)
{
    struct school *s = *state;
    int64_t run = make(s), kim = person(s, "Ким");
    struct err err = {0};
    struct run_word w = {.run_id = run,
                         .seen = 1,
                         .mark = RUN_VETO,
                         .mentees = &kim,
                         .n = 1,
                         .account_id = s->curator};
    assert_int_equal(run_mark(s->db, s->a, &s->t->clock, &w, &err), 0);
    assert_int_equal(run_mark(s->db, s->a, &s->t->clock, &w, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "sokolova"));
    assert_int_equal(publish(s, run, 1, &err), ERR_CONFLICT);
    assert_int_equal(school_number(s, "SELECT count(*) FROM pair"), 0);
    w.seen = 2;
    w.mark = RUN_PIN;
    w.mentor_id = person(s, "Серов");
    assert_int_equal(run_mark(s->db, s->a, &s->t->clock, &w, &err), 0);
    int64_t next = make(s);
    assert_int_equal(mentor_of(s, next, "Ким"), person(s, "Серов"));
    assert_int_equal(school_number(s,
                                   "SELECT count(*) FROM run_pair WHERE run_id = %lld AND "
                                   "pinned = 1 AND changed = 1",
                                   (long long)next),
                     1);
    assert_int_equal(publish(s, run, 3, &err), ERR_CONFLICT); /* not the newest any more */
    w.mentor_id = 12345;
    w.run_id = next;
    w.seen = 1;
    assert_int_equal(run_mark(s->db, s->a, &s->t->clock, &w, &err), ERR_NOT_FOUND);
}

static void nobody_to_pair(void **state)
{
    struct school *s = *state;
    school_sql(s, "UPDATE participation SET state = '%s' WHERE side = 'mentor'", "left");
    struct run_context c = open_run(s);
    struct err err = {0};
    int64_t id;
    assert_int_equal(run_make(&c, s->curator, &err, &id), ERR_INVALID);
    assert_non_null(strstr(err.text, "нет наставников"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_draft_pairs_and_says_why_not),
        TEST(the_same_reason_is_said_once),
        TEST(a_run_can_be_made_again),
        TEST(inputs_read_back_word_for_word),
        TEST(inputs_of_the_first_format_read),
        TEST(rules_beyond_the_weights),
        TEST(what_if),
        TEST(help_and_report),
        TEST(a_mentor_gets_one_more_place),
        TEST(marks_and_two_coordinators),
        TEST(nobody_to_pair),
    };
    return cmocka_run_group_tests_name("run", tests, NULL, NULL);
}
