/* What each side says after a meeting, by the sheet of the pack. */
#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "work/meeting.h"
#include "work/pair_notice.h"
#include "work/pair_state.h"

#define SHEET "meeting_feedback"

static bool of_phase(const struct pack_question *q, const char *phase, const char *side)
{
    return !strcmp(q->questionnaire, SHEET) && !strcmp(q->phase, phase) && !strcmp(q->role, side);
}

/* A kind may have a sheet of its own; the others share one. */
size_t meeting_items(struct arena *a, const struct pack *pack, const char *kind, const char *side,
                     const struct pack_question **ret[])
{
    const char *phase = "meeting";
    size_t n = 0;
    for (size_t i = 0; i < pack->questions.n; i++)
        if (of_phase(&pack->questions.row[i], kind, side))
            phase = kind;
    *ret = arena_array(a, const struct pack_question *, pack->questions.n);
    for (size_t i = 0; i < pack->questions.n && n < MEETING_ITEMS_MAX; i++)
        if (of_phase(&pack->questions.row[i], phase, side))
            (*ret)[n++] = &pack->questions.row[i];
    return n;
}

static const struct meeting_said *said_of(const struct meeting_said *said, size_t n, int item)
{
    for (size_t i = 0; i < n; i++)
        if (said[i].n == item)
            return &said[i];
    return NULL;
}

/* Everything of one sheet that is more than its items. */
struct sheet {
    const struct pack_question **item;
    size_t n;
    int64_t mark, help, go_on;
    bool asks_to_go_on;
};

static int check_item(struct meeting_at *at, const struct pack_question *q, size_t place,
                      const struct meeting_said *s, struct err *err)
{
    bool scale = q->type == PACK_SCALE10, yes_no = q->type == PACK_BOOL;
    bool given = s && (scale || yes_no ? s->score >= 0 : s->text && *s->text);
    at->field = arena_printf(at->a, "a%zu", place);
    if (!given)
        return q->required
                   ? err_set(err, ERR_INVALID,
                             scale ? _("Выберите оценку от 1 до 10") : _("Ответьте на этот вопрос"))
                   : 0;
    if (scale && (s->score < 1 || s->score > 10))
        return err_set(err, ERR_INVALID, _("Выберите оценку от 1 до 10"));
    if (yes_no && s->score > 1)
        return err_set(err, ERR_INVALID, _("Ответьте «да» или «нет»"));
    return 0;
}

static int read_sheet(struct meeting_at *at, const char *kind, const struct meeting_said *said,
                      size_t n, struct sheet *ret, struct err *err)
{
    *ret = (struct sheet){.mark = -1, .go_on = -1};
    ret->n = meeting_items(at->a, at->pack, kind, at->side, &ret->item);
    for (size_t i = 0; i < ret->n; i++) {
        const struct pack_question *q = ret->item[i];
        const struct meeting_said *s = said_of(said, n, q->n);
        int r = check_item(at, q, i + 1, s, err);
        if (r < 0)
            return r;
        if (q->type == PACK_SCALE10 && ret->mark < 0 && s)
            ret->mark = s->score;
        if (q->type == PACK_BOOL && !strcmp(q->metric, "need_help"))
            ret->help = s && s->score == 1;
        if (q->type == PACK_BOOL && !strcmp(q->metric, "continue")) {
            ret->asks_to_go_on = true;
            ret->go_on = s ? s->score : -1;
        }
    }
    return ret->mark < 0 ? err_set(err, ERR_INVALID, _("В анкете этой встречи нет оценки")) : 0;
}

