#include "network/region.h"

#include <stdbool.h>
#include <string.h>

#include "base/i18n.h"
#include "identity/consent.h"
#include "network/region.sql.h"
#include "network/unit.h"

/* "+05:00" → 300 */
static bool parse_offset(const char *s, int *ret)
{
    bool shape = strlen(s) == 6 && (s[0] == '+' || s[0] == '-') && s[3] == ':';
    for (size_t i = 1; shape && i < 6; i++)
        shape = i == 3 || (s[i] >= '0' && s[i] <= '9');
    if (!shape)
        return false;
    int minutes = ((s[1] - '0') * 10 + s[2] - '0') * 60 + (s[4] - '0') * 10 + s[5] - '0';
    *ret = s[0] == '-' ? -minutes : minutes;
    return minutes <= 14 * 60;
}

int region_find(struct db *db, struct arena *a, const char *code, int64_t *ret_unit)
{
    struct region_by_code row;
    int r = region_by_code(db, a, code, &row);
    if (r == 1)
        *ret_unit = row.id;
    return r;
}

static int seed_root(struct db *db, struct arena *a, const struct clock *clock, struct err *err,
                     int64_t *ret_id)
{
    struct unit root;
    int r = unit_root(db, a, &root);
    if (r < 0)
        return r;
    if (r == 1) {
        *ret_id = root.id;
        return 0;
    }
    const struct unit_new n = {.kind = UNIT_FEDERATION,
                               .name = "Российская Федерация",
                               .short_name = "Россия",
                               .utc_offset = ZONE_MOSCOW};
    r = unit_create(db, a, clock, &n, err, ret_id);
    return r < 0 ? r : 1;
}

static int seed_region(struct db *db, struct arena *a, const struct clock *clock, int64_t root,
                       const struct tsv *t, size_t row, struct err *err)
{
    int64_t id;
    const char *code = tsv_get(t, row, "code");
    int r = region_find(db, a, code, &id);
    if (r != 0)
        return r < 0 ? r : 0;
    struct unit_new n = {
        .parent_id = root,
        .kind = UNIT_REGION,
        .name = tsv_get(t, row, "full_name"),
        .short_name = tsv_get(t, row, "short_name"),
        .region_code = code,
    };
    if (!*code || !parse_offset(tsv_get(t, row, "utc_offset"), &n.utc_offset))
        return err_set(err, ERR_INVALID, _("regions.tsv, строка %zu: нужны код и пояс вида +05:00"),
                       row + 2);
    r = unit_create(db, a, clock, &n, err, &id);
    return r < 0 ? r : 1;
}

int region_seed(struct db *db, struct arena *a, const struct clock *clock,
                const struct tsv *regions, struct err *err)
{
    if (regions->n_rows > REGIONS_MAX)
        return err_set(err, ERR_LIMIT, _("regions.tsv: больше %d строк"), REGIONS_MAX);
    int64_t root;
    int made = seed_root(db, a, clock, err, &root);
    int r = made;
    for (size_t i = 0; i < regions->n_rows && r >= 0; i++) {
        r = seed_region(db, a, clock, root, regions, i, err);
        made += r > 0;
    }
    if (r >= 0)
        r = consent_seed(db, a, clock, root);
    return r < 0 ? r : made;
}
