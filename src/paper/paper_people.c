/* What papers say of one pair and of one person. */
#include <string.h>

#include "db/db.h"
#include "identity/consent.h"
#include "identity/consent_text.h"
#include "paper/paper.sql.h"
#include "paper/paper_data.h"
#include "programme/participation.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* ---- a pair ---- */

static const char *kind_name(const struct paper_at *at, const char *code)
{
    for (size_t i = 0; i < at->pack->meetings.n; i++)
        if (!strcmp(at->pack->meetings.row[i].code, code))
            return at->pack->meetings.row[i].name;
    return "";
}

static int put_meetings(struct paper_bag *b, int64_t pair)
{
    static const char *const columns[] = {"№",          "дата",      "вид",     "минут",
                                          "содержание", "результат", "задание", "следующий шаг"};
    const struct paper_at *at = b->at;
    struct paper_meetings *list;
    struct bag_list l;
    size_t n;
    int64_t held = 0;
    int r = paper_meetings(at->db, at->a, pair, &list, &n);
    if (r < 0)
        return r;
    list_begin(&l, b, "встречи", columns, COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        const char *cells[] = {bag_number(at, (int64_t)i + 1),
                               bag_time(at, list[i].starts_at),
                               kind_name(at, list[i].kind),
                               bag_number(at, list[i].minutes),
                               list[i].agenda,
                               list[i].result,
                               list[i].homework,
                               list[i].next_step};
        list_row(&l, cells);
        held += !strcmp(list[i].state, "held");
    }
    list_end(&l);
    bag_put(b, "проведено встреч", bag_number(at, held), PAPER_KNOWN);
    return 0;
}

static int put_goals(struct paper_bag *b, int64_t pair)
{
    static const char *const columns[] = {"№", "цель", "критерий", "срок", "итог"};
    static const char *const note_columns[] = {"дата", "запись"};
    const struct paper_at *at = b->at;
    struct paper_goals *goals;
    struct paper_notes *notes;
    struct bag_list l;
    size_t n, m;
    int r = paper_goals(at->db, at->a, pair, &goals, &n);
    if (r >= 0)
        r = paper_notes(at->db, at->a, pair, &notes, &m);
    if (r < 0)
        return r;
    list_begin(&l, b, "цели", columns, COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        const char *cells[] = {bag_number(at, (int64_t)i + 1), goals[i].text, goals[i].criterion,
                               bag_day(at, goals[i].due_on), goals[i].outcome};
        list_row(&l, cells);
    }
    list_end(&l);
    list_begin(&l, b, "записи", note_columns, COUNT(note_columns));
    for (size_t i = 0; i < m; i++) {
        const char *cells[] = {bag_day(at, notes[i].noted_on), notes[i].text};
        list_row(&l, cells);
    }
    list_end(&l);
    return 0;
}

/* The representative of a minor: a line to write on when nobody is known. Of an adult there is
 * none, and nothing is missing. */
static int put_parent(struct paper_bag *b, const char *side, const char *name_of, int64_t person,
                      bool minor)
{
    struct paper_parent p;
    int r = minor ? paper_parent(b->at->db, b->at->a, person, &p) : 0;
    struct person_name name = {0};
    size_t first = b->n;
    if (r < 0)
        return r;
    if (r > 0)
        name = (struct person_name){p.surname, p.given, p.patronymic};
    r = bag_person(b, name_of, r > 0 ? &name : NULL, r > 0 ? p.id : 0, PAPER_FROM_WORK);
    for (size_t i = first; !minor && i < b->n; i++)
        b->values[i].quiet = true;
    bag_quiet(b, arena_printf(b->at->a, "%s несовершеннолетний", side), minor ? "да" : "");
    return r;
}

int bag_pair(struct paper_bag *b, const struct paper_kind *k, int64_t id)
{
    const struct paper_at *at = b->at;
    struct paper_pair x;
    int r = paper_pair(at->db, at->a, id, &x);
    if (r <= 0 || x.programme_id != at->p.id)
        return r < 0 ? r : ERR_NOT_FOUND;
    struct person_name mentee = {x.mentee_surname, x.mentee_given, x.mentee_patronymic};
    struct person_name mentor = {x.mentor_surname, x.mentor_given, x.mentor_patronymic};
    bag_put(b, "место наставника", x.mentor_place, PAPER_FROM_WORK);
    bag_put(b, "место наставляемого", x.mentee_place, PAPER_FROM_WORK);
    bag_put(b, "запрос", x.request, PAPER_FROM_WORK);
    bag_put(b, "результаты", x.results, PAPER_FROM_WORK);
    bag_put(b, "форма", participation_forms(at->a, at->pack, x.form_code), PAPER_KNOWN);
    bag_quiet(b, "ролевая модель", bag_role_model(at, x.form_code, x.role_model));
    bag_put(b, "начало пары", bag_time(at, x.created_at), PAPER_KNOWN);
    bag_put(b, "завершение пары",
            x.has_ended_at ? bag_time(at, x.ended_at) : bag_day(at, at->p.ends_on), PAPER_KNOWN);
    r = bag_person(b, "наставник", &mentor, x.mentor_person, PAPER_KNOWN);
    if (r >= 0)
        r = bag_person(b, "наставляемый", &mentee, x.mentee_person, PAPER_KNOWN);
    if (r >= 0)
        r = put_parent(b, "наставляемый", "представитель", x.mentee_person,
                       person_is_minor(x.has_mentee_birth ? x.mentee_birth : 0, true, at->day));
    if (r >= 0)
        r = put_parent(b, "наставник", "представитель наставника", x.mentor_person,
                       person_is_minor(x.has_mentor_birth ? x.mentor_birth : 0, false, at->day));
    if (r >= 0)
        r = put_meetings(b, id);
    if (r >= 0)
        r = put_goals(b, id);
    if (r >= 0 && k->scope == PAPER_PERSONAL)
        r = bag_personal(b, id);
    return r;
}

