#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/i18n.h"
#include "frame/form.h"
#include "frame/parts.h"

static const struct choice choices[] = {{"day", "Днём", NULL}, {"evening", "Вечером", NULL}, {0}};

struct everything {
    const char *text, *area, *password, *email, *phone, *choice;
    int64_t number, id, year;
    struct id_list ids;
    struct text_list texts;
    struct date date;
    bool flag;
};

#define OPTIONAL .label = "Поле", .optional = true
static const struct field fields[] = {
    FIELD(struct everything, text, FIELD_TEXT, OPTIONAL, .min = 2, .max = 5),
    FIELD(struct everything, area, FIELD_AREA, OPTIONAL),
    FIELD(struct everything, password, FIELD_PASSWORD, OPTIONAL),
    FIELD(struct everything, email, FIELD_EMAIL, OPTIONAL),
    FIELD(struct everything, phone, FIELD_PHONE, OPTIONAL),
    FIELD(struct everything, choice, FIELD_CHOICE, OPTIONAL, .choices = choices),
    FIELD(struct everything, number, FIELD_INT, OPTIONAL, .min = 1, .max = 40),
    FIELD(struct everything, id, FIELD_ID, OPTIONAL),
    FIELD(struct everything, year, FIELD_YEAR, OPTIONAL, .min = 1930, .max = 2026),
    FIELD(struct everything, ids, FIELD_IDS, OPTIONAL, .max = 3),
    FIELD(struct everything, texts, FIELD_TEXTS, OPTIONAL),
    FIELD(struct everything, date, FIELD_DATE, OPTIONAL),
    FIELD(struct everything, flag, FIELD_BOOL, OPTIONAL),
};
static const struct form_def def = FORM_DEF(struct everything, fields);

static struct arena *a;

