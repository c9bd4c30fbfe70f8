/*
 * Every route × every role × where the role is held. Who may is written a second time in
 * tests/data/routes.tsv: a route that is not there, or is there with another permission, fails.
 * From it, a table of what roles may do and the place in the tree the expected answer is worked
 * out here, not by the frame; the handlers are replaced, so that only access is asked.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/fs.h"
#include "base/strbuf.h"
#include "base/tsv.h"
#include "cmd/modules.h"
#include "fixtures.h"
#include "frame/req.h"

enum place { AT_UNIT, AT_PARENT, AT_SIBLING, BELOW, PLACES };
static const char *const place_names[] = {"at the unit", "at its parent", "at a sibling",
                                          "below it"};

enum outcome { OPEN, LOGIN, MISSING, FORBIDDEN };
static const char *const outcome_names[] = {"open", "sign-in", "404", "403"};

/* From the plan: U names and numbers of units, M manage units, R give roles, P programmes,
 * p see people, e edit people, L pairs, A journal, S system, N numbers. */
static const char *const may[ROLE_COUNT] = {
    [ROLE_ADMIN] = "UMRASN",    [ROLE_FEDERAL] = "UMRAN",        [ROLE_REGIONAL] = "UMRAN",
    [ROLE_MUNICIPAL] = "UMRAN", [ROLE_COORDINATOR] = "URPpeLAN", [ROLE_MENTOR] = "U",
    [ROLE_MENTEE] = "U",        [ROLE_REPRESENTATIVE] = "U",     [ROLE_EXPERT] = "U",
    [ROLE_OBSERVER] = "U",
};
static const char letters[PERM_COUNT] = {
    [PERM_UNIT_READ] = 'U',        [PERM_UNIT_MANAGE] = 'M', [PERM_ROLE_GRANT] = 'R',
    [PERM_PROGRAMME_MANAGE] = 'P', [PERM_PEOPLE_READ] = 'p', [PERM_PEOPLE_MANAGE] = 'e',
    [PERM_PAIR_MANAGE] = 'L',      [PERM_AUDIT_READ] = 'A',  [PERM_SYSTEM] = 'S',
    [PERM_NUMBERS] = 'N',
};

/* As routes.tsv calls them. */
static const char *const perm_names[PERM_COUNT] = {
    [PERM_NONE] = "",
    [PERM_PUBLIC] = "public",
    [PERM_SIGNED_IN] = "signed-in",
    [PERM_OWN] = "own",
    [PERM_UNIT_READ] = "unit-read",
    [PERM_UNIT_MANAGE] = "unit-manage",
    [PERM_ROLE_GRANT] = "role-grant",
    [PERM_PROGRAMME_MANAGE] = "programme-manage",
    [PERM_PEOPLE_READ] = "people-read",
    [PERM_PEOPLE_MANAGE] = "people-manage",
    [PERM_PAIR_MANAGE] = "pair-manage",
    [PERM_AUDIT_READ] = "audit-read",
    [PERM_SYSTEM] = "system",
    [PERM_NUMBERS] = "numbers",
};

struct world {
    struct arena *a; /* of the replaced modules */
    struct testing *t;
    int64_t units[PLACES];
    int64_t accounts[ROLE_COUNT][PLACES];
    const char *cookies[ROLE_COUNT][PLACES];
    int64_t owner; /* an account without any role */
    const char *owner_cookies, *stranger_cookies;
    const char *blank_cookies; /* of an account that is nobody's */
};

static int open_door(struct req *req)
{
    return req_text(req, 200, "open");
}

/* The program's modules with every handler replaced. */
static const struct module **doors(struct arena *a, size_t *ret_n)
{
    const struct module **list = arena_array(a, const struct module *, n_modules);
    size_t n = 0;
    for (size_t m = 0; m < n_modules; m++) {
        struct module *copy = arena_new_of(a, struct module);
        struct route *rows = arena_array(a, struct route, modules[m]->n_routes);
        for (size_t i = 0; i < modules[m]->n_routes; i++) {
            rows[i] = modules[m]->routes[i];
            rows[i].handler = open_door;
            rows[i].form = NULL;
            rows[i].prepare = NULL;
        }
        *copy = (struct module){.name = modules[m]->name,
                                .routes = rows,
                                .n_routes = modules[m]->n_routes,
                                .scopes = modules[m]->scopes,
                                .n_scopes = modules[m]->n_scopes};
        list[n++] = copy;
    }
    *ret_n = n;
    return list;
}

