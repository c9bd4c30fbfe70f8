/* Words for those who are left alone: what excludes them, or whose room would have to grow. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "pairing/pairing_build.h"

#define NAMES_MAX 5u            /* people named in a sentence */
#define WHY_WORK_MAX 500000000u /* edges walked for all reasons together */

/* How many of the other side each rule excludes. */
struct tally {
    size_t by[RULES];
    size_t all;
};

static const char *form_name(const struct criterion_run *run, uint32_t forms)
{
    for (size_t f = 0; f < run->n_forms; f++) {
        if (!(forms >> f & 1))
            continue;
        for (size_t k = 0; k < run->in.n_forms; k++)
            if (!strcmp(run->in.form[k].code, run->form[f]))
                return run->in.form[k].name;
        return run->form[f];
    }
    return "";
}

/* The only rule (after the form) that excludes all the rest, or RULE_NONE. */
static enum rule only_rule(const struct tally *t)
{
    enum rule only = RULE_NONE;
    for (unsigned r = RULE_FORM + 1; r < RULES; r++)
        if (t->by[r]) {
            if (only != RULE_NONE)
                return RULE_NONE;
            only = (enum rule)r;
        }
    return only;
}

static const char *mixed_text(struct arena *a, const struct tally *t, size_t rest)
{
    static const char *const names[RULES] = {[RULE_SCOPE] = N_("территория"),
                                             [RULE_AGE] = N_("возраст"),
                                             [RULE_TIME] = N_("время"),
                                             [RULE_VETO] = N_("запрет координатора"),
                                             [RULE_CARD] = N_("карточка предпочтений"),
                                             [RULE_FULL] = N_("нет свободных мест")};
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_printf(&b, _("Той же формы: %zu. Мешают: "), rest);
    bool first = true;
    for (unsigned r = RULE_SCOPE; r < RULES; r++)
        if (t->by[r]) {
            strbuf_printf(&b, "%s%s — %zu", first ? "" : ", ", _(names[r]), t->by[r]);
            first = false;
        }
    return b.s;
}

static const char *mentee_rule_text(struct pairing_build *b, enum rule only, uint32_t i, size_t n)
{
    struct arena *a = b->a;
    switch (only) {
    case RULE_SCOPE:
        return arena_printf(a,
                            _("Наставники этой формы (%zu) есть, но не там, где их допускает "
                              "программа (организация, муниципалитет, регион)"),
                            n);
    case RULE_AGE:
        return arena_printf(a,
                            _("Все наставники этой формы (%zu) просят другой возраст, "
                              "наставляемому — %d–%d"),
                            n, b->run->mentee[i].age_low, b->run->mentee[i].age_high);
    case RULE_TIME:
        return arena_printf(a,
                            _("Ни у одного наставника этой формы (%zu) нет общего времени с "
                              "наставляемым"),
                            n);
    case RULE_VETO:
        return arena_printf(a,
                            _("Со всеми подходящими наставниками (%zu) стоит запрет "
                              "координатора"),
                            n);
    case RULE_CARD:
        return arena_printf(a,
                            _("Всех подходящих наставников (%zu) исключают карточки "
                              "предпочтений"),
                            n);
    case RULE_FULL:
        return arena_printf(a, _("У всех подходящих наставников (%zu) места уже заняты"), n);
    case RULE_NONE:
    case RULE_SELF:
    case RULE_FORM:
    case RULES:
        break;
    }
    return "";
}

static const char *mentor_rule_text(struct pairing_build *b, enum rule only, size_t n)
{
    struct arena *a = b->a;
    switch (only) {
    case RULE_SCOPE:
        return arena_printf(a,
                            _("Наставляемые этой формы (%zu) есть, но не там, где их допускает "
                              "программа (организация, муниципалитет, регион)"),
                            n);
    case RULE_AGE:
        return arena_printf(a,
                            _("Все наставляемые этой формы (%zu) другого возраста, чем просит "
                              "наставник"),
                            n);
    case RULE_TIME:
        return arena_printf(a,
                            _("Ни у одного наставляемого этой формы (%zu) нет общего времени с "
                              "наставником"),
                            n);
    case RULE_VETO:
        return arena_printf(a,
                            _("Со всеми подходящими наставляемыми (%zu) стоит запрет "
                              "координатора"),
                            n);
    case RULE_CARD:
        return arena_printf(a,
                            _("Всех подходящих наставляемых (%zu) исключают карточки "
                              "предпочтений"),
                            n);
    case RULE_NONE:
    case RULE_SELF:
    case RULE_FORM:
    case RULE_FULL:
    case RULES:
        break;
    }
    return "";
}

/* No candidate: say what excludes them. */
static void say_excluded(struct pairing_build *b, const struct tally *t, bool mentor,
                         struct pairing_alone *out)
{
    uint32_t i = out->who;
    size_t rest = t->all - t->by[RULE_SELF] - t->by[RULE_FORM];
    if (t->all == t->by[RULE_SELF]) {
        out->code = "none";
        out->text = mentor ? _("В базе нет наставляемых") : _("В базе нет наставников");
        return;
    }
    if (!rest) {
        const char *form =
            form_name(b->run, mentor ? b->run->mentor[i].p.forms : b->run->mentee[i].p.forms);
        out->code = rule_code(RULE_FORM);
        out->text = arena_printf(b->a,
                                 mentor ? _("Нет ни одного наставляемого с формой «%s»")
                                        : _("Нет ни одного наставника с формой «%s»"),
                                 form);
        return;
    }
    enum rule only = only_rule(t);
    out->code = only == RULE_NONE ? "mixed" : rule_code(only);
    if (only == RULE_NONE)
        out->text = mixed_text(b->a, t, rest);
    else
        out->text = mentor ? mentor_rule_text(b, only, rest) : mentee_rule_text(b, only, i, rest);
}

