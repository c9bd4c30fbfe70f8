#include "pairing/snapshot.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "db/db.h"
#include "identity/person.h"
#include "pairing/readiness.h"
#include "pairing/snapshot.sql.h"
#include "programme/own_form.h"
#include "programme/participation_state.h"

/* ---- from the tables ---- */

static enum criterion_scope scope_of(const char *across)
{
    if (!strcmp(across, "organisation"))
        return SCOPE_SAME_ORGANISATION;
    if (!strcmp(across, "other"))
        return SCOPE_OTHER_ORGANISATION;
    if (!strcmp(across, "municipality"))
        return SCOPE_SAME_MUNICIPALITY;
    return !strcmp(across, "region") ? SCOPE_SAME_REGION : SCOPE_ANY;
}

/* Somebody whose place is written and is not the unit works elsewhere: where, nobody knows. */
static bool works_here(struct arena *a, const struct snapshot_people *x)
{
    if (!*x->place)
        return true;
    const char *place = utf8_key(a, x->place);
    return !strcmp(place, utf8_key(a, x->unit_name)) || !strcmp(place, utf8_key(a, x->unit_short));
}

static struct person_profile profile_of(struct arena *a, const struct snapshot_people *x)
{
    bool organisation = !strcmp(x->kind, "organisation") && works_here(a, x);
    return (struct person_profile){
        .id = x->id,
        .person = x->person_id,
        .name = arena_printf(a, "%s %s", x->surname, x->given),
        .birth_year = x->has_birth_year ? (int)x->birth_year : 0,
        .organisation = organisation ? x->unit_id : 0,
        .municipality = x->has_municipality ? x->municipality : 0,
        .region = x->has_region ? x->region : 0,
        .place = organisation && !*x->place ? x->unit_short : x->place,
        .form = x->form_code,
        .time = x->time_resource,
    };
}

static int take_mentees(struct db *db, struct arena *a, int64_t programme_id,
                        struct criterion_input *in)
{
    struct snapshot_people *rows;
    size_t n, k = 0;
    int r = snapshot_people(db, a, programme_id, "mentee", "", &rows, &n);
    if (r < 0)
        return r;
    struct mentee_profile *list = arena_array(a, struct mentee_profile, n);
    for (size_t i = 0; i < n; i++)
        if (participation_free("mentee", rows[i].state))
            list[k++] = (struct mentee_profile){profile_of(a, &rows[i]), rows[i].request};
    in->mentee = list;
    in->n_mentees = (uint32_t)k;
    return 0;
}

/* An adult meets minors only with a record check that counts. */
static bool may_be_paired(const struct snapshot_people *x, const struct readiness_forms *minors,
                          struct date today)
{
    int64_t year = x->has_birth_year ? x->birth_year : 0;
    return participation_free("mentor", x->state) &&
           (x->cleared || person_age(year, false, today) != PERSON_ADULT ||
            !readiness_minors_want(minors, x->form_code));
}

static int take_mentors(struct db *db, struct arena *a, const struct clock *clock,
                        int64_t programme_id, struct criterion_input *in)
{
    struct snapshot_people *rows;
    struct readiness_forms minors;
    struct date today;
    size_t n, k = 0;
    int r = readiness_today(db, a, clock, programme_id, &today);
    if (r >= 0)
        r = readiness_minor_forms(db, a, programme_id, today, &minors);
    if (r >= 0)
        r = snapshot_people(db, a, programme_id, "mentor", date_iso(a, today), &rows, &n);
    if (r < 0)
        return r;
    struct mentor_profile *list = arena_array(a, struct mentor_profile, n);
    for (size_t i = 0; i < n; i++)
        if (may_be_paired(&rows[i], &minors, today))
            list[k++] = (struct mentor_profile){.p = profile_of(a, &rows[i]),
                                                .competencies = rows[i].competencies,
                                                .achievements = rows[i].achievements,
                                                .interests = rows[i].interests,
                                                .age_wish = rows[i].age_wish,
                                                .taken = (unsigned)rows[i].taken,
                                                .more = (int)rows[i].more_places};
    in->mentor = list;
    in->n_mentors = (uint32_t)k;
    return 0;
}

static int take_marks(struct db *db, struct arena *a, int64_t programme_id,
                      struct pairing_input *in)
{
    struct snapshot_marks *rows;
    size_t n;
    int r = snapshot_marks(db, a, programme_id, &rows, &n);
    if (r < 0)
        return r;
    struct criterion_mark *pins = arena_array(a, struct criterion_mark, n);
    struct criterion_mark *vetoes = arena_array(a, struct criterion_mark, n);
    for (size_t i = 0; i < n; i++) {
        struct criterion_mark m = {rows[i].mentee_id, rows[i].mentor_id};
        if (!strcmp(rows[i].kind, "pin"))
            pins[in->n_pins++] = m;
        else
            vetoes[in->people.n_vetoes++] = m;
    }
    in->pin = pins;
    in->people.veto = vetoes;
    return 0;
}

static enum preference_kind preference_of(const char *kind)
{
    if (!strcmp(kind, "exclude"))
        return PREFERENCE_EXCLUDE;
    return !strcmp(kind, "help") ? PREFERENCE_HELP : PREFERENCE_CHOICE;
}

