/* A request from its address to its answer: access, forms, tokens, sessions, what is kept. */
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
    FIELD(struct note_form, text, FIELD_AREA, .label = N_("Заметка"), .max = 5000),
    FIELD(struct note_form, secret, FIELD_PASSWORD, .label = N_("Пароль"), .optional = true),
};
static const struct form_def note_form = FORM_DEF(struct note_form, note_fields);

static int answer(struct req *req)
{
    return req_text(req, 200, req->who.name ? req->who.name : "nobody");
}

static int note_page(struct req *req)
{
    struct form *f = req_form(req, &note_form, NULL);
    const char *error = form_error_of(f, "text");
    struct form_problem const *problems;
    size_t n = form_problems(f, &problems);
    return req_text(req, error ? 422 : 200,
                    arena_printf(req->a, "%s|%s|%s", form_raw(f, "text"), error ? error : "",
                                 n && !problems[0].field ? problems[0].text : ""));
}

static int note_save(struct req *req)
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
    req_notice(req, "%s", "Сохранено");
    return req_redirect(req, "/units/%lld", (long long)req_id(req, "unit"));
}

static int sign_in(struct req *req)
{
    int rc = throttle_check(req, "anna");
    if (rc < 0)
        return rc;
    throttle_failed(req, "anna");
    return req_retry(req);
}

static int find_unit(struct req *req, int64_t id, struct object *ret)
{
    (void)req;
    /* Units of the test answer for themselves; id 7 is nobody's, 8 is missing. */
    if (id == 8)
        return 0;
    *ret = (struct object){.unit_id = id};
    return 1;
}

static int64_t owner;

static int find_own(struct req *req, int64_t id, struct object *ret)
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

static int set_up(void **state)
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

static int tear_down(void **state)
{
    struct world *w = *state;
    testing_free(w->t);
    return 0;
}

static int get_status(struct world *w, int64_t account, const char *fmt, int64_t id)
{
    return test_get(w->t, account, arena_printf(w->t->a, fmt, (long long)id)).status;
}

static int64_t count(struct world *w, const char *sql)
{
    return db_testing_number(w->t->db->db, sql);
}

static void rights_flow_down_the_tree_only(void **state)
{
    struct world *w = *state;
    assert_int_equal(get_status(w, w->anna, "/units/%lld", w->school), 200);
    assert_int_equal(get_status(w, w->anna, "/units/%lld", w->town), 404);
    assert_int_equal(get_status(w, w->anna, "/units/%lld", w->other), 404);
    assert_int_equal(get_status(w, w->boris, "/units/%lld", w->town), 200);
    assert_int_equal(get_status(w, w->boris, "/units/%lld", w->school), 200);
    assert_int_equal(get_status(w, w->boris, "/units/%lld", w->region), 404);
    assert_int_equal(get_status(w, w->boris, "/units/%lld/people", w->school), 403);
    assert_int_equal(get_status(w, w->anna, "/units/%lld/people", w->school), 200);
    assert_int_equal(get_status(w, w->gleb, "/units/%lld", w->school), 404);
    assert_int_equal(get_status(w, w->anna, "/system", 0), 403);
}

static void a_foreign_address_leaves_a_row_in_the_journal(void **state)
{
    struct world *w = *state;
    assert_int_equal(get_status(w, w->anna, "/units/%lld/people", w->other), 404);
    assert_int_equal(count(w, "SELECT count(*) FROM audit WHERE action = 'denied'"), 1);
    assert_int_equal(count(w, "SELECT object_id FROM audit WHERE action = 'denied'"), w->other);
    assert_int_equal(count(w, "SELECT account_id FROM audit WHERE action = 'denied'"), w->anna);
    assert_int_equal(get_status(w, w->anna, "/units/8", 0), 404);
    assert_int_equal(count(w, "SELECT count(*) FROM audit WHERE action = 'denied'"), 1);
}

static void ones_own_needs_no_role(void **state)
{
    struct world *w = *state;
    assert_int_equal(get_status(w, w->vera, "/own/%lld", w->other), 200);
    assert_int_equal(get_status(w, w->anna, "/own/%lld", w->school), 403);
    assert_int_equal(get_status(w, w->gleb, "/own/%lld", w->school), 404);
}

static void signed_out_goes_to_sign_in_and_back(void **state)
{
    struct world *w = *state;
    struct reply r = test_get(w->t, 0, "/home?a=1");
    assert_int_equal(r.status, 303);
    assert_string_equal(r.location, "/login?next=%2Fhome%3Fa%3D1");
    assert_int_equal(test_get(w->t, 0, "/").status, 200);
    assert_string_equal(test_get(w->t, 0, "/").body, "nobody");
}

