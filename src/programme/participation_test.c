/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "base/strbuf.h"
#include "identity/person.h"
#include "office/sheet.h"
#include "programme/participation.h"
#include "programme/school_testing.h"

static int setup(void **state)
{
    (void)school_setup(state);
    struct school *s = *state;
    (void)school_import(
        s, "mentee",
        SCHOOL_SHEET(s, "mentees.xlsx",
                     "ФИО наставляемого|Год рождения|Контактные данные|Основной запрос|Форма|Дата "
                     "вхождения в программу",
                     "Ким Артём Олегович|2013|мама Ольга 89120000001|=1+1|Ученик – ученик, учитель "
                     "– учитель|05.09.2026",
                     "Лис Анна|2012|lis@example.test|гитара|Учитель – учитель|",
                     "Юдин Ян|2012||химия||"));
    (void)school_import(s, "mentor",
                        SCHOOL_SHEET(s, "mentors.xlsx",
                                     "ФИО наставника|Контакты|Место работы|Основные "
                                     "компетенции|Ресурс времени",
                                     "Орлова Дарья Ивановна|89121110001|Лицей № 1|математика|8 ч"));
    school_sql(s,
               "INSERT INTO pair (id, unit_id, programme_id, mentee_id, mentor_id, "
               "mentee_name, mentor_name, sort_key, form_code, state, created_at) SELECT e.id, "
               "e.unit_id, e.programme_id, e.id, o.id, e.sort_key, o.sort_key, e.sort_key, "
               "'student_student', 'agreed', 0 FROM participation e JOIN participation "
               "o ON o.side = 'mentor' WHERE e.side = 'mentee' AND e.sort_key < '%s'",
               "ю");
    return 0;
}

static int add_row(void *ctx, size_t row_no, const struct cell *cells, size_t n)
{
    struct strbuf *b = ctx;
    (void)row_no;
    for (size_t i = 0; i < n; i++)
        strbuf_printf(b, "%s%s%s", i ? "|" : "", cells[i].formula ? "!" : "", cells[i].text);
    strbuf_putc(b, '\n');
    return 0;
}

static const char *exported(struct school *s, const char *url)
{
    struct reply r = test_get(s->t, s->curator, school_path(s, url, s->programme));
    struct err err = {0};
    struct strbuf b;
    strbuf_init(&b, s->a);
    assert_int_equal(r.status, 200);
    assert_non_null(r.file);
    assert_int_equal(sheet_read(r.file, NULL, add_row, &b, &err), 0);
    return b.s;
}

static void the_official_tables(void **state)
{
    struct school *s = *state;
    assert_string_equal(
        exported(s, "/programmes/#/mentees.xlsx"),
        "№|ФИО наставляемого|Контактные данные для связи (данные представителя)|Год рождения "
        "наставляемого|Основной запрос наставляемого|Дата вхождения в программу|ФИО "
        "наставника|Форма наставничества|Место работы/учёбы наставника|Дата завершения "
        "программы|Результаты программы|Ссылка на кейс/отзыв наставляемого, размещённые на сайте "
        "организации|Отметка о прохождении программы\n"
        "1|Ким Артём Олегович|+79120000001 (мама Ольга)|2013|=1+1|05.09.2026|Орлова Дарья "
        "Ивановна|Ученик – ученик|Лицей № 1\n"
        "2|Лис Анна|lis@example.test|2012|гитара||Орлова Дарья Ивановна|Ученик – ученик|Лицей № 1\n"
        "3|Юдин Ян||2012|химия\n");
    const char *mentors = exported(s, "/programmes/#/mentors.xlsx");
    assert_non_null(strstr(mentors, "организации\n1|Орлова Дарья Ивановна|+79121110001|Лицей № "
                                    "1|математика|||"));
    assert_non_null(strstr(mentors, "|Ким Артём Олегович\nЛис Анна|Ученик – ученик"));
    size_t bars = 0;
    for (const char *c = mentors; *c != '\n'; c++)
        bars += *c == '|';
    assert_int_equal(bars, 15);
}

