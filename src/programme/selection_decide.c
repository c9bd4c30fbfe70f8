/* Who decides about a candidate, and what follows: a decision of the coordinator, a vote of the
 * commission, or a selection that was held on paper. */
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "db/db.h"
#include "identity/person.h"
#include "programme/participation_state.h"
#include "programme/selection.h"
#include "programme/selection.sql.h"
#include "programme/total.h"

static const char *const votes[VOTES] = {[VOTE_FOR] = "for",
                                         [VOTE_AGAINST] = "against",
                                         [VOTE_ABSTAINED] = "abstained",
                                         [VOTE_ABSENT] = "absent"};

const char *selection_vote_code(enum selection_vote vote)
{
    return (unsigned)vote < VOTES ? votes[vote] : "";
}

enum selection_vote selection_vote_from(const char *code)
{
    int v = 0;
    while (v < VOTES && strcmp(votes[v], code) != 0)
        v++;
    return (enum selection_vote)v;
}

static const int64_t *account_of(const struct selection_place *at)
{
    return at->deed.account_id ? &at->deed.account_id : NULL;
}

/* ---- the commission ---- */

int commission_get(struct db *db, struct arena *a, int64_t programme_id, struct commission *ret)
{
    struct commission_row row;
    struct commission_members *rows;
    *ret = (struct commission){0};
    int r = commission_row(db, a, programme_id, &row);
    if (r <= 0)
        return r;
    r = commission_members(db, a, programme_id, &rows, &ret->n);
    if (r < 0)
        return r;
    const char **names = arena_array(a, const char *, ret->n);
    for (size_t i = 0; i < ret->n; i++)
        names[i] = rows[i].name;
    ret->names = names;
    ret->quorum = row.quorum;
    ret->version = row.made_at;
    return 0;
}

int commission_set(const struct selection_place *at, const char *const *names, size_t n,
                   int64_t quorum, struct err *err)
{
    if (n > COMMISSION_MAX)
        return err_set(err, ERR_LIMIT, _("В комиссии может быть не больше %d человек"),
                       COMMISSION_MAX);
    for (size_t i = 0; i < n; i++)
        if (utf8_len(names[i]) > 100)
            return err_set(err, ERR_INVALID,
                           _("Имя в строке %zu слишком длинное: поместится 100 "
                             "знаков"),
                           i + 1);
    if (n && (quorum < 1 || quorum > (int64_t)n))
        return err_set(err, ERR_INVALID, _("Кворум — число от 1 до %zu"), n);
    int r = commission_members_clear(at->db, at->p->id);
    if (r >= 0)
        r = commission_clear(at->db, at->p->id);
    if (r >= 0 && n)
        r = commission_insert(at->db, at->p->id, quorum, clock_now(at->deed.clock), account_of(at));
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = commission_member_insert(at->db, at->p->id, (int64_t)i + 1, names[i]);
    return r < 0 ? r : 0;
}

/* ---- deciding ---- */

/* The words for whoever comes second. */
static int decided_already(const struct selection_place *at, const struct selection *s,
                           struct err *err)
{
    if (!s->n_decisions)
        return err_set(err, ERR_CONFLICT,
                       _("Сейчас состояние «%s»: решение об отборе из него не записывают"),
                       participation_state_name("mentor", s->state));
    const struct selection_decision *d = &s->decisions[0];
    const char *what = !strcmp(d->outcome, "decline") ? _("отклонить") : _("отобрать");
    return err_set(err, ERR_CONFLICT,
                   _("Решение уже записано: %s, %s — %s. Второе не нужно; ваши слова остались "
                     "ниже, их можно скопировать"),
                   *d->made_by ? d->made_by : _("программа сама"),
                   date_long(at->a, date_at(d->made_at, at->zone), 0), what);
}

/* Of a commission: is there a quorum, and what did it decide? */
static int count_votes(const struct commission *c, const struct selection_decision_new *n,
                       bool *ret_approve, struct err *err)
{
    int64_t there = 0, in_favour = 0, against = 0;
    for (size_t i = 0; i < c->n; i++) {
        there += n->votes[i] != VOTE_ABSENT;
        in_favour += n->votes[i] == VOTE_FOR;
        against += n->votes[i] == VOTE_AGAINST;
    }
    if (there < c->quorum)
        return err_set(err, ERR_LIMIT,
                       _("Кворума нет: голосов %lld, а нужно %lld. Решение принимают, когда "
                         "соберётся кворум"),
                       (long long)there, (long long)c->quorum);
    *ret_approve = in_favour > against && in_favour * 2 > there;
    return 0;
}

