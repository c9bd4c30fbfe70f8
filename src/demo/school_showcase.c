/* The page for everybody: the team, the mentors, what came of it; each person as far as their own
 * consent to publication goes, one of them not at all. */
#include "demo/school_parts.h"

#include "demo/school.sql.h"
#include "identity/consent.h"
#include "paper/showcase.h"

struct shown {
    const char *part, *post, *results;
    unsigned fields; /* 0: no consent */
};

static int allow(struct school_year *s, const struct school_people *p, unsigned fields)
{
    struct date today = school_today(s);
    struct person_name name = {p->surname, p->given, p->patronymic};
    enum person_age age = person_age(p->birth_year, false, today);
    struct consent_new n = {.person_id = p->person_id,
                            .kind = CONSENT_DISTRIBUTION,
                            .given_by = person_name_full(s->scratch, &name),
                            .on_paper = true,
                            .given_on = today,
                            .recorded_by = s->account_id,
                            .today = today,
                            .fields = fields};
    int64_t id;
    int r = consent_needs_self(age) && fields
                ? consent_record(s->db, s->scratch, &s->clock, &n, s->err, &id)
                : 0;
    n.by_representative = true;
    n.given_by = "законный представитель";
    if (r >= 0 && consent_needs_representative(age) && fields)
        r = consent_record(s->db, s->scratch, &s->clock, &n, s->err, &id);
    return r;
}

static int show(struct school_year *s, const struct school_people *p, const struct shown *x)
{
    const struct showcase_wish wish = {s->unit_id, p->person_id, x->part, x->post, x->results};
    struct deed deed = {&s->clock, s->account_id, NULL};
    int64_t id;
    int r = allow(s, p, x->fields);
    return r < 0 ? r : showcase_put(s->db, s->scratch, &wish, &deed, s->err, &id);
}

static int tell_stories(struct school_year *s, int64_t mentor_id)
{
    struct deed deed = {&s->clock, s->account_id, NULL};
    int r = showcase_tell(s->db, s->scratch, s->unit_id, 0, "Час вопросов перед контрольной",
                          "Раз в неделю старшие ученики ждали младших в библиотеке с любыми "
                          "вопросами по учёбе.\n\nПриходили и те, у кого наставника ещё нет.",
                          &deed, s->err);
    return r < 0
               ? r
               : showcase_tell(s->db, s->scratch, s->unit_id, mentor_id, "Первый урок без волнения",
                               "Пара учителей полгода ходила друг к другу на уроки и разбирала "
                               "по одному приёму в неделю.",
                               &deed, s->err);
}

int school_showcase(struct school_year *s, enum school_moment moment)
{
    static const struct shown team[] = {
        {"mentor", "учитель, классный руководитель", "Открытые уроки для молодых коллег",
         CONSENT_FIELDS},
        {"team", "методист", "", CONSENT_FIELD_NAME | CONSENT_FIELD_PLACE},
        {"mentor", "ученик старших классов", "Помощь по математике двум младшим", 0},
        {"mentor", "ученик старших классов", "Подготовка к школьной олимпиаде",
         CONSENT_FIELD_NAME | CONSENT_FIELD_RESULTS},
    };
    const struct showcase page = {
        .unit_id = s->unit_id,
        .opened = true,
        .about = "В нашей школе старшие помогают младшим, а опытные учителя — молодым.\n\nПары "
                 "встречаются раз в неделю весь учебный год.",
        .contacts = "Куратор, кабинет 12, будни с 14 до 17"};
    struct deed deed = {&s->clock, s->account_id, NULL};
    struct school_people *list;
    size_t n, grown = 0, young = 0;
    int64_t teller = 0;
    if (moment != SCHOOL_CLOSED)
        return 0;
    int r = showcase_save(s->db, s->scratch, &page, &deed);
    if (r >= 0)
        r = school_people(s->db, s->scratch, s->programme_id, "mentor", &list, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        bool adult = person_age(list[i].birth_year, false, school_today(s)) == PERSON_ADULT &&
                     list[i].birth_year < s->year - 20;
        size_t k = adult ? grown++ : 2 + young++;
        if (k >= (adult ? 2U : 4U))
            continue;
        teller = adult && k == 0 ? list[i].person_id : teller;
        r = show(s, &list[i], &team[k]);
    }
    return r < 0 ? r : tell_stories(s, teller);
}
