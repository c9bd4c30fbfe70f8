/* Names of people as registries hold them. */
#include <string.h>

#include "base/i18n.h"
#include "base/name_words.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "programme/registry_cells.h"

#define MAX_WORDS 8

struct word {
    char *s; /* tidied: «Иванов-Петров», «И.» */
    size_t letters;
    bool initial; /* one letter: «И.» */
    bool upper;   /* all letters are capitals */
};

struct words {
    struct word w[MAX_WORDS];
    size_t n;
    bool too_many, digit, strange;
};

static bool is_dash(uint32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015);
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x2BC || c == '`';
}

/* First letter (also after a dash) as a capital, the rest small, unless the case is mixed. */
static char *title_case(struct arena *a, const char *s)
{
    struct strbuf b;
    strbuf_init(&b, a);
    bool first = true;
    for (size_t n = strlen(s), len; n; s += len, n -= len) {
        uint32_t c = utf8_decode(s, n, &len);
        char out[4];
        strbuf_add(&b, out, utf8_encode(first ? utf8_upper(c) : utf8_lower(c), out));
        first = is_dash(c) || is_apostrophe(c);
    }
    return b.s;
}

static bool all_upper(const char *s)
{
    for (size_t n = strlen(s), len; n; s += len, n -= len) {
        uint32_t c = utf8_decode(s, n, &len);
        if (utf8_is_letter(c) && utf8_upper(c) != c)
            return false;
    }
    return true;
}

static void add_word(struct arena *a, struct words *out, const char *s, size_t n, size_t letters)
{
    if (!letters)
        return;
    if (out->n == MAX_WORDS) {
        out->too_many = true;
        return;
    }
    struct word *w = &out->w[out->n++];
    char *text = arena_strndup(a, s, n);
    w->letters = letters;
    w->upper = letters > 1 && all_upper(text);
    w->initial = letters == 1;
    w->s = w->initial ? arena_printf(a, "%s.", title_case(a, text)) : text;
}

/* Cut into words at spaces and dots: «Иванов И.И.» is three. */
static void split_words(struct arena *a, const char *s, struct words *out)
{
    const char *start = s;
    size_t letters = 0;
    *out = (struct words){0};
    for (size_t n = strlen(s), len; n; s += len, n -= len) {
        uint32_t c = utf8_decode(s, n, &len);
        if (utf8_is_letter(c)) {
            letters++;
        } else if (c == ' ' || c == '.' || c == ',') {
            add_word(a, out, start, (size_t)(s - start), letters);
            start = s + len;
            letters = 0;
        } else if (c >= '0' && c <= '9') {
            out->digit = true;
        } else if (!is_dash(c) && !is_apostrophe(c)) {
            out->strange = true;
        }
    }
    add_word(a, out, start, strlen(start), letters);
}

static bool ends(const char *word, const char *end)
{
    size_t n = strlen(word), k = strlen(end);
    return n > k && !strcmp(word + n - k, end);
}

bool registry_is_patronymic(struct arena *a, const char *word)
{
    static const char *const end[] = {"ович", "евич", "ьич",  "мич",  "кич",
                                      "тич",  "овна", "евна", "ична", "инична"};
    if (!ends(word, "ч") && !ends(word, "а") && !ends(word, "Ч") && !ends(word, "А") &&
        !ends(word, "a") && !ends(word, "A") && !ends(word, "."))
        return false;
    const char *low = utf8_key(a, word);
    for (size_t i = 0; i < sizeof end / sizeof *end; i++)
        if (ends(low, end[i]))
            return true;
    return false;
}

/* «Рашид оглы», «Рашид-кызы». */
static bool ends_in_kin(const char *word)
{
    const char *end = word + strlen(word);
    while (end > word && end[-1] != ' ' && end[-1] != '-')
        end--;
    return end > word && name_is_kin(end);
}

static bool is_fathers(struct arena *a, const char *word)
{
    return registry_is_patronymic(a, word) || ends_in_kin(word);
}

static char *tidy_case(struct arena *a, const struct word *w)
{
    size_t len;
    uint32_t first = utf8_decode(w->s, strlen(w->s), &len);
    bool written_well = !w->upper && utf8_lower(first) != first;
    if (written_well || w->initial || strchr(w->s, ' '))
        return w->s;
    if (name_is_particle(w->s) || name_is_kin(w->s))
        return w->upper ? utf8_lowercase(a, w->s) : w->s;
    return title_case(a, w->s);
}

