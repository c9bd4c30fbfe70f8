#include "programme/registry_testing.h"

typedef const char *parser(struct cell_reader *c, const char *text, struct registry_value *v);

/* Text of the value, and behind « ! » what is said (« ~ » when it is only a remark). */
static const char *read_with(struct arena *a, parser *parse, const char *text)
{
    struct cell_reader c = {.a = a, .today = today};
    struct registry_value v = {.raw = "", .text = ""};
    const char *said = parse(&c, text, &v);
    return said ? arena_printf(a, "%s %s %s", v.text, c.note ? "~" : "!", said) : v.text;
}

static const char *contacts(struct cell_reader *c, const char *text, struct registry_value *v)
{
    return registry_cell_contacts(c, text, "", v);
}

struct cell_case {
    const char *cell, *want; /* want ends with '…': compare the beginning */
};

static void check_cells(void **state, parser *parse, const struct cell_case *cases, size_t n)
{
    struct arena *a = ((struct fixture *)*state)->a;
    for (size_t i = 0; i < n; i++) {
        const char *got = read_with(a, parse, cases[i].cell), *want = cases[i].want;
        const char *rest = strstr(want, "…");
        if (rest ? strncmp(got, want, (size_t)(rest - want)) : strcmp(got, want))
            fail_msg("«%s»: got «%s», want «%s»", cases[i].cell, got, want);
    }
}

static void names(void **state)
{
    static const struct cell_case cases[] = {
        {"Соколова Елена Петровна", "Соколова Елена Петровна"},
        {"  соколова   елена петровна ", "Соколова Елена Петровна"},
        {"СОКОЛОВА ЕЛЕНА ПЕТРОВНА", "Соколова Елена Петровна"},
        {"ИВАНОВ Пётр", "Иванов Пётр"},
        {"Cоколова Eлена", "Соколова Елена ~ латинские буквы…"},
        {"Иванов И.И.", "Иванов И. И. ~ имя одними инициалами…"},
        {"Иванов И. И", "Иванов И. И. ~ …"},
        {"И.И. Иванов", "Иванов И. И. ~ …"},
        {"Иванов ИИ", "Иванов И. И. ~ …"},
        {"Иван Петрович Сидоров", "Сидоров Иван Петрович"},
        {"Римский-Корсаков Николай Андреевич", "Римский-Корсаков Николай Андреевич"},
        {"ПЕТРОВА-ВОДКИНА АННА", "Петрова-Водкина Анна"},
        {"Алиев Вагиф Рашид оглы", "Алиев Вагиф Рашид оглы"},
        {"Алиева Лейла Рашид Кызы", "Алиева Лейла Рашид кызы"},
        {"Алиев Вагиф Рашид-оглы", "Алиев Вагиф Рашид-оглы"},
        {"Гарсия Лопес Мария Хуановна", "Гарсия Лопес Мария Хуановна"},
        {"фон Беринг Иван Иванович", "фон Беринг Иван Иванович"},
        {"О'Коннор Джон", "О'Коннор Джон"},
        {"Smith John", "Smith John"},
        {"Иванов Иван (7 «Б»)", "Иванов Иван"},
        {"12. Иванов Иван", "Иванов Иван"},
        {"Иванов Иван, 7Б", "Иванов Иван"},
        {"Иванов\u00A0Иван\nИванович", "Иванов Иван Иванович"},
        {"Ив3нов Иван", " ! в имени цифра…"},
        {"Иванов", " ! одно слово…"},
        {"И.", " ! одно слово…"},
        {"Школа № 5 города Кунгур", " ! …"},
        {"ivanov@mail.ru", " ! не похоже на имя…"},
        {"а б в г д е ж з и к л", " ! …"},
        {"=HYPERLINK(\"http://evil\",\"Иванов\")", " ! …"},
    };
    check_cells(state, registry_cell_person, cases, N_OF(cases));
}

static void several_names_in_one_cell(void **state)
{
    static const struct cell_case cases[] = {
        {"Иванов Иван", "Иванов Иван"},
        {"Иванов Иван, Петров Пётр", "Иванов Иван, Петров Пётр"},
        {"1. Иванов Иван\n2. Петров Пётр;", "Иванов Иван, Петров Пётр"},
        {"Иванов Иван и Петров Пётр", "Иванов Иван, Петров Пётр"},
        {"Иванов Иван Иванович Петров Пётр Петрович", "Иванов Иван Иванович, Петров Пётр Петрович"},
        {"Алиев Вагиф Рашидович оглы", "Алиев Вагиф Рашидович оглы"},
        {"Иванов Иван (7 «Б», отличник), Петров Пётр", "Иванов Иван, Петров Пётр"},
        {"Иванов Иван; 8-912-000", "Иванов Иван ! …"},
    };
    check_cells(state, registry_cell_persons, cases, N_OF(cases));
}

