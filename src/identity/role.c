#include "identity/role.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/utf8.h"
#include "identity/representative.h"
#include "identity/role.sql.h"

/* Behind every key that begins with q. */
static const char *prefix_end(struct arena *a, const char *q)
{
    return arena_printf(a, "%s\U0010FFFF", q);
}

bool role_fits(enum role role, const char *unit_kind)
{
    switch (role) {
    case ROLE_ADMIN:
    case ROLE_FEDERAL:
        return !strcmp(unit_kind, "federation");
    case ROLE_REGIONAL:
        return !strcmp(unit_kind, "region");
    case ROLE_MUNICIPAL:
        return !strcmp(unit_kind, "municipality");
    case ROLE_COORDINATOR: /* also of a programme that the schools of a district or region share */
    case ROLE_MENTOR:
    case ROLE_MENTEE:
    case ROLE_REPRESENTATIVE:
        return strcmp(unit_kind, "federation") != 0;
    case ROLE_EXPERT:
    case ROLE_OBSERVER:
        return true;
    default:
        return false;
    }
}

bool role_giveable(enum role by, enum role role, const char *unit_kind)
{
    return role_fits(role, unit_kind) && role_may_grant(by, role);
}

static struct role_holder holder(const struct role_holder_rows *r)
{
    return (struct role_holder){
        .grant_id = r->id,
        .account_id = r->account_id,
        .person_id = r->has_person_id ? r->person_id : 0,
        .role = (enum role)r->role,
        .name = r->display_name,
        .login = r->login,
        .totp = r->totp,
        .disabled = r->has_disabled_at,
        .sort_key = r->sort_key,
        .granted_at = r->granted_at,
    };
}

int role_holders(struct db *db, struct arena *a, int64_t unit_id, const struct role_filter *f,
                 struct role_holder **ret, size_t *ret_n)
{
    const char *key = utf8_key(a, f->q);
    bool from_start = strcmp(f->after_key, key) < 0;
    struct role_holder_rows *rows;
    size_t n;
    int r = role_holder_rows(db, a, unit_id, (int64_t)f->role, f->participants,
                             (int64_t)ROLE_MENTOR, (int64_t)ROLE_REPRESENTATIVE, prefix_end(a, key),
                             from_start ? key : f->after_key, from_start ? 0 : f->after_id,
                             ROLE_PAGE + 1, &rows, &n);
    if (r < 0)
        return r;
    struct role_holder *list = arena_array(a, struct role_holder, n);
    for (size_t i = 0; i < n; i++)
        list[i] = holder(&rows[i]);
    *ret = list;
    *ret_n = n;
    return 0;
}

int role_counts(struct db *db, struct arena *a, int64_t unit_id, int64_t counts[ROLE_COUNT])
{
    struct role_count_rows *rows;
    size_t n;
    int r = role_count_rows(db, a, unit_id, &rows, &n);
    if (r < 0)
        return r;
    memset(counts, 0, ROLE_COUNT * sizeof *counts);
    for (size_t i = 0; i < n; i++)
        if (rows[i].role > 0 && rows[i].role < ROLE_COUNT)
            counts[rows[i].role] = rows[i].n;
    return 0;
}

int role_grant_get(struct db *db, struct arena *a, int64_t unit_id, int64_t grant_id,
                   struct role_holder *ret)
{
    struct role_grant_row row;
    int r = role_grant_row(db, a, grant_id, unit_id, &row);
    if (r <= 0)
        return r;
    *ret = (struct role_holder){
        .grant_id = row.id,
        .account_id = row.account_id,
        .person_id = row.has_person_id ? row.person_id : 0,
        .role = (enum role)row.role,
        .name = row.display_name,
        .login = row.login,
        .totp = row.totp,
        .disabled = row.has_disabled_at,
        .sort_key = row.sort_key,
        .granted_at = row.granted_at,
    };
    return 1;
}

/* Who stands at the console of the machine may give anything. */
int role_change_allowed(struct db *db, struct arena *a, const struct role_change *c,
                        struct err *err)
{
    struct role_unit_kind unit;
    int r = role_unit_kind(db, a, c->unit_id, &unit);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    if (!role_fits(c->role, unit.kind))
        return err_set(err, ERR_INVALID, _("Роль «%s» здесь не бывает: выберите другую"),
                       role_name(c->role));
    if (c->by_account && !role_may_grant(c->by_role, c->role))
        return err_set(err, ERR_DENIED, _("Роль «%s» даёт и снимает уровень выше"),
                       role_name(c->role));
    return 0;
}

int role_give(struct db *db, struct arena *a, const struct clock *clock,
              const struct role_change *c, struct err *err)
{
    int r = role_change_allowed(db, a, c, err);
    if (r < 0)
        return r;
    /* A level that sees numbers would come to the children's names without anybody knowing. Who
     * runs the installation may: a small school has one person for both. */
    if (c->by_account == c->account_id && c->by_role != ROLE_ADMIN)
        return err_set(err, ERR_DENIED,
                       _("Себе роль не дают: попросите другого сотрудника или уровень выше"));
    struct role_sort_key who;
    r = role_sort_key(db, a, c->account_id, &who);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = role_grant_insert(db, id_new(clock), c->account_id, c->unit_id, (int64_t)c->role,
                          who.name_key ? who.name_key : who.login,
                          c->by_account ? &c->by_account : NULL, clock_now(clock));
    return r < 0 ? r : 0;
}

int role_take(struct db *db, struct arena *a, const struct role_change *c, struct err *err)
{
    int r = role_change_allowed(db, a, c, err);
    if (r < 0)
        return r;
    r = role_grant_delete(db, c->account_id, c->unit_id, (int64_t)c->role);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    if (c->role == ROLE_REPRESENTATIVE)
        return representative_drop(db, c->account_id, c->unit_id);
    if (c->role != ROLE_ADMIN)
        return 0;
    r = role_admin_exists(db, a);
    if (r == 0)
        return err_set(err, ERR_DENIED,
                       _("Это последний администратор. Сначала дайте эту роль другому человеку"));
    return r < 0 ? r : 0;
}

int role_admin_exists(struct db *db, struct arena *a)
{
    struct role_admins row;
    int r = role_admins(db, a, (int64_t)ROLE_ADMIN, &row);
    return r < 0 ? r : row.n > 0;
}
