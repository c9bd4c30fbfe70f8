/* The programme that the school begins now: its enrolment is open, and applications stand in every
 * state. */
#include "demo/school_parts.h"

#include <string.h>

#include "programme/application.h"
#include "programme/enrolment.h"
#include "programme/programme.h"

#define PLACES 2
#define DAYS_BEFORE 12 /* it began */
#define DAYS_AFTER 18  /* it will end */

struct door {
    struct school_year *s;
    struct application_desk desk;
    struct enrolment e;
    int64_t teacher_id;
};

enum fate { UNSIGNED, HALF_SIGNED, SIGNED, APPROVED, REFUSED, WITHDRAWN };

struct wish {
    const char *side, *form;
    enum application_author author;
    int age;
    const char *category, *text, *place;
    enum fate fate;
};

static int begin(struct school_year *s, int64_t pack_id)
{
    static const char *const forms[] = {"student_student", "teacher_teacher"};
    int64_t today = date_to_days(school_today(s));
    struct programme_plan plan = {.title = "Рядом: второй год",
                                  .starts = date_from_days(today - DAYS_BEFORE),
                                  .ends = date_from_days(today + 200),
                                  .forms = {forms, 2}};
    struct deed deed = {&s->clock, s->account_id, NULL};
    int r = programme_create(s->db, &s->clock, s->unit_id, pack_id, s->account_id, &plan, s->err,
                             &s->programme_id);
    if (r >= 0)
        r = programme_open(s->db, s->programme_id, &deed);
    return r < 0 ? r : school_pass(s, "preparation");
}

static int open_door(struct door *d)
{
    struct school_year *s = d->s;
    int64_t today = date_to_days(school_today(s));
    struct enrolment e = {.programme_id = s->programme_id,
                          .unit_id = s->unit_id,
                          .opened = true,
                          .from = date_from_days(today - DAYS_BEFORE),
                          .to = date_from_days(today + DAYS_AFTER),
                          .mentees = true,
                          .mentors = true,
                          .forms = "student_student;teacher_teacher",
                          .mentee_places = PLACES,
                          .about = "Ищем тех, кому пригодится помощь старшего товарища, и тех, кто "
                                   "готов помогать час в неделю.",
                          .contact = "Куратор, кабинет 12, будни с 14 до 17"};
    int r = enrolment_save(s->db, s->scratch, &s->clock, &e, s->account_id, s->err);
    if (r >= 0)
        r = enrolment_get(s->db, s->a, s->programme_id, &d->e);
    return r < 0 ? r
                 : enrolment_teacher_add(s->db, s->scratch, &s->clock, &d->e, "5 «А», класс",
                                         s->account_id, s->err, &d->teacher_id);
}

/* Everybody whose signature is asked for signs; or the participant alone. */
static int sign(struct door *d, int64_t id, bool both)
{
    struct school_year *s = d->s;
    struct application x;
    struct consent_text text;
    int r = application_get(s->db, s->scratch, id, &x);
    for (int side = 0; r > 0 && side < (both ? 2 : 1); side++) {
        const char *who = side ? x.a.representative : person_name_full(s->scratch, &x.a.name);
        while ((r = application_text(s->db, s->scratch, &x, side, d->desk.today, &text)) > 0) {
            r = application_sign(&d->desk, &x, side, text.id, who, s->err);
            if (r < 0)
                return r;
        }
        if (r == 0)
            r = 1;
    }
    return r;
}

static int decide(struct door *d, int64_t id, enum fate fate)
{
    struct school_year *s = d->s;
    struct application x;
    int r = fate == UNSIGNED ? 0 : sign(d, id, fate != HALF_SIGNED);
    if (r >= 0 && fate == APPROVED)
        r = application_approve(&d->desk, id, "new", "", s->err);
    if (r >= 0 && fate == REFUSED)
        r = application_refuse(
            &d->desk, id, "В этой форме наставников пока нет. Напишем, когда появятся", s->err);
    if (r >= 0 && fate == WITHDRAWN) {
        r = application_get(s->db, s->scratch, id, &x);
        r = r < 0 ? r
                  : application_withdraw(&d->desk, &x, &(struct withdrawal){.reason = ""}, s->err);
    }
    return r;
}

