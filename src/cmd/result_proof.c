/*
 * A certificate that does not hold is brought home to a line. Σ capacity · price + Σ u exceeds
 * k · count + score by what single people lose against the prices, and the cover exceeds the
 * count by single people too, so somebody can always be named.
 */
#include <stdarg.h>

#include <nastavnik/match_stable.h>

#include "base/i18n.h"
#include "cmd/result_file.h"

struct proof {
    const char *path;
    const struct match_instance *x;
    const struct result_file *f;
    struct err *err;
    uint32_t line; /* the first broken one so far; 0: none */
};

/* Somebody without a line of their own stands for the line of k. */
__attribute__((format(printf, 3, 4))) static void broken(struct proof *p, uint32_t line,
                                                         const char *fmt, ...)
{
    char what[ERR_TEXT_MAX];
    va_list ap;
    line = line ? line : p->f->proof_line;
    if (p->line && p->line <= line)
        return;
    p->line = line;
    va_start(ap, fmt);
    vsnprintf(what, sizeof what, fmt, ap);
    va_end(ap);
    err_set(p->err, ERR_INVALID, _("%s, строка %llu: %s"), p->path, (unsigned long long)line, what);
}

static void look_at_mentee(struct proof *p, uint32_t i)
{
    const struct match_instance *x = p->x;
    const struct match_result *r = &p->f->r;
    uint32_t mate = r->mate[i], wanted = MATCH_NONE, open = MATCH_NONE;
    int64_t has = mate == MATCH_NONE ? 0 : r->k + x->score[r->edge[i]] - r->price[mate], top = has;
    for (uint64_t e = x->offset[i]; e < x->offset[i + 1]; e++) {
        uint32_t j = x->mentor[e];
        int64_t gain = r->k + x->score[e] - r->price[j];
        if (x->score[e] < x->floor)
            continue;
        if (gain > top) {
            top = gain;
            wanted = j;
        }
        if (!r->reached[j])
            open = j;
    }
    if (has < 0)
        broken(p, p->f->pair_line[i], _("цена наставника %u больше, чем стоит эта пара"), mate);
    else if (wanted != MATCH_NONE && mate == MATCH_NONE)
        broken(p, 0, _("наставляемый %u без пары, хотя по этим ценам ему выгоден наставник %u"), i,
               wanted);
    else if (wanted != MATCH_NONE)
        broken(p, p->f->pair_line[i], _("по этим ценам наставляемому %u выгоднее наставник %u"), i,
               wanted);
    if (x->mode != MATCH_COUNT || open == MATCH_NONE)
        return;
    if (mate == MATCH_NONE)
        broken(p, 0, _("наставляемый %u без пары, а его наставник %u не отмечен строкой r"), i,
               open);
    else if (r->reached[mate])
        broken(p, p->f->pair_line[i],
               _("наставник %u отмечен строкой r, а наставник %u того же наставляемого — нет"),
               mate, open);
}

static void look_at_mentor(struct proof *p, uint32_t j)
{
    const struct match_result *r = &p->f->r;
    if (p->f->load[j] == p->x->capacity[j])
        return;
    if (r->price[j])
        broken(p, p->f->price_line[j], _("у наставника %u есть место, его цена должна быть 0"), j);
    if (r->reached[j])
        broken(p, p->f->reached_line[j],
               _("у наставника %u есть место, значит, пар могло быть больше"), j);
}

static int prove_stable(struct proof *p)
{
    const struct match_instance *x = p->x;
    uint64_t n, first;
    uint32_t i = 0;
    int r = match_blocking(x, &p->f->r, NULL, &n, &first);
    if (r == MATCH_ENOMEM)
        return err_set(p->err, ERR_LIMIT, _("%s: не хватило памяти"), p->path);
    if (r == MATCH_OK && !n)
        return 0;
    if (r != MATCH_OK) {
        broken(p, 0, _("задача слишком велика для устойчивых пар"));
        return ERR_INVALID;
    }
    while (x->offset[i + 1] <= first)
        i++;
    broken(p, p->f->pair_line[i], _("наставляемый %u и наставник %u выбрали бы друг друга"), i,
           x->mentor[first]);
    return ERR_INVALID;
}

int result_prove(const char *path, const struct match_instance *instance,
                 const struct result_file *f, struct err *err)
{
    struct proof p = {.path = path, .x = instance, .f = f, .err = err};
    struct match_fault fault = {.what = ""};
    if (f->stable)
        return prove_stable(&p);
    int r = match_verify(instance, &f->r, NULL, &fault);
    if (r == MATCH_OK)
        return 0;
    if (r != MATCH_EPROOF)
        return err_set(err, ERR_LIMIT, _("%s: не хватило памяти"), path);
    for (uint32_t i = 0; i < instance->n_mentees; i++)
        look_at_mentee(&p, i);
    for (uint32_t j = 0; j < instance->n_mentors; j++)
        look_at_mentor(&p, j);
    if (!p.line)
        broken(&p, f->proof_line, _("числа слишком велики, чтобы их проверить (%s)"), fault.what);
    return ERR_INVALID;
}