static void staff_without_the_second_factor_is_sent_to_it(void **state)
{
    struct world *w = *state;
    const char *cookies = test_sign_in(w->t, w->anna, false);
    struct reply r = test_request(w->t, "GET", "/home", cookies, NULL, 0);
    assert_string_equal(r.location, "/totp");
    assert_int_equal(test_request(w->t, "GET", "/totp", cookies, NULL, 0).status, 200);
    cookies = test_sign_in(w->t, w->vera, false);
    assert_int_equal(test_request(w->t, "GET", "/home", cookies, NULL, 0).status, 200);
}

static void a_session_ends_by_rest_and_by_age(void **state)
{
    struct world *w = *state;
    const char *cookies = test_sign_in(w->t, w->vera, true);
    testing_later(w->t, SESSION_IDLE_MS - 1000);
    assert_int_equal(test_request(w->t, "GET", "/home", cookies, NULL, 0).status, 200);
    testing_later(w->t, SESSION_IDLE_MS - 1000);
    assert_int_equal(test_request(w->t, "GET", "/home", cookies, NULL, 0).status, 200);
    testing_later(w->t, SESSION_IDLE_MS + 1000);
    assert_int_equal(test_request(w->t, "GET", "/home", cookies, NULL, 0).status, 303);
    cookies = test_sign_in(w->t, w->vera, true);
    for (int i = 0; i < 14; i++) {
        testing_later(w->t, SESSION_IDLE_MS - 1000);
        (void)test_request(w->t, "GET", "/home", cookies, NULL, 0);
    }
    assert_int_equal(test_request(w->t, "GET", "/home", cookies, NULL, 0).status, 200);
    testing_later(w->t, 60000);
    assert_int_equal(test_request(w->t, "GET", "/home", cookies, NULL, 0).status, 303);
}

static const char *note_path(struct world *w)
{
    return arena_printf(w->t->a, "/units/%lld/note", (long long)w->school);
}

static void a_form_is_saved_once_however_often_it_is_sent(void **state)
{
    struct world *w = *state;
    const char *cookies = test_sign_in(w->t, w->anna, true);
    struct form_pair pairs[] = {{"_token", test_token(w->t, cookies)}, {"text", "привет"}};
    struct reply r = test_request(w->t, "POST", note_path(w), cookies, pairs, 2);
    assert_int_equal(r.status, 303);
    assert_string_equal(r.notice, "Сохранено");
    struct reply again = test_request(w->t, "POST", note_path(w), cookies, pairs, 2);
    assert_int_equal(again.status, 303);
    assert_string_equal(again.location, r.location);
    assert_int_equal(count(w, "SELECT count(*) FROM audit WHERE action = 'note'"), 1);
}

static void two_forms_of_one_page_are_two_requests(void **state)
{
    struct world *w = *state;
    const char *cookies = test_sign_in(w->t, w->anna, true);
    struct form_pair pairs[] = {{"_token", test_token(w->t, cookies)}, {"text", "первая"}};
    assert_int_equal(test_request(w->t, "POST", note_path(w), cookies, pairs, 2).status, 303);
    pairs[1].value = "вторая";
    assert_int_equal(test_request(w->t, "POST", note_path(w), cookies, pairs, 2).status, 303);
    assert_int_equal(count(w, "SELECT count(*) FROM audit WHERE action = 'note'"), 2);
}

static void a_form_without_its_token_changes_nothing(void **state)
{
    struct world *w = *state;
    const char *cookies = test_sign_in(w->t, w->anna, true);
    const char *foreign = test_token(w->t, test_sign_in(w->t, w->vera, true));
    struct form_pair pairs[] = {{"text", "привет"}, {"_token", foreign}};
    assert_int_equal(test_request(w->t, "POST", note_path(w), cookies, pairs, 1).status, 403);
    assert_int_equal(test_request(w->t, "POST", note_path(w), cookies, pairs, 2).status, 403);
    assert_int_equal(count(w, "SELECT count(*) FROM audit WHERE action = 'note'"), 0);
}

static void a_bad_form_comes_back_as_typed_and_may_be_sent_again(void **state)
{
    struct world *w = *state;
    struct reply r = test_post(w->t, w->anna, note_path(w), "text", "  ", NULL);
    assert_int_equal(r.status, 422);
    assert_string_equal(r.body, "  |Заполните поле „Заметка“|");
    r = test_post(w->t, w->anna, note_path(w), "text", "плохо", NULL);
    assert_string_equal(r.body, "плохо|нельзя|");
    /* The refused token was rolled back with the rest, so the mended form passes with it. */
    const char *cookies = test_sign_in(w->t, w->anna, true);
    struct form_pair pairs[] = {{"_token", test_token(w->t, cookies)}, {"text", ""}};
    assert_int_equal(test_request(w->t, "POST", note_path(w), cookies, pairs, 2).status, 422);
    pairs[1].value = "привет";
    assert_int_equal(test_request(w->t, "POST", note_path(w), cookies, pairs, 2).status, 303);
}