static int apply(struct door *d, const struct wish *w)
{
    struct school_year *s = d->s;
    struct person_name name = cast_name(s->cast, &s->dice), parent = cast_name(s->cast, &s->dice);
    bool mentor = !strcmp(w->side, "mentor"), minor = w->age < 18;
    const char *phone = arena_printf(s->scratch, "+7900%07u", dice_roll(&s->dice, 10000000));
    int64_t id;
    struct application_new n = {
        .side = w->side,
        .author = w->author,
        .teacher_id = w->author == APPLICATION_BY_TEACHER ? d->teacher_id : 0,
        .name = name,
        .birth_year = s->year - w->age,
        .form = w->form,
        .category = w->category,
        .request = mentor ? "" : w->text,
        .place = w->place,
        .competencies = mentor ? w->text : "",
        .achievements = "",
        .interests = "",
        .age_wish = "",
        .time = mentor ? "4 часа в месяц" : "",
        .phone = minor ? "" : phone,
        .email = "",
        .representative = minor ? person_name_full(s->scratch, &parent) : "",
        .representative_phone = minor ? phone : "",
        .representative_email = "",
        .ip = "",
    };
    int r = application_submit(&d->desk, &d->e, &n, s->err, &id);
    return r < 0 ? r : decide(d, id, w->fate);
}

int school_door(struct school_year *s, int64_t pack_id)
{
    static const struct wish wishes[] = {
        {"mentee", "student_student", APPLICATION_BY_PARENT, 12, "study",
         "не понимает дроби и проценты", "5 «А»", APPROVED},
        {"mentee", "student_student", APPLICATION_BY_PARENT, 13, "study",
         "готовится к олимпиаде по физике", "6 «Б»", APPROVED},
        {"mentee", "student_student", APPLICATION_BY_PARENT, 11, "study",
         "трудно с новыми учителями", "5 «А»", APPROVED}, /* the places are over: it waits */
        {"mentee", "student_student", APPLICATION_BY_PARENT, 12, "study",
         "хочет разговорную практику по английскому", "5 «Б»", SIGNED},
        {"mentee", "student_student", APPLICATION_OWN, 15, "study",
         "не знает, что выбрать после девятого класса", "9 «А»", SIGNED},
        {"mentee", "student_student", APPLICATION_BY_TEACHER, 11, "study", "шахматы", "5 «А»",
         UNSIGNED},
        {"mentee", "student_student", APPLICATION_OWN, 14, "study", "первая игра на Scratch",
         "8 «В»", HALF_SIGNED},
        {"mentee", "student_student", APPLICATION_BY_PARENT, 10, "study", "рисование", "4 «А»",
         REFUSED},
        {"mentee", "student_student", APPLICATION_BY_PARENT, 12, "study", "лыжные гонки", "6 «А»",
         WITHDRAWN},
        {"mentor", "student_student", APPLICATION_OWN, 16, "", "математика, подготовка к ОГЭ",
         "10 «А»", SIGNED},
        {"mentor", "teacher_teacher", APPLICATION_OWN, 44, "", "классное руководство",
         "учитель русского языка", SIGNED},
    };
    struct door d = {.s = s};
    int r = begin(s, pack_id);
    if (r >= 0)
        r = open_door(&d);
    d.desk = (struct application_desk){s->db, s->scratch, &s->app, school_today(s), s->account_id};
    for (size_t i = 0; r >= 0 && i < sizeof wishes / sizeof *wishes; i++)
        r = apply(&d, &wishes[i]);
    arena_reset(s->scratch);
    return r < 0 ? r : 0;
}
