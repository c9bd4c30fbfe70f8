#include "work/lesson.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "html/format.h"
#include "identity/consent.h"
#include "office/sheet_out.h"

static const struct {
    const char *code, *name;
    enum pill pill;
} states[] = {
    {"planned", N_("Запланирован"), PILL_DRAFT},
    {"held", N_("Проведён"), PILL_OK},
    {"cancelled", N_("Отменён"), PILL_END},
};
#define LENGTH(x) (sizeof(x) / sizeof *(x))

const char *lesson_state_name(const char *state)
{
    for (size_t i = 0; i < LENGTH(states); i++)
        if (!strcmp(states[i].code, state))
            return _(states[i].name);
    return "";
}

enum pill lesson_state_pill(const char *state)
{
    for (size_t i = 0; i < LENGTH(states); i++)
        if (!strcmp(states[i].code, state))
            return states[i].pill;
    return PILL_DRAFT;
}

const char *lesson_kind_name(const char *kind)
{
    return strcmp(kind, "visit") ? _("Открытый урок") : _("Взаимопосещение");
}

/* ---- plan ---- */

static int check_plan(const struct duo *d, const struct lesson_plan *plan, struct err *err)
{
    struct date from, to;
    if (date_parse_iso(d->programme.starts_on, &from) &&
        date_parse_iso(d->programme.ends_on, &to) &&
        (date_to_days(plan->day) < date_to_days(from) ||
         date_to_days(plan->day) > date_to_days(to)))
        return err_set(err, ERR_INVALID, _("День вне срока программы наставничества"));
    return 0;
}

static const int64_t *actor(const struct deed *deed)
{
    return deed->account_id ? &deed->account_id : NULL;
}

int lesson_create(struct db *db, struct arena *a, const struct duo *d,
                  const struct lesson_plan *plan, const struct deed *deed, struct err *err,
                  int64_t *ret_id)
{
    bool by_mentee = plan->teacher_id == d->pair.mentee_person;
    int64_t id = id_new(deed->clock),
            guest = by_mentee ? d->pair.mentor_person : d->pair.mentee_person;
    const struct participation_row *teacher = by_mentee ? &d->mentee : &d->mentor;
    if (!d->living)
        return err_set(err, ERR_CONFLICT, _("Пара завершена: уроки ей больше не назначают"));
    if (!by_mentee && plan->teacher_id != d->pair.mentor_person)
        return err_set(err, ERR_INVALID, _("Выберите, кто проводит урок"));
    int r = check_plan(d, plan, err);
    if (r >= 0)
        r = lesson_insert(db, id, teacher->unit_id, d->pair.programme_id, d->pair.id,
                          plan->teacher_id, plan->kind, date_iso(a, plan->day), plan->class,
                          plan->subject, plan->topic, plan->plan, actor(deed),
                          clock_now(deed->clock));
    if (r >= 0)
        r = lesson_visit_insert(db, id_new(deed->clock), teacher->unit_id, id, guest, actor(deed),
                                clock_now(deed->clock));
    if (r < 0)
        return r;
    *ret_id = id;
    return 0;
}

static int raced(struct err *err)
{
    return err_set(err, ERR_CONFLICT,
                   _("Пока вы правили, урок изменил кто-то ещё. Откройте его в другом окне и "
                     "сравните: ваш текст здесь не потерян"));
}

static int planned(const struct lesson_row *x, struct err *err)
{
    return strcmp(x->state, "planned")
               ? err_set(err, ERR_CONFLICT, _("Урок уже в состоянии «%s»: так нельзя"),
                         lesson_state_name(x->state))
               : 0;
}

int lesson_change(struct db *db, struct arena *a, const struct duo *d, const struct lesson_row *x,
                  const struct lesson_plan *plan, struct err *err)
{
    int r = planned(x, err);
    if (r >= 0)
        r = check_plan(d, plan, err);
    if (r >= 0)
        r = lesson_update(db, x->id, plan->version, date_iso(a, plan->day), plan->class,
                          plan->subject, plan->topic, plan->plan);
    return r < 0 || (r == 0 && *err->text) ? r : r == 0 ? raced(err) : 0;
}

