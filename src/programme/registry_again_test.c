/* The same person twice in one file. */
#include "programme/registry_testing.h"

static const char *const mentees[] = {"№|ФИО наставляемого|Телефон|Год рождения", "1|2|3|4"};

static void the_same_person_twice_in_a_file_is_flagged(void **state)
{
    struct fixture *f = *state;
    struct registry_head head = find(f, mentees, 2);
    struct registry_reader *r = registry_reader_new(f->a, f->p, &head, today);
    assert_int_equal(read_row(f, r, 4, "1|Семёнова Анна|89121234567|2011").duplicate_of, 0);
    assert_int_equal(read_row(f, r, 5, "2|СЕМЕНОВА  АННА|8 912 123 45 67|2011").duplicate_of, 4);
    assert_int_equal(read_row(f, r, 6, "3|Семенова Анна|89121234567|2012").duplicate_of, 0);
    assert_int_equal(read_row(f, r, 7, "4|Семенова Анна|89990000000|2011").duplicate_of, 0);
    for (size_t i = 0; i < 5000; i++)
        read_row(f, r, 100 + i, arena_printf(f->a, "1|Иванов Иван|8912%07zu|2010", i));
    assert_int_equal(read_row(f, r, 9999, "1|Иванов Иван|89120004321|2010").duplicate_of, 4421);
    assert_int_equal(read_row(f, r, 10000, "1|Иванов Иван||2010").duplicate_of, 100);
    assert_int_equal(read_row(f, r, 10001, "1|Иванов Иван||2009").duplicate_of, 0);
    assert_int_equal(read_row(f, r, 10002, "1|Иванов Иван|89995554321|2009").duplicate_of, 10001);
    assert_int_equal(read_row(f, r, 10003, "1|Иванов Иван|89120000001|").duplicate_of, 101);
}

static void somebody_written_differently_gets_a_remark(void **state)
{
    static const struct {
        const char *row;
        size_t like;
    } cases[] = {
        {"1|Ким Артём Олегович|89121234567|2011", 0},
        {"2|Ким Артём|89990000001|2011", 4}, /* no patronymic, the same year */
        {"3|Ким А. О.|89121234567|", 4},     /* initials, the same phone */
        {"4|Кин Артём Олегович|89121234567|2011", 4},
        {"5|Ким Дарья|89121234567|2013", 0}, /* a sister by the mother's phone */
        {"6|Ким Артём|89990000002|2012", 0},
        {"7|Ким Артём Ильич|89990000003|2011", 5}, /* as row 5, not as row 4 */
        {"8|Лис Артём|89121234567|2011", 0},       /* a teacher's phone for all */
    };
    struct fixture *f = *state;
    struct registry_head head = find(f, mentees, 2);
    struct registry_reader *r = registry_reader_new(f->a, f->p, &head, today);
    for (size_t i = 0; i < N_OF(cases); i++) {
        struct registry_row row = read_row(f, r, 4 + i, cases[i].row);
        const char *said = row.n_problems ? row.problems[0].message : "";
        const char *want = arena_printf(f->a, "в строке %zu,", cases[i].like);
        assert_int_equal(row.duplicate_of, 0);
        assert_int_equal(row.state, REGISTRY_READY);
        if (cases[i].like ? !strstr(said, want) : strstr(said, "тем же человеком") != NULL)
            fail_msg("«%s»: %s", cases[i].row, said);
    }
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_same_person_twice_in_a_file_is_flagged),
        TEST(somebody_written_differently_gets_a_remark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
