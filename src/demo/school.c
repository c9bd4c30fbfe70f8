#include "demo/school.h"

#include <string.h>

#include "db/db.h"
#include "demo/school.sql.h"
#include "demo/school_parts.h"
#include "identity/account.h"
#include "identity/consent.h"
#include "identity/role.h"
#include "network/unit.h"
#include "pairing/run.h"
#include "programme/participation.h"
#include "programme/roadmap.h"

#define PUPILS 13 /* one stays without a mentor */
#define PUPIL_MENTORS 6
#define TEACHERS 2 /* on either side */

/* What the districts add to the year. */
static int (*const parts[])(struct school_year *s, enum school_moment moment) = {
    school_training, school_meetings, school_surveys,  school_measures,
    school_insight,  school_papers,   school_showcase, school_numbers};

static int tell_parts(struct school_year *s, enum school_moment moment)
{
    int r = 0;
    for (size_t i = 0; r >= 0 && i < sizeof parts / sizeof *parts; i++)
        r = parts[i](s, moment);
    arena_reset(s->scratch);
    return r;
}

/* ---- time ---- */

static int64_t year_now(void *ctx)
{
    return ((struct school_year *)ctx)->now;
}

void school_at(struct school_year *s, int month, int day)
{
    struct date d = {s->year + (month < 8), month, day};
    s->now = date_to_days(d) * INT64_C(86400000) + INT64_C(9) * 3600000; /* noon in Moscow */
}

struct date school_today(const struct school_year *s)
{
    return date_at(s->now, ZONE_MOSCOW);
}

static struct deed deed(struct school_year *s, const char *reason)
{
    return (struct deed){&s->clock, s->account_id, reason};
}

/* ---- the programme ---- */

static int add_coordinator(struct school_year *s)
{
    struct person_name name = cast_name(s->cast, &s->dice);
    struct account_new n = {
        .login = "school", .display_name = person_name_short(s->a, &name), .demo = true};
    int r = account_create(s->db, &s->clock, &n, s->err, &s->account_id);
    struct role_change give = {
        .unit_id = s->unit_id, .role = ROLE_COORDINATOR, .account_id = s->account_id};
    return r < 0 ? r : role_give(s->db, s->scratch, &s->clock, &give, s->err);
}

static int add_programme(struct school_year *s, int64_t pack_id)
{
    static const char *const forms[] = {"student_student", "teacher_teacher"};
    struct programme_plan plan = {.title = "Рядом: школьный год с наставником",
                                  .code = DEMO_SCHOOL_CODE,
                                  .starts = {s->year, 9, 15},
                                  .ends = {s->year + 1, 5, 30},
                                  .forms = {forms, 2}};
    struct deed d = deed(s, NULL);
    struct run_context c;
    int r = programme_create(s->db, &s->clock, s->unit_id, pack_id, s->account_id, &plan, s->err,
                             &s->programme_id);
    if (r >= 0)
        r = programme_open(s->db, s->programme_id, &d);
    if (r >= 0)
        r = run_open(s->db, s->a, &s->app, s->programme_id, s->err, &c);
    s->pack = c.pack;
    return r;
}

int school_pass(struct school_year *s, const char *stage)
{
    struct programme p;
    int r = programme_get(s->db, s->scratch, s->programme_id, &p);
    struct roadmap_place at = {.db = s->db,
                               .a = s->scratch,
                               .p = &p,
                               .pack = s->pack,
                               .today = school_today(s),
                               .deed = deed(s, NULL)};
    for (size_t i = 0; r >= 0 && i < s->pack->steps.n; i++) {
        const struct pack_step *step = &s->pack->steps.row[i];
        if (!strcmp(step->stage, stage))
            r = roadmap_mark(&at, stage, step->code, true, s->err);
    }
    if (r >= 0)
        r = roadmap_leave(&at, stage, s->err);
    arena_reset(s->scratch);
    return r < 0 ? r : 0;
}

/* ---- people ---- */

static const struct school_part pupils = {"mentee", "student_student", 11, 3, NULL};
static const struct school_part seniors = {"mentor", "student_student", 15, 3, NULL};
static const struct school_part young_teachers = {
    "mentee", "teacher_teacher", 23, 4,
    "первый год работы: дисциплина на уроке, разговор с родителями, рабочие программы"};
static const struct school_part teachers = {
    "mentor", "teacher_teacher", 38, 20,
    "классное руководство, дисциплина на уроке, работа с родителями, рабочие программы"};

