/* For tests of accounts: a mentor and a coordinator with a password, and their sign-in. */
#pragma once

/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <string.h>

#include "frame/frame_testing.h"
#include "identity/account.h"
#include "identity/password.h"
#include "identity/profile.h"

#define PASSWORD "три слова и пробел"

struct world {
    struct testing *t;
    struct db *db;
    struct arena *a;
    int64_t school, kim, curator;
};

static const struct module *const list[] = {&account_module, &profile_module, &testing_units};

static inline int setup(void **state)
{
    struct testing *t = testing_new(list, 3);
    struct world *w = arena_new_of(t->a, struct world);
    w->t = t;
    w->db = t->db->db;
    w->a = t->a;
    int64_t root = testing_unit(t, 0, "federation", "Россия");
    w->school = testing_unit(t, root, "organisation", "Школа № 5");
    w->kim = testing_account(t, "kim", ROLE_MENTOR, w->school);
    w->curator = testing_account(t, "curator", ROLE_COORDINATOR, w->school);
    char hash[PASSWORD_HASH_MAX];
    password_hash(PASSWORD, hash);
    assert_int_equal(account_set_password(w->db, w->kim, hash), 0);
    assert_int_equal(account_set_password(w->db, w->curator, hash), 0);
    assert_int_equal(account_set_email(w->db, w->kim, "kim@example.org"), 0);
    *state = w;
    return 0;
}

static inline int teardown(void **state)
{
    testing_free(((struct world *)*state)->t);
    return 0;
}

static inline struct reply post_as(struct world *w, const char *cookies, const char *path,
                                   const char *name1, const char *value1, const char *name2,
                                   const char *value2)
{
    struct form_pair pairs[3] = {{"_token", test_token(w->t, cookies)}, {name1, value1}};
    size_t n = 2;
    if (name2)
        pairs[n++] = (struct form_pair){name2, value2};
    return test_request(w->t, "POST", path, cookies, pairs, n);
}

static inline struct reply log_in(struct world *w, const char *login, const char *password)
{
    return post_as(w, "visitor=visitor", "/login", "login", login, "password", password);
}
