/* The criteria of a file of profiles. */
#include "cmd/profiles_file.h"

#include <string.h>

#include "base/i18n.h"

static bool is(struct field f, const char *text)
{
    return (size_t)(f.end - f.at) == strlen(text) && !memcmp(f.at, text, strlen(text));
}

/* The value of a word out of a list, or -1. */
struct word {
    const char *text;
    int value;
};

static int word_of(struct field f, const struct word *list)
{
    for (; list->text; list++)
        if (is(f, list->text))
            return list->value;
    return -1;
}

static int bad_value(const struct input *in, const char *key, const char *wanted, struct err *err)
{
    return input_bad(in, err, _("%s: нужно %s"), key, wanted);
}

static int number(const struct input *in, struct field f, const char *key, uint16_t max,
                  uint16_t *ret, struct err *err)
{
    uint64_t n;
    int r = input_number(in, &f.at, f.end, key, max, err, &n);
    if (r == 0)
        r = input_line_ends(in, f.at, f.end, err);
    if (r == 0)
        *ret = (uint16_t)n;
    return r;
}

static int read_levels(const struct input *in, struct field f, struct match_criterion *c,
                       struct err *err)
{
    uint32_t n = 0;
    for (const char *comma; f.at; f.at = comma ? comma + 1 : NULL) {
        comma = memchr(f.at, ',', (size_t)(f.end - f.at));
        struct field one = {f.at, comma ? comma : f.end};
        if (n == MATCH_LEVELS_MAX)
            return bad_value(in, "levels", _("не больше 8 чисел через запятую"), err);
        int r = number(in, one, "levels", 1000, &c->level[n], err);
        if (r < 0)
            return r;
        if (n && c->level[n] < c->level[n - 1])
            return bad_value(in, "levels", _("числа, каждое не меньше предыдущего"), err);
        n++;
    }
    for (; n < MATCH_LEVELS_MAX; n++)
        c->level[n] = c->level[n - 1];
    return 0;
}

static int read_rule(const struct input *in, struct field f, struct match_criterion *c,
                     struct err *err)
{
    static const struct word set[] = {{"overlap", MATCH_RULE_OVERLAP},
                                      {"all", MATCH_RULE_ALL},
                                      {"within", MATCH_RULE_WITHIN},
                                      {"differ", MATCH_RULE_DIFFER},
                                      {NULL, 0}};
    static const struct word range[] = {
        {"overlap", MATCH_RULE_OVERLAP}, {"within", MATCH_RULE_WITHIN}, {NULL, 0}};
    static const struct word path[] = {
        {"same", MATCH_RULE_OVERLAP}, {"differ", MATCH_RULE_DIFFER}, {NULL, 0}};
    int rule = word_of(f, c->kind == MATCH_SET ? set : c->kind == MATCH_RANGE ? range : path);
    if (rule < 0)
        return bad_value(in, "rule",
                         c->kind == MATCH_SET     ? "overlap, all, within, differ"
                         : c->kind == MATCH_RANGE ? "overlap, within"
                                                  : "same, differ",
                         err);
    c->rule = (enum match_rule)rule;
    return 0;
}

static int read_measure(const struct input *in, struct field f, struct match_criterion *c,
                        struct err *err)
{
    static const struct word words[] = {{"share", MATCH_BY_SHARE},
                                        {"count", MATCH_BY_COUNT},
                                        {"jaccard", MATCH_BY_JACCARD},
                                        {NULL, 0}};
    int measure = word_of(f, words);
    if (measure < 0)
        return bad_value(in, "measure", "share, count, jaccard", err);
    c->measure = (enum match_measure)measure;
    return 0;
}

static int read_strict(const struct input *in, struct field f, struct match_criterion *c,
                       struct err *err)
{
    static const struct word words[] = {{"yes", 1}, {"no", 0}, {NULL, 0}};
    int strict = word_of(f, words);
    if (strict < 0)
        return bad_value(in, "strict", "yes, no", err);
    c->strict = strict;
    return 0;
}

/* Whose cells are read: a criterion before this one, of the same kind, with its own. */
static int read_of(const struct input *in, struct field f, struct profiles_file *file,
                   struct err *err)
{
    uint32_t self = file->p.n_criteria;
    for (uint32_t k = 0; k < self; k++)
        if (is(f, file->own[k].name) && file->own[k].of == k &&
            file->criterion[k].kind == file->criterion[self].kind &&
            file->own[k].bits == file->own[self].bits) {
            file->own[self].of = k;
            return 0;
        }
    return bad_value(in, "of", _("критерий выше, такого же вида и со своим столбцом"), err);
}

