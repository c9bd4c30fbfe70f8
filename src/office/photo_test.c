/* A photograph keeps its picture and its turn, and nothing else. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "office/photo.h"

static char *read_sample(struct arena *a, const char *name, size_t *ret_n)
{
    struct err err = {0};
    char *data;
    const char *path = arena_printf(a, "%s/%s", getenv("PHOTOS"), name);
    if (fs_read(a, path, PHOTO_MAX_BYTES, &err, &data, ret_n) < 0)
        fail_msg("%s", err.text);
    return data;
}

static bool holds(const struct photo *p, const char *what)
{
    return memmem(p->data, p->n, what, strlen(what)) != NULL;
}

static void what_cameras_write_is_gone_and_the_turn_stays(void **state)
{
    struct arena *a = *state;
    struct err err = {0};
    struct photo plain, turned;
    size_t n;
    char *data = read_sample(a, "plain.jpg", &n);
    assert_int_equal(photo_clean(a, data, n, &err, &plain), 0);
    assert_int_equal(plain.width, 120);
    assert_int_equal(plain.height, 100);
    assert_false(holds(&plain, "Exif"));

    data = read_sample(a, "turned.jpg", &n);
    assert_non_null(memmem(data, n, "GPS 56.8", 8));
    assert_int_equal(photo_clean(a, data, n, &err, &turned), 0);
    assert_false(holds(&turned, "GPS"));
    assert_int_equal(turned.n, plain.n + 36);
    assert_memory_equal(turned.data + 2 + 36, plain.data + 2, plain.n - 2);
    assert_int_equal(turned.data[2 + 29], 6);
}

static void comments_go_and_many_scans_stay(void **state)
{
    struct arena *a = *state;
    struct err err = {0};
    struct photo p;
    size_t n;
    char *data = read_sample(a, "progressive.jpg", &n);
    assert_non_null(memmem(data, n, "Кабинет", strlen("Кабинет")));
    assert_int_equal(photo_clean(a, data, n, &err, &p), 0);
    assert_false(holds(&p, "Кабинет"));
    assert_true(p.n > n / 2);
}

static void what_is_no_photograph_is_refused(void **state)
{
    struct arena *a = *state;
    struct err err = {0};
    struct photo p;
    size_t n;
    char *data = read_sample(a, "cut.jpg", &n);
    assert_int_equal(photo_clean(a, data, n, &err, &p), ERR_INVALID);
    assert_int_equal(photo_clean(a, "\x89PNG\r\n\x1a\n0000", 12, &err, &p), ERR_INVALID);
    assert_non_null(strstr(err.text, "JPEG"));
    assert_int_equal(photo_clean(a, "", 0, &err, &p), ERR_INVALID);
    assert_int_equal(photo_clean(a, data, PHOTO_MAX_BYTES + 1, &err, &p), ERR_INVALID);
    assert_non_null(strstr(err.text, "МБ"));
}

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_cameras_write_is_gone_and_the_turn_stays, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(comments_go_and_many_scans_stay, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_photograph_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
