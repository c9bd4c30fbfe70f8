#include "learning/training.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "frame/job.h"
#include "learning/training.sql.h"
#include "programme/participation_state.h"

static const int64_t *account_of(const struct selection_place *at)
{
    return at->deed.account_id ? &at->deed.account_id : NULL;
}

static struct date day_of(const char *iso)
{
    struct date d = {0};
    (void)date_parse_iso(iso, &d);
    return d;
}

/* ---- what is asked for ---- */

int training_rules_get(const struct selection_place *at, struct training_rules *ret)
{
    struct training_rules_row row;
    const struct pack_training *pack = &at->pack->training;
    *ret = (struct training_rules){pack->attendance, pack->pass, pack->attempts, false};
    int r = training_rules_row(at->db, at->a, at->p->id, &row);
    if (r > 0)
        *ret = (struct training_rules){row.attendance, row.pass, row.attempts, true};
    return r < 0 ? r : 0;
}

int training_rules_set(const struct selection_place *at, const struct training_rules *rules)
{
    int r = training_rules_put(at->db, at->p->id, rules->attendance, rules->pass, rules->attempts,
                               clock_now(at->deed.clock), account_of(at));
    return r < 0 ? r : 0;
}

/* ---- sessions ---- */

int training_get(struct db *db, struct arena *a, int64_t id, struct training *ret)
{
    struct training_row row;
    int r = training_row(db, a, id, &row);
    if (r > 0)
        *ret = (struct training){.id = row.id,
                                 .programme_id = row.programme_id,
                                 .hours = row.hours,
                                 .held = day_of(row.held_on),
                                 .topic = row.topic,
                                 .title = row.title,
                                 .trainer = row.trainer,
                                 .place = row.place,
                                 .n_present = row.n_present,
                                 .n_marked = row.n_marked};
    return r;
}

int training_list(const struct selection_place *at, struct training **ret, size_t *ret_n)
{
    struct training_rows *rows;
    size_t n;
    int r = training_rows(at->db, at->a, at->p->id, &rows, &n);
    if (r < 0)
        return r;
    struct training *list = arena_array(at->a, struct training, n);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct training){.id = rows[i].id,
                                    .programme_id = at->p->id,
                                    .hours = rows[i].hours,
                                    .held = day_of(rows[i].held_on),
                                    .topic = rows[i].topic,
                                    .title = rows[i].title,
                                    .trainer = rows[i].trainer,
                                    .place = rows[i].place,
                                    .n_present = rows[i].n_present,
                                    .n_marked = rows[i].n_marked};
    *ret = list;
    *ret_n = n;
    return 0;
}

/* Those who wait for training hear of a session. */
static int tell(const struct selection_place *at, const struct app *app, struct date held)
{
    const char *text = arena_printf(at->a, _("Обучение наставников: занятие %s"),
                                    date_long(at->a, held, at->today.year));
    struct training_learners *rows;
    const char *key = "";
    int64_t id = 0;
    size_t n = 51;
    int r = 0;
    while (r >= 0 && n > 50) {
        r = training_learners(at->db, at->a, at->p->id, key, id, &rows, &n);
        for (size_t i = 0; r >= 0 && i < n && i < 50; i++)
            r = notice_add(at->db, app, rows[i].person_id, text, "/my/mentor");
        if (r >= 0 && n > 50) {
            key = rows[49].sort_key;
            id = rows[49].id;
        }
    }
    return r < 0 ? r : 0;
}

/* It may come before the programme does, by a summer. */
static int check_day(const struct selection_place *at, struct date held, struct err *err)
{
    struct date from, to;
    int64_t day = date_to_days(held);
    if (!date_parse_iso(at->p->starts_on, &from) || !date_parse_iso(at->p->ends_on, &to) ||
        (day > date_to_days(from) - 184 && day <= date_to_days(to)))
        return 0;
    return err_set(err, ERR_LIMIT,
                   _("Программа идёт с %s по %s: такой день занятия к ней не относится"),
                   date_short(at->a, from), date_short(at->a, to));
}

