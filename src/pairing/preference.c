#include "pairing/preference.h"

#include "base/clock.h"
#include "pairing/preference.sql.h"

int preference_apart(struct db *db, int64_t programme_id, int64_t mentee_id, int64_t mentor_id,
                     const struct deed *deed)
{
    int r = preference_veto(db, programme_id, mentee_id, mentor_id,
                            deed->account_id ? &deed->account_id : NULL, clock_now(deed->clock));
    return r < 0 ? r : 0;
}
