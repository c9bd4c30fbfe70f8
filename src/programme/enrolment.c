#include "programme/enrolment.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "programme/enrolment.sql.h"
#include "programme/programme.h"
#include "programme/programme_state.h"

#define BEFORE_DAYS 184 /* a summer and some more */

#define DAY_MS (INT64_C(24) * 3600 * 1000)
#define CODE_FIRST 100000000 /* nine digits, the first no zero */
#define CODES 900000000u
#define CODE_TRIES 20

int enrolment_get(struct db *db, struct arena *a, int64_t programme_id, struct enrolment *ret)
{
    struct enrolment_row row;
    int r = enrolment_row(db, a, programme_id, &row);
    if (r <= 0)
        return r;
    *ret = (struct enrolment){
        .programme_id = row.programme_id,
        .unit_id = row.unit_id,
        .code = row.code,
        .opened = row.opened,
        .mentees = row.mentees,
        .mentors = row.mentors,
        .forms = row.forms,
        .mentee_places = row.mentee_places,
        .mentor_places = row.mentor_places,
        .about = row.about,
        .contact = row.contact,
    };
    (void)date_parse_iso(row.from_on, &ret->from);
    (void)date_parse_iso(row.to_on, &ret->to);
    return 1;
}

int enrolment_by_code(struct db *db, struct arena *a, int64_t code, struct enrolment *ret)
{
    struct enrolment_of_code row;
    int r = enrolment_of_code(db, a, code, &row);
    return r <= 0 ? r : enrolment_get(db, a, row.programme_id, ret);
}

static int check(const struct enrolment *e, struct err *err)
{
    if (date_to_days(e->to) < date_to_days(e->from))
        return err_set(err, ERR_INVALID, _("Приём не может закончиться раньше, чем начался"));
    if (!e->mentees && !e->mentors)
        return err_set(err, ERR_INVALID, _("Выберите, от кого принимать заявки"));
    if (!*e->forms)
        return err_set(err, ERR_INVALID, _("Выберите хотя бы одну форму наставничества"));
    return 0;
}

/* ERR_LIMIT: people apply for half a year before a programme at most, and not after it. */
static int check_term(struct db *db, struct arena *a, const struct enrolment *e, struct err *err)
{
    struct programme p;
    struct date from, to;
    int r = programme_get(db, a, e->programme_id, &p);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    if (!date_parse_iso(p.starts_on, &from) || !date_parse_iso(p.ends_on, &to) ||
        (date_to_days(e->from) > date_to_days(from) - BEFORE_DAYS &&
         date_to_days(e->to) <= date_to_days(to)))
        return 0;
    return err_set(err, ERR_LIMIT,
                   _("Программа идёт с %s по %s. Приём может начаться за полгода до неё и "
                     "закончиться в её последний день"),
                   date_short(a, from), date_short(a, to));
}

/* A code that nobody has. */
static int make(struct db *db, struct arena *a, const struct clock *clock,
                const struct enrolment *e)
{
    int r = 0;
    for (int try = 0; r == 0 && try < CODE_TRIES; try++) {
        uint32_t x;
        random_fill(&x, sizeof x);
        r = enrolment_insert(db, e->programme_id, e->unit_id, CODE_FIRST + x % CODES,
                             date_iso(a, e->from), date_iso(a, e->to), clock_now(clock));
    }
    return r;
}

int enrolment_save(struct db *db, struct arena *a, const struct clock *clock,
                   const struct enrolment *e, int64_t account_id, struct err *err)
{
    struct enrolment old;
    int r = check(e, err);
    if (r >= 0 && e->opened) /* one whose programme was moved can still be closed */
        r = check_term(db, a, e, err);
    if (r >= 0)
        r = enrolment_get(db, a, e->programme_id, &old);
    if (r == 0)
        r = make(db, a, clock, e);
    if (r > 0)
        r = enrolment_update(db, e->programme_id, e->opened, date_iso(a, e->from),
                             date_iso(a, e->to), e->mentees, e->mentors, e->forms, e->mentee_places,
                             e->mentor_places, e->about, e->contact,
                             account_id ? &account_id : NULL, clock_now(clock));
    return r < 0 ? r : 0;
}

