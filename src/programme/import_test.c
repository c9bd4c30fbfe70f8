/* The way of a registry file: upload, columns, check, loading, undoing. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>
#include <unistd.h>

#include "office/sheet_out.h"
#include "programme/import_test.h"

static void from_file_to_people_and_back(void **state)
{
    struct school *s = *state;
    int64_t id = school_upload(s, "mentee", pupils(s));
    assert_string_equal(school_state(s, id), "columns");
    assert_int_equal(school_number(s, PARTICIPATIONS), 0);
    assert_int_not_equal(access(import_path(s->a, s->t->app.config.data_dir, id), F_OK), 0);

    id = school_check(s, "mentee", pupils(s));
    assert_string_equal(school_state(s, id), "ready");
    struct import_row_get im;
    assert_int_equal(import_row_get(s->db, s->a, id, &im), 1);
    assert_int_equal(im.n_rows, 5);
    assert_int_equal(im.n_ready, 2);
    assert_int_equal(im.n_bad, 1);
    assert_int_equal(im.n_similar, 0);
    assert_int_equal(school_number(s,
                                   "SELECT count(*) FROM import_problem WHERE import_id = %lld AND "
                                   "row_no = 4 AND code = 'birth_year'",
                                   (long long)id),
                     1);
    assert_int_equal(school_number(s, PARTICIPATIONS), 0);

    struct date today = {2026, 11, 5};
    assert_int_equal(import_correct(s->db, s->pack, id, 4, "birth_year", "2009", today), 0);
    assert_int_equal(import_row_get(s->db, s->a, id, &im), 1);
    assert_int_equal(im.n_ready, 3);
    assert_int_equal(im.n_bad, 0);
    assert_int_equal(import_decide(s->db, id, 3, "skip"), 0);
    assert_int_equal(import_decide(s->db, id, 99, "skip"), ERR_NOT_FOUND);

    struct reply r = test_post(s->t, s->curator, school_path(s, "/imports/#/apply", id), NULL);
    assert_int_equal(r.status, 303);
    assert_string_equal(school_state(s, id), "applying");
    assert_int_equal(school_run_jobs(s), 0);
    assert_string_equal(school_state(s, id), "applied");
    assert_int_equal(school_number(s, PARTICIPATIONS), 2);
    assert_int_equal(school_number(s, PEOPLE), 2);
    assert_int_equal(school_number(s, "SELECT count(*) FROM person p JOIN participation x ON "
                                      "x.person_id = p.id AND x.sort_key = p.name_key"),
                     2);
    assert_int_equal(school_number(s, "SELECT count(*) FROM person_contact WHERE value = "
                                      "'+79121234567' AND owner = 'representative'"),
                     1);
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM participation WHERE form_code = 'student_student'"),
        2);

    struct err err = {0};
    assert_int_equal(import_undo(s->db, &s->t->clock, id, &err), 0);
    assert_string_equal(school_state(s, id), "undone");
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM import_row WHERE import_id = %lld", (long long)id),
        0);
    assert_int_equal(school_number(s, PARTICIPATIONS), 0);
    assert_int_equal(school_number(s, PEOPLE), 0);
    assert_int_equal(school_number(s, "SELECT count(*) FROM person_contact"), 0);
    assert_int_equal(import_undo(s->db, &s->t->clock, id, &err), ERR_NOT_FOUND);
}

static void put_sheet(struct sheet_writer *w, const char *name, const char *head[2],
                      const char *row[2])
{
    struct err err = {0};
    const struct sheet_col cols[] = {{.head = head[0]}, {.head = head[1]}};
    const struct cell cells[] = {cell_text(row[0]), cell_text(row[1])};
    assert_int_equal(sheet_writer_sheet(w, name, NULL, cols, 2, &err), 0);
    assert_int_equal(sheet_writer_row(w, cells, 2, &err), 0);
}

/* Instructions before them, both registries in one workbook: each upload finds its own sheet. */
static void the_sheet_of_the_registry_is_found(void **state)
{
    struct school *s = *state;
    const char *path = arena_printf(s->a, "%s/both.xlsx", s->t->app.config.data_dir);
    struct sheet_writer *w;
    struct err err = {0};
    struct import_row_get im;
    assert_int_equal(sheet_writer_open(s->a, SHEET_XLSX, path, &err, &w), 0);
    put_sheet(w, "Как заполнять", (const char *[]){"Школа № 5", ""},
              (const char *[]){"Впишите имена", "полностью"});
    put_sheet(w, "Кто", (const char *[]){"ФИО наставника", "Основные компетенции наставника"},
              (const char *[]){"Зайцев Илья", "физика"});
    put_sheet(w, "Кого", (const char *[]){"ФИО наставляемого", "Основной запрос наставляемого"},
              (const char *[]){"Орлова Дарья", "физика"});
    assert_int_equal(sheet_writer_finish(w, &err, NULL), 0);
    static const char *const side[] = {"mentor", "mentee"};
    static const char *const code[] = {"competencies", "main_request"};
    for (size_t i = 0; i < 2; i++) {
        int64_t id = school_upload(s, side[i], path);
        assert_int_equal(import_row_get(s->db, s->a, id, &im), 1);
        assert_string_equal(im.state, "columns");
        assert_int_equal(school_number(s,
                                       "SELECT count(*) FROM import_column WHERE import_id = %lld "
                                       "AND code = '%s'",
                                       (long long)id, code[i]),
                         1);
    }
}

