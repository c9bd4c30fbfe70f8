/* What a pack says about the work of teachers: personal programmes, analysis of lessons, evidence
 * for a category, days off. Every table may be absent. */
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "programme/pack_tables.h"

static const char *const yes_no[] = {"no", "yes", NULL};

static int read_type(struct pack_loader *l, void *row)
{
    struct pack_type *t = row;
    int r;
    if ((r = pack_read_code(l, "code", &t->code)) < 0 ||
        (r = pack_read_filled(l, "name_ru", &t->name)) < 0)
        return r;
    t->description = pack_text(l, "description_ru");
    return 0;
}

/* ---- personal programmes ---- */

static int read_section(struct pack_loader *l, void *row)
{
    struct pack_section *s = row;
    int r, required;
    if ((r = pack_read_code(l, "code", &s->code)) < 0 ||
        (r = pack_read_filled(l, "name_ru", &s->name)) < 0 ||
        (r = pack_read_word(l, "required", yes_no, &required)) < 0)
        return r;
    s->hint = pack_text(l, "hint_ru");
    s->template = pack_text(l, "template_ru");
    s->required = required;
    return 0;
}

static int read_stage(struct pack_loader *l, void *row)
{
    struct pack_personal_stage *s = row;
    int r = pack_read_code(l, "code", &s->code);
    return r < 0 ? r : pack_read_filled(l, "name_ru", &s->name);
}

static int check_stage(struct pack_loader *l, const char *code)
{
    for (size_t i = 0; i < l->pack->personal_stages.n; i++)
        if (!strcmp(l->pack->personal_stages.row[i].code, code))
            return 0;
    return pack_bad(l, "stage", _("этапа «%.64s» нет в personal-stages.tsv. Добавьте его"), code);
}

static int check_types(struct pack_loader *l, const struct pack_list *types)
{
    for (size_t i = 0; i < types->n; i++)
        if (!pack_type(l->pack, types->item[i]))
            return pack_bad(l, "types",
                            _("вида «%.64s» нет в mentoring-types.tsv. Добавьте его или исправьте "
                              "код"),
                            types->item[i]);
    return 0;
}

static int read_task(struct pack_loader *l, void *row)
{
    struct pack_task *t = row;
    int r, base;
    if ((r = pack_read_code(l, "code", &t->code)) < 0 ||
        (r = pack_read_filled(l, "name_ru", &t->name)) < 0 ||
        (r = pack_read_int(l, "at_percent", 0, 100, -1, &t->at)) < 0 ||
        (r = pack_read_word(l, "base", yes_no, &base)) < 0)
        return r;
    t->stage = pack_text(l, "stage");
    t->direction = pack_text(l, "direction_ru");
    t->form = pack_text(l, "form_ru");
    t->result = pack_text(l, "result_ru");
    t->topics = pack_items(l, "topics");
    t->who = pack_items(l, "who_ru");
    t->types = pack_items(l, "types");
    t->base = base;
    r = check_stage(l, t->stage);
    return r < 0 ? r : check_types(l, &t->types);
}

/* The rules are few and known: a code that is not is a slip of the keyboard. */
struct rule {
    const char *code;
    int value;
};

static int read_rule(struct pack_loader *l, void *row)
{
    static const char *const codes[] = {"min_months", "max_months", "addendum_reminder_days", NULL};
    struct rule *rule = row;
    int i, r = pack_read_word(l, "code", codes, &i);
    rule->code = r < 0 ? "" : codes[i];
    return r < 0 ? r : pack_read_int(l, "value", 1, 366, -1, &rule->value);
}

static int take_rules(struct pack_loader *l, const struct rule *rules, size_t n)
{
    struct pack_rules *to = &l->pack->rules;
    *to = (struct pack_rules){3, 12, 30};
    for (size_t i = 0; i < n; i++)
        *(!strcmp(rules[i].code, "min_months")   ? &to->min_months
          : !strcmp(rules[i].code, "max_months") ? &to->max_months
                                                 : &to->reminder_days) = rules[i].value;
    if (to->min_months > to->max_months)
        return err_set(l->err, ERR_INVALID,
                       _("personal-rules.tsv: min_months больше, чем max_months"));
    return 0;
}

/* ---- lessons ---- */

static int read_item(struct pack_loader *l, void *row)
{
    struct pack_lesson_item *x = row;
    int r;
    if ((r = pack_read_code(l, "code", &x->code)) < 0 ||
        (r = pack_read_filled(l, "item_ru", &x->text)) < 0)
        return r;
    x->group = pack_text(l, "group_ru");
    x->mark[0] = pack_text(l, "score_0");
    x->mark[1] = pack_text(l, "score_1");
    x->mark[2] = pack_text(l, "score_2");
    return 0;
}

static int read_level(struct pack_loader *l, void *row)
{
    struct pack_lesson_level *v = row;
    int most = (int)l->pack->lesson_items.n * PACK_LESSON_BEST, r;
    if ((r = pack_read_code(l, "level_code", &v->code)) < 0 ||
        (r = pack_read_filled(l, "level_ru", &v->name)) < 0 ||
        (r = pack_read_int(l, "min_sum", 0, most, -1, &v->min)) < 0)
        return r;
    return pack_read_int(l, "max_sum", v->min, most, -1, &v->max);
}

