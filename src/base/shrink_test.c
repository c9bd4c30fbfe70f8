/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include "base/shrink.h"

static void texts_are_shrunk_and_back(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct shrinker *z = shrinker_new(a);
    struct strbuf text, small;
    strbuf_init(&text, a);
    strbuf_init(&small, a);
    for (unsigned i = 0, seed = 1; i < 3; i++) { /* nothing, names, noise */
        size_t n;
        for (int k = 0; i && k < 30000; k++)
            if (i == 1)
                strbuf_puts(&text, k % 7 ? "Иванова Мария " : "Пётр\x1f");
            else
                strbuf_putc(&text, (char)((seed = seed * 1103515245u + 12345u) >> 16 | 1u));
        shrink(z, text.s, text.len, &small);
        char *back = unshrink(a, small.s, small.len, &n);
        assert_non_null(back);
        assert_int_equal(n, text.len);
        assert_memory_equal(back, text.s, n + 1);
        assert_true(i != 1 || small.len * 6 < text.len);
        assert_null(unshrink(a, small.s, small.len - 1, &n));
        assert_null(unshrink(a, small.s, 3, &n));
        small.s[0] ^= 1;
        assert_null(unshrink(a, small.s, small.len, &n));
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(texts_are_shrunk_and_back)};
    return cmocka_run_group_tests_name("shrink", tests, NULL, NULL);
}