static void years_of_birth(void **state)
{
    static const struct cell_case cases[] = {
        {"2011", "2011"},
        {" 2011 г.р.", "2011"},
        {"2011г.", "2011"},
        {"2011 год", "2011"},
        {"2011,0", "2011"},
        {"12.03.2011", "2011"},
        {"12 марта 2011 г.", "2011"},
        {"40614", "2011"}, /* serial day */
        {"15 лет", "2011 ~ похоже на возраст…"},
        {"15", "2011 ~ похоже на возраст…"},
        {"2оо9", " ! не год. Нужны четыре цифры, например 2011"},
        {"09", " ! не год…"},
        {"20111", " ! не год…"},
        {"1011", " ! год вне пределов 1926–2022"},
        {"2026", " ! год вне пределов…"},
        {"седьмой класс", " ! не год…"},
        {"31.02.2011", " ! не год…"},
    };
    check_cells(state, registry_cell_year, cases, N_OF(cases));
}

static void dates(void **state)
{
    static const struct cell_case cases[] = {
        {"05.11.2026", "2026-11-05"},
        {"5.11.26", "2026-11-05"},
        {"05,11,2026", "2026-11-05"},
        {"с 05.11.2026", "2026-11-05"},
        {"05.11.2026 14:30", "2026-11-05"},
        {"46331", "2026-11-05"},
        {"5 ноября 2026 года", "2026-11-05"},
        {"сентябрь 2026 г.", "2026-09-01 ~ день не назван: считаем 01.09.2026"},
        {"31.02.2026", " ! такой даты нет…"},
        {"05.11", " ! такой даты нет…"},
        {"скоро", " ! такой даты нет…"},
        {"05.11.0226", " ! год даты вне пределов…"},
    };
    check_cells(state, registry_cell_date, cases, N_OF(cases));
}

static void marks_links_and_lists(void **state)
{
    static const struct cell_case marks[] = {
        {"да", "да"},     {"+", "да"},          {"Прошёл", "да"}, {"✓", "да"},
        {"ИСТИНА", "да"}, {"не прошла", "нет"}, {"-", "нет"},     {"может быть", " ! не «да»…"},
    };
    static const struct cell_case links[] = {
        {"https://school5.ru/a?b=1", "https://school5.ru/a?b=1"},
        {"school5.ru/otzyv", "https://school5.ru/otzyv"},
        {"=HYPERLINK(\"http://x.ru\")", " ! не похоже на ссылку…"},
        {"javascript://x.ru", " ! не похоже на ссылку…"},
        {"будет позже", " ! не похоже на ссылку…"},
    };
    static const struct cell_case lists[] = {
        {"математика; физика,\nхимия", "математика, физика, химия"},
        {" , ;", ""},
    };
    check_cells(state, registry_cell_bool, marks, N_OF(marks));
    check_cells(state, registry_cell_url, links, N_OF(links));
    check_cells(state, registry_cell_tags, lists, N_OF(lists));
}

static void contacts_of_all_kinds(void **state)
{
    static const struct cell_case cases[] = {
        {"89121234567", "+79121234567"},
        {"8 (912) 123-45-67", "+79121234567"},
        {"+7 912 123 45 67", "+79121234567"},
        {"9121234567", "+79121234567"},
        {"8-912-123-45-67, 8 912 765 43 21", "+79121234567; +79127654321"},
        {"89121234567 89127654321", "+79121234567; +79127654321"},
        {"8912123456789127654321", "+79121234567; +79127654321"},
        {"8(34271)2-34-56", "+73427123456"},
        {"мама Ольга 8 912 123-45-67; папа 89127654321",
         "+79121234567 (мама Ольга); +79127654321 (папа)"},
        {"8 912 123-45-67 (мама)", "+79121234567 (мама)"},
        {"тел. 89121234567, e-mail: Ivanova@Mail.RU", "+79121234567; ivanova@mail.ru"},
        {"ivanova @ mail.ru", "ivanova@mail.ru"},
        {"https://vk.com/id1, vk.com/anna", "https://vk.com/id1; https://vk.com/anna"},
        {"89121234567 доб. 12", "+79121234567"},
        {"+375 29 123-45-67", "+375291234567"},
        {"8 912 123-45-6", " ! в номере не хватает цифр…"},
        {"2-34-56", " ! в номере не хватает цифр…"},
        {"8 912 123 45 678", " ! …"},
        {"89121234567, 89121234567", "+79121234567"},
        {"ivanova@mail", " ! адрес почты с ошибкой…"},
        {"ivаnova@mail.ru", " ! в адресе почты русские буквы…"},
        {"мама Ольга", " ! не видно ни телефона, ни почты"},
    };
    check_cells(state, contacts, cases, N_OF(cases));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(names), TEST(several_names_in_one_cell), TEST(years_of_birth),
        TEST(dates), TEST(marks_links_and_lists),     TEST(contacts_of_all_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
