/* cmocka wants this order */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "programme/pack.h"

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

static const struct pack *target_model(struct arena *a)
{
    const struct pack *p = NULL;
    struct err err = {0};
    if (pack_load_dir(a, getenv("PACK_DIR"), &err, &p) < 0)
        fail_msg("%s", err.text);
    return p;
}

static void the_target_model_is_whole(void **state)
{
    const struct pack *p = target_model(*state);
    assert_string_equal(p->code, "target-model");
    assert_int_equal(p->version, 1);
    assert_int_equal(p->forms.n, 10);
    assert_string_equal(pack_form(p, "undergrad_student")->name, "Студент – ученик");
    assert_int_equal(p->stages.n, 7);
    assert_int_equal(pack_official(p, PACK_MENTEE), 13);
    assert_int_equal(pack_official(p, PACK_MENTOR), 16);
    assert_string_equal(p->columns[PACK_MENTOR].row[15].code, "case_link");
    assert_int_equal(p->columns[PACK_MENTEE].row[3].type, PACK_COL_YEAR);
    const struct pack_meeting_kind *intro = pack_meeting_kind(p, "intro");
    assert_int_equal(intro->agenda.n, 3);
    assert_string_equal(intro->agenda.item[1], "обсудить ожидания");
    assert_int_equal(intro->minutes, 60);
    assert_true(p->questions.n > 350);
    assert_non_null(pack_file(p, "topics/ages.tsv"));
    struct tsv levels;
    assert_int_equal(pack_tsv(*state, p, "process-levels.tsv", NULL, &levels), 0);
    assert_int_equal(levels.n_rows, 3);
    assert_int_equal(pack_tsv(*state, p, "nosuch.tsv", NULL, &levels), ERR_NOT_FOUND);
}

static const struct pack_file small[] = {
    {"pack.tsv", "code\tversion\ttitle_ru\tformat\nsmall\t3\tМалый\t1\n", 0, false},
    {"forms.tsv", "code\tname_ru\trole_models\tmood\nx\tИкс\tequal\tgood\n", 0, false},
    {"role-models.tsv", "form_code\tcode\tname_ru\nx\tequal\tравный – равному\n", 0, false},
    {"stages.tsv", "order\tcode\tname_ru\n1\tstart\tНачало\n", 0, false},
    {"meeting-kinds.tsv",
     "order\tcode\tname_ru\ttasks_ru\tfeedback_required\n1\tintro\tЗнакомство\tчай; беседа\tno\n",
     0, false},
    {"registry-columns.tsv",
     "registry\torder\tcode\tname_ru\ttype\nmentor\t2\tmentor_name\tКто\tperson\n"
     "mentee\t1\tmentee_name\tКого\tperson\nmentor\t1\tn\t№\tint\n",
     0, false},
};
#define N_SMALL (sizeof small / sizeof *small)

/* Load the small pack with one file replaced, added (a new name) or dropped (no text). */
static int load_with(struct arena *a, const char *name, const char *text, struct err *err,
                     const struct pack **ret)
{
    struct pack_file f[N_SMALL + 1];
    size_t n = 0;
    memcpy(f, small, sizeof small);
    for (size_t i = 0; i < N_SMALL; i++) {
        if (strcmp(f[i].name, name)) {
            f[n] = f[i];
            f[n].n = strlen(f[n].data);
            n++;
        }
    }
    if (text)
        f[n++] = (struct pack_file){.name = name, .data = text, .n = strlen(text)};
    return pack_load(a, f, n, err, ret);
}

static void another_pack_needs_no_code(void **state)
{
    const struct pack *p = NULL;
    struct err err = {0};
    int r = load_with(*state, "extra.tsv", "a\tb\n1\t2\n", &err, &p);
    assert_string_equal(err.text, "");
    assert_int_equal(r, 0);
    assert_int_equal(p->version, 3);
    assert_int_equal(pack_official(p, PACK_MENTOR), 2);
    assert_string_equal(p->columns[PACK_MENTOR].row[0].code, "n"); /* sorted by order */
    assert_string_equal(pack_meeting_kind(p, "intro")->agenda.item[0], "чай");
}