static void the_other_registry_is_refused(void **state)
{
    struct school *s = *state;
    const char *mentors = SCHOOL_SHEET(s, "mentors.xlsx", MENTOR_HEAD,
                                       "Зайцев Илья|89121112233|физика|12–14 лет|2 часа в неделю");
    assert_string_equal(school_state(s, school_upload(s, "mentee", mentors)), "failed");
    assert_string_equal(school_state(s, school_upload(s, "mentor", mentors)), "columns");
    assert_string_equal(school_state(s, school_upload(s, "mentor", pupils(s))), "failed");
}

/* Not one title is known: a person says what the columns are. */
static void columns_of_other_names_are_named_by_hand(void **state)
{
    struct school *s = *state;
    struct err err = {0};
    struct import_row_get im;
    const char *path = SCHOOL_SHEET(s, "own.csv", "Список детей", "Ребёнок (кто)|Чего хочет",
                                    "Орлова Дарья|физика", "Ким Артём Олегович|алгебра");
    int64_t id = school_upload(s, "mentee", path);
    assert_string_equal(school_state(s, id), "columns");
    assert_int_equal(import_row_get(s->db, s->a, id, &im), 1);
    assert_int_equal(im.head_row, 2);
    const char *by_hand[] = {"mentee_name", "main_request"};
    assert_int_equal(import_set_columns(s->db, id, s->pack, by_hand, 2, &err), 0);
    path = SCHOOL_SHEET(s, "one.csv", "Просто список", "Орлова Дарья", "Ким Артём");
    assert_string_equal(school_state(s, school_upload(s, "mentee", path)), "failed");
}

static void undo_knows_its_limits(void **state)
{
    struct school *s = *state;
    int64_t mentees = school_import(s, "mentee", pupils(s));
    (void)school_import(s, "mentor",
                        SCHOOL_SHEET(s, "mentors.xlsx", MENTOR_HEAD,
                                     "Серов Глеб Ильич|89125550001|математика|12-15|8 часов"));
    long long mentee = school_number(s, "SELECT min(id) FROM participation WHERE side = 'mentee'");
    long long mentor = school_number(s, "SELECT min(id) FROM participation WHERE side = 'mentor'");
    school_sql(s,
               "INSERT INTO pair (id, unit_id, programme_id, mentee_id, mentor_id, mentee_name, "
               "mentor_name, sort_key, form_code, state, created_at)"
               " SELECT 1, %lld, %lld, e.id, o.id, 'К', 'С', 'к', '', 'agreed', 0"
               " FROM participation e, participation o WHERE e.id = %lld AND o.id = %lld",
               (long long)s->unit, (long long)s->programme, mentee, mentor);
    struct reply r = test_post(s->t, s->curator, school_path(s, "/imports/#/undo", mentees), NULL);
    assert_int_equal(r.status, 409);
    assert_non_null(strstr(r.body, "уже в парах"));
    assert_string_equal(school_state(s, mentees), "applied");
    assert_int_equal(school_number(s, PARTICIPATIONS), 3);

    school_sql(s, "DELETE FROM pair WHERE id = %d", 1);
    testing_later(s->t, IMPORT_UNDO_MS + 1);
    r = test_post(s->t, s->curator, school_path(s, "/imports/#/undo", mentees), NULL);
    assert_int_equal(r.status, 409);
    assert_non_null(strstr(r.body, "в течение суток"));
    assert_int_equal(school_number(s, PARTICIPATIONS), 3);
}

