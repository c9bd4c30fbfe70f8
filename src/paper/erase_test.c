/* Data that go when the consent to them was taken back: everything, once, and nobody else's. */
#include "work/couple_test.h"

#include "identity/consent.h"
#include "identity/consent_mine.h"
#include "paper/erase.h"
#include "work/pair_plan.h"

static int setup(void **state)
{
    static const struct module *const list[] = {
        &draft_module,        &pair_module,      &pair_state_module,   &meeting_module,
        &meeting_list_module, &pair_plan_module, &consent_mine_module, &erase_module};
    int r = couple_setup_with(state, list, sizeof list / sizeof *list);
    struct couple *w = *state;
    assert_int_equal(consent_seed(w->s->db, w->s->a, &w->t->clock, w->s->region), 0);
    return r;
}

static int64_t person(struct couple *w, const char *surname)
{
    return school_number(w->s, "SELECT id FROM person WHERE surname = '%s'", surname);
}

static int64_t give(struct couple *w, int64_t person_id, bool by_parent, const char *name)
{
    const struct consent_new n = {.person_id = person_id,
                                  .kind = CONSENT_PROCESSING,
                                  .by_representative = by_parent,
                                  .given_by = name,
                                  .on_paper = true,
                                  .given_on = {2026, 10, 1},
                                  .recorded_by = w->curator,
                                  .today = {2026, 11, 5}};
    struct err err = {0};
    int64_t id = 0;
    if (consent_record(w->s->db, w->s->a, &w->t->clock, &n, &err, &id) < 0)
        fail_msg("%s", err.text);
    return id;
}

/* ---- every column of text, of both engines ---- */

struct column {
    const char *name;
};

static void columns(struct couple *w, struct column **ret, size_t *ret_n)
{
    static const struct db_col cols[] = {{"name", DB_TEXT, false, 0, 0}};
    static const struct db_query all = {
        .name = "columns",
        .where = "erase_test.c",
        .sqlite =
            "SELECT m.name || '.' || i.name FROM sqlite_master m, pragma_table_info(m.name) i "
            "WHERE m.type = 'table' AND i.type = 'TEXT'",
        .pgsql = "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE "
                 "table_schema = 'public' AND data_type = 'text'",
        .cols = cols,
        .n_cols = 1,
        .row_size = sizeof(struct column),
        .kind = DB_MANY};
    assert_int_equal(db_many(w->s->db, w->s->a, &all, NULL, (void **)ret, ret_n), 0);
    assert_true(*ret_n > 200);
}

/* How many texts of the base name somebody, but for the journal of consents; the first such place
 * is printed when there should be none. */
static int64_t told(struct couple *w, const char *const *words, bool none)
{
    struct column *list;
    size_t n;
    int64_t sum = 0;
    columns(w, &list, &n);
    for (size_t i = 0; i < n; i++) {
        const char *dot = strchr(list[i].name, '.');
        if (!strcmp(list[i].name, "consent.given_by"))
            continue;
        for (size_t k = 0; words[k]; k++) {
            int64_t found =
                school_number(w->s, "SELECT count(*) FROM %.*s WHERE %s LIKE '%%%s%%'",
                              (int)(dot - list[i].name), list[i].name, dot + 1, words[k]);
            if (none && found)
                fail_msg("%s still says %s", list[i].name, words[k]);
            sum += found;
        }
    }
    bool sqlite = db_engine(w->s->db) == DB_SQLITE;
    int64_t runs =
        school_number(w->s, "SELECT count(*) FROM run WHERE %s LIKE '%%%s%%'",
                      sqlite ? "CAST(inputs AS TEXT)" : "convert_from(inputs, 'UTF8')", words[0]);
    if (none && runs)
        fail_msg("a draft still knows %s", words[0]);
    return sum + runs;
}

static const char *const artyom[] = {"Артём",    "артем",        "Олегович",
                                     "олегович", "+79120000001", NULL};
