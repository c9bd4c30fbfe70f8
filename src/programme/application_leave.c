/* Giving up what was asked for: an application that waits, or a participation. */
#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "programme/application.h"
#include "programme/application.sql.h"
#include "programme/application_mail.h"
#include "programme/participation_state.h"

/* The row stays without a word about the person. */
static int end(const struct application_desk *d, const struct application *x, const char *reason,
               struct err *err)
{
    const struct application_end end = {"withdrawn", reason, 0, x->participation_id, 0};
    int r = application_close(d, x, &end, err);
    if (r >= 0)
        r = application_consents_drop(d->db, x->id);
    return r < 0 ? r : application_clear(d->db, x->id, clock_now(d->app->clock));
}

int application_withdraw(const struct application_desk *d, const struct application *x,
                         const struct withdrawal *w, struct err *err)
{
    if (!strcmp(x->state, "approved") && x->participation_id)
        return application_leave(d, x->participation_id, w, err);
    int r = application_pending(x->state)
                ? end(d, x, w->reason, err)
                : err_set(err, ERR_CONFLICT, _("По этой заявке уже есть решение"));
    if (r >= 0 && strcmp(x->state, "unsigned") != 0) /* nobody was told of an unsigned one */
        r = application_tell_withdrawn(d, x);
    return r < 0 ? r : 0;
}

int application_forget(const struct application_desk *d, int64_t id, const char *reason,
                       struct err *err)
{
    struct application x;
    int r = application_get(d->db, d->a, id, &x);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    return application_pending(x.state) ? end(d, &x, reason, err)
                                        : application_clear(d->db, id, clock_now(d->app->clock));
}

static int end_application(const struct application_desk *d, int64_t participation_id,
                           const char *reason, struct err *err)
{
    struct application_of_participation row;
    struct application x;
    int r = application_of_participation(d->db, d->a, participation_id, &row);
    if (r > 0)
        r = application_get(d->db, d->a, row.id, &x);
    return r > 0 ? end(d, &x, reason, err) : r;
}

int application_leave(const struct application_desk *d, int64_t participation_id,
                      const struct withdrawal *w, struct err *err)
{
    struct application_participant who;
    const struct deed deed = {d->app->clock, d->account_id, w->reason};
    int r = application_participant(d->db, d->a, participation_id, &who);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = participation_move(d->db, participation_id, "withdraw", &deed, err);
    if (r >= 0)
        r = end_application(d, participation_id, w->reason, err);
    if (r >= 0 && w->consents)
        r = consent_withdraw_all(d->db, d->a, d->app->clock, who.person_id, w->by_representative);
    if (r >= 0)
        r = application_tell_left(d, who.unit_id, participation_id, w->consents);
    if (r >= 0)
        r = application_move_up(d, who.programme_id);
    return r < 0 ? r : 0;
}
