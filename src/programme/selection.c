#include "programme/selection.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "identity/person.h"
#include "programme/participation_state.h"
#include "programme/selection.sql.h"

/* ---- whom a row of the pack concerns ---- */

static bool in_list(const char *codes, const char *code)
{
    size_t len = strlen(code);
    for (size_t n; *codes; codes += n + (codes[n] != '\0')) {
        n = strcspn(codes, ";");
        if (n == len && !strncmp(codes, code, n))
            return true;
    }
    return false;
}

bool selection_concerns(const struct programme *p, const char *forms, const char *row_form)
{
    if (!strcmp(row_form, "any"))
        return true;
    if (*forms)
        return in_list(forms, row_form);
    for (size_t i = 0; i < p->n_forms; i++)
        if (!strcmp(p->forms[i], row_form))
            return true;
    return false;
}

bool selection_wants_record(const struct pack *pack, const struct programme *p, const char *forms)
{
    for (size_t i = 0; i < pack->mentor_checks.n; i++) {
        const struct pack_check *c = &pack->mentor_checks.row[i];
        if (c->kind == PACK_CHECK_RECORD && selection_concerns(p, forms, c->form_code))
            return true;
    }
    return false;
}

/* ---- reading ---- */

static struct date day_of(const char *iso)
{
    struct date d = {0};
    (void)date_parse_iso(iso, &d);
    return d;
}

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

struct loading {
    const struct selection_place *at;
    const char *forms;
    struct selection *s;
};

static int load_answers(struct loading *l)
{
    const struct pack *pack = l->at->pack;
    struct selection_answers *rows;
    size_t n;
    int r = selection_answers(l->at->db, l->at->a, l->s->id, &rows, &n);
    if (r < 0)
        return r;
    struct selection_answer *list =
        arena_array(l->at->a, struct selection_answer, pack->mentor_questions.n);
    l->s->answered = true;
    for (size_t i = 0; i < pack->mentor_questions.n; i++) {
        const struct pack_ask *ask = &pack->mentor_questions.row[i];
        if (!selection_concerns(l->at->p, l->forms, ask->form_code))
            continue;
        struct selection_answer *answer = &list[l->s->n_answers++];
        *answer = (struct selection_answer){ask, ""};
        for (size_t k = 0; k < n; k++)
            if (!strcmp(rows[k].item, ask->code))
                answer->text = rows[k].answer;
        if (ask->required && !*answer->text)
            l->s->answered = false;
    }
    l->s->answers = list;
    return 0;
}

/* The criteria of the candidate's forms, in the order of the pack. */
static void load_criteria(struct loading *l)
{
    const struct pack *pack = l->at->pack;
    const struct pack_ask **list =
        arena_array(l->at->a, const struct pack_ask *, pack->interview.n);
    for (size_t i = 0; i < pack->interview.n; i++)
        if (selection_concerns(l->at->p, l->forms, pack->interview.row[i].form_code))
            list[l->s->n_criteria++] = &pack->interview.row[i];
    l->s->criteria = list;
}

static int load_marks(struct loading *l, struct selection_sheet *sheet)
{
    struct interview_marks *rows;
    size_t n;
    int r = interview_marks(l->at->db, l->at->a, sheet->id, &rows, &n);
    if (r < 0)
        return r;
    sheet->n_marks = l->s->n_criteria;
    struct selection_mark *marks = arena_array(l->at->a, struct selection_mark, sheet->n_marks);
    for (size_t i = 0; i < sheet->n_marks; i++) {
        marks[i] = (struct selection_mark){l->s->criteria[i], -1, ""};
        for (size_t k = 0; k < n; k++)
            if (!strcmp(rows[k].item, marks[i].ask->code)) {
                marks[i].mark = (int)rows[k].mark;
                marks[i].note = rows[k].note;
                sheet->sum += marks[i].mark;
                sheet->most += SELECTION_MARK_MAX;
            }
    }
    sheet->marks = marks;
    return 0;
}

static int load_sheets(struct loading *l)
{
    struct interviews_of *rows;
    size_t n;
    int r = interviews_of(l->at->db, l->at->a, l->s->id, &rows, &n);
    if (r < 0)
        return r;
    struct selection_sheet *list = arena_array(l->at->a, struct selection_sheet, n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        list[i] = (struct selection_sheet){.id = rows[i].id,
                                           .made_at = rows[i].made_at,
                                           .held = day_of(rows[i].held_on),
                                           .interviewer = rows[i].interviewer,
                                           .note = rows[i].note,
                                           .made_by = or_empty(rows[i].made_by)};
        r = load_marks(l, &list[i]);
    }
    l->s->sheets = list;
    l->s->n_sheets = n;
    return r;
}

