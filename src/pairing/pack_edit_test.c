/* A methodology changed in the browser: rows, whole tables, mistakes, a new version. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "base/fs.h"
#include "db/db.h"
#include "pairing/pack_edit.h"
#include "pairing/pack_titles.h"
#include "programme/methodology.h"
#include "programme/school_testing.h"

#define L(x) ((long long)(x))

struct desk {
    struct school *s;
    int64_t admin;
};

static int setup(void **state)
{
    static const struct module *const more[] = {&pack_edit_module};
    struct school *s = school_new(more, 1);
    struct desk *d = arena_new_of(s->a, struct desk);
    d->s = s;
    d->admin = testing_account(s->t, "admin", ROLE_ADMIN, s->region);
    *state = d;
    return 0;
}

static int teardown(void **state)
{
    school_free(((struct desk *)*state)->s);
    return 0;
}

static const char *at(struct desk *d, const char *form)
{
    return school_path(d->s, form, d->s->pack_id);
}

static const char *id_of(struct desk *d)
{
    return arena_printf(d->s->a, "%lld", L(d->s->pack_id));
}

static struct methodology_table table(struct desk *d, const char *name)
{
    struct methodology_draft draft = {d->s->db, d->s->a, &d->s->t->clock, d->s->pack_id, 0, NULL};
    struct methodology_table t;
    struct err err = {0};
    if (methodology_table(&draft, name, &err, &t) < 0)
        fail_msg("%s: %s", name, err.text);
    return t;
}

/* criteria.tsv: code name_ru weight max mark; row 0 with another weight. */
static struct reply weight(struct desk *d, const char *was, const char *value)
{
    struct methodology_table t = table(d, "criteria.tsv");
    return test_post(d->s->t, d->admin, "/methodology/row", "pack", id_of(d), "name",
                     "criteria.tsv", "was", was ? was : t.was, "row", "0", "c0",
                     tsv_cell(&t.t, 0, 0), "c1", tsv_cell(&t.t, 0, 1), "c2", value, "c3", "100",
                     "c4", "known", NULL);
}

static struct reply upload(struct desk *d, const char *name, const char *text)
{
    struct err err = {0};
    const char *path = arena_printf(d->s->a, "%s/table.tsv", d->s->t->app.config.data_dir);
    assert_int_equal(fs_write(path, text, strlen(text), &err), 0);
    return test_upload(d->s->t, d->admin, "/methodology/table", path, "table.tsv", "pack", id_of(d),
                       "name", name, "file", "", NULL);
}

static void tables_say_their_sources(void **state)
{
    struct desk *d = *state;
    assert_int_equal(test_get(d->s->t, d->s->curator, "/methodology").status, 403);
    struct reply r = test_get(d->s->t, d->admin, "/methodology");
    assert_non_null(strstr(r.body, "Целевая модель наставничества, версия 1"));
    assert_non_null(strstr(r.body, "Действует"));
    r = test_get(d->s->t, d->admin, at(d, "/methodology/version?pack=#"));
    assert_non_null(strstr(r.body, "forms.tsv"));
    assert_non_null(strstr(r.body, "требу"));
    r = test_get(d->s->t, d->admin, at(d, "/methodology/table?pack=#&name=criteria.tsv"));
    assert_non_null(strstr(r.body, "Требует подтверждения"));
    r = test_get(d->s->t, d->admin, at(d, "/methodology/table?pack=#&name=topics/terms.tsv"));
    assert_non_null(strstr(r.body, "after=50"));
    assert_int_equal(
        test_get(d->s->t, d->admin, at(d, "/methodology/table?pack=#&name=none.tsv")).status, 404);
    assert_int_equal(test_get(d->s->t, d->admin, "/methodology/version?pack=7").status, 404);
    r = test_get(d->s->t, d->admin, at(d, "/methodology/file.tsv?pack=#&name=forms.tsv"));
    assert_int_equal(r.status, 200);
    assert_non_null(r.file);
    assert_true(methodology_sure("known"));
    assert_false(methodology_sure("known; длительность по памяти"));
    assert_false(methodology_sure(""));
}

