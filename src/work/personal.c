#include "work/personal.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "work/pair_state.h"
#include "work/personal_priv.h"

/* ---- states ---- */

static const struct {
    const char *code, *name;
    enum pill pill;
} states[] = {
    {"draft", N_("Черновик"), PILL_DRAFT},
    {"review", N_("На согласовании в совете"), PILL_WAIT},
    {"council", N_("Согласована, ждёт приказа"), PILL_WAIT},
    {"approved", N_("Утверждена"), PILL_OK},
    {"finished", N_("Завершена"), PILL_END},
    {"ended", N_("Прекращена досрочно"), PILL_END},
    {"replaced", N_("Заменена новой редакцией"), PILL_END},
};

static const struct {
    const char *code, *name, *from, *to;
    bool reason;
} actions[] = {
    {"build", N_("Составлена из запроса пары"), "", "draft", false},
    {"edition", N_("Начата новая редакция"), "", "draft", true},
    {"submit", N_("Отправлена на согласование"), "draft", "review", false},
    {"return", N_("Возвращена на доработку"), "review", "draft", true},
    {"agree", N_("Согласована советом"), "review", "council", false},
    {"approve", N_("Утверждена приказом"), "council", "approved", false},
    {"finish", N_("Завершена: план выполнен"), "approved", "finished", false},
    {"end", N_("Прекращена досрочно"), "approved", "ended", true},
};
#define LENGTH(x) (sizeof(x) / sizeof *(x))

bool personal_late(struct arena *a, const struct personal *x, const struct personal_steps *step)
{
    return !strcmp(x->row.state, "approved") && !step->done_on &&
           strcmp(step->due_on, date_iso(a, x->duo.today)) < 0;
}

const char *personal_state_name(const char *state)
{
    for (size_t i = 0; i < LENGTH(states); i++)
        if (!strcmp(states[i].code, state))
            return _(states[i].name);
    return "";
}

enum pill personal_state_pill(const char *state)
{
    for (size_t i = 0; i < LENGTH(states); i++)
        if (!strcmp(states[i].code, state))
            return states[i].pill;
    return PILL_DRAFT;
}

const char *personal_action_name(const char *action)
{
    for (size_t i = 0; i < LENGTH(actions); i++)
        if (!strcmp(actions[i].code, action))
            return _(actions[i].name);
    return "";
}

int personal_note(struct db *db, int64_t id, const char *action, const char *from, const char *to,
                  const struct deed *deed)
{
    int r = personal_event_put(db, id, action, from, to, deed->reason ? deed->reason : "",
                               clock_now(deed->clock), deed->account_id ? &deed->account_id : NULL);
    return r < 0 ? r : 0;
}

static int raced(struct err *err)
{
    return err_set(err, ERR_CONFLICT,
                   _("Пока вы правили, программу изменил кто-то ещё. Откройте её в другом окне и "
                     "сравните: ваш текст здесь не потерян"));
}

int personal_editable(const struct personal *x, struct err *err)
{
    if (strcmp(x->row.state, "draft") != 0)
        return err_set(err, ERR_CONFLICT,
                       _("Сейчас программа в состоянии «%s»: править можно только черновик"),
                       personal_state_name(x->row.state));
    return 0;
}

/* ---- reading ---- */

static const char *type_names(struct arena *a, const struct pack *pack, const char *codes)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; i < pack->types.n; i++) {
        const struct pack_type *t = &pack->types.row[i];
        const char *at = arena_printf(a, ";%s;", codes);
        if (strstr(at, arena_printf(a, ";%s;", t->code)))
            strbuf_printf(&b, "%s%s", b.len ? ", " : "", t->name);
    }
    return b.s;
}

static const char *body_of(const struct personal_parts *rows, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(rows[i].code, code))
            return rows[i].body;
    return "";
}

