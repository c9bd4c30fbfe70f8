#include "frame/frame_testing.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/id.h"
#include "base/strbuf.h"
#include "frame/call.h"
#include "frame/frame.sql.h"
#include "frame/frame_testing.sql.h"

#define MAX_PAIRS 200
#define FILE_MAX (32u << 20)

static void must(int rc, const char *what)
{
    if (rc >= 0)
        return;
    fprintf(stderr, "frame_testing: %s: %d\n", what, rc);
    exit(1);
}

static int64_t standing_clock(void *ctx)
{
    return ((struct testing *)ctx)->now_ms;
}

struct testing *testing_new_exactly(const struct module *const *modules, size_t n)
{
    struct arena *a = arena_new();
    struct testing *t = arena_new_of(a, struct testing);
    struct err err = {0};
    t->a = a;
    t->db = db_testing_new();
    t->now_ms = TEST_NOW_MS;
    t->ip = "127.0.0.1";
    t->clock = (struct clock){standing_clock, t};
    char *dir = arena_strdup(a, "/tmp/nastavnik-test-XXXXXX");
    if (!mkdtemp(dir))
        must(-1, "mkdtemp");
    must(fs_mkdirs(arena_printf(a, "%s/uploads", dir), &err), err.text);
    t->app = (struct app){.clock = &t->clock, .modules = modules, .n_modules = n};
    t->app.config.db_url = t->db->url;
    t->app.config.data_dir = dir;
    t->app.config.listen = "127.0.0.1:8080";
    t->app.config.demo = true;
    t->app.config.development = true;
    must(frame_new(&t->app, &err, &t->frame), err.text);
    return t;
}

struct testing *testing_new(const struct module *const *modules, size_t n)
{
    /* Lives as long as the program: the frame borrows it. */
    static const struct module *list[40];
    if (n + 1 > sizeof list / sizeof *list)
        must(-1, "modules");
    list[0] = &frame_module;
    for (size_t i = 0; i < n; i++)
        list[i + 1] = modules[i];
    return testing_new_exactly(list, n + 1);
}

static void remove_dir(struct arena *a, const char *dir)
{
    (void)unlink(arena_printf(a, "%s/secret.key", dir));
    (void)rmdir(arena_printf(a, "%s/uploads", dir));
    (void)rmdir(dir);
}

void testing_free(struct testing *t)
{
    frame_free(t->frame);
    remove_dir(t->a, t->app.config.data_dir);
    db_testing_free(t->db);
    arena_free(t->a);
}

static int any_unit(struct req *req, int64_t id, struct object *ret)
{
    (void)req;
    *ret = (struct object){.unit_id = id};
    return 1;
}

static const struct scope unit_scopes[] = {{"unit", any_unit}};

const struct module testing_units = {.name = "units", .scopes = unit_scopes, .n_scopes = 1};

void testing_later(struct testing *t, int64_t ms)
{
    t->now_ms += ms;
}

int64_t testing_unit(struct testing *t, int64_t parent, const char *kind, const char *name)
{
    struct db *db = t->db->db;
    int64_t id = id_new(&t->clock);
    must(testing_unit_insert(db, id, parent ? &parent : NULL, kind, name, t->now_ms), "unit");
    must(testing_up_self(db, id), "unit_up");
    if (parent)
        must(testing_up_parent(db, id, parent), "unit_up");
    return id;
}

int64_t testing_person(struct testing *t, int64_t unit, const char *surname, const char *given)
{
    int64_t id = id_new(&t->clock);
    must(testing_person_insert(t->db->db, id, unit, surname, given, t->now_ms), "person");
    return id;
}

void testing_grant(struct testing *t, int64_t account, enum role role, int64_t unit)
{
    must(testing_grant_insert(t->db->db, id_new(&t->clock), account, unit, role, t->now_ms),
         "grant");
}

int64_t testing_account(struct testing *t, const char *login, enum role role, int64_t unit)
{
    int64_t id = id_new(&t->clock);
    int64_t person = unit ? testing_person(t, unit, login, "Анна") : 0;
    must(testing_account_insert(t->db->db, id, login, person ? &person : NULL, t->now_ms),
         "account");
    if (role != ROLE_NONE)
        testing_grant(t, id, role, unit);
    return id;
}

int64_t testing_person_of(struct testing *t, int64_t account)
{
    struct testing_account_person row;
    int rc = testing_account_person(t->db->db, t->a, account, &row);
    must(rc == 1 ? 0 : -1, "account");
    return row.has_person_id ? row.person_id : 0;
}

const char *test_sign_in(struct testing *t, int64_t account, bool second_factor)
{
    if (!account)
        return COOKIE_VISITOR "=visitor";
    char *secret = secret_new(t->a);
    must(session_insert(t->db->db, id_new(&t->clock), secret_hash(t->a, secret), account,
                        second_factor, t->now_ms, "", "test"),
         "session");
    return arena_printf(t->a, COOKIE_SESSION "=%s", secret);
}

