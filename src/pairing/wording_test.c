#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/tsv.h"
#include "pairing/testing.h"
#include "pairing/wording.h"

static struct arena *arena;
static const struct wordings *w;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    w = testing_wordings(arena);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void age(const char *text, int from, int to, bool adult)
{
    struct age_range r = {0};
    if (!wording_age(w, text, &r))
        fail_msg("«%s» is not understood", text);
    if (r.from != from || r.to != to || r.adult != adult)
        fail_msg("«%s» is read as %d–%d, adult %d", text, r.from, r.to, r.adult);
}

static void test_ages(void **state)
{
    (void)state;
    age("", 0, 0, false);
    age("старшие классы", 15, 18, false);
    age("  Старшие   КЛАССЫ ", 15, 18, false);
    age("10 – 11 кл.", 15, 18, false);
    age("7–9 классы", 12, 16, false);
    age("5–7 класс", 10, 14, false);
    age("8 класс", 13, 15, false);
    age("12-14 лет", 12, 14, false);
    age("13-15 лет", 13, 15, false);
    age("16–17", 16, 17, false);
    age("подростки 12-16", 12, 16, false);
    age("14+", 14, 0, false);
    age("от 14 лет", 14, 0, false);
    age("6-8 классы", 11, 15, false);
    age("6—8 кл", 11, 15, false);
    age("с 6 по 8 класс", 11, 15, false);
    age("5, 6, 7 классы", 10, 14, false);
    age("10-14", 10, 14, false);
    age("от 10 до 14 лет", 10, 14, false);
    age("дети 10–14 лет", 10, 14, false);
    age("13+", 13, 0, false);
    age("13 +", 13, 0, false);
    age("от 13", 13, 0, false);
    age("старше 15 лет", 15, 0, false);
    age("не младше 15", 15, 0, false);
    age("не старше 16 лет", 0, 16, false);
    age("до 16 лет", 0, 16, false);
    age("15 лет и старше", 15, 0, false);
    age("21+", 21, 0, true);
    age("18-25", 18, 25, true);
    age("молодые педагоги", 18, 0, true);
    age("всё равно", 0, 0, false);
    age("Не важен.", 0, 0, false);
    age("средние и старшие классы", 10, 18, false);
    age("подростки, студенты СПО", 11, 23, false);
    age("14 лет", 14, 14, false);
    age("XI Б", 16, 18, false);
    age("ХI класс", 16, 18, false); /* the first letter is Russian */
    age("V–VII классы", 10, 14, false);
    age("I-IV", 6, 11, false);
    age("5А, 5Б", 10, 12, false);
    age("5 «А»; 6 «В» класс", 10, 13, false);
    age("7-А", 12, 14, false);
    age("5и", 10, 12, false);
    age("9а и 11б", 14, 18, false);
    age("10 и 11", 10, 11, false);
    age("Старшеклассники (9-11)", 14, 18, false);
    age("6-ой класс", 11, 13, false);
    age("от 10 до 12 лет включительно", 10, 12, false);
    age("7–9 лет", 7, 9, false);
    age("Не важно", 0, 0, false);
    age("любого возраста", 0, 0, false);
    age("младший школьный возраст", 6, 11, false);
    age("студенты 1 курса", 15, 20, false);
    struct age_range r;
    assert_false(wording_age(w, "7–9", &r)); /* years or grades? */
    assert_false(wording_age(w, "9-11", &r));
    assert_false(wording_age(w, "кто-нибудь весёлый", &r));
    assert_false(wording_age(w, "12-45 класс", &r));
    assert_false(wording_age(w, "10ти", &r));
    assert_false(wording_age(w, "XII", &r));
    assert_false(wording_age(w, "14 а", &r));
    assert_false(wording_age(w, "1990", &r));
    assert_false(wording_age(w, "по субботам", &r));
    assert_true(wording_age(w, "ровесники", &r));
    assert_true(*r.note);
}

static void hours(const char *text, enum wording_grasp grasp, double want, unsigned slots)
{
    struct time_resource r = {0};
    enum wording_grasp got = wording_time(w, text, &r);
    if (got != grasp || r.hours < want - 0.01 || r.hours > want + 0.01 || r.slots != slots)
        fail_msg("«%s» is read as %.2f hours, slots %u, grasp %d", text, (double)r.hours, r.slots,
                 got);
}