static int keep(struct meeting_at *at, int64_t id, const struct sheet *sheet,
                const struct meeting_said *said, size_t n)
{
    int r = meeting_answers_clear(at->db, id, at->side);
    for (size_t i = 0; r >= 0 && i < sheet->n; i++) {
        const struct pack_question *q = sheet->item[i];
        const struct meeting_said *s = said_of(said, n, q->n);
        bool open = q->type == PACK_OPEN;
        if (!s || (open ? !s->text || !*s->text : s->score < 0))
            continue;
        r = meeting_answer_insert(at->db, id, at->side, q->n, q->metric, open ? NULL : &s->score,
                                  open ? s->text : "");
    }
    if (r >= 0)
        r = meeting_feedback_set(at->db, id, at->side, at->pair.id, at->pair.programme_id,
                                 sheet->mark, sheet->help, sheet->go_on >= 0 ? &sheet->go_on : NULL,
                                 clock_now(at->app->clock),
                                 at->account_id ? &at->account_id : NULL);
    if (r >= 0)
        r = meeting_owe_no_more(at->db, id, at->side);
    return r < 0 ? r : 0;
}

static int pulse(struct meeting_at *at, const struct sheet *sheet)
{
    bool mentee = !strcmp(at->side, "mentee");
    int r = meeting_pulse_touch(at->db, at->pair.id, at->pair.programme_id);
    if (r >= 0)
        r = meeting_pulse_mark(at->db, at->pair.id, mentee ? &sheet->mark : NULL,
                               mentee ? NULL : &sheet->mark, MEETING_LOW, sheet->help);
    if (r >= 0)
        r = pair_need_follow(at->db, at->pair.id);
    if (r >= 0 && sheet->help)
        r = pair_notice_curators(at->db, at->a, at->app, at->pair.unit_id, at->pair.id,
                                 _("В паре просят о помощи. Откройте страницу пары"));
    return r < 0 ? r : 0;
}

/* The pair ends by itself: whose word it was stands in the two sheets alone. */
static int part(struct meeting_at *at, struct err *err)
{
    struct deed deed = {at->app->clock, 0, NULL};
    int r = pair_move(at->db, at->a, at->app, at->pair.id, "trial", &deed, err);
    at->pair.state = "ended";
    return r;
}

/* While the other side is silent nothing shows: an end right after one answer would tell whose it
 * was. */
static int decide(struct meeting_at *at, const char *kind, struct err *err)
{
    struct meeting_trial t;
    int r = meeting_trial(at->db, at->a, at->pair.id, kind, &t);
    if (r <= 0)
        return r;
    int refused = (t.has_mentee && !t.mentee) + (t.has_mentor && !t.mentor);
    r = meeting_pulse_refused(at->db, at->pair.id, refused);
    if (r >= 0)
        r = pair_need_follow(at->db, at->pair.id);
    if (r < 0 || !refused)
        return r < 0 ? r : 0;
    if (t.has_mentee && t.has_mentor)
        return part(at, err);
    return pair_notice_curators(at->db, at->a, at->app, at->pair.unit_id, at->pair.id,
                                _("После пробной встречи нужна другая пара. Ждём второй ответ"));
}

int meeting_say(struct meeting_at *at, int64_t id, const struct meeting_said *said, size_t n,
                struct err *err)
{
    struct meeting_row m;
    struct sheet sheet;
    int r = meeting_row(at->db, at->a, id, &m);
    if (r == 0 || (r > 0 && (m.pair_id != at->pair.id || !*at->side)))
        return ERR_NOT_FOUND;
    if (r > 0 && strcmp(m.state, "held") != 0)
        return err_set(err, ERR_CONFLICT, _("Оценить можно встречу, которая прошла"));
    if (r >= 0)
        r = read_sheet(at, m.kind, said, n, &sheet, err);
    if (r < 0)
        return r;
    if (sheet.asks_to_go_on && !pair_living(at->pair.state))
        return err_set(err, ERR_CONFLICT, _("Пара завершена: ответ уже учтён"));
    r = keep(at, id, &sheet, said, n);
    if (r >= 0 && pair_living(at->pair.state))
        r = pulse(at, &sheet);
    return r < 0 || !sheet.asks_to_go_on ? r : decide(at, m.kind, err);
}

int meeting_return(struct meeting_at *at, struct err *err)
{
    struct meeting_pulse w;
    int r = meeting_pulse(at->db, at->a, at->pair.id, &w);
    if (r >= 0 && (r == 0 || !w.refused))
        return err_set(err, ERR_CONFLICT, _("Никто не просил другую пару"));
    return r < 0 ? r : part(at, err);
}
