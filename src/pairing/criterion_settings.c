/* What a score is made of: the parts and their weights, as the pack and the programme say. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/tsv.h"
#include "pairing/criterion.h"

static const char *const codes[CRITERIA] = {"topics", "words", "age",
                                            "time",   "place", "preference"};

const char *criterion_code(enum criterion c)
{
    return codes[c];
}

enum criterion criterion_find(const char *code)
{
    size_t c = 0;
    while (c < CRITERIA && strcmp(codes[c], code) != 0)
        c++;
    return (enum criterion)c;
}

int criteria_load(struct arena *a, struct topics_file file, struct err *err,
                  struct criteria *ret_criteria)
{
    struct tsv t;
    struct criteria out = {0};
    int r = tsv_parse(a, "criteria.tsv", file.data, file.n, err, &t);
    if (r < 0)
        return r;
    for (size_t c = 0; c < CRITERIA; c++)
        out.of[c].name = codes[c];
    for (size_t row = 0; row < t.n_rows; row++) {
        const char *code = tsv_get(&t, row, "code"), *max = tsv_get(&t, row, "max");
        enum criterion c = criterion_find(code);
        if (c == CRITERIA)
            return err_set(err, ERR_INVALID,
                           _("criteria.tsv: критерия «%s» программа не знает; возможны topics, "
                             "words, age, time, place, preference"),
                           code);
        long weight = strtol(tsv_get(&t, row, "weight"), NULL, 10);
        long top = *max ? strtol(max, NULL, 10) : CRITERION_WEIGHT_MAX;
        if (top < 0 || top > CRITERION_WEIGHT_MAX || weight < 0 || weight > top)
            return err_set(err, ERR_INVALID, _("criteria.tsv: вес «%s» — не от 0 до %d"), code,
                           CRITERION_WEIGHT_MAX);
        out.of[c].name = tsv_get(&t, row, "name_ru");
        out.of[c].weight = (uint8_t)weight;
        out.of[c].max = (uint8_t)top;
    }
    *ret_criteria = out;
    return 0;
}

struct criterion_settings criterion_settings_default(int year)
{
    return (struct criterion_settings){.year = year,
                                       .scope = SCOPE_ANY,
                                       .time_is_hard = true,
                                       .hours_per_mentee = 4,
                                       .max_mentees = 5,
                                       .default_mentees = 2};
}
