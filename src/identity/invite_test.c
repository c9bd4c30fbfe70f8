#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "frame/frame_testing.h"
#include "identity/invite.h"
#include "identity/role.h"

struct world {
    struct testing *t;
    struct db *db;
    struct arena *a;
    int64_t root, school, other, curator;
};

static const struct module *const list[] = {&invite_module, &testing_units};

static int setup(void **state)
{
    struct testing *t = testing_new(list, 2);
    struct world *w = arena_new_of(t->a, struct world);
    w->t = t;
    w->db = t->db->db;
    w->a = t->a;
    w->root = testing_unit(t, 0, "federation", "Россия");
    w->school = testing_unit(t, w->root, "organisation", "Школа № 5");
    w->other = testing_unit(t, w->root, "organisation", "Школа № 6");
    w->curator = testing_account(t, "curator", ROLE_COORDINATOR, w->school);
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    testing_free(((struct world *)*state)->t);
    return 0;
}

static const char *invites(struct world *w)
{
    return arena_printf(w->a, "/units/%lld/invites", (long long)w->school);
}

/* A new invitation made through the page; its id. */
static int64_t invite(struct world *w, const char *role, const char *person)
{
    struct reply r = test_post(w->t, w->curator, arena_printf(w->a, "%s/new", invites(w)), "name",
                               "Белова", "role", role, "person", person, NULL);
    assert_int_equal(r.status, 303);
    return strtoll(strrchr(r.location, '/') + 1, NULL, 10);
}

static const char *token_of(struct world *w, int64_t id)
{
    char *token = arena_alloc(w->a, INVITE_TOKEN_LEN + 1);
    invite_token(w->t->app.key, id, token);
    return token;
}

static struct reply accept(struct world *w, const char *token, const char *login)
{
    return test_post(w->t, 0, "/invite", "token", token, "surname", "Белова", "given", "Мария",
                     "patronymic", "", "login", login, "password", "три слова и пробел", "email",
                     "", NULL);
}

static void newcomer_gets_the_role_once(void **state)
{
    struct world *w = *state;
    int64_t id = invite(w, "mentor", "");
    const char *token = token_of(w, id);
    struct reply r =
        test_get(w->t, w->curator, arena_printf(w->a, "%s/%lld", invites(w), (long long)id));
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, token));
    assert_non_null(strstr(r.body, "<svg"));
    assert_int_equal(
        db_testing_number(w->db, "SELECT count(*) FROM invite WHERE length(token_hash) = 32"), 1);

    r = test_get(w->t, 0, arena_printf(w->a, "/invite?token=%s", token));
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "Приглашение: наставник"));
    assert_int_equal(accept(w, token, "curator").status, 422); /* the login is taken */
    r = accept(w, token, "belova");
    assert_int_equal(r.status, 303);
    assert_non_null(strstr(r.cookies, "session="));
    assert_int_equal(db_testing_number(w->db, "SELECT count(*) FROM role_grant WHERE role = 6 AND "
                                              "sort_key = 'белова мария'"),
                     1);
    assert_int_equal(db_testing_number(w->db, "SELECT count(*) FROM audit WHERE action = "
                                              "'invite_accept' AND detail = 'наставник'"),
                     1);
    assert_int_equal(accept(w, token, "belova2").status, 404);
    assert_int_equal(test_get(w->t, 0, arena_printf(w->a, "/invite?token=%s", token)).status, 404);
}

