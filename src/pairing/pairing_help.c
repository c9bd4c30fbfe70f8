/* What would give a pair to a mentee who has none: a place more, or one rule less. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "pairing/pairing_build.h"

#define NAMES_MAX 3u /* people named in a sentence */

bool pairing_is_weak(const struct pairing_build *b, uint32_t mentee, uint32_t mentor,
                     unsigned *ret_score)
{
    struct criterion_score score;
    if (!b->floor || criterion_rule(b->run, mentee, mentor) != RULE_NONE)
        return false;
    criterion_score(b->run, mentee, mentor, &score);
    if (ret_score)
        *ret_score = score.total;
    return score.total < b->floor;
}

/* Places of a mentor with those who are there already. */
static unsigned places(const struct pairing_build *b, uint32_t j)
{
    return b->capacity[j] + b->run->in.mentor[j].taken;
}

void pairing_helper_open(struct pairing_build *b, struct pairing_helper *h)
{
    uint32_t m = b->run->in.n_mentors;
    uint8_t *may_grow = arena_alloc(b->a, m);
    uint32_t longest = 0;
    *h = (struct pairing_helper){.load = arena_array(b->a, uint32_t, m)};
    for (uint32_t j = 0; j < m; j++)
        may_grow[j] = places(b, j) < b->run->in.settings.max_mentees;
    for (uint32_t i = 0; i < b->run->in.n_mentees; i++)
        if (b->out->answer.mate[i] != MATCH_NONE)
            h->load[b->out->answer.mate[i]]++;
    h->known = b->out->facts.plain && match_why_all(&b->out->instance, &b->out->answer, may_grow,
                                                    NULL, &h->whys) == MATCH_OK;
    for (uint32_t k = 0; h->known && k < h->whys.n_unpaired; k++)
        if (h->whys.unpaired[k].step != MATCH_NO_EDGE && h->whys.unpaired[k].moves > longest)
            longest = h->whys.unpaired[k].moves;
    h->moves = arena_array(b->a, struct match_move, (size_t)longest + 1);
}

void pairing_helper_close(struct pairing_helper *h)
{
    if (h->known)
        match_whys_free(&h->whys);
}

static const char *name_of(const struct pairing_build *b, uint32_t mentor)
{
    return b->run->in.mentor[mentor].p.name;
}

/* ---- somebody fits, but there is no place ---- */

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

/* The candidates of a mentee, the best first. */
static const struct own_mentor *own_mentors(struct pairing_build *b, uint32_t mentee, size_t *ret_n)
{
    uint64_t from = b->offset[mentee];
    size_t n = (size_t)(b->offset[mentee + 1] - from);
    struct own_mentor *own = arena_array(b->a, struct own_mentor, n);
    for (size_t k = 0; k < n; k++)
        own[k] = (struct own_mentor){b->mentor[from + k], b->score[from + k]};
    if (n)
        qsort(own, n, sizeof *own, best_first);
    *ret_n = n;
    return own;
}

static void say_fitting(struct pairing_build *b, struct strbuf *s, const struct own_mentor *own,
                        size_t n)
{
    strbuf_printf(s, P_("Подходит %zu наставник", "Подходят %zu наставников", (long)n), n);
    for (size_t k = 0; n <= NAMES_MAX && k < n; k++)
        strbuf_printf(s, "%s%s", k ? ", " : ": ", name_of(b, own[k].mentor));
    if (b->cut)
        strbuf_printf(s, _("; рассмотрено не больше %u лучших"), b->out->keep);
    strbuf_puts(s, ".");
}

/* How far this one is from the place of another. */
static void say_rise(struct pairing_build *b, struct strbuf *s, const struct match_unpaired *why)
{
    const char *mentor = name_of(b, b->mentor[why->rise_edge]);
    unsigned points = (unsigned)((why->rise + 9) / 10);
    if (points)
        strbuf_printf(s,
                      P_(" До пары не хватает %u балла, ближе всего %s.",
                         " До пары не хватает %u баллов, ближе всего %s.", (long)points),
                      points, mentor);
    else
        strbuf_printf(s, _(" С наставником %s балл тот же, что у других: решил жребий."), mentor);
}

static void add(struct pairing_alone *out, struct pairing_help *list, enum pairing_help_kind kind,
                uint32_t mentor, const char *text)
{
    if (out->n_helps < PAIRING_HELPS)
        list[out->n_helps++] = (struct pairing_help){kind, mentor, text};
}

/* «Ещё одно место: Орлова Дарья (нужно ещё 4 ч в месяц)» */
static const char *room_text(struct pairing_build *b, uint32_t j, uint32_t moves)
{
    const struct criterion_settings *s = &b->run->in.settings;
    struct strbuf t;
    strbuf_init(&t, b->a);
    strbuf_printf(&t, _("Ещё одно место: %s"), name_of(b, j));
    const struct time_resource *time = &b->run->mentor[j].time;
    float more = (float)(places(b, j) + 1) * s->hours_per_mentee - time->hours;
    if (places(b, j) >= s->max_mentees)
        strbuf_printf(&t, _(" (сверх предела программы: не больше %u)"), s->max_mentees);
    else if ((time->hours > 0 || time->none) && more > 0)
        strbuf_printf(&t, _(" (нужно ещё %d ч в месяц)"), (int)(more + 0.99f));
    if (moves)
        strbuf_printf(&t,
                      P_(", %u пара сменит наставника", ", %u пар сменят наставника", (long)moves),
                      moves);
    return t.s;
}

