#include "work/teachers_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "identity/person.h"
#include "pairing/rulebook.h"
#include "programme/methodology.h"
#include "programme/participation.h"
#include "programme/programme.h"

static void must(int r, const char *what)
{
    if (r >= 0)
        return;
    fprintf(stderr, "teachers_test: %s: %d\n", what, r);
    exit(1);
}

static void install(struct teachers *t)
{
    struct school *s = t->s;
    static const char *const forms[] = {"pedagogue_pedagogue", "employer_pedstudent"};
    struct programme_plan plan = {
        "Педагог – педагогу", {2026, 9, 1}, {2027, 5, 31}, {forms, 2}, NULL};
    struct deed deed = {&s->t->clock, s->curator, NULL};
    struct err err = {0};
    int64_t pack_id;
    const char *dir = arena_printf(s->a, "%s/teachers-model", getenv("METHODOLOGY"));
    must(pack_load_dir(s->a, dir, &err, &t->pack), err.text);
    must(methodology_install(s->db, &s->t->clock, t->pack, &err, &pack_id), err.text);
    must(programme_create(s->db, &s->t->clock, s->unit, pack_id, s->curator, &plan, &err,
                          &t->programme),
         err.text);
    must(programme_open(s->db, t->programme, &deed), "open");
    must(programme_advance(s->db, t->programme, "active", &deed, &err), err.text);
}

static int64_t teacher(struct teachers *t, const char *login, const char *surname,
                       const char *given, const char *patronymic, int64_t unit,
                       int64_t *ret_account)
{
    struct school *s = t->s;
    *ret_account = testing_account(s->t, login, ROLE_MENTOR, unit);
    int64_t person = testing_person_of(s->t, *ret_account);
    must(person_rename(s->db, s->a, person, &(struct person_name){surname, given, patronymic}),
         "rename");
    school_sql(s, "UPDATE person SET birth_year = 1990 WHERE id = %lld", (long long)person);
    return person;
}

static int64_t join(struct teachers *t, int64_t person, const char *side, const char *words)
{
    struct school *s = t->s;
    struct person p;
    must(person_get(s->db, s->a, person, &p), "person");
    bool mentor = !strcmp(side, "mentor");
    struct participation_new n = {.unit_id = s->unit,
                                  .programme_id = t->programme,
                                  .person_id = person,
                                  .side = side,
                                  .sort_key = person_name_key(s->a, &p.name),
                                  .forms = "pedagogue_pedagogue",
                                  .place = mentor ? "учитель математики высшей категории"
                                                  : "учитель математики, первый год",
                                  .request = mentor ? "" : words,
                                  .competencies = mentor ? words : "",
                                  .achievements = mentor ? "лауреат конкурса «Учитель года»" : "",
                                  .interests = "",
                                  .age_wish = "",
                                  .time_resource = "",
                                  .joined_on = "2026-09-15",
                                  .finished_on = "",
                                  .results = "",
                                  .case_link = ""};
    int64_t id;
    must(participation_create(s->db, &s->t->clock, &n, &id), "participation");
    school_sql(s, "UPDATE participation SET state = 'paired' WHERE id = %lld", (long long)id);
    return id;
}

struct teachers *teachers_new(const struct module *const *more, size_t n)
{
    struct school *s = school_new(more, n);
    struct teachers *t = arena_new_of(s->a, struct teachers);
    t->s = s;
    s->t->app.rulebooks = rulebooks_new();
    must(db_begin(s->db), "begin");
    install(t);
    must(db_commit(s->db), "commit");
    int64_t town =
        school_number(s, "SELECT parent_id FROM unit WHERE id = %lld", (long long)s->unit);
    int64_t other = testing_unit(s->t, town, "organisation", "Школа № 9");
    t->mentee = teacher(t, "young", "Зайцева", "Ирина", "Олеговна", s->unit, &t->mentee_account);
    t->mentor = teacher(t, "old", "Громов", "Пётр", "Ильич", s->unit, &t->mentor_account);
    t->colleague =
        teacher(t, "third", "Белкина", "Анна", "Юрьевна", s->unit, &t->colleague_account);
    t->stranger = teacher(t, "far", "Дальний", "Олег", "", other, &t->stranger_account);
    t->mentee_row = join(t, t->mentee, "mentee", "дисциплина на уроке, открытый урок");
    t->mentor_row = join(t, t->mentor, "mentor", "методика математики, порядок в классе");
    t->pair = 77000001;
    school_sql(s,
               "INSERT INTO pair (id, unit_id, programme_id, mentee_id, mentor_id, mentee_name, "
               "mentor_name, sort_key, form_code, state, created_at) VALUES (%lld, %lld, %lld, "
               "%lld, %lld, 'Зайцева Ирина Олеговна', 'Громов Пётр Ильич', 'зайцева', "
               "'pedagogue_pedagogue', 'active', %lld)",
               (long long)t->pair, (long long)s->unit, (long long)t->programme,
               (long long)t->mentee_row, (long long)t->mentor_row, (long long)s->t->now_ms);
    return t;
}

void teachers_free(struct teachers *t)
{
    rulebooks_free(t->s->t->app.rulebooks);
    school_free(t->s);
}