static const char *text(struct school_year *s, const char *kind)
{
    return cast_text(s->cast, &s->dice, kind);
}

static int add_person(struct school_year *s, struct person_name name, int birth_year,
                      const char *owner, int64_t *ret_id)
{
    struct person_new n = {.unit_id = s->unit_id, .name = name, .birth_year = birth_year};
    int r = person_create(s->db, s->scratch, &s->clock, &n, ret_id);
    struct person_contact phone = {
        "phone", arena_printf(s->scratch, "+7900%07u", dice_roll(&s->dice, 10000000)), owner, "",
        0};
    return r < 0 ? r : person_contact_add(s->db, *ret_id, s->unit_id, &phone);
}

static int consent(struct school_year *s, int64_t person, enum consent_kind kind, const char *who,
                   bool representative)
{
    int64_t id;
    struct consent_new n = {.person_id = person,
                            .kind = kind,
                            .by_representative = representative,
                            .given_by = who,
                            .on_paper = true,
                            .given_on = school_today(s),
                            .recorded_by = s->account_id,
                            .today = school_today(s)};
    return consent_record(s->db, s->scratch, &s->clock, &n, s->err, &id);
}

/* The consents of one person: their own, and a parent's for a minor. */
static int add_consents(struct school_year *s, int64_t person, const struct person_name *name,
                        int birth_year, const struct person_name *parent)
{
    static const enum consent_kind kinds[] = {CONSENT_PROCESSING, CONSENT_PARTICIPATION,
                                              CONSENT_CONTACT};
    enum person_age age = person_age(birth_year, true, school_today(s));
    int r = 0;
    for (size_t i = 0; r >= 0 && i < sizeof kinds / sizeof *kinds; i++) {
        if (consent_needs_representative(age))
            r = consent(s, person, kinds[i], person_name_full(s->scratch, parent), true);
        if (r >= 0 && consent_needs_self(age))
            r = consent(s, person, kinds[i], person_name_full(s->scratch, name), false);
    }
    return r;
}

static int add_parent(struct school_year *s, int64_t child, const struct person_name *parent)
{
    int64_t id;
    int r = add_person(s, *parent, s->year - 37 - (int)dice_roll(&s->dice, 8), "self", &id);
    return r < 0 ? r : school_representative(s->db, id, child, s->unit_id, clock_now(&s->clock));
}

int school_add(struct school_year *s, const struct school_part *k)
{
    bool mentor = !strcmp(k->side, "mentor"), pupil = k->youngest < 18;
    int born = s->year - k->youngest - (int)dice_roll(&s->dice, (uint32_t)k->ages);
    struct person_name name = cast_name(s->cast, &s->dice), parent = cast_name(s->cast, &s->dice);
    int64_t person, id;
    int r = add_person(s, name, born, pupil ? "representative" : "self", &person);
    if (r >= 0 && pupil)
        r = add_parent(s, person, &parent);
    if (r >= 0)
        r = add_consents(s, person, &name, born, &parent);
    struct participation_new n = {
        .unit_id = s->unit_id,
        .programme_id = s->programme_id,
        .person_id = person,
        .side = k->side,
        .sort_key = person_name_key(s->scratch, &name),
        .forms = k->form,
        .place = s->unit_name,
        .request = mentor  ? ""
                   : pupil ? text(s, "request")
                           : k->text,
        .competencies = !mentor ? ""
                        : pupil ? text(s, "competence")
                                : k->text,
        .achievements = !mentor ? ""
                        : pupil ? text(s, "achievement")
                                : "первая категория",
        .interests = mentor ? text(s, "interest") : "",
        .age_wish = "",
        .time_resource = mentor ? "8 часов в месяц" : "",
        .joined_on = date_iso(s->scratch, school_today(s)),
        .finished_on = "",
        .results = "",
        .case_link = "",
    };
    return r < 0 ? r : participation_create(s->db, &s->clock, &n, &id);
}

static int add_people(struct school_year *s)
{
    const struct {
        const struct school_part *part;
        int n;
    } who[] = {{&pupils, PUPILS},
               {&seniors, PUPIL_MENTORS},
               {&young_teachers, TEACHERS},
               {&teachers, TEACHERS}};
    int r = 0;
    for (size_t i = 0; i < sizeof who / sizeof *who; i++)
        for (int k = 0; r >= 0 && k < who[i].n; k++)
            r = school_add(s, who[i].part);
    arena_reset(s->scratch);
    return r;
}

