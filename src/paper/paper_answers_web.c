/* What people write once for all papers of a programme. */
#include <string.h>

#include "base/i18n.h"
#include "frame/page.h"
#include "identity/person.h"
#include "paper/paper.html.h"
#include "paper/paper_pages.h"

#define N_ANSWERS 10
struct answers_form {
    const char *value[N_ANSWERS];
};
#define ANSWER(i, type_, label_, hint_, max_)                                                      \
    {                                                                                              \
        .name = "q" #i, .type = type_, .label = label_, .hint = hint_,                             \
        .offset = offsetof(struct answers_form, value) + i * sizeof(const char *),                 \
        .optional = true, .max = max_                                                              \
    }
/* In the order of paper_questions. */
static const struct field answers_fields[N_ANSWERS] = {
    ANSWER(0, FIELD_TEXT, N_("Куратор: фамилия, имя, отчество"),
           N_("Например, Соколова Елена Петровна"), 200),
    ANSWER(1, FIELD_TEXT, N_("Должность куратора"), N_("Например, заместитель директора"), 200),
    ANSWER(2, FIELD_TEXT,
           N_("Ответственный за материально-техническое обеспечение: фамилия, имя, отчество"), NULL,
           200),
    ANSWER(3, FIELD_TEXT, N_("На основании чего внедряется модель"),
           N_("Продолжает слова «На основании»: например, приказа управления образования от "
              "01.09.2026 № 120"),
           300),
    ANSWER(4, FIELD_AREA, N_("Цель программы"), NULL, PAPER_ANSWER_MAX),
    ANSWER(5, FIELD_TEXT, N_("Сколько наставляемых планируется, не меньше"),
           N_("Число для приказа о внедрении, например 20"), 6),
    ANSWER(6, FIELD_TEXT, N_("Сколько наставников планируется, не меньше"), NULL, 6),
    ANSWER(7, FIELD_TEXT, N_("Организация-партнёр, полностью"), NULL, 300),
    ANSWER(8, FIELD_TEXT, N_("Партнёр: в лице кого"),
           N_("Например, директора Рябова Ивана Петровича"), 300),
    ANSWER(9, FIELD_AREA, N_("Выводы и предложения"), NULL, PAPER_ANSWER_MAX),
};
const struct form_def paper_answers_form = FORM_DEF(struct answers_form, answers_fields);

int paper_answers_get(struct req *req)
{
    struct paper_at at;
    struct answers_form initial;
    const char *names[N_ANSWERS];
    int r = paper_page_open(req, &at);
    if (r < 0)
        return r;
    for (size_t i = 0; i < N_ANSWERS; i++) {
        initial.value[i] = paper_answer(&at, paper_questions[i].name);
        names[i] = answers_fields[i].name;
    }
    struct paper_answers_page data = {at.p.id, req_form(req, &paper_answers_form, &initial), names,
                                      N_ANSWERS};
    struct page page = {.title = _("Сведения о программе для документов"),
                        .body = paper_answers_view,
                        .data = &data,
                        .form = data.form};
    return paper_page_frame(req, &at, true, &page);
}

int paper_answers_post(struct req *req)
{
    const struct answers_form *in = req_input(req);
    struct paper_at at;
    bool good = true;
    int r = paper_page_open(req, &at);
    for (size_t i = 0; r >= 0 && i < N_ANSWERS; i++) {
        struct person_name name;
        struct err err = {0};
        const char *value = in->value[i] ? in->value[i] : "";
        if (paper_questions[i].person && *value &&
            person_name_parse(req->a, value, &err, &name) < 0) {
            form_error(req->form, answers_fields[i].name, "%s", err.text);
            good = false;
        }
        if (paper_questions[i].number && value[strspn(value, "0123456789")]) {
            form_error(req->form, answers_fields[i].name, "%s",
                       _("Напишите целое число, например 20"));
            good = false;
        }
        r = paper_answer_set(&at, paper_questions[i].name, value);
    }
    if (r >= 0 && !good)
        return req_retry(req);
    if (r >= 0)
        r = req_audit(req, "paper.answers", "programme", at.p.id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Сведения сохранены"));
    return req_redirect(req, "/programmes/%lld/papers", (long long)at.p.id);
}
