/* Papers of the work of teachers: what each says, and that there is none where there is nothing. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "paper/paper_data.h"
#include "paper/paper_pages.h"
#include "paper/paper_testing.h"
#include "work/addendum.h"
#include "work/lesson.h"
#include "work/pair.h"
#include "work/personal.h"
#include "work/teachers_test.h"

static int set_up(void **state)
{
    static const struct module *const more[] = {&paper_module,      &paper_book_module,
                                                &paper_work_module, &addendum_module,
                                                &pair_module,       &personal_module};
    *state = teachers_new(more, 6);
    return 0;
}

static int tear_down(void **state)
{
    teachers_free(*state);
    return 0;
}

static struct paper_at at_of(struct teachers *t)
{
    struct paper_at at;
    struct err err = {0};
    if (paper_open(t->s->db, t->s->a, &t->s->t->app, t->programme, &err, &at) < 0)
        fail_msg("%s", err.text);
    return at;
}

static size_t count(const struct paper_at *at, const char *kind, int64_t *ret_first)
{
    const int64_t *ids;
    size_t n;
    assert_int_equal(paper_subjects(at, paper_kind(kind), &ids, &n), 0);
    if (n && ret_first)
        *ret_first = ids[0];
    return n;
}

/* Both formats are made; the words of the DOCX. */
static const char *words(struct teachers *t, const char *kind, int64_t subject)
{
    struct paper_at at = at_of(t);
    struct err err = {0};
    const char *path = arena_printf(t->s->a, "%s/out", t->s->t->app.config.data_dir);
    for (int f = 0; f < 2; f++)
        if (paper_write(&at, paper_kind(kind), subject, f ? PAPER_DOCX : PAPER_PDF, path, &err) < 0)
            fail_msg("%s: %s", kind, err.text);
    return paper_testing_words(t->s->a, path);
}

static void has(const char *text, const char *what)
{
    if (!strstr(text, what))
        fail_msg("no «%s» in: %.3000s", what, text);
}

static struct deed deed(struct teachers *t)
{
    return (struct deed){&t->s->t->clock, t->s->curator, NULL};
}

static struct duo duo(struct teachers *t)
{
    struct duo d;
    struct err err = {0};
    assert_int_equal(duo_load(t->s->db, t->s->a, &t->s->t->app, t->pair, &err, &d), 0);
    return d;
}

static void the_system_of_teachers_has_its_papers(void **state)
{
    struct teachers *t = *state;
    struct paper_at at = at_of(t);
    assert_int_equal(count(&at, "order_teachers_system", NULL), 1);
    has(words(t, "order_teachers_system", 0), "Утвердить положение о системе наставничества");
    has(words(t, "regulation_teachers", 0), "статьи 351.8");
    at.p.n_forms = 1;
    at.p.forms = (const char *const[]){"student_student"};
    assert_int_equal(count(&at, "order_teachers_system", NULL), 0);
    assert_int_equal(count(&at, "regulation_teachers", NULL), 0);
    assert_int_equal(count(&at, "labour_addendum", NULL), 0);
}

static void an_addendum_says_what_was_offered(void **state)
{
    struct teachers *t = *state;
    struct paper_at at = at_of(t);
    struct addendum_new n = {t->s->unit,   t->programme,     t->mentor_row,         t->mentor,
                             "помощь",     "индивидуальная", "5000 рублей в месяц", {2026, 11, 5},
                             {2027, 5, 31}};
    struct deed now = deed(t);
    struct err err = {0};
    int64_t id, mentor = 0;
    assert_int_equal(addendum_offer(t->s->db, t->s->a, &n, &now, &err, &id), 0);
    assert_int_equal(count(&at, "labour_addendum", &mentor), 1);
    assert_int_equal(mentor, t->mentor_row);
    const char *text = words(t, "labour_addendum", mentor);
    has(text, "5000 рублей в месяц");
    has(text, "Громов Пётр Ильич");
    has(text, "31.05.2027");
    assert_int_equal(count(&at, "mentor_written_consent", NULL), 1);
    assert_int_equal(count(&at, "early_end_notice", NULL), 1);
    /* Pay is not for everybody who may read. */
    int64_t reader = testing_account(t->s->t, "reader", ROLE_OBSERVER, t->s->unit);
    const char *path =
        arena_printf(t->s->a, "/programmes/%lld/papers/file?kind=%s&subject=%lld&format=docx",
                     (long long)t->programme, "labour_addendum", (long long)mentor);
    assert_int_equal(test_get(t->s->t, t->s->curator, path).status, 200);
    assert_true(test_get(t->s->t, reader, path).status >= 403);
}

