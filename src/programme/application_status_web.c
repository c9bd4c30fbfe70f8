/* How an application stands, and taking it back, for whoever has its link. */
#include <string.h>

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/route.h"
#include "html/format.h"
#include "html/qr.h"
#include "programme/application_leave.h"
#include "programme/application_leave.html.h"
#include "programme/application_link.h"
#include "programme/application_sign.html.h"
#include "programme/participation_state.h"
#include "programme/programme_pages.h"

struct withdraw_form {
    const char *token, *reason;
    bool consents;
};
static const struct field withdraw_fields[] = {
    FIELD(struct withdraw_form, token, FIELD_TEXT, .label = N_("Ссылка"), .max = 100),
    LEAVE_FIELDS(struct withdraw_form),
};
const struct form_def application_withdraw_form = FORM_DEF(struct withdraw_form, withdraw_fields);

enum pill application_pill(const char *state)
{
    static const struct {
        const char *state;
        enum pill pill;
    } pills[] = {{"unsigned", PILL_WAIT}, {"new", PILL_HALF},    {"waiting", PILL_WAIT},
                 {"approved", PILL_OK},   {"refused", PILL_BAD}, {"withdrawn", PILL_END}};
    for (size_t i = 0; i < sizeof pills / sizeof *pills; i++)
        if (!strcmp(pills[i].state, state))
            return pills[i].pill;
    return PILL_DRAFT;
}

/* «o***@mail.ru»: enough to know it again. */
static const char *masked(struct arena *a, const char *email)
{
    const char *at = strchr(email, '@');
    return at ? arena_printf(a, "%.1s***%s", email, at) : "";
}

static int say_unsigned(struct req *req, const struct application_link *b,
                        struct application_status_page *data)
{
    const struct application *x = &b->x;
    struct application_signed now;
    int r = application_signed(req->db, req->a, x, b->at.today, &now);
    if (r < 0)
        return r;
    bool self = now.needs_self && now.self < APPLICATION_CONSENTS;
    bool other = now.needs_representative && now.representative < APPLICATION_CONSENTS;
    bool own = x->a.author == APPLICATION_OWN;
    data->words = _("Заявку рассмотрят, когда будут все подписи.");
    if (own ? self : other)
        data->go_on = enrolment_path(req->a, req->app,
                                     own ? ENROLMENT_SELF : ENROLMENT_REPRESENTATIVE, x->id);
    if (!own && self) {
        data->other = enrolment_url(req->a, req->app, ENROLMENT_SELF, x->id);
        data->waiting = _("Участнику от 14 лет нужно подписать и самому: откройте ему эту ссылку.");
        r = qr_svg(req->a, data->other, _("Ссылка для подписи участника"), &data->other_qr);
    }
    if (own && other)
        data->waiting =
            *x->a.representative_email
                ? arena_printf(req->a,
                               _("Ждём родителя или опекуна: ссылка для согласия отправлена на %s. "
                                 "Если письма нет, ссылку даст куратор."),
                               masked(req->a, x->a.representative_email))
                : _("Ждём родителя или опекуна: ссылку для согласия даст куратор.");
    return r;
}

static int say_status(struct req *req, const struct application_link *b,
                      struct application_status_page *data)
{
    const struct application *x = &b->x;
    int64_t place;
    if (!strcmp(x->state, "unsigned"))
        return say_unsigned(req, b, data);
    if (!strcmp(x->state, "waiting")) {
        int r = application_position(req->db, req->a, x, &place);
        data->words = place > APPLICATION_PLACE_MAX
                          ? arena_printf(req->a,
                                         _("Свободных мест пока нет, в очереди перед вами больше "
                                           "%d заявок. Когда место освободится, заявка пройдёт "
                                           "сама."),
                                         APPLICATION_PLACE_MAX)
                          : arena_printf(req->a,
                                         _("Свободных мест пока нет. Ваше место в очереди: %lld. "
                                           "Когда место освободится, заявка пройдёт сама."),
                                         (long long)place);
        return r;
    }
    data->words = !strcmp(x->state, "new") ? _("Все подписи есть. Решит куратор, ответ появится "
                                               "здесь.")
                  : !strcmp(x->state, "approved")
                      ? _("Место в программе есть. О первой встрече скажет куратор.")
                  : !strcmp(x->state, "refused") ? arena_printf(req->a, _("Причина: %s"), x->reason)
                  : x->participation_id
                      ? _("Участие прекращено. Вернуться можно: попросите куратора.")
                      : _("Личные данные из заявки удалены. Новую можно подать, пока идёт приём.");
    return 0;
}

/* 1 when the application or, after approval, the participation may be given up; 0 not;
 * ERR_CONFLICT: a pair lives; < 0. */
