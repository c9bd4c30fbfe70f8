#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "pairing/wording_tokens.h"

#define HOURS_MAX 744.0f /* in a month */
#define EVENING_FROM 17  /* o'clock */

static uint8_t read_slots(const char *s)
{
    uint8_t slots = 0;
    if (strstr(s, "weekday"))
        slots |= SLOT_WEEKDAY;
    if (strstr(s, "evening"))
        slots |= SLOT_EVENING;
    if (strstr(s, "weekend"))
        slots |= SLOT_WEEKEND;
    return slots;
}

/* Factors n, m or figures joined by * and /, from left to right; < 0: not an expression. */
static float evaluate(const char *s, float n, float m)
{
    float value = 1;
    char op = '*';
    for (;;) {
        char *end;
        float x = *s == 'n' ? n : *s == 'm' ? m : strtof(s, &end);
        if (*s != 'n' && *s != 'm' && end == s)
            return -1;
        s = *s == 'n' || *s == 'm' ? s + 1 : end;
        if (op == '/' && x <= 0)
            return -1;
        value = op == '*' ? value * x : value / x;
        if (!*s)
            return value;
        op = *s++;
        if (op != '*' && op != '/')
            return -1;
    }
}

/* «ч/нед» is «ч в нед»; «5/2» stays. */
static void slash_to_word(struct tokens *t)
{
    for (size_t i = 0; i + 1 < t->n; i++)
        if (!strcmp(t->t[i].text, "/") && t->t[i + 1].kind == TOKEN_WORD)
            t->t[i] = (struct token){.kind = TOKEN_WORD, .text = "в"};
}

static int load_pattern(struct arena *a, const struct tsv *t, size_t row,
                        const struct tokens *tokens, struct err *err, struct time_pattern *ret)
{
    const char *hours = tsv_get(t, row, "hours_per_month");
    if (*hours && evaluate(hours, 1, 1) < 0)
        return err_set(err, ERR_INVALID, _("topics/time.tsv: «%s» — не выражение из n и m"), hours);
    struct token *copy = arena_array(a, struct token, tokens->n);
    memcpy(copy, tokens->t, tokens->n * sizeof *copy);
    *ret = (struct time_pattern){copy, tokens->n, hours, read_slots(tsv_get(t, row, "slots"))};
    return 0;
}

int wordings_load_times(struct arena *a, const struct tsv *t, struct err *err, struct wordings *w)
{
    struct time_resource *times = arena_array(a, struct time_resource, t->n_rows);
    struct time_pattern *patterns = arena_array(a, struct time_pattern, t->n_rows);
    map_init(&w->times, a, t->n_rows);
    for (size_t row = 0; row < t->n_rows; row++) {
        const char *wording = tsv_get(t, row, "wording");
        struct tokens tokens;
        if (!tokens_read(wording, &tokens) || !tokens.n || tokens.n > LITERAL_TOKENS_MAX)
            return err_set(err, ERR_INVALID, _("topics/time.tsv: слова «%s» не читаются"), wording);
        slash_to_word(&tokens);
        if (!strcmp(tsv_get(t, row, "kind"), "pattern")) {
            int r = load_pattern(a, t, row, &tokens, err, &patterns[w->n_patterns]);
            if (r < 0)
                return r;
            w->n_patterns++;
            continue;
        }
        char key[TOKENS_KEY_MAX];
        tokens_key(tokens.t, tokens.n, key);
        times[row] = (struct time_resource){
            .hours = strtof(tsv_get(t, row, "hours_per_month"), NULL),
            .slots = read_slots(tsv_get(t, row, "slots")),
        };
        uint32_t *at = map_at(&w->times, arena_strdup(a, key));
        if (*at == MAP_NONE)
            *at = (uint32_t)row;
    }
    w->time = times;
    w->pattern = patterns;
    return 0;
}

/* The number at t («a-b» counts as b) into *ret; tokens used, 0 if there is none. */
static size_t take_number(const struct token *t, size_t n, float *ret)
{
    if (!n || t[0].kind != TOKEN_NUMBER)
        return 0;
    *ret = t[0].value;
    if (n < 3 || t[1].text[0] != '-' || t[2].kind != TOKEN_NUMBER)
        return 1;
    *ret = t[2].value;
    return 3;
}