static void a_failed_handler_leaves_nothing(void **state)
{
    struct world *w = *state;
    struct reply r = test_post(w->t, w->anna, note_path(w), "text", "сломать", NULL);
    assert_int_equal(r.status, 503);
    assert_int_equal(count(w, "SELECT count(*) FROM audit WHERE action = 'note'"), 0);
    assert_int_equal(count(w, "SELECT count(*) FROM once_token"), 0);
}

static const char *join(struct world *w, const char *a, const char *b)
{
    return arena_printf(w->t->a, "%s; %s", a, b);
}

static void a_long_form_outlives_its_session(void **state)
{
    struct world *w = *state;
    const char *old = test_sign_in(w->t, w->anna, true);
    struct form_pair pairs[] = {
        {"_token", test_token(w->t, old)}, {"text", "длинный текст"}, {"secret", "тайна"}};
    testing_later(w->t, SESSION_IDLE_MS + 1);
    struct reply r = test_request(w->t, "POST", note_path(w), old, pairs, 3);
    assert_int_equal(r.status, 303);
    assert_string_equal(r.location, "/login");
    assert_non_null(strstr(r.cookies, "kept="));
    assert_int_equal(count(w, "SELECT count(*) FROM kept_form"), 1);
    const char *again = join(w, test_sign_in(w->t, w->anna, true), r.cookies);
    struct reply page = test_request(w->t, "GET", "/kept", again, NULL, 0);
    assert_int_equal(page.status, 200);
    assert_non_null(strstr(page.body, "длинный текст"));
    assert_non_null(strstr(page.body, "сохранилось"));
    /* Looking does not lose it; the next thing sent does. */
    page = test_request(w->t, "GET", "/kept", again, NULL, 0);
    assert_non_null(strstr(page.body, "длинный текст"));
    struct form_pair sent[] = {{"_token", test_token(w->t, again)}, {"text", "длинный текст"}};
    assert_non_null(
        strstr(test_request(w->t, "POST", note_path(w), again, sent, 2).cookies, "kept="));
    /* Another account on the same computer does not see it. */
    testing_grant(w->t, w->vera, ROLE_COORDINATOR, w->school);
    again = join(w, test_sign_in(w->t, w->vera, true), r.cookies);
    assert_int_equal(test_request(w->t, "GET", "/kept", again, NULL, 0).status, 303);
    /* After an hour it is gone. */
    testing_later(w->t, 3601000);
    again = join(w, test_sign_in(w->t, w->anna, true), r.cookies);
    assert_int_equal(test_request(w->t, "GET", "/kept", again, NULL, 0).status, 303);
}

static void another_site_cannot_plant_a_form(void **state)
{
    struct world *w = *state;
    struct form_pair pairs[] = {{"_token", test_token(w->t, "visitor=stranger")},
                                {"text", "чужой текст"}};
    struct reply r = test_request(w->t, "POST", note_path(w), "", pairs, 2);
    assert_int_equal(r.status, 303);
    r = test_request(w->t, "POST", note_path(w), "session=expired", pairs, 2);
    assert_null(strstr(r.cookies, "kept="));
    assert_int_equal(count(w, "SELECT count(*) FROM kept_form"), 0);
}

static void guessing_becomes_slow_and_is_never_shut_out(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < 6; i++)
        assert_int_equal(test_post(w->t, 0, "/login", "text", "x", NULL).status, 200);
    struct reply r = test_post(w->t, 0, "/login", "text", "x", NULL);
    assert_int_equal(r.status, 429);
    assert_non_null(strstr(r.body, "через 2"));
    testing_later(w->t, 2001);
    assert_int_equal(test_post(w->t, 0, "/login", "text", "x", NULL).status, 200);
    assert_int_equal(test_post(w->t, 0, "/login", "text", "x", NULL).status, 429);
    testing_later(w->t, 15 * 60000);
    assert_int_equal(test_post(w->t, 0, "/login", "text", "x", NULL).status, 200);
}

