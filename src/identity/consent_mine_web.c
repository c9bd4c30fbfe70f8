#include <string.h>

#include "base/i18n.h"
#include "frame/page.h"
#include "frame/route.h"
#include "identity/consent.h"
#include "identity/consent_mine.h"
#include "identity/consent_mine.html.h"
#include "identity/consent_mine.sql.h"
#include "identity/erasure.h"
#include "identity/keeper.h"
#include "identity/place.h"
#include "identity/representative.h"

static int list_get(struct req *req)
{
    struct date today = date_at(clock_now(req->clock), req->who.zone);
    struct consent_mine_page data;
    struct consents_mine *rows;
    int r = consents_mine(req->db, req->a, req->who.person_id, person_minor_since(today), &rows,
                          &data.n);
    if (r < 0)
        return r;
    struct consent_mine_line *lines = arena_array(req->a, struct consent_mine_line, data.n);
    for (size_t i = 0; i < data.n; i++) {
        const struct person_name name = {rows[i].surname, rows[i].given, rows[i].patronymic};
        struct date given = {0};
        (void)date_parse_iso(rows[i].given_on, &given);
        lines[i] = (struct consent_mine_line){
            .purpose = consent_name(consent_from_code(rows[i].kind)),
            .whose = rows[i].person_id == req->who.person_id
                         ? ""
                         : arena_printf(req->a, _("Ваш ребёнок: %s"),
                                        person_name_address(req->a, &name, true)),
            .given = date_long(req->a, given, today.year),
            .shown = consent_fields_words(req->a, (unsigned)rows[i].fields),
            .withdraw = arena_printf(req->a, "/my/consents/%lld/withdraw", (long long)rows[i].id),
        };
    }
    data.rows = lines;
    const struct page page = {.title = _("Мои согласия"), .body = consent_mine_view, .data = &data};
    return req_page(req, &page);
}

/* What happens without it. */
static const char *point(enum consent_kind kind)
{
    switch (kind) {
    case CONSENT_PROCESSING:
        return _("Вести участие в программе без него нельзя: куратор завершит участие, а данные, "
                 "которые больше ни для чего не нужны, удалят за 30 дней.");
    case CONSENT_PARTICIPATION:
        return _("Без него участие в программе заканчивается: пару завершит куратор.");
    case CONSENT_CONTACT:
        return _("Контакты внутри пары закроются сразу. Пара работает дальше: встречи назначают "
                 "через сайт и куратора.");
    default:
        return _("Имя, фотография и рассказ исчезнут с открытой страницы сразу. На участие это не "
                 "влияет.");
    }
}

static int withdraw_get(struct req *req)
{
    struct consent_mine_row x;
    int r = consent_mine_row(req->db, req->a, req_id(req, "own_consent"), &x);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    enum consent_kind kind = consent_from_code(x.kind);
    const char *points[] = {point(kind), _("Куратор узнает об этом сразу."),
                            _("Запись о согласии останется с днём отзыва: так требует закон."),
                            _("Передумаете — новое согласие можно дать через куратора.")};
    struct consent_mine_withdraw_page data = {points, sizeof points / sizeof *points, req->path};
    const struct link crumbs[] = {{_("Мои согласия"), "/my/consents"}};
    const struct page page = {
        .title = arena_printf(req->a, _("Отозвать согласие: %s?"), consent_name(kind)),
        .body = consent_mine_withdraw_view,
        .data = &data,
        .crumbs = crumbs,
        .n_crumbs = 1};
    return req_page(req, &page);
}

/* The coordinator is told, of data that must go with the last day. */
static int tell_keeper(struct req *req, const struct consent_mine_row *x)
{
    const char *what = consent_name(consent_from_code(x->kind));
    struct erasure e;
    struct keeper_news news = {
        .unit_id = x->unit_id,
        .text = arena_printf(
            req->a, _("Отозвано согласие: %s. Посмотрите, чьё, и решите, что дальше"), what),
        .path = arena_printf(req->a, "/people/%lld/consents", (long long)x->person_id)};
    int r = erasure_of(req->db, req->a, x->person_id, &e);
    if (r > 0 && consent_from_code(x->kind) == CONSENT_PROCESSING) {
        news.text =
            arena_printf(req->a, _("Отозвано согласие: %s. Данные нужно уничтожить не позже %s"),
                         what, date_long(req->a, e.due, 0));
        news.path = arena_printf(req->a, "/people/%lld/erasure", (long long)x->person_id);
    }
    return r < 0 ? r : keeper_tell(req->db, req->a, req->app, &news);
}

static int withdraw_post(struct req *req)
{
    struct consent_mine_row x;
    int64_t id = req_id(req, "own_consent");
    int r = consent_mine_row(req->db, req->a, id, &x);
    if (r > 0)
        r = consent_withdraw(req->db, req->a, req->clock, x.person_id, id);
    if (r == 0)
        return err_set(&req->err, ERR_CONFLICT, _("Это согласие уже отозвано"));
    if (r > 0)
        r = tell_keeper(req, &x);
    if (r >= 0)
        r = req_audit(req, "consent_withdraw", "consent", id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Согласие отозвано, куратор узнает об этом"));
    return req_redirect(req, "/my/consents");
}

/* Whoever gave it takes it back; grown up, the person takes back what a representative gave. */
static int own_consent_object(struct req *req, int64_t id, struct object *ret)
{
    struct consent_mine_row x;
    struct person person;
    struct date today;
    int r = consent_mine_row(req->db, req->a, id, &x);
    if (r > 0)
        r = person_get(req->db, req->a, x.person_id, &person);
    if (r <= 0)
        return r;
    r = unit_today(req, x.unit_id, &today);
    if (r < 0)
        return r;
    *ret = (struct object){.unit_id = x.unit_id};
    if (!strcmp(x.relation, "self") || !person_is_minor(person.birth_year, true, today)) {
        ret->persons[0] = x.person_id;
        return 1;
    }
    r = representative_ids(req->db, req->a, x.person_id, today, ret->persons);
    return r < 0 ? r : 1;
}

static const struct route routes[] = {
    ROUTE_GET("/my/consents", list_get, PERM_SIGNED_IN),
    ROUTE_GET("/my/consents/{own_consent}/withdraw", withdraw_get, PERM_OWN),
    ROUTE_POST("/my/consents/{own_consent}/withdraw", withdraw_post, PERM_OWN),
};
static const struct scope scopes[] = {{"own_consent", own_consent_object}};

const struct module consent_mine_module = {
    .name = "consent_mine",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .scopes = scopes,
    .n_scopes = sizeof scopes / sizeof *scopes,
};
