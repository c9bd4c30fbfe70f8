/* Who is told of a certificate that ends, and when: each step once. */
#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "identity/keeper.h"
#include "identity/vetting.h"
#include "identity/vetting.sql.h"

#define ZONE_WEST (-12 * 60)
#define ZONE_EAST (14 * 60)
#define MAIL_SUBJECT N_("Наставничество: срок справки")
#define LOOK_BACK 31 /* days: a server that stood still tells later, but not of last year */

struct telling {
    struct db *db;
    const struct app *app;
    struct arena *a;
};

static int mail_to(struct telling *t, const struct vetting_due *v, const char *to, const char *text,
                   const char *path)
{
    return outbox_mail(t->db, t->app, v->unit_id, to, _(MAIL_SUBJECT),
                       arena_printf(t->a, "%s\n\n%s\n", text, app_url(t->a, t->app, path)));
}

static int tell_mentor(struct telling *t, const struct vetting_due *v, const char *text)
{
    static const char path[] = "/my/mentor";
    struct vetting_mails *mails;
    size_t n;
    int r = notice_add(t->db, t->app, v->person_id, text, path);
    if (r >= 0)
        r = vetting_mails(t->db, t->a, v->person_id, &mails, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = mail_to(t, v, mails[i].value, text, path);
    return r;
}

static int tell_step(struct telling *t, const struct vetting_due *v, const char *step,
                     struct date expires)
{
    int r = vetting_notice_once(t->db, v->id, step, clock_now(t->app->clock));
    if (r <= 0)
        return r; /* another process was faster */
    const char *day = date_long(t->a, expires, 0);
    bool over = !strcmp(step, "over");
    r = tell_mentor(
        t, v,
        arena_printf(t->a,
                     over
                         ? _("Принесите куратору новую справку об отсутствии судимости: контакты в "
                             "парах закрыты с %s")
                         : _("Принесите куратору новую справку об отсутствии судимости: прежняя "
                             "истекает %s"),
                     day));
    if (r < 0)
        return r;
    const struct keeper_news news = {
        v->unit_id, _(MAIL_SUBJECT),
        arena_printf(t->a,
                     over
                         ? _("Попросите у наставника новую справку: контакты с детьми закрыты с %s")
                         : _("Попросите у наставника новую справку: прежняя истекает %s"),
                     day),
        arena_printf(t->a, "/people/%lld/vetting", (long long)v->person_id)};
    return keeper_tell(t->db, t->a, t->app, &news);
}

static int tell_one(struct telling *t, const struct vetting_due *v)
{
    struct date expires = {0};
    (void)date_parse_iso(v->expires_on, &expires);
    int64_t today = date_to_days(date_at(clock_now(t->app->clock), (int)v->utc_offset));
    int64_t left = date_to_days(expires) - today;
    if (left <= 0)
        return v->over_told ? 0 : tell_step(t, v, "over", expires);
    return left <= VETTING_WARN_DAYS && !v->soon_told ? tell_step(t, v, "soon", expires) : 0;
}

static int tell_all(struct telling *t, struct arena *keys)
{
    int64_t now = clock_now(t->app->clock), id = 0;
    int64_t from = date_to_days(date_at(now, ZONE_WEST)) - LOOK_BACK;
    int64_t to = date_to_days(date_at(now, ZONE_EAST)) + VETTING_WARN_DAYS;
    const char *day = "", *first = date_iso(keys, date_from_days(from)),
               *last = date_iso(keys, date_from_days(to));
    struct vetting_due *rows;
    size_t n = 1;
    int r = 0;
    while (r >= 0 && n) {
        arena_reset(t->a);
        r = vetting_due(t->db, t->a, first, last, day, id, &rows, &n);
        for (size_t i = 0; r >= 0 && i < n; i++)
            r = tell_one(t, &rows[i]);
        if (r >= 0 && n) {
            day = arena_strdup(keys, rows[n - 1].expires_on);
            id = rows[n - 1].id;
        }
    }
    return r < 0 ? r : 0;
}

int vetting_tell(const struct app *app, struct db *db, struct arena *keys)
{
    struct telling t = {db, app, arena_new()};
    int r = tell_all(&t, keys);
    arena_free(t.a);
    return r;
}