/* Of every stage: a step that must be there, a term inside the programme's; steps of an output. */
static void a_roadmap_is_there_in_every_pack(void **state)
{
    struct err err = {0};
    const struct pack *p = NULL;
    assert_int_equal(pack_load_dir(*state, getenv("PACK_DIR"), &err, &p), 0);
    assert_int_equal(p->terms.n, p->stages.n);
    assert_int_equal(p->roadmap_columns.n, 5);
    assert_string_equal(p->roadmap_columns.row[1].name, "Наименование мероприятия");
    for (size_t i = 0; i < p->stages.n; i++) {
        size_t required = 0;
        assert_string_equal(p->terms.row[i].stage, p->stages.row[i].code);
        assert_string_not_equal(p->terms.row[i].state, "");
        for (size_t k = 0; k < p->steps.n; k++)
            required +=
                p->steps.row[k].required && !strcmp(p->steps.row[k].stage, p->stages.row[i].code);
        assert_true(required > 0);
    }
    for (size_t k = 0; k < p->steps.n; k++) {
        assert_true(p->steps.row[k].who.n > 0);
        assert_string_not_equal(p->steps.row[k].source, "");
        assert_string_not_equal(p->steps.row[k].confidence, "");
    }
    const char *two = "order\tcode\tname_ru\toutputs_ru\n1\ta\tА\tприказ; план\n2\tb\tБ\t\n";
    assert_int_equal(load_with(*state, "stages.tsv", two, &err, &p), 0);
    assert_int_equal(p->steps.n, 2);
    assert_string_equal(p->steps.row[1].code, "план");
    assert_true(p->steps.row[1].required);
    assert_int_equal(p->terms.row[1].from_percent, 50);
    assert_int_equal(p->terms.row[1].to_percent, 100);
    assert_int_equal(p->roadmap_columns.n, 0);
}

/* The other pack of the program: what it says itself, and what it takes from this one. */
static void the_teachers_model_is_whole(void **state)
{
    const struct pack *p = NULL, *lender = target_model(*state);
    struct err err = {0};
    const char *dir = arena_printf(*state, "%s/../teachers-model", getenv("PACK_DIR"));
    if (pack_load_dir(*state, dir, &err, &p) < 0)
        fail_msg("%s", err.text);
    static const char *const types[] = {"traditional", "group",   "virtual",   "situational",
                                        "speed",       "reverse", "short_term"};
    assert_int_equal(p->forms.n, 5);
    assert_int_equal(p->stages.n, 7);
    assert_int_equal(p->types.n, sizeof types / sizeof *types);
    for (size_t i = 0; i < p->types.n; i++)
        assert_non_null(pack_type(p, types[i]));
    assert_int_equal(p->evidence.n, 4);
    assert_int_equal(p->rules.min_months, 3);
    assert_int_equal(p->rules.max_months, 12);
    assert_int_equal(p->holidays.n, lender->holidays.n);
    assert_int_equal(pack_file(p, "topics/terms.tsv")->n, pack_file(lender, "topics/terms.tsv")->n);
    assert_true(p->tasks.n > 40);
    size_t base = 0;
    for (size_t i = 0; i < p->tasks.n; i++)
        base += p->tasks.row[i].base;
    assert_true(base > 4);
    assert_string_equal(pack_lesson_level(p, 0)->code, "low");
    assert_string_equal(pack_lesson_level(p, 30)->code, "high");
    assert_null(pack_lesson_level(p, 31));
    static const char *const own[] = {
        "forms.tsv",          "role-models.tsv",       "mentoring-types.tsv",
        "stages.tsv",         "roadmap.tsv",           "stage-terms.tsv",
        "meeting-kinds.tsv",  "personal-sections.tsv", "personal-stages.tsv",
        "personal-tasks.tsv", "personal-rules.tsv",    "lesson-items.tsv",
        "lesson-levels.tsv",  "evidence-criteria.tsv", "registry-columns.tsv",
        "criteria.tsv",       "holidays.tsv",          "impact-metrics.tsv",
        "document-kinds.tsv", "process-criteria.tsv"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        struct tsv t;
        assert_int_equal(pack_tsv(*state, p, own[i], &err, &t), 0);
        for (size_t k = 0; k < t.n_rows; k++)
            if (!*tsv_get(&t, k, "source") || !*tsv_get(&t, k, "confidence"))
                fail_msg("%s: a row without source or confidence", own[i]);
    }
}

static int lend_nothing(void *ctx, const char *pack, const char *file, struct pack_file *ret)
{
    (void)ctx, (void)pack, (void)file, (void)ret;
    return ERR_NOT_FOUND;
}

static void a_file_that_nobody_lends_is_named(void **state)
{
    struct pack_file files[3] = {
        {"pack.tsv", "code\tlender\tborrows\nsmall\tbig\tforms.tsv\n", 0, false}};
    struct err err = {0};
    size_t n = 1;
    files[0].n = strlen(files[0].data);
    assert_int_equal(pack_borrow(*state, files, &n, 3, lend_nothing, NULL, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "в методологии «big» нет файла «forms.tsv»"));
    files[0].data = "code\tlender\tborrows\nsmall\tbig\t../x.tsv\n";
    files[0].n = strlen(files[0].data);
    assert_int_equal(pack_borrow(*state, files, &n, 3, lend_nothing, NULL, &err), ERR_INVALID);
    assert_int_equal(n, 1);
}

