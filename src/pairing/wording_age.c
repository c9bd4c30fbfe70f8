#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "pairing/wording_tokens.h"

#define AGE_MAX 99
#define GRADE_MAX 11
#define GRADE_YOUNGEST 5 /* a pupil of grade g is g + 5 … g + 7 years old */
#define GRADE_OLDEST 7
#define ADULT 18
#define PUPIL_MIN 10 /* years: figures below may as well be grades */

int wordings_load_ages(struct arena *a, const struct tsv *t, struct err *err, struct wordings *w)
{
    struct age_range *ages = arena_array(a, struct age_range, t->n_rows);
    map_init(&w->ages, a, t->n_rows);
    for (size_t row = 0; row < t->n_rows; row++) {
        const char *wording = tsv_get(t, row, "wording");
        long from = strtol(tsv_get(t, row, "age_from"), NULL, 10);
        long to = strtol(tsv_get(t, row, "age_to"), NULL, 10);
        struct tokens tokens;
        if (from < 0 || from > AGE_MAX || to < 0 || to > AGE_MAX || (to && from > to))
            return err_set(err, ERR_INVALID, _("topics/ages.tsv: у «%s» возраст не от 0 до %d"),
                           wording, AGE_MAX);
        if (!tokens_read(wording, &tokens) || !tokens.n || tokens.n > LITERAL_TOKENS_MAX)
            return err_set(err, ERR_INVALID, _("topics/ages.tsv: слова «%s» не читаются"), wording);
        char key[TOKENS_KEY_MAX];
        tokens_key(tokens.t, tokens.n, key);
        ages[row] = (struct age_range){.from = (uint8_t)from,
                                       .to = (uint8_t)to,
                                       .adult = !strcmp(tsv_get(t, row, "needs_adult"), "yes"),
                                       .note = tsv_get(t, row, "note")};
        uint32_t *at = map_at(&w->ages, arena_strdup(a, key));
        if (*at == MAP_NONE)
            *at = (uint32_t)row;
    }
    w->age = ages;
    return 0;
}

/* Words that may stand around figures without changing them. */
static bool is_filler(const char *word)
{
    static const char *const fillers[] = {
        "лет",        "и",         "или",        "для",          "возраст",     "возрасте",
        "возраста",   "дети",      "детей",      "ребята",       "ученик",      "ученики",
        "учеников",   "учащиеся",  "учащихся",   "обучающиеся",  "обучающихся", "школьники",
        "школьников", "подростки", "подростков", "школы",        "желательно",  "примерно",
        "около",      "лица",      "молодежь",   "включительно", "ой",          "ый",
        "го"};
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
        if (!strcmp(word, fillers[i]))
            return true;
    return false;
}

/* «XI», «Хi»: the number of a grade in Roman figures, also in their Russian look-alikes; 0: another
 * word. */
static int roman(const char *word)
{
    static const char *const figures[GRADE_MAX] = {"i",   "ii",   "iii", "iv", "v", "vi",
                                                   "vii", "viii", "ix",  "x",  "xi"};
    char latin[8];
    size_t n = 0;
    for (size_t len; *word && n < sizeof latin - 1; word += len) {
        uint32_t c = utf8_decode(word, strlen(word), &len);
        latin[n++] = c == 0x445 ? 'x' : c == 0x456 ? 'i' : c < 0x80 ? (char)c : '?';
    }
    latin[n] = '\0';
    for (int i = 0; i < GRADE_MAX; i++)
        if (!*word && !strcmp(latin, figures[i]))
            return i + 1;
    return 0;
}

static int number_of(const struct token *t)
{
    return t->kind == TOKEN_NUMBER ? (int)t->value : t->kind == TOKEN_WORD ? roman(t->text) : 0;
}

/* «Б» of «5Б», «5-Б», «5 «Б»», «XI Б»: the letter of a class. «5 и 6», «5 с» have none. */
static bool is_class_letter(const struct token *t, size_t i)
{
    size_t back = i > 1 && t[i].stuck && t[i - 1].stuck && t[i - 1].text[0] == '-' ? 2 : 1;
    if (i < back || t[i].kind != TOKEN_WORD || utf8_len(t[i].text) != 1)
        return false;
    int grade = number_of(&t[i - back]);
    return grade > 0 && grade <= GRADE_MAX && (t[i].stuck || strstr("абвгдежзк", t[i].text));
}

/* A range in figures, while its tokens are read. */
struct figures {
    int low, high, n;
    bool grade, years, up, down, negated;
};

static bool take_word(struct figures *f, const char *word)
{
    if (!strcmp(word, "кл"))
        f->grade = true;
    else if (!strcmp(word, "лет"))
        f->years = true;
    else if (!strcmp(word, "не"))
        f->negated = true;
    else if (!strcmp(word, "старше") || !strcmp(word, "более"))
        *(f->negated ? &f->down : &f->up) = true;
    else if (!strcmp(word, "младше") || !strcmp(word, "менее") || !strcmp(word, "моложе"))
        *(f->negated ? &f->up : &f->down) = true;
    else if (!strcmp(word, "от") || !strcmp(word, "с") || !strcmp(word, "со"))
        f->up = true;
    else if (!strcmp(word, "до") || !strcmp(word, "по"))
        f->down = true;
    else
        return is_filler(word);
    return true;
}