/* Join word i + 1 to word i. */
static void join(struct arena *a, struct words *w, size_t i, const char *with)
{
    w->w[i].s = arena_printf(a, "%s%s%s", tidy_case(a, &w->w[i]), with, tidy_case(a, &w->w[i + 1]));
    w->w[i].upper = false;
    w->w[i].letters += w->w[i + 1].letters;
    w->w[i].initial = false;
    memmove(&w->w[i + 1], &w->w[i + 2], (w->n - i - 2) * sizeof *w->w);
    w->n--;
}

/* Move the first `count` words to the end: «И. И. Иванов» → «Иванов И. И.». */
static void rotate(struct words *w, size_t count)
{
    struct word kept[MAX_WORDS];
    memcpy(kept, w->w, sizeof kept);
    for (size_t i = 0; i < w->n; i++)
        w->w[i] = kept[(i + count) % w->n];
}

/* «фон дер Лейен» is one word of a name. Where it stood, or -1. */
static int join_particles(struct arena *a, struct words *w)
{
    int found = -1;
    for (size_t i = w->n; i-- > 0;)
        if (i + 1 < w->n && w->n > 2 && name_is_particle(w->w[i].s)) {
            join(a, w, i, " ");
            found = (int)i;
        }
    return found;
}

/* «Рашид оглы» is one word, unless the father's name is missing. */
static void join_kin(struct arena *a, struct words *w)
{
    for (size_t i = 2; i < w->n; i++) {
        if (!name_is_kin(w->w[i].s))
            continue;
        w->w[i].s = utf8_lowercase(a, w->w[i].s);
        if (i > 2 || w->n > 3)
            join(a, w, --i, " ");
    }
}

/* Put the words into surname, given name, patronymic order and at most three of them. */
static void arrange(struct arena *a, struct words *w)
{
    int particle = join_particles(a, w);
    join_kin(a, w);
    if (particle > 0 && (size_t)particle + 1 == w->n && w->n <= 3)
        rotate(w, w->n - 1); /* «Людвиг ван Бетховен» */
    if (w->n > 1 && w->w[0].initial && !w->w[w->n - 1].initial)
        rotate(w, w->n - 1);
    if (w->n == 3 && !w->w[1].initial && is_fathers(a, w->w[1].s) && !is_fathers(a, w->w[2].s) &&
        !name_is_kin(w->w[2].s))
        rotate(w, 2);
    if (w->n == 4 && is_fathers(a, w->w[3].s))
        join(a, w, 0, " ");
}

/* The name without what stands in brackets or behind a comma; that becomes the note. */
static char *without_notes(struct arena *a, const char *text, const char **ret_note)
{
    if (!text[strcspn(text, "([,;")]) {
        *ret_note = "";
        return utf8_squeeze(a, text);
    }
    struct strbuf name, note;
    strbuf_init(&name, a);
    strbuf_init(&note, a);
    int depth = 0;
    bool tail = false;
    for (const char *p = text; *p; p++) {
        if (*p == '(' || *p == '[') {
            depth++;
            strbuf_putc(&note, ' ');
        } else if ((*p == ')' || *p == ']') && depth) {
            depth--;
        } else if ((*p == ',' || *p == ';') && !depth && strchr(name.s, ' ')) {
            tail = true;
            strbuf_putc(&note, ' ');
        } else {
            strbuf_putc(depth || tail ? &note : &name, *p);
        }
    }
    *ret_note = utf8_squeeze(a, note.s);
    return utf8_squeeze(a, name.s);
}

/* Drop a number in front: «1. Иванов», «12) Петров». */
static const char *without_number(const char *s)
{
    size_t n = strspn(s, "0123456789");
    if (!n || (s[n] != '.' && s[n] != ')' && s[n] != ' '))
        return s;
    s += n + 1;
    return s + strspn(s, " .)");
}

/* «Учитель математики»: what somebody does, in a cell for a name. There is a surname Учитель: a
 * patronymic or a capital letter behind it tells a person. */
static bool is_post(struct arena *a, const struct words *w)
{
    static const char *const post[] = {
        "учитель",   "учительница", "педагог",      "преподаватель", "воспитатель", "психолог",
        "логопед",   "директор",    "завуч",        "заместитель",   "заведующий",  "заведующая",
        "методист",  "тьютор",      "социальный",   "классный",      "старший",     "младший",
        "ученик",    "ученица",     "учащийся",     "учащаяся",      "студент",     "студентка",
        "тренер",    "инженер",     "библиотекарь", "руководитель",  "специалист",  "мастер",
        "сотрудник", "работник",    "куратор",      "советник",      "вожатый",     "вожатая"};
    if (w->n < 2 || w->w[0].initial || w->w[1].initial)
        return false;
    size_t len;
    uint32_t next = utf8_decode(w->w[1].s, strlen(w->w[1].s), &len);
    if (utf8_lower(next) != next && !(w->w[0].upper && w->w[1].upper))
        return false;
    for (size_t i = 0; i < w->n; i++)
        if (is_fathers(a, w->w[i].s))
            return false;
    const char *low = utf8_lowercase(a, w->w[0].s);
    for (size_t i = 0; i < sizeof post / sizeof *post; i++)
        if (!strcmp(low, post[i]))
            return true;
    return false;
}

