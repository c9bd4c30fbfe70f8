#include <string.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/strbuf.h"
#include "cmd/pair.h"
#include "cmd/pair_report.h"
#include "cmd/pair_report.html.h"
#include "embed/embed.h"

static const char *words_of(struct arena *a, const struct explained_part *part)
{
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_puts(&b, part->comment);
    for (size_t i = 0; i < part->n_shared; i++)
        strbuf_printf(&b, "%s%s — %s%s", b.len ? "; " : "", part->shared[i].mentee,
                      part->shared[i].mentor,
                      part->shared[i].curator_only ? _(" (только для куратора)") : "");
    return b.s;
}

static struct report_pair pair_of(const struct pair_job *job, struct arena *a,
                                  const struct pairing_pair *pair)
{
    struct explanation e;
    struct strbuf next;
    criterion_explain(job->result->run, a, pair->mentee, pair->mentor, &e);
    struct report_part *part = arena_array(a, struct report_part, e.n_parts);
    for (size_t i = 0; i < e.n_parts; i++)
        part[i] = (struct report_part){.name = e.part[i].name,
                                       .points = e.part[i].points,
                                       .weight = e.part[i].weight,
                                       .words = words_of(a, &e.part[i])};
    strbuf_init(&next, a);
    for (uint32_t i = 0; i < pair->n_next; i++)
        strbuf_printf(&next, "%s%s, %d", i ? "; " : "",
                      pair_person_of(job, PACK_MENTOR, pair->next[i].mentor)->name,
                      (pair->next[i].score + 5) / 10);
    return (struct report_pair){.mentee = pair_person_of(job, PACK_MENTEE, pair->mentee)->name,
                                .mentor = pair_person_of(job, PACK_MENTOR, pair->mentor)->name,
                                .points = criterion_points(&pair->score),
                                .pinned = pair->pinned,
                                .part = part,
                                .n_parts = e.n_parts,
                                .next = next.s};
}

static const struct report_alone *alone(const struct pair_job *job, struct arena *a,
                                        enum pack_registry side, const struct pairing_alone *x,
                                        size_t n)
{
    struct report_alone *row = arena_array(a, struct report_alone, n);
    for (size_t i = 0; i < n; i++)
        row[i] = (struct report_alone){pair_person_of(job, side, x[i].who)->name,
                                       pairing_alone_words(a, &x[i])};
    return row;
}

static const struct report_alone *left_out(const struct pair_job *job, struct arena *a,
                                           size_t *ret_n)
{
    size_t n = 0, max = job->file[PACK_MENTEE].n + job->file[PACK_MENTOR].n;
    struct report_alone *row = arena_array(a, struct report_alone, max);
    for (enum pack_registry g = PACK_MENTEE; g < PACK_REGISTRIES; g++)
        for (size_t i = 0; i < job->file[g].n; i++) {
            const struct pair_person *who = &job->file[g].person[i];
            if (who->left_out)
                row[n++] = (struct report_alone){*who->name ? who->name : "—",
                                                 arena_printf(a, _("%s, строка %zu: %s"),
                                                              job->file[g].name, who->row_no,
                                                              who->left_out)};
        }
    *ret_n = n;
    return row;
}

static const struct report_remark *remarks(const struct pair_job *job, struct arena *a)
{
    struct report_remark *row = arena_array(a, struct report_remark, job->remarks.n);
    for (size_t i = 0; i < job->remarks.n; i++) {
        const struct pair_remark *m = &job->remarks.row[i];
        row[i].where =
            *m->column ? arena_printf(a, _("%s, строка %zu, «%s»"), m->file, m->row_no, m->column)
                       : arena_printf(a, _("%s, строка %zu"), m->file, m->row_no);
        row[i].what = *m->value ? arena_printf(a, "«%s» — %s", m->value, m->message) : m->message;
        row[i].done = m->done;
    }
    return row;
}

static const char *weights(const struct pair_job *job, struct arena *a)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (enum criterion c = 0; c < CRITERIA; c++)
        strbuf_printf(&b, "%s%s %u", b.len ? ", " : "", job->input.people.criteria.of[c].name,
                      job->input.people.criteria.of[c].weight);
    return b.s;
}

/* Only what holds for these rules is said. */
static const char *quality(const struct pair_job *job, struct arena *a)
{
    const struct pairing *p = job->result;
    const struct pairing_settings *s = &job->input.settings;
    if (!p->facts.proved)
        return arena_printf(a,
                            _("Набор хороший, но что он лучший, не доказано. Больше %lld пар по "
                              "этим правилам быть не может."),
                            (long long)p->facts.bound_pairs);
    if (s->mode == PAIRING_STABLE)
        return _("Пары устойчивы: никакие двое не предпочли бы друг друга своим парам. Это "
                 "проверено.");
    if (p->cut)
        return _("Людей много, поэтому для каждого наставляемого сравнивались только лучшие "
                 "наставники. Среди них набор пар — лучший из возможных, это проверено.");
    if (s->mode != PAIRING_COUNT || s->near != PAIRING_NEAR_ANY || s->group > 1)
        return _("Лучше этого набора пар по этим правилам нет: это доказано и проверено.");
    return _("Больше пар при этих правилах составить нельзя, и ни один другой набор пар не даст "
             "больше баллов в сумме. Это проверено отдельно.");
}

int pair_write_report(const struct pair_job *job, const char *path, struct err *err)
{
    struct arena *a = arena_new();
    const struct pairing *p = job->result;
    const struct embed_file *css = embed_find(&embed_assets, "report.css");
    struct report_pair *pair = arena_array(a, struct report_pair, p->n_pairs);
    for (size_t i = 0; i < p->n_pairs; i++)
        pair[i] = pair_of(job, a, &p->pair[i]);
    struct pair_report page = {
        .lang = i18n_code(i18n_get()),
        .css = css->data,
        .day = date_long(a, job->today, 0),
        .version = NASTAVNIK_VERSION,
        .mentees_file = job->file[PACK_MENTEE].name,
        .mentors_file = job->file[PACK_MENTOR].name,
        .n_mentees = job->input.people.n_mentees,
        .n_mentors = job->input.people.n_mentors,
        .n_places = p->n_places,
        .weights = weights(job, a),
        .pair = pair,
        .n_pairs = p->n_pairs,
        .mentee = alone(job, a, PACK_MENTEE, p->mentee_alone, p->n_mentees_alone),
        .n_alone = p->n_mentees_alone,
        .mentor = alone(job, a, PACK_MENTOR, p->mentor_alone, p->n_mentors_alone),
        .n_free = p->n_mentors_alone,
        .remark = remarks(job, a),
        .n_remarks = job->remarks.n,
        .quality = quality(job, a),
    };
    struct html h;
    page.left = left_out(job, a, &page.n_left);
    html_init(&h, a);
    pair_report(&h, &page);
    int r = fs_write(path, h.out.s, h.out.len, err);
    arena_free(a);
    return r;
}
