/* Routes and tokens: what needs no database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "frame/access.h"
#include "frame/router.h"
#include "frame/token.h"

static struct arena *a;

static int set_up(void **state)
{
    (void)state;
    a = arena_new();
    return sodium_init() < 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

static int handler(struct req *req)
{
    (void)req;
    return 0;
}

static int find(struct req *req, int64_t id, struct object *ret)
{
    (void)req, (void)id, (void)ret;
    return 1;
}

static const struct scope scopes[] = {{"unit", find}, {"person", find}};

static int build(const struct route *rows, size_t n, struct router **ret, struct err *err)
{
    struct module *m = arena_new_of(a, struct module);
    *m = (struct module){
        .name = "t", .routes = rows, .n_routes = n, .scopes = scopes, .n_scopes = 2};
    const struct module **list = arena_array(a, const struct module *, 1);
    list[0] = m;
    return router_new(a, list, 1, err, ret);
}

static void paths_lead_to_their_rows(void **state)
{
    (void)state;
    static const struct route rows[] = {
        ROUTE_GET("/", handler, PERM_PUBLIC),
        ROUTE_GET("/units", handler, PERM_PUBLIC),
        ROUTE_GET("/units/new", handler, PERM_PUBLIC),
        ROUTE_POST("/units/new", handler, PERM_PUBLIC),
        ROUTE_GET("/units/{unit}", handler, PERM_PUBLIC),
        ROUTE_POST("/units/{unit}/people/{person}/stop", handler, PERM_PUBLIC),
    };
    struct router *r;
    struct err err = {0};
    struct route_match m;
    assert_int_equal(build(rows, sizeof rows / sizeof *rows, &r, &err), 0);
    static const struct {
        enum http_method method;
        const char *path;
        int row; /* -1: none */
    } table[] = {
        {HTTP_GET, "/", 0},
        {HTTP_GET, "/units", 1},
        {HTTP_GET, "/units/new", 2},
        {HTTP_POST, "/units/new", 3},
        {HTTP_GET, "/units/12", 4},
        {HTTP_POST, "/units/12", -1},
        {HTTP_POST, "/units/1/people/2/stop", 5},
        {HTTP_GET, "/units/", -1},
        {HTTP_GET, "/units/0", -1},
        {HTTP_GET, "/units/01", -1},
        {HTTP_GET, "/units/1x", -1},
        {HTTP_GET, "/units/-1", -1},
        {HTTP_GET, "//units", -1},
        {HTTP_GET, "/unit", -1},
        {HTTP_GET, "", -1},
        {HTTP_GET, "/units/9223372036854775807", 4},
        {HTTP_GET, "/units/9223372036854775808", -1},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        router_find(r, table[i].method, table[i].path, &m);
        if (table[i].row < 0)
            assert_null(m.route);
        else
            assert_ptr_equal(m.route, &rows[table[i].row]);
    }
    router_find(r, HTTP_POST, "/units/7/people/9/stop", &m);
    assert_int_equal(m.n_params, 2);
    assert_int_equal(m.ids[0], 7);
    assert_string_equal(m.scopes[1]->param, "person");
    router_find(r, HTTP_POST, "/units", &m);
    assert_true(m.allows_get && !m.allows_post);
}

static void bad_rows_do_not_start(void **state)
{
    (void)state;
    static const struct form_def form;
    static const struct route bad[][2] = {
        {ROUTE_GET("/a", handler, PERM_NONE)},
        {ROUTE_GET("/a", NULL, PERM_PUBLIC)},
        {ROUTE_GET("a", handler, PERM_PUBLIC)},
        {ROUTE_GET("/{nobody}", handler, PERM_PUBLIC)},
        {ROUTE_GET("/a", handler, PERM_PUBLIC), ROUTE_GET("/a", handler, PERM_PUBLIC)},
        {ROUTE_GET("/{unit}", handler, PERM_PUBLIC), ROUTE_GET("/{person}", handler, PERM_PUBLIC)},
        {ROUTE_POST("/a", handler, PERM_PUBLIC, .form = &form)},
        {ROUTE_GET("/a", handler, PERM_PUBLIC, .form = &form, .retry = handler)},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct router *r;
        struct err err = {0};
        assert_int_equal(build(bad[i], bad[i][1].path ? 2 : 1, &r, &err), ERR_INVALID);
        assert_non_null(strstr(err.text, bad[i][0].path[0] == 'a' ? "a" : "/"));
    }
}