static void for_one_known_person(void **state)
{
    struct world *w = *state;
    int64_t person = testing_person(w->t, w->school, "Ким", "Артём");
    int64_t stranger = testing_person(w->t, w->other, "Чужой", "Пётр");
    struct reply r =
        test_post(w->t, w->curator, arena_printf(w->a, "%s/new", invites(w)), "role", "mentor",
                  "person", arena_printf(w->a, "%lld", (long long)stranger), NULL);
    assert_int_equal(r.status, 404);
    int64_t id = invite(w, "mentor", arena_printf(w->a, "%lld", (long long)person));
    const char *token = token_of(w, id);
    r = test_get(w->t, 0, arena_printf(w->a, "/invite?token=%s", token));
    assert_null(strstr(r.body, "name=\"surname\""));
    r = accept(w, token, "kim"); /* the form with a name does not fit it */
    assert_int_equal(r.status, 404);
    r = test_post(w->t, 0, "/invite/known", "token", token, "login", "kim", "password",
                  "три слова и пробел", "email", "", NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(db_testing_number(w->db, arena_printf(w->a,
                                                           "SELECT count(*) FROM account WHERE "
                                                           "login = 'kim' AND person_id = %lld",
                                                           (long long)person)),
                     1);
    assert_int_equal(db_testing_number(w->db, "SELECT count(*) FROM person"), 3);
}

static void existing_account_joins(void **state)
{
    struct world *w = *state;
    int64_t other = testing_account(w->t, "expert", ROLE_NONE, w->other);
    const char *token = token_of(w, invite(w, "expert", ""));
    struct reply r = test_get(w->t, other, arena_printf(w->a, "/invite?token=%s", token));
    assert_non_null(strstr(r.body, "Сейчас выполнен вход"));
    r = test_post(w->t, other, "/invite/join", "token", token, NULL);
    assert_int_equal(r.status, 303);
    assert_int_equal(db_testing_number(w->db, "SELECT count(*) FROM role_grant WHERE role = 9"), 1);
    r = test_post(w->t, other, "/invite/join", "token", token, NULL);
    assert_int_equal(r.status, 404);
    /* An invitation of one person is not for another. */
    int64_t person = testing_person(w->t, w->school, "Ким", "Артём");
    token = token_of(w, invite(w, "mentor", arena_printf(w->a, "%lld", (long long)person)));
    assert_int_equal(test_post(w->t, other, "/invite/join", "token", token, NULL).status, 409);
}

/* The parent is somebody else than the child, with a name of their own. */
static void a_parent_comes_to_represent_a_child(void **state)
{
    struct world *w = *state;
    int64_t child = testing_person(w->t, w->school, "Ким", "Артём");
    const char *id = arena_printf(w->a, "%lld", (long long)child);
    struct reply r = test_post(w->t, w->curator, arena_printf(w->a, "%s/new", invites(w)), "name",
                               "Мама", "role", "representative", NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "с карточки ребёнка"));
    const char *token = token_of(w, invite(w, "representative", id));
    r = test_get(w->t, 0, arena_printf(w->a, "/invite?token=%s", token));
    assert_non_null(strstr(r.body, "name=\"surname\""));
    assert_int_equal(accept(w, token, "mother").status, 303);
    const char *sql = "SELECT count(*) FROM account a JOIN representative r ON r.person_id = "
                      "a.person_id JOIN person p ON p.id = a.person_id WHERE a.login = 'mother' "
                      "AND p.surname = 'Белова' AND r.minor_id <> r.person_id";
    assert_int_equal(db_testing_number(w->db, sql), 1);
    assert_int_equal(db_testing_number(w->db, arena_printf(w->a,
                                                           "SELECT count(*) FROM account "
                                                           "WHERE person_id = %lld",
                                                           (long long)child)),
                     0);
    /* A parent of another child of the school takes the second by the same login. */
    int64_t second = testing_person(w->t, w->school, "Ким", "Вера");
    int64_t mother = db_testing_number(w->db, "SELECT id FROM account WHERE login = 'mother'");
    token = token_of(w, invite(w, "representative", arena_printf(w->a, "%lld", (long long)second)));
    assert_int_equal(test_post(w->t, mother, "/invite/join", "token", token, NULL).status, 303);
    assert_int_equal(db_testing_number(w->db, "SELECT count(*) FROM representative"), 2);
    /* The child does not become its own parent, and three are too many. */
    int64_t kim = testing_account(w->t, "kim", ROLE_MENTEE, w->school);
    db_testing_sql(w->db, arena_printf(w->a, "UPDATE account SET person_id = %lld WHERE id = %lld",
                                       (long long)child, (long long)kim));
    token = token_of(w, invite(w, "representative", id));
    assert_int_equal(test_post(w->t, kim, "/invite/join", "token", token, NULL).status, 409);
    assert_int_equal(accept(w, token, "father").status, 303);
    token = token_of(w, invite(w, "representative", id));
    r = accept(w, token, "uncle");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "уже есть два представителя"));
    /* With the role goes what it opened. */
    struct err err = {0};
    const struct role_change taken = {w->curator, ROLE_COORDINATOR, w->school, ROLE_REPRESENTATIVE,
                                      mother};
    assert_int_equal(role_take(w->db, w->a, &taken, &err), 0);
    assert_int_equal(db_testing_number(w->db, "SELECT count(*) FROM representative"), 1);
}

