#include "insight/figure.h"

#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "insight/figure.sql.h"

int figures_of(struct db *db, struct arena *a, const struct indicators *list, int64_t unit_id,
               int year, struct figures **ret)
{
    struct figure_rows *rows;
    struct target_rows *targets;
    size_t n, n_targets;
    int r = figure_rows(db, a, unit_id, year, &rows, &n);
    if (r >= 0)
        r = target_rows(db, a, unit_id, year, &targets, &n_targets);
    if (r < 0)
        return r;
    struct figures *f = arena_array(a, struct figures, list->n);
    for (size_t i = 0; i < list->n; i++) {
        f[i].own = -1;
        f[i].target = indicator_target(&list->row[i], year);
    }
    for (size_t k = n_targets; k-- > 0;) { /* the nearest has the last word */
        int i = indicator_find(list, targets[k].code);
        if (i < 0)
            continue;
        f[i].target = (int)targets[k].percent;
        if (targets[k].depth == 0)
            f[i].own = f[i].target;
    }
    for (size_t k = 0; k < n; k++) {
        int i = indicator_find(list, rows[k].code);
        struct figure said = {true, rows[k].value, rows[k].source, rows[k].as_of};
        if (i >= 0)
            *(strcmp(rows[k].part, "numerator") ? &f[i].denominator : &f[i].numerator) = said;
    }
    *ret = f;
    return 0;
}

static int check(const struct figure_new *f, struct err *err)
{
    const struct indicator *i = f->indicator;
    if ((f->numerator ? i->counts : i->of) != COUNT_SAID || (!f->numerator && i->whole))
        return err_set(err, ERR_INVALID, _("Это число программа считает сама"));
    if (f->value < 0)
        return 0;
    if (f->value > FIGURE_MAX || (!f->numerator && f->value == 0))
        return err_set(err, ERR_INVALID, _("Напишите целое число больше нуля"));
    if (!*f->source)
        return err_set(err, ERR_INVALID, _("Напишите, откуда число: форма отчётности, письмо"));
    if (!date_valid(f->as_of))
        return err_set(err, ERR_INVALID, _("Укажите, на какой день это число"));
    if (date_to_days(f->as_of) > date_to_days(f->today))
        return err_set(err, ERR_INVALID, _("Этот день ещё не наступил"));
    return 0;
}

int figure_say(struct db *db, struct arena *a, const struct clock *clock,
               const struct figure_new *f, struct err *err)
{
    const char *part = f->numerator ? "numerator" : "denominator";
    const int64_t *by = f->account_id ? &f->account_id : NULL;
    int r = check(f, err);
    if (r < 0)
        return r;
    r = f->value < 0 ? figure_delete(db, f->unit_id, f->year, f->indicator->code, part)
                     : figure_put(db, f->unit_id, f->year, f->indicator->code, part, f->value,
                                  f->source, date_iso(a, f->as_of), by, clock_now(clock));
    return r < 0 ? r : 0;
}

int figure_aim(struct db *db, const struct clock *clock, int64_t unit_id, int year,
               const char *code, int percent, int64_t account_id)
{
    int r = percent < 0 ? target_delete(db, unit_id, year, code)
                        : target_put(db, unit_id, year, code, percent,
                                     account_id ? &account_id : NULL, clock_now(clock));
    return r < 0 ? r : 0;
}