static void a_changed_row_becomes_a_new_version(void **state)
{
    struct desk *d = *state;
    struct school *s = d->s;
    assert_int_equal(weight(d, NULL, "61").status, 303);
    assert_int_equal(school_number(s, "SELECT count(*) FROM pack"), 1);
    struct reply r = test_get(s->t, d->admin, at(d, "/methodology/version?pack=#"));
    assert_non_null(strstr(r.body, "Ошибок нет"));
    r = test_post(s->t, d->admin, "/methodology/publish", "pack", id_of(d), NULL);
    assert_int_equal(r.status, 303);
    assert_non_null(strstr(r.notice, "версия 1001"));
    int64_t fresh = school_number(s, "SELECT id FROM pack WHERE current = 1");
    assert_int_not_equal(fresh, s->pack_id);
    assert_int_equal(school_number(s, "SELECT version FROM pack WHERE id = %lld", L(fresh)), 1001);
    assert_int_equal(school_number(s, "SELECT count(*) FROM pack_draft"), 0);
    const struct pack *pack;
    struct err err = {0};
    assert_int_equal(methodology_pack(s->t->app.methodology, s->db, fresh, &err, &pack), 0);
    assert_int_equal(pack->criteria.row[0].weight, 61);
    assert_int_equal(pack->version, 1001);
    /* who began by the old one goes on by it */
    assert_int_equal(school_number(s, "SELECT pack_id FROM programme"), s->pack_id);
    assert_int_equal(methodology_pack(s->t->app.methodology, s->db, s->pack_id, &err, &pack), 0);
    assert_int_not_equal(pack->criteria.row[0].weight, 61);
    r = weight(d, NULL, "62");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "уже не последняя"));
    /* the program starts again with its own version */
    int64_t id;
    assert_int_equal(db_begin(s->db), 0);
    assert_int_equal(methodology_offer(s->db, &s->t->clock, s->pack, &err, &id), 0);
    assert_int_equal(db_commit(s->db), 0);
    assert_int_equal(id, s->pack_id);
    assert_int_equal(school_number(s, "SELECT id FROM pack WHERE current = 1"), fresh);
}

static void the_first_mistake_is_said_with_its_line(void **state)
{
    struct desk *d = *state;
    struct school *s = d->s;
    struct reply r = upload(d, "criteria.tsv", "code\tname_ru\tweight\nage\tВозраст\t1\t2\n");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "criteria.tsv, строка 2: ячеек больше"));
    assert_int_equal(school_number(s, "SELECT count(*) FROM pack_draft"), 0);
    r = upload(d, "criteria.tsv", "");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "В файле ничего нет"));
    r = upload(d, "criteria.tsv", "code\tname_ru\tweight\nage\tВозраст\tмного\n");
    assert_int_equal(r.status, 303); /* a table, but not one that can be published */
    r = test_get(s->t, d->admin, at(d, "/methodology/version?pack=#"));
    assert_non_null(strstr(r.body, "criteria.tsv, строка 2"));
    assert_null(strstr(r.body, "Опубликовать новую версию"));
    r = test_post(s->t, d->admin, "/methodology/publish", "pack", id_of(d), NULL);
    assert_non_null(strstr(r.notice, "Не опубликовано"));
    assert_int_equal(school_number(s, "SELECT count(*) FROM pack"), 1);
    r = upload(
        d, "topics/terms.tsv",
        "term\ttopic_code\tweight\nдроби\tnowhere\t5\n"); /* what only the rules of pairing read */
    assert_int_equal(r.status, 303);
    assert_int_equal(test_post(s->t, d->admin, "/methodology/drop", "pack", id_of(d), NULL).status,
                     303);
    assert_int_equal(school_number(s, "SELECT count(*) FROM pack_draft"), 0);
    assert_int_equal(
        upload(d, "topics/terms.tsv", "term\ttopic_code\tweight\nдроби\tnowhere\t5\n").status, 303);
    r = test_get(s->t, d->admin, at(d, "/methodology/version?pack=#"));
    assert_non_null(strstr(r.body, "terms.tsv"));
    assert_null(strstr(r.body, "Ошибок нет"));
}