static void of_an_adult_nobody_is_a_representative(void **state)
{
    struct world *w = *state;
    int64_t adult = testing_person(w->t, w->school, "Орлова", "Дарья");
    db_testing_sql(w->db, arena_printf(w->a, "UPDATE person SET birth_year = 1990 WHERE id = %lld",
                                       (long long)adult));
    struct reply r =
        test_post(w->t, w->curator, arena_printf(w->a, "%s/new", invites(w)), "role",
                  "representative", "person", arena_printf(w->a, "%lld", (long long)adult), NULL);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "уже есть 18 лет"));
}

static void withdrawn_or_late_is_gone(void **state)
{
    struct world *w = *state;
    int64_t id = invite(w, "mentor", "");
    const char *path = arena_printf(w->a, "%s/%lld/withdraw", invites(w), (long long)id);
    assert_int_equal(test_post(w->t, w->curator, path, NULL).status, 303);
    assert_int_equal(accept(w, token_of(w, id), "late").status, 404);
    assert_int_equal(test_post(w->t, w->curator, path, NULL).status, 409);
    id = invite(w, "mentor", "");
    testing_later(w->t, INVITE_DAYS * INT64_C(86400000) + 1);
    assert_int_equal(accept(w, token_of(w, id), "late").status, 404);
    assert_int_equal(accept(w, "короткий", "late").status, 404);
    assert_int_equal(db_testing_number(w->db, "SELECT count(*) FROM account WHERE login = 'late'"),
                     0);
}

static void nobody_invites_above_oneself(void **state)
{
    struct world *w = *state;
    struct reply r = test_post(w->t, w->curator, arena_printf(w->a, "%s/new", invites(w)), "name",
                               "", "role", "regional", NULL);
    assert_int_equal(r.status, 422);
    r = test_post(w->t, w->curator, arena_printf(w->a, "%s/new", invites(w)), "name", "", "role",
                  "observer", NULL);
    assert_int_equal(r.status, 422);
    int64_t mentor = testing_account(w->t, "m", ROLE_MENTOR, w->school);
    assert_int_equal(test_get(w->t, mentor, invites(w)).status, 403);
    assert_int_equal(
        test_get(w->t, w->curator, arena_printf(w->a, "/units/%lld/invites", (long long)w->other))
            .status,
        404);
}

static void first_administrator_comes_by_a_link(void **state)
{
    struct world *w = *state;
    struct err err = {0};
    const char *url;
    assert_int_equal(invite_first_admin(w->db, w->a, &w->t->app, &err, &url), 0);
    const char *token = strstr(url, "token=") + 6;
    struct invite got;
    assert_int_equal(invite_by_token(w->db, w->a, &w->t->clock, token, &got), 1);
    assert_int_equal(got.role, ROLE_ADMIN);
    assert_int_equal(got.unit_id, w->root);
    assert_int_equal(accept(w, token, "boss").status, 303);
    assert_int_equal(invite_first_admin(w->db, w->a, &w->t->app, &err, &url), ERR_CONFLICT);
}

static void a_link_does_not_outlive_the_right(void **state)
{
    struct world *w = *state;
    const char *token = token_of(w, invite(w, "coordinator", ""));
    const char *second = token_of(w, invite(w, "mentor", ""));
    struct reply r = test_post(w->t, w->curator, "/invite/join", "token", token, NULL);
    assert_int_equal(r.status, 409); /* one's own */
    db_testing_sql(w->db, "DELETE FROM role_grant");
    assert_int_equal(accept(w, token, "back").status, 422);
    int64_t expert = testing_account(w->t, "expert", ROLE_NONE, w->other);
    assert_int_equal(test_post(w->t, expert, "/invite/join", "token", token, NULL).status, 409);
    testing_grant(w->t, w->curator, ROLE_COORDINATOR, w->school);
    assert_int_equal(accept(w, token, "colleague").status, 303);
    db_testing_sql(w->db, "UPDATE account SET disabled_at = 1 WHERE login = 'curator'");
    assert_int_equal(accept(w, second, "pupil").status, 422);
}