/* Tokens that the pattern takes from t, 0 if it does not fit. */
static size_t fit(const struct time_pattern *p, const struct token *t, size_t n,
                  struct time_resource *ret)
{
    float slot['z' - 'a' + 1] = {0};
    size_t used = 0;
    for (size_t i = 0; i < p->n; i++) {
        if (p->t[i].kind == TOKEN_SLOT) {
            char name = p->t[i].text[0];
            float *value = &slot[name >= 'a' && name <= 'z' ? name - 'a' : 0];
            size_t took = take_number(t + used, n - used, value);
            if (!took)
                return 0;
            used += took;
        } else if (used < n && !strcmp(p->t[i].text, t[used].text)) {
            used++;
        } else {
            return 0;
        }
    }
    *ret = (struct time_resource){.slots = p->slots};
    float hours = *p->hours ? evaluate(p->hours, slot['n' - 'a'], slot['m' - 'a']) : 0;
    ret->hours = hours > HOURS_MAX ? HOURS_MAX : hours > 0 ? hours : 0;
    ret->none = *p->hours && hours >= 0 && !(hours > 0);
    float from = slot['h' - 'a'], till = slot['k' - 'a'];
    if (from > 0) {
        ret->slots = from < EVENING_FROM ? SLOT_WEEKDAY : 0;
        if (till <= 0 || till > EVENING_FROM)
            ret->slots |= SLOT_EVENING;
    }
    return used;
}

/* The longest wording at t. */
static size_t longest(const struct wordings *w, const struct token *t, size_t n,
                      struct time_resource *ret)
{
    size_t best = 0;
    struct time_resource one;
    for (size_t i = 0; i < w->n_patterns; i++) {
        size_t used = fit(&w->pattern[i], t, n, &one);
        if (used > best) {
            best = used;
            *ret = one;
        }
    }
    for (size_t k = n < LITERAL_TOKENS_MAX ? n : LITERAL_TOKENS_MAX; k && k >= best; k--) {
        char key[TOKENS_KEY_MAX];
        tokens_key(t, k, key);
        uint32_t at = map_get(&w->times, key);
        if (at != MAP_NONE) {
            *ret = w->time[at];
            return k;
        }
    }
    return best;
}

/* Words between wordings that change nothing. */
static bool is_filler(const char *word)
{
    static const char *const fillers[] = {
        "и",        "или",      "около",      "примерно",       "до",      "по",
        "в",        "не",       "более",      "только",         "можно",   "могу",
        "максимум", "обычно",   "желательно", "ориентировочно", "времени", "время",
        "свободен", "свободна", "встречи"};
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
        if (!strcmp(word, fillers[i]))
            return true;
    return false;
}

/* «0 часов», whatever they are counted by. */
static bool is_no_hours(const struct tokens *t, size_t i)
{
    return t->t[i].kind == TOKEN_NUMBER && !(t->t[i].value > 0) &&
           (t->n == 1 || (i + 1 < t->n && !strcmp(t->t[i + 1].text, "ч")));
}

enum wording_grasp wording_time(const struct wordings *w, const char *text,
                                struct time_resource *ret)
{
    struct tokens t;
    if (!tokens_read(text, &t))
        return WORDING_UNKNOWN;
    slash_to_word(&t);
    struct time_resource all = {0}, one;
    bool met = !t.n, strange = false;
    for (size_t i = 0, used; i < t.n; i += used ? used : 1) {
        used = longest(w, t.t + i, t.n - i, &one);
        if (used) {
            met = true;
            if (!(all.hours > 0)) {
                all.hours = one.hours;
                all.none = !(one.hours > 0) && (all.none || one.none);
            }
            all.slots |= one.slots;
        } else if (is_no_hours(&t, i)) {
            met = all.none = true;
            used = 2;
        } else if (t.t[i].kind == TOKEN_NUMBER) {
            return WORDING_UNKNOWN; /* a figure we cannot place may turn the rest around */
        } else if (t.t[i].kind == TOKEN_WORD && !is_filler(t.t[i].text)) {
            strange = true;
        }
    }
    if (!met)
        return WORDING_UNKNOWN;
    *ret = all;
    return strange ? WORDING_PARTLY : WORDING_WHOLE;
}
