/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "programme/methodology.h"
#include "programme/school_testing.h"

static int install(struct school *s, const struct pack *pack, struct err *err, int64_t *ret_id)
{
    assert_int_equal(db_begin(s->db), 0);
    int r = methodology_install(s->db, &s->t->clock, pack, err, ret_id);
    if (r >= 0)
        return db_commit(s->db);
    db_rollback(s->db);
    return r;
}

static void a_version_is_stored_once(void **state)
{
    struct school *s = *state;
    struct err err = {0};
    int64_t again = 0;
    assert_int_equal(install(s, s->pack, &err, &again), 0);
    assert_int_equal(again, s->pack_id);
    assert_int_equal(school_number(s, "SELECT count(*) FROM pack"), 1);
}

static void a_published_version_does_not_change(void **state)
{
    struct school *s = *state;
    struct pack changed = *s->pack;
    struct err err = {0};
    int64_t id = 0;
    changed.digest[0] = changed.digest[0] == '0' ? '1' : '0';
    assert_int_equal(install(s, &changed, &err, &id), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "новый номер версии"));
    assert_int_equal(id, 0);

    changed.version++;
    assert_int_equal(install(s, &changed, &err, &id), 0);
    assert_int_not_equal(id, s->pack_id);
    assert_int_equal(school_number(s, "SELECT id FROM pack WHERE current = %d", 1), id);
    /* The programme that runs keeps its version. */
    assert_int_equal(
        school_number(s, "SELECT pack_id FROM programme WHERE id = %lld", (long long)s->programme),
        s->pack_id);
}

static void a_pack_is_parsed_once(void **state)
{
    struct school *s = *state;
    struct methodology *m = s->t->app.methodology;
    const struct pack *first = NULL, *second = NULL;
    struct err err = {0};
    assert_int_equal(methodology_pack(m, s->db, s->pack_id, &err, &first), 0);
    assert_int_equal(methodology_pack(m, s->db, s->pack_id, &err, &second), 0);
    assert_ptr_equal(first, second);
    assert_string_equal(first->digest, s->pack->digest);
    assert_int_equal(first->forms.n, s->pack->forms.n);
    assert_int_equal(methodology_pack(m, s->db, 12345, &err, &second), ERR_NOT_FOUND);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, school_setup, school_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_version_is_stored_once),
        TEST(a_published_version_does_not_change),
        TEST(a_pack_is_parsed_once),
    };
    return cmocka_run_group_tests_name("methodology", tests, NULL, NULL);
}