static void the_digest_tells_versions_apart(void **state)
{
    const struct pack *p = NULL, *q = NULL, *same = NULL;
    assert_int_equal(load_with(*state, "extra.tsv", "a\n", NULL, &p), 0);
    assert_int_equal(load_with(*state, "extra.tsv", "a\n", NULL, &same), 0);
    assert_int_equal(load_with(*state, "extra.tsv", "b\n", NULL, &q), 0);
    assert_string_equal(p->digest, same->digest);
    assert_string_not_equal(p->digest, q->digest);
    assert_int_equal(load_with(*state, "extrb.tsv", "a\n", NULL, &q), 0);
    assert_string_not_equal(p->digest, q->digest);
}

static void sensitive_words_are_seen_whatever_their_ending(void **state)
{
    static const struct {
        const char *text;
        int level; /* 0 nothing, 1 ask, 2 refuse */
    } cases[] = {
        {"помощь с математикой, дроби", 0},
        {"ребёнок с ОВЗ", 2},
        {"О.В.З.", 2},
        {"OBЗ и другое", 2}, /* Latin O and B */
        {"Тёмная тема: на учЁте", 1},
        {"под опекой", 1},
        {"ребенок-инвалид", 2},
        {"мы в трудной жизненной ситуации.", 2},
        {"трудная ситуация на уроке", 0},
        {"Стоит на учёте", 1},
        {"на учёте в ПДН", 2},
        {"овзор новостей", 0},
        {"изучение религии древнего мира", 1},
        {"", 0},
        {"  —  ", 0},
    };
    const struct pack *p = target_model(*state);
    assert_int_equal(p->categories.n, 12);
    assert_true(pack_category_fits(pack_category(p, "study"), "student_student"));
    assert_false(pack_category_fits(pack_category(p, "study"), "teacher_teacher"));
    assert_null(pack_category(p, "health"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct pack_sensitive *s = pack_sensitive(*state, p, cases[i].text);
        if ((s ? 1 + s->refuse : 0) != cases[i].level)
            fail_msg("«%s»: %s", cases[i].text, s ? s->wording : "nothing");
    }
}

static void a_broken_pack_is_refused_with_its_place(void **state)
{
    static const struct {
        const char *file, *text, *says;
    } cases[] = {
        {"forms.tsv", NULL, "нет файла «forms.tsv»"},
        {"forms.tsv", "code\nx\n", "forms.tsv, строка 1: нет столбца «name_ru»"},
        {"forms.tsv", "code\tname_ru\nx\tИкс\n\nx\tЕщё\n",
         "forms.tsv, строка 4, столбец «code»: «x» уже есть в строке 2"},
        {"forms.tsv", "code\tname_ru\nкод\tИкс\n", "не годится как код"},
        {"forms.tsv", "code\tname_ru\nx\t\n", "столбец «name_ru»: ячейка пуста"},
        {"role-models.tsv", "form_code\tcode\tname_ru\ny\tequal\tР\n", "формы «y» нет в forms.tsv"},
        {"role-models.tsv", "form_code\tcode\tname_ru\nx\tother\tР\n", "ролевая модель «equal»"},
        {"stages.tsv", "order\tcode\tname_ru\n1,5\ts\tН\n",
         "«1,5» — нужно целое число от 1 до 100"},
        {"stages.tsv", "order\tcode\tname_ru\tdocument_kinds\n1\ts\tН\torder\n",
         "вида документа «order» нет"},
        {"roadmap.tsv", "stage\tcode\tname_ru\tseen\trequired\nnowhere\ta\tА\t\tyes\n",
         "этапа «nowhere» нет в stages.tsv"},
        {"roadmap.tsv", "stage\tcode\tname_ru\tseen\trequired\nstart\ta\tА\tstars\tyes\n",
         "«stars» — нужно одно из: , mentees"},
        {"roadmap.tsv",
         "stage\tcode\tname_ru\tseen\trequired\tdocument_kind\nstart\ta\tА\t\tyes\torder\n",
         "вида документа «order» нет"},
        {"roadmap.tsv", "stage\tcode\tname_ru\tseen\trequired\nstart\ta\tА\tsigned\tyes\n",
         "назовите вид документа"},
        {"stage-terms.tsv", "stage\tstate\tfrom_percent\tto_percent\nstart\t\t50\t40\n",
         "«40» — нужно целое число от 50 до 100"},
        {"stage-terms.tsv", "stage\tstate\tfrom_percent\tto_percent\nstart\tflying\t0\t40\n",
         "«flying» — нужно одно из"},
        {"roadmap-columns.tsv", "code\tname_ru\twidth_percent\nprice\tЦена\t10\n",
         "«price» — нужно одно из"},
        {"registry-columns.tsv", "registry\torder\tcode\tname_ru\ttype\nmentee\t1\ta\tА\tphoto\n",
         "«photo» — нужно одно из: int, person"},
        {"registry-extras.tsv", "registry\tcode\tname_ru\ttype\nmentee\tmentee_name\tА\ttext\n",
         "уже есть в registry-columns.tsv"},
        {"registry-words.tsv", "registry\tcode\tpart\twording\nmentee\tzzz\t\tкто\n",
         "столбца «zzz» нет"},
        {"personal-tasks.tsv", "code\tstage\tname_ru\tat_percent\tbase\na\tx\tА\t5\tno\n",
         "этапа «x» нет в personal-stages.tsv"},
        {"personal-rules.tsv", "code\tvalue\nmin_month\t3\n", "«min_month» — нужно одно из"},
        {"personal-rules.tsv", "code\tvalue\nmin_months\t13\n", "min_months больше"},
        {"lesson-items.tsv", "code\titem_ru\na\tА\n", "сумма 0 должна попадать"},
        {"evidence-criteria.tsv", "code\tname_ru\tgathers\na\tА\tstars\n",
         "не умеет собирать «stars»"},
        {"holidays.tsv", "day\tkind\tmoves\tname_ru\n02-30\toff\tno\tА\n", "нужен день вида"},
        {"criteria.tsv", "code\tname_ru\tweight\nage\tВозраст\t-5\n", "«-5» — нужно целое число"},
        {"indicators.tsv", "code\tname_ru\tthreshold\na\tА\tсемь\n",
         "indicators.tsv, строка 2, столбец «threshold»: «семь»"},
        {"impact-metrics.tsv",
         "form_code\trole\tcode\tname_ru\ttype\tbetter\tleast\tmost\nx\tmentee\ta\tА\tnumber\tup\t5"
         "\t5\n",
         "столбец «most»: нужно число больше"},
        {"request-categories.tsv", "code\tname_ru\tforms\nstudy\tУчёба\tx;z\n",
         "формы «z» нет в forms.tsv"},
        {"sensitive-words.tsv", "wording\tlevel\tabout_ru\nовз\tno\tо здоровье\n",
         "«no» — нужно одно из: ask, refuse"},
        {"impact.tsv", "form_code\nx\ny\n", "impact.tsv, строка 3, столбец «form_code»"},
        {"questionnaires/", "a\n", "не файл пакета"},
        {"questionnaires/.tsv", "a\n", "не файл пакета"},
        {"extra.tsv", "\xff\n", "не в кодировке UTF-8"},
        {"pack.tsv", "code\tversion\ttitle_ru\tformat\nsmall\t3\tМалый\t2\n", "Обновите программу"},
        {"pack.tsv", "code\tversion\ttitle_ru\tformat\n", "ровно одна строка"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct pack *p = NULL;
        struct err err = {0};
        assert_int_equal(load_with(*state, cases[i].file, cases[i].text, &err, &p), ERR_INVALID);
        assert_null(p);
        if (!strstr(err.text, cases[i].says))
            fail_msg("case %zu: «%s» does not say «%s»", i, err.text, cases[i].says);
    }
}

static void bounds_hold(void **state)
{
    struct pack_file many[PACK_MAX_FILES + 1] = {0};
    const struct pack *p = NULL;
    struct err err = {0};
    assert_int_equal(pack_load(*state, many, PACK_MAX_FILES + 1, &err, &p), ERR_LIMIT);
    struct pack_file big = {"big.tsv", "", PACK_MAX_FILE + 1, false};
    assert_int_equal(pack_load(*state, &big, 1, &err, &p), ERR_LIMIT);
    assert_int_equal(pack_load_dir(*state, "/nosuch", &err, &p), ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_target_model_is_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(another_pack_needs_no_code, setup, teardown),
        cmocka_unit_test_setup_teardown(a_roadmap_is_there_in_every_pack, setup, teardown),
        cmocka_unit_test_setup_teardown(the_teachers_model_is_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_that_nobody_lends_is_named, setup, teardown),
        cmocka_unit_test_setup_teardown(the_digest_tells_versions_apart, setup, teardown),
        cmocka_unit_test_setup_teardown(sensitive_words_are_seen_whatever_their_ending, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_broken_pack_is_refused_with_its_place, setup, teardown),
        cmocka_unit_test_setup_teardown(bounds_hold, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