static void test_time(void **state)
{
    (void)state;
    const unsigned all = SLOT_WEEKDAY | SLOT_EVENING | SLOT_WEEKEND;
    hours("", WORDING_WHOLE, 0, 0);
    hours("2 часа в неделю", WORDING_WHOLE, 8, 0);
    hours("Два часа в неделю.", WORDING_WHOLE, 8, 0);
    hours("7 часов в неделю", WORDING_WHOLE, 28, 0);
    hours("7ч/нед", WORDING_WHOLE, 28, 0);
    hours("1,5 ч. в нед.", WORDING_WHOLE, 6, 0);
    hours("1.5 часа в неделю", WORDING_WHOLE, 6, 0);
    hours("2–3 часа в неделю", WORDING_WHOLE, 12, 0);
    hours("5 - 7 часов в месяц", WORDING_WHOLE, 7, 0);
    hours("3 раза в неделю по 2 часа", WORDING_WHOLE, 24, 0);
    hours("раз в 3 недели по 2 часа", WORDING_WHOLE, 8.0 / 3, 0);
    hours("раз в две недели", WORDING_WHOLE, 2, 0);
    hours("по 2 часа 2 раза в неделю", WORDING_WHOLE, 16, 0);
    hours("90 минут в неделю", WORDING_WHOLE, 6, 0);
    hours("20 мин в неделю", WORDING_WHOLE, 4.0 / 3, 0);
    hours("68 часов в год", WORDING_WHOLE, 8, 0);
    hours("час в неделю после уроков", WORDING_WHOLE, 4, SLOT_WEEKDAY);
    hours("2 часа в неделю, по субботам", WORDING_WHOLE, 8, SLOT_WEEKEND);
    hours("вт, чт вечером", WORDING_WHOLE, 0, SLOT_WEEKDAY | SLOT_EVENING);
    hours("после 18.30", WORDING_WHOLE, 0, SLOT_EVENING);
    hours("после 16:00", WORDING_WHOLE, 0, SLOT_WEEKDAY | SLOT_EVENING);
    hours("с 9 до 13", WORDING_WHOLE, 0, SLOT_WEEKDAY);
    hours("с 15:00 до 19:00", WORDING_WHOLE, 0, SLOT_WEEKDAY | SLOT_EVENING);
    hours("с 18 до 20", WORDING_WHOLE, 0, SLOT_EVENING);
    hours("по договорённости", WORDING_WHOLE, 0, all);
    hours("5/2", WORDING_WHOLE, 0, all);
    hours("2 часа в неделю у меня дома", WORDING_PARTLY, 8, 0);
    hours("900 часов в месяц", WORDING_WHOLE, 744, 0);
    hours("0 часов в месяц", WORDING_WHOLE, 0, 0);
    struct time_resource r;
    assert_int_equal(wording_time(w, "0 часов", &r), WORDING_WHOLE);
    assert_true(r.none);
    assert_int_equal(wording_time(w, "0 часов в будни, 2 часа в неделю по выходным", &r),
                     WORDING_WHOLE);
    assert_false(r.none);
    assert_int_equal(wording_time(w, "по субботам", &r), WORDING_WHOLE);
    assert_false(r.none);
    assert_int_equal(wording_time(w, "спросите у Марии", &r), WORDING_UNKNOWN);
    assert_int_equal(wording_time(w, "4 занятия по 2 часа в неделю", &r), WORDING_UNKNOWN);
}

static void form(const char *text, const char *want, bool unknown)
{
    const char *codes[WORDING_MAX_FORMS], *all = "";
    bool strange;
    size_t n = wording_forms(w, text, codes, &strange);
    for (size_t i = 0; i < n; i++)
        all = arena_printf(arena, "%s%s%s", all, i ? "," : "", codes[i]);
    assert_string_equal(all, want);
    assert_int_equal(strange, unknown);
}

static void test_forms(void **state)
{
    (void)state;
    form("", "", false);
    form("Ученик – ученик", "student_student", false);
    form("УЧЕНИК-УЧЕНИК", "student_student", false);
    form("Форма наставничества «Работодатель—студент»", "employer_undergrad", false);
    form("ученик-ученик; студент/ученик", "student_student,undergrad_student", false);
    form("ученик-ученик, Ученик — ученик", "student_student", false);
    form("teacher_teacher", "teacher_teacher", false);
    form("сам себе наставник", "", true);
    form("работодатель - ученик, и ещё", "employer_student", true);
    form("партнёр–педагог", "partner_pedagogue", false);
}

/* Every wording of the pack means what its row says. */
static void test_the_tables_themselves(void **state)
{
    (void)state;
    struct tsv t;
    struct topics_file f = testing_pack(arena, "topics/ages.tsv");
    assert_int_equal(tsv_parse(arena, "ages", f.data, f.n, NULL, &t), 0);
    for (size_t i = 0; i < t.n_rows; i++) {
        struct age_range r;
        assert_true(wording_age(w, tsv_get(&t, i, "wording"), &r));
    }
    f = testing_pack(arena, "topics/time.tsv");
    assert_int_equal(tsv_parse(arena, "time", f.data, f.n, NULL, &t), 0);
    for (size_t i = 0; i < t.n_rows; i++)
        if (!strcmp(tsv_get(&t, i, "kind"), "literal")) {
            struct time_resource r = {0};
            const char *text = tsv_get(&t, i, "wording");
            double want = strtod(tsv_get(&t, i, "hours_per_month"), NULL);
            assert_int_equal(wording_time(w, text, &r), WORDING_WHOLE);
            if ((double)r.hours < want - 0.01 || (double)r.hours > want + 0.01)
                fail_msg("«%s»: %.2f, not %.2f", text, (double)r.hours, want);
        }
    f = testing_pack(arena, "topics/forms.tsv");
    assert_int_equal(tsv_parse(arena, "forms", f.data, f.n, NULL, &t), 0);
    for (size_t i = 0; i < t.n_rows; i++)
        form(tsv_get(&t, i, "wording"), tsv_get(&t, i, "form_code"), false);
}

static void test_bad_packs(void **state)
{
    (void)state;
    const char *ages = "wording\tage_from\tage_to\nкто-то\t20\t10\n";
    const char *time = "wording\tkind\thours_per_month\n{n} ч\tpattern\tn+1\n",
               *forms = "wording\n";
    const char *good = "wording\tkind\n";
    const struct wordings *out;
    struct err err;
    struct wording_source s = {{ages, strlen(ages)}, {good, strlen(good)}, {forms, strlen(forms)}};
    assert_int_equal(wordings_load(arena, &s, &err, &out), ERR_INVALID);
    assert_non_null(strstr(err.text, "кто-то"));
    s.ages = (struct topics_file){good, strlen(good)};
    s.time = (struct topics_file){time, strlen(time)};
    assert_int_equal(wordings_load(arena, &s, &err, &out), ERR_INVALID);
    assert_non_null(strstr(err.text, "n+1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ages),      cmocka_unit_test(test_time),
        cmocka_unit_test(test_forms),     cmocka_unit_test(test_the_tables_themselves),
        cmocka_unit_test(test_bad_packs),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