static void rows_come_and_go_and_two_editors_are_told(void **state)
{
    struct desk *d = *state;
    struct school *s = d->s;
    struct methodology_table first = table(d, "criteria.tsv");
    size_t n = first.t.n_rows;
    assert_int_equal(weight(d, first.was, "61").status, 303);
    struct reply r = weight(d, first.was, "62");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "таблица изменилась"));
    assert_non_null(strstr(r.body, "value=\"62\""));
    struct methodology_table now = table(d, "criteria.tsv");
    r = test_post(s->t, d->admin, "/methodology/row", "pack", id_of(d), "name", "criteria.tsv",
                  "was", now.was, "row", arena_printf(s->a, "%zu", n), "c0", "", "c1", "", "c2", "",
                  "c3", "", "c4", "", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Заполните хотя бы одну ячейку"));
    r = test_post(s->t, d->admin, "/methodology/row", "pack", id_of(d), "name", "criteria.tsv",
                  "was", now.was, "row", arena_printf(s->a, "%zu", n), "c0", "own", "c1", "Своё",
                  "c2", "5", "c3", "100", "c4", "inferred", NULL);
    assert_int_equal(r.status, 303);
    now = table(d, "criteria.tsv");
    assert_int_equal(now.t.n_rows, n + 1);
    assert_string_equal(tsv_cell(&now.t, n, 1), "Своё");
    assert_string_equal(tsv_cell(&now.t, 0, 2), "61");
    r = test_post(s->t, d->admin, "/methodology/row", "pack", id_of(d), "name", "criteria.tsv",
                  "was", now.was, "row", arena_printf(s->a, "%zu", n), "drop", "1", NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(table(d, "criteria.tsv").t.n_rows, n);
    r = test_get(s->t, d->admin, at(d, "/methodology/row?pack=#&name=criteria.tsv&row=0"));
    assert_non_null(strstr(r.body, "61"));
    assert_int_equal(
        school_number(s, "SELECT count(*) FROM audit WHERE action = 'methodology.row'"), 3);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

/* Everything that comes with the program is called in words, and both lists are in order. */
static void every_table_and_column_has_words(void **state)
{
    struct desk *d = *state;
    const struct pack *pack = d->s->pack;
    for (size_t i = 0; i < pack->n_files; i++) {
        struct tsv t;
        struct err err = {0};
        if (!pack_table_title(pack->files[i].name))
            fail_msg("no words for %s", pack->files[i].name);
        assert_int_equal(pack_tsv(d->s->a, pack, pack->files[i].name, &err, &t), 0);
        for (size_t c = 0; c < t.n_cols; c++)
            if (!pack_column_title(t.head[c]))
                fail_msg("no words for %s of %s", t.head[c], pack->files[i].name);
    }
    assert_null(pack_table_title("ours.tsv"));
    struct reply r = test_get(d->s->t, d->admin, at(d, "/methodology/table?pack=#&name=forms.tsv"));
    assert_non_null(strstr(r.body, "Формы наставничества"));
    assert_non_null(strstr(r.body, "Ученик – ученик"));
    r = test_get(d->s->t, d->admin, at(d, "/methodology/table?pack=#&name=criteria.tsv"));
    assert_non_null(strstr(r.body, "рассуждение, в документе этого нет"));
    assert_null(strstr(r.body, "inferred"));
    assert_null(strstr(r.body, "weight"));
    r = test_get(d->s->t, d->admin, at(d, "/methodology/row?pack=#&name=mentor-checks.tsv&row=0"));
    assert_non_null(strstr(r.body, "value=\"student_student\" selected>Ученик – ученик"));
    r = test_get(d->s->t, d->admin, at(d, "/methodology/row?pack=#&name=forms.tsv&row=0"));
    assert_non_null(strstr(r.body, "Сейчас: "));
    r = test_get(d->s->t, d->admin, at(d, "/methodology/row?pack=#&name=mentor-checks.tsv&row=0"));
    assert_non_null(strstr(r.body, "value=\"word\" selected>отметка словами"));
}

/* Every code that comes with the program has words where a list of them is known. */
static void every_code_has_words(void **state)
{
    struct desk *d = *state;
    const struct pack *pack = d->s->pack;
    for (size_t i = 0; i < pack->n_files; i++) {
        const char *file = pack->files[i].name;
        struct tsv t;
        struct err err = {0};
        size_t n;
        assert_int_equal(pack_tsv(d->s->a, pack, file, &err, &t), 0);
        for (size_t c = 0; c < t.n_cols; c++)
            for (size_t row = 0; pack_values(file, t.head[c], &n) && row < t.n_rows; row++) {
                const char *cell = tsv_cell(&t, row, c);
                if (*cell && !strcmp(pack_cell_words(d->s->a, file, t.head[c], NULL, cell), cell))
                    fail_msg("%s, %s: no words for %s", file, t.head[c], cell);
            }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_table_and_column_has_words),
        TEST(every_code_has_words),
        TEST(tables_say_their_sources),
        TEST(a_changed_row_becomes_a_new_version),
        TEST(the_first_mistake_is_said_with_its_line),
        TEST(rows_come_and_go_and_two_editors_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
