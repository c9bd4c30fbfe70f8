#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/fs.h"
#include "base/tsv.h"
#include "pairing/testing.h"
#include "pairing/topics.h"

static struct arena *arena;
static const struct topics *topics;
static struct topics_reader reader;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    topics = testing_topics(arena);
    reader = topics_reader(arena, topics);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    stemmer_free(reader.stemmer);
    arena_free(arena);
    return 0;
}

/* Shown topics of a text: "algebra,exam_stress,study", in the order of the taxonomy. */
static const char *shown(const char *text)
{
    struct topic_cell c;
    topics_read(&reader, arena, text, &c);
    const char *all = "";
    for (size_t i = 0; i < c.n_hits; i++)
        if (c.hit[i].shown)
            all = arena_printf(arena, "%s%s%s", all, *all ? "," : "",
                               topics->topic[c.hit[i].topic].code);
    return all;
}

static bool lists(const char *codes, const char *code)
{
    size_t n = strlen(code);
    for (const char *p = codes; (p = strstr(p, code)); p += n)
        if ((p == codes || p[-1] == ',') && (p[n] == ',' || !p[n]))
            return true;
    return false;
}

static size_t count(const char *codes)
{
    size_t n = *codes != '\0';
    for (; *codes; codes++)
        n += *codes == ',';
    return n;
}

/* The figures the taxonomy was published with: P .997, R .988, F1 .992. */
static void test_examples(void **state)
{
    (void)state;
    struct tsv t;
    struct topics_file f = testing_file(arena, "tests/data/topic-examples.tsv");
    assert_int_equal(tsv_parse(arena, "examples", f.data, f.n, NULL, &t), 0);
    assert_int_equal(t.n_rows, 400);
    size_t right = 0, said = 0, wanted = 0;
    for (size_t i = 0; i < t.n_rows; i++) {
        const char *got = shown(tsv_get(&t, i, "text")), *want = tsv_get(&t, i, "topic_codes");
        said += count(got);
        wanted += count(want);
        for (size_t k = 0; k < topics->n; k++)
            right += lists(got, topics->topic[k].code) && lists(want, topics->topic[k].code);
        if (getenv("TOPICS_SHOW") && (count(got) != count(want)))
            print_message("# %s\n#   want %s\n#   got  %s\n", tsv_get(&t, i, "text"), want, got);
    }
    double p = (double)right / (double)said, r = (double)right / (double)wanted;
    print_message("# P %.4f R %.4f F1 %.4f\n", p, r, 2 * p * r / (p + r));
    assert_true(p > 0.992 && p < 1.0);
    assert_true(r > 0.983 && r < 0.993);
    assert_true(2 * p * r / (p + r) > 0.987);
}

static void test_words_stay_apart(void **state)
{
    (void)state;
    assert_string_equal(shown(""), "");
    assert_string_equal(shown("хочу стать увереннее"), "confidence");
    assert_true(lists(shown("C++ и С#"), "cpp") || lists(shown("C++ и С#"), "csharp"));
    assert_true(lists(shown("подтянуть алгебру"), "algebra"));
    assert_false(lists(shown("подтянуть алгебру"), "math")); /* algebra implies it */
    assert_true(lists(shown("не сдаёт к/р по химии"), "chemistry"));
    assert_true(lists(shown("матиматика"), "math")); /* a misspelling */
    assert_string_equal(shown("другой стать уверенно"), "");
}