int lesson_hold(struct db *db, const struct duo *d, const struct lesson_row *x, struct err *err)
{
    struct date day;
    int r = planned(x, err);
    if (r >= 0 && date_parse_iso(x->held_on, &day) && date_to_days(day) > date_to_days(d->today))
        r = err_set(err, ERR_INVALID,
                    _("День урока ещё не наступил. Если урок прошёл раньше, исправьте день"));
    if (r < 0)
        return r;
    r = lesson_set_held(db, x->id);
    return r == 0 ? raced(err) : r < 0 ? r : 0;
}

int lesson_cancel(struct db *db, const struct lesson_row *x, const char *reason, struct err *err)
{
    int r = planned(x, err);
    if (r >= 0 && !*reason)
        r = err_set(err, ERR_INVALID, _("Напишите, почему урока не будет"));
    if (r < 0)
        return r;
    r = lesson_set_cancelled(db, x->id, reason);
    return r == 0 ? raced(err) : r < 0 ? r : 0;
}

/* ---- visitors ---- */

int lesson_invite(struct db *db, struct arena *a, const struct lesson_row *x, int64_t person_id,
                  const struct deed *deed, struct err *err)
{
    struct lesson_guest_known known;
    struct lesson_visits *visits;
    size_t n;
    if (!strcmp(x->state, "cancelled"))
        return err_set(err, ERR_CONFLICT, _("Урок отменён: звать некуда"));
    int r = lesson_guest_known(db, a, x->programme_id, x->unit_id, person_id, &known);
    if (r == 0 || person_id == x->teacher_id)
        return err_set(err, ERR_INVALID, _("Позвать можно педагога той же организации"));
    if (r >= 0)
        r = lesson_visits(db, a, x->id, &visits, &n);
    if (r >= 0 && n >= LESSON_GUESTS)
        return err_set(err, ERR_LIMIT, _("Больше %d посетителей у урока не бывает"), LESSON_GUESTS);
    if (r >= 0)
        r = lesson_visit_insert(db, id_new(deed->clock), x->unit_id, x->id, person_id, actor(deed),
                                clock_now(deed->clock));
    return r == 0 ? err_set(err, ERR_CONFLICT, _("Этого человека уже позвали")) : r < 0 ? r : 0;
}

/* ---- sheets ---- */

static const struct lesson_said *said_of(const struct lesson_said *said, size_t n, const char *item)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(said[i].item, item))
            return &said[i];
    return NULL;
}

int lesson_fill(struct db *db, struct arena *a, const struct pack *pack, const struct lesson_row *x,
                const struct lesson_visit_row *visit, const struct lesson_said *said, size_t n,
                const char *comment, const struct deed *deed, struct err *err, size_t *ret_missing)
{
    int64_t total = 0;
    int r = 0;
    (void)a;
    if (strcmp(x->state, "held") != 0)
        return err_set(err, ERR_CONFLICT, _("Лист анализа заполняют после урока"));
    for (size_t i = 0; i < pack->lesson_items.n; i++) {
        const struct lesson_said *s = said_of(said, n, pack->lesson_items.row[i].code);
        if (!s || s->mark < 0 || s->mark > PACK_LESSON_BEST) {
            *ret_missing = i;
            return err_set(err, ERR_INVALID, _("Поставьте отметку: %s"),
                           pack->lesson_items.row[i].text);
        }
        total += s->mark;
    }
    for (size_t i = 0; r >= 0 && i < pack->lesson_items.n; i++) {
        const struct lesson_said *s = said_of(said, n, pack->lesson_items.row[i].code);
        r = lesson_mark_put(db, visit->id, s->item, s->mark, s->note);
    }
    if (r >= 0)
        r = lesson_visit_fill(db, visit->id, total, comment, actor(deed), clock_now(deed->clock));
    if (r >= 0)
        r = lesson_add_sheet(db, x->id, visit->has_total ? 0 : 1,
                             visit->has_total ? total - visit->total : total);
    return r < 0 ? r : 0;
}