/* What goes out comes in again: nobody is new. */
static void the_table_comes_back(void **state)
{
    struct school *s = *state;
    struct reply r =
        test_get(s->t, s->curator, school_path(s, "/programmes/#/mentees.xlsx", s->programme));
    int64_t id = school_check(s, "mentee", r.file);
    assert_string_equal(school_state(s, id), "ready");
    assert_int_equal(school_number(s,
                                   "SELECT n_ready + n_bad + n_similar FROM import WHERE id = %lld",
                                   (long long)id),
                     0);
}

static size_t times(const char *text, const char *word)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, word)); at += strlen(word))
        n++;
    return n;
}

static void lists_page_and_filter(void **state)
{
    struct school *s = *state;
    const char **rows = arena_array(s->a, const char *, 61);
    rows[0] = "ФИО наставляемого|Год рождения";
    for (int i = 1; i <= 60; i++)
        rows[i] = arena_printf(s->a, "Попов%c%c Имя|2012", 'a' + i / 26, 'a' + i % 26);
    (void)school_import(s, "mentee", school_sheet(s, "many.xlsx", rows, 61));
    const char *list = school_path(s, "/programmes/#/mentees", s->programme);
    struct reply r = test_get(s->t, s->curator, list);
    assert_int_equal(r.status, 200);
    assert_int_equal(times(r.body, "href=\"/participations/"), 25);
    assert_non_null(strstr(r.body, "63"));
    r = test_get(s->t, s->curator, arena_printf(s->a, "%s?form=student_student", list));
    assert_int_equal(times(r.body, "href=\"/participations/"), 1); /* takes two forms */
    r = test_get(s->t, s->curator, arena_printf(s->a, "%s?q=%%D0%%BA%%D0%%B8", list));
    assert_int_equal(times(r.body, "href=\"/participations/"), 1);
    r = test_get(s->t, s->curator, arena_printf(s->a, "%s?q=zzz&state=paired", list));
    assert_int_equal(r.status, 200);
    assert_int_equal(times(r.body, "href=\"/participations/"), 0);
    long long last = school_number(s,
                                   "SELECT id FROM participation WHERE side = 'mentee' AND "
                                   "sort_key >= '%s' AND sort_key < 'ю' ORDER BY sort_key DESC "
                                   "LIMIT 1",
                                   "п");
    r = test_get(s->t, s->curator, arena_printf(s->a, "%s?after=%lld", list, last));
    assert_int_equal(times(r.body, "href=\"/participations/"), 1);
    long long first = school_number(s,
                                    "SELECT id FROM participation WHERE side = 'mentee' AND "
                                    "sort_key >= '%s' ORDER BY sort_key LIMIT 1",
                                    "п");
    r = test_get(s->t, s->curator, arena_printf(s->a, "%s?before=%lld", list, first));
    assert_int_equal(times(r.body, "href=\"/participations/"), 2);
    assert_true(strstr(r.body, "Ким") < strstr(r.body, "Лис"));
}

static void a_card_says_what_became_of_each_pair(void **state)
{
    struct school *s = *state;
    int64_t id = school_number(s, "SELECT max(mentee_id) FROM pair");
    const char *card = school_path(s, "/participations/#", id);
    assert_non_null(strstr(test_get(s->t, s->curator, card).body, "Ещё не начала"));
    school_sql(s, "UPDATE pair SET state = 'ended', ended_at = %lld WHERE mentee_id = %lld",
               (long long)(TEST_NOW_MS - INT64_C(86400000) * 2), (long long)id);
    struct reply r = test_get(s->t, s->curator, card);
    assert_non_null(strstr(r.body, "Завершена раньше срока"));
    assert_non_null(strstr(r.body, "Последний день: 3 ноября"));
}

/* Where a link of the page leads to, or NULL. */
static const char *link_of(struct school *s, const char *body, const char *rel)
{
    const char *mark = strstr(body, arena_printf(s->a, "rel=\"%s\"", rel)), *from = mark;
    if (!mark)
        return NULL;
    while (strncmp(from, "href=\"", 6) != 0)
        from--;
    char *query = arena_strndup(s->a, from + 6, strcspn(from + 6, "\""));
    for (char *amp; (amp = strstr(query, "&amp;"));)
        memmove(amp + 1, amp + 5, strlen(amp + 5) + 1);
    return school_path(s, arena_printf(s->a, "/programmes/#/mentees%s", query), s->programme);
}

