#include "programme/roadmap.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "embed/embed.h"
#include "programme/roadmap.sql.h"
#include "programme/survey.h"
#include "programme/total.h"

/* Where the steps that the system sees are done. */
static const struct {
    const char *action, *path, *other, *other_path;
} actions[] = {
    [PACK_UNSEEN] = {NULL, NULL, NULL, NULL},
    [PACK_SEEN_MENTEES] = {N_("Загрузить таблицу наставляемых"), "import?side=mentee",
                           N_("Открыть приём заявок"), "enrolment"},
    [PACK_SEEN_MENTORS] = {N_("Загрузить таблицу наставников"), "import?side=mentor",
                           N_("Открыть приём заявок"), "enrolment"},
    [PACK_SEEN_READY] = {N_("Открыть базу наставников"), "mentors", NULL, NULL},
    [PACK_SEEN_PAIRS] = {N_("Составить черновик пар"), "drafts", NULL, NULL},
    [PACK_SEEN_BEFORE] = {N_("Разослать анкеты на входе"), "surveys/new?phase=before",
                          N_("Анкеты программы"), "surveys"},
    [PACK_SEEN_AFTER] = {N_("Разослать анкеты на выходе"), "surveys/new?phase=after",
                         N_("Анкеты программы"), "surveys"},
    [PACK_SEEN_SIGNED] = {NULL, NULL, NULL, NULL},
};

/* Where other steps are done; of_unit: a page of the place. */
static const struct {
    const char *action, *path;
    bool of_unit;
} pages[] = {
    [PACK_NO_PAGE] = {NULL, NULL, false},
    [PACK_PAGE_MENTEES] = {N_("Открыть базу наставляемых"), "mentees", false},
    [PACK_PAGE_SELECTION] = {N_("Открыть кандидатов в наставники"), "mentors?state=in_base", false},
    [PACK_PAGE_CHECKS] = {N_("Открыть справки наставников"), "vetting", true},
    [PACK_PAGE_TRAINING] = {N_("Открыть обучение наставников"), "training", false},
    [PACK_PAGE_ADDENDA] = {N_("Открыть согласия и соглашения"), "addenda", false},
    [PACK_PAGE_GATHERINGS] = {N_("Открыть общую встречу"), "gatherings", false},
    [PACK_PAGE_SUPPORT] = {N_("Открыть поддержку без пары"), "support", false},
    [PACK_PAGE_PAIRS] = {N_("Открыть пары"), "pairs", false},
    [PACK_PAGE_MEETINGS] = {N_("Открыть встречи"), "meetings", false},
    [PACK_PAGE_PERSONAL] = {N_("Открыть персонализированные программы"), "personal", false},
    [PACK_PAGE_LESSONS] = {N_("Открыть уроки"), "lessons", false},
    [PACK_PAGE_RUBRIC] = {N_("Оценить процесс"), "rubric", false},
    [PACK_PAGE_SWOT] = {N_("Заполнить SWOT"), "swot", false},
    [PACK_PAGE_REPORT] = {N_("Составить отчёт"), "report", false},
    [PACK_PAGE_SHOWCASE] = {N_("Открыть публичную страницу"), "showcase", true},
    [PACK_PAGE_MENTEE_CONSENTS] = {N_("Чьих согласий не хватает"), "consents?side=mentee", false},
    [PACK_PAGE_MENTOR_CONSENTS] = {N_("Чьих согласий не хватает"), "consents?side=mentor", false},
};

struct known {
    const struct programme *p;
    const struct pack *pack;
    struct date today;
    struct programme_counts counts;
    struct survey_progress before, after;
    struct stage_marks *marks;
    struct stage_rows *rows;
    struct totals papers;
    struct step_dates *days;
    struct stage_outputs *outputs;
    size_t n_marks, n_rows, n_days, n_outputs;
};

/* The last document of the kind that was signed, or NULL. */
static const struct stage_outputs *output_of(const struct known *k, const char *kind)
{
    for (size_t i = k->n_outputs; i-- > 0;)
        if (!strcmp(k->outputs[i].kind, kind))
            return &k->outputs[i];
    return NULL;
}

static bool seen(const struct pack_step *step, const struct known *k)
{
    switch (step->seen) {
    case PACK_SEEN_MENTEES:
        return k->counts.mentees > 0;
    case PACK_SEEN_MENTORS:
        return k->counts.mentors > 0;
    case PACK_SEEN_READY:
        return k->counts.mentors_ready > 0;
    case PACK_SEEN_PAIRS:
        return k->counts.pairs > 0;
    case PACK_SEEN_BEFORE:
        return k->before.measured;
    case PACK_SEEN_AFTER:
        return k->after.measured;
    case PACK_SEEN_SIGNED:
        return output_of(k, step->document_kind);
    case PACK_UNSEEN:
        break;
    }
    return false;
}

