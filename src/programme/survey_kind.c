#include "programme/survey_kind.h"

#include <string.h>

#include "base/i18n.h"

#define NO_MARK '-'

static const struct {
    const char *word, *name;
    int first, last;
} kinds[] = {
    [SURVEY_SCALE10] = {"scale10", N_("Оценка от 1 до 10"), 1, 10},
    [SURVEY_OPEN] = {"open", N_("Ответ своими словами"), 0, -1},
    [SURVEY_BOOL] = {"bool", N_("Да или нет"), 0, 1},
    [SURVEY_FREQUENCY5] = {"frequency5", N_("Как часто: от «никогда» до «очень часто»"), 1, 5},
    [SURVEY_RANK3] = {"person_rank3", N_("До трёх человек по порядку"), 0, -1},
    [SURVEY_PEOPLE] = {"person_multi", N_("Несколько человек"), 0, -1},
};

static const struct {
    const char *role, *side, *sheet;
} sides[] = {
    {"mentee", N_("наставляемые"), N_("Анкета наставляемого")},
    {"mentor", N_("наставники"), N_("Анкета наставника")},
    {SURVEY_PARENT, N_("родители"), N_("Анкета родителя")},
};

static size_t side_of(const char *role)
{
    size_t i = sizeof sides / sizeof *sides - 1;
    while (i > 0 && strcmp(sides[i].role, role) != 0)
        i--;
    return i;
}

const char *survey_side(const char *role)
{
    return _(sides[side_of(role)].side);
}

const char *survey_sheet_name(const char *role)
{
    return _(sides[side_of(role)].sheet);
}

enum survey_kind survey_kind_of(const char *word)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!strcmp(kinds[i].word, word))
            return (enum survey_kind)i;
    return SURVEY_OPEN;
}

const char *survey_kind_word(enum survey_kind kind)
{
    return kinds[kind].word;
}

const char *survey_kind_name(enum survey_kind kind)
{
    return _(kinds[kind].name);
}

int survey_kind_first(enum survey_kind kind)
{
    return kinds[kind].first;
}

int survey_kind_last(enum survey_kind kind)
{
    return kinds[kind].last;
}

int survey_mark_get(const char *marks, int n)
{
    size_t len = strlen(marks);
    if (n < 1 || (size_t)n > len || marks[n - 1] == NO_MARK)
        return SURVEY_MISSING;
    return marks[n - 1] == 'A' ? 10 : marks[n - 1] - '0';
}

const char *survey_mark_set(struct arena *a, const char *marks, int n, int value)
{
    size_t len = strlen(marks), size = (size_t)n > len ? (size_t)n : len;
    char *s = arena_alloc(a, size + 1);
    memset(s, NO_MARK, size);
    memcpy(s, marks, len);
    s[size] = '\0';
    s[n - 1] = (char)(value < 0 ? NO_MARK : value == 10 ? 'A' : '0' + value);
    return s;
}