int training_add(const struct selection_place *at, const struct app *app,
                 const struct training_new *n, struct err *err, int64_t *ret_id)
{
    const struct pack_topic *topic = NULL;
    for (size_t i = 0; i < at->pack->topics.n; i++)
        if (!strcmp(at->pack->topics.row[i].code, n->topic))
            topic = &at->pack->topics.row[i];
    if (!topic && *n->topic)
        return err_set(err, ERR_INVALID, _("Такой темы в методологии нет. Выберите другую"));
    if (!topic && !*n->title)
        return err_set(err, ERR_INVALID, _("Выберите тему или назовите свою"));
    int64_t hours = n->hours ? n->hours : topic ? topic->hours : 0;
    if (!hours)
        return err_set(err, ERR_INVALID, _("Для своей темы укажите, сколько в занятии часов"));
    int r = check_day(at, n->held, err);
    if (r < 0)
        return r;
    int64_t id = id_new(at->deed.clock);
    r = training_insert(at->db, id, at->p->unit_id, at->p->id, date_iso(at->a, n->held),
                        topic ? topic->code : "", topic ? topic->name : n->title, hours, n->trainer,
                        n->place, clock_now(at->deed.clock), account_of(at));
    if (r < 0)
        return r;
    *ret_id = id;
    return date_to_days(n->held) >= date_to_days(at->today) ? tell(at, app, n->held) : 0;
}

int training_remove(const struct selection_place *at, int64_t id)
{
    int r = training_marks_delete(at->db, id);
    if (r >= 0)
        r = training_delete(at->db, id, at->p->id);
    return r < 0 ? r : 0;
}

/* ---- somebody's training ---- */

static struct training_topic *topic_of(struct training_topic *topics, const char **codes, size_t *n,
                                       const struct training_seen *x)
{
    for (size_t i = 0; i < *n; i++)
        if (!strcmp(codes[i], x->topic) && (*x->topic || !strcmp(topics[i].title, x->title)))
            return &topics[i];
    codes[*n] = x->topic;
    topics[*n] = (struct training_topic){.title = x->title};
    return &topics[(*n)++];
}

static int attendance(const struct selection_place *at, int64_t id, struct training_state *t)
{
    struct training_seen *rows;
    size_t n;
    int r = training_seen(at->db, at->a, at->p->id, id, &rows, &n);
    if (r < 0)
        return r;
    struct training_topic *topics = arena_array(at->a, struct training_topic, n);
    const char **codes = arena_array(at->a, const char *, n);
    for (size_t i = 0; i < n; i++) {
        struct training_topic *topic = topic_of(topics, codes, &t->n_topics, &rows[i]);
        if (rows[i].hours > topic->hours)
            topic->hours = rows[i].hours;
        topic->attended = topic->attended || rows[i].present;
        topic->last = day_of(rows[i].held_on);
    }
    for (size_t i = 0; i < t->n_topics; i++) {
        t->hours += topics[i].hours;
        t->attended += topics[i].attended ? topics[i].hours : 0;
    }
    t->topics = topics;
    t->enough = t->hours > 0 && t->attended * 100 >= t->rules.attendance * t->hours;
    if (!t->hours && !at->pack->topics.n) /* a methodology without training */
        t->enough = true;
    return 0;
}