/* The body of an upload is refused before it is read; the answer is that of the gate. */
static void a_file_is_read_only_behind_an_open_gate(void **state)
{
    struct world *w = *state;
    struct http_app app = frame_http(w->t->frame);
    struct {
        int64_t account;
        int fault, status;
    } table[] = {{w->anna, 0, 403}, {w->vera, 401, 403}, {w->gleb, 401, 404}, {0, 401, 303}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct http_header line = {"Cookie", test_sign_in(w->t, table[i].account, true)};
        struct http_request http = {
            .a = w->t->a,
            .method = "POST",
            .path = arena_printf(w->t->a, "/units/%lld/file", (long long)w->school),
            .query = "",
            .ip = "127.0.0.1",
            .headers = &line,
            .n_headers = 1};
        struct http_response out = {.status = 200};
        app.accept(app.ctx, &http);
        assert_int_equal(http.fault, table[i].fault);
        assert_true(http.takes_file);
        app.handle(app.ctx, &http, &out);
        assert_int_equal(out.status, table[i].status); /* 403 of anna: no token was sent */
    }
}

static const char *header(const struct http_response *out, const char *name)
{
    for (size_t i = 0; i < out->n_headers; i++)
        if (strcmp(out->headers[i].name, name) == 0)
            return out->headers[i].value;
    return "";
}

static void pages_carry_their_guards(void **state)
{
    struct world *w = *state;
    static const struct http_header lines[] = {{"Accept-Language", "de, en;q=0.5, ru;q=0.1"}};
    struct http_request http = {.a = w->t->a,
                                .method = "GET",
                                .path = "/nothing",
                                .query = "",
                                .ip = "127.0.0.1",
                                .headers = lines,
                                .n_headers = 1};
    struct http_response out;
    w->t->app.config.public_url = "https://example.ru";
    frame_answer(w->t->frame, &http, &out);
    assert_int_equal(out.status, 404);
    const char *csp = header(&out, "Content-Security-Policy");
    assert_non_null(strstr(csp, "default-src 'none'"));
    assert_non_null(strstr(csp, "frame-ancestors 'none'"));
    assert_null(strstr(csp, "unsafe"));
    assert_string_equal(header(&out, "X-Content-Type-Options"), "nosniff");
    assert_string_equal(header(&out, "Referrer-Policy"), "same-origin");
    assert_string_equal(header(&out, "Cross-Origin-Opener-Policy"), "same-origin");
    assert_string_equal(header(&out, "Cache-Control"), "no-store");
    assert_string_equal(header(&out, "Strict-Transport-Security"), "max-age=31536000");
    assert_string_equal(header(&out, "Content-Language"), "en");
    assert_string_equal(header(&out, "Server"), "");
    assert_non_null(strstr(out.body, "<html lang=\"en\""));
    struct reply r = test_request(w->t, "GET", "/nothing", "lang=ru; view=40000", NULL, 0);
    assert_non_null(strstr(r.body, "<html lang=\"ru\""));
    assert_non_null(strstr(r.body, "data-scheme=\"white-on-black\""));
}

static void methods_and_missing_pages(void **state)
{
    struct world *w = *state;
    assert_int_equal(test_get(w->t, 0, "/nothing").status, 404);
    assert_int_equal(test_get(w->t, 0, "/units/007").status, 404);
    assert_int_equal(test_get(w->t, 0, "/units/99999999999999999999").status, 404);
    assert_int_equal(test_request(w->t, "HEAD", "/", "", NULL, 0).status, 200);
    assert_int_equal(test_request(w->t, "DELETE", "/", "", NULL, 0).status, 405);
    assert_int_equal(test_request(w->t, "POST", "/home", "", NULL, 0).status, 405);
    assert_int_equal(test_get(w->t, 0, "/healthz").status, 200);
    assert_int_equal(test_get(w->t, 0, "/readyz").status, 200);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(rights_flow_down_the_tree_only),
        CASE(a_foreign_address_leaves_a_row_in_the_journal),
        CASE(ones_own_needs_no_role),
        CASE(signed_out_goes_to_sign_in_and_back),
        CASE(staff_without_the_second_factor_is_sent_to_it),
        CASE(a_session_ends_by_rest_and_by_age),
        CASE(a_form_is_saved_once_however_often_it_is_sent),
        CASE(two_forms_of_one_page_are_two_requests),
        CASE(a_form_without_its_token_changes_nothing),
        CASE(a_bad_form_comes_back_as_typed_and_may_be_sent_again),
        CASE(a_failed_handler_leaves_nothing),
        CASE(a_long_form_outlives_its_session),
        CASE(another_site_cannot_plant_a_form),
        CASE(guessing_becomes_slow_and_is_never_shut_out),
        CASE(a_file_is_read_only_behind_an_open_gate),
        CASE(pages_carry_their_guards),
        CASE(methods_and_missing_pages),
    };
    return cmocka_run_group_tests_name("frame", tests, NULL, NULL);
}
