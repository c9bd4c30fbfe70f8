/* cmocka wants this order. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/aside.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/id.h"
#include "base/library.h"
#include "base/map.h"
#include "base/record.h"
#include "base/strbuf.h"
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

static void arena_grows_in_place_and_keeps_bytes(void **state)
{
    struct arena *a = *state;
    char *p = arena_strdup(a, "пара");
    p = arena_grow(a, p, strlen(p) + 1, 100000);
    assert_string_equal(p, "пара");
    assert_int_equal(p[99999], 0);
    char *q = arena_alloc(a, 8);
    assert_int_equal((uintptr_t)q % 16, 0);
    arena_reset(a);
    assert_int_equal(arena_used(a), 0);
}

static void dates_as_people_write_them(void **state)
{
    struct arena *a = *state;
    static const char *const same[] = {
        "05.11.2026", "5.11.26",          "05/11/2026",         "05112026",
        "2026-11-05", "5 ноября 2026 г.", " 5 нояб. 2026 года", "2026-11-05 00:00:00",
        "05-11-2026"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        struct date d = {0};
        if (!date_parse(same[i], &d))
            fail_msg("not a date: %s", same[i]);
        assert_string_equal(date_iso(a, d), "2026-11-05");
    }
    struct date d;
    assert_false(date_parse("31.02.2026", &d));
    assert_false(date_parse("2оо9", &d));
    assert_false(date_parse("05.11", &d));
    assert_true(date_from_serial(46331, &d));
    assert_string_equal(date_iso(a, d), "2026-11-05");
    assert_string_equal(date_long(a, d, 2026), "5\u00A0ноября");
}

static void days_and_dates_agree_over_eight_centuries(void **state)
{
    (void)state;
    for (int64_t day = -200000; day < 100000; day++)
        assert_int_equal(date_to_days(date_from_days(day)), day);
    assert_int_equal(date_to_days((struct date){1970, 1, 1}), 0);
}

static void ids_grow_and_tell_their_time(void **state)
{
    (void)state;
    int64_t before = clock_now(&clock_system), last = 0;
    for (int i = 0; i < 10000; i++) {
        int64_t id = id_new(&clock_system);
        assert_true(id > last);
        last = id;
    }
    assert_true(id_time(last) >= before - 1);
}

static void tsv_reads_and_refuses(void **state)
{
    struct arena *a = *state;
    struct tsv t;
    struct err e = {0};
    const char *good = "\xEF\xBB\xBF"
                       "code\tname\r\nx\tИкс\r\n\ny\n";
    assert_int_equal(tsv_parse(a, "f.tsv", good, strlen(good), &e, &t), 0);
    assert_int_equal(t.n_rows, 2);
    assert_string_equal(tsv_get(&t, 0, "name"), "Икс");
    assert_string_equal(tsv_get(&t, 1, "name"), "");
    assert_int_equal(t.lines[1], 4); /* the blank line counts */
    assert_string_equal(tsv_get(&t, 1, "nosuch"), "");
    assert_int_equal(tsv_parse(a, "f.tsv", "a\ta\n", 4, &e, &t), ERR_INVALID);
    assert_int_equal(tsv_parse(a, "f.tsv", "a\n1\t2\n", 6, &e, &t), ERR_INVALID);
    assert_non_null(strstr(e.text, "строка 2"));
    assert_int_equal(tsv_parse(a, "f.tsv", "", 0, &e, &t), ERR_INVALID);
}

static void a_map_finds_what_it_holds(void **state)
{
    struct arena *a = *state;
    struct map m;
    map_init(&m, a, 0);
    assert_int_equal(map_get(&m, "слово 7"), MAP_NONE);
    for (uint32_t i = 0; i < 5000; i++) {
        uint32_t *at = map_at(&m, arena_printf(a, "слово %u", i));
        assert_int_equal(*at, MAP_NONE);
        *at = i;
    }
    *map_at(&m, "слово 7") = 70;
    assert_int_equal(m.n, 5000);
    for (uint32_t i = 0; i < 5000; i++)
        assert_int_equal(map_get(&m, arena_printf(a, "слово %u", i)), i == 7 ? 70 : i);
    assert_int_equal(map_get(&m, "слово 5000"), MAP_NONE);
    assert_int_equal(map_get(&m, ""), MAP_NONE);
}