static const char *of_programme(const struct known *k, struct arena *a, const char *page)
{
    return arena_printf(a, "/programmes/%lld/%s", (long long)k->p->id, page);
}

/* The way to a measurement that was sent already is its own page. */
static void fill_action(const struct known *k, struct arena *a, enum pack_seen what,
                        struct roadmap_item *item)
{
    const struct survey_progress *p = what == PACK_SEEN_BEFORE  ? &k->before
                                      : what == PACK_SEEN_AFTER ? &k->after
                                                                : NULL;
    if (!actions[what].action)
        return;
    item->action = _(actions[what].action);
    item->action_path = of_programme(k, a, actions[what].path);
    if (actions[what].other) {
        item->other = _(actions[what].other);
        item->other_path = of_programme(k, a, actions[what].other_path);
    }
    if (p && p->round_id) {
        item->action =
            arena_printf(a, _("Ответили %lld из %lld"), (long long)p->done, (long long)p->sent);
        item->action_path = of_programme(k, a, "surveys");
        item->other = item->other_path = NULL;
    }
}

static const char *signed_as(struct arena *a, const struct stage_outputs *x)
{
    struct date day;
    return date_parse_iso(x->day, &day)
               ? arena_printf(a, _("№ %s от %s"), x->number, date_short(a, day))
               : arena_printf(a, "№ %s", x->number);
}

/* What the step's document is at, when we make such documents. */
static void fill_paper(const struct known *k, struct arena *a, struct roadmap_item *item)
{
    const char *kind = item->step->document_kind;
    const struct stage_outputs *output = output_of(k, kind);
    char name[80];
    if (!*kind || snprintf(name, sizeof name, "%s.txt", kind) >= (int)sizeof name ||
        !embed_find(&embed_papers, name))
        return;
    item->paper = total_sum(&k->papers, kind, "signed")  ? _("Документ подписан")
                  : total_sum(&k->papers, kind, "draft") ? _("Документ: проект")
                                                         : _("Сделать документ");
    item->paper_path = of_programme(k, a, arena_printf(a, "papers/kind?kind=%s", kind));
    if (output && item->step->seen == PACK_SEEN_SIGNED) {
        item->signed_as = signed_as(a, output);
        item->paper_path = arena_printf(a, "/papers/%lld", (long long)output->paper_id);
    }
}

static const struct stage_marks *mark_of(const struct known *k, const struct pack_step *s)
{
    for (size_t i = 0; i < k->n_marks; i++)
        if (!strcmp(k->marks[i].stage_code, s->stage) && !strcmp(k->marks[i].item, s->code))
            return &k->marks[i];
    return NULL;
}

static void fill_day(const struct known *k, const struct roadmap_stage *s,
                     struct roadmap_item *item)
{
    item->due = s->due;
    item->moved_by = "";
    for (size_t i = 0; i < k->n_days; i++) {
        const struct step_dates *d = &k->days[i];
        if (strcmp(d->stage_code, item->step->stage) || strcmp(d->item, item->step->code) ||
            !date_parse_iso(d->due_on, &item->due))
            continue;
        item->moved_at = d->moved_at;
        item->moved_by = d->who ? d->who : "";
    }
    if (date_to_days(item->due) > date_to_days(s->due))
        item->due = s->due;
    if (date_to_days(item->due) < date_to_days(s->starts))
        item->due = s->starts;
    item->late = !item->done && item->step->required && programme_running(k->p->state) &&
                 date_to_days(item->due) < date_to_days(k->today);
}

static void fill_item(const struct known *k, struct arena *a, const struct pack_step *step,
                      struct roadmap_item *item)
{
    const struct stage_marks *mark = mark_of(k, step);
    *item = (struct roadmap_item){.step = step, .done_by = ""};
    item->seen = !mark && seen(step, k);
    item->done = mark || item->seen;
    if (mark) {
        item->done_at = mark->done_at;
        item->done_by = mark->who ? mark->who : "";
    }
    fill_paper(k, a, item);
    fill_action(k, a, step->seen, item);
    if (!item->action && step->page) {
        item->action = _(pages[step->page].action);
        item->action_path = pages[step->page].of_unit
                                ? arena_printf(a, "/units/%lld/%s", (long long)k->p->unit_id,
                                               pages[step->page].path)
                                : of_programme(k, a, pages[step->page].path);
    }
}

static void fill_items(const struct known *k, struct arena *a, struct roadmap_stage *out)
{
    const struct roadmap_item *other = NULL;
    out->items = arena_array(a, struct roadmap_item, k->pack->steps.n);
    for (size_t i = 0; i < k->pack->steps.n; i++) {
        const struct pack_step *step = &k->pack->steps.row[i];
        if (strcmp(step->stage, out->stage->code) != 0)
            continue;
        struct roadmap_item *item = &out->items[out->n_items++];
        fill_item(k, a, step, item);
        fill_day(k, out, item);
        out->n_done += item->done;
        out->n_missing += !item->done && step->required;
        if (!item->done && step->required && !out->next)
            out->next = item;
        if (!item->done && !other)
            other = item;
    }
    if (!out->next)
        out->next = other;
}