/* ---- a person ---- */

static enum consent_kind consent_of(const struct paper_kind *k)
{
    if (!strcmp(k->code, "pd_consent"))
        return CONSENT_PROCESSING;
    return strcmp(k->code, "distribution_consent") ? CONSENT_PARTICIPATION : CONSENT_DISTRIBUTION;
}

static int put_consent(struct paper_bag *b, const struct paper_kind *k, int64_t unit,
                       const char *organisation)
{
    static const char *const columns[] = {"абзац"};
    const struct paper_at *at = b->at;
    struct consent_text t = {.title = "", .body = ""};
    struct bag_list l;
    size_t n;
    int r = consent_text_current(at->db, at->a, unit, consent_of(k), &t);
    if (r < 0)
        return r;
    const char *const *list = consent_paragraphs(at->a, consent_body(at->a, &t, organisation), &n);
    bag_put(b, "заголовок согласия", t.title, PAPER_FROM_WORK);
    list_begin(&l, b, "текст согласия", columns, COUNT(columns));
    for (size_t i = 0; i < n; i++)
        list_row(&l, &list[i]);
    list_end(&l);
    return 0;
}

/* Who signs: an adult, or the representative of a minor. */
static int put_signer(struct paper_bag *b, const struct paper_one_person *x,
                      const struct person_name *name, bool minor)
{
    const struct paper_at *at = b->at;
    struct paper_parent p;
    if (!minor) {
        bag_quiet(b, "представляет", "");
        return bag_person(b, "подписывает", name, x->person_id, PAPER_KNOWN);
    }
    bag_quiet(b, "представляет",
              arena_printf(at->a, "законный представитель несовершеннолетнего участника: %s, ",
                           person_name_full(at->a, name)));
    int r = paper_parent(at->db, at->a, x->person_id, &p);
    struct person_name parent = {0};
    if (r > 0)
        parent = (struct person_name){p.surname, p.given, p.patronymic};
    return r < 0 ? r
                 : bag_person(b, "подписывает", r > 0 ? &parent : NULL, r > 0 ? p.id : 0,
                              PAPER_FROM_WORK);
}

static int put_interview(struct paper_bag *b, int64_t id)
{
    static const char *const columns[] = {"№", "критерий", "балл"};
    const struct paper_at *at = b->at;
    struct paper_interview talk = {.held_on = "", .interviewer = "", .note = ""};
    struct paper_interview_marks *marks = NULL;
    struct tsv criteria;
    struct bag_list l;
    struct err err = {0};
    size_t n = 0;
    int r = paper_interview(at->db, at->a, id, &talk);
    if (r > 0)
        r = paper_interview_marks(at->db, at->a, talk.id, &marks, &n);
    if (r < 0)
        return r;
    bag_put(b, "дата собеседования", bag_day(at, talk.held_on), PAPER_FROM_WORK);
    bag_put(b, "вывод собеседования", talk.note, PAPER_FROM_WORK);
    list_begin(&l, b, "критерии отбора", columns, COUNT(columns));
    if (pack_tsv(at->a, at->pack, "mentor-interview.tsv", &err, &criteria) == 0)
        for (size_t i = 0; i < criteria.n_rows; i++) {
            const char *mark = "";
            for (size_t k = 0; k < n; k++)
                if (!strcmp(marks[k].item, tsv_get(&criteria, i, "code")))
                    mark = bag_number(at, marks[k].mark);
            const char *cells[] = {bag_number(at, (int64_t)i + 1), tsv_get(&criteria, i, "name_ru"),
                                   mark};
            list_row(&l, cells);
        }
    list_end(&l);
    return 0;
}

int bag_participant(struct paper_bag *b, const struct paper_kind *k, int64_t id)
{
    const struct paper_at *at = b->at;
    struct paper_one_person x;
    int r = paper_one_person(at->db, at->a, id, &x);
    if (r <= 0 || x.programme_id != at->p.id)
        return r < 0 ? r : ERR_NOT_FOUND;
    struct person_name name = {x.surname, x.given, x.patronymic};
    bool mentee = !strcmp(x.side, "mentee");
    bool minor = person_is_minor(x.has_birth_year ? x.birth_year : 0, mentee, at->day);
    const char *organisation = "";
    for (size_t i = 0; i < b->n; i++)
        if (!strcmp(b->values[i].name, "организация"))
            organisation = b->values[i].text;
    bag_put(b, "место", x.place, PAPER_FROM_WORK);
    bag_put(b, "форма", participation_forms(at->a, at->pack, x.form_code), PAPER_KNOWN);
    bag_quiet(b, "компетенции", x.competencies);
    bag_quiet(b, "достижения", x.achievements);
    bag_quiet(b, "время", x.time_resource);
    bag_put(b, "год рождения", x.has_birth_year ? bag_number(at, x.birth_year) : "",
            PAPER_FROM_WORK);
    bag_put(b, "кому подаётся", organisation, PAPER_FROM_UNIT);
    bag_put(b, "адрес подписывающего", "", PAPER_KNOWN);
    bag_put(b, "документ подписывающего", "", PAPER_KNOWN);
    r = bag_person(b, "человек", &name, x.person_id, PAPER_KNOWN);
    if (r >= 0)
        r = put_signer(b, &x, &name, minor);
    if (r >= 0)
        r = put_consent(b, k, x.unit_id, organisation);
    return r < 0 ? r : put_interview(b, id);
}