int lesson_sum_up(struct db *db, const struct lesson_row *x, const char *summary,
                  const char *advice, const struct deed *deed, struct err *err)
{
    int r = lesson_set_summary(db, x->id, summary, advice, actor(deed), clock_now(deed->clock));
    if (r == 0)
        return err_set(err, ERR_CONFLICT, _("Итог пишут после урока"));
    return r < 0 ? r : 0;
}

/* ---- publication ---- */

/* A teacher is an adult whatever the registry knows of the year. */
static int may_publish(struct db *db, struct arena *a, int64_t person_id)
{
    unsigned fields;
    int r = consent_published(db, a, person_id, PERSON_ADULT, &fields);
    return r < 0 ? r : (fields & CONSENT_FIELD_NAME) != 0;
}

int lesson_publish(struct db *db, struct arena *a, const struct lesson_row *x, bool on,
                   struct date today, const struct deed *deed, struct err *err)
{
    int64_t now = clock_now(deed->clock);
    (void)today;
    if (on && (strcmp(x->state, "held") != 0 || !*x->summary))
        return err_set(err, ERR_CONFLICT,
                       _("Публикуют проведённый урок, у которого есть итог наставника"));
    int r = on ? may_publish(db, a, x->teacher_id) : 1;
    if (r == 0)
        return err_set(err, ERR_CONFLICT,
                       _("Нет согласия педагога на публикацию. Запишите его в согласиях и "
                         "повторите"));
    if (r > 0)
        r = lesson_set_published(db, x->id, on ? &now : NULL, on ? actor(deed) : NULL);
    return r < 0 ? r : 0;
}

int lesson_published(struct db *db, struct arena *a, int64_t unit_id, struct date today,
                     int64_t before, size_t limit, struct lesson_public **ret, size_t *ret_n,
                     int64_t *ret_next)
{
    struct lesson_public_rows *rows;
    size_t n;
    (void)today;
    *ret_n = 0;
    *ret_next = 0;
    int r = lesson_public_rows(db, a, unit_id, before, (int64_t)limit, &rows, &n);
    if (r < 0)
        return r;
    *ret = arena_array(a, struct lesson_public, n);
    for (size_t i = 0; i < n; i++) {
        const struct lesson_public_rows *x = &rows[i];
        struct person_name teacher = {x->surname, x->given, x->patronymic};
        struct person_name mentor = {x->mentor_surname, x->mentor_given, x->mentor_patronymic};
        struct date day = {0};
        int open = may_publish(db, a, x->teacher_id);
        int other = open > 0 ? may_publish(db, a, x->mentor_id) : 0;
        if (open < 0 || other < 0)
            return open < 0 ? open : other;
        if (!open)
            continue;
        date_parse_iso(x->held_on, &day);
        (*ret)[(*ret_n)++] = (struct lesson_public){
            x->id,
            day,
            x->class,
            x->subject,
            x->topic,
            x->summary,
            person_name_full(a, &teacher),
            other && x->mentor_id != x->teacher_id ? person_name_full(a, &mentor) : "",
            lesson_mean(x->n_sheets, x->total),
            x->published_at};
    }
    *ret_next = n == limit && n ? rows[n - 1].published_at : 0;
    return 0;
}

/* ---- numbers ---- */

int64_t lesson_mean(int64_t n_sheets, int64_t total)
{
    return n_sheets ? (total * 10 + n_sheets / 2) / n_sheets : -1;
}

const char *lesson_score(struct arena *a, const struct pack *pack, int64_t n_sheets, int64_t total)
{
    int64_t mean = lesson_mean(n_sheets, total);
    int most = (int)pack->lesson_items.n * PACK_LESSON_BEST;
    if (mean < 0)
        return "";
    return mean % 10 ? arena_printf(a, _("%lld,%lld из %d"), (long long)(mean / 10),
                                    (long long)(mean % 10), most)
                     : arena_printf(a, _("%lld из %d"), (long long)(mean / 10), most);
}

