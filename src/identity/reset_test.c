#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "frame/frame_testing.h"
#include "identity/password.h"
#include "identity/reset.h"
#include "identity/role.h"

struct world {
    struct testing *t;
    struct db *db;
    struct arena *a;
    int64_t root, region, school, curator, kim;
};

static const struct module *const list[] = {&reset_module, &testing_units, &role_module};

static int setup(void **state)
{
    struct testing *t = testing_new(list, 3);
    struct world *w = arena_new_of(t->a, struct world);
    w->t = t;
    w->db = t->db->db;
    w->a = t->a;
    w->root = testing_unit(t, 0, "federation", "Россия");
    w->region = testing_unit(t, w->root, "region", "Пермский край");
    w->school = testing_unit(t, w->region, "organisation", "Школа № 5");
    w->curator = testing_account(t, "curator", ROLE_COORDINATOR, w->school);
    w->kim = testing_account(t, "kim", ROLE_MENTOR, w->school);
    char hash[PASSWORD_HASH_MAX];
    password_hash("старая фраза слов", hash);
    assert_int_equal(account_set_password(w->db, w->kim, hash), 0);
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    testing_free(((struct world *)*state)->t);
    return 0;
}

static const char *door(struct world *w)
{
    int64_t grant = db_testing_number(
        w->db, arena_printf(w->a, "SELECT id FROM role_grant WHERE account_id = %lld AND role = 6",
                            (long long)w->kim));
    return arena_printf(w->a, "/units/%lld/people/%lld/reset", (long long)w->school,
                        (long long)grant);
}

static struct reply use(struct world *w, const char *url, const char *password)
{
    const char *p = strstr(url, "account=") + 8;
    char *account = arena_strndup(w->a, p, strcspn(p, "&"));
    p = strstr(url, "until=") + 6;
    char *until = arena_strndup(w->a, p, strcspn(p, "&"));
    return test_post(w->t, 0, "/reset", "account", account, "until", until, "sign",
                     strstr(url, "sign=") + 5, "password", password, NULL);
}

static const char *url_now(struct world *w)
{
    struct account account;
    assert_int_equal(account_get(w->db, w->a, w->kim, &account), 1);
    return reset_url(w->a, &w->t->app, &account, w->t->now_ms + 1000);
}

static void link_works_once_and_for_its_time(void **state)
{
    struct world *w = *state;
    struct reply r = test_get(w->t, w->curator, door(w));
    assert_int_equal(r.status, 200);
    r = test_post(w->t, w->curator, door(w), NULL);
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "/reset?account="));
    assert_int_equal(db_testing_number(w->db, "SELECT count(*) FROM notice"), 1); /* Kim is told */
    const char *url = url_now(w);
    const char *session = test_sign_in(w->t, w->kim, true);
    assert_int_equal(test_get(w->t, 0, strstr(url, "/reset")).status, 200);
    assert_int_equal(use(w, url, "коротко").status, 422);
    r = use(w, url, "новая фраза слов");
    assert_int_equal(r.status, 303);
    assert_non_null(strstr(r.cookies, "session="));
    assert_int_equal(db_testing_number(w->db, arena_printf(w->a,
                                                           "SELECT count(*) FROM session WHERE "
                                                           "account_id = %lld",
                                                           (long long)w->kim)),
                     1); /* the old session is over */
    (void)session;
    assert_int_equal(use(w, url, "ещё одна фраза слов").status, 404);
    url = url_now(w);
    testing_later(w->t, 1001);
    assert_int_equal(use(w, url, "ещё одна фраза слов").status, 404);
    url = url_now(w);
    char *forged = arena_strdup(w->a, url);
    char *last = forged + strlen(forged) - 1;
    *last = *last == 'A' ? 'B' : 'A';
    assert_int_equal(use(w, forged, "ещё одна фраза слов").status, 404);
}

static void nobody_comes_in_as_somebody_above(void **state)
{
    struct world *w = *state;
    testing_grant(w->t, w->kim, ROLE_REGIONAL, w->region);
    assert_int_equal(test_post(w->t, w->curator, door(w), NULL).status, 403);
    int64_t admin = testing_account(w->t, "admin", ROLE_ADMIN, w->root);
    /* The level that does not see the participants' names does not see this one. */
    assert_int_equal(test_post(w->t, admin, door(w), NULL).status, 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(link_works_once_and_for_its_time, setup, teardown),
        cmocka_unit_test_setup_teardown(nobody_comes_in_as_somebody_above, setup, teardown),
    };
    return cmocka_run_group_tests_name("reset", tests, NULL, NULL);
}