/* Columns looked at again after the check, and the check again. */
static void columns_may_be_changed_after_the_preview(void **state)
{
    struct school *s = *state;
    int64_t id = school_check(s, "mentee", pupils(s));
    assert_int_equal(import_decide(s->db, id, 2, "skip"), 0);
    const char *path = school_path(s, "/imports/#/columns", id);
    struct reply r = test_post(s->t, s->curator, path, "code", "birth_year", "code", "-", "code",
                               "-", "code", "-", "code", "-", NULL);
    assert_int_equal(r.status, 422);
    assert_string_equal(school_state(s, id), "ready");
    r = test_post(s->t, s->curator, path, "code", "mentee_name", "code", "-", "code", "contacts",
                  "code", "main_request", "code", "form", NULL);
    assert_int_equal(r.status, 303);
    assert_string_equal(school_state(s, id), "checking");
    assert_int_equal(school_run_jobs(s), 0);
    struct import_row_get im;
    assert_int_equal(import_row_get(s->db, s->a, id, &im), 1);
    assert_string_equal(im.state, "ready");
    assert_int_equal(im.n_bad, 0);
    assert_int_equal(im.n_ready, 2); /* the year of Лис is not read any more, the skip stands */
}

static void two_clicks_load_once(void **state)
{
    struct school *s = *state;
    int64_t id = school_check(s, "mentee", pupils(s));
    const char *path = school_path(s, "/imports/#/apply", id);
    assert_int_equal(test_post(s->t, s->curator, path, NULL).status, 303);
    struct reply r = test_post(s->t, s->curator, path, NULL);
    assert_string_equal(r.location, school_path(s, "/imports/#", id));
    assert_int_equal(school_number(s, "SELECT count(*) FROM job WHERE kind = 'import_apply'"), 1);
    assert_int_equal(school_run_jobs(s), 0);
    assert_int_equal(school_job(s, s->db, "import_apply", id, NULL), 0); /* once more */
    assert_int_equal(school_number(s, PARTICIPATIONS), 2);
    r = test_post(s->t, s->curator, school_path(s, "/imports/#/rows", id), "row", "2", "decision",
                  "skip", "show", "ready", NULL);
    assert_int_equal(r.status, 303);
    assert_string_equal(school_state(s, id), "applied");
}

#define VETTING "SELECT count(*) FROM vetting"

static const char *mentors_with_records(struct school *s)
{
    return SCHOOL_SHEET(
        s, "mentors.xlsx",
        "ФИО наставника|Контакты|Компетенции|Год рождения наставника|№ справки|Дата справки|Срок "
        "справки",
        "Орлова Дарья Ивановна|89121112233|математика|1985|77-1|01.10.2026|01.04.2027",
        "Серов Пётр Ильич|89121112234|физика|1980|№ 77-2 от 05.09.2026||",
        "Лис Анна Петровна|89121112235|химия|1979|77-3|05.11.2030|",
        "Кот Олег Олегович|89121112236|химия|1979|77-4||",
        "Ёж Инна Олеговна|89121112237|химия|1979|||");
}

static void record_checks_come_with_the_mentors(void **state)
{
    struct school *s = *state;
    int64_t id = school_import(s, "mentor", mentors_with_records(s));
    assert_string_equal(school_state(s, id), "applied");
    assert_int_equal(school_number(s, PARTICIPATIONS), 5); /* nobody is kept out by it */
    assert_int_equal(school_number(s, VETTING), 2);
    assert_int_equal(school_number(s, VETTING " v JOIN person p ON p.id = v.person_id WHERE "
                                              "p.surname = 'Орлова' AND v.number = '77-1' AND "
                                              "v.issued_on = '2026-10-01' AND v.expires_on = "
                                              "'2027-04-01'"),
                     1);
    assert_int_equal(school_number(s, VETTING " WHERE issued_on = '2026-09-05' AND expires_on = "
                                              "'2027-09-05'"),
                     1);
    assert_int_equal(school_number(s, "SELECT count(*) FROM import_problem WHERE code = "
                                      "'vetting_issued'"),
                     2); /* a day that has not come, a day that is missing */
    school_sql(s,
               "INSERT INTO vetting_notice (vetting_id, step, told_at) SELECT min(id), 'soon', 0 "
               "FROM vetting");
    assert_int_equal(
        test_post(s->t, s->curator, school_path(s, "/imports/#/undo", id), "x", "", NULL).status,
        303);
    assert_int_equal(school_number(s, VETTING), 0);
    assert_int_equal(school_number(s, PEOPLE), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, school_setup, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(from_file_to_people_and_back),  TEST(the_sheet_of_the_registry_is_found),
        TEST(the_other_registry_is_refused), TEST(columns_of_other_names_are_named_by_hand),
        TEST(undo_knows_its_limits),         TEST(columns_may_be_changed_after_the_preview),
        TEST(two_clicks_load_once),          TEST(record_checks_come_with_the_mentors),
    };
    return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