const char *lesson_level(const struct pack *pack, int64_t n_sheets, int64_t total)
{
    int64_t mean = lesson_mean(n_sheets, total);
    const struct pack_lesson_level *level =
        mean < 0 ? NULL : pack_lesson_level(pack, (int)((mean + 5) / 10));
    return level ? level->name : NULL;
}

/* ---- the log as a spreadsheet ---- */

#define EXPORT_BATCH 500

static int visitors_of(struct db *db, struct arena *a, int64_t lesson_id, const char **ret)
{
    struct lesson_visits *visits;
    struct strbuf b;
    size_t n;
    int r = lesson_visits(db, a, lesson_id, &visits, &n);
    if (r < 0)
        return r;
    strbuf_init(&b, a);
    for (size_t i = 0; i < n; i++)
        strbuf_printf(
            &b, "%s%s", i ? ", " : "",
            person_name_listed(a, &(struct person_name){visits[i].surname, visits[i].given,
                                                        visits[i].patronymic}));
    *ret = b.s;
    return 0;
}

static int write_row(struct db *db, struct arena *a, struct sheet_writer *w,
                     const struct pack *pack, const struct lesson_log *x, struct err *err)
{
    const char *visitors = "", *level = lesson_level(pack, x->n_sheets, x->total);
    struct date day = {0};
    int64_t mean = lesson_mean(x->n_sheets, x->total);
    int r = visitors_of(db, a, x->id, &visitors);
    date_parse_iso(x->held_on, &day);
    struct cell cells[] = {
        cell_date(day),
        cell_text(x->class),
        cell_text(x->subject),
        cell_text(x->topic),
        cell_text(person_name_full(a, &(struct person_name){x->surname, x->given, x->patronymic})),
        cell_text(lesson_kind_name(x->kind)),
        cell_text(lesson_state_name(x->state)),
        cell_text(visitors),
        mean < 0 ? cell_text("") : cell_number((double)mean / 10),
        cell_text(level)};
    return r < 0 ? r : sheet_writer_row(w, cells, LENGTH(cells), err);
}

int lesson_export(struct db *db, const struct programme *p, const struct pack *pack,
                  const char *path, struct err *err)
{
    const struct sheet_col cols[] = {
        {_("Дата"), 12},          {_("Класс"), 10},  {_("Предмет"), 20},   {_("Тема"), 40},
        {_("Педагог"), 32},       {_("Вид"), 18},    {_("Состояние"), 14}, {_("Посетители"), 40},
        {_("Средняя сумма"), 14}, {_("Уровень"), 16}};
    struct arena *a = arena_new(), *scratch = arena_new();
    struct sheet_writer *w = NULL;
    struct lesson_log *rows;
    const char *day = "9999-12-31";
    int64_t id = INT64_MAX;
    size_t n = EXPORT_BATCH;
    int r = sheet_writer_open(a, SHEET_XLSX, path, err, &w);
    if (r >= 0)
        r = sheet_writer_sheet(w, _("Журнал уроков"), NULL, cols, LENGTH(cols), err);
    while (r >= 0 && n == EXPORT_BATCH) {
        arena_reset(scratch);
        r = lesson_log(db, scratch, p->id, day, id, EXPORT_BATCH, &rows, &n);
        for (size_t i = 0; r >= 0 && i < n; i++)
            r = write_row(db, scratch, w, pack, &rows[i], err);
        if (r >= 0 && n) {
            day = arena_strdup(a, rows[n - 1].held_on);
            id = rows[n - 1].id;
        }
    }
    if (r >= 0)
        r = sheet_writer_finish(w, err, NULL);
    else
        sheet_writer_abort(w);
    arena_free(scratch);
    arena_free(a);
    return r;
}
