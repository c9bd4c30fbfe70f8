#include "cmd/rank_report.h"

#include <stdio.h>

#include "base/i18n.h"
#include "cmd/long_run.h"

static double percent_outside(const struct rank_figures *f)
{
    return f->first ? 100.0 * (double)f->outside / (double)f->first : 0;
}

void rank_print_json(const struct rank_figures *f, const struct match_candidates *c,
                     const struct match_instance *in)
{
    printf("{\"mentees\":%u,\"mentors\":%u,\"edges\":%llu,\"keep\":%u,\"cut\":%llu,"
           "\"first\":%llu,\"outside\":%llu,",
           in->n_mentees, in->n_mentors, (unsigned long long)c->offset[in->n_mentees], f->keep,
           (unsigned long long)c->n_cut, (unsigned long long)f->first,
           (unsigned long long)f->outside);
    if (f->gap)
        printf("\"matched\":%llu,\"score\":%llu,\"more_pairs\":%llu,\"more_score\":%llu,",
               (unsigned long long)f->matched, (unsigned long long)f->score,
               (unsigned long long)f->more_pairs, (unsigned long long)f->more_score);
    printf("\"read_s\":%.6f,\"cpu_s\":%.6f,\"wall_s\":%.6f,\"peak_bytes\":%llu}\n", f->read_s,
           f->cpu_s, f->wall_s, f->peak_bytes);
}

static void print_gap(const struct rank_figures *f)
{
    long_run_row(stdout, _("Составлено пар"), "%12llu", (unsigned long long)f->matched);
    long_run_row(stdout, _("Сумма баллов"), "%12llu", (unsigned long long)f->score);
    if (f->more_pairs)
        printf(_("Если списки не сокращать, пар было бы больше не более чем на %llu\n"),
               (unsigned long long)f->more_pairs);
    else if (f->more_score)
        printf(_("Если списки не сокращать, пар столько же, а баллов больше не более чем на %llu "
                 "(%.3f %%)\n"),
               (unsigned long long)f->more_score,
               100.0 * (double)f->more_score / (double)(f->score ? f->score : 1));
    else
        fputs(_("Доказано: и по всем парам лучше нельзя\n"), stdout);
}

void rank_print_table(const struct rank_figures *f, const struct match_candidates *c,
                      const struct match_instance *in)
{
    long_run_row(stdout, _("Наставляемые"), "%12u", in->n_mentees);
    long_run_row(stdout, _("Наставники"), "%12u", in->n_mentors);
    long_run_row(stdout, _("Возможные пары"), "%12llu",
                 (unsigned long long)c->offset[in->n_mentees]);
    long_run_row(stdout, _("Сокращённые списки"), "%12llu", (unsigned long long)c->n_cut);
    long_run_row(stdout, _("Лучший вне списка"), _("%10.1f %% балла лучшего в списке"),
                 percent_outside(f));
    long_run_row(stdout, _("Чтение, с"), "%12.3f", f->read_s);
    long_run_row(stdout, _("Время процессора, с"), "%12.3f", f->cpu_s);
    long_run_row(stdout, _("Время по часам, с"), "%12.3f", f->wall_s);
    long_run_row(stdout, _("Память, МиБ"), "%12llu", f->peak_bytes >> 20);
    if (f->gap)
        print_gap(f);
}