int64_t enrolment_places(const struct enrolment *e, const char *side)
{
    return strcmp(side, "mentor") ? e->mentee_places : e->mentor_places;
}

bool enrolment_takes(const struct enrolment *e, const char *side)
{
    return strcmp(side, "mentor") ? e->mentees : e->mentors;
}

enum enrolment_door enrolment_door(const struct enrolment *e, const char *programme_state,
                                   struct date today)
{
    int64_t day = date_to_days(today);
    if (!programme_running(programme_state))
        return ENROLMENT_STOPPED;
    if (!e->opened)
        return ENROLMENT_CLOSED;
    if (day < date_to_days(e->from))
        return ENROLMENT_EARLY;
    return day > date_to_days(e->to) ? ENROLMENT_LATE : ENROLMENT_OPEN;
}

bool enrolment_has_form(const char *forms, const char *code)
{
    for (size_t n; *forms; forms += n + (forms[n] != '\0')) {
        n = strcspn(forms, ";");
        if (strlen(code) == n && !strncmp(forms, code, n))
            return true;
    }
    return false;
}

const char *enrolment_forms_left(struct arena *a, const struct programme *p, const char *forms)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; i < p->n_forms; i++)
        if (enrolment_has_form(forms, p->forms[i]))
            strbuf_printf(&b, "%s%s", b.len ? ";" : "", p->forms[i]);
    return b.s;
}

/* ---- class teachers ---- */

int enrolment_teacher_add(struct db *db, struct arena *a, const struct clock *clock,
                          const struct enrolment *e, const char *name, int64_t account_id,
                          struct err *err, int64_t *ret_id)
{
    struct enrolment_teacher_count open;
    int64_t now = clock_now(clock), id = id_new(clock);
    int r = enrolment_teacher_count(db, a, e->programme_id, now, &open);
    if (r < 0)
        return r;
    if (open.n >= ENROLMENT_TEACHERS_MAX)
        return err_set(err, ERR_LIMIT, _("Открытых ссылок уже %d. Закройте лишние"),
                       ENROLMENT_TEACHERS_MAX);
    r = enrolment_teacher_insert(db, id, e->programme_id, e->unit_id, name,
                                 account_id ? &account_id : NULL, now,
                                 now + ENROLMENT_TEACHER_DAYS * DAY_MS);
    *ret_id = id;
    return r < 0 ? r : 0;
}

int enrolment_teacher_close(struct db *db, const struct clock *clock, int64_t programme_id,
                            int64_t id)
{
    return enrolment_teacher_end(db, id, programme_id, clock_now(clock));
}

int enrolment_teacher_get(struct db *db, struct arena *a, const struct clock *clock, int64_t id,
                          struct enrolment_teacher *ret)
{
    struct enrolment_teacher_row row;
    int r = id ? enrolment_teacher_row(db, a, id, clock_now(clock), &row) : 0;
    if (r > 0)
        *ret = (struct enrolment_teacher){row.id, row.programme_id, row.unit_id, row.name,
                                          row.expires_at};
    return r;
}

int enrolment_teachers(struct db *db, struct arena *a, const struct clock *clock,
                       int64_t programme_id, struct enrolment_teacher **ret, size_t *ret_n)
{
    struct enrolment_teacher_rows *rows;
    int r = enrolment_teacher_rows(db, a, programme_id, clock_now(clock), &rows, ret_n);
    if (r < 0)
        return r;
    *ret = arena_array(a, struct enrolment_teacher, *ret_n);
    for (size_t i = 0; i < *ret_n; i++)
        (*ret)[i] = (struct enrolment_teacher){rows[i].id, rows[i].programme_id, rows[i].unit_id,
                                               rows[i].name, rows[i].expires_at};
    return 0;
}