static void records_come_back_as_they_went(void **state)
{
    struct arena *a = *state;
    struct strbuf b;
    strbuf_init(&b, a);
    record_text(&b, "Ким\x1f Артём");
    record_text(&b, "");
    record_int(&b, -42);
    record_end(&b);
    record_end(&b);
    record_text(&b, "один");
    record_end(&b);
    const char *at = b.s;
    struct record r;
    assert_true(record_next(a, &at, &r));
    assert_int_equal(r.n, 3);
    assert_string_equal(record_field(&r, 0), "Ким  Артём");
    assert_int_equal(record_number(&r, 2), -42);
    assert_string_equal(record_field(&r, 9), "");
    assert_true(record_next(a, &at, &r));
    assert_int_equal(r.n, 0);
    assert_true(record_next(a, &at, &r));
    assert_string_equal(record_field(&r, 0), "один");
    assert_false(record_next(a, &at, &r));
    at = "cut\x1f"
         "off";
    assert_true(record_next(a, &at, &r));
    assert_int_equal(r.n, 1);
    assert_false(record_next(a, &at, &r));
}

static void broken_catalogues_are_refused(void **state)
{
    (void)state;
    char mo[64] = {0};
    assert_int_equal(i18n_load(LANG_EN, mo, sizeof mo), ERR_INVALID);
    memcpy(mo, "\xde\x12\x04\x95", 4);
    memset(mo + 8, 0xFF, 16);
    assert_int_equal(i18n_load(LANG_EN, mo, sizeof mo), ERR_INVALID);
    assert_string_equal(_("Пары"), "Пары");
    assert_string_equal(P_("%d пара", "%d пар", 5), "%d пар");
}

static void times_of_day(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int minutes; /* -1: no time */
    } rows[] = {{"15:00", 900}, {"9.30", 570},    {"9-30", 570}, {"0930", 570}, {"00:00", 0},
                {"24:00", -1},  {"15:60", -1},    {"15:0", -1},  {"15", -1},    {"", -1},
                {":30", -1},    {"15:00:00", -1}, {"x", -1},     {"12345", -1}, {"930", -1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int minutes = -1;
        bool is = time_parse(rows[i].text, &minutes);
        if (is != (rows[i].minutes >= 0) || (is && minutes != rows[i].minutes))
            fail_msg("%s: %d %d", rows[i].text, is, minutes);
    }
}

struct piece {
    int n, sum;
    enum lang lang;
};

static int add_up(void *ctx)
{
    struct piece *p = ctx;
    for (int i = 1; i <= p->n; i++)
        p->sum += i;
    p->lang = i18n_get();
    return p->sum;
}

static void work_done_aside_comes_back(void **state)
{
    (void)state;
    struct aside *s = aside_new();
    assert_int_equal(aside_wait(s), 0);
    i18n_set(LANG_EN);
    for (int i = 0; i < 100; i++) {
        struct piece p = {.n = i};
        aside_start(s, add_up, &p);
        assert_int_equal(aside_wait(s), i * (i + 1) / 2);
        assert_int_equal(p.lang, LANG_EN);
        assert_int_equal(aside_wait(s), 0);
    }
    i18n_set(LANG_RU);
    struct piece left = {.n = 10};
    aside_start(s, add_up, &left);
    aside_free(s); /* waits */
    assert_int_equal(left.sum, 55);
    aside_free(NULL);
}

#define ZLIB_NAMES(X) X(zlibVersion)
const char *zlibVersion(void);
LIBRARY(zlib, ZLIB_NAMES)
LIBRARY_DEFINE(zlib, ZLIB_NAMES, "libz.so.1");

static void a_library_is_loaded_when_needed(void **state)
{
    (void)state;
    struct err err = {0};
    assert_null(zlib.zlibVersion);
    assert_int_equal(library_need(&zlib_library, &err), 0);
    assert_memory_equal(zlib.zlibVersion(), "1.", 2);
    void *calls[2];
    struct library absent = {.file = "libnobody.so.0", .names = "call\0", .calls = calls};
    assert_int_equal(library_need(&absent, &err), ERR_IO);
    assert_non_null(strstr(err.text, "libnobody.so.0"));
    struct library other = {.file = "libz.so.1", .names = "zlibVersion\0nobody\0", .calls = calls};
    assert_int_equal(library_need(&other, &err), ERR_IO);
    assert_non_null(strstr(err.text, "nobody"));
    assert_int_equal(library_need(&other, &err), ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(arena_grows_in_place_and_keeps_bytes, setup, teardown),
        cmocka_unit_test(times_of_day),
        cmocka_unit_test(work_done_aside_comes_back),
        cmocka_unit_test_setup_teardown(dates_as_people_write_them, setup, teardown),
        cmocka_unit_test(days_and_dates_agree_over_eight_centuries),
        cmocka_unit_test(ids_grow_and_tell_their_time),
        cmocka_unit_test_setup_teardown(tsv_reads_and_refuses, setup, teardown),
        cmocka_unit_test_setup_teardown(a_map_finds_what_it_holds, setup, teardown),
        cmocka_unit_test_setup_teardown(records_come_back_as_they_went, setup, teardown),
        cmocka_unit_test(a_library_is_loaded_when_needed),
        cmocka_unit_test(broken_catalogues_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
