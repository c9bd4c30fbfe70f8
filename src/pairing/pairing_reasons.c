/* Words for those who are left alone: what excludes them, or who got the places. */
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "pairing/pairing_build.h"

#define WEAK RULES /* no rule excludes the pair, but it scores below the floor */

/* How many of the other side each rule excludes. */
struct tally {
    size_t by[RULES + 1];
    size_t all;
};

static void count(const struct pairing_build *b, struct tally *t, uint32_t i, uint32_t j)
{
    t->by[pairing_is_weak(b, i, j, NULL) ? WEAK : criterion_rule(b->run, i, j)]++;
}

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
    for (unsigned r = RULE_FORM + 1; r <= WEAK; r++)
        if (t->by[r]) {
            if (only != RULE_NONE)
                return RULE_NONE;
            only = (enum rule)r;
        }
    return only;
}

static const char *mixed_text(struct arena *a, const struct tally *t, size_t rest)
{
    static const char *const names[RULES + 1] = {[RULE_SCOPE] = N_("территория"),
                                                 [RULE_AGE] = N_("возраст"),
                                                 [RULE_TIME] = N_("время"),
                                                 [RULE_VETO] = N_("запрет координатора"),
                                                 [RULE_CARD] = N_("карточка предпочтений"),
                                                 [RULE_FULL] = N_("нет свободных мест"),
                                                 [WEAK] = N_("балл ниже порога")};
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_printf(&b, _("Той же формы: %zu. Мешают: "), rest);
    bool first = true;
    for (unsigned r = RULE_SCOPE; r <= WEAK; r++)
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
        return arena_printf(a, _("У всех подходящих наставников (%zu) нет свободных мест"), n);
    case WEAK:
        return arena_printf(a, _("Со всеми подходящими наставниками (%zu) балл ниже порога %u"), n,
                            b->in->settings.floor);
    case RULE_NONE:
    case RULE_SELF:
    case RULE_FORM:
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
    case WEAK:
        return arena_printf(a, _("Со всеми подходящими наставляемыми (%zu) балл ниже порога %u"), n,
                            b->in->settings.floor);
    case RULE_NONE:
    case RULE_SELF:
    case RULE_FORM:
    case RULE_FULL:
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
    out->code = only == RULE_NONE ? "mixed" : only == WEAK ? "floor" : rule_code(only);
    if (only == RULE_NONE)
        out->text = mixed_text(b->a, t, rest);
    else
        out->text = mentor ? mentor_rule_text(b, only, rest) : mentee_rule_text(b, only, i, rest);
}

/* Candidates, but no place for this one. */
static const char *no_room_text(const struct pairing_build *b, bool outscored)
{
    const struct pairing_settings *s = &b->in->settings;
    if (s->mode == PAIRING_STABLE)
        return _("Подходящие наставники заняты теми, кто подходит им лучше");
    if (s->near != PAIRING_NEAR_ANY)
        return _("Места у подходящих наставников достались тем, кто ближе или подходит лучше");
    if (s->group > 1)
        return _("У подходящих наставников мест нет, или их группа не набралась");
    return outscored ? _("Мест меньше, чем желающих: у подходящих наставников их заняли те, с кем "
                         "сумма баллов больше")
                     : _("Места у подходящих наставников закреплены за другими");
}

static void reason_for_mentee(struct pairing_build *b, const struct match_unpaired *why,
                              struct pairing_alone *out)
{
    struct tally t = {.all = b->run->in.n_mentors};
    bool candidates = b->offset[out->who + 1] > b->offset[out->who];
    for (uint32_t j = 0; !candidates && j < b->run->in.n_mentors; j++)
        count(b, &t, out->who, j);
    if (!candidates && !t.by[RULE_NONE]) {
        say_excluded(b, &t, false, out);
        return;
    }
    out->code = "room";
    out->text = no_room_text(b, !why || why->reason == MATCH_OUTSCORED);
}

static const char *no_places_text(const struct pairing_build *b, uint32_t mentor)
{
    unsigned taken = b->in->people.mentor[mentor].taken;
    if (taken)
        return arena_printf(b->a, _("Все места уже заняты: наставляемых — %u"), taken);
    return b->run->mentor[mentor].time.none ? _("Мест нет: в ресурсе времени 0 часов")
                                            : _("Мест нет");
}

static void reason_for_mentor(struct pairing_build *b, struct pairing_alone *out)
{
    struct tally t = {.all = b->run->in.n_mentees};
    if (!b->capacity[out->who]) {
        out->code = rule_code(RULE_FULL);
        out->text = no_places_text(b, out->who);
        return;
    }
    for (uint32_t i = 0; i < b->run->in.n_mentees; i++)
        count(b, &t, i, out->who);
    if (!t.by[RULE_NONE]) {
        say_excluded(b, &t, true, out);
        return;
    }
    bool group = b->in->settings.group > 1;
    out->code = group ? "group" : "chosen";
    out->text = group ? arena_printf(b->a,
                                     _("Группа не набралась: подходящих наставляемых %zu, мест %u, "
                                       "а нужно не меньше %u"),
                                     t.by[RULE_NONE], b->capacity[out->who], b->in->settings.group)
                      : arena_printf(b->a,
                                     _("Подходящие наставляемые (%zu) — в парах с другими "
                                       "наставниками: так общий балл выше"),
                                     t.by[RULE_NONE]);
}

void pairing_reasons(struct pairing_build *b)
{
    const struct match_result *result = &b->out->answer;
    uint32_t n = b->run->in.n_mentees, m = b->run->in.n_mentors;
    struct pairing_helper helper;
    size_t alone = n - b->out->n_pairs, idle = m;
    pairing_helper_open(b, &helper);
    for (uint32_t j = 0; j < m; j++)
        idle -= helper.load[j] > 0;
    struct pairing_alone *mentees = arena_array(b->a, struct pairing_alone, alone);
    struct pairing_alone *mentors = arena_array(b->a, struct pairing_alone, idle);
    for (uint32_t i = 0, k = 0; i < n; i++)
        if (result->mate[i] == MATCH_NONE) {
            const struct match_unpaired *why = helper.known ? &helper.whys.unpaired[k] : NULL;
            mentees[k] = (struct pairing_alone){.who = i, .detail = ""};
            reason_for_mentee(b, why, &mentees[k]);
            pairing_help(b, &helper, why, &mentees[k++]);
        }
    for (uint32_t j = 0, k = 0; j < m; j++)
        if (!helper.load[j]) {
            mentors[k] = (struct pairing_alone){.who = j, .detail = ""};
            reason_for_mentor(b, &mentors[k++]);
        }
    pairing_helper_close(&helper);
    b->out->mentee_alone = mentees;
    b->out->mentor_alone = mentors;
    b->out->n_mentees_alone = alone;
    b->out->n_mentors_alone = idle;
}