/* What the mentor did, by the criteria of the category, over five years. */
static void a_petition_says_what_the_mentor_did(void **state)
{
    struct teachers *t = *state;
    struct paper_at at = at_of(t);
    int64_t mentor = 0;
    assert_int_equal(count(&at, "employer_petition", &mentor), 1);
    assert_int_equal(mentor, t->mentor_row);
    school_sql(t->s,
               "INSERT INTO evidence_item (id, unit_id, person_id, criterion, happened_on, body, "
               "made_at) VALUES (901, %lld, %lld, 'contests', '2026-10-05', 'Конкурс «Учитель "
               "года»: второе место', 0)",
               (long long)t->s->unit, (long long)t->mentor);
    const char *text = words(t, "employer_petition", mentor);
    has(text, "педагогическому работнику: Громову Петру Ильичу");
    has(text, "с 01.01.2021 по 05.11.2026");
    has(text, "к участию в конкурсах профессионального");
    has(text, "05.10.2026");
    has(text, "второе место");
    has(text, "Наставник пары: ");
    has(text, "Записей за период нет");
    has(text, "профсоюзной организации");
}

/* The words of what a page gives. */
static const char *page_words(struct teachers *t, int64_t account, const char *pattern, int64_t id)
{
    struct reply r = test_get(t->s->t, account, school_path(t->s, pattern, id));
    assert_int_equal(r.status, 200);
    return paper_testing_words(t->s->a, r.file);
}

static void lacks(const char *text, const char *what)
{
    if (strstr(text, what))
        fail_msg("«%s» in: %.3000s", what, text);
}

static void the_papers_of_an_addendum_bear_its_dates(void **state)
{
    struct teachers *t = *state;
    struct school *s = t->s;
    struct addendum_new n = {s->unit,          t->programme,  t->mentor_row, t->mentor,    "помощь",
                             "индивидуальная", "5000 рублей", {2026, 11, 5}, {2027, 5, 31}};
    struct date today = {2026, 11, 5}, stop;
    struct deed now = deed(t);
    struct addendum_row x;
    struct err err = {0};
    int64_t id;
    assert_int_equal(addendum_offer(s->db, s->a, &n, &now, &err, &id), 0);
    const char *text = page_words(t, t->mentor_account, "/my/addenda/#/consent.docx", id);
    has(text, "с 05.11.2026 по 31.05.2027");
    has(text, "«___» ____________ 20___ г.");
    lacks(text, "5000");
    assert_int_equal(addendum_row(s->db, s->a, id, &x), 1);
    assert_int_equal(addendum_consent(s->db, s->a, &x, today, today, &now, &err), 0);
    text = page_words(t, s->curator, "/addenda/#/consent.docx", id);
    has(text, "05.11.2026____________П.\u00a0И.\u00a0Громов");
    lacks(text, "«___»");
    assert_int_equal(addendum_row(s->db, s->a, id, &x), 1);
    assert_int_equal(addendum_sign(s->db, s->a, &x, "17", today, today, &now, &err), 0);
    text = page_words(t, t->mentor_account, "/my/addenda/#/agreement.docx", id);
    has(text, "СОГЛАШЕНИЕ № 17");
    has(text, "согласие работника дано 05.11.2026");
    has(text, "5000 рублей");
    assert_int_equal(addendum_row(s->db, s->a, id, &x), 1);
    const struct addendum_notice end = {true, today, {0}, today};
    now.reason = "Переезд";
    assert_int_equal(addendum_notify(s->db, s->a, t->pack, &x, &end, &now, &err, &stop), 0);
    text = page_words(t, s->curator, "/addenda/#/notice.docx", id);
    has(text, "отказываюсь от работы наставника");
    has(text, "№ 17 от 05.11.2026");
    has(text, arena_printf(s->a, "без наставничества: %s", date_short(s->a, stop)));
    lacks(text, "отменяется");
}

