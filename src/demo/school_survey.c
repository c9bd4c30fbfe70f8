/* Questionnaires of the year: sheets at entry and at the end, filled by the districts' own rules. A
 * person answers like themselves: the level of each is made of the name, and most do better at the
 * end. Some leave out what they may. */
#include <string.h>

#include "demo/school_parts.h"
#include "programme/programme.h"
#include "programme/survey_answer.h"
#include "programme/survey_round.h"

#define ASKED_DAYS 10

static uint32_t mix(uint32_t h, const char *text)
{
    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * 16777619u;
    return h ^ h >> 15;
}

static int within(int value, int low, int high)
{
    return value < low ? low : value > high ? high : value;
}

/* 0..99, the same for this person and question. */
static int chance(const struct survey_response *r, const char *what)
{
    return (int)(mix(mix(2166136261u, r->sort_key), what) % 100);
}

static int scale(const struct survey_response *r, const char *metric)
{
    bool less = !strcmp(metric, "anxiety") || !strcmp(metric, "burnout");
    int level = (less ? 4 : 5) + chance(r, "level") % 3 + chance(r, metric) % 3 - 1;
    if (!strcmp(r->phase, "before"))
        return within(level, 1, 10);
    int better = chance(r, metric) / 3 % 5 == 0 ? -1 : 1 + chance(r, metric) % 2;
    return within(level + (less ? -better : better), 1, 10);
}

static const char *words(const struct survey_response *r, const char *metric)
{
    static const struct {
        const char *metric;
        const char *text[6];
    } said[] = {
        {"expectation",
         {"Подтянуть математику и не бояться отвечать", "Найти, с кем можно поговорить об учёбе",
          "Понять, куда идти после девятого класса", "Научиться выступать перед классом",
          "Помочь кому-то так, как помогли мне", "Освоиться в новой школе"}},
        {"value",
         {"Что есть человек, которому можно задать глупый вопрос", "Живые примеры и поддержка",
          "Встречи после уроков", "Спокойный разговор без оценок", "Совместный проект",
          "Что меня слушают"}},
        {"missing",
         {"Времени: встречи хотелось бы чаще", "Отдельного кабинета для встреч",
          "Больше общих событий для всех пар", "Всего хватило", "Заранее знать план на месяц",
          "Встреч вместе с другими парами"}},
        {"experience",
         {"В летнем лагере", "В кружке робототехники", "Нигде", "В прошлой школе",
          "В спортивной секции", "В колледже"}},
    };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (!strcmp(said[i].metric, metric))
            return said[i].text[chance(r, metric) % 6];
    return "";
}

static void answer(void *ctx, const struct survey_response *r, const struct survey_item *item,
                   struct survey_given *ret)
{
    (void)ctx;
    switch (item->kind) {
    case SURVEY_SCALE10:
        ret->value = scale(r, item->metric);
        break;
    case SURVEY_BOOL:
        ret->value = chance(r, item->metric) < (!strcmp(item->metric, "experience") ? 25 : 78);
        break;
    case SURVEY_FREQUENCY5:
        ret->value = 2 + chance(r, item->metric) % 4;
        break;
    case SURVEY_OPEN:
        ret->text = chance(r, item->text) < 75 ? words(r, item->metric) : "";
        break;
    case SURVEY_RANK3:
    case SURVEY_PEOPLE:
        break;
    }
}

static int measure(struct school_year *s, const char *phase)
{
    struct programme p;
    struct survey_round round;
    struct deed deed = {&s->clock, s->account_id, NULL};
    int64_t id;
    int r = programme_get(s->db, s->scratch, s->programme_id, &p);
    struct survey_round_new n = {.p = &p,
                                 .phase = phase,
                                 .closes =
                                     date_from_days(date_to_days(school_today(s)) + ASKED_DAYS)};
    if (r >= 0)
        r = survey_round_begin(s->db, s->scratch, &n, &deed, s->err, &id);
    if (r >= 0)
        r = survey_round_get(s->db, s->scratch, id, &round);
    if (r >= 0)
        r = survey_send_all(s->db, s->scratch, &s->app, s->pack, &round, s->err);
    if (r >= 0)
        r = survey_fill(s->db, s->scratch, &s->clock, id, INT64_MAX, answer, NULL, s->err);
    return r < 0 ? r : survey_close(s->db, s->scratch, &round, &deed);
}

int school_surveys(struct school_year *s, enum school_moment moment)
{
    if (moment == SCHOOL_ENROLLED)
        return measure(s, "before");
    return moment == SCHOOL_WORKED ? measure(s, "after") : 0;
}