static void a_token_is_of_one_browser_and_one_weekend(void **state)
{
    (void)state;
    const unsigned char key[32] = {1}, other[32] = {2};
    unsigned char nonce[NONCE_BYTES], again[NONCE_BYTES];
    char *t = token_make(a, key, "cookie", 1000000);
    assert_int_equal(token_check(key, "cookie", t, 1000000, nonce), TOKEN_GOOD);
    assert_int_equal(token_check(key, "other", t, 1000000, NULL), TOKEN_BAD);
    assert_int_equal(token_check(key, "", t, 1000000, NULL), TOKEN_BAD);
    assert_int_equal(token_check(other, "cookie", t, 1000000, NULL), TOKEN_BAD);
    assert_int_equal(token_check(key, "cookie", "", 1000000, NULL), TOKEN_BAD);
    assert_int_equal(token_check(key, "cookie", "ab$", 1000000, NULL), TOKEN_BAD);
    assert_int_equal(token_check(key, "cookie", t, 1000000 + TOKEN_LIFE_MS, again), TOKEN_GOOD);
    assert_int_equal(token_check(key, "cookie", t, 1000001 + TOKEN_LIFE_MS, NULL), TOKEN_OLD);
    assert_memory_equal(nonce, again, NONCE_BYTES);
    for (size_t i = 0; t[i]; i++) {
        char was = t[i];
        t[i] = was == 'A' ? 'B' : 'A';
        assert_int_equal(token_check(key, "cookie", t, 1000000, NULL), TOKEN_BAD);
        t[i] = was;
    }
}

static void a_secret_is_long_and_kept_as_a_hash(void **state)
{
    (void)state;
    char *one = secret_new(a), *two = secret_new(a);
    assert_true(strlen(one) >= 43);
    assert_string_not_equal(one, two);
    struct db_blob h = secret_hash(a, one), same = secret_hash(a, one);
    assert_int_equal(h.n, 32);
    assert_memory_equal(h.p, same.p, 32);
    assert_null(memmem(one, strlen(one), h.p, 32));
}

/* The matrix, written again from the issue: what each role may do where it is held. */
static void roles_may_what_the_plan_says(void **state)
{
    (void)state;
    static const char *const perms = "UMRPpeLAS";
    static const enum perm bit_of[] = {PERM_UNIT_READ,        PERM_UNIT_MANAGE, PERM_ROLE_GRANT,
                                       PERM_PROGRAMME_MANAGE, PERM_PEOPLE_READ, PERM_PEOPLE_MANAGE,
                                       PERM_PAIR_MANAGE,      PERM_AUDIT_READ,  PERM_SYSTEM};
    static const char *const may[ROLE_COUNT] = {
        [ROLE_NONE] = "",         [ROLE_ADMIN] = "UMRAS",    [ROLE_FEDERAL] = "UMRA",
        [ROLE_REGIONAL] = "UMRA", [ROLE_MUNICIPAL] = "UMRA", [ROLE_COORDINATOR] = "URPpeLA",
        [ROLE_MENTOR] = "U",      [ROLE_MENTEE] = "U",       [ROLE_REPRESENTATIVE] = "U",
        [ROLE_EXPERT] = "U",      [ROLE_OBSERVER] = "U",
    };
    for (int role = 0; role < ROLE_COUNT; role++)
        for (size_t i = 0; perms[i]; i++)
            assert_int_equal((role_perms((enum role)role) >> bit_of[i] & 1) != 0,
                             strchr(may[role], perms[i]) != NULL);
    for (int role = ROLE_ADMIN; role < ROLE_COUNT; role++) {
        assert_int_equal(role_from_code(role_code((enum role)role)), role);
        assert_int_equal(role_needs_totp((enum role)role), role <= ROLE_COORDINATOR);
        assert_true(role_may_grant(ROLE_ADMIN, (enum role)role));
        assert_false(role_may_grant(ROLE_MENTOR, (enum role)role));
        if (role > ROLE_ADMIN)
            assert_false(role_may_grant((enum role)role, ROLE_ADMIN));
    }
    assert_false(role_may_grant(ROLE_COORDINATOR, ROLE_MUNICIPAL));
    assert_true(role_may_grant(ROLE_COORDINATOR, ROLE_MENTEE));
    assert_false(role_may_grant(ROLE_MUNICIPAL, ROLE_REGIONAL));
    assert_false(role_may_grant(ROLE_REGIONAL, ROLE_MENTEE));
    assert_int_equal(role_from_code("root"), ROLE_NONE);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(paths_lead_to_their_rows),
        CASE(bad_rows_do_not_start),
        CASE(a_token_is_of_one_browser_and_one_weekend),
        CASE(a_secret_is_long_and_kept_as_a_hash),
        CASE(roles_may_what_the_plan_says),
    };
    return cmocka_run_group_tests_name("router", tests, NULL, NULL);
}
