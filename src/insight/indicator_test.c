/* Who counts in a period. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "insight/indicator.h"

static void a_part_goes_on_in_its_term_only(void **state)
{
    (void)state;
    struct taking_part x = {.state = "in_base",
                            .forms = "",
                            .role_model = "",
                            .joined_on = "",
                            .finished_on = "",
                            .starts_on = "2025-09-01",
                            .ends_on = "2026-05-31",
                            .programme_state = "active"};
    assert_true(indicator_active(&x, (struct period){2026, 1}));
    assert_true(indicator_active(&x, (struct period){2026, 12})); /* went on in May */
    assert_true(indicator_active(&x, (struct period){2025, 9}));
    assert_false(indicator_active(&x, (struct period){2025, 8}));
    assert_false(indicator_active(&x, (struct period){2027, 1}));
    x.finished_on = "2025-12-31";
    assert_false(indicator_active(&x, (struct period){2026, 1}));
    x.finished_on = "";
    x.joined_on = "2026-03-01";
    assert_false(indicator_active(&x, (struct period){2026, 2}));
    assert_true(indicator_active(&x, (struct period){2026, 3}));
    x.programme_state = "cancelled";
    assert_false(indicator_active(&x, (struct period){2026, 3}));
    struct period p;
    assert_true(period_parse("2024-02", &p));
    assert_int_equal(period_end(p).day, 29);
    assert_false(period_parse("2024-13", &p));
    assert_false(period_over(p, (struct date){2024, 2, 29}));
    assert_true(period_over(p, (struct date){2024, 3, 1}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_part_goes_on_in_its_term_only),
    };
    return cmocka_run_group_tests_name("indicator", tests, NULL, NULL);
}
