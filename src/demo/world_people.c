/* Invented people of a region: participants and who signs in. */
#include "demo/world.sql.h"
#include "demo/world_priv.h"
#include "identity/account.h"
#include "identity/role.h"
#include "identity/vetting.h"
#include "programme/participation.h"

static int add_person(struct world *w, int64_t unit_id, int birth_year,
                      struct person_name *ret_name, int64_t *ret_id)
{
    *ret_name = cast_name(w->cast, &w->dice);
    struct person_new n = {.unit_id = unit_id, .name = *ret_name, .birth_year = birth_year};
    int r = person_create(w->db, w->scratch, w->app->clock, &n, ret_id);
    struct person_contact phone = {
        "phone", arena_printf(w->scratch, "+7900%07u", dice_roll(&w->dice, 10000000)),
        w->year - birth_year < 18 ? "representative" : "self", "", 0};
    return r < 0 ? r : person_contact_add(w->db, *ret_id, unit_id, &phone);
}

static const char *text(struct world *w, const char *kind)
{
    return cast_text(w->cast, &w->dice, kind);
}

/* Two different texts of a kind in one cell. */
static const char *two(struct world *w, const char *kind)
{
    const char *first = text(w, kind), *second = text(w, kind);
    return first == second ? first : arena_printf(w->scratch, "%s; %s", first, second);
}

/* The certificate of an adult; some expire soon. */
static int add_record(struct world *w, int64_t person, int birth_year)
{
    int64_t id, ago = (int64_t)w->done * 7919 % 340; /* not by dice: the people stay the same */
    struct vetting_new n = {.person_id = person,
                            .number = arena_printf(w->scratch, "59-%06u", w->done + 1),
                            .issued = date_from_days(date_to_days(w->today) - ago),
                            .today = w->today};
    if (person_age(birth_year, false, w->today) != PERSON_ADULT)
        return 0;
    return vetting_record(w->db, w->scratch, w->app->clock, &n, w->err, &id);
}

static int add_participant(struct world *w, const struct district *d, int64_t programme_id,
                           bool mentor, unsigned where)
{
    bool student = mentor && dice_roll(&w->dice, 4) == 0;
    int age = student  ? 18 + (int)dice_roll(&w->dice, 4)
              : mentor ? 15 + (int)dice_roll(&w->dice, 3)
                       : 10 + (int)dice_roll(&w->dice, 6);
    struct person_name name;
    int64_t person, id;
    int r = add_person(w, d->organisation[where], w->year - age, &name, &person);
    if (r < 0)
        return r;
    struct participation_new n = {
        .unit_id = d->organisation[where],
        .programme_id = programme_id,
        .person_id = person,
        .side = mentor ? "mentor" : "mentee",
        .sort_key = person_name_key(w->scratch, &name),
        .forms = student                            ? "undergrad_student"
                 : mentor || dice_roll(&w->dice, 5) ? "student_student"
                                                    : "undergrad_student",
        .place = mentor ? d->name[where] : "",
        .request = mentor ? "" : text(w, "request"),
        .competencies = mentor ? two(w, "competence") : "",
        .achievements = mentor ? text(w, "achievement") : "",
        .interests = mentor ? text(w, "interest") : "",
        .age_wish = mentor ? text(w, "age") : "",
        .time_resource = mentor ? text(w, "time") : "",
        .joined_on = date_iso(w->scratch, w->today),
        .finished_on = "",
        .results = "",
        .case_link = "",
    };
    r = participation_create(w->db, w->app->clock, &n, &id);
    if (r >= 0 && mentor)
        r = add_record(w, person, w->year - age);
    w->done++;
    if (w->options->progress && w->done % 50 == 0)
        w->options->progress(w->options->ctx, w->done, w->options->people);
    return r;
}

int world_add_people(struct world *w, const struct district *d, int64_t programme_id,
                     uint32_t mentees, uint32_t mentors, bool one_school)
{
    int r = 0;
    for (uint32_t i = 0; r >= 0 && i < mentees + mentors; i++)
        r = add_participant(w, d, programme_id, i >= mentees, one_school ? 0 : i % ORGANISATIONS);
    return r;
}

/* ---- who signs in ---- */

static int add_account(struct world *w, const char *login, const struct person_name *name,
                       int64_t person_id, enum role role, int64_t unit_id, int64_t *ret_id)
{
    struct account_new n = {.login = login,
                            .person_id = person_id,
                            .display_name = person_name_short(w->a, name),
                            .demo = true};
    int r = account_create(w->db, w->app->clock, &n, w->err, ret_id);
    struct role_change give = {.unit_id = unit_id, .role = role, .account_id = *ret_id};
    return r < 0 ? r : role_give(w->db, w->scratch, w->app->clock, &give, w->err);
}

int world_add_staff(struct world *w, const struct district *d, int64_t federation)
{
    const struct {
        const char *login;
        enum role role;
        int64_t unit;
    } staff[] = {
        {"admin", ROLE_ADMIN, federation},      {"federal", ROLE_FEDERAL, federation},
        {"region", ROLE_REGIONAL, w->region},   {"municipal", ROLE_MUNICIPAL, d->id},
        {"curator", ROLE_COORDINATOR, d->id},   {"expert", ROLE_EXPERT, w->region},
        {"observer", ROLE_OBSERVER, w->region},
    };
    int r = 0;
    for (size_t i = 0; r >= 0 && i < sizeof staff / sizeof *staff; i++) {
        struct person_name name = cast_name(w->cast, &w->dice);
        int64_t id, person_id = 0;
        if (staff[i].role == ROLE_COORDINATOR) { /* notices are a person's */
            const struct person_new n = {.unit_id = staff[i].unit, .name = name};
            r = person_create(w->db, w->scratch, w->app->clock, &n, &person_id);
        }
        if (r >= 0)
            r = add_account(w, staff[i].login, &name, person_id, staff[i].role, staff[i].unit, &id);
        if (staff[i].role == ROLE_COORDINATOR)
            w->curator = id;
    }
    return r;
}

/* A mentor, the mentee and the mentee's parent: of one published pair. */
int world_add_pair_accounts(struct world *w, int64_t programme_id)
{
    struct world_pair p;
    struct person_name parent;
    int64_t id, parent_id;
    int r = world_pair(w->db, w->a, programme_id, &p);
    if (r <= 0)
        return r;
    struct person_name mentee = {p.surname, p.given, p.patronymic};
    struct person_name mentor = {p.mentor_surname, p.mentor_given, p.mentor_patronymic};
    r = add_account(w, "mentor", &mentor, p.mentor, ROLE_MENTOR, p.unit_id, &id);
    if (r >= 0)
        r = add_account(w, "mentee", &mentee, p.mentee, ROLE_MENTEE, p.unit_id, &id);
    if (r >= 0)
        r = add_person(w, p.unit_id, w->year - 40, &parent, &parent_id);
    if (r >= 0)
        r = world_representative(w->db, parent_id, p.mentee, p.unit_id, clock_now(w->app->clock));
    return r < 0
               ? r
               : add_account(w, "parent", &parent, parent_id, ROLE_REPRESENTATIVE, p.unit_id, &id);
}
