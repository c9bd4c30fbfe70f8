/* How the school chose and trained its mentors: their own words, interviews, checks, sessions with
 * who was there, the short test. */
#include <string.h>

#include "demo/school.sql.h"
#include "demo/school_parts.h"
#include "identity/vetting.h"
#include "learning/training.h"

#define QUESTIONS 40
#define FIRST_DAY 12 /* of November; one topic a day */

struct selecting {
    struct school_year *s;
    struct programme p;
    struct selection_place at;
};

static const char *answer(const char *code)
{
    static const struct {
        const char *code, *text;
    } known[] = {
        {"why", "Мне самому помогли в начале, хочу помочь другому."},
        {"experience", "Объясняю одноклассникам задачи перед контрольными, у них получается."},
        {"time", "Час в неделю, вторник или четверг после уроков."},
        {"whom", "С тем, кому интересно учиться новому."},
        {"difficult", "Сделаю паузу, спрошу, что случилось, и расскажу куратору, если нужно."},
        {"help", "Подсказка, как начать первую встречу."},
        {"achievements", "Школьная олимпиада по математике, совет старшеклассников."},
        {"methods", "Разбор уроков по одному приёму в неделю, папка готовых заданий."},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(known[i].code, code))
            return known[i].text;
    return "Расскажу на собеседовании.";
}

static int tell_of_oneself(const struct selecting *x, const struct selection *c)
{
    const char **texts = arena_array(x->s->scratch, const char *, c->n_answers);
    for (size_t i = 0; i < c->n_answers; i++)
        texts[i] = answer(c->answers[i].ask->code);
    return selection_answer(&x->at, c, texts, x->s->err);
}

static int talk(const struct selecting *x, const struct selection *c, size_t nth)
{
    static const char *const said[] = {
        "Рекомендовать: время есть, о трудностях говорит спокойно.",
        "Рекомендовать: есть опыт, умеет слушать.",
        "Рекомендовать, на первых встречах помогает куратор.",
    };
    int *marks = arena_array(x->s->scratch, int, c->n_criteria);
    const char **notes = arena_array(x->s->scratch, const char *, c->n_criteria);
    for (size_t i = 0; i < c->n_criteria; i++) {
        marks[i] = 2 - (int)((nth + i) % 4 == 3);
        notes[i] = "";
    }
    struct selection_sheet_new n = {.held = x->at.today,
                                    .interviewer = "Куратор программы, педагог-психолог",
                                    .note = said[nth % 3],
                                    .marks = marks,
                                    .notes = notes};
    return selection_interview(&x->at, c, &n, x->s->err);
}

/* The certificate of an adult, everything else by somebody's look. */
static int look(const struct selecting *x, const struct selection *c, size_t nth)
{
    struct school_year *s = x->s;
    struct date issued = x->at.today;
    int64_t id;
    int r = 0;
    issued.day = 2 + (int)(nth % 20);
    const struct vetting_new certificate = {.person_id = c->person_id,
                                            .number =
                                                arena_printf(s->scratch, "059/%05zu-Е", 1204 + nth),
                                            .issued = issued,
                                            .recorded_by = s->account_id,
                                            .today = x->at.today};
    if (c->adult)
        r = vetting_record(s->db, s->scratch, &s->clock, &certificate, s->err, &id);
    for (size_t i = 0; r >= 0 && i < c->n_checks; i++) {
        const struct pack_check *check = c->checks[i].check;
        if (check->kind != PACK_CHECK_RECORD)
            r = selection_check(&x->at, c, check->code, true,
                                check->kind == PACK_CHECK_NUMBER ? check->least + 3 : -1,
                                "Проверено по личному делу", s->err);
    }
    return r;
}

static int choose(const struct selecting *x, int64_t row, size_t nth)
{
    struct selection c;
    int r = selection_load(&x->at, row, &c);
    if (r > 0)
        r = tell_of_oneself(x, &c);
    if (r >= 0)
        r = selection_load(&x->at, row, &c);
    if (r >= 0)
        r = talk(x, &c, nth);
    return r < 0 ? r : look(x, &c, nth);
}

/* ---- training ---- */

/* One session of each topic, a day each; somebody is missing now and then. */
static int hold_all(struct selecting *x, const struct school_people *list, size_t n)
{
    struct school_year *s = x->s;
    int r = 0;
    for (size_t k = 0; r >= 0 && k < s->pack->topics.n; k++) {
        int64_t *rows = arena_array(s->scratch, int64_t, n);
        int64_t *present = arena_array(s->scratch, int64_t, n), ready;
        size_t here = 0;
        school_at(s, 11, FIRST_DAY + (int)k);
        x->at.today = school_today(s);
        for (size_t i = 0; i < n; i++) {
            rows[i] = list[i].id;
            if (k != 1 || i != 2)
                present[here++] = list[i].id;
        }
        const struct training_new session = {.held = x->at.today,
                                             .topic = s->pack->topics.row[k].code,
                                             .title = "",
                                             .trainer = k % 2 ? "Педагог-психолог школы"
                                                              : "Куратор программы",
                                             .place = "кабинет 12"};
        struct training_sheet sheet = {
            .rows = rows, .present = present, .n_rows = n, .n_present = here};
        r = training_add(&x->at, &s->app, &session, s->err, &sheet.training_id);
        if (r >= 0)
            r = training_mark(&x->at, &sheet, s->err, &ready);
    }
    return r;
}

static int take_test(const struct selecting *x, int64_t row)
{
    unsigned answers[QUESTIONS] = {0};
    struct selection c;
    bool passed;
    for (size_t i = 0; i < x->s->pack->test.n && i < QUESTIONS; i++)
        answers[i] = x->s->pack->test.row[i].right;
    int r = selection_load(&x->at, row, &c);
    return r <= 0 ? r : training_answer(&x->at, &c, answers, x->s->err, &passed);
}

int school_training(struct school_year *s, enum school_moment moment)
{
    struct selecting x = {.s = s};
    struct school_people *list;
    size_t n;
    if (moment != SCHOOL_ENROLLED && moment != SCHOOL_CHOSEN)
        return 0;
    int r = programme_get(s->db, s->a, s->programme_id, &x.p);
    x.at = (struct selection_place){.db = s->db,
                                    .a = s->scratch,
                                    .p = &x.p,
                                    .pack = s->pack,
                                    .today = school_today(s),
                                    .deed = {&s->clock, s->account_id, NULL}};
    if (r >= 0)
        r = school_people(s->db, s->scratch, s->programme_id, "mentor", &list, &n);
    if (r >= 0 && moment == SCHOOL_CHOSEN)
        r = hold_all(&x, list, n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = moment == SCHOOL_ENROLLED ? choose(&x, list[i].id, i) : take_test(&x, list[i].id);
    return r < 0 ? r : 0;
}