int personal_load(struct db *db, struct arena *a, const struct app *app, int64_t id,
                  struct err *err, struct personal *ret)
{
    struct personal_parts *parts;
    struct personal_steps *steps;
    size_t n;
    *ret = (struct personal){0};
    int r = personal_row(db, a, id, &ret->row);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = duo_load(db, a, app, ret->row.pair_id, err, &ret->duo);
    if (r >= 0)
        r = personal_parts(db, a, id, &parts, &n);
    if (r >= 0)
        r = personal_steps(db, a, id, ret->row.pair_id, &steps, &ret->n_steps);
    if (r < 0)
        return r;
    const struct pack *pack = ret->duo.pack;
    struct personal_part *list = arena_array(a, struct personal_part, pack->sections.n);
    for (size_t i = 0; i < pack->sections.n; i++)
        list[i] = (struct personal_part){&pack->sections.row[i],
                                         body_of(parts, n, pack->sections.row[i].code)};
    ret->parts = list;
    ret->n_parts =
        pack->sections.n < PERSONAL_SECTIONS ? pack->sections.n : (size_t)PERSONAL_SECTIONS;
    ret->steps = steps;
    for (size_t i = 0; i < ret->n_steps; i++)
        ret->n_done += steps[i].done_on != NULL;
    ret->types = type_names(a, pack, ret->row.types);
    return 0;
}

/* ---- the text ---- */

struct date personal_months(struct date d, int months)
{
    int m = d.month - 1 + months;
    struct date to = {d.year + m / 12, m % 12 + 1, d.day};
    while (!date_valid(to))
        to.day--;
    return to;
}

static int check_term(const struct pack_rules *rules, struct date from, struct date to,
                      struct err *err)
{
    int64_t end = date_to_days(to);
    if (end < date_to_days(from))
        return err_set(err, ERR_INVALID, _("Программа не может закончиться раньше, чем начнётся"));
    if (end + 1 < date_to_days(personal_months(from, rules->min_months)))
        return err_set(err, ERR_INVALID,
                       P_("Программа длится не меньше %d месяца: сдвиньте день завершения",
                          "Программа длится не меньше %d месяцев: сдвиньте день завершения",
                          rules->min_months),
                       rules->min_months);
    if (end > date_to_days(personal_months(from, rules->max_months)))
        return err_set(err, ERR_INVALID,
                       P_("Программа длится не больше %d месяца: сдвиньте день завершения",
                          "Программа длится не больше %d месяцев: сдвиньте день завершения",
                          rules->max_months),
                       rules->max_months);
    return 0;
}

int personal_save(struct db *db, struct arena *a, const struct personal *x,
                  const struct personal_text *text, struct err *err)
{
    int r = personal_editable(x, err);
    if (r >= 0)
        r = check_term(&x->duo.pack->rules, text->starts, text->ends, err);
    if (r < 0)
        return r;
    r = personal_set_term(db, x->row.id, text->version, date_iso(a, text->starts),
                          date_iso(a, text->ends), text->types);
    if (r == 0)
        return raced(err);
    for (size_t i = 0; r >= 0 && i < x->n_parts; i++)
        r = personal_part_put(db, x->row.id, x->parts[i].section->code, text->body[i]);
    return r < 0 ? r : 0;
}

/* ---- the plan ---- */

static const struct personal_steps *step_of(const struct personal *x, int64_t key)
{
    for (size_t i = 0; i < x->n_steps; i++)
        if (x->steps[i].key == key)
            return &x->steps[i];
    return NULL;
}

static bool in_term(const struct personal *x, struct date d)
{
    struct date from, to;
    return date_parse_iso(x->row.starts_on, &from) && date_parse_iso(x->row.ends_on, &to) &&
           date_to_days(from) <= date_to_days(d) && date_to_days(d) <= date_to_days(to);
}