static int set_up(void **state)
{
    struct arena *a = arena_new();
    size_t n;
    const struct module **list = doors(a, &n);
    struct testing *t = testing_new_exactly(list, n);
    struct world *w = arena_new_of(t->a, struct world);
    w->a = a;
    w->t = t;
    w->units[AT_PARENT] = testing_unit(t, 0, "municipality", "Округ");
    w->units[AT_UNIT] = testing_unit(t, w->units[AT_PARENT], "organisation", "Школа № 5");
    w->units[AT_SIBLING] = testing_unit(t, w->units[AT_PARENT], "organisation", "Школа № 6");
    w->units[BELOW] = testing_unit(t, w->units[AT_UNIT], "partner", "Кружок");
    for (int r = ROLE_ADMIN; r < ROLE_COUNT; r++)
        for (int p = 0; p < PLACES; p++) {
            w->accounts[r][p] =
                testing_account(t, arena_printf(t->a, "r%dp%d", r, p), (enum role)r, w->units[p]);
            w->cookies[r][p] = test_sign_in(t, w->accounts[r][p], true);
        }
    w->owner = testing_account(t, "owner", ROLE_NONE, w->units[AT_UNIT]);
    w->owner_cookies = test_sign_in(t, w->owner, true);
    w->stranger_cookies =
        test_sign_in(t, testing_account(t, "stranger", ROLE_NONE, w->units[AT_UNIT]), true);
    w->blank_cookies = test_sign_in(t, testing_account(t, "blank", ROLE_NONE, 0), true);
    fixtures_make(t, w->units[AT_UNIT], testing_person_of(t, w->owner));
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    struct arena *a = w->a;
    testing_free(w->t);
    arena_free(a);
    return 0;
}

/* "/programmes/{programme}" with the ids of the fixtures; *ret_objects counts them. */
static const char *path_of(struct world *w, const char *pattern, size_t *ret_objects)
{
    struct strbuf b;
    strbuf_init(&b, w->t->a);
    *ret_objects = 0;
    for (const char *s = pattern; *s;) {
        if (*s != '{') {
            strbuf_putc(&b, *s++);
            continue;
        }
        size_t n = strcspn(s, "}");
        char *param = arena_strndup(w->t->a, s + 1, n - 1);
        int64_t id = fixtures_id(w->t, param, w->units[AT_UNIT], testing_person_of(w->t, w->owner));
        if (!id)
            fail_msg("%s: add {%s} to tests/fixtures.c", pattern, param);
        strbuf_printf(&b, "%lld", (long long)id);
        ++*ret_objects;
        s += n + 1;
    }
    return b.s;
}

static enum outcome expected(enum perm perm, enum role role, enum place place, size_t objects)
{
    if (perm == PERM_PUBLIC)
        return OPEN;
    bool reaches = place == AT_UNIT || place == AT_PARENT;
    if (objects && !reaches)
        return MISSING;
    if (perm == PERM_SIGNED_IN)
        return OPEN;
    if (perm == PERM_OWN)
        return objects ? FORBIDDEN : OPEN;
    return strchr(may[role], letters[perm]) ? OPEN : FORBIDDEN;
}

static enum outcome asked(struct world *w, const struct route *row, const char *path,
                          const char *cookies)
{
    struct form_pair token = {"_token", test_token(w->t, cookies)};
    bool post = row->method == HTTP_POST;
    struct reply r = test_request(w->t, post ? "POST" : "GET", path, cookies, &token, post);
    if (r.status == 200 && strcmp(r.body, "open") == 0)
        return OPEN;
    if (r.status == 303 && strncmp(r.location, "/login", 6) == 0)
        return LOGIN;
    if (r.status == 404 || r.status == 403)
        return r.status == 404 ? MISSING : FORBIDDEN;
    fail_msg("%s: status %d, location %s", row->path, r.status, r.location);
    return OPEN;
}

static const char *method_of(const struct route *row)
{
    return row->method == HTTP_POST ? "POST" : "GET";
}

static void must_be(const struct route *row, const char *who, enum outcome want, enum outcome got)
{
    if (want != got)
        fail_msg("%s %s as %s: %s instead of %s", method_of(row), row->path, who,
                 outcome_names[got], outcome_names[want]);
}

static int64_t denied(struct world *w)
{
    return db_testing_number(w->t->db->db, "SELECT count(*) FROM audit WHERE action = 'denied'");
}

