/* The two sheets of a selection: the candidate's own words, and the interview. */
#include <string.h>

#include "base/i18n.h"
#include "frame/route.h"
#include "html/format.h"
#include "programme/selection.html.h"
#include "programme/selection_pages.h"

/* Forty rows of a list, as many as a pack may ask. */
#define TEN(X, n)                                                                                  \
    X(n##0), X(n##1), X(n##2), X(n##3), X(n##4), X(n##5), X(n##6), X(n##7), X(n##8), X(n##9)
#define FORTY(X)                                                                                   \
    X(0), X(1), X(2), X(3), X(4), X(5), X(6), X(7), X(8), X(9), TEN(X, 1), TEN(X, 2), TEN(X, 3)

/* ---- the candidate's own words ---- */

struct questions_form {
    const char *q[PACK_ASKS];
};
#define Q(n)                                                                                       \
    {                                                                                              \
        .name = "q" #n, .type = FIELD_AREA, .offset = offsetof(struct questions_form, q[n]),       \
        .label = N_("Ответ"), .optional = true, .max = SELECTION_ANSWER_MAX                        \
    }
static const struct field questions_fields[] = {FORTY(Q)};
const struct form_def selection_questions_form = FORM_DEF(struct questions_form, questions_fields);

static int questions_page(struct req *req, bool own)
{
    struct programme p;
    struct selection_place at;
    struct selection s;
    struct questions_form initial = {{0}};
    int r = selection_of(req, &p, &at, &s);
    if (r < 0)
        return r;
    for (size_t i = 0; i < PACK_ASKS; i++)
        initial.q[i] = i < s.n_answers ? s.answers[i].text : "";
    struct selection_questions_page data = {
        .s = &s,
        .form = req_form(req, &selection_questions_form, &initial),
        .action = req->path,
        .back = own ? "/my/mentor"
                    : arena_printf(req->a, "/participations/%lld/selection", (long long)s.id),
        .own = own};
    struct page page = {.title = own ? _("Ваша анкета") : _("Анкета кандидата"),
                        .lead = own ? p.title : s.name,
                        .body = selection_questions_view,
                        .data = &data,
                        .form = data.form};
    struct link crumbs[] = {{_("Я наставник"), "/my/mentor"}};
    page.crumbs = crumbs;
    page.n_crumbs = 1;
    if (!own)
        r = selection_frame(req, &p, &s, true, &page);
    return r < 0 ? r : req_page(req, &page);
}

int selection_questions_get(struct req *req)
{
    return questions_page(req, false);
}

int selection_own_get(struct req *req)
{
    return questions_page(req, true);
}

static int questions_post(struct req *req, const char *back)
{
    const struct questions_form *in = req_input(req);
    struct programme p;
    struct selection_place at;
    struct selection s;
    int r = selection_of(req, &p, &at, &s);
    if (r < 0)
        return r;
    bool bad = false;
    for (size_t i = 0; i < s.n_answers; i++)
        if (s.answers[i].ask->required && !*in->q[i]) {
            form_error(req->form, selection_field(req->a, 'q', i), "%s",
                       _("Ответьте на этот вопрос"));
            bad = true;
        }
    if (bad)
        return req_retry(req);
    r = selection_answer(&at, &s, in->q, &req->err);
    if (r >= 0)
        r = req_audit(req, "selection.answer", "participation", s.id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Анкета сохранена"));
    return req_redirect(req, "%s", back);
}

int selection_questions_post(struct req *req)
{
    return questions_post(req, arena_printf(req->a, "/participations/%lld/selection",
                                            (long long)req_id(req, "participation")));
}

int selection_own_post(struct req *req)
{
    return questions_post(req, "/my/mentor");
}

/* ---- the interview ---- */

struct interview_form {
    struct date held;
    const char *interviewer, *note;
    const char *m[PACK_ASKS], *w[PACK_ASKS];
};
static const struct choice mark_choices[] = {{"2", N_("2 — в полной мере"), NULL},
                                             {"1", N_("1 — частично"), NULL},
                                             {"0", N_("0 — не проявляется"), NULL},
                                             {0}};
#define M(n)                                                                                       \
    {                                                                                              \
        .name = "m" #n, .type = FIELD_CHOICE, .offset = offsetof(struct interview_form, m[n]),     \
        .label = N_("Отметка"), .optional = true, .choices = mark_choices                          \
    }
#define W(n)                                                                                       \
    {                                                                                              \
        .name = "w" #n, .type = FIELD_TEXT, .offset = offsetof(struct interview_form, w[n]),       \
        .label = N_("Слова"), .optional = true, .max = SELECTION_NOTE_MAX                          \
    }
static const struct field interview_fields[] = {
    FIELD(struct interview_form, held, FIELD_DATE, .label = N_("День собеседования"),
          .hint = N_("Например, 05.11.2026"), .empty = N_("Укажите день собеседования"),
          .inputmode = "numeric"),
    FIELD(struct interview_form, interviewer, FIELD_TEXT, .label = N_("Кто проводит"),
          .hint = N_("Фамилии через запятую, если беседуют вдвоём"),
          .empty = N_("Напишите, кто проводит собеседование"), .max = 200),
    FIELD(struct interview_form, note, FIELD_AREA, .label = N_("Вывод"), .optional = true,
          .hint = N_("Без сведений о здоровье"), .max = SELECTION_ANSWER_MAX),
    FORTY(M),
    FORTY(W),
};
const struct form_def selection_interview_form = FORM_DEF(struct interview_form, interview_fields);

int selection_interview_get(struct req *req)
{
    struct programme p;
    struct selection_place at;
    struct selection s;
    int r = selection_of(req, &p, &at, &s);
    if (r < 0)
        return r;
    struct interview_form initial = {.held = at.today, .interviewer = req->who.name, .note = ""};
    for (size_t i = 0; i < PACK_ASKS; i++)
        initial.m[i] = initial.w[i] = "";
    struct selection_interview_page data = {
        .s = &s,
        .form = req_form(req, &selection_interview_form, &initial),
        .action = req->path,
        .back = arena_printf(req->a, "/participations/%lld/selection", (long long)s.id)};
    struct page page = {.title = _("Лист собеседования"),
                        .lead = s.name,
                        .body = selection_interview_view,
                        .data = &data,
                        .form = data.form};
    r = selection_frame(req, &p, &s, true, &page);
    return r < 0 ? r : req_page(req, &page);
}

int selection_interview_post(struct req *req)
{
    const struct interview_form *in = req_input(req);
    struct programme p;
    struct selection_place at;
    struct selection s;
    int marks[PACK_ASKS];
    for (size_t i = 0; i < PACK_ASKS; i++)
        marks[i] = *in->m[i] ? in->m[i][0] - '0' : -1;
    struct selection_sheet_new n = {in->held, in->interviewer, in->note, marks, in->w};
    int r = selection_of(req, &p, &at, &s);
    if (r >= 0)
        r = selection_interview(&at, &s, &n, &req->err);
    if (r == ERR_LIMIT || r == ERR_INVALID) {
        form_error(req->form, r == ERR_LIMIT ? "held" : "m0", "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "selection.interview", "participation", s.id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Собеседование записано"));
    return req_redirect(req, "/participations/%lld/selection", (long long)s.id);
}
