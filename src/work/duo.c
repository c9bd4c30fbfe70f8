#include "work/duo.h"

#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "identity/person.h"
#include "programme/methodology.h"
#include "programme/own_form.h"
#include "programme/participation.h"

static int found(int r)
{
    return r == 0 ? ERR_NOT_FOUND : r < 0 ? r : 0;
}

int duo_load(struct db *db, struct arena *a, const struct app *app, int64_t pair_id,
             struct err *err, struct duo *ret)
{
    *ret = (struct duo){0};
    int r = found(pair_row(db, a, pair_id, &ret->pair));
    if (r >= 0)
        r = found(participation_row(db, a, ret->pair.mentee_id, &ret->mentee));
    if (r >= 0)
        r = found(participation_row(db, a, ret->pair.mentor_id, &ret->mentor));
    if (r >= 0)
        r = found(programme_get(db, a, ret->pair.programme_id, &ret->programme));
    if (r >= 0)
        r = own_form_methodology(app->methodology, db, a, ret->programme.unit_id,
                                 ret->programme.pack_id, err, &ret->pack);
    if (r >= 0)
        r = found(unit_get(db, a, ret->pair.unit_id, &ret->unit));
    if (r < 0)
        return r;
    const struct participation_row *e = &ret->mentee, *o = &ret->mentor;
    ret->today = date_at(clock_now(app->clock), ret->unit.utc_offset);
    ret->mentee_name =
        person_name_full(a, &(struct person_name){e->surname, e->given, e->patronymic});
    ret->mentor_name =
        person_name_full(a, &(struct person_name){o->surname, o->given, o->patronymic});
    ret->form_name = participation_forms(a, ret->pack, ret->pair.form_code);
    ret->living = !strcmp(ret->pair.state, "agreed") || !strcmp(ret->pair.state, "active");
    return 0;
}

const char *duo_prefix(const struct duo *d)
{
    return d->own ? "/my" : "";
}

const char *duo_path(struct arena *a, const struct duo *d)
{
    return arena_printf(a, "%s/%lld", d->own ? "/my/couples" : "/pairs", (long long)d->pair.id);
}

const char *duo_day(struct arena *a, const char *iso)
{
    struct date d;
    return date_parse_iso(iso, &d) ? date_long(a, d, 0) : "";
}

const char *duo_short(struct arena *a, const char *iso)
{
    struct date d;
    return date_parse_iso(iso, &d) ? date_short(a, d) : "";
}