static int read_setting(const struct input *in, struct field key, struct field value,
                        struct profiles_file *f, struct err *err)
{
    struct match_criterion *c = &f->criterion[f->p.n_criteria];
    uint16_t n = 0;
    if (is(key, "points"))
        return number(in, value, "points", MATCH_POINTS_MAX, &c->points, err);
    if (is(key, "unknown"))
        return number(in, value, "unknown", 1000, &c->unknown, err);
    if (is(key, "rule"))
        return read_rule(in, value, c, err);
    if (is(key, "strict"))
        return read_strict(in, value, c, err);
    if (is(key, "of"))
        return read_of(in, value, f, err);
    if (c->kind == MATCH_SET && is(key, "measure"))
        return read_measure(in, value, c, err);
    if (c->kind == MATCH_SET && is(key, "enough"))
        return number(in, value, "enough", MATCH_LIST_MAX, &c->enough, err);
    if (c->kind == MATCH_RANGE && is(key, "slack"))
        return number(in, value, "slack", MATCH_SLACK_MAX, &c->slack, err);
    if (c->kind == MATCH_PATH && is(key, "levels"))
        return read_levels(in, value, c, err);
    if (c->kind == MATCH_PATH && is(key, "depth")) {
        int r = number(in, value, "depth", MATCH_LEVELS_MAX, &n, err);
        c->depth = (uint8_t)n;
        return r;
    }
    return input_bad(in, err, _("у критерия этого вида нет настройки «%.*s»"),
                     (int)(key.end - key.at < 40 ? key.end - key.at : 40), key.at);
}

static int read_name(const struct input *in, struct field f, struct profiles_file *file,
                     struct err *err)
{
    size_t n = (size_t)(f.end - f.at);
    struct profiles_criterion *own = &file->own[file->p.n_criteria];
    if (!n || n > PROFILES_MAX_NAME || is(f, "side") || is(f, "id") || is(f, "capacity"))
        return input_bad(in, err, _("имя критерия: от 1 до 64 байт, не side, не id и не capacity"));
    for (uint32_t k = 0; k < file->p.n_criteria; k++)
        if (is(f, file->own[k].name))
            return input_bad(in, err, _("критерий «%s» уже есть"), file->own[k].name);
    memcpy(own->name, f.at, n);
    own->of = file->p.n_criteria;
    return 0;
}

static int read_kind(const struct input *in, struct field f, struct profiles_file *file,
                     struct err *err)
{
    enum { BITS = 100 };
    static const struct word words[] = {{"set", MATCH_SET},
                                        {"bits", BITS},
                                        {"range", MATCH_RANGE},
                                        {"path", MATCH_PATH},
                                        {NULL, 0}};
    struct match_criterion *c = &file->criterion[file->p.n_criteria];
    int kind = word_of(f, words);
    if (kind < 0)
        return input_bad(in, err, _("вид критерия: нужно set, bits, range или path"));
    file->own[file->p.n_criteria].bits = kind == BITS;
    c->kind = kind == BITS ? MATCH_SET : (enum match_kind)kind;
    c->enough = 1;
    for (uint32_t d = 0; d < MATCH_LEVELS_MAX; d++)
        c->level[d] = 1000;
    return 0;
}

int profiles_criterion_read(struct input *in, const struct field *field, size_t n,
                            struct profiles_file *f, struct err *err)
{
    uint32_t points = 0;
    int r;
    if (f->p.n_criteria == MATCH_CRITERIA_MAX)
        return input_bad(in, err, _("критериев больше 16"));
    if (n < 3)
        return input_bad(in, err, _("нужно: criterion, имя, вид, настройки — через табуляцию"));
    if ((r = read_name(in, field[1], f, err)) < 0 || (r = read_kind(in, field[2], f, err)) < 0)
        return r;
    for (size_t k = 3; k < n; k++) {
        const char *sign = memchr(field[k].at, '=', (size_t)(field[k].end - field[k].at));
        if (!sign)
            return input_bad(in, err, _("настройка: нужно ИМЯ=ЗНАЧЕНИЕ"));
        r = read_setting(in, (struct field){field[k].at, sign},
                         (struct field){sign + 1, field[k].end}, f, err);
        if (r < 0)
            return r;
    }
    struct match_criterion *c = &f->criterion[f->p.n_criteria];
    if (!c->enough)
        return bad_value(in, "enough", _("число от 1 до 64"), err);
    if (c->kind == MATCH_PATH && c->rule != MATCH_RULE_NONE && !c->depth)
        return bad_value(in, "depth", _("число от 1 до 8: для стольких уровней пути правило"), err);
    f->p.n_criteria++;
    for (uint32_t k = 0; k < f->p.n_criteria; k++)
        points += f->criterion[k].points;
    return points <= MATCH_POINTS_MAX
               ? 0
               : input_bad(in, err, _("у всех критериев вместе больше 1000 баллов"));
}