static int load_checks(struct loading *l)
{
    const struct pack *pack = l->at->pack;
    struct selection_checks *rows;
    size_t n;
    int r = selection_checks(l->at->db, l->at->a, l->s->id, &rows, &n);
    if (r < 0)
        return r;
    struct selection_check *list =
        arena_array(l->at->a, struct selection_check, pack->mentor_checks.n);
    for (size_t i = 0; i < pack->mentor_checks.n; i++) {
        const struct pack_check *check = &pack->mentor_checks.row[i];
        bool known = false;
        for (size_t k = 0; k < l->s->n_checks; k++)
            known = known || !strcmp(list[k].check->code, check->code);
        if (known || !selection_concerns(l->at->p, l->forms, check->form_code))
            continue;
        struct selection_check *c = &list[l->s->n_checks++];
        *c = (struct selection_check){.check = check, .asked = true, .note = "", .made_by = ""};
        for (size_t k = 0; k < n; k++)
            if (!strcmp(rows[k].item, check->code)) {
                c->passed = rows[k].passed != 0;
                c->has_number = rows[k].has_number;
                c->number = rows[k].has_number ? rows[k].number : 0;
                c->note = rows[k].note;
                c->made_at = rows[k].made_at;
                c->made_by = or_empty(rows[k].made_by);
            }
        if (check->kind == PACK_CHECK_RECORD) {
            c->asked = l->s->adult;
            c->passed = vetting_counts(l->s->record.state);
        }
        l->s->n_open += c->asked && !c->passed;
    }
    l->s->checks = list;
    return 0;
}

static int load_votes(struct loading *l, struct selection_decision *d)
{
    struct selection_votes *rows;
    int r = selection_votes(l->at->db, l->at->a, d->id, &rows, &d->n_votes);
    if (r < 0)
        return r;
    struct selection_voice *votes = arena_array(l->at->a, struct selection_voice, d->n_votes);
    for (size_t i = 0; i < d->n_votes; i++)
        votes[i] = (struct selection_voice){rows[i].name, selection_vote_from(rows[i].vote)};
    d->votes = votes;
    return 0;
}

static int load_decisions(struct loading *l)
{
    struct selection_decisions *rows;
    size_t n;
    int r = selection_decisions(l->at->db, l->at->a, l->s->id, &rows, &n);
    if (r < 0)
        return r;
    struct selection_decision *list = arena_array(l->at->a, struct selection_decision, n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        list[i] = (struct selection_decision){.id = rows[i].id,
                                              .made_at = rows[i].made_at,
                                              .outcome = rows[i].outcome,
                                              .decided = day_of(rows[i].decided_on),
                                              .quorum = rows[i].quorum,
                                              .reason = rows[i].reason,
                                              .made_by = or_empty(rows[i].made_by)};
        r = load_votes(l, &list[i]);
    }
    l->s->decisions = list;
    l->s->n_decisions = n;
    return r;
}

int selection_load(const struct selection_place *at, int64_t id, struct selection *ret)
{
    struct selection_person x;
    int r = selection_person(at->db, at->a, id, at->p->id, &x);
    if (r <= 0)
        return r;
    *ret = (struct selection){
        .id = x.id,
        .unit_id = x.unit_id,
        .programme_id = at->p->id,
        .person_id = x.person_id,
        .name = person_name_full(at->a, &(struct person_name){x.surname, x.given, x.patronymic}),
        .state = x.state,
        .birth_year = x.has_birth_year ? x.birth_year : 0,
    };
    ret->adult = person_age(ret->birth_year, false, at->today) == PERSON_ADULT;
    struct loading l = {at, x.form_code, ret};
    r = vetting_of(at->db, at->a, x.person_id, at->today, &ret->record);
    load_criteria(&l);
    if (r >= 0)
        r = load_answers(&l);
    if (r >= 0)
        r = load_sheets(&l);
    if (r >= 0)
        r = load_checks(&l);
    if (r >= 0)
        r = load_decisions(&l);
    return r < 0 ? r : 1;
}

/* ---- what is missing ---- */

static void gap(struct selection_gap *list, size_t *n, const char *what, const char *action,
                const char *path)
{
    list[(*n)++] = (struct selection_gap){what, action, path};
}

static void check_gaps(struct arena *a, const struct selection *s, struct selection_gap *list,
                       size_t *n)
{
    for (size_t i = 0; i < s->n_checks; i++) {
        const struct selection_check *c = &s->checks[i];
        if (!c->asked || c->passed)
            continue;
        if (c->check->kind == PACK_CHECK_RECORD)
            gap(list, n, vetting_words(a, &s->record), _("Записать справку"),
                arena_printf(a, "/people/%lld/vetting", (long long)s->person_id));
        else
            gap(list, n, arena_printf(a, _("Не проверено: %s"), c->check->name),
                _("Отметить проверку"),
                arena_printf(a, "/participations/%lld/selection#check-%s", (long long)s->id,
                             c->check->code));
    }
}

size_t selection_check_gaps(struct arena *a, const struct selection *s,
                            const struct selection_gap **ret_gaps)
{
    struct selection_gap *list = arena_array(a, struct selection_gap, s->n_checks + 1);
    size_t n = 0;
    check_gaps(a, s, list, &n);
    *ret_gaps = list;
    return n;
}

