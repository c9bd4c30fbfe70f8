/* For the tests of the frame: a small module, and people of several units who use it. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/i18n.h"
#include "frame/form.h"
#include "frame/frame_testing.h"
#include "frame/page.h"
#include "frame/req.h"
#include "frame/session.h"

/* A small module: units, and a note at each that can be written. */
struct note_form {
    const char *text;
    const char *secret;
};
static const struct field note_fields[] = {
    FIELD(struct note_form, text, FIELD_AREA, .label = "Заметка", .max = 5000),
    FIELD(struct note_form, secret, FIELD_PASSWORD, .label = "Пароль", .optional = true),
};
static const struct form_def note_form = FORM_DEF(struct note_form, note_fields);

static inline int answer(struct req *req)
{
    return req_text(req, 200, req->who.name ? req->who.name : "nobody");
}

static inline int note_page(struct req *req)
{
    struct form *f = req_form(req, &note_form, NULL);
    const char *error = form_error_of(f, "text");
    struct form_problem const *problems;
    size_t n = form_problems(f, &problems);
    return req_text(req, error ? 422 : 200,
                    arena_printf(req->a, "%s|%s|%s", form_raw(f, "text"), error ? error : "",
                                 n && !problems[0].field ? problems[0].text : ""));
}

static int busy; /* so often the database is busy */

static inline int note_save(struct req *req)
{
    const struct note_form *in = req_input(req);
    if (strcmp(in->text, "плохо") == 0) {
        form_error(req->form, "text", "нельзя");
        return req_retry(req);
    }
    int rc = req_audit(req, "note", "unit", req_id(req, "unit"), "");
    if (rc < 0)
        return rc;
    if (strcmp(in->text, "сломать") == 0)
        return ERR_IO;
    if (busy > 0 && busy--)
        return ERR_BUSY;
    req_notice(req, "%s", "Сохранено");
    return req_redirect(req, "/units/%lld", (long long)req_id(req, "unit"));
}

static inline int sign_in(struct req *req)
{
    int rc = throttle_check(req, "anna");
    if (rc < 0)
        return rc;
    throttle_failed(req, "anna");
    return req_retry(req);
}

static inline int find_unit(struct req *req, int64_t id, struct object *ret)
{
    (void)req;
    /* Units of the test answer for themselves; id 7 is nobody's, 8 is missing. */
    if (id == 8)
        return 0;
    *ret = (struct object){.unit_id = id};
    return 1;
}

static int64_t owner;

static inline int find_own(struct req *req, int64_t id, struct object *ret)
{
    (void)req;
    *ret = (struct object){.unit_id = id, .persons = {owner}};
    return 1;
}

static const struct route rows[] = {
    ROUTE_GET("/", answer, PERM_PUBLIC),
    ROUTE_GET("/home", answer, PERM_SIGNED_IN),
    ROUTE_GET("/system", answer, PERM_SYSTEM),
    ROUTE_GET("/units/{unit}", answer, PERM_UNIT_READ),
    ROUTE_GET("/units/{unit}/people", answer, PERM_PEOPLE_READ),
    ROUTE_GET("/units/{unit}/note", note_page, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/units/{unit}/note", note_save, PERM_PEOPLE_MANAGE, .form = &note_form,
               .retry = note_page),
    ROUTE_GET("/own/{own}", answer, PERM_OWN),
    ROUTE_POST("/units/{unit}/file", answer, PERM_PEOPLE_MANAGE, .flags = ROUTE_UPLOAD),
    ROUTE_GET("/totp", answer, PERM_SIGNED_IN, .flags = ROUTE_NO_TOTP),
    ROUTE_GET("/login", answer, PERM_PUBLIC),
    ROUTE_POST("/login", sign_in, PERM_PUBLIC, .form = &note_form, .retry = note_page),
};
static const struct scope scopes[] = {{"unit", find_unit}, {"own", find_own}};
static const struct module test_module = {.name = "test",
                                          .routes = rows,
                                          .n_routes = sizeof rows / sizeof *rows,
                                          .scopes = scopes,
                                          .n_scopes = sizeof scopes / sizeof *scopes};
static const struct module *const list[] = {&test_module};

struct world {
    struct testing *t;
    int64_t region, town, school, other;
    int64_t anna;  /* coordinator at school */
    int64_t boris; /* municipal at town */
    int64_t vera;  /* mentor at school */
    int64_t gleb;  /* signed in, no role */
};

static inline int set_up(void **state)
{
    struct testing *t = testing_new(list, 1);
    struct world *w = arena_new_of(t->a, struct world);
    w->t = t;
    w->region = testing_unit(t, 0, "region", "Край");
    w->town = testing_unit(t, w->region, "municipality", "Округ");
    w->school = testing_unit(t, w->town, "organisation", "Школа № 5");
    w->other = testing_unit(t, w->town, "organisation", "Школа № 6");
    w->anna = testing_account(t, "anna", ROLE_COORDINATOR, w->school);
    w->boris = testing_account(t, "boris", ROLE_MUNICIPAL, w->town);
    w->vera = testing_account(t, "vera", ROLE_MENTOR, w->school);
    w->gleb = testing_account(t, "gleb", ROLE_NONE, w->school);
    owner = testing_person_of(t, w->vera);
    *state = w;
    return 0;
}

static inline int tear_down(void **state)
{
    struct world *w = *state;
    testing_free(w->t);
    return 0;
}

static inline int get_status(struct world *w, int64_t account, const char *fmt, int64_t id)
{
    return test_get(w->t, account, arena_printf(w->t->a, fmt, (long long)id)).status;
}

static inline int64_t count(struct world *w, const char *sql)
{
    return db_testing_number(w->t->db->db, sql);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
