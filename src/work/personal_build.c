/* The first edition: texts of the pack with the pair's words in them, and a plan chosen by what the
 * request is about. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "db/db.h"
#include "frame/app.h"
#include "pairing/rulebook.h"
#include "work/personal.h"
#include "work/personal_priv.h"
#include "work/workdays.h"

/* ---- texts ---- */

static const char *word(const struct duo *d, const char *name, size_t n)
{
    const struct {
        const char *name, *value;
    } words[] = {
        {"наставляемый", d->mentee_name},
        {"наставник", d->mentor_name},
        {"место наставляемого", d->mentee.place},
        {"место наставника", d->mentor.place},
        {"запрос", d->mentee.request},
        {"компетенции", d->mentor.competencies},
        {"достижения", d->mentor.achievements},
        {"организация", d->unit.name},
        {"форма", d->form_name},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].name) == n && !strncmp(words[i].name, name, n))
            return words[i].value;
    return NULL;
}

/* «Иванова Анна, . » → «Иванова Анна»: what an empty word leaves behind. */
static void trim_end(struct strbuf *b)
{
    while (b->len && strchr(" ,.;:", b->s[b->len - 1]))
        b->s[--b->len] = '\0';
}

const char *personal_fill(struct arena *a, const struct duo *d, const char *template)
{
    struct strbuf b;
    bool hole = false; /* the last word was empty */
    strbuf_init(&b, a);
    for (const char *s = template; *s;) {
        size_t n = *s == '{' ? strcspn(s, "}") : 0;
        const char *value = n && s[n] ? word(d, s + 1, n - 1) : NULL;
        if (value) {
            strbuf_puts(&b, value);
            hole = !*value;
            s += n + 1;
        } else if (*s == ';') {
            strbuf_puts(&b, ";\n");
            s += 1 + strspn(s + 1, " ");
            hole = false;
        } else if (hole && strchr(",.", *s)) {
            trim_end(&b);
            strbuf_putc(&b, *s++);
            hole = false;
        } else {
            strbuf_putc(&b, *s++);
        }
    }
    if (hole)
        trim_end(&b);
    return b.s;
}

/* ---- the plan ---- */

struct choice_of_task {
    const struct pack_task *task;
    float score;
    size_t place; /* in the library */
};

static float score_of(const struct topics *t, const struct topic_cell *cell,
                      const struct pack_task *task)
{
    float best = 0;
    for (size_t i = 0; i < task->topics.n; i++) {
        uint16_t topic = topics_find(t, task->topics.item[i]);
        for (size_t k = 0; topic != TOPIC_NONE && k < cell->n_hits; k++) {
            const struct topic_hit *hit = &cell->hit[k];
            float s = hit->score * topics_similarity(t, hit->topic, topic);
            if (hit->score >= TOPIC_DETECTED && s > best)
                best = s;
        }
    }
    return best;
}

static int stronger_first(const void *x, const void *y)
{
    const struct choice_of_task *p = x, *q = y;
    if (p->score != q->score)
        return p->score < q->score ? 1 : -1;
    return (p->place > q->place) - (p->place < q->place);
}

#define ENOUGH 0.45f /* below it an event is about something else */

size_t personal_choose(struct arena *a, const struct pack *pack, const struct topics *topics,
                       const char *request, const char **codes)
{
    struct topics_reader reader = topics_reader(a, topics);
    struct topic_cell cell;
    topics_read(&reader, a, request, &cell);
    struct choice_of_task *all = arena_array(a, struct choice_of_task, pack->tasks.n);
    size_t n = 0, n_codes = 0;
    for (size_t i = 0; i < pack->tasks.n; i++) {
        const struct pack_task *task = &pack->tasks.row[i];
        if (task->base)
            codes[n_codes++] = task->code;
        else if (!task->types.n)
            all[n++] = (struct choice_of_task){task, score_of(topics, &cell, task), i};
    }
    stemmer_free(reader.stemmer);
    qsort(all, n, sizeof *all, stronger_first);
    for (size_t i = 0; i < n && i < PERSONAL_CHOSEN && all[i].score >= ENOUGH; i++)
        codes[n_codes++] = all[i].task->code;
    return n_codes;
}

struct date personal_day(struct date from, struct date to, int percent)
{
    int64_t first = date_to_days(from), days = date_to_days(to) - first;
    return date_from_days(first + days * percent / 100);
}