static const char *judge(const struct words *w)
{
    if (w->digit)
        return _("в имени цифра. Исправьте имя");
    if (w->strange || w->too_many || w->n > 4)
        return _("не похоже на имя. Нужны фамилия, имя и отчество, если оно есть");
    if (w->n == 0)
        return _("нет имени. Впишите фамилию и имя");
    if (w->n == 1)
        return _("одно слово. Нужны фамилия и имя");
    if (w->w[0].initial)
        return _("нет фамилии. Впишите фамилию и имя");
    return NULL;
}

static struct registry_name *put_name(struct arena *a, struct words *w, const char *note,
                                      struct registry_value *v)
{
    struct registry_name *name = arena_new_of(a, struct registry_name);
    name->surname = tidy_case(a, &w->w[0]);
    name->given = w->n > 1 ? tidy_case(a, &w->w[1]) : "";
    name->patronymic = w->n > 2 ? tidy_case(a, &w->w[2]) : "";
    for (size_t i = 3; i < w->n; i++)
        name->patronymic = arena_printf(a, "%s %s", name->patronymic, tidy_case(a, &w->w[i]));
    name->initials = w->n > 1 && w->w[1].initial;
    name->note = note;
    v->names = name;
    v->n_names = 1;
    v->text = registry_full_name(a, name);
    return name;
}

/* «Иванов ИИ»: two capitals are initials. */
static void split_initials(struct arena *a, struct words *w)
{
    if (w->n != 2 || w->w[1].letters != 2 || !w->w[1].upper || w->w[0].upper)
        return;
    const char *s = w->w[1].s;
    size_t len;
    utf8_decode(s, strlen(s), &len);
    w->w[2] = (struct word){.s = arena_printf(a, "%s.", s + len), .letters = 1, .initial = true};
    w->w[1] =
        (struct word){.s = arena_printf(a, "%.*s.", (int)len, s), .letters = 1, .initial = true};
    w->n = 3;
}

const char *registry_cell_person(struct cell_reader *c, const char *text, struct registry_value *v)
{
    struct arena *a = c->a;
    bool mixed;
    const char *note;
    struct words w;
    c->note = false;
    const char *clean = without_number(without_notes(a, utf8_unmix(a, text, &mixed), &note));
    split_words(a, clean, &w);
    split_initials(a, &w);
    if (is_post(a, &w))
        return _("похоже на должность, а не на имя. Нужны фамилия и имя");
    arrange(a, &w);
    const char *bad = judge(&w);
    if (bad)
        return bad;
    const struct registry_name *name = put_name(a, &w, note, v);
    c->note = true;
    if (mixed)
        return arena_printf(a, _("латинские буквы заменены русскими: %s"), v->text);
    if (name->initials)
        return _("имя одними инициалами. Лучше вписать целиком");
    return NULL;
}

const char *registry_cell_name_parts(struct cell_reader *c, const char *const parts[3],
                                     struct registry_value *v)
{
    struct arena *a = c->a;
    bool mixed;
    const char *note, *joined = arena_printf(a, "%s %s %s", parts[0], parts[1], parts[2]);
    struct words w;
    struct word three[3] = {0};
    c->note = false;
    if (!*utf8_squeeze(a, parts[0]) || !*utf8_squeeze(a, parts[1]))
        return registry_cell_person(c, joined, v); /* everything in one of the columns */
    for (int i = 0; i < 3; i++) {
        split_words(a, without_notes(a, utf8_unmix(a, parts[i], &mixed), &note), &w);
        if (w.digit || w.strange || w.too_many)
            return judge(&w);
        while (w.n > 1)
            join(a, &w, 0, " ");
        if (w.n)
            three[i] = w.w[0];
    }
    w = (struct words){.n = three[2].s ? 3 : 2};
    memcpy(w.w, three, sizeof three);
    if (!three[0].s || !three[1].s)
        return _("нет имени. Впишите фамилию и имя");
    put_name(a, &w, "", v);
    return NULL;
}

bool registry_parse_name(struct arena *a, const char *text, struct registry_name *ret_name)
{
    struct cell_reader c = {.a = a};
    struct registry_value v = {.text = ""};
    registry_cell_person(&c, text, &v);
    if (v.n_names)
        *ret_name = v.names[0];
    return v.n_names > 0;
}