static void a_link_is_seen_by_those_who_could_give_it(void **state)
{
    struct world *w = *state;
    int64_t federal = testing_account(w->t, "federal", ROLE_FEDERAL, w->root);
    int64_t admin = testing_account(w->t, "admin", ROLE_ADMIN, w->root);
    const char *root = arena_printf(w->a, "/units/%lld/invites", (long long)w->root);
    struct reply r =
        test_post(w->t, admin, arena_printf(w->a, "%s/new", root), "role", "admin", NULL);
    assert_int_equal(r.status, 303);
    const char *made = arena_strdup(w->a, r.location);
    assert_int_equal(test_get(w->t, admin, made).status, 200);
    assert_int_equal(test_get(w->t, federal, made).status, 404);
    assert_null(strstr(test_get(w->t, federal, root).body, made));
    r = test_post(w->t, federal, arena_printf(w->a, "%s/withdraw", made), NULL);
    assert_int_equal(r.status, 404);
    /* Whom a school invites is not for the levels above it. */
    int64_t pupil = testing_person(w->t, w->school, "Ким", "Артём");
    const char *id = arena_printf(w->a, "%lld", (long long)pupil);
    int64_t own = invite(w, "mentee", id);
    assert_null(strstr(test_get(w->t, admin, invites(w)).body, "Ким"));
    r = test_get(w->t, admin, arena_printf(w->a, "%s/%lld", invites(w), (long long)own));
    assert_int_equal(r.status, 200);
    assert_null(strstr(r.body, "Ким"));
    r = test_get(w->t, federal, arena_printf(w->a, "%s/new?person=%s", invites(w), id));
    assert_int_equal(r.status, 404);
}

static void console_links_end_with_the_first_administrator(void **state)
{
    struct world *w = *state;
    struct err err = {0};
    const char *one, *two;
    assert_int_equal(invite_first_admin(w->db, w->a, &w->t->app, &err, &one), 0);
    assert_int_equal(invite_first_admin(w->db, w->a, &w->t->app, &err, &two), 0);
    assert_int_equal(accept(w, strstr(two, "token=") + 6, "boss").status, 303);
    assert_int_equal(accept(w, strstr(one, "token=") + 6, "thief").status, 422);
}

static void first_link_lives_an_hour(void **state)
{
    struct world *w = *state;
    struct err err = {0};
    const char *url;
    assert_int_equal(invite_first_admin(w->db, w->a, &w->t->app, &err, &url), 0);
    testing_later(w->t, 3600001);
    assert_int_equal(accept(w, strstr(url, "token=") + 6, "boss").status, 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(newcomer_gets_the_role_once, setup, teardown),
        cmocka_unit_test_setup_teardown(for_one_known_person, setup, teardown),
        cmocka_unit_test_setup_teardown(existing_account_joins, setup, teardown),
        cmocka_unit_test_setup_teardown(a_parent_comes_to_represent_a_child, setup, teardown),
        cmocka_unit_test_setup_teardown(of_an_adult_nobody_is_a_representative, setup, teardown),
        cmocka_unit_test_setup_teardown(withdrawn_or_late_is_gone, setup, teardown),
        cmocka_unit_test_setup_teardown(nobody_invites_above_oneself, setup, teardown),
        cmocka_unit_test_setup_teardown(first_administrator_comes_by_a_link, setup, teardown),
        cmocka_unit_test_setup_teardown(a_link_does_not_outlive_the_right, setup, teardown),
        cmocka_unit_test_setup_teardown(a_link_is_seen_by_those_who_could_give_it, setup, teardown),
        cmocka_unit_test_setup_teardown(console_links_end_with_the_first_administrator, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(first_link_lives_an_hour, setup, teardown),
    };
    return cmocka_run_group_tests_name("invite", tests, NULL, NULL);
}