static int set_up(void **state)
{
    (void)state;
    a = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

static struct form *one(const char *name, const char *value)
{
    struct form_pair pair = {name, value};
    return form_parse(a, &def, &pair, 1);
}

static const struct everything *good(const char *name, const char *value)
{
    struct form *f = one(name, value);
    assert_null(form_error_of(f, name));
    assert_true(form_ok(f));
    return form_values(f);
}

static const char *error(const char *name, const char *value)
{
    struct form *f = one(name, value);
    assert_string_equal(form_raw(f, name), strcmp(name, "password") == 0 ? "" : value);
    const char *text = form_error_of(f, name);
    assert_non_null(text);
    assert_false(form_ok(f));
    return text;
}

static void texts_are_tidied(void **state)
{
    (void)state;
    assert_string_equal(good("text", "  а \t б ")->text, "а б");
    assert_string_equal(good("text", "а\x01"
                                     "б")
                            ->text,
                        "а б");
    assert_string_equal(good("text", "")->text, "");
    assert_string_equal(error("text", "абвгде"), "Слишком длинно: сейчас 6, поместится 5 знаков");
    assert_string_equal(error("text", "а"), "Слишком коротко: нужно хотя бы 2 знаков");
    assert_string_equal(good("area", "\r\n а\r\nб \n")->area, "а\nб");
    assert_string_equal(good("password", " как есть ")->password, " как есть ");
    assert_string_equal(form_raw(one("password", "тайна"), "password"), "");
}

static void contacts_are_taken_in_any_spelling(void **state)
{
    (void)state;
    assert_string_equal(good("email", " Anna@Example.RU ")->email, "anna@example.ru");
    static const char *const wrong[] = {"a",       "@b.ru",   "a@",      "a@b",
                                        "a@b..ru", "a@@b.ru", "a b@c.ru"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_string_equal(error("email", wrong[i]), "Нужен адрес вида name@example.ru");
    static const char *const phones[] = {"89123456789", "+7 (912) 345-67-89", "9123456789",
                                         "8 912 345 67 89", "7.912.345.67.89"};
    for (size_t i = 0; i < sizeof phones / sizeof *phones; i++)
        assert_string_equal(good("phone", phones[i])->phone, "+79123456789");
    assert_string_equal(error("phone", "+7 912 345-67"),
                        "В номере не хватает цифр: нужно 11 вместе с +7");
    assert_string_equal(error("phone", "+7 912 345-67-8"),
                        "В номере не хватает цифр: нужно 11 вместе с +7");
    assert_string_equal(error("phone", "8912345678999"),
                        "В номере лишние цифры: нужно 11 вместе с +7");
    assert_string_equal(error("phone", "+3 912 345 67 89"), "Номер начинается с +7 или 8");
    assert_string_equal(error("phone", "мама"),
                        "В номере могут быть только цифры, пробелы и скобки");
}

static void numbers_and_dates(void **state)
{
    (void)state;
    assert_int_equal(good("number", " 12 ")->number, 12);
    assert_string_equal(error("number", "41"), "Нужно число от 1 до 40");
    assert_string_equal(error("number", "0"), "Нужно число от 1 до 40");
    assert_string_equal(error("number", "много"), "Напишите число цифрами");
    assert_string_equal(error("number", "99999999999999999999"), "Напишите число цифрами");
    assert_int_equal(good("year", "2012")->year, 2012);
    assert_string_equal(error("year", "2оо9"), "Год — четыре цифры, например, 2012");
    assert_string_equal(error("year", "1812"), "Нужен год от 1930 до 2026");
    assert_int_equal(good("date", "5.11.26")->date.month, 11);
    assert_string_equal(error("date", "31.02.2026"),
                        "Такой даты нет. Напишите, например, 05.11.2026");
    assert_int_equal(good("date", "")->date.year, 0);
    assert_int_equal(good("id", "77")->id, 77);
    assert_non_null(error("id", "-1"));
    assert_non_null(error("id", "x"));
}

static void choices_and_lists(void **state)
{
    (void)state;
    assert_string_equal(good("choice", "evening")->choice, "evening");
    assert_string_equal(error("choice", "night"), "Выберите вариант в поле „Поле“");
    assert_true(good("flag", "1")->flag);
    assert_false(good("flag", "0")->flag);
    assert_false(good("text", "аб")->flag);
    struct form_pair p[] = {
        {"ids", "1"}, {"ids", "2"}, {"texts", " а "}, {"ids", "3"}, {"ids", "4"}};
    struct form *f = form_parse(a, &def, p, 4);
    const struct everything *e = form_values(f);
    assert_true(form_ok(f));
    assert_int_equal(e->ids.n, 3);
    assert_int_equal(e->ids.v[2], 3);
    assert_string_equal(e->texts.v[0], "а");
    assert_true(form_chosen(f, "ids", "2"));
    assert_false(form_chosen(f, "ids", "4"));
    f = form_parse(a, &def, p, 5);
    assert_string_equal(form_error_of(f, "ids"), "За один раз можно выбрать не больше 3");
    assert_int_equal(((const struct everything *)form_values(f))->ids.n, 0);
    p[1].value = "x";
    assert_non_null(form_error_of(form_parse(a, &def, p, 4), "ids"));
}

static const struct field needed[] = {
    FIELD(struct everything, text, FIELD_TEXT, .label = "Имя"),
    FIELD(struct everything, year, FIELD_YEAR, .label = "Год", .empty = "Укажите год рождения"),
    FIELD(struct everything, ids, FIELD_IDS, .label = "Люди"),
};
static const struct form_def needed_def = FORM_DEF(struct everything, needed);

static void what_is_missing_is_said_in_the_order_of_the_fields(void **state)
{
    (void)state;
    struct form *f = form_parse(a, &needed_def, NULL, 0);
    const struct form_problem *p;
    form_error(f, NULL, "%s", "Всё вместе");
    form_error(f, "text", "%s", "второе слово не слышно");
    assert_int_equal(form_problems(f, &p), 4);
    assert_null(p[0].field);
    assert_string_equal(p[1].text, "Заполните поле „Имя“");
    assert_string_equal(p[2].text, "Укажите год рождения");
    assert_string_equal(p[3].text, "Выберите вариант в поле „Люди“");
    assert_string_equal(p[3].field, "ids");
}

static void a_form_shows_what_is_stored(void **state)
{
    (void)state;
    int64_t ids[] = {5, 6};
    struct everything e = {.text = "да",
                           .choice = "day",
                           .year = 2012,
                           .ids = {ids, 2},
                           .date = {2026, 11, 5},
                           .flag = true,
                           .password = "тайна"};
    struct form *f = form_new(a, &def, &e);
    assert_string_equal(form_raw(f, "text"), "да");
    assert_string_equal(form_raw(f, "year"), "2012");
    assert_string_equal(form_raw(f, "date"), "05.11.2026");
    assert_string_equal(form_raw(f, "password"), "");
    assert_string_equal(form_raw(f, "number"), ""); /* least 1: nobody said 0 */
    assert_true(form_chosen(f, "choice", "day"));
    assert_true(form_chosen(f, "ids", "6"));
    assert_true(form_chosen(f, "flag", "1"));
    assert_true(form_ok(f));
    assert_string_equal(form_raw(form_new(a, &def, NULL), "text"), "");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

static void an_area_is_as_high_as_its_text(void **state)
{
    (void)state;
    assert_int_equal(area_rows(""), 5);
    assert_int_equal(area_rows("раз\nдва\n\nтри"), 5);
    assert_int_equal(area_rows("1\n2\n3\n4\n5\n6\n7\n"), 7);
    char line[75 * 2 * 6 + 1] = "";
    for (int i = 0; i < 75 * 6; i++)
        strcat(line, "я");
    assert_int_equal(area_rows(line), 7);
    assert_int_equal(area_rows("\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"), 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_area_is_as_high_as_its_text),
        CASE(texts_are_tidied),
        CASE(contacts_are_taken_in_any_spelling),
        CASE(numbers_and_dates),
        CASE(choices_and_lists),
        CASE(what_is_missing_is_said_in_the_order_of_the_fields),
        CASE(a_form_shows_what_is_stored),
    };
    return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
