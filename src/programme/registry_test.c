#include "base/strbuf.h"
#include "programme/registry_testing.h"

/* ---- heads ----------------------------------------------------------------------------- */

static const char *codes(struct fixture *f, const struct registry_head *head)
{
    struct strbuf b;
    strbuf_init(&b, f->a);
    for (size_t i = 0; i < head->n_cols; i++)
        strbuf_printf(&b, "%s%s", i ? " " : "",
                      *registry_target_code(f->a, f->p, head, i)
                          ? registry_target_code(f->a, f->p, head, i)
                          : "-");
    return b.s;
}

static void official_heads_are_read_exactly(void **state)
{
    struct fixture *f = *state;
    for (enum pack_registry g = PACK_MENTEE; g < PACK_REGISTRIES; g++) {
        struct strbuf titles, want;
        strbuf_init(&titles, f->a);
        strbuf_init(&want, f->a);
        for (size_t i = 0; i < pack_official(f->p, g); i++) {
            strbuf_printf(&titles, "%s%s", i ? "|" : "", f->p->columns[g].row[i].name);
            strbuf_printf(&want, "%s%s", i ? " " : "", f->p->columns[g].row[i].code);
        }
        const char *const text[] = {"База", titles.s, "1|2|3"};
        struct registry_head head = find(f, text, 3);
        assert_int_equal(head.side, g);
        assert_int_equal(head.row_no, 2);
        assert_string_equal(codes(f, &head), want.s);
        assert_true(head.side_sure > 20);
        for (size_t i = 0; i < head.n_cols; i++)
            assert_int_equal(head.target[i].sure, 100);
    }
}