static void add_names(struct pairing_build *b, struct strbuf *s, const uint32_t *mentor, size_t n)
{
    for (size_t k = 0; k < n && k < NAMES_MAX; k++)
        strbuf_printf(s, "%s%s", k ? ", " : "", b->in->people.mentor[mentor[k]].p.name);
    if (n > NAMES_MAX)
        strbuf_printf(s, _(" и ещё %zu"), n - NAMES_MAX);
}

struct own_mentor {
    uint32_t mentor;
    uint16_t score;
};

static int best_first(const void *a, const void *b)
{
    const struct own_mentor *x = a, *y = b;
    if (x->score != y->score)
        return (int)y->score - (int)x->score;
    return x->mentor < y->mentor ? -1 : x->mentor > y->mentor;
}

/* The candidates of a mentee, the best first, into whose; their number. */
static size_t own_mentors(struct pairing_build *b, uint32_t mentee, uint32_t *whose)
{
    uint64_t from = b->offset[mentee];
    size_t n = (size_t)(b->offset[mentee + 1] - from);
    struct own_mentor *own = arena_array(b->a, struct own_mentor, n);
    for (size_t k = 0; k < n; k++)
        own[k] = (struct own_mentor){b->mentor[from + k], b->score[from + k]};
    qsort(own, n, sizeof *own, best_first);
    for (size_t k = 0; k < n; k++)
        whose[k] = own[k].mentor;
    return n;
}

/* Candidates, but no place: name those whose room would have to grow. */
static void say_no_room(struct pairing_build *b, const struct match_result *result, bool chains,
                        struct pairing_alone *out)
{
    uint32_t n = 0, *whose = arena_array(b->a, uint32_t, b->run->in.n_mentors);
    bool known = chains && match_why(&b->out->instance, result, out->who, NULL, whose, &n) == 0;
    size_t own = own_mentors(b, out->who, whose); /* the engine puts the same ones first */
    struct strbuf s;
    strbuf_init(&s, b->a);
    strbuf_printf(&s, _("Свободных мест нет ни у одного из подходящих наставников (%zu): "), own);
    add_names(b, &s, whose, own);
    strbuf_puts(&s, _(". Пара появится, если место добавит любой из них"));
    if (known && n > own) {
        strbuf_puts(&s, _(" или, через перестановку других пар, ещё кто-то: "));
        add_names(b, &s, whose + own, n - own);
    }
    if (b->cut)
        strbuf_printf(&s,
                      _(". Подбор большой: для каждого рассмотрено не больше %u лучших "
                        "наставников"),
                      b->out->keep);
    out->code = "room";
    out->text = s.s;
    out->whose = whose;
    out->n_whose = known ? n : own;
}

static void reason_for_mentee(struct pairing_build *b, const struct match_result *result,
                              bool chains, struct pairing_alone *out)
{
    if (b->offset[out->who + 1] > b->offset[out->who]) {
        say_no_room(b, result, chains, out);
        return;
    }
    struct tally t = {.all = b->run->in.n_mentors};
    for (uint32_t j = 0; j < b->run->in.n_mentors; j++)
        t.by[criterion_rule(b->run, out->who, j)]++;
    say_excluded(b, &t, false, out);
}

static void reason_for_mentor(struct pairing_build *b, struct pairing_alone *out)
{
    struct tally t = {.all = b->run->in.n_mentees};
    if (!b->capacity[out->who]) {
        out->code = rule_code(RULE_FULL);
        out->text = arena_printf(b->a, _("Все места уже заняты: наставляемых — %u"),
                                 b->in->people.mentor[out->who].taken);
        return;
    }
    for (uint32_t i = 0; i < b->run->in.n_mentees; i++)
        t.by[criterion_rule(b->run, i, out->who)]++;
    if (!t.by[RULE_NONE]) {
        say_excluded(b, &t, true, out);
        return;
    }
    out->code = "chosen";
    out->text = arena_printf(b->a,
                             _("Подходящие наставляемые (%zu) — в парах с другими наставниками: "
                               "так общий балл выше"),
                             t.by[RULE_NONE]);
}

void pairing_reasons(struct pairing_build *b, const struct match_result *result)
{
    uint32_t n = b->run->in.n_mentees, m = b->run->in.n_mentors;
    uint8_t *busy = arena_alloc(b->a, m);
    size_t alone = 0, idle = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (result->mate[i] == MATCH_NONE)
            alone++;
        else
            busy[result->mate[i]] = 1;
    }
    for (uint32_t j = 0; j < m; j++)
        idle += !busy[j];
    bool chains = alone * (b->n_edges + n) < WHY_WORK_MAX;
    struct pairing_alone *mentees = arena_array(b->a, struct pairing_alone, alone);
    struct pairing_alone *mentors = arena_array(b->a, struct pairing_alone, idle);
    for (uint32_t i = 0, k = 0; i < n; i++)
        if (result->mate[i] == MATCH_NONE) {
            mentees[k].who = i;
            reason_for_mentee(b, result, chains, &mentees[k++]);
        }
    for (uint32_t j = 0, k = 0; j < m; j++)
        if (!busy[j]) {
            mentors[k].who = j;
            reason_for_mentor(b, &mentors[k++]);
        }
    b->out->mentee_alone = mentees;
    b->out->mentor_alone = mentors;
    b->out->n_mentees_alone = alone;
    b->out->n_mentors_alone = idle;
}