static void check_roles(struct world *w, const struct route *row, const char *path, size_t objects)
{
    for (int r = ROLE_ADMIN; r < ROLE_COUNT; r++)
        for (int p = 0; p < PLACES; p++) {
            enum outcome want = expected(row->perm, (enum role)r, (enum place)p, objects);
            int64_t before = want == MISSING ? denied(w) : 0;
            enum outcome got = asked(w, row, path, w->cookies[r][p]);
            const char *who =
                arena_printf(w->t->a, "%s %s", role_code((enum role)r), place_names[p]);
            must_be(row, who, want, got);
            if (want == MISSING)
                assert_int_equal(denied(w), before + 1);
        }
}

/* Is it a thing of the owner? Worked out from the last object's kind. */
static bool owners(const char *pattern)
{
    static const char *const kinds[] = {
        "{person}",   "{pair}",     "{participation}", "{notice}", "{consent}",
        "{couple}",   "{meeting}",  "{personal}",      "{lesson}", "{lesson_visit}",
        "{addendum}", "{evidence}", "{card}"};
    const char *last = strrchr(pattern, '{');
    for (size_t i = 0; last && i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(last, kinds[i], strlen(kinds[i])) == 0)
            return true;
    return false;
}

static void check_others(struct world *w, const struct route *row, const char *path, size_t objects)
{
    enum perm perm = row->perm;
    bool public = perm == PERM_PUBLIC, own = perm == PERM_OWN || perm == PERM_SIGNED_IN;
    must_be(row, "nobody", public ? OPEN : LOGIN, asked(w, row, path, "visitor=v"));
    enum outcome stranger = public || (own && !objects) ? OPEN : objects ? MISSING : FORBIDDEN;
    must_be(row, "a stranger", stranger, asked(w, row, path, w->stranger_cookies));
    must_be(row, "an account without a person", stranger, asked(w, row, path, w->blank_cookies));
    if (own && owners(row->path))
        must_be(row, "the owner", OPEN, asked(w, row, path, w->owner_cookies));
}

static void every_route_is_in_the_table(void **state)
{
    struct world *w = *state;
    struct err err = {0};
    struct tsv t;
    char *text;
    size_t n, routes = 0;
    assert_int_equal(fs_read(w->a, ROUTES, 1 << 20, &err, &text, &n), 0);
    assert_int_equal(tsv_parse(w->a, "routes.tsv", text, n, &err, &t), 0);
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_routes; i++, routes++) {
            const struct route *row = &modules[m]->routes[i];
            size_t k = 0;
            while (k < t.n_rows && (strcmp(tsv_get(&t, k, "method"), method_of(row)) != 0 ||
                                    strcmp(tsv_get(&t, k, "path"), row->path) != 0))
                k++;
            if (k == t.n_rows)
                fail_msg("add to tests/data/routes.tsv who may: %s\t%s\t%s", method_of(row),
                         row->path, perm_names[row->perm]);
            if (strcmp(tsv_get(&t, k, "who"), perm_names[row->perm]) != 0)
                fail_msg("%s %s: the program says %s, tests/data/routes.tsv %s", method_of(row),
                         row->path, perm_names[row->perm], tsv_get(&t, k, "who"));
        }
    assert_int_equal(t.n_rows, routes); /* nor is there one that the program has no more */
}

static void every_route_opens_to_whom_the_plan_says(void **state)
{
    struct world *w = *state;
    size_t routes = 0;
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_routes; i++, routes++) {
            const struct route *row = &modules[m]->routes[i];
            size_t objects;
            const char *path = path_of(w, row->path, &objects);
            check_roles(w, row, path, objects);
            check_others(w, row, path, objects);
        }
    print_message("# %zu routes\n", routes);
}

/* The id of a thing that does not exist gives the same page, and no row in the journal. */
static void missing_things_are_not_told_from_foreign_ones(void **state)
{
    struct world *w = *state;
    const char *cookies = w->cookies[ROLE_MENTOR][AT_SIBLING];
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_routes; i++) {
            const struct route *row = &modules[m]->routes[i];
            const char *last = strrchr(row->path, '{');
            if (!last || row->perm == PERM_PUBLIC)
                continue;
            size_t objects;
            const char *head = arena_strndup(w->t->a, row->path, (size_t)(last - row->path));
            const char *tail = strchr(last, '}') + 1;
            const char *path =
                arena_printf(w->t->a, "%s999999999999%s", path_of(w, head, &objects), tail);
            must_be(row, "mentor of another school", MISSING, asked(w, row, path, cookies));
        }
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(every_route_is_in_the_table),
        CASE(every_route_opens_to_whom_the_plan_says),
        CASE(missing_things_are_not_told_from_foreign_ones),
    };
    return cmocka_run_group_tests_name("routes", tests, NULL, NULL);
}