int personal_put_step(struct db *db, const struct clock *clock, const struct personal *x,
                      const struct personal_step *step, struct err *err)
{
    struct arena *a = arena_new();
    const struct personal_steps *old = step->key ? step_of(x, step->key) : NULL;
    int r = personal_editable(x, err);
    if (r >= 0 && step->key && !old)
        r = ERR_NOT_FOUND;
    if (r >= 0 && !step->key && x->n_steps >= PERSONAL_STEPS)
        r = err_set(err, ERR_LIMIT, _("В плане не больше %d мероприятий"), PERSONAL_STEPS);
    if (r >= 0 && !in_term(x, step->due))
        r = err_set(err, ERR_INVALID, _("День вне срока программы: с %s по %s"),
                    duo_day(a, x->row.starts_on), duo_day(a, x->row.ends_on));
    if (r >= 0)
        r = personal_step_put(db, x->row.id, old ? old->key : id_new(clock), step->stage,
                              old ? old->task : "", step->direction, step->name, step->form,
                              step->who, step->result, date_iso(a, step->due));
    if (r >= 0)
        r = personal_touch(db, x->row.id);
    arena_free(a);
    return r < 0 ? r : 0;
}

int personal_drop_step(struct db *db, const struct personal *x, int64_t key, struct err *err)
{
    int r = personal_editable(x, err);
    if (r >= 0)
        r = personal_step_drop(db, x->row.id, key);
    if (r > 0)
        r = personal_touch(db, x->row.id);
    return r < 0 ? r : 0;
}

int personal_mark(struct db *db, struct arena *a, const struct personal *x, int64_t key,
                  struct date done, const char *note, const struct deed *deed, struct err *err)
{
    if (strcmp(x->row.state, "approved") != 0)
        return err_set(err, ERR_CONFLICT,
                       _("Выполнение отмечают в утверждённой программе, эта — «%s»"),
                       personal_state_name(x->row.state));
    if (!step_of(x, key))
        return ERR_NOT_FOUND;
    if (done.year && date_to_days(done) > date_to_days(x->duo.today))
        return err_set(err, ERR_INVALID, _("Этот день ещё не наступил"));
    int r = done.year ? personal_mark_put(db, x->row.pair_id, key, date_iso(a, done), note,
                                          deed->account_id ? &deed->account_id : NULL,
                                          clock_now(deed->clock))
                      : personal_mark_drop(db, x->row.pair_id, key);
    return r < 0 ? r : 0;
}

/* ---- approval ---- */

static int check_whole(const struct personal *x, struct err *err)
{
    for (size_t i = 0; i < x->n_parts; i++)
        if (x->parts[i].section->required && !*x->parts[i].body)
            return err_set(err, ERR_INVALID, _("Часть «%s» пуста: заполните её"),
                           x->parts[i].section->name);
    if (!*x->row.types)
        return err_set(err, ERR_INVALID, _("Выберите вид наставничества"));
    if (!x->n_steps)
        return err_set(err, ERR_INVALID, _("В плане нет ни одного мероприятия"));
    for (size_t i = 0; i < x->n_steps; i++) {
        struct date d;
        if (date_parse_iso(x->steps[i].due_on, &d) && !in_term(x, d))
            return err_set(err, ERR_INVALID,
                           _("У мероприятия «%s» день вне срока программы: поправьте его"),
                           x->steps[i].name);
    }
    return 0;
}

static int check_paper(const struct personal *x, const struct personal_paper *paper, bool council,
                       struct err *err)
{
    struct date protocol;
    if (!paper || !*paper->number || !paper->day.year || (council && !*paper->council))
        return err_set(err, ERR_INVALID,
                       council ? _("Укажите, какой совет согласовал, номер и день протокола")
                               : _("Укажите номер и день приказа"));
    if (date_to_days(paper->day) > date_to_days(x->duo.today))
        return err_set(err, ERR_INVALID, _("Этот день ещё не наступил"));
    if (!council && date_parse_iso(x->row.protocol_on, &protocol) &&
        date_to_days(paper->day) < date_to_days(protocol))
        return err_set(err, ERR_INVALID, _("Приказ не может быть раньше протокола совета"));
    return 0;
}

