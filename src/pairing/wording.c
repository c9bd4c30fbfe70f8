#include "pairing/wording.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "pairing/wording_tokens.h"

/* Words with one meaning get one spelling; a stem ending in '*' stands for all its forms. */
static const struct {
    const char *wording, *spelling;
    float number; /* 0: a word */
} same[] = {
    {"час*", "ч", 0},         {"недел*", "нед", 0},    {"месяц*", "мес", 0},
    {"раза", "раз", 0},       {"р", "раз", 0},         {"минут*", "мин", 0},
    {"класс*", "кл", 0},      {"года", "лет", 0},      {"л", "лет", 0},
    {"год", "лет", 0},        {"годов", "лет", 0},     {"один", "1", 1},
    {"одна", "1", 1},         {"одну", "1", 1},        {"полтора", "1,5", 1.5},
    {"полутора", "1,5", 1.5}, {"полторы", "1,5", 1.5}, {"два", "2", 2},
    {"две", "2", 2},          {"двух", "2", 2},        {"пара", "2", 2},
    {"пару", "2", 2},         {"три", "3", 3},         {"трех", "3", 3},
    {"четыре", "4", 4},       {"четырех", "4", 4},     {"пять", "5", 5},
    {"пяти", "5", 5},         {"шесть", "6", 6},       {"шести", "6", 6},
    {"семь", "7", 7},         {"восемь", "8", 8},      {"восьми", "8", 8},
    {"девять", "9", 9},       {"десять", "10", 10},    {"десяти", "10", 10},
    {"двенадцать", "12", 12},
};

static void spell(struct token *t)
{
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        const char *w = same[i].wording;
        size_t n = strlen(w);
        bool fits = w[n - 1] == '*' ? !strncmp(t->text, w, n - 1) : !strcmp(t->text, w);
        if (!fits)
            continue;
        snprintf(t->text, sizeof t->text, "%s", same[i].spelling);
        if (same[i].number > 0) {
            t->kind = TOKEN_NUMBER;
            t->value = same[i].number;
        }
        return;
    }
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* «14», «1,5», «1.5», «18:00», «18.00» (the hour). */
static size_t read_number(const char *s, struct token *t)
{
    size_t n = 0;
    float value = 0;
    while (is_digit(s[n]) && n < 4)
        value = value * 10 + (float)(s[n++] - '0');
    bool point = s[n] == ',' || s[n] == '.';
    bool clock = (s[n] == ':' || s[n] == '.') && n && is_digit(s[n + 1]) && is_digit(s[n + 2]) &&
                 !is_digit(s[n + 3]);
    int tenths = 0;
    if (clock) {
        n += 3;
    } else if (point && is_digit(s[n + 1]) && !is_digit(s[n + 2])) {
        tenths = s[n + 1] - '0';
        value += (float)tenths / 10;
        n += 2;
    }
    t->kind = TOKEN_NUMBER;
    t->value = value;
    if (tenths)
        snprintf(t->text, sizeof t->text, "%d,%d", (int)value, tenths);
    else
        snprintf(t->text, sizeof t->text, "%d", (int)value);
    return n;
}

static size_t read_word(const char *s, size_t left, struct token *t)
{
    size_t used = 0, len, out = 0;
    for (uint32_t c; used < left && utf8_is_letter(c = utf8_decode(s + used, left - used, &len));
         used += len) {
        char bytes[4];
        c = utf8_lower(c);
        size_t n = utf8_encode(c == 0x451 ? 0x435 : c, bytes);
        if (out + n < sizeof t->text) {
            memcpy(t->text + out, bytes, n);
            out += n;
        }
    }
    t->text[out] = '\0';
    t->kind = TOKEN_WORD;
    return used;
}

/* '\0': the character has no meaning. */
static char sign_of(uint32_t c)
{
    if (c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212)
        return '-';
    if (c == '/' || c == '+')
        return (char)c;
    return c < 0x80 && c && strchr(",;()\n\r", (int)c) ? ',' : '\0';
}

bool tokens_read(const char *text, struct tokens *ret)
{
    size_t left = strlen(text);
    bool stuck = false;
    ret->n = 0;
    if (left > WORDING_MAX_TEXT)
        return false;
    for (size_t used; left; text += used, left -= used) {
        if (ret->n == TOKENS_MAX)
            return false;
        struct token *t = &ret->t[ret->n];
        *t = (struct token){.stuck = stuck};
        uint32_t c = utf8_decode(text, left, &used);
        char sign = sign_of(c);
        if (utf8_is_letter(c)) {
            used = read_word(text, left, t);
            spell(t);
        } else if (c < 0x80 && is_digit((char)c)) {
            used = read_number(text, t);
        } else if (c == '{' && left > 2 && text[2] == '}') {
            t->kind = TOKEN_SLOT;
            t->text[0] = text[1];
            used = left > 5 && !strncmp(text + 3, ":00", 3) ? 6 : 3;
        } else if (sign) {
            t->kind = TOKEN_SIGN;
            t->text[0] = sign;
        } else {
            stuck = false;
            continue;
        }
        stuck = true;
        ret->n++;
    }
    return true;
}