static const char *const darya[] = {"Дарья", "дарья", "Ивановна", "ивановна", NULL};

/* Words about the mentee wherever people write some. */
static void write_about(struct couple *w, int64_t person_id)
{
    long long p = person_id, x = w->mentee_id, pair = w->pair, u = w->s->unit, g = w->s->programme;
    school_sql(w->s,
               "INSERT INTO person_contact (person_id, unit_id, kind, value, note) VALUES (%lld, "
               "%lld, 'phone', '+79120000001', 'мама Артёма')",
               p, u);
    school_sql(w->s, "UPDATE participation SET request = 'Артём просит' WHERE id = %lld", x);
    school_sql(w->s,
               "INSERT INTO pair_goal (id, pair_id, programme_id, text, made_at) VALUES (71, %lld, "
               "%lld, 'Артём решает', 0)",
               pair, g);
    school_sql(w->s,
               "INSERT INTO pair_note (id, pair_id, noted_on, text, made_at) VALUES (72, %lld, "
               "'2026-11-01', 'Артём устал', 0)",
               pair);
    school_sql(
        w->s,
        "INSERT INTO support (id, unit_id, programme_id, participation_id, sort_key, helper, "
        "psychologist, plan, due_on, made_at) VALUES (73, %lld, %lld, %lld, 'ким артем', "
        "'Белова', 0, 'Артём ждёт', '2026-12-01', 0)",
        u, g, x);
    school_sql(w->s,
               "INSERT INTO notice (id, person_id, text, path, created_at) VALUES (74, %lld, "
               "'Артём', '/', 0)",
               p);
    school_sql(w->s,
               "INSERT INTO application (id, unit_id, programme_id, side, author, state, surname, "
               "given, patronymic, birth_year, form_code, category, request, place, competencies, "
               "achievements, interests, age_wish, time_resource, phone, email, representative, "
               "representative_phone, representative_email, ip, person_id, created_at, queued_at) "
               "VALUES (75, %lld, %lld, 'mentee', 'self', 'approved', 'Ким', 'Артём', 'Олегович', "
               "2013, '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', %lld, 0, 0)",
               u, g, p);
    school_sql(w->s,
               "INSERT INTO showcase_story (id, unit_id, person_id, title, body, made_at) VALUES "
               "(76, %lld, %lld, 'Артём', 'Артём', 0)",
               u, p);
    school_sql(w->s,
               "INSERT INTO import_row (import_id, row_no, cells, state) SELECT import_id, 900, "
               "'Ким Артём Олегович', 'applied' FROM person WHERE id = %lld",
               p);
}

/* What happens in an hour: 0, or how its first job failed. */
static int hour(struct couple *w)
{
    assert_int_equal(db_begin(w->s->db), 0);
    assert_int_equal(erase_due_hourly(&w->t->app, w->s->db, w->s->a), 0);
    assert_int_equal(db_commit(w->s->db), 0);
    return school_run_jobs(w->s);
}

static int64_t erased(struct couple *w, int64_t person_id)
{
    return school_number(w->s,
                         "SELECT count(*) FROM person WHERE id = %lld AND erased_at IS NOT NULL",
                         (long long)person_id);
}