static const char *value_of(struct testing *t, const char *cookies, const char *name)
{
    struct http_header line = {"Cookie", cookies};
    struct http_request http = {.a = t->a, .headers = &line, .n_headers = 1};
    return http_cookie(&http, name);
}

const char *test_token(struct testing *t, const char *cookies)
{
    const char *bind = value_of(t, cookies, COOKIE_SESSION);
    if (!bind)
        bind = value_of(t, cookies, COOKIE_VISITOR);
    return token_make(t->a, t->app.key, bind ? bind : "", t->now_ms);
}

/* Set-Cookie lines as the Cookie line of the next request. */
static const char *cookies_of(struct testing *t, const struct http_response *out)
{
    struct strbuf b;
    strbuf_init(&b, t->a);
    for (size_t i = 0; i < out->n_headers; i++)
        if (strcmp(out->headers[i].name, "Set-Cookie") == 0) {
            const char *v = out->headers[i].value;
            strbuf_puts(&b, b.len ? "; " : "");
            strbuf_add(&b, v, strcspn(v, ";"));
        }
    return b.s;
}

static struct reply reply_of(struct testing *t, const struct http_response *out)
{
    struct reply r = {.status = out->status,
                      .body = arena_strndup(t->a, out->body ? out->body : "", out->body_n),
                      .location = "",
                      .type = out->type ? out->type : "",
                      .file = out->file,
                      .cookies = cookies_of(t, out),
                      .notice = "",
                      .policy = ""};
    for (size_t i = 0; i < out->n_headers; i++)
        if (strcmp(out->headers[i].name, "Location") == 0)
            r.location = out->headers[i].value;
        else if (strcmp(out->headers[i].name, "Content-Security-Policy") == 0)
            r.policy = out->headers[i].value;
    const char *notice = value_of(t, r.cookies, COOKIE_NOTICE);
    char *text;
    if (notice && url_decode(t->a, notice, strlen(notice), 0, &text) == 0)
        r.notice = text;
    return r;
}

static struct reply send_request(struct testing *t, const char *method, const char *path,
                                 const char *cookies, const struct form_pair *pairs, size_t n,
                                 struct http_file file)
{
    const char *mark = strchr(path, '?');
    struct http_header line = {"Cookie", cookies};
    struct http_request http = {.a = t->a,
                                .method = method,
                                .path =
                                    mark ? arena_strndup(t->a, path, (size_t)(mark - path)) : path,
                                .query = mark ? mark + 1 : "",
                                .ip = t->ip,
                                .headers = &line,
                                .n_headers = 1,
                                .pairs = pairs,
                                .n_pairs = n,
                                .file = file};
    struct http_response out;
    frame_answer(t->frame, &http, &out);
    return reply_of(t, &out);
}

struct reply test_request(struct testing *t, const char *method, const char *path,
                          const char *cookies, const struct form_pair *pairs, size_t n)
{
    return send_request(t, method, path, cookies, pairs, n, (struct http_file){0});
}

struct reply test_get(struct testing *t, int64_t account, const char *path)
{
    return test_request(t, "GET", path, test_sign_in(t, account, true), NULL, 0);
}

static size_t take_pairs(struct testing *t, const char *cookies, struct form_pair *pairs,
                         va_list ap)
{
    size_t n = 0;
    pairs[n++] = (struct form_pair){TOKEN_FIELD, test_token(t, cookies)};
    for (const char *name; n < MAX_PAIRS && (name = va_arg(ap, const char *)); n++)
        pairs[n] = (struct form_pair){name, va_arg(ap, const char *)};
    return n;
}

struct reply test_post(struct testing *t, int64_t account, const char *path, ...)
{
    struct form_pair pairs[MAX_PAIRS];
    const char *cookies = test_sign_in(t, account, true);
    va_list ap;
    va_start(ap, path);
    size_t n = take_pairs(t, cookies, pairs, ap);
    va_end(ap);
    return test_request(t, "POST", path, cookies, pairs, n);
}

struct reply test_upload(struct testing *t, int64_t account, const char *path, const char *file,
                         const char *name, ...)
{
    struct form_pair pairs[MAX_PAIRS];
    const char *cookies = test_sign_in(t, account, true);
    va_list ap;
    va_start(ap, name);
    size_t n = take_pairs(t, cookies, pairs, ap);
    va_end(ap);
    struct err err = {0};
    char *data;
    size_t size;
    must(fs_read(t->a, file, FILE_MAX, &err, &data, &size), err.text);
    char *copy =
        arena_printf(t->a, "%s/uploads/%lld", t->app.config.data_dir, (long long)id_new(&t->clock));
    must(fs_write(copy, data, size, &err), err.text);
    struct reply r = send_request(t, "POST", path, cookies, pairs, n,
                                  (struct http_file){copy, name, (int64_t)size});
    (void)unlink(copy); /* the handler may have moved it away */
    return r;
}
