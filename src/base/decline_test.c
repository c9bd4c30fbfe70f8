/* Forms worked out by hand from the rules of grammar (tests/data/russian-cases.tsv). */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/decline.h"
#include "base/fs.h"
#include "base/tsv.h"

static int setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static const char *decline(struct arena *a, const char *kind, const char *s, enum gender g,
                           enum name_case to)
{
    if (!strcmp(kind, "surname"))
        return decline_surname(a, s, g, to);
    if (!strcmp(kind, "given"))
        return decline_given(a, s, g, to);
    return strcmp(kind, "post") ? decline_patronymic(a, s, g, to) : decline_post(a, s, to);
}

static void every_name_of_the_list(void **state)
{
    static const char *const cases[] = {"nominative", "genitive",     "dative",
                                        "accusative", "instrumental", "prepositional"};
    struct arena *a = *state;
    struct tsv t;
    struct err err = {0};
    char *text;
    size_t n, wrong = 0;
    assert_int_equal(fs_read(a, getenv("CASES"), 1 << 20, &err, &text, &n), 0);
    assert_int_equal(tsv_parse(a, "russian-cases.tsv", text, n, &err, &t), 0);
    assert_true(t.n_rows > 130);
    for (size_t i = 0; i < t.n_rows; i++) {
        const char *kind = tsv_get(&t, i, "kind"), *word = tsv_get(&t, i, "nominative");
        enum gender g = *tsv_get(&t, i, "gender") == 'f' ? GENDER_FEMALE : GENDER_MALE;
        for (int k = 0; k < NAME_CASES; k++) {
            const char *made = decline(a, kind, word, g, (enum name_case)k);
            const char *right = tsv_get(&t, i, cases[k]);
            if (!strcmp(made, right))
                continue;
            print_message("# %s %s %s: %s, must be %s\n", kind, word, cases[k], made, right);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void gender_is_certain_or_unknown(void **state)
{
    static const struct {
        const char *surname, *given, *patronymic;
        enum gender is;
    } people[] = {
        {"Ткач", "Саша", "Петрович", GENDER_MALE},
        {"Ткач", "Саша", "Петровна", GENDER_FEMALE},
        {"Ткач", "Саша", "", GENDER_UNKNOWN},
        {"Иванова", "Саша", "", GENDER_FEMALE},
        {"Иванов", "Женя", "", GENDER_MALE},
        {"Ким", "Илья", "", GENDER_MALE},
        {"Ким", "Мария", "", GENDER_FEMALE},
        {"Алиев", "Мамед", "Рашид оглы", GENDER_MALE},
        {"Алиева", "Лейла", "Рашид кызы", GENDER_FEMALE},
        {"Гарифуллина", "Айгуль", "", GENDER_FEMALE},
        {"Иванова", "Пётр", "", GENDER_UNKNOWN}, /* a slip: better nothing than nonsense */
        {"Ли", "Си", "", GENDER_UNKNOWN},
        {"Шевченко", "Тарас", "Ильич", GENDER_MALE},
        {"Лесная", "Анна-Мария", "", GENDER_FEMALE},
        {"ИВАНОВ", "ИВАН", "ИВАНОВИЧ", GENDER_MALE},
        {"", "", "", GENDER_UNKNOWN},
    };
    struct arena *a = *state;
    for (size_t i = 0; i < sizeof people / sizeof *people; i++)
        if (name_gender(a, people[i].surname, people[i].given, people[i].patronymic) !=
            people[i].is)
            fail_msg("%s %s %s", people[i].surname, people[i].given, people[i].patronymic);
    assert_string_equal(decline_surname(a, "Ткач", GENDER_UNKNOWN, CASE_DATIVE), "Ткач");
}

/* Whatever people type, the answer is text. */
static void odd_words_stay(void **state)
{
    static const char *const odd[] = {"",  "-",   "а",       "я",  "ь",     "й",       "-а-",
                                      " ", "№ 5", "Иванов)", "12", "Ы-ы-ы", "О'Генри", "ец"};
    struct arena *a = *state;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        for (int k = 0; k < NAME_CASES; k++) {
            (void)decline_surname(a, odd[i], GENDER_MALE, (enum name_case)k);
            (void)decline_given(a, odd[i], GENDER_FEMALE, (enum name_case)k);
            (void)decline_patronymic(a, odd[i], GENDER_MALE, (enum name_case)k);
            (void)decline_post(a, odd[i], (enum name_case)k);
        }
    assert_string_equal(decline_surname(a, "О'Генри", GENDER_MALE, CASE_DATIVE), "О'Генри");
}

static void days_in_words(void **state)
{
    static const struct {
        struct date d;
        const char *quoted, *words;
    } days[] = {
        {{2026, 11, 5}, "«5» ноября 2026 г.", "пятого ноября две тысячи двадцать шестого года"},
        {{2000, 1, 1}, "«1» января 2000 г.", "первого января двухтысячного года"},
        {{1999, 12, 31},
         "«31» декабря 1999 г.",
         "тридцать первого декабря одна тысяча девятьсот девяносто девятого года"},
        {{2010, 5, 20}, "«20» мая 2010 г.", "двадцатого мая две тысячи десятого года"},
        {{2100, 3, 30}, "«30» марта 2100 г.", "тридцатого марта две тысячи сотого года"},
        {{2040, 2, 12}, "«12» февраля 2040 г.", "двенадцатого февраля две тысячи сорокового года"},
        {{2190, 8, 29},
         "«29» августа 2190 г.",
         "двадцать девятого августа две тысячи сто девяностого года"},
    };
    struct arena *a = *state;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        assert_string_equal(date_quoted(a, days[i].d), days[i].quoted);
        assert_string_equal(date_words(a, days[i].d), days[i].words);
    }
    assert_string_equal(date_words(a, (struct date){0}), "—");
    assert_non_null(strstr(date_quoted(a, (struct date){0}), "____"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_name_of_the_list, setup, teardown),
        cmocka_unit_test_setup_teardown(gender_is_certain_or_unknown, setup, teardown),
        cmocka_unit_test_setup_teardown(odd_words_stay, setup, teardown),
        cmocka_unit_test_setup_teardown(days_in_words, setup, teardown),
    };
    return cmocka_run_group_tests_name("decline", tests, NULL, NULL);
}
