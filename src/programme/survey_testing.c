#include "programme/survey_testing.h"

/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */
#include <stdio.h>
#include <stdlib.h>

#include "identity/person.h"
#include "programme/participation.h"
#include "programme/survey_testing_test.h"

static void must(int r, const char *what)
{
    if (r >= 0)
        return;
    fprintf(stderr, "survey_testing: %d %s\n", r, what);
    exit(1);
}

int64_t survey_testing_people(struct school *s, const char *side, const char *form, int n)
{
    static const char *const given[] = {"Анна", "Борис", "Вера", "Глеб", "Дарья"};
    int64_t first = 0, id, person;
    static int number;
    for (int i = 0; i < n; i++) {
        struct person_name name = {arena_printf(s->a, "Иванов%05d", ++number), given[i % 5], ""};
        struct person_new p = {.unit_id = s->unit, .name = name, .birth_year = 2007};
        must(db_begin(s->db), "begin");
        must(person_create(s->db, s->a, &s->t->clock, &p, &person), "person");
        struct participation_new x = {.unit_id = s->unit,
                                      .programme_id = s->programme,
                                      .person_id = person,
                                      .side = side,
                                      .sort_key = person_name_key(s->a, &name),
                                      .forms = form,
                                      .place = "",
                                      .request = "",
                                      .competencies = "",
                                      .achievements = "",
                                      .interests = "",
                                      .age_wish = "",
                                      .time_resource = "",
                                      .joined_on = "",
                                      .finished_on = "",
                                      .results = "",
                                      .case_link = ""};
        must(participation_create(s->db, &s->t->clock, &x, &id), "participation");
        must(db_commit(s->db), "commit");
        first = first ? first : id;
    }
    return first;
}

void survey_testing_pair(struct school *s, int64_t mentee, int64_t mentor)
{
    static int64_t number = 9000;
    school_sql(s, SURVEY_PAIR_SQL, (long long)++number, (long long)s->unit, (long long)s->programme,
               (long long)mentee, (long long)mentor);
}

static struct survey_round round_of(struct school *s, int64_t id)
{
    struct survey_round round;
    must(survey_round_get(s->db, s->a, id, &round) == 1 ? 0 : -1, "round");
    return round;
}

int64_t survey_testing_send(struct school *s, const char *phase, int64_t survey_id,
                            int64_t remind_days)
{
    struct programme p;
    struct err err = {0};
    struct deed deed = {&s->t->clock, s->curator, NULL};
    int64_t id;
    struct date today = date_at(s->t->now_ms, 180);
    must(db_begin(s->db), "begin");
    must(programme_get(s->db, s->a, s->programme, &p), "programme");
    struct survey_round_new n = {.p = &p,
                                 .survey_id = survey_id,
                                 .phase = phase,
                                 .closes = date_from_days(date_to_days(today) + 14),
                                 .remind_days = remind_days};
    must(survey_round_begin(s->db, s->a, &n, &deed, &err, &id), err.text);
    struct survey_round round = round_of(s, id);
    must(survey_send_all(s->db, s->a, &s->t->app, s->pack, &round, &err), err.text);
    must(db_commit(s->db), "commit");
    return id;
}

static void alike(void *ctx, const struct survey_response *r, const struct survey_item *item,
                  struct survey_given *ret)
{
    const int *mark = ctx;
    (void)r;
    if (item->kind == SURVEY_OPEN)
        ret->text = "Слово";
    else if (item->kind == SURVEY_SCALE10)
        ret->value = *mark;
    else if (item->kind == SURVEY_BOOL || item->kind == SURVEY_FREQUENCY5)
        ret->value = 1;
}

int survey_testing_fill(struct school *s, int64_t round_id, int64_t n, int mark)
{
    struct err err = {0};
    must(db_begin(s->db), "begin");
    int r = survey_fill(s->db, s->a, &s->t->clock, round_id, n, alike, &mark, &err);
    must(r, err.text);
    must(db_commit(s->db), "commit");
    return r;
}

void survey_testing_close(struct school *s, int64_t round_id)
{
    struct survey_round round = round_of(s, round_id);
    struct deed deed = {&s->t->clock, s->curator, NULL};
    must(db_begin(s->db), "begin");
    must(survey_close(s->db, s->a, &round, &deed), "close");
    must(db_commit(s->db), "commit");
}

int64_t survey_testing_sheet(struct school *s, int64_t round_id, const char *role, int n)
{
    return school_number(s, SURVEY_SHEET_SQL, (long long)round_id, role, n);
}

struct survey_response survey_testing_get(struct school *s, int64_t id)
{
    struct survey_response r;
    assert_int_equal(survey_response_get(s->db, s->a, &s->t->clock, id, &r), 1);
    return r;
}

int survey_testing_answer(struct school *s, int64_t id, int n, int value, struct err *err)
{
    struct survey_response r = survey_testing_get(s, id);
    struct survey_given g = {.n = n, .value = value};
    assert_int_equal(db_begin(s->db), 0);
    int rc = survey_answer(s->db, s->a, &r, "link", &g, err);
    if (rc < 0)
        db_rollback(s->db);
    else
        assert_int_equal(db_commit(s->db), 0);
    return rc;
}