int personal_take(struct db *db, struct arena *a, const struct clock *clock,
                  const struct personal *x, const char *const *codes, size_t n, struct err *err)
{
    struct date from = {1970, 1, 1}, to = {1970, 1, 1};
    size_t steps = x->n_steps;
    int r = personal_editable(x, err);
    date_parse_iso(x->row.starts_on, &from);
    date_parse_iso(x->row.ends_on, &to);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        const struct pack_task *t = pack_task(x->duo.pack, codes[i]);
        bool there = false;
        for (size_t k = 0; t && k < x->n_steps; k++)
            there |= !strcmp(x->steps[k].task, t->code);
        if (!t || there)
            continue;
        if (steps++ == PERSONAL_STEPS)
            return err_set(err, ERR_LIMIT, _("В плане не больше %d мероприятий"), PERSONAL_STEPS);
        struct date day = personal_day(from, to, t->at);
        struct strbuf who;
        strbuf_init(&who, a);
        for (size_t k = 0; k < t->who.n; k++)
            strbuf_printf(&who, "%s%s", k ? ", " : "", t->who.item[k]);
        r = personal_step_put(db, x->row.id, id_new(clock), t->stage, t->code, t->direction,
                              t->name, t->form, who.s, t->result,
                              date_iso(a, workday_by(x->duo.pack, day, from)));
    }
    if (r >= 0)
        r = personal_touch(db, x->row.id);
    return r < 0 ? r : 0;
}

/* From today, or from the programme's first day when that is ahead, so long as the pack allows. */
static void term_of(const struct duo *d, struct date *from, struct date *to)
{
    struct date starts, ends;
    *from = d->today;
    if (date_parse_iso(d->programme.starts_on, &starts) &&
        date_to_days(starts) > date_to_days(d->today))
        *from = starts;
    struct date longest = personal_months(*from, d->pack->rules.max_months),
                shortest = personal_months(*from, d->pack->rules.min_months);
    *to = longest;
    if (date_parse_iso(d->programme.ends_on, &ends) && date_to_days(ends) < date_to_days(longest))
        *to = date_to_days(ends) < date_to_days(shortest) ? shortest : ends;
}

static int fill(struct db *db, struct arena *a, const struct app *app, const struct personal *x,
                struct err *err)
{
    const struct pack *pack = x->duo.pack;
    const struct rulebook *book;
    const char **codes = arena_array(a, const char *, pack->tasks.n);
    int r = 0;
    for (size_t i = 0; r >= 0 && i < pack->sections.n; i++) {
        const struct pack_section *s = &pack->sections.row[i];
        r = personal_part_put(db, x->row.id, s->code, personal_fill(a, &x->duo, s->template));
    }
    if (r >= 0)
        r = rulebook_of(app->rulebooks, pack, err, &book);
    if (r < 0)
        return r;
    size_t n = personal_choose(a, pack, book->topics, x->duo.mentee.request, codes);
    return personal_take(db, a, app->clock, x, codes, n, err);
}

int personal_build(struct db *db, struct arena *a, const struct app *app, const struct duo *d,
                   const struct deed *deed, struct err *err, int64_t *ret_id)
{
    struct personal x = {.duo = *d};
    struct date from, to;
    int64_t id = id_new(deed->clock);
    if (!d->pack->sections.n)
        return err_set(err, ERR_INVALID,
                       _("В методологии этой программы нет частей персонализированной программы"));
    if (!d->living)
        return err_set(err, ERR_CONFLICT, _("Пара завершена: программу ей не составляют"));
    term_of(d, &from, &to);
    x.row = (struct personal_row){
        .id = id, .state = "draft", .starts_on = date_iso(a, from), .ends_on = date_iso(a, to)};
    int r = personal_insert(db, id, d->pair.unit_id, d->pair.programme_id, d->pair.id, 1,
                            x.row.starts_on, x.row.ends_on,
                            d->pack->types.n ? d->pack->types.row[0].code : "",
                            deed->account_id ? &deed->account_id : NULL, clock_now(deed->clock));
    if (r == 0)
        return err_set(err, ERR_CONFLICT, _("У этой пары уже есть программа. Откройте её"));
    if (r > 0)
        r = personal_has(db, d->pair.id);
    if (r >= 0)
        r = personal_note(db, id, "build", "draft", "draft", deed);
    if (r >= 0)
        r = fill(db, a, app, &x, err);
    if (r < 0)
        return r;
    *ret_id = id;
    return 0;
}