/* So many percent of the programme's term. */
static struct date day_of(const struct programme *p, int percent)
{
    struct date from = {1970, 1, 1}, to = {1970, 1, 1};
    date_parse_iso(p->starts_on, &from);
    date_parse_iso(p->ends_on, &to);
    int64_t first = date_to_days(from), days = date_to_days(to) - first;
    return date_from_days(first + days * percent / 100);
}

static void fill_dates(const struct known *k, const struct stage_rows *row, struct roadmap_stage *s)
{
    s->starts = day_of(k->p, s->term->from_percent);
    s->due = day_of(k->p, s->term->to_percent);
    if (row && *row->due_on) {
        date_parse_iso(row->starts_on, &s->starts);
        date_parse_iso(row->due_on, &s->due);
    }
}

static void fill_stage(const struct known *k, struct arena *a, size_t i, struct roadmap_stage *out)
{
    const struct stage_rows *row = NULL;
    *out = (struct roadmap_stage){.stage = &k->pack->stages.row[i],
                                  .term = &k->pack->terms.row[i],
                                  .left_by = "",
                                  .missing = "",
                                  .reason = ""};
    for (size_t j = 0; j < k->n_rows; j++)
        if (!strcmp(k->rows[j].stage_code, out->stage->code))
            row = &k->rows[j];
    fill_dates(k, row, out);
    fill_items(k, a, out);
    if (row && row->has_left_at) {
        out->left_at = row->left_at;
        out->left_by = row->who ? row->who : "";
        out->missing = row->missing;
        out->reason = row->reason;
    }
    bool left = row && row->has_left_at;
    for (size_t j = 0; left && j < out->n_items; j++)
        out->items[j].late = false; /* it was decided to go on without */
    int now = programme_state_index(k->p->state);
    out->open = !left && programme_running(k->p->state) &&
                programme_state_index(out->term->state) <= now; /* no state: at any time */
    out->late =
        !left && programme_running(k->p->state) && date_to_days(out->due) < date_to_days(k->today);
    out->state = left ? ROADMAP_LEFT : out->open || out->n_done ? ROADMAP_GOING : ROADMAP_WAITING;
}

int roadmap_load(struct db *db, struct arena *a, const struct programme *p, const struct pack *pack,
                 struct date today, struct roadmap_stage **ret_stages, size_t *ret_n)
{
    struct known k = {.p = p, .pack = pack, .today = today};
    int r = stage_marks(db, a, p->id, &k.marks, &k.n_marks);
    if (r >= 0)
        r = stage_rows(db, a, p->id, &k.rows, &k.n_rows);
    if (r >= 0)
        r = step_dates(db, a, p->id, &k.days, &k.n_days);
    if (r >= 0)
        r = stage_outputs(db, a, p->id, &k.outputs, &k.n_outputs);
    if (r >= 0)
        r = total_load(db, a, p->id, TOTAL_PAPER, &k.papers);
    if (r >= 0)
        r = programme_count(db, a, p->id, &k.counts);
    if (r >= 0)
        r = survey_progress(db, a, p->id, "before", &k.before);
    if (r >= 0)
        r = survey_progress(db, a, p->id, "after", &k.after);
    if (r < 0)
        return r;
    struct roadmap_stage *stages = arena_array(a, struct roadmap_stage, pack->stages.n);
    for (size_t i = 0; i < pack->stages.n; i++)
        fill_stage(&k, a, i, &stages[i]);
    *ret_stages = stages;
    *ret_n = pack->stages.n;
    return 0;
}

const struct roadmap_stage *roadmap_stage_of(const struct roadmap_stage *stages, size_t n,
                                             const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(stages[i].stage->code, code))
            return &stages[i];
    return NULL;
}

const struct roadmap_item *roadmap_item_of(const struct roadmap_stage *s, const char *code)
{
    for (size_t i = 0; i < s->n_items; i++)
        if (!strcmp(s->items[i].step->code, code))
            return &s->items[i];
    return NULL;
}

int roadmap_output_put(struct db *db, const struct roadmap_output *o)
{
    int r = stage_output_put(db, o->programme_id, o->kind, o->paper_id, o->number, o->day);
    return r < 0 ? r : 0;
}

int roadmap_output_drop(struct db *db, const struct roadmap_output *o)
{
    int r = stage_output_drop(db, o->programme_id, o->kind, o->paper_id);
    return r < 0 ? r : 0;
}

const char *roadmap_missing(struct arena *a, const struct roadmap_stage *s)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; i < s->n_items; i++) {
        const struct pack_step *step = s->items[i].step;
        if (s->items[i].done || !step->required)
            continue;
        strbuf_printf(&b, "%s%s", b.len ? "; " : "", *step->result ? step->result : step->name);
    }
    return b.len ? b.s : "";
}