void tokens_key(const struct token *t, size_t n, char out[TOKENS_KEY_MAX])
{
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < n && at < TOKENS_KEY_MAX; i++)
        at += (size_t)snprintf(out + at, TOKENS_KEY_MAX - at, i ? " %s" : "%s", t[i].text);
}

/* Only words count in the name of a form: «ученик – ученик», «Ученик/ученик». */
static void form_key(const struct token *t, size_t n, char out[TOKENS_KEY_MAX])
{
    struct token words[LITERAL_TOKENS_MAX];
    size_t k = 0;
    for (size_t i = 0; i < n && k < LITERAL_TOKENS_MAX; i++)
        if (t[i].kind != TOKEN_SIGN)
            words[k++] = t[i];
    bool prefix = k > 2 && !strcmp(words[0].text, "форма");
    size_t skip = prefix ? 1 + !strcmp(words[1].text, "наставничества") : 0;
    tokens_key(words + skip, k - skip, out);
}

static void enter_form(struct arena *a, struct map *forms, const char *wording, size_t row)
{
    struct tokens tokens;
    char key[TOKENS_KEY_MAX];
    if (!tokens_read(wording, &tokens) || !tokens.n)
        return;
    form_key(tokens.t, tokens.n, key);
    uint32_t *at = map_at(forms, arena_strdup(a, key));
    if (*at == MAP_NONE)
        *at = (uint32_t)row;
}

static int load_forms(struct arena *a, const struct tsv *t, struct wordings *w)
{
    const char **codes = arena_array(a, const char *, t->n_rows);
    map_init(&w->forms, a, t->n_rows);
    for (size_t row = 0; row < t->n_rows; row++) {
        codes[row] = tsv_get(t, row, "form_code");
        enter_form(a, &w->forms, tsv_get(t, row, "wording"), row);
        enter_form(a, &w->forms, codes[row], row);
    }
    w->form = codes;
    return 0;
}

int wordings_load(struct arena *a, const struct wording_source *source, struct err *err,
                  const struct wordings **ret_wordings)
{
    struct tsv ages, time, forms;
    struct wordings *w = arena_new_of(a, struct wordings);
    int r;
    if ((r = tsv_parse(a, "topics/ages.tsv", source->ages.data, source->ages.n, err, &ages)) < 0 ||
        (r = tsv_parse(a, "topics/time.tsv", source->time.data, source->time.n, err, &time)) < 0 ||
        (r = tsv_parse(a, "topics/forms.tsv", source->forms.data, source->forms.n, err, &forms)) <
            0 ||
        (r = wordings_load_ages(a, &ages, err, w)) < 0 ||
        (r = wordings_load_times(a, &time, err, w)) < 0 || (r = load_forms(a, &forms, w)) < 0)
        return r;
    *ret_wordings = w;
    return 0;
}

static bool add_form(const struct wordings *w, const struct token *t, size_t n, const char **codes,
                     size_t *n_codes)
{
    char key[TOKENS_KEY_MAX];
    form_key(t, n, key);
    uint32_t at = map_get(&w->forms, key);
    if (at == MAP_NONE)
        return false;
    for (size_t i = 0; i < *n_codes; i++)
        if (!strcmp(codes[i], w->form[at]))
            return true;
    if (*n_codes < WORDING_MAX_FORMS)
        codes[(*n_codes)++] = w->form[at];
    return true;
}

size_t wording_forms(const struct wordings *w, const char *text,
                     const char *ret_codes[WORDING_MAX_FORMS], bool *ret_unknown)
{
    struct tokens t;
    size_t n = 0;
    *ret_unknown = !tokens_read(text, &t);
    if (*ret_unknown || !t.n || add_form(w, t.t, t.n, ret_codes, &n))
        return n;
    for (size_t from = 0, i = 0; i <= t.n; i++) {
        if (i < t.n && strcmp(t.t[i].text, ",") != 0)
            continue;
        if (i > from && !add_form(w, t.t + from, i - from, ret_codes, &n))
            *ret_unknown = true;
        from = i + 1;
    }
    return n;
}