static void on_the_last_day_all_goes_and_nobody_elses(void **state)
{
    struct couple *w = *state;
    struct school *s = w->s;
    int64_t kim = person(w, "Ким");
    int64_t id = give(w, kim, false, "Ким Артём Олегович");
    int64_t meeting = couple_meets(w, "intro", "06.11.2026");
    testing_later(w->t, DAYS(2));
    assert_int_equal(couple_holds(w, w->mentor, meeting).status, 303);
    assert_int_equal(couple_marks(w, w->mentee, meeting, "8", "0").status, 303);
    write_about(w, kim);
    int64_t of_darya = told(w, darya, false);
    assert_true(told(w, artyom, false) > 10);

    assert_int_equal(test_get(w->t, w->curator, school_path(s, "/people/#/erasure", kim)).status,
                     404);
    assert_int_equal(
        test_post(w->t, w->mentee, school_path(s, "/my/consents/#/withdraw", id), NULL).status,
        303);
    couple_says(couple_body(w, w->curator, "/people/#/erasure", kim, 200),
                "Последний день: 7\u00a0декабря");
    couple_says(couple_body(w, w->curator, "/people/#/consents", kim, 200),
                "данные уничтожают не позже 7\u00a0декабря");
    couple_says(couple_body(w, w->curator, "/units/#/erasures", s->unit, 200), "Ким Артём");
    assert_int_equal(test_get(w->t, w->mentor, school_path(s, "/people/#/erasure", kim)).status,
                     403);
    assert_int_equal(school_number(s, "SELECT count(*) FROM notice WHERE text LIKE '%%уничтожить "
                                      "не позже 7\u00a0декабря%%'"),
                     1);

    testing_later(w->t, DAYS(29));
    assert_int_equal(hour(w), 0);
    assert_int_equal(erased(w, kim), 0);
    testing_later(w->t, DAYS(1));
    assert_int_equal(hour(w), 0);
    assert_int_equal(erased(w, kim), 1);
    assert_int_equal(hour(w), 0);

    (void)told(w, artyom, true);
    assert_int_equal(told(w, darya, false), of_darya);
    assert_int_equal(school_number(s, "SELECT count(*) FROM meeting WHERE state = 'held'"), 1);
    assert_int_equal(school_number(s, "SELECT mark FROM meeting_feedback WHERE side = 'mentee'"),
                     8);
    assert_int_equal(school_number(s,
                                   "SELECT count(*) FROM participation WHERE id = %lld AND "
                                   "state = 'left'",
                                   (long long)w->mentee_id),
                     1);
    assert_int_equal(school_number(s,
                                   "SELECT count(*) FROM participation WHERE id = %lld AND "
                                   "state = 'resting'",
                                   (long long)w->mentor_id),
                     1);
    assert_int_equal(school_number(s,
                                   "SELECT count(*) FROM audit WHERE action = 'person.erase' "
                                   "AND account_id IS NULL AND object_id = %lld",
                                   (long long)kim),
                     1);
}

static void pages_stand_without_the_name(void **state)
{
    struct couple *w = *state;
    struct school *s = w->s;
    int64_t kim = person(w, "Ким");
    int64_t id = give(w, kim, true, "Ким Олег");
    assert_int_equal(test_post(w->t, w->curator,
                               arena_printf(s->a, "/people/%lld/consents/%lld/withdraw",
                                            (long long)kim, (long long)id),
                               NULL)
                         .status,
                     303);
    struct reply r = test_post(w->t, w->curator, school_path(s, "/people/#/erasure", kim), NULL);
    assert_int_equal(r.status, 303);
    assert_string_equal(r.notice, "Данные уничтожены");
    (void)told(w, artyom, true);
    static const char nameless[] = "Участник (данные уничтожены)";
    couple_says(couple_body(w, w->curator, "/programmes/#/mentees", s->programme, 200), nameless);
    couple_says(couple_body(w, w->curator, "/programmes/#/pairs", s->programme, 200), nameless);
    couple_says(couple_body(w, w->curator, "/participations/#", w->mentee_id, 200), nameless);
    couple_says(couple_body(w, w->curator, "/pairs/#", w->pair, 200), nameless);
    (void)couple_body(w, w->curator, "/drafts/#", w->run, 200);
    couple_says(couple_body(w, w->curator, "/units/#/erasures", s->unit, 200), "Уничтожено");
    assert_int_equal(test_get(w->t, w->curator, school_path(s, "/people/#/consents", kim)).status,
                     404);
    assert_int_equal(test_get(w->t, w->mentee, "/my/pairs").status, 303); /* signed out for good */
    assert_int_equal(
        test_post(w->t, w->curator, school_path(s, "/people/#/erasure", kim), NULL).status, 404);
}