size_t selection_gaps(struct arena *a, const struct selection *s,
                      const struct selection_gap **ret_gaps)
{
    struct selection_gap *list = arena_array(a, struct selection_gap, s->n_checks + 3);
    size_t n = 0;
    const char *base = arena_printf(a, "/participations/%lld/selection", (long long)s->id);
    if (!s->answered)
        gap(list, &n, _("Анкета кандидата не заполнена"), _("Заполнить анкету"),
            arena_printf(a, "%s/questions", base));
    if (!s->n_sheets)
        gap(list, &n, _("Собеседование не записано"), _("Записать собеседование"),
            arena_printf(a, "%s/interview", base));
    check_gaps(a, s, list, &n);
    if (!strcmp(s->state, "in_base") || !strcmp(s->state, "review"))
        gap(list, &n, _("Решения ещё нет"), _("Записать решение"),
            arena_printf(a, "%s/decision", base));
    *ret_gaps = list;
    return n;
}

/* ---- writing ---- */

static const int64_t *account_of(const struct selection_place *at)
{
    return at->deed.account_id ? &at->deed.account_id : NULL;
}

/* A candidate of whom something is written down is being selected. */
static int take_up(const struct selection_place *at, const struct selection *s, const char *why,
                   struct err *err)
{
    struct deed deed = at->deed;
    deed.reason = why;
    if (strcmp(s->state, "in_base") != 0)
        return 0;
    return participation_move(at->db, s->id, "review", &deed, err);
}

int selection_answer(const struct selection_place *at, const struct selection *s,
                     const char *const *texts, struct err *err)
{
    int r = 0;
    if (strcmp(s->state, "in_base") != 0 && strcmp(s->state, "review") != 0)
        return err_set(err, ERR_CONFLICT, _("Решение уже принято: анкета больше не меняется"));
    for (size_t i = 0; r >= 0 && i < s->n_answers; i++)
        if (strcmp(texts[i], s->answers[i].text) != 0)
            r = selection_answer_put(at->db, s->id, s->answers[i].ask->code, texts[i],
                                     clock_now(at->deed.clock), account_of(at));
    return r < 0 ? r : take_up(at, s, _("Заполнена анкета кандидата"), err);
}

static int check_sheet(const struct selection_place *at, const struct selection_sheet_new *n,
                       size_t n_marks, struct err *err)
{
    bool any = false;
    if (date_to_days(n->held) > date_to_days(at->today) || n->held.year < 2000)
        return err_set(err, ERR_LIMIT,
                       _("Собеседование проходит не позже сегодняшнего дня: проверьте дату"));
    for (size_t i = 0; i < n_marks; i++)
        any = any || n->marks[i] >= 0;
    return any ? 0 : err_set(err, ERR_INVALID, _("Поставьте отметку хотя бы по одному критерию"));
}

int selection_interview(const struct selection_place *at, const struct selection *s,
                        const struct selection_sheet_new *n, struct err *err)
{
    int r = check_sheet(at, n, s->n_criteria, err);
    if (r < 0)
        return r;
    int64_t id = id_new(at->deed.clock);
    r = interview_insert(at->db, id, s->id, date_iso(at->a, n->held), n->interviewer, n->note,
                         clock_now(at->deed.clock), account_of(at));
    for (size_t i = 0; r >= 0 && i < s->n_criteria; i++)
        if (n->marks[i] >= 0)
            r = interview_mark_insert(at->db, id, s->criteria[i]->code, n->marks[i], n->notes[i]);
    return r < 0 ? r : take_up(at, s, _("Записано собеседование"), err);
}

int selection_check(const struct selection_place *at, const struct selection *s, const char *item,
                    bool passed, int64_t number, const char *note, struct err *err)
{
    const struct pack_check *check = NULL;
    for (size_t i = 0; i < s->n_checks; i++)
        if (!strcmp(s->checks[i].check->code, item) &&
            s->checks[i].check->kind != PACK_CHECK_RECORD)
            check = s->checks[i].check;
    if (!check)
        return err_set(err, ERR_INVALID, _("Такой проверки здесь нет. Обновите страницу"));
    bool counted = check->kind == PACK_CHECK_NUMBER;
    if (counted && number < 0)
        return err_set(err, ERR_INVALID, _("Напишите число"));
    if (counted && passed && number < check->least)
        return err_set(err, ERR_INVALID,
                       _("Нужно не меньше %d. Если условие не выполнено, так и отметьте"),
                       check->least);
    if (!*note)
        return err_set(err, ERR_INVALID, _("Напишите, по чему это видно"));
    int r = selection_check_put(at->db, s->id, item, passed, counted ? &number : NULL, note,
                                clock_now(at->deed.clock), account_of(at));
    return r < 0 ? r : take_up(at, s, _("Отмечена проверка"), err);
}