static int may_withdraw(struct req *req, const struct application *x)
{
    struct err why = {0};
    if (strcmp(x->state, "approved") != 0 || !x->participation_id)
        return application_pending(x->state);
    return participation_can(req->db, req->a, x->participation_id, "withdraw", &why);
}

/* What can be given up here: the place, or first the pair, which a parent ends for the child. */
static int fill_ways_out(struct req *req, const struct application_link *b,
                         struct application_status_page *data)
{
    int r = may_withdraw(req, &b->x);
    if (r > 0)
        data->withdraw = arena_printf(req->a, "/application/withdraw?token=%s", b->token);
    if (r == ERR_CONFLICT && b->x.a.author != APPLICATION_OWN)
        data->pair = arena_printf(req->a, "/application/pair?token=%s", b->token);
    return r == ERR_CONFLICT ? 0 : r;
}

int application_status_get(struct req *req)
{
    struct application_link b;
    int r = application_link_status(req, &b);
    if (r <= 0)
        return r < 0 ? r : application_link_gone(req);
    struct application_status_page data = {
        .x = &b.x,
        .pill = application_pill(b.x.state),
        .state = application_state_name(b.x.state),
        .participant = b.x.cleared_at ? "" : person_name_full(req->a, &b.x.a.name),
        .programme = b.at.p.title,
        .dates = programme_dates(req, b.at.p.starts_on, b.at.p.ends_on),
        .url = enrolment_url(req->a, req->app, ENROLMENT_STATUS, b.x.id),
        .contact = b.at.e.contact,
    };
    r = fill_ways_out(req, &b, &data);
    if (r >= 0)
        r = say_status(req, &b, &data);
    struct page page = {.title = _("Ваша заявка"),
                        .lead = b.at.p.title,
                        .body = application_status_view,
                        .data = &data};
    return r < 0 ? r : enrolment_public(req, &b.at, &page);
}

static int withdraw_points(struct req *req, const struct application_link *b,
                           struct leave_page *ret)
{
    static const char *const points[] = {
        N_("Заявку никто не рассмотрит, место в очереди освободится."),
        N_("Личные данные из неё удалятся сразу."),
        N_("Подать новую можно, пока идёт приём."),
    };
    if (b->x.participation_id)
        return leave_page_of(req, b->x.person_id, b->x.a.author != APPLICATION_OWN, ret);
    const char **said = arena_array(req->a, const char *, 3);
    for (size_t i = 0; i < 3; i++)
        said[i] = _(points[i]);
    ret->points = said;
    ret->n_points = 3;
    ret->button = _("Отозвать заявку");
    return 0;
}

int application_withdraw_get(struct req *req)
{
    struct application_link b;
    int r = application_link_status(req, &b);
    if (r <= 0)
        return r < 0 ? r : application_link_gone(req);
    r = may_withdraw(req, &b.x);
    if (r == 0 || r == ERR_CONFLICT)
        return req_redirect(req, "%s", application_link_back(req, &b));
    if (r < 0)
        return r;
    struct leave_page data = {.form = req_form(req, &application_withdraw_form, NULL),
                              .action = "/application/withdraw",
                              .token = b.token,
                              .back = application_link_back(req, &b)};
    r = withdraw_points(req, &b, &data);
    struct page page = {.title =
                            b.x.participation_id ? _("Прекратить участие?") : _("Отозвать заявку?"),
                        .lead = b.at.p.title,
                        .body = leave_view,
                        .data = &data,
                        .form = data.form};
    return r < 0 ? r : enrolment_public(req, &b.at, &page);
}

int application_withdraw_post(struct req *req)
{
    const struct withdraw_form *in = req_input(req);
    struct application_link b;
    int r = application_link_status(req, &b);
    if (r <= 0)
        return r < 0 ? r : application_link_missed(req);
    const struct application_desk d = application_desk(req, b.at.today);
    const struct withdrawal w = {b.x.a.author != APPLICATION_OWN, in->reason, in->consents};
    r = application_withdraw(&d, &b.x, &w, &req->err);
    if (r == ERR_CONFLICT) {
        req_notice(req, "%s", req->err.text);
        return req_redirect(req, "%s", application_link_back(req, &b));
    }
    if (r >= 0)
        r = req_audit(req, "application.withdraw", "application", b.x.id,
                      w.consents ? "consents" : "");
    if (r < 0)
        return r;
    if (b.x.participation_id)
        req_notice(req, _("Участие прекращено, куратор узнает об этом. Последний день: %s"),
                   date_long(req->a, b.at.today, 0));
    else
        req_notice(req, "%s", _("Заявка отозвана, личные данные из неё удалены"));
    return req_redirect(req, "%s", application_link_back(req, &b));
}
