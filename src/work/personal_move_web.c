/* The way of a personal programme to approval, and to its end. */
#include <string.h>

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/route.h"
#include "work/personal.html.h"
#include "work/personal_pages.h"

struct move_form {
    const char *action, *council, *number, *reason;
    struct date day;
};
static const struct choice move_choices[] = {{"submit", N_("Отправить"), NULL},
                                             {"return", N_("Вернуть"), NULL},
                                             {"agree", N_("Согласовать"), NULL},
                                             {"approve", N_("Утвердить"), NULL},
                                             {"finish", N_("Завершить"), NULL},
                                             {"end", N_("Прекратить"), NULL},
                                             {"edition", N_("Начать новую редакцию"), NULL},
                                             {0}};
static const struct field move_fields[] = {
    FIELD(struct move_form, action, FIELD_CHOICE, .label = N_("Действие"), .choices = move_choices),
    FIELD(struct move_form, council, FIELD_TEXT, .label = N_("Какой совет согласовал"),
          .hint = N_("Например, «Педагогический совет» или «Методический совет»"), .optional = true,
          .max = 150),
    FIELD(struct move_form, number, FIELD_TEXT, .label = N_("Номер"), .optional = true, .max = 50),
    FIELD(struct move_form, day, FIELD_DATE, .label = N_("День"),
          .hint = N_("Например, 05.11.2026"), .optional = true),
    FIELD(struct move_form, reason, FIELD_AREA, .label = N_("Причина"), .optional = true,
          .max = PERSONAL_TEXT_MAX),
};
const struct form_def personal_move_form = FORM_DEF(struct move_form, move_fields);

static const struct {
    const char *action, *title, *lead, *button;
    bool council, number, reason, mentor; /* mentor: the mentor may do it, too */
} moves[] = {
    {"submit", N_("Отправить программу на согласование?"),
     N_("После отправки текст и план не меняются, пока программу не вернут."),
     N_("Отправить на согласование"), false, false, false, true},
    {"return", N_("Вернуть программу на доработку?"),
     N_("Программа снова станет черновиком. Причину увидят наставник и наставляемый."),
     N_("Вернуть на доработку"), false, false, true, false},
    {"agree", N_("Согласование советом"),
     N_("Запишите протокол: после этого программа ждёт приказа руководителя."),
     N_("Записать согласование"), true, true, false, false},
    {"approve", N_("Утверждение приказом"),
     N_("Запишите приказ: с этого дня программа действует, а прежняя редакция заменена."),
     N_("Записать приказ"), false, true, false, false},
    {"finish", N_("Завершить программу?"),
     N_("План выполнен, итоги подведены. Отметки останутся как есть."), N_("Завершить программу"),
     false, false, false, false},
    {"end", N_("Прекратить программу досрочно?"), N_("Отметки останутся как есть."),
     N_("Прекратить программу"), false, false, true, false},
    {"edition", N_("Новая редакция программы"),
     N_("Утверждённая редакция действует, пока не утвердят новую. Отметки о выполнении "
        "сохранятся."),
     N_("Начать новую редакцию"), false, false, true, true},
};
#define N_MOVES (sizeof moves / sizeof *moves)

static size_t move_of(const char *action)
{
    size_t i = 0;
    while (i < N_MOVES && strcmp(moves[i].action, action) != 0)
        i++;
    return i;
}

int personal_move_get(struct req *req)
{
    struct personal x;
    struct personal_move_page data = {0};
    struct move_form initial = {.action = "", .council = _("Педагогический совет")};
    const char *action = req->form ? form_raw(req->form, "action") : req_query(req, "action");
    size_t i = move_of(action);
    int r = personal_of(req, &x, &data.base);
    if (r < 0)
        return r;
    if (i == N_MOVES || (x.duo.own && !(moves[i].mentor && x.duo.is_mentor)))
        return req_not_found(req);
    initial.day = x.duo.today;
    data.form = req_form(req, &personal_move_form, &initial);
    data.action = moves[i].action;
    data.button = _(moves[i].button);
    data.lead = _(moves[i].lead);
    data.council = moves[i].council;
    data.number = moves[i].number;
    data.reason = moves[i].reason;
    struct page page = {
        .title = _(moves[i].title), .body = personal_move_view, .data = &data, .form = data.form};
    return personal_show(req, &x, data.base, &page);
}

int personal_move_post(struct req *req)
{
    const struct move_form *in = req_input(req);
    const char *base;
    struct personal x;
    struct deed deed = {req->clock, req->who.account_id, in->reason};
    struct personal_paper paper = {in->council, in->number, in->day};
    size_t i = move_of(in->action);
    int64_t id;
    int r = personal_of(req, &x, &base);
    if (r < 0)
        return r;
    if (i == N_MOVES || (x.duo.own && !(moves[i].mentor && x.duo.is_mentor)))
        return ERR_DENIED;
    id = x.row.id;
    r = !strcmp(in->action, "edition")
            ? personal_new_edition(req->db, &x, &deed, &req->err, &id)
            : personal_move(req->db, req->a, &x, in->action, &paper, &deed, &req->err);
    if (r == ERR_CONFLICT || r == ERR_INVALID) {
        form_error(req->form,
                   moves[i].reason   ? "reason"
                   : moves[i].number ? "number"
                                     : NULL,
                   "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "personal.state", "personal", id, in->action);
    return r < 0 ? r : req_redirect(req, "%s/personal/%lld", duo_prefix(&x.duo), (long long)id);
}