static int set_state(struct db *db, struct arena *a, const struct personal *x, const char *action,
                     const char *from, const char *to, const struct personal_paper *paper)
{
    if (!strcmp(action, "agree"))
        return personal_set_council(db, x->row.id, paper->council, paper->number,
                                    date_iso(a, paper->day));
    if (strcmp(action, "approve") != 0)
        return personal_set_state(db, x->row.id, from, to);
    int r = personal_set_order(db, x->row.id, paper->number, date_iso(a, paper->day));
    int old = r > 0 ? personal_replace(db, x->row.pair_id, x->row.edition) : 0;
    return old < 0 ? old : r;
}

int personal_move(struct db *db, struct arena *a, const struct personal *x, const char *action,
                  const struct personal_paper *paper, const struct deed *deed, struct err *err)
{
    size_t i = 2; /* build and edition have functions of their own */
    while (i < LENGTH(actions) && strcmp(actions[i].code, action) != 0)
        i++;
    if (i == LENGTH(actions))
        return err_set(err, ERR_INVALID, _("Такого действия нет"));
    const char *from = actions[i].from;
    if (!strcmp(action, "return") && !strcmp(x->row.state, "council"))
        from = "council"; /* the head may send it back, too */
    if (strcmp(x->row.state, from) != 0)
        return err_set(err, ERR_CONFLICT, _("Сейчас программа в состоянии «%s»: так нельзя"),
                       personal_state_name(x->row.state));
    if (actions[i].reason && (!deed->reason || !*deed->reason))
        return err_set(err, ERR_INVALID, _("Напишите причину: она останется в истории"));
    int r = !strcmp(action, "submit")    ? check_whole(x, err)
            : !strcmp(action, "agree")   ? check_paper(x, paper, true, err)
            : !strcmp(action, "approve") ? check_paper(x, paper, false, err)
                                         : 0;
    if (r < 0)
        return r;
    r = set_state(db, a, x, action, from, actions[i].to, paper);
    if (r == 0)
        return raced(err);
    if (r > 0 && !strcmp(action, "approve") && !strcmp(x->duo.pair.state, "agreed"))
        r = pair_move(db, a, NULL, x->duo.pair.id, "start", deed, err);
    return r < 0 ? r : personal_note(db, x->row.id, action, from, actions[i].to, deed);
}

int personal_new_edition(struct db *db, const struct personal *x, const struct deed *deed,
                         struct err *err, int64_t *ret_id)
{
    struct arena *a = arena_new();
    struct personal_newest newest = {0};
    int64_t id = id_new(deed->clock);
    int r = personal_newest(db, a, x->row.pair_id, &newest);
    if (r >= 0 && (newest.id != x->row.id || strcmp(x->row.state, "approved") != 0))
        r = err_set(err, ERR_CONFLICT,
                    _("Новую редакцию начинают с утверждённой, и только одну за раз"));
    if (r >= 0 && (!deed->reason || !*deed->reason))
        r = err_set(err, ERR_INVALID, _("Напишите, что и почему меняется"));
    if (r >= 0)
        r = personal_insert(db, id, x->row.unit_id, x->row.programme_id, x->row.pair_id,
                            x->row.edition + 1, x->row.starts_on, x->row.ends_on, x->row.types,
                            deed->account_id ? &deed->account_id : NULL, clock_now(deed->clock));
    if (r == 0)
        r = raced(err);
    if (r > 0)
        r = personal_copy_parts(db, x->row.id, id);
    if (r >= 0)
        r = personal_copy_steps(db, x->row.id, id);
    if (r >= 0)
        r = personal_note(db, id, "edition", "draft", "draft", deed);
    arena_free(a);
    if (r < 0)
        return r;
    *ret_id = id;
    return 0;
}