/* Every one of a side takes this step. Who cannot, stays: pairs of theirs still live. */
static int move_all(struct school_year *s, const char *side, const char *from, const char *action)
{
    struct school_people *list;
    size_t n;
    struct deed d = deed(s, NULL);
    int r = school_people(s->db, s->scratch, s->programme_id, side, &list, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        if (strcmp(list[i].state, from) != 0)
            continue;
        r = participation_move(s->db, list[i].id, action, &d, s->err);
        if (r == ERR_CONFLICT)
            r = 0;
    }
    arena_reset(s->scratch);
    return r < 0 ? r : 0;
}

/* ---- the year ---- */

static int autumn(struct school_year *s)
{
    school_at(s, 10, 4);
    int r = school_pass(s, "preparation");
    school_at(s, 10, 22);
    if (r >= 0)
        r = add_people(s);
    school_at(s, 10, 31);
    if (r >= 0)
        r = tell_parts(s, SCHOOL_ENROLLED);
    school_at(s, 11, 3);
    if (r >= 0)
        r = school_pass(s, "mentee_base");
    if (r >= 0)
        r = school_pass(s, "mentor_base");
    if (r >= 0)
        r = move_all(s, "mentor", "in_base", "review");
    school_at(s, 11, 10);
    if (r >= 0)
        r = move_all(s, "mentor", "review", "approve");
    if (r >= 0)
        r = move_all(s, "mentor", "approved", "train");
    if (r >= 0)
        r = tell_parts(s, SCHOOL_CHOSEN);
    school_at(s, 11, 19);
    return r < 0 ? r : move_all(s, "mentor", "training", "qualify");
}

static int pairing(struct school_year *s)
{
    struct run_context c;
    int64_t run_id;
    int r = school_pass(s, "selection_training");
    school_at(s, 11, 28);
    if (r >= 0)
        r = run_open(s->db, s->scratch, &s->app, s->programme_id, s->err, &c);
    c.account_id = s->account_id;
    if (r >= 0)
        r = run_make(&c, s->account_id, s->err, &run_id);
    school_at(s, 12, 1);
    if (r >= 0)
        r = run_publish(&c, run_id, 1, s->err);
    arena_reset(s->scratch);
    if (r >= 0)
        r = school_pass(s, "matching");
    return r < 0 ? r : tell_parts(s, SCHOOL_PAIRED);
}

static int spring(struct school_year *s)
{
    school_at(s, 5, 8);
    int r = tell_parts(s, SCHOOL_WORKED);
    if (r >= 0)
        r = school_pass(s, "work");
    school_at(s, 5, 28);
    if (r >= 0)
        r = tell_parts(s, SCHOOL_CLOSED);
    if (r >= 0)
        r = move_all(s, "mentee", "paired", "finish");
    if (r >= 0)
        r = move_all(s, "mentor", "paired", "release");
    school_at(s, 5, 29);
    if (r >= 0)
        r = school_pass(s, "closing");
    school_at(s, 6, 2);
    return r < 0 ? r : tell_parts(s, SCHOOL_OVER);
}

int school_make(struct db *db, const struct app *app, const struct cast *cast, int64_t unit_id,
                int64_t pack_id, int year, uint64_t seed, struct err *err)
{
    struct school_year s = {.db = db,
                            .app = *app,
                            .a = arena_new(),
                            .scratch = arena_new(),
                            .cast = cast,
                            .dice = {seed ^ 0x5C4001},
                            .err = err,
                            .year = year,
                            .unit_id = unit_id};
    struct unit unit;
    s.clock = (struct clock){year_now, &s};
    s.app.clock = &s.clock;
    school_at(&s, 9, 1);
    int r = unit_get(db, s.a, unit_id, &unit);
    if (r > 0) {
        s.unit_name = unit.short_name;
        r = add_coordinator(&s);
    }
    school_at(&s, 9, 15);
    if (r >= 0)
        r = add_programme(&s, pack_id);
    if (r >= 0)
        r = autumn(&s);
    if (r >= 0)
        r = pairing(&s);
    if (r >= 0)
        r = spring(&s);
    s.now = clock_now(app->clock);
    if (r >= 0)
        r = school_stayed(&s);
    s.year = year + 1;
    if (r >= 0)
        r = school_teachers(&s);
    if (r >= 0)
        r = school_door(&s, pack_id);
    arena_free(s.scratch);
    arena_free(s.a);
    return r < 0 ? r : 0;
}