static void heads_as_schools_write_them(void **state)
{
    static const struct {
        const char *text[4];
        enum pack_registry side;
        size_t row;
        const char *codes;
    } cases[] = {
        {{"Приложение 2", "", "№ п/п|Ф.И.О.|Класс|Г.Р.|Тел.|Запрос|Наставник"},
         PACK_MENTEE,
         3,
         "n mentee_name class birth_year contacts main_request mentor_name"},
        {{"ФИО\nобучающегося|дата рожд.|Телефон родителей|e-mail|Основной зпрос|Школа"},
         PACK_MENTEE,
         1,
         "mentee_name birth_year contacts contacts main_request place"},
        {{"Фамилия|Имя|Отчество|Год рождения|Контактный телефон|Телефон наставника"},
         PACK_MENTEE,
         1,
         "mentee_name.surname mentee_name.given mentee_name.patronymic birth_year contacts -"},
        {{"№|ФИО наставляемого|||Контакты|Основной запрос", "|Фамилия|Имя|Отчество||"},
         PACK_MENTEE,
         2,
         "n mentee_name.surname mentee_name.given mentee_name.patronymic contacts main_request"},
        {{"База наставников", "Ресурс времени|Основные компитенции наставника|ФИО|Место работы|"
                              "Желаемый возраст|ФИО наставляемых|Контактные данные"},
         PACK_MENTOR,
         2,
         "time_resource competencies mentor_name mentor_place mentee_age_wish mentees contacts"},
        {{"Педагог|Телефон|Чему может научить|Хобби|Сколько часов|Цвет глаз"},
         PACK_MENTOR,
         1,
         "mentor_name contacts competencies interests time_resource -"},
        {{"ФИO нaстaвникa|КОНТАКТНЫЕ ДАННЫЕ ДЛЯ СВЯЗИ|ДОСТИЖЕНИЯ|ИНТЕРЕСЫ НАСТАВНИКА"},
         PACK_MENTOR,
         1,
         "mentor_name contacts achievements interests"},
        {{"База наставников школы", "ФИО|Телефон|Форма наставничества"},
         PACK_MENTOR,
         2,
         "mentor_name contacts form"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < N_OF(cases); i++) {
        size_t n = 0;
        while (n < 4 && cases[i].text[n])
            n++;
        struct registry_head head = find(f, cases[i].text, n);
        if (strcmp(codes(f, &head), cases[i].codes))
            fail_msg("case %zu: %s, want %s", i, codes(f, &head), cases[i].codes);
        assert_int_equal(head.side, cases[i].side);
        assert_int_equal(head.row_no, cases[i].row);
    }
}

static void a_file_without_a_head_is_refused(void **state)
{
    struct fixture *f = *state;
    struct registry_line line = line_of(f->a, 1, "Товар|Цена|Количество");
    struct registry_head head;
    struct err err = {0};
    assert_int_equal(registry_find_head(f->a, f->p, &line, 1, NULL, &err, &head), ERR_NOT_FOUND);
    assert_non_null(strstr(err.text, "ФИО наставляемого"));
    line = line_of(f->a, 1, "Запрос|Год рождения|Телефон");
    assert_int_equal(registry_find_head(f->a, f->p, &line, 1, NULL, &err, &head), 0);
    assert_int_equal(registry_check_head(f->p, &head, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "ФИО наставляемого"));
}

static void columns_can_be_mapped_by_hand(void **state)
{
    struct fixture *f = *state;
    const char *const text[] = {"Кого учим|Запрос|Тел.|Тел. 2|ФИО"};
    struct registry_head head = find(f, text, 1);
    struct err err = {0};
    assert_string_equal(codes(f, &head), "- main_request contacts contacts mentee_name");
    assert_int_equal(registry_set_target(f->p, &head, 0, "mentee_name", &err), 0);
    assert_int_equal(registry_set_target(f->p, &head, 3, "", &err), 0);
    assert_string_equal(codes(f, &head), "mentee_name main_request contacts - -");
    assert_int_equal(registry_set_target(f->p, &head, 4, "mentee_name.surname", &err), 0);
    assert_string_equal(codes(f, &head), "- main_request contacts - mentee_name.surname");
    assert_int_equal(registry_set_target(f->p, &head, 0, "photo", &err), ERR_NOT_FOUND);
    assert_int_equal(registry_set_target(f->p, &head, 0, "contacts.photo", &err), ERR_NOT_FOUND);
    assert_int_equal(registry_set_target(f->p, &head, 9, "contacts", &err), ERR_NOT_FOUND);
    struct registry_line line = line_of(f->a, 7, "a|b|c|d|e");
    struct registry_hint hint = {PACK_MENTOR, 7};
    assert_int_equal(registry_find_head(f->a, f->p, &line, 1, &hint, &err, &head), 0);
    assert_int_equal(head.side, PACK_MENTOR);
    assert_string_equal(codes(f, &head), "- - - - -");
}

/* ---- rows ------------------------------------------------------------------------------ */

static const char *const mentees[] = {
    "БАЗА НАСТАВЛЯЕМЫХ",
    "№|ФИО|Контакты|Год рождения|Запрос|Дата вхождения|Наставник|Отметка|Ссылка",
    "1|2|3|4|5|6|7|8|9",
};

static void rows_become_people(void **state)
{
    struct fixture *f = *state;
    struct registry_head head = find(f, mentees, 2);
    struct registry_reader *r = registry_reader_new(f->a, f->p, &head, today);
    struct registry_row row =
        read_row(f, r, 4, "1|Ким Артём|мама 8 912 123-45-67|2011|алгебра|01.09.2026||+|");
    assert_int_equal(row.state, REGISTRY_READY);
    assert_int_equal(row.n_problems, 0);
    assert_string_equal(
        registry_value(&row, registry_column(f->p, PACK_MENTEE, "mentee_name"))->text, "Ким Артём");
    assert_int_equal(registry_value(&row, registry_column(f->p, PACK_MENTEE, "birth_year"))->number,
                     2011);
    assert_true(registry_value(&row, registry_column(f->p, PACK_MENTEE, "contacts"))
                    ->contacts[0]
                    .representative);
    assert_true(registry_value(&row, registry_column(f->p, PACK_MENTEE, "completion_mark"))->yes);
    assert_string_equal(registry_value(&row, registry_column(f->p, PACK_MENTEE, "nosuch"))->text,
                        "");
    assert_string_equal(row.identity.name_key, "ким артем");

    row = read_row(f, r, 17, "2|Орлова Дарья|89120000000|2оо9|физика|завтра||да|");
    assert_int_equal(row.state, REGISTRY_BAD);
    assert_int_equal(row.n_problems, 2);
    assert_int_equal(row.problems[0].row_no, 17);
    assert_string_equal(row.problems[0].column, "Год рождения");
    assert_string_equal(row.problems[0].value, "2оо9");
    assert_string_equal(row.problems[0].message, "не год. Нужны четыре цифры, например 2011");
    assert_string_equal(row.problems[1].code, "joined_on");
    /* the corrected cell is another text */
    row = read_row(f, r, 18, "2|Орлова Дарья|89120000000|2009|физика|01.09.2026||да|");
    assert_int_equal(row.state, REGISTRY_READY);

    row = read_row(f, r, 19, "3||89120000001|2010|химия|01.09.2026|||");
    assert_int_equal(row.state, REGISTRY_BAD);
    assert_string_equal(row.problems[0].code, "mentee_name");
    row = read_row(f, r, 20, "4|Лис Ян|#N/A|2010|химия||||=HYPERLINK(\"http://evil.ru\")");
    assert_int_equal(row.n_problems, 2);
    assert_string_equal(row.problems[0].code, "contacts");
    assert_string_equal(row.problems[1].code, "case_link");
}

static void figures_have_the_unit_of_their_title(void **state)
{
    static const struct {
        const char *head, *cell, *hours, *wish;
    } cases[] = {
        {"ФИО наставника|Часов в неделю|Класс наставляемых", "2|7-9", "2 ч в неделю", "7-9 класс"},
        {"ФИО наставника|Часов в месяц|Желаемый класс", "4-6 ч|5, 6", "4-6 ч в месяц",
         "5, 6 класс"},
        {"ФИО наставника|Ресурс времени, ч/нед|Возраст детей", "1,5|12", "1,5 ч в неделю", "12"},
        {"ФИО наставника|Ресурс времени (час/мес)|Желаемый класс", "8часов|5 «А»", "8часов в месяц",
         "5 «А»"},
        {"ФИО наставника|Часов в неделю|Желаемый класс", "по средам|старшие", "по средам",
         "старшие"},
        {"ФИО наставника|Часов в месяц|Желаемый класс", "до 4|5 и 6", "до 4 ч в месяц",
         "5 и 6 класс"},
        {"ФИО наставника|Часов в неделю|Желаемый класс", "2 в месяц|14 лет", "2 в месяц", "14 лет"},
        {"ФИО наставника|Ресурс времени|Желаемый возраст", "8|10", "8", "10"},
    };
    struct fixture *f = *state;
    int hours = registry_column(f->p, PACK_MENTOR, "time_resource");
    int wish = registry_column(f->p, PACK_MENTOR, "mentee_age_wish");
    for (size_t i = 0; i < N_OF(cases); i++) {
        struct registry_head head = find(f, &cases[i].head, 1);
        struct registry_reader *r = registry_reader_new(f->a, f->p, &head, today);
        struct registry_row row =
            read_row(f, r, 2, arena_printf(f->a, "Ким Артём|%s", cases[i].cell));
        assert_string_equal(registry_value(&row, hours)->text, cases[i].hours);
        assert_string_equal(registry_value(&row, wish)->text, cases[i].wish);
    }
}

static void rows_without_people_are_skipped_with_a_reason(void **state)
{
    static const struct {
        const char *text;
        enum registry_skip skip;
    } cases[] = {
        {"1|2|3|4|5|6|7|8|9", REGISTRY_NUMBERING},
        {"№|ФИО|Контакты|Год рождения|Запрос", REGISTRY_HEAD_AGAIN},
        {"7 «А» класс", REGISTRY_TITLE},
        {"|7 «А» класс", REGISTRY_TITLE},
        {"|Итого: 12|||", REGISTRY_TOTAL},
        {"15||||||||", REGISTRY_BLANK},
        {"", REGISTRY_BLANK},
        {"||||||Куратор|________|", REGISTRY_TITLE},
        {"|Ким Артём", REGISTRY_PERSON},
        {"|Директор школы", REGISTRY_TITLE},
        {"Заместитель директора|Сидорова И.И.", REGISTRY_TITLE},
        {"|Директор МБОУ «СОШ № 2»|||______|О. А. Рябинина", REGISTRY_TITLE},
        {"|И.о. директора||Сидорова И.И.", REGISTRY_TITLE},
        {"|Классный руководитель 7 «А»|Сидорова И.И.", REGISTRY_TITLE},
        {"7|Куратор Илья", REGISTRY_PERSON},
        {"7|Ли", REGISTRY_PERSON}, /* numbered as everybody: asked for the rest of the name */
        {"|Директоренко Илья", REGISTRY_PERSON},
        {"|Директор Илья|89121234567|2010|физика", REGISTRY_PERSON},
        {"2|Итого Вера|89121234567|2010", REGISTRY_TOTAL},
    };
    struct fixture *f = *state;
    struct registry_head head = find(f, mentees, 2);
    struct registry_reader *r = registry_reader_new(f->a, f->p, &head, today);
    for (size_t i = 0; i + 1 < N_OF(cases); i++) {
        struct registry_row row = read_row(f, r, 10 + i, cases[i].text);
        if (row.skip != cases[i].skip)
            fail_msg("«%s»: %d, want %d", cases[i].text, (int)row.skip, (int)cases[i].skip);
        assert_int_equal(row.state == REGISTRY_SKIP, cases[i].skip != REGISTRY_PERSON);
        assert_true((*registry_skip_text(row.skip) != 0) == (row.state == REGISTRY_SKIP));
    }
}

static void a_post_in_its_own_column_is_no_signature(void **state)
{
    struct fixture *f = *state;
    const char *const text = "Должность|ФИО наставника|Основные компетенции";
    struct registry_head head = find(f, &text, 1);
    struct registry_reader *r = registry_reader_new(f->a, f->p, &head, today);
    assert_int_equal(read_row(f, r, 2, "Директор|Ким Артём|физика").state, REGISTRY_READY);
    assert_int_equal(read_row(f, r, 3, "|Директор школы|").skip, REGISTRY_TITLE);
}

static void forms_by_any_wording(void **state)
{
    struct fixture *f = *state;
    const char *const text[] = {"ФИО|Телефон|Форма наставничества"};
    static const struct {
        const char *cell, *text, *code;
        enum registry_state state;
    } cases[] = {
        {"Ученик – ученик", "Ученик – ученик", "student_student", REGISTRY_READY},
        {"УЧЕНИК-УЧЕНИК", "Ученик – ученик", "student_student", REGISTRY_READY},
        {"студент - ученик; ученик-ученик", "Студент – ученик, Ученик – ученик",
         "undergrad_student", REGISTRY_READY},
        {"employer_student", "Работодатель – ученик", "employer_student", REGISTRY_READY},
        {"клуб по интересам", "", NULL, REGISTRY_BAD},
    };
    struct registry_head head = find(f, text, 1);
    struct registry_reader *r = registry_reader_new(f->a, f->p, &head, today);
    for (size_t i = 0; i < N_OF(cases); i++) {
        struct registry_row row =
            read_row(f, r, i + 2, arena_printf(f->a, "Ким Артём||%s", cases[i].cell));
        const struct registry_value *v =
            registry_value(&row, registry_column(f->p, head.side, "form"));
        assert_string_equal(v->text, cases[i].text);
        assert_int_equal(row.state, cases[i].state);
        if (cases[i].code)
            assert_string_equal(v->forms[0], cases[i].code);
    }
}

static void split_names_and_owners_are_joined(void **state)
{
    struct fixture *f = *state;
    const char *const text[] = {"Фамилия|Имя|Отчество|Телефон|E-mail|Родитель|Запрос"};
    struct registry_head head = find(f, text, 1);
    struct registry_reader *r = registry_reader_new(f->a, f->p, &head, today);
    struct registry_row row =
        read_row(f, r, 2, "КИМ|артём|-|89121234567|kim@mail.ru|Ким Ольга|алгебра");
    assert_string_equal(
        registry_value(&row, registry_column(f->p, PACK_MENTEE, "mentee_name"))->text, "Ким Артём");
    const struct registry_value *c =
        registry_value(&row, registry_column(f->p, PACK_MENTEE, "contacts"));
    assert_int_equal(c->n_contacts, 2);
    assert_string_equal(c->contacts[1].note, "Ким Ольга");
    assert_true(c->contacts[1].representative);
    assert_int_equal(row.state, REGISTRY_READY);
    row = read_row(f, r, 3, "Иванов Иван Иванович||||||физика");
    assert_string_equal(
        registry_value(&row, registry_column(f->p, PACK_MENTEE, "mentee_name"))->text,
        "Иванов Иван Иванович");
}

/* ---- people ---------------------------------------------------------------------------- */

static struct registry_identity who(struct arena *a, const char *name, int year, const char *phone)
{
    struct cell_reader c = {.a = a, .today = today};
    struct registry_value v = {.text = ""};
    registry_cell_person(&c, name, &v);
    struct registry_contact *k = arena_new_of(a, struct registry_contact);
    k->value = phone;
    return registry_identity_of(a, v.names, year, k, phone ? 1 : 0);
}

static void one_person_or_two(void **state)
{
    static const struct {
        const char *x;
        int x_year;
        const char *x_phone, *y;
        int y_year;
        const char *y_phone;
        enum registry_same want;
    } cases[] = {
        {"Семёнов Пётр Ильич", 2010, NULL, "СЕМЕНОВ ПЕТР ИЛЬИЧ", 2010, NULL, REGISTRY_SAME},
        {"Семёнов Пётр", 0, "+7", "Семенов Петр", 0, "+7", REGISTRY_SAME},
        {"Семёнов Пётр", 0, NULL, "Семенов Петр", 2010, NULL, REGISTRY_SIMILAR},
        {"Семёнов Пётр", 2011, NULL, "Семенов Петр", 2010, NULL, REGISTRY_SIMILAR},
        {"Семёнов Пётр", 2001, NULL, "Семенов Петр", 2010, NULL, REGISTRY_DIFFERENT},
        {"Семёнов Пётр Ильич", 2010, NULL, "Семенов Петр", 2010, NULL, REGISTRY_SIMILAR},
        {"Семёнов Пётр Ильич", 2010, "+7", "Семенов Петр", 2010, "+7", REGISTRY_SAME},
        {"Семёнов П. И.", 2010, NULL, "Семенов Петр Ильич", 2010, NULL, REGISTRY_SIMILAR},
        {"Пётр Семёнов", 2010, NULL, "Семенов Петр", 2010, NULL, REGISTRY_SIMILAR},
        {"Семёнов Пётр", 2010, NULL, "Семинов Петр", 2010, NULL, REGISTRY_SIMILAR},
        {"Семёнов Пётр", 2010, "+7", "Семенов Павел", 2010, "+7", REGISTRY_DIFFERENT},
        {"Иванова Анна Юрьевна", 1990, "+7", "Петрова Анна Юрьевна", 1990, "+7", REGISTRY_SIMILAR},
        {"Иванова Анна Юрьевна", 1990, NULL, "Петрова Анна Юрьевна", 1990, NULL,
         REGISTRY_DIFFERENT},
        {"Иванов Илья Петрович", 2010, "+7", "Иванов Илья Сергеевич", 2010, "+7",
         REGISTRY_DIFFERENT},
    };
    struct arena *a = ((struct fixture *)*state)->a;
    for (size_t i = 0; i < N_OF(cases); i++) {
        struct registry_identity x = who(a, cases[i].x, cases[i].x_year, cases[i].x_phone);
        struct registry_identity y = who(a, cases[i].y, cases[i].y_year, cases[i].y_phone);
        enum registry_same got = registry_same_person(&x, &y);
        if (got != cases[i].want || registry_same_person(&y, &x) != got)
            fail_msg("«%s» and «%s»: %d, want %d", cases[i].x, cases[i].y, (int)got,
                     (int)cases[i].want);
    }
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(official_heads_are_read_exactly),
        TEST(heads_as_schools_write_them),
        TEST(a_file_without_a_head_is_refused),
        TEST(columns_can_be_mapped_by_hand),
        TEST(rows_become_people),
        TEST(figures_have_the_unit_of_their_title),
        TEST(rows_without_people_are_skipped_with_a_reason),
        TEST(a_post_in_its_own_column_is_no_signature),
        TEST(forms_by_any_wording),
        TEST(split_names_and_owners_are_joined),
        TEST(one_person_or_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