/* «10-14», «от 10 до 14 лет», «13+», «старше 14», «7–9 классы», «5, 6, 7 кл.», «5А, 5Б», «XI Б». */
static bool read_figures(const struct token *t, size_t n, struct age_range *ret)
{
    struct figures f = {.low = AGE_MAX + 1};
    for (size_t i = 0; i < n; i++) {
        int v = number_of(&t[i]);
        if (t[i].kind == TOKEN_WORD && (v || is_class_letter(t, i)))
            f.grade = true;
        else if (t[i].kind == TOKEN_WORD && !take_word(&f, t[i].text))
            return false;
        if (t[i].kind == TOKEN_SIGN && t[i].text[0] == '+')
            f.up = true;
        if (!v && t[i].kind != TOKEN_NUMBER)
            continue;
        f.n++;
        f.low = v < f.low ? v : f.low;
        f.high = v > f.high ? v : f.high;
    }
    bool either = !f.grade && !f.years && f.low < PUPIL_MIN && f.high <= GRADE_MAX; /* «7–9» */
    if (!f.n || either || f.low < 1 || f.high > (f.grade ? GRADE_MAX : AGE_MAX) ||
        (!f.grade && f.low < 3))
        return false;
    int from = f.grade ? f.low + GRADE_YOUNGEST : f.low;
    int to = f.grade ? f.high + GRADE_OLDEST : f.high;
    if (f.n == 1 && f.up && !f.down)
        to = 0;
    else if (f.n == 1 && f.down && !f.up)
        from = 0;
    else if (f.n == 1 && f.up && f.down)
        return false;
    *ret = (struct age_range){(uint8_t)from, (uint8_t)to, from >= ADULT, ""};
    return true;
}

static bool look_up(const struct wordings *w, const struct token *t, size_t n,
                    struct age_range *ret)
{
    char key[TOKENS_KEY_MAX];
    if (n > LITERAL_TOKENS_MAX)
        return false;
    tokens_key(t, n, key);
    uint32_t at = map_get(&w->ages, key);
    if (at != MAP_NONE)
        *ret = w->age[at];
    return at != MAP_NONE;
}

/* «средние» of «средние и старшие классы». */
static bool look_up_grade(const struct wordings *w, const struct token *t, size_t n,
                          struct age_range *ret)
{
    struct token more[LITERAL_TOKENS_MAX];
    if (n + 1 > LITERAL_TOKENS_MAX)
        return false;
    memcpy(more, t, n * sizeof *t);
    more[n] = (struct token){.kind = TOKEN_WORD, .text = "кл"};
    return look_up(w, more, n + 1, ret);
}

static bool read_part(const struct wordings *w, const struct token *t, size_t n,
                      struct age_range *ret)
{
    return look_up(w, t, n, ret) || read_figures(t, n, ret) || look_up_grade(w, t, n, ret);
}

static bool tells_grades(const struct tokens *t)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->t[i].kind == TOKEN_WORD &&
            (strstr(t->t[i].text, "класс") || !strcmp(t->t[i].text, "кл")))
            return true;
    return false;
}

/* «9–11» of «старшеклассники (9–11)». */
static bool read_bare_grades(const struct token *t, size_t n, struct age_range *ret)
{
    struct token more[LITERAL_TOKENS_MAX];
    if (n >= LITERAL_TOKENS_MAX)
        return false;
    for (size_t i = 0; i < n; i++)
        if (t[i].kind == TOKEN_WORD)
            return false;
    memcpy(more, t, n * sizeof *t);
    more[n] = (struct token){.kind = TOKEN_WORD, .text = "кл"};
    return read_figures(more, n + 1, ret);
}

static bool is_break(const struct token *t)
{
    return !strcmp(t->text, ",") ||
           (t->kind == TOKEN_WORD && (!strcmp(t->text, "и") || !strcmp(t->text, "или")));
}

/* Several wordings in one cell: from the youngest of one to the oldest of another. */
static bool read_parts(const struct wordings *w, const struct tokens *t, struct age_range *ret)
{
    struct age_range all = {.from = AGE_MAX, .to = 1, .adult = true, .note = ""};
    size_t parts = 0;
    bool grades = tells_grades(t);
    for (size_t from = 0, i = 0; i <= t->n; i++) {
        if (i < t->n && !is_break(&t->t[i]))
            continue;
        struct age_range one;
        if (i > from) {
            if (!(grades && read_bare_grades(t->t + from, i - from, &one)) &&
                !read_part(w, t->t + from, i - from, &one))
                return false;
            parts++;
            all.from = one.from < all.from ? one.from : all.from;
            all.to = all.to && one.to && one.to > all.to ? one.to : one.to ? all.to : 0;
            all.adult = all.adult && one.adult;
        }
        from = i + 1;
    }
    if (!parts)
        return false;
    *ret = all;
    return true;
}

bool wording_age(const struct wordings *w, const char *text, struct age_range *ret)
{
    struct tokens t;
    if (!tokens_read(text, &t))
        return false;
    if (!t.n) {
        *ret = (struct age_range){.note = ""};
        return true;
    }
    return read_part(w, t.t, t.n, ret) || read_parts(w, &t, ret);
}