/* One edit away, and worth less than the word itself; two edits are another word. */
static void test_misspellings(void **state)
{
    (void)state;
    static const char *const good[] = {"матемаитка", "маттематика", "матматика", "матиматика"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_string_equal(shown(good[i]), "math");
    assert_string_equal(shown("матимотика"), "");
    assert_string_equal(shown("датематика"), ""); /* the first letter counts */
    struct topic_cell c;
    topics_read(&reader, arena, "математика", &c);
    float right = c.hit[0].score;
    topics_read(&reader, arena, "матиматика", &c);
    assert_true(c.hit[0].score < right && c.hit[0].score > 0.5f);
}

static void test_where_it_stands(void **state)
{
    (void)state;
    const char *text = "Очень Боится контрольных — и Алгебры";
    struct topic_cell c;
    topics_read(&reader, arena, text, &c);
    uint16_t algebra = topics_find(topics, "algebra"), stress = topics_find(topics, "exam_stress");
    size_t met = 0;
    for (size_t i = 0; i < c.n_hits; i++) {
        const char *words = arena_strndup(arena, text + c.hit[i].at, c.hit[i].len);
        if (c.hit[i].topic == algebra && ++met)
            assert_string_equal(words, "Алгебры");
        if (c.hit[i].topic == stress && ++met)
            assert_string_equal(words, "Боится контрольных");
    }
    assert_int_equal(met, 2);
    assert_true(topics->topic[stress].sensitive);
    assert_false(topics->topic[algebra].sensitive);
    for (size_t i = 0; i < c.n_words; i++)
        assert_int_equal(c.word[i].sensitive,
                         !!strstr(arena_strndup(arena, text + c.word[i].at, c.word[i].len), "о"));
}

static void test_similarity(void **state)
{
    (void)state;
    uint16_t math = topics_find(topics, "math"), algebra = topics_find(topics, "algebra");
    uint16_t geometry = topics_find(topics, "geometry"), guitar = topics_find(topics, "guitar");
    assert_int_equal(topics_find(topics, "no such"), TOPIC_NONE);
    assert_true(topics_similarity(topics, math, math) == 1.0f);
    assert_true(topics_similarity(topics, algebra, math) == 0.8f);
    assert_true(topics_similarity(topics, algebra, geometry) >= 0.4f);
    assert_true(topics_similarity(topics, algebra, guitar) == 0.0f);
    for (uint16_t a = 0; a < topics->n; a++)
        for (uint16_t b = 0; b < topics->n; b++)
            assert_true(topics_similarity(topics, a, b) == topics_similarity(topics, b, a));
}

static int load(const char *t, const char *terms, const char *relations, struct err *err)
{
    const char *stop = "word\tkind\tиreason\nи\tfunction\t\n";
    struct topics_source s = {{t, strlen(t)},
                              {terms, strlen(terms)},
                              {relations, strlen(relations)},
                              {stop, strlen(stop)}};
    const struct topics *out;
    return topics_load(arena, &s, err, &out);
}

static void test_bad_packs(void **state)
{
    (void)state;
    const char *t = "code\tparent_code\tname_ru\tkind\na\t\tА\tskill\nb\ta\tБ\tskill\n";
    const char *terms = "term\ttopic_code\tweight\nслово\ta\t9\n";
    const char *relations = "topic_code\trelated_code\tstrength\na\tb\t5\n";
    struct err err = {0};
    assert_int_equal(load(t, terms, relations, &err), 0);
    assert_int_equal(load("code\tparent_code\na\tb\nb\ta\n", terms, relations, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "круг"));
    assert_int_equal(load("code\tparent_code\na\tz\n", terms, relations, &err), ERR_INVALID);
    assert_int_equal(load("code\na\na\n", terms, relations, &err), ERR_INVALID);
    assert_int_equal(load(t, "term\ttopic_code\tweight\nслово\tв\t9\n", relations, &err),
                     ERR_INVALID);
    assert_non_null(strstr(err.text, "слово"));
    assert_int_equal(load(t, "term\ttopic_code\tweight\nслово\ta\t11\n", relations, &err),
                     ERR_INVALID);
    assert_int_equal(load(t, "term\ttopic_code\tweight\nа б в г д\ta\t1\n", relations, &err),
                     ERR_INVALID);
    assert_int_equal(load(t, terms, "topic_code\trelated_code\tstrength\na\tz\t5\n", &err),
                     ERR_INVALID);
    assert_int_equal(load("", terms, relations, &err), ERR_INVALID);
}

static void test_long_cell_is_cut(void **state)
{
    (void)state;
    char *text = arena_alloc(arena, 100001);
    for (size_t i = 0; i + 8 < 100000; i += 3)
        memcpy(text + i, "я ", 3);
    struct topic_cell c;
    topics_read(&reader, arena, text, &c);
    assert_int_equal(c.n_hits, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples),         cmocka_unit_test(test_words_stay_apart),
        cmocka_unit_test(test_misspellings),     cmocka_unit_test(test_where_it_stands),
        cmocka_unit_test(test_similarity),       cmocka_unit_test(test_bad_packs),
        cmocka_unit_test(test_long_cell_is_cut),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