int training_of(const struct selection_place *at, int64_t participation_id,
                struct training_state *ret)
{
    struct training_last_attempt last;
    struct training_passed passed;
    *ret = (struct training_state){.tested = at->pack->test.n > 0, .answers = "", .left = -1};
    int r = training_rules_get(at, &ret->rules);
    if (r >= 0)
        r = attendance(at, participation_id, ret);
    if (r >= 0)
        r = training_last_attempt(at->db, at->a, participation_id, &last);
    if (r > 0) {
        ret->n_attempts = last.n;
        ret->n_right = last.n_right;
        ret->asked = last.asked;
        ret->answers = last.answers;
    }
    if (r >= 0)
        r = training_passed(at->db, at->a, participation_id, &passed);
    if (r < 0)
        return r;
    ret->passed = r > 0 || !ret->tested;
    if (ret->rules.attempts)
        ret->left =
            ret->rules.attempts > ret->n_attempts ? ret->rules.attempts - ret->n_attempts : 0;
    return 0;
}

static const char *attendance_words(struct arena *a, const struct training_state *t)
{
    if (!t->hours)
        return _("Занятий в программе ещё нет");
    return arena_printf(a, _("Посещено часов: %lld из %lld, нужно %lld %%"), (long long)t->attended,
                        (long long)t->hours, (long long)t->rules.attendance);
}

static const char *test_words(struct arena *a, const struct training_state *t)
{
    if (!t->n_attempts)
        return _("Тест ещё не пройден");
    if (!t->left)
        return arena_printf(a, _("Тест не пройден: верно %lld из %lld, попыток не осталось"),
                            (long long)t->n_right, (long long)t->asked);
    return arena_printf(a, _("Тест не пройден: верно %lld из %lld, можно ещё раз"),
                        (long long)t->n_right, (long long)t->asked);
}

static void own_gap(struct selection_gap *list, size_t *n, const char *what, const char *action,
                    const char *path)
{
    list[(*n)++] = (struct selection_gap){what, action, path};
}

size_t training_gaps(struct arena *a, const struct selection *s, const struct training_state *t,
                     bool own, const struct selection_gap **ret_gaps)
{
    const struct selection_gap *checks;
    size_t n_checks = selection_check_gaps(a, s, &checks), n = 0;
    bool chosen = strcmp(s->state, "in_base") != 0 && strcmp(s->state, "review") != 0;
    long long id = s->id;
    struct selection_gap *list = arena_array(a, struct selection_gap, n_checks + 5);
    if (!s->answered && !chosen && own)
        own_gap(list, &n, _("Анкета не заполнена"), _("Заполнить анкету"),
                arena_printf(a, "/my/mentor/%lld/questions", id));
    if (!chosen)
        own_gap(list, &n, _("Решения об отборе ещё нет"), own ? NULL : _("Открыть отбор"),
                own ? NULL : arena_printf(a, "/participations/%lld/selection", id));
    for (size_t i = 0; i < n_checks; i++)
        own_gap(list, &n, checks[i].what, own ? NULL : checks[i].action,
                own ? NULL : checks[i].path);
    if (!t->enough)
        own_gap(list, &n, attendance_words(a, t), own ? NULL : _("Отметить посещение"),
                own ? NULL
                    : arena_printf(a, "/programmes/%lld/training", (long long)s->programme_id));
    if (!t->passed && !t->left)
        own_gap(
            list, &n, test_words(a, t), own ? NULL : _("Изменить число попыток"),
            own ? NULL
                : arena_printf(a, "/programmes/%lld/training/rules", (long long)s->programme_id));
    else if (!t->passed)
        own_gap(list, &n, test_words(a, t), chosen || !own ? _("Пройти тест") : NULL,
                !own     ? arena_printf(a, "/participations/%lld/training/test", id)
                : chosen ? arena_printf(a, "/my/mentor/%lld/test", id)
                         : NULL);
    *ret_gaps = list;
    return n;
}

int training_send(const struct selection_place *at, int64_t participation_id, struct err *err)
{
    return participation_move(at->db, participation_id, "train", &at->deed, err);
}

