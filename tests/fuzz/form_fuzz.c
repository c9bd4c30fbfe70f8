/* Whatever is typed into a form, typed values stay within their bounds. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "frame/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct everything {
    const char *text, *area, *password, *email, *phone, *choice;
    int64_t number, id, year;
    struct id_list ids;
    struct text_list texts;
    struct date date;
    bool flag;
};
static const struct choice choices[] = {{"a", "А", NULL}, {"b", "Б", NULL}, {0}};
static const struct field fields[] = {
    FIELD(struct everything, text, FIELD_TEXT, .label = "t", .min = 2, .max = 20),
    FIELD(struct everything, area, FIELD_AREA, .label = "t", .optional = true),
    FIELD(struct everything, password, FIELD_PASSWORD, .label = "t"),
    FIELD(struct everything, email, FIELD_EMAIL, .label = "t"),
    FIELD(struct everything, phone, FIELD_PHONE, .label = "t"),
    FIELD(struct everything, choice, FIELD_CHOICE, .label = "t", .choices = choices),
    FIELD(struct everything, number, FIELD_INT, .label = "t", .min = -5, .max = 5),
    FIELD(struct everything, id, FIELD_ID, .label = "t"),
    FIELD(struct everything, year, FIELD_YEAR, .label = "t", .min = 1930, .max = 2030),
    FIELD(struct everything, ids, FIELD_IDS, .label = "t", .max = 3),
    FIELD(struct everything, texts, FIELD_TEXTS, .label = "t"),
    FIELD(struct everything, date, FIELD_DATE, .label = "t"),
    FIELD(struct everything, flag, FIELD_BOOL, .label = "t"),
};
static const struct form_def def = FORM_DEF(struct everything, fields);

static void check(const struct form *f)
{
    const struct everything *e = form_values(f);
    assert(utf8_len(e->text) <= 20 && utf8_valid(e->text, strlen(e->text)));
    assert(utf8_len(e->area) <= 200);
    assert(!*e->phone || strlen(e->phone) == 12);
    assert(!*e->choice || !strcmp(e->choice, "a") || !strcmp(e->choice, "b"));
    assert(e->number >= -5 && e->number <= 5);
    assert(e->id >= 0 && e->ids.n <= 3);
    assert(e->year == 0 || (e->year >= 1930 && e->year <= 2030));
    assert(e->date.year == 0 || date_valid(e->date));
    const struct form_problem *problems;
    assert((form_problems(f, &problems) == 0) == form_ok(f));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena *a = arena_new();
    struct form_pair *pairs;
    size_t count;
    if (url_parse_pairs(a, (const char *)data, n, &pairs, &count) == 0) {
        struct form *f = form_parse(a, &def, pairs, count);
        check(f);
        struct form *again = form_new(a, &def, form_values(f));
        assert(form_ok(again));
    }
    arena_free(a);
    return 0;
}
