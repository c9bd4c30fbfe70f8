/* The short test: the mentor answers in the browser, alone or beside the coordinator, and sees the
 * result at once. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "frame/route.h"
#include "learning/training.html.h"
#include "learning/training_pages.h"
#include "programme/selection_pages.h"

struct test_form {
    struct text_list t[PACK_ASKS];
};
#define T(n)                                                                                       \
    {                                                                                              \
        .name = "t" #n, .type = FIELD_TEXTS, .offset = offsetof(struct test_form, t[n]),           \
        .label = N_("Ответ"), .optional = true, .max = PACK_TEST_OPTIONS                           \
    }
#define TEN(n)                                                                                     \
    T(n##0), T(n##1), T(n##2), T(n##3), T(n##4), T(n##5), T(n##6), T(n##7), T(n##8), T(n##9)
static const struct field test_fields[] = {T(0), T(1), T(2), T(3),   T(4),   T(5),  T(6),
                                           T(7), T(8), T(9), TEN(1), TEN(2), TEN(3)};
const struct form_def training_test_form = FORM_DEF(struct test_form, test_fields);

const char *training_field(struct arena *a, size_t i)
{
    return arena_printf(a, "t%zu", i);
}

static unsigned bits_of(const struct text_list *list)
{
    unsigned bits = 0;
    for (size_t i = 0; i < list->n; i++) {
        long n = strtol(list->v[i], NULL, 10);
        if (n >= 1 && n <= PACK_TEST_OPTIONS)
            bits |= 1u << (n - 1);
    }
    return bits;
}

bool training_ticked(const struct form *f, size_t question, size_t option)
{
    const struct test_form *in = form_values(f);
    return bits_of(&in->t[question]) & 1u << option;
}

static const char *back_of(struct req *req, const struct selection *s, bool own)
{
    return own ? "/my/mentor"
               : arena_printf(req->a, "/participations/%lld/training", (long long)s->id);
}

static int test_page(struct req *req, bool own)
{
    struct programme p;
    struct selection_place at;
    struct selection s;
    struct training_state t;
    int r = selection_of(req, &p, &at, &s);
    if (r >= 0)
        r = training_of(&at, s.id, &t);
    if (r < 0)
        return r;
    struct training_test_page data = {
        .pack = at.pack, .t = &t, .action = req->path, .back = back_of(req, &s, own)};
    bool open = !strcmp(s.state, "approved") || !strcmp(s.state, "training");
    if (!t.passed && t.left && open)
        data.form = req_form(req, &training_test_form, NULL);
    else if (!open && !t.passed)
        data.refused = _("Тест проходят после отбора.");
    struct link crumbs[] = {{_("Я наставник"), "/my/mentor"}};
    struct page page = {.title = _("Тест по обучению"),
                        .lead = own ? p.title : s.name,
                        .body = training_test_view,
                        .data = &data,
                        .form = data.form ? data.form : req->form,
                        .crumbs = crumbs,
                        .n_crumbs = 1};
    if (!own)
        r = selection_frame(req, &p, &s, true, &page);
    return r < 0 ? r : req_page(req, &page);
}

int training_test_get(struct req *req)
{
    return test_page(req, false);
}

int training_own_test_get(struct req *req)
{
    return test_page(req, true);
}

static int test_post(struct req *req)
{
    const struct test_form *in = req_input(req);
    struct programme p;
    struct selection_place at;
    struct selection s;
    unsigned answers[PACK_ASKS];
    bool whole = true, passed = false;
    int r = selection_of(req, &p, &at, &s);
    if (r < 0)
        return r;
    for (size_t i = 0; i < at.pack->test.n; i++) {
        answers[i] = bits_of(&in->t[i]);
        if (answers[i])
            continue;
        form_error(req->form, training_field(req->a, i), "%s", _("Ответьте на этот вопрос"));
        whole = false;
    }
    if (!whole)
        return req_retry(req);
    r = training_answer(&at, &s, answers, &req->err, &passed);
    if (r == ERR_CONFLICT || r == ERR_LIMIT) {
        form_error(req->form, NULL, "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "training.test", "participation", s.id, passed ? "passed" : "");
    if (r < 0)
        return r;
    req_notice(req, "%s", passed ? _("Тест пройден") : _("Ответы проверены"));
    return req_redirect(req, "%s", req->path);
}

int training_test_post(struct req *req)
{
    return test_post(req);
}

int training_own_test_post(struct req *req)
{
    return test_post(req);
}