int training_finish(const struct selection_place *at, int64_t participation_id, struct err *err)
{
    struct selection s;
    struct training_state t;
    const struct selection_gap *gaps;
    int r = selection_load(at, participation_id, &s);
    if (r <= 0 || strcmp(s.state, "training") != 0)
        return r < 0 ? r : 0;
    r = training_of(at, participation_id, &t);
    if (r < 0 || training_gaps(at->a, &s, &t, false, &gaps))
        return r < 0 ? r : 0;
    struct deed deed = at->deed;
    deed.reason = _("Обучение и проверки пройдены");
    r = participation_move(at->db, participation_id, "qualify", &deed, err);
    return r < 0 ? r : 1;
}

static bool listed(const int64_t *ids, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (ids[i] == id)
            return true;
    return false;
}

int training_mark(const struct selection_place *at, const struct training_sheet *sheet,
                  struct err *err, int64_t *ret_ready)
{
    int r = 0;
    *ret_ready = 0;
    for (size_t i = 0; r >= 0 && i < sheet->n_rows; i++) {
        struct training_mentor x;
        bool present = listed(sheet->present, sheet->n_present, sheet->rows[i]);
        r = training_mentor(at->db, at->a, sheet->rows[i], at->p->id, &x);
        if (r <= 0)
            return r < 0 ? r : ERR_NOT_FOUND;
        r = training_mark_put(at->db, sheet->training_id, sheet->rows[i], present,
                              clock_now(at->deed.clock), account_of(at));
        if (r >= 0 && present && !strcmp(x.state, "approved"))
            r = training_send(at, sheet->rows[i], err);
        if (r >= 0)
            r = training_finish(at, sheet->rows[i], err);
        if (r > 0)
            ++*ret_ready;
    }
    return r < 0 ? r : 0;
}

/* ---- the test ---- */

unsigned training_answered(const char *answers, const char *code)
{
    size_t len = strlen(code);
    while (*answers) {
        size_t n = strcspn(answers, " ");
        if (n > len && !strncmp(answers, code, len) && answers[len] == '=')
            return (unsigned)strtoul(answers + len + 1, NULL, 10);
        answers += n + (answers[n] == ' ');
    }
    return 0;
}

static int may_answer(const struct selection *s, const struct training_state *t, struct err *err)
{
    if (t->passed)
        return err_set(err, ERR_CONFLICT, _("Тест уже пройден: второй раз не нужно"));
    if (strcmp(s->state, "approved") != 0 && strcmp(s->state, "training") != 0)
        return err_set(err, ERR_CONFLICT, _("Тест проходят после отбора. Сейчас состояние «%s»"),
                       participation_state_name("mentor", s->state));
    if (!t->left)
        return err_set(err, ERR_LIMIT,
                       _("Попыток не осталось. Куратор может разрешить ещё: попросите об этом"));
    return 0;
}

int training_answer(const struct selection_place *at, const struct selection *s,
                    const unsigned *answers, struct err *err, bool *ret_passed)
{
    struct training_state t;
    struct strbuf b;
    int64_t right = 0, asked = (int64_t)at->pack->test.n;
    strbuf_init(&b, at->a);
    int r = training_of(at, s->id, &t);
    if (r >= 0)
        r = may_answer(s, &t, err);
    if (r < 0)
        return r;
    for (size_t i = 0; i < at->pack->test.n; i++) {
        right += answers[i] == at->pack->test.row[i].right;
        strbuf_printf(&b, "%s%s=%u", i ? " " : "", at->pack->test.row[i].code, answers[i]);
    }
    *ret_passed = right * 100 >= t.rules.pass * asked;
    r = training_attempt_insert(at->db, s->id, t.n_attempts + 1, right, asked, *ret_passed, b.s,
                                clock_now(at->deed.clock), account_of(at));
    if (r == 0)
        return err_set(err, ERR_CONFLICT, _("Эта попытка уже записана. Откройте страницу снова"));
    if (r >= 0 && *ret_passed && !strcmp(s->state, "approved"))
        r = training_send(at, s->id, err);
    if (r >= 0 && *ret_passed)
        r = training_finish(at, s->id, err);
    return r < 0 ? r : 0;
}
