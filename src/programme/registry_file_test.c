/* The registries of make_registries.py, read from real XLSX files. */
#include "base/fs.h"
#include "base/strbuf.h"
#include "office/sheet.h"
#include "programme/registry_testing.h"

struct file {
    struct arena *a;
    struct registry_line line[64];
    size_t n;
};

static int keep(void *ctx, size_t row_no, const struct cell *cells, size_t n)
{
    struct file *f = ctx;
    const char **text = arena_array(f->a, const char *, n);
    for (size_t i = 0; i < n; i++)
        text[i] = arena_strdup(f->a, cells[i].text);
    assert_true(f->n < N_OF(f->line));
    f->line[f->n++] = (struct registry_line){row_no, text, n};
    return 0;
}

static struct file read_file(struct arena *a, const char *name)
{
    struct file f = {.a = a};
    struct err err = {0};
    const char *path = arena_printf(a, "%s/%s.xlsx", getenv("REGISTRIES"), name);
    if (sheet_read(path, NULL, keep, &f, &err) < 0)
        fail_msg("%s: %s", path, err.text);
    return f;
}

static void describe_problem(const struct registry_problem *p, struct strbuf *out)
{
    strbuf_printf(out, "\n  строка %zu, «%s»: ", p->row_no, p->column);
    strbuf_printf(out, *p->value ? "«%s» — %s" : "%s%s", p->value, p->message);
}

/* What was made of a row, in one line: «7 ready» or «8 bad: problem | problem». */
static void describe(const struct registry_row *row, struct strbuf *out)
{
    static const char *const state[] = {"ready", "bad", "skip"};
    strbuf_printf(out, "%zu %s", row->row_no, state[row->state]);
    if (row->state == REGISTRY_SKIP)
        strbuf_printf(out, ": %s", registry_skip_text(row->skip));
    for (size_t i = 0; i < row->n_problems; i++)
        describe_problem(&row->problems[i], out);
    strbuf_putc(out, '\n');
}

static const char *read_rows(struct fixture *f, const struct file *file,
                             const struct registry_head *head, struct registry_row *rows)
{
    struct registry_reader *r = registry_reader_new(f->a, f->p, head, today);
    struct strbuf out;
    size_t n = 0;
    strbuf_init(&out, f->a);
    for (size_t i = 0; i < file->n; i++) {
        if (file->line[i].row_no <= head->row_no)
            continue;
        registry_read_row(r, f->a, &file->line[i], &rows[n]);
        describe(&rows[n++], &out);
    }
    return out.s;
}

static void an_awkward_file_of_mentees(void **state)
{
    struct fixture *f = *state;
    struct file file = read_file(f->a, "mentees");
    struct registry_head head;
    struct registry_row row[32];
    assert_int_equal(registry_find_head(f->a, f->p, file.line, file.n, NULL, NULL, &head), 0);
    assert_int_equal(head.side, PACK_MENTEE);
    assert_int_equal(head.row_no, 4);
    for (int i = 0; i < 13; i++)
        assert_int_equal(head.target[i].column, i);
    assert_string_equal(
        read_rows(f, &file, &head, row),
        "5 skip: строка с номерами столбцов\n"
        "6 skip: заголовок или подпись, не человек\n"
        "7 ready\n"
        "8 bad\n"
        "  строка 8, «Год рождения наставляемого»: «2оо9» — не год. Нужны четыре цифры, например "
        "2011\n"
        "9 bad\n"
        "  строка 9, «ФИО наставляемого»: «Cемёнов Пётр» — латинские буквы заменены русскими: "
        "Семёнов Пётр\n"
        "  строка 9, «Контактные данные для связи (данные представителя)»: «8912000000» — в номере "
        "не хватает цифр: нужно 11 вместе с +7\n"
        "  строка 9, «Ссылка на кейс/отзыв наставляемого, размещенные на сайте организации»: «#НЕ "
        "ПОСЧИТАНО!» — ошибка формулы в таблице. Впишите значение\n"
        "11 ready\n"
        "12 ready\n"
        "  строка 12, «ФИО наставляемого»: «Ким Артем Олегович» — похоже, повтор строки 7\n"
        "13 bad\n"
        "  строка 13, «ФИО наставляемого»: имени нет. Впишите фамилию и имя\n"
        "14 skip: пустая строка\n"
        "15 skip: строка с итогом\n"
        "16 skip: заголовок или подпись, не человек\n");
    const struct registry_value *joined =
        registry_value(&row[4], registry_column(f->p, PACK_MENTEE, "joined_on"));
    assert_string_equal(joined->text, "2026-09-01");
    const struct registry_value *year =
        registry_value(&row[5], registry_column(f->p, PACK_MENTEE, "birth_year"));
    assert_int_equal(year->number, 2011);
}

static void an_awkward_file_of_mentors(void **state)
{
    struct fixture *f = *state;
    struct file file = read_file(f->a, "mentors");
    struct registry_head head;
    struct registry_row row[32];
    assert_int_equal(registry_find_head(f->a, f->p, file.line, file.n, NULL, NULL, &head), 0);
    assert_int_equal(head.side, PACK_MENTOR);
    assert_string_equal(read_rows(f, &file, &head, row),
                        "3 ready\n"
                        "4 ready\n"
                        "5 ready\n"
                        "  строка 5, «Дата начала»: «сентябрь 2026 г.» — день не назван: считаем "
                        "01.09.2026\n"
                        "  строка 5, «Год рожд.»: «19 лет» — похоже на возраст: считаем годом "
                        "рождения 2007\n");
    assert_string_equal(
        registry_value(&row[1], registry_column(f->p, PACK_MENTOR, "mentor_name"))->text,
        "Зайцев Илья");
    assert_int_equal(
        registry_value(&row[0], registry_column(f->p, PACK_MENTOR, "contacts"))->n_contacts, 3);
    assert_string_equal(
        registry_value(&row[2], registry_column(f->p, PACK_MENTOR, "mentees"))->names[0].surname,
        "Чернов");
}

static void a_file_that_is_no_registry(void **state)
{
    struct fixture *f = *state;
    struct file file = read_file(f->a, "prices");
    struct registry_head head;
    assert_int_equal(registry_find_head(f->a, f->p, file.line, file.n, NULL, NULL, &head),
                     ERR_NOT_FOUND);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(an_awkward_file_of_mentees),
        TEST(an_awkward_file_of_mentors),
        TEST(a_file_that_is_no_registry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
