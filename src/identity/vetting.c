#include "identity/vetting.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "identity/vetting.sql.h"

/* ---- what it allows ---- */

bool vetting_needed(enum person_age mentee, enum person_age mentor)
{
    return mentee != PERSON_ADULT && mentor == PERSON_ADULT;
}

int vetting_cleared(struct db *db, struct arena *a, int64_t person_id, struct date on)
{
    struct vetting_counting row;
    int r = vetting_counting(db, a, person_id, date_iso(a, on), &row);
    return r > 0 ? 1 : r;
}

int vetting_allows(struct db *db, struct arena *a, int64_t mentee_id, int64_t mentor_id,
                   struct date on)
{
    struct person mentee, mentor;
    int r = person_get(db, a, mentee_id, &mentee);
    if (r > 0)
        r = person_get(db, a, mentor_id, &mentor);
    if (r <= 0)
        return r;
    if (!vetting_needed(person_age(mentee.birth_year, true, on),
                        person_age(mentor.birth_year, false, on)))
        return 1;
    return vetting_cleared(db, a, mentor_id, on);
}

static struct date day_of(const char *iso)
{
    struct date d = {0};
    (void)date_parse_iso(iso, &d);
    return d;
}

int vetting_of(struct db *db, struct arena *a, int64_t person_id, struct date on,
               struct vetting_now *ret)
{
    struct person person;
    struct vetting_counting row;
    struct vetting_expired last;
    const char *day = date_iso(a, on);
    *ret = (struct vetting_now){.state = VETTING_NONE, .number = ""};
    int r = person_get(db, a, person_id, &person);
    if (r > 0)
        r = vetting_counting(db, a, person_id, day, &row);
    else
        return r;
    if (r > 0) {
        struct date expires = day_of(row.expires_on);
        bool soon = date_to_days(expires) - date_to_days(on) <= VETTING_WARN_DAYS;
        *ret =
            (struct vetting_now){soon ? VETTING_SOON : VETTING_VALID, row.id, row.number, expires};
    } else if (r == 0) {
        r = vetting_expired(db, a, person_id, day, &last);
        if (r > 0)
            *ret =
                (struct vetting_now){VETTING_OVER, last.id, last.number, day_of(last.expires_on)};
    }
    if (r >= 0 && !vetting_counts(ret->state) &&
        person_age(person.birth_year, false, on) != PERSON_ADULT)
        ret->state = VETTING_UNNEEDED;
    return r < 0 ? r : 1;
}

bool vetting_counts(enum vetting_state state)
{
    return state == VETTING_UNNEEDED || state == VETTING_SOON || state == VETTING_VALID;
}

const char *vetting_words(struct arena *a, const struct vetting_now *v)
{
    switch (v->state) {
    case VETTING_UNNEEDED:
        return _("Справка не нужна: по году рождения наставнику нет 18");
    case VETTING_NONE:
        return _("Справки нет: контакты с детьми закрыты");
    case VETTING_OVER:
        return arena_printf(a, _("Справка истекла %s: контакты с детьми закрыты"),
                            date_long(a, v->expires, 0));
    case VETTING_SOON:
        return arena_printf(a, _("Справка истекает %s: в этот день контакты с детьми закроются"),
                            date_long(a, v->expires, 0));
    default:
        return arena_printf(a, _("Справка действует, истекает %s"), date_long(a, v->expires, 0));
    }
}

/* ---- records ---- */

int vetting_list(struct db *db, struct arena *a, int64_t person_id, struct vetting **ret,
                 size_t *ret_n)
{
    struct vetting_rows *rows;
    size_t n;
    int r = vetting_rows(db, a, person_id, &rows, &n);
    if (r < 0)
        return r;
    struct vetting *list = arena_array(a, struct vetting, n);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct vetting){
            .id = rows[i].id,
            .number = rows[i].number,
            .issued = day_of(rows[i].issued_on),
            .expires = day_of(rows[i].expires_on),
            .recorded_by = rows[i].recorded_by ? rows[i].recorded_by : "",
            .recorded_at = rows[i].recorded_at,
            .ended_at = rows[i].has_ended_at ? rows[i].ended_at : 0,
            .ended_by = rows[i].ended_by ? rows[i].ended_by : "",
            .end_reason = rows[i].end_reason,
        };
    *ret = list;
    *ret_n = n;
    return 0;
}

struct date vetting_default_expiry(struct date issued)
{
    int month = issued.month - 1 + VETTING_MONTHS;
    struct date d = {issued.year + month / 12, month % 12 + 1, issued.day};
    while (!date_valid(d)) /* 29 February */
        d.day--;
    return d;
}

int vetting_check_days(struct date issued, struct date expires, struct date today, struct err *err)
{
    struct date last = issued;
    last.year += VETTING_YEARS_MAX;
    if (!date_valid(last))
        last.day--;
    if (!expires.year)
        expires = vetting_default_expiry(issued);
    if (date_to_days(issued) > date_to_days(today) || issued.year < 2000)
        return err_set(err, ERR_LIMIT,
                       _("Справку выдают не позже сегодняшнего дня: проверьте дату"));
    if (date_to_days(expires) <= date_to_days(issued))
        return err_set(err, ERR_INVALID, _("Срок кончается позже дня выдачи: проверьте даты"));
    if (date_to_days(expires) > date_to_days(last))
        return err_set(err, ERR_INVALID,
                       _("Больше пяти лет справка не действует: проверьте год окончания"));
    return 0;
}

static int check(struct db *db, struct arena *a, const struct vetting_new *n, struct err *err)
{
    struct vetting_same same;
    int r = vetting_check_days(n->issued, n->expires, n->today, err);
    if (r < 0)
        return r;
    r = vetting_same(db, a, n->person_id, n->number, &same);
    return r > 0 ? err_set(err, ERR_CONFLICT,
                           _("Справка с таким номером уже записана. Если в ней ошибка, снимите её "
                             "с учёта и запишите снова"))
                 : r;
}

int vetting_record(struct db *db, struct arena *a, const struct clock *clock,
                   const struct vetting_new *n, struct err *err, int64_t *ret_id)
{
    struct person person;
    struct date expires = n->expires.year ? n->expires : vetting_default_expiry(n->issued);
    int r = person_get(db, a, n->person_id, &person);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = check(db, a, n, err);
    if (r < 0)
        return r;
    int64_t id = id_new(clock);
    r = vetting_insert(db, id, person.unit_id, n->person_id, n->number, date_iso(a, n->issued),
                       date_iso(a, expires), n->recorded_by ? &n->recorded_by : NULL,
                       clock_now(clock));
    if (r < 0)
        return r;
    *ret_id = id;
    return 0;
}

int vetting_end(struct db *db, const struct clock *clock, int64_t person_id, int64_t vetting_id,
                int64_t account_id, const char *reason, struct err *err)
{
    if (!reason || !*reason)
        return err_set(err, ERR_INVALID, _("Напишите причину: она останется в истории"));
    return vetting_set_ended(db, vetting_id, person_id, clock_now(clock),
                             account_id ? &account_id : NULL, reason);
}