/* Two of a rare form, one among those whom the first page looks at and one beyond them. */
static void a_rare_form_is_looked_for_in_pieces(void **state)
{
    struct school *s = *state;
    school_sql(s,
               "INSERT INTO person (id, unit_id, surname, given, name_key, created_at) "
               "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5100) "
               "SELECT i, %lld, 'Аб' || CAST(100000 + i AS TEXT), 'Я', 'аб' || CAST(100000 + i AS "
               "TEXT), 0 FROM n",
               (long long)s->unit);
    school_sql(s,
               "INSERT INTO participation (id, unit_id, programme_id, person_id, side, sort_key, "
               "state, form_code, created_at) SELECT id, unit_id, %lld, id, 'mentee', name_key, "
               "'in_base', CASE WHEN id = 7 OR id = 5050 THEN 'student_society' ELSE '' END, 0 "
               "FROM person WHERE id <= 5100",
               (long long)s->programme);
    const char *path = school_path(s, "/programmes/#/mentees?form=student_society", s->programme);
    for (int i = 0; i < 2; i++) {
        const char *body = test_get(s->t, s->curator, path).body;
        assert_non_null(strstr(body, "Аб100007"));
        assert_null(strstr(body, "Аб105050"));
        assert_non_null(strstr(body, "просмотрено 5000 человек"));
        assert_null(link_of(s, body, "prev"));
        path = link_of(s, body, "next");
        assert_non_null(path);
        body = test_get(s->t, s->curator, path).body;
        assert_non_null(strstr(body, "Аб105050"));
        assert_null(strstr(body, "Аб100007"));
        assert_null(strstr(body, "просмотрено"));
        assert_null(link_of(s, body, "next"));
        path = link_of(s, body, "prev"); /* as many back: the first is beyond them */
        body = test_get(s->t, s->curator, path).body;
        assert_null(strstr(body, "Аб100007</a>"));
        path = link_of(s, body, "prev");
        assert_non_null(path);
        body = test_get(s->t, s->curator, path).body;
        assert_non_null(strstr(body, "Аб100007"));
        path = arena_printf(
            s->a, "%s&state=in_base",
            school_path(s, "/programmes/#/mentees?form=student_society", s->programme));
    }
    path = school_path(s, "/programmes/#/mentees?form=student_society&q=%D0%B0%D0%B11050",
                       s->programme);
    const char *body = test_get(s->t, s->curator, path).body;
    assert_non_null(strstr(body, "Аб105050"));
    assert_non_null(strstr(body, "role=\"status\">Найден"));
}

static void a_new_name_moves_in_the_lists(void **state)
{
    struct school *s = *state;
    const char *first =
        "SELECT person_id FROM participation WHERE side = '%s' ORDER BY sort_key LIMIT 1";
    const char *last =
        "SELECT person_id FROM participation WHERE side = '%s' ORDER BY sort_key DESC LIMIT 1";
    long long person = school_number(s, first, "mentee");
    const struct person_name name = {"Якимова", "Яна", ""};
    assert_true(school_number(s, last, "mentee") != person);
    assert_int_equal(person_rename(s->db, s->a, person, &name), 0);
    assert_true(school_number(s, last, "mentee") == person);
}

static void pages_of_people_name_nobody_in_titles(void **state)
{
    struct school *s = *state;
    int64_t kim = school_number(s, "SELECT min(id) FROM participation WHERE side = '%s'", "mentee");
    struct reply r = test_get(s->t, s->curator, school_path(s, "/participations/#", kim));
    assert_int_equal(r.status, 200);
    const char *title = strstr(r.body, "<title>");
    assert_null(strstr(arena_strndup(s->a, title, strcspn(title + 7, "<")), "Ким"));
    assert_non_null(strstr(r.body, "Орлова Дарья"));
    int64_t mentor = testing_account(s->t, "mentor", ROLE_MENTOR, s->unit);
    r = test_get(s->t, mentor, school_path(s, "/participations/#", kim));
    assert_true(r.status == 403 || r.status == 404);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_official_tables),
        TEST(the_table_comes_back),
        TEST(lists_page_and_filter),
        TEST(pages_of_people_name_nobody_in_titles),
        TEST(a_new_name_moves_in_the_lists),
        TEST(a_rare_form_is_looked_for_in_pieces),
        TEST(a_card_says_what_became_of_each_pair),
    };
    return cmocka_run_group_tests_name("participation", tests, NULL, NULL);
}