static int check_levels(struct pack_loader *l)
{
    const struct pack *p = l->pack;
    if (p->lesson_items.n > PACK_LESSON_ITEMS)
        return err_set(l->err, ERR_LIMIT, _("lesson-items.tsv: больше %d строк"),
                       PACK_LESSON_ITEMS);
    int most = (int)p->lesson_items.n * PACK_LESSON_BEST;
    for (int sum = 0; p->lesson_items.n && sum <= most; sum++) {
        size_t here = 0;
        for (size_t i = 0; i < p->lesson_levels.n; i++)
            here += p->lesson_levels.row[i].min <= sum && sum <= p->lesson_levels.row[i].max;
        if (here != 1)
            return err_set(l->err, ERR_INVALID,
                           _("lesson-levels.tsv: сумма %d должна попадать ровно в один уровень"),
                           sum);
    }
    return 0;
}

/* ---- evidence ---- */

static int read_evidence(struct pack_loader *l, void *row)
{
    static const char *const kinds[] = {"pairs",   "personal",    "meetings", "lessons",
                                        "results", "own_lessons", "events"};
    struct pack_evidence *e = row;
    int r;
    if ((r = pack_read_code(l, "code", &e->code)) < 0 ||
        (r = pack_read_filled(l, "name_ru", &e->name)) < 0)
        return r;
    e->hint = pack_text(l, "hint_ru");
    e->gathers = pack_items(l, "gathers");
    e->forms = pack_items(l, "forms");
    e->source = pack_text(l, "source");
    for (size_t i = 0; i < e->gathers.n; i++) {
        size_t k = 0;
        while (k < sizeof kinds / sizeof *kinds && strcmp(kinds[k], e->gathers.item[i]) != 0)
            k++;
        if (k == sizeof kinds / sizeof *kinds)
            return pack_bad(l, "gathers", _("система не умеет собирать «%.40s»"),
                            e->gathers.item[i]);
    }
    return 0;
}

/* ---- days off ---- */

static int read_holiday(struct pack_loader *l, void *row)
{
    static const char *const kinds[] = {"work", "off", NULL};
    struct pack_holiday *h = row;
    struct date d;
    const char *day = pack_text(l, "day");
    bool yearly = strlen(day) == 5;
    int kind, moves, r;
    if (!date_parse_iso(yearly ? arena_printf(l->a, "2000-%s", day) : day, &d))
        return pack_bad(l, "day", _("«%.20s» — нужен день вида 05-09 или 2026-01-09"), day);
    if ((r = pack_read_word(l, "kind", kinds, &kind)) < 0 ||
        (r = pack_read_word(l, "moves", yes_no, &moves)) < 0 ||
        (r = pack_read_filled(l, "name_ru", &h->name)) < 0)
        return r;
    *h = (struct pack_holiday){yearly ? 0 : d.year, d.month, d.day, kind, moves, h->name};
    return 0;
}

/* ---- all ---- */

int pack_read_teachers(struct pack_loader *l)
{
    struct pack *p = l->pack;
    PACK_TABLE(rule) rules = {0};
    int r;
    PACK_READ(p->types, "mentoring-types.tsv", false, PACK_COLUMNS("code", "name_ru"), {"code"},
              sizeof(struct pack_type), read_type);
    PACK_READ(p->sections, "personal-sections.tsv", false,
              PACK_COLUMNS("code", "name_ru", "required"), {"code"}, sizeof(struct pack_section),
              read_section);
    PACK_READ(p->personal_stages, "personal-stages.tsv", false, PACK_COLUMNS("code", "name_ru"),
              {"code"}, sizeof(struct pack_personal_stage), read_stage);
    PACK_READ(p->tasks, "personal-tasks.tsv", false,
              PACK_COLUMNS("code", "stage", "name_ru", "at_percent", "base"), {"code"},
              sizeof(struct pack_task), read_task);
    PACK_READ(rules, "personal-rules.tsv", false, PACK_COLUMNS("code", "value"), {"code"},
              sizeof(struct rule), read_rule);
    if ((r = take_rules(l, rules.row, rules.n)) < 0)
        return r;
    PACK_READ(p->lesson_items, "lesson-items.tsv", false, PACK_COLUMNS("code", "item_ru"), {"code"},
              sizeof(struct pack_lesson_item), read_item);
    PACK_READ(p->lesson_levels, "lesson-levels.tsv", false,
              PACK_COLUMNS("min_sum", "max_sum", "level_code", "level_ru"), {"level_code"},
              sizeof(struct pack_lesson_level), read_level);
    if ((r = check_levels(l)) < 0)
        return r;
    PACK_READ(p->evidence, "evidence-criteria.tsv", false,
              PACK_COLUMNS("code", "name_ru", "gathers"), {"code"}, sizeof(struct pack_evidence),
              read_evidence);
    PACK_READ(p->holidays, "holidays.tsv", false, PACK_COLUMNS("day", "kind", "moves", "name_ru"),
              {"day"}, sizeof(struct pack_holiday), read_holiday);
    return 0;
}