static void a_new_consent_stops_it_and_a_colleague_keeps_the_name(void **state)
{
    struct couple *w = *state;
    struct school *s = w->s;
    int64_t orlova = person(w, "Орлова");
    school_sql(s, "UPDATE person SET birth_year = 1980 WHERE id = %lld", (long long)orlova);
    int64_t id = give(w, orlova, false, "Орлова");
    assert_int_equal(consent_withdraw(s->db, s->a, &w->t->clock, orlova, id), 1);
    id = give(w, orlova, false, "Орлова");
    testing_later(w->t, DAYS(40));
    assert_int_equal(hour(w), 0);
    assert_int_equal(erased(w, orlova), 0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM erasure WHERE outcome = 'renewed'"), 1);

    testing_grant(w->t, w->mentor, ROLE_EXPERT, s->unit);
    assert_int_equal(consent_withdraw(s->db, s->a, &w->t->clock, orlova, id), 1);
    couple_says(couple_body(w, w->curator, "/people/#/erasure", orlova, 200), "рабочая роль");
    testing_later(w->t, DAYS(30));
    assert_int_equal(hour(w), 0);
    assert_int_equal(erased(w, orlova), 0);
    assert_int_equal(school_number(s,
                                   "SELECT count(*) FROM participation WHERE id = %lld AND "
                                   "competencies = '' AND state = 'left'",
                                   (long long)w->mentor_id),
                     1);
    assert_true(told(w, darya, false) > 0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM erasure WHERE outcome = 'destroyed'"),
                     1);
}

/* A person whom the base does not let go. */
static void hold_fast(struct couple *w, int64_t person_id)
{
    const char *sql = db_engine(w->s->db) == DB_SQLITE
                          ? "CREATE TRIGGER fast BEFORE UPDATE OF erased_at ON person WHEN NEW.id "
                            "= %lld BEGIN SELECT RAISE(ABORT, 'fast'); END"
                          : "ALTER TABLE person ADD CONSTRAINT fast CHECK (id <> %lld OR "
                            "erased_at IS NULL)";
    school_sql(w->s, sql, (long long)person_id);
}

static void one_who_cannot_be_keeps_nobody_else(void **state)
{
    struct couple *w = *state;
    struct school *s = w->s;
    int64_t orlova = person(w, "Орлова"), kim = person(w, "Ким");
    school_sql(s, "UPDATE person SET birth_year = 1980 WHERE id = %lld", (long long)orlova);
    const int64_t of_orlova = give(w, orlova, false, "Орлова");
    const int64_t of_kim = give(w, kim, false, "Ким Артём Олегович");
    assert_int_equal(consent_withdraw(s->db, s->a, &w->t->clock, orlova, of_orlova), 1);
    testing_later(w->t, 1);
    assert_int_equal(consent_withdraw(s->db, s->a, &w->t->clock, kim, of_kim), 1);
    hold_fast(w, orlova);
    testing_later(w->t, DAYS(30));

    assert_true(hour(w) < 0);
    assert_int_equal(erased(w, orlova), 0);
    assert_true(told(w, darya, false) > 0);
    assert_int_equal(erased(w, kim), 1);
    assert_int_equal(school_number(s, "SELECT count(*) FROM notice WHERE text LIKE 'Данные не "
                                      "уничтожены в срок%%'"),
                     1);
    assert_int_equal(hour(w), 0); /* not every hour */
    testing_later(w->t, DAYS(1));
    assert_true(hour(w) < 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, couple_teardown)
    const struct CMUnitTest tests[] = {
        TEST(on_the_last_day_all_goes_and_nobody_elses),
        TEST(pages_stand_without_the_name),
        TEST(one_who_cannot_be_keeps_nobody_else),
        TEST(a_new_consent_stops_it_and_a_colleague_keeps_the_name),
    };
    return cmocka_run_group_tests_name("erase", tests, NULL, NULL);
}