/* Hang the lines of one person's card on their profile; rows are sorted by who wrote them. */
static void hang_card(struct person_profile *p, const struct snapshot_cards *rows, size_t n,
                      struct preference *all)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (rows[mid].from_id < p->id)
            lo = mid + 1;
        else
            hi = mid;
    }
    p->card = all + lo;
    while (lo + p->n_card < n && rows[lo + p->n_card].from_id == p->id)
        p->n_card++;
}

static int take_cards(struct db *db, struct arena *a, int64_t programme_id,
                      struct criterion_input *in)
{
    struct snapshot_cards *rows;
    size_t n;
    int r = snapshot_cards(db, a, programme_id, &rows, &n);
    if (r < 0)
        return r;
    struct preference *all = arena_array(a, struct preference, n);
    for (size_t i = 0; i < n; i++)
        all[i] =
            (struct preference){rows[i].to_id, preference_of(rows[i].kind), (uint8_t)rows[i].place};
    /* The profiles are ours: just made, not yet anybody else's. */
    struct mentee_profile *mentees = (struct mentee_profile *)in->mentee;
    struct mentor_profile *mentors = (struct mentor_profile *)in->mentor;
    for (uint32_t i = 0; i < in->n_mentees; i++)
        hang_card(&mentees[i].p, rows, n, all);
    for (uint32_t i = 0; i < in->n_mentors; i++)
        hang_card(&mentors[i].p, rows, n, all);
    return 0;
}

/* A row of the programme's own rules: a weight or a setting. */
static void take_rule(struct pairing_input *in, const char *code, int64_t value)
{
    struct criteria *c = &in->people.criteria;
    enum criterion k = criterion_find(code);
    if (k != CRITERIA)
        c->of[k].weight = (uint8_t)(value < c->of[k].max ? value : c->of[k].max);
    else if (pairing_setting_find(code) != SETTINGS)
        pairing_setting_set(&in->settings, pairing_setting_find(code), value);
}

static int take_rules(struct db *db, struct arena *a, int64_t programme_id,
                      const struct snapshot_rules *rules, struct pairing_input *in)
{
    struct snapshot_rules_of *rows;
    size_t n;
    int r = snapshot_rules_of(db, a, programme_id, &rows, &n);
    if (r < 0)
        return r;
    for (size_t i = 0; i < n; i++)
        take_rule(in, rows[i].code, rows[i].value);
    for (enum criterion k = 0; rules && k < CRITERIA; k++)
        if (rules->weight[k] >= 0)
            take_rule(in, criterion_code(k), rules->weight[k]);
    for (enum pairing_setting k = 0; rules && k < SETTINGS; k++)
        if (rules->setting[k] >= 0)
            take_rule(in, pairing_setting_code(k), rules->setting[k]);
    return 0;
}

/* Names for the reasons: the pack's forms and those of the organisation. */
static int take_forms(struct db *db, struct arena *a, const struct programme *p,
                      const struct rulebook *book, struct criterion_input *in)
{
    struct own_forms_of *rows;
    size_t n;
    int r = own_forms_of(db, a, p->unit_id, &rows, &n);
    if (r < 0)
        return r;
    struct criterion_form *list = arena_array(a, struct criterion_form, book->n_forms + n);
    for (size_t i = 0; i < book->n_forms; i++)
        list[i] = book->form[i];
    for (size_t i = 0; i < n; i++)
        list[book->n_forms + i] = (struct criterion_form){rows[i].code, rows[i].name};
    in->form = list;
    in->n_forms = book->n_forms + n;
    return 0;
}

int snapshot_take(struct db *db, struct arena *a, const struct clock *clock,
                  const struct programme *p, const struct rulebook *book,
                  const struct snapshot_rules *rules, struct err *err,
                  struct pairing_input *ret_input)
{
    int year = date_at(clock_now(clock), ZONE_MOSCOW).year;
    struct pairing_input in = {.settings.seed = 1};
    in.people.topics = book->topics;
    in.people.wordings = book->wordings;
    in.people.criteria = book->criteria;
    in.people.settings = criterion_settings_default(year);
    in.people.settings.scope = scope_of(p->across);
    in.people.settings.hours_per_mentee = (float)p->hours_per_mentee;
    in.people.settings.max_mentees = (unsigned)p->max_mentees;
    int r = take_forms(db, a, p, book, &in.people);
    if (r >= 0)
        r = take_mentees(db, a, p->id, &in.people);
    if (r >= 0)
        r = take_mentors(db, a, clock, p->id, &in.people);
    if (r >= 0)
        r = take_cards(db, a, p->id, &in.people);
    if (r >= 0)
        r = take_marks(db, a, p->id, &in);
    if (r >= 0)
        r = take_rules(db, a, p->id, rules, &in);
    if (r < 0)
        return r;
    if (!in.people.n_mentees || !in.people.n_mentors)
        return err_set(err, ERR_INVALID,
                       in.people.n_mentees
                           ? _("Составлять некого: нет наставников, готовых к работе")
                           : _("Составлять некого: нет наставляемых без пары"));
    *ret_input = in;
    return 0;
}

int snapshot_room(struct db *db, int64_t programme_id, int64_t mentor_id, int was, int more)
{
    return snapshot_set_room(db, mentor_id, programme_id, was, more);
}