static void help_with_room(struct pairing_build *b, struct pairing_helper *h,
                           const struct match_unpaired *why, struct pairing_alone *out,
                           struct pairing_help *list)
{
    size_t n;
    struct strbuf s;
    const struct own_mentor *own = own_mentors(b, out->who, &n);
    if (!n)
        return;
    strbuf_init(&s, b->a);
    say_fitting(b, &s, own, n);
    if (why && why->rise != MATCH_NO_RISE)
        say_rise(b, &s, why);
    out->detail = s.s;
    uint32_t at = own[0].mentor, moves = 0;
    if (why && why->step != MATCH_NO_EDGE) {
        uint32_t steps =
            match_why_moves(&b->out->instance, &b->out->answer, &h->whys, why, h->moves);
        at = h->moves[steps - 1].to;
        moves = why->moves;
    }
    add(out, list, PAIRING_ROOM, at, room_text(b, at, moves));
    uint32_t with = why && why->rise != MATCH_NO_RISE ? b->mentor[why->rise_edge] : own[0].mentor;
    if (!why || why->rise != MATCH_NO_RISE)
        add(out, list, PAIRING_ALLOW, with,
            arena_printf(b->a, _("Закрепить пару: %s"), name_of(b, with)));
}

/* ---- nobody fits: one rule less ---- */

static const char *scope_help(const struct criterion_run *run)
{
    switch (run->in.settings.scope) {
    case SCOPE_SAME_ORGANISATION:
        return _("Разрешить другую организацию");
    case SCOPE_OTHER_ORGANISATION:
        return _("Разрешить свою организацию");
    case SCOPE_SAME_MUNICIPALITY:
        return _("Разрешить другой муниципалитет");
    case SCOPE_SAME_REGION:
    case SCOPE_ANY:
        break;
    }
    return _("Разрешить другой регион");
}

static const char *rule_help(struct pairing_build *b, enum rule r, uint32_t j, unsigned score)
{
    const char *name = name_of(b, j);
    switch (r) {
    case RULE_SCOPE:
        return arena_printf(b->a, "%s: %s", scope_help(b->run), name);
    case RULE_AGE:
        return arena_printf(b->a, _("Договориться о возрасте: %s"), name);
    case RULE_TIME:
        return arena_printf(b->a, _("Найти общее время: %s"), name);
    case RULE_VETO:
        return arena_printf(b->a, _("Снять запрет: %s"), name);
    case RULE_FULL:
        return room_text(b, j, 0);
    default:
        return arena_printf(b->a, _("Разрешить слабую пару, %u из 100: %s"), (score + 5) / 10,
                            name);
    }
}

/* For each rule the best mentor with a place whom this rule alone excludes. A card's exclusion and
 * another form are not to be talked away. */
static void help_with_rules(struct pairing_build *b, const struct pairing_helper *h,
                            struct pairing_alone *out, struct pairing_help *list)
{
    struct own_mentor best[RULES + 1];
    for (unsigned r = 0; r <= RULES; r++)
        best[r] = (struct own_mentor){MATCH_NONE, 0};
    for (uint32_t j = 0; j < b->run->in.n_mentors; j++) {
        struct criterion_score score;
        enum rule r = criterion_rule(b->run, out->who, j);
        if (r == RULE_SELF || r == RULE_FORM || r == RULE_CARD ||
            (r != RULE_FULL && h->load[j] >= b->capacity[j]) ||
            (r != RULE_NONE && !criterion_only_rule(b->run, r, out->who, j)))
            continue;
        criterion_score(b->run, out->who, j, &score);
        struct own_mentor *x = &best[r == RULE_NONE ? RULES : r];
        if ((r == RULE_NONE || score.total >= b->floor) &&
            (x->mentor == MATCH_NONE || score.total > x->score))
            *x = (struct own_mentor){j, score.total};
    }
    static const enum rule order[] = {RULES, RULE_VETO, RULE_FULL, RULE_TIME, RULE_AGE, RULE_SCOPE};
    for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
        const struct own_mentor *x = &best[order[k]];
        if (x->mentor != MATCH_NONE)
            add(out, list, order[k] == RULE_FULL ? PAIRING_ROOM : PAIRING_ALLOW, x->mentor,
                rule_help(b, order[k], x->mentor, x->score));
    }
}

void pairing_help(struct pairing_build *b, struct pairing_helper *h,
                  const struct match_unpaired *why, struct pairing_alone *out)
{
    struct pairing_help *list = arena_array(b->a, struct pairing_help, PAIRING_HELPS);
    out->help = list;
    if (b->offset[out->who + 1] > b->offset[out->who])
        help_with_room(b, h, why, out, list);
    else
        help_with_rules(b, h, out, list);
}

const char *pairing_alone_words(struct arena *a, const struct pairing_alone *alone)
{
    struct strbuf s;
    strbuf_init(&s, a);
    strbuf_puts(&s, alone->text);
    if (*alone->detail)
        strbuf_printf(&s, ". %s", alone->detail);
    for (size_t k = 0; k < alone->n_helps; k++)
        strbuf_printf(&s, "%s%s",
                      k                ? "; "
                      : *alone->detail ? _(" Поможет: ")
                                       : _(". Поможет: "),
                      alone->help[k].text);
    return s.s;
}
