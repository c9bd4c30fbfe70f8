#include "identity/keeper.h"

#include <stddef.h>

#include "db/db.h"
#include "frame/access.h"
#include "frame/app.h"
#include "frame/job.h"
#include "identity/keeper.sql.h"

int keeper_tell(struct db *db, struct arena *a, const struct app *app, const struct keeper_news *n)
{
    struct keepers *who;
    size_t n_who;
    int r = keepers(db, a, n->unit_id, ROLE_COORDINATOR, &who, &n_who);
    for (size_t i = 0; r >= 0 && i < n_who && who[i].depth == who[0].depth; i++) {
        if (who[i].has_person_id)
            r = notice_add(db, app, who[i].person_id, n->text, n->path);
        if (r >= 0 && n->subject && *who[i].email)
            r = outbox_mail(db, app, n->unit_id, who[i].email, n->subject,
                            arena_printf(a, "%s\n\n%s\n", n->text, app_url(a, app, n->path)));
    }
    return r < 0 ? r : 0;
}
