#include "identity/representative.h"

#include "base/i18n.h"
#include "db/db.h"
#include "identity/representative.sql.h"

int representatives_of(struct db *db, struct arena *a, int64_t minor_id, struct date today,
                       struct representative **ret, size_t *ret_n)
{
    struct representative_rows *rows;
    int r = representative_rows(db, a, minor_id, person_minor_since(today), &rows, ret_n);
    if (r < 0)
        return r;
    *ret = arena_array(a, struct representative, *ret_n);
    for (size_t i = 0; i < *ret_n; i++)
        (*ret)[i] = (struct representative){rows[i].person_id,
                                            {rows[i].surname, rows[i].given, rows[i].patronymic}};
    return 0;
}

int representative_ids(struct db *db, struct arena *a, int64_t minor_id, struct date today,
                       int64_t ret[REPRESENTATIVES_MAX])
{
    struct representative *list;
    size_t n;
    int r = representatives_of(db, a, minor_id, today, &list, &n);
    for (size_t i = 0; i < REPRESENTATIVES_MAX; i++)
        ret[i] = r >= 0 && i < n ? list[i].person_id : 0;
    return r;
}

int representative_add(struct db *db, struct arena *a, const struct clock *clock, int64_t unit_id,
                       int64_t person_id, int64_t minor_id, struct err *err)
{
    struct date today = date_at(clock_now(clock), ZONE_MOSCOW);
    struct representative *list;
    struct person minor;
    size_t n;
    int r = person_get(db, a, minor_id, &minor);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    if (!person_is_minor(minor.birth_year, true, today))
        return err_set(err, ERR_CONFLICT,
                       _("Этому участнику уже есть 18 лет: он отвечает за себя сам"));
    r = representatives_of(db, a, minor_id, today, &list, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        if (list[i].person_id == person_id)
            return 0;
    if (r >= 0 && n >= REPRESENTATIVES_MAX)
        return err_set(err, ERR_CONFLICT,
                       _("У ребёнка уже есть два представителя. Обратитесь к куратору"));
    if (r >= 0)
        r = representative_insert(db, person_id, minor_id, unit_id, clock_now(clock));
    return r < 0 ? r : 0;
}

int representative_drop(struct db *db, int64_t account_id, int64_t unit_id)
{
    int r = representative_delete(db, account_id, unit_id);
    return r < 0 ? r : 0;
}
