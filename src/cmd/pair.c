/* `nastavnik pair`: from two spreadsheets to pairs, without a server. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "cmd/command.h"
#include "cmd/pair.h"
#include "cmd/progress.h"
#include "cmd/setup.h"

#define SHOWN_PROBLEMS 20 /* of --strict, on the terminal */

static void on_pairing(void *ctx, unsigned permille)
{
    (void)ctx;
    progress_show(_("Подбор пар"), permille / 1000.0);
}

/* ---- work ------------------------------------------------------------------------------ */

/* What the rules did not understand in a profile is said too. */
static void remark_unclear(struct pair_job *job, enum pack_registry side)
{
    static const struct {
        unsigned bit;
        const char *code, *message;
    } what[] = {{UNCLEAR_FORM, "form", N_("форма не понята")},
                {UNCLEAR_TIME, "time_resource", N_("время не понято: сколько часов в месяц?")},
                {UNCLEAR_AGE, "mentee_age_wish", N_("возраст не понят: например, 12–15 лет")},
                {NO_HOURS, "time_resource", N_("часов нет, поэтому нет и мест")}};
    const struct criterion_run *run = job->result->run;
    uint32_t n = side == PACK_MENTEE ? job->input.people.n_mentees : job->input.people.n_mentors;
    for (uint32_t i = 0; i < n; i++) {
        unsigned bits = side == PACK_MENTEE ? criterion_unclear_mentee(run, i)
                                            : criterion_unclear_mentor(run, i);
        const struct pair_person *who = pair_person_of(job, side, i);
        for (size_t k = 0; bits && k < sizeof what / sizeof *what; k++) {
            const struct pack_column *c = pack_column(job->p, side, what[k].code);
            if (!(bits & what[k].bit) || !c || (what[k].bit == UNCLEAR_FORM))
                continue; /* an unknown form is remarked when its cell is read */
            pair_remark(job, (struct pair_remark){
                                 .file = job->file[side].name,
                                 .row_no = who->row_no,
                                 .column = c->name,
                                 .value = pair_text(job, side, who, what[k].code),
                                 .message = _(what[k].message),
                                 .done = what[k].bit == NO_HOURS ? _("учтено") : _("не учтено")});
        }
    }
}

static void print_remark(FILE *to, const struct pair_remark *m)
{
    fprintf(to, _("%s, строка %zu"), m->file, m->row_no);
    if (*m->column)
        fprintf(to, ", «%s»", m->column);
    fprintf(to, *m->value ? ": «%s» — %s\n" : ": %s%s\n", m->value, m->message);
}

/* --strict: rows that lose something stop the work. Remarks only do not. */
static int refuse_problems(const struct pair_job *job)
{
    size_t n = 0;
    for (size_t i = 0; i < job->remarks.n; i++) {
        const struct pair_remark *m = &job->remarks.row[i];
        if (!m->loses)
            continue;
        if (n++ < SHOWN_PROBLEMS)
            print_remark(stderr, m);
    }
    if (n)
        fprintf(stderr,
                P_("В таблицах %zu ошибка. Исправьте её или уберите --strict\n",
                   "В таблицах %zu ошибок. Исправьте их или уберите --strict\n", (long)n),
                n);
    return n ? ERR_INVALID : 0;
}

static void print_summary(const struct pair_job *job)
{
    const struct pairing *p = job->result;
    printf(_("Наставляемые: «%s», %u. Наставники: «%s», %u, мест %llu.\n"),
           job->file[PACK_MENTEE].name, job->input.people.n_mentees, job->file[PACK_MENTOR].name,
           job->input.people.n_mentors, (unsigned long long)p->n_places);
    printf(P_("Составлена %zu пара", "Составлено %zu пар", (long)p->n_pairs), p->n_pairs);
    printf(_(", без пары %zu, замечаний %zu. "), p->n_mentees_alone, job->remarks.n);
    if (p->facts.proved)
        printf("%s\n", _("Лучший набор доказан."));
    else
        printf(_("Больше %llu пар быть не может.\n"), (unsigned long long)p->facts.bound_pairs);
    printf(_("Записано: %s\n"), job->options->out);
}

static int work(struct pair_job *job, struct err *err)
{
    const struct pair_options *o = job->options;
    int r;
    if ((r = fs_may_write(o->out, err)) < 0 || (o->json && (r = fs_may_write(o->json, err)) < 0) ||
        (o->report && (r = fs_may_write(o->report, err)) < 0) ||
        (r = setup_pack(job->a, err, &job->p)) < 0 || (r = pair_read(job, err)) < 0)
        return r;
    progress_show(NULL, 0);
    if (o->strict && (r = refuse_problems(job)) < 0)
        return r;
    job->input.people.progress = on_pairing;
    if ((r = pair_people(job, err)) < 0 ||
        (r = pairing_make(job->a, &job->input, err, &job->result)) < 0)
        return r;
    progress_show(NULL, 0);
    remark_unclear(job, PACK_MENTEE);
    remark_unclear(job, PACK_MENTOR);
    if ((r = pair_write_sheets(job, o->out, err)) < 0 ||
        (o->json && (r = pair_write_json(job, o->json, err)) < 0) ||
        (o->report && (r = pair_write_report(job, o->report, err)) < 0))
        return r;
    print_summary(job);
    return 0;
}

int cmd_pair(int argc, char **argv)
{
    struct arena *a = arena_new();
    struct pair_options *o = arena_new_of(a, struct pair_options);
    struct pair_job *job = arena_new_of(a, struct pair_job);
    struct err err = {0};
    *o = (struct pair_options){.hours_per_mentee = 4,
                               .max_mentees = 5,
                               .across = "any",
                               .scope = SCOPE_ANY,
                               .weights = ""};
    int r = pair_read_options(argc, argv, o), code = r < 0 ? EXIT_USAGE : EXIT_OK;
    if (r == 0) {
        *job = (struct pair_job){.a = a, .options = o};
        job->today = date_at(clock_now(&clock_system), ZONE_MOSCOW);
        r = work(job, &err);
        progress_show(NULL, 0);
        if (r < 0)
            fprintf(stderr, "nastavnik pair: %s\n", *err.text ? err.text : _("Не получилось"));
        code = r < 0 ? EXIT_INPUT : EXIT_OK;
    }
    arena_free(a);
    return code;
}
