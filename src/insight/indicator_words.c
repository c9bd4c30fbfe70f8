/* Numbers of indicators in words, the same on pages and in reports. */
#include <math.h>

#include "base/i18n.h"
#include "html/format.h"
#include "insight/indicator_pages.h"
#include "programme/survey.h"

bool value_small(const struct frozen_value *v, const struct indicator *i, bool may_people)
{
    if (indicator_asked(i->counts) && (v->answers || v->few) && !survey_enough(v->answers))
        return true;
    if (may_people || !v->has_numerator)
        return false;
    bool people = indicator_people(i->counts) && v->numerator && !survey_enough(v->numerator);
    bool of = indicator_people(i->of) && v->denominator && !survey_enough(v->denominator);
    return people || of;
}

bool value_reached(const struct frozen_value *v)
{
    return v->target >= 0 && frozen_whole(v) && frozen_percent(v) >= v->target;
}

static const char *why_not(struct arena *a, const struct indicator *i, const struct frozen_value *v)
{
    if (indicator_asked(i->counts) && !v->answers)
        return _("нет данных: на итоговые анкеты ещё не ответили");
    if (!v->has_numerator && i->counts == COUNT_MEASURED)
        return _("нет данных: показатели школы после программы ещё не внесены");
    if (!v->has_numerator)
        return arena_printf(a, _("нет данных: не указан числитель — %s"), i->numerator);
    if (v->n_numerator < v->n_parts)
        return arena_printf(a, _("нет данных: числитель есть не у всех организаций (%lld из %lld)"),
                            (long long)v->n_numerator, (long long)v->n_parts);
    if (!v->has_denominator)
        return arena_printf(a, _("нет данных: не указан знаменатель — %s"), i->denominator);
    if (v->n_denominator < v->n_parts)
        return arena_printf(a,
                            _("нет данных: знаменатель есть не у всех организаций (%lld из %lld)"),
                            (long long)v->n_denominator, (long long)v->n_parts);
    return indicator_people(i->of) ? _("нет данных: считать ещё некого")
                                   : _("нет данных: считать ещё нечего");
}

/* Who answered and how they marked it: the share alone says neither. */
static const char *answers_words(struct arena *a, const struct indicator *i,
                                 const struct frozen_value *v, const char *parts)
{
    if (v->answers < v->denominator)
        parts = arena_printf(a, _("%s, ответили %s"), parts, format_int(a, v->answers));
    if (i->threshold > 1 && v->answers)
        parts = arena_printf(a, _("%s, средняя оценка %s из 10"), parts,
                             format_decimal(a, (double)v->marks / (double)v->answers, 1));
    if (v->few)
        parts = arena_printf(a, _("%s, без группы, в которой меньше пяти ответов"), parts);
    return parts;
}

struct value_words value_words(struct arena *a, const struct indicator *i,
                               const struct frozen_value *v, bool hidden)
{
    struct value_words w = {.meter = -1, .why = NULL};
    if (hidden) {
        w.why = indicator_asked(i->counts) ? _("меньше пяти ответов, не показываем")
                                           : _("меньше пяти человек, не показываем");
        return w;
    }
    /* «95 из 480» of a territory whose other schools said nothing would be taken for a share. */
    if (frozen_whole(v))
        w.parts = arena_printf(a, _("%s из %s"), format_int(a, v->numerator),
                               format_int(a, v->denominator));
    if (w.parts && i->counts == COUNT_MEASURED && v->answers < v->denominator)
        w.parts = arena_printf(a, _("%s, данные внесены о %s"), w.parts, format_int(a, v->answers));
    if (w.parts && indicator_asked(i->counts))
        w.parts = answers_words(a, i, v, w.parts);
    if (!w.parts && v->has_numerator)
        w.parts = format_int(a, v->numerator);
    if (frozen_whole(v) && v->numerator > v->denominator)
        w.parts = arena_printf(a, _("%s: больше, чем всего, проверьте знаменатель"), w.parts);
    bool asked_nobody = indicator_asked(i->counts) && !v->answers;
    if (i->whole && v->has_numerator && !asked_nobody) {
        w.number = arena_printf(a, "%s %s", format_int(a, v->numerator), i->unit);
        w.parts = NULL;
    } else if (!i->whole && frozen_whole(v) && !asked_nobody) {
        double p = frozen_percent(v);
        w.number = arena_printf(a, "%s\u00A0%%", format_decimal(a, p, 1));
        w.meter = p > 100 ? 100 : (int)lround(p);
    } else {
        w.why = why_not(a, i, v);
        if (asked_nobody || v->numerator == 0) /* «0, нет данных» contradicts itself */
            w.parts = NULL;
    }
    return w;
}