static int check(const struct selection_place *at, const struct selection *s,
                 const struct selection_decision_new *n, bool approve, struct err *err)
{
    if (date_to_days(n->decided) > date_to_days(at->today) || n->decided.year < 2000)
        return err_set(err, ERR_LIMIT,
                       _("Решение принимают не позже сегодняшнего дня: проверьте дату"));
    if (*n->reason)
        return 0;
    if (!approve)
        return err_set(err, ERR_INVALID, _("Напишите причину отказа: она останется в истории"));
    if (!s->answered || !s->n_sheets)
        return err_set(err, ERR_INVALID,
                       _("Анкеты или собеседования нет: напишите, почему решение принято без них"));
    return 0;
}

static int keep(const struct selection_place *at, const struct selection *s,
                const struct selection_decision_new *n, bool approve, const struct commission *c)
{
    int64_t id = id_new(at->deed.clock);
    int r = selection_decision_insert(at->db, id, s->id, approve ? "approve" : "decline",
                                      date_iso(at->a, n->decided), c->n ? c->quorum : 0, n->reason,
                                      clock_now(at->deed.clock), account_of(at));
    for (size_t i = 0; r >= 0 && i < c->n; i++)
        r = selection_vote_insert(at->db, id, (int64_t)i + 1, c->names[i],
                                  selection_vote_code(n->votes[i]));
    return r < 0 ? r : 0;
}

int selection_decide(const struct selection_place *at, const struct selection *s,
                     const struct selection_decision_new *n, struct err *err)
{
    struct commission c;
    bool approve = n->approve;
    struct deed deed = at->deed;
    if (strcmp(s->state, "in_base") != 0 && strcmp(s->state, "review") != 0)
        return decided_already(at, s, err);
    int r = commission_get(at->db, at->a, at->p->id, &c);
    if (r >= 0 && c.version != n->commission)
        r = err_set(err, ERR_CONFLICT,
                    _("Состав комиссии изменился, пока вы записывали решение. Проверьте голоса"));
    if (r >= 0 && c.n)
        r = count_votes(&c, n, &approve, err);
    if (r >= 0)
        r = check(at, s, n, approve, err);
    if (r >= 0 && !strcmp(s->state, "in_base")) {
        deed.reason = _("Записано решение");
        r = participation_move(at->db, s->id, "review", &deed, err);
    }
    if (r >= 0)
        r = keep(at, s, n, approve, &c);
    deed.reason = n->reason;
    if (r >= 0)
        r = participation_move(at->db, s->id, approve ? "approve" : "decline", &deed, err);
    return r;
}

/* ---- on paper ---- */

struct accepting {
    const struct selection_place *at;
    const struct selection_paper *paper;
    const char *reason;
    int64_t n;
    struct selection_left *left;
    size_t n_left, room;
};

static void leave_out(struct accepting *ac, const struct selection_candidates *x, const char *why)
{
    struct arena *a = ac->at->a;
    if (ac->n_left == ac->room) {
        struct selection_left *more = arena_array(a, struct selection_left, ac->room * 2 + 16);
        if (ac->n_left)
            memcpy(more, ac->left, ac->n_left * sizeof *more);
        ac->left = more;
        ac->room = ac->room * 2 + 16;
    }
    ac->left[ac->n_left++] = (struct selection_left){
        x->id, x->person_id,
        person_name_full(a, &(struct person_name){x->surname, x->given, x->patronymic}), why};
}

static const struct selection_paper_row *row_of(const struct selection_paper *paper, int64_t id)
{
    for (size_t i = 0; i < paper->n; i++)
        if (paper->rows[i].participation_id == id)
            return &paper->rows[i];
    return NULL;
}

/* The certificate that was written beside the name. */
static int record_check(struct accepting *ac, const struct selection_candidates *x,
                        const struct selection_paper_row *row, struct err *err)
{
    const struct selection_place *at = ac->at;
    int64_t id;
    struct vetting_new n = {.person_id = x->person_id,
                            .number = row->number,
                            .issued = row->issued,
                            .recorded_by = at->deed.account_id,
                            .today = at->today};
    int r = row->issued.year ? vetting_record(at->db, at->a, at->deed.clock, &n, err, &id)
                             : err_set(err, ERR_LIMIT, _("Рядом с номером напишите день выдачи"));
    if (r == ERR_LIMIT || r == ERR_INVALID || r == ERR_CONFLICT) {
        leave_out(ac, x, arena_strdup(at->a, err->text));
        return ERR_LIMIT;
    }
    return r;
}