static void a_personal_programme_is_there_once_it_is_built(void **state)
{
    struct teachers *t = *state;
    struct paper_at at = at_of(t);
    struct duo d = duo(t);
    struct deed now = deed(t);
    struct err err = {0};
    int64_t id;
    assert_int_equal(count(&at, "personal_programme", NULL), 0);
    if (personal_build(t->s->db, t->s->a, &t->s->t->app, &d, &now, &err, &id) < 0)
        fail_msg("%s", err.text);
    assert_int_equal(count(&at, "personal_programme", NULL), 1);
    struct personal x;
    assert_int_equal(personal_load(t->s->db, t->s->a, &t->s->t->app, id, &err, &x), 0);
    const char *text = words(t, "personal_programme", t->pair);
    has(text, "Зайцева Ирина Олеговна");
    has(text, x.parts[0].section->name);
    has(text, x.steps[0].name);
    assert_string_equal(text,
                        page_words(t, t->mentor_account, "/my/personal/#/programme.docx", id));
    struct personal_paper council = {"Педагогический совет", "3", {2026, 11, 4}};
    struct personal_paper order = {"", "84", {2026, 11, 5}};
    static const char *const way[] = {"submit", "agree", "approve"};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(personal_load(t->s->db, t->s->a, &t->s->t->app, id, &err, &x), 0);
        if (personal_move(t->s->db, t->s->a, &x, way[i], i == 2 ? &order : &council, &now, &err) <
            0)
            fail_msg("%s: %s", way[i], err.text);
    }
    text = page_words(t, t->s->curator, "/personal/#/programme.docx", id);
    has(text, "приказ от 05.11.2026 № 84");
    has(text, "протокол от 04.11.2026 № 3");
    for (size_t i = 0; i < x.n_steps; i++)
        has(text, x.steps[i].name);
    for (size_t i = 0; i < x.n_parts; i++)
        if (*x.parts[i].body)
            has(text, x.parts[i].section->name);
}

static void a_lesson_is_there_once_it_was_held(void **state)
{
    struct teachers *t = *state;
    struct paper_at at = at_of(t);
    struct duo d = duo(t);
    struct deed now = deed(t);
    struct lesson_plan plan = {"open",    t->mentee, {2026, 11, 5}, "7 «Б»",
                               "алгебра", "Дроби",   "цель урока",  0};
    struct lesson_row x;
    struct err err = {0};
    int64_t id, first = 0;
    assert_int_equal(lesson_create(t->s->db, t->s->a, &d, &plan, &now, &err, &id), 0);
    assert_int_equal(count(&at, "open_lesson", NULL), 0);
    assert_int_equal(lesson_row(t->s->db, t->s->a, id, &x), 1);
    assert_int_equal(lesson_hold(t->s->db, &d, &x, &err), 0);
    assert_int_equal(lesson_row(t->s->db, t->s->a, id, &x), 1);
    assert_int_equal(lesson_sum_up(t->s->db, &x, "Дроби поняты", "Чаще спрашивать", &now, &err), 0);
    assert_int_equal(count(&at, "open_lesson", &first), 1);
    const char *text = words(t, "open_lesson", first);
    has(text, "Дроби поняты");
    has(text, "алгебра");
    has(text, t->pack->lesson_items.row[0].text);
    struct reply r = test_get(t->s->t, t->s->curator,
                              arena_printf(t->s->a, "/programmes/%lld/papers/kind?kind=open_lesson",
                                           (long long)t->programme));
    assert_int_equal(r.status, 200);
    has(r.body, "алгебра: Дроби");
}

static void blank_questionnaires_and_the_diary(void **state)
{
    struct teachers *t = *state;
    const struct pack_question *q = NULL;
    for (size_t i = 0; i < t->pack->questions.n && !q; i++)
        if (!strcmp(t->pack->questions.row[i].form_code, "pedagogue_pedagogue") &&
            !strcmp(t->pack->questions.row[i].phase, "after"))
            q = &t->pack->questions.row[i];
    const char *text = words(t, "questionnaire", 0);
    has(text, "после завершения работы");
    if (q)
        has(text, q->text);
    school_sql(t->s,
               "INSERT INTO pair_note (id, pair_id, noted_on, text, made_at) VALUES (1, %lld, "
               "'2026-11-04', 'Ирина провела первый урок', 0)",
               (long long)t->pair);
    text = words(t, "mentor_diary", t->pair);
    has(text, "Ирина провела первый урок");
    has(text, "04.11.2026");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_system_of_teachers_has_its_papers),
        TEST(an_addendum_says_what_was_offered),
        TEST(a_petition_says_what_the_mentor_did),
        TEST(the_papers_of_an_addendum_bear_its_dates),
        TEST(a_personal_programme_is_there_once_it_is_built),
        TEST(a_lesson_is_there_once_it_was_held),
        TEST(blank_questionnaires_and_the_diary),
    };
    return cmocka_run_group_tests_name("paper_teachers", tests, NULL, NULL);
}
