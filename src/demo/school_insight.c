/* What the school knows of its year: the rubric of two people and the SWOT grid. */
#include "demo/school_parts.h"

#include "insight/rubric.h"
#include "insight/swot.h"
#include "programme/programme.h"

static int assess(struct school_year *s, const struct programme *p, const char *filler,
                  const char *digits)
{
    struct rubric_criterion *criteria;
    int scores[RUBRIC_CRITERIA_MAX];
    size_t n;
    int r = rubric_criteria(s->scratch, s->pack, s->err, &criteria, &n);
    for (size_t i = 0; i < n; i++)
        scores[i] = digits[i % 9] - '0';
    struct rubric_filling f = {filler, school_today(s), school_today(s), s->account_id, scores};
    return r < 0 ? r : rubric_fill(s->db, s->scratch, &s->clock, p, criteria, n, &f, s->err);
}

int school_insight(struct school_year *s, enum school_moment moment)
{
    static const struct swot grid = {
        .text = {"Старшие ученики хотят помогать\nВстречи идут в школе, родители их знают",
                 "Мало времени после уроков\nНе у всех пар был ясный план",
                 "Библиотека готова дать место для встреч\nВыпускники спрашивают, как стать "
                 "наставниками",
                 "Весенние экзамены у наставников"},
    };
    struct programme p;
    if (moment != SCHOOL_CLOSED)
        return 0;
    int r = programme_get(s->db, s->scratch, s->programme_id, &p);
    if (r >= 0)
        r = assess(s, &p, "Куратор программы", "222221212");
    if (r >= 0)
        r = assess(s, &p, "Заместитель директора", "221221111");
    return r < 0 ? r : swot_save(s->db, &s->clock, s->programme_id, s->account_id, &grid, s->err);
}