/* 1: may be ready as far as record checks go; 0: left out. */
static int cleared(struct accepting *ac, const struct selection_candidates *x,
                   const struct selection_paper_row *row, struct err *err)
{
    const struct selection_place *at = ac->at;
    int64_t year = row && row->birth_year ? row->birth_year : x->has_birth_year ? x->birth_year : 0;
    struct vetting_now now;
    int r = 0;
    if (row && row->birth_year && (!x->has_birth_year || x->birth_year != row->birth_year))
        r = person_set_birth_year(at->db, x->person_id, row->birth_year);
    if (r >= 0 && row && *row->number)
        r = record_check(ac, x, row, err);
    if (r < 0)
        return r;
    if (!selection_wants_record(at->pack, at->p, x->form_code) ||
        person_age(year, false, at->today) != PERSON_ADULT)
        return 1;
    r = vetting_of(at->db, at->a, x->person_id, at->today, &now);
    if (r < 0 || vetting_counts(now.state))
        return r < 0 ? r : 1;
    leave_out(ac, x,
              year ? _("взрослый без действующей справки: впишите её номер и день выдачи")
                   : _("год рождения не указан, поэтому считаем взрослым: впишите год рождения или "
                       "справку"));
    return 0;
}

static int accept_one(struct accepting *ac, const struct selection_candidates *x, struct err *err)
{
    const struct selection_place *at = ac->at;
    const struct selection_paper_row *row = row_of(ac->paper, x->id);
    if (!row && !ac->paper->everyone)
        return 0;
    int r = cleared(ac, x, row, err);
    if (r <= 0)
        return r;
    struct deed deed = at->deed;
    deed.reason = ac->reason;
    r = participation_move(at->db, x->id, "accept", &deed, err);
    if (r >= 0)
        r = selection_decision_insert(at->db, id_new(at->deed.clock), x->id, "paper",
                                      date_iso(at->a, ac->paper->held), 0, ac->paper->ground,
                                      clock_now(at->deed.clock), account_of(at));
    ac->n += r >= 0;
    return r;
}

static int accept_all(struct accepting *ac, struct err *err)
{
    const struct selection_place *at = ac->at;
    struct selection_candidates *rows;
    const char *key = "";
    int64_t id = 0;
    size_t n = 1;
    int r = 0;
    bool bad = false;
    while (r >= 0 && n) {
        r = selection_candidates(at->db, at->a, at->p->id, key, id, 500, &rows, &n);
        for (size_t i = 0; r >= 0 && i < n; i++) {
            r = accept_one(ac, &rows[i], err);
            if (r == ERR_LIMIT) { /* look at the others, too: all mistakes are told at once */
                bad = true;
                r = 0;
            }
        }
        if (r >= 0 && n) {
            key = rows[n - 1].sort_key;
            id = rows[n - 1].id;
        }
    }
    return r < 0 ? r : bad ? ERR_LIMIT : 0;
}

int selection_accept(const struct selection_place *at, const struct selection_paper *paper,
                     struct err *err, int64_t *ret_accepted, const struct selection_left **ret_left,
                     size_t *ret_n_left)
{
    *ret_accepted = 0;
    *ret_left = NULL;
    *ret_n_left = 0;
    if (!*paper->ground)
        return err_set(err, ERR_INVALID,
                       _("Напишите, на каком основании: номер протокола, приказа"));
    if (date_to_days(paper->held) > date_to_days(at->today) || paper->held.year < 2000)
        return err_set(err, ERR_LIMIT,
                       _("Отбор закончился не позже сегодняшнего дня: проверьте дату"));
    struct accepting ac = {.at = at,
                           .paper = paper,
                           .reason = arena_printf(at->a, _("Отбор и обучение на бумаге, %s: %s"),
                                                  date_long(at->a, paper->held, 0), paper->ground)};
    int r = accept_all(&ac, err);
    *ret_accepted = ac.n;
    *ret_left = ac.left;
    *ret_n_left = ac.n_left;
    return r < 0 ? r : 0;
}

int selection_accept_all(struct db *db, int64_t programme_id, const struct deed *deed)
{
    int r = selection_accept_events(db, programme_id, deed->reason, clock_now(deed->clock),
                                    deed->account_id ? &deed->account_id : NULL);
    if (r > 0)
        r = selection_accept_states(db, programme_id);
    if (r > 0)
        r = total_move(db, &(struct total){programme_id, TOTAL_PARTICIPATION, "mentor"}, "in_base",
                       "ready", r);
    return r < 0 ? r : 0;
}
