#include "base/decline.h"

#include <stdint.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/word.h"

#define SIBILANT "ж ш ч щ"

/* Endings of the cases after the nominative: of whom, to whom, whom, by whom, about whom. */
struct endings {
    const char *of[NAME_CASES - 1];
};
static const struct endings hard = {{"а", "у", "а", "ом", "е"}};
static const struct endings hissing = {{"а", "у", "а", "ем", "е"}};
static const struct endings family = {{"а", "у", "а", "ым", "е"}};
static const struct endings soft = {{"я", "ю", "я", "ем", "е"}};
static const struct endings soft_i = {{"я", "ю", "я", "ем", "и"}};
static const struct endings adjective = {{"ого", "ому", "ого", "ым", "ом"}};
static const struct endings adjective_k = {{"ого", "ому", "ого", "им", "ом"}};
static const struct endings adjective_soft = {{"его", "ему", "его", "им", "ем"}};
static const struct endings her_family = {{"ой", "ой", "у", "ой", "ой"}};
static const struct endings her_adjective = {{"ой", "ой", "ую", "ой", "ой"}};
static const struct endings her_adjective_hissing = {{"ей", "ей", "ую", "ей", "ей"}};
static const struct endings her_adjective_soft = {{"ей", "ей", "юю", "ей", "ей"}};
static const struct endings first = {{"ы", "е", "у", "ой", "е"}};
static const struct endings first_k = {{"и", "е", "у", "ой", "е"}};
static const struct endings first_hissing = {{"и", "е", "у", "ей", "е"}};
static const struct endings first_ts = {{"ы", "е", "у", "ей", "е"}};
static const struct endings first_soft = {{"и", "е", "ю", "ей", "е"}};
static const struct endings first_stressed = {{"и", "е", "ю", "ёй", "е"}};
static const struct endings first_i = {{"и", "и", "ю", "ей", "и"}};
static const struct endings third = {{"и", "и", "ь", "ью", "и"}};

static const char *put(struct arena *a, const char *s, size_t letters, const struct endings *e,
                       enum name_case to)
{
    return arena_printf(a, "%s%s", word_stem(a, s, letters), e->of[to - 1]);
}

/* ---- nouns, as they are in names ---- */

static const char *first_declension(struct arena *a, const char *s, enum name_case to)
{
    const char *base = word_stem(a, s, 1);
    if (word_ends(s, "ия"))
        return put(a, s, 1, &first_i, to);
    if (word_ends(s, "я"))
        return put(a, s, 1, word_is_one(s, "илья заря") ? &first_stressed : &first_soft, to);
    if (word_ends_one(base, "г к х"))
        return put(a, s, 1, &first_k, to);
    if (word_ends_one(base, SIBILANT))
        return put(a, s, 1, &first_hissing, to);
    return put(a, s, 1, word_ends(base, "ц") ? &first_ts : &first, to);
}

/* A vowel that goes: «Кравец — Кравца». NULL: none does. */
static const char *without_vowel(struct arena *a, const char *s)
{
    static const struct {
        const char *from, *to;
    } words[] = {{"заяц", "зайц"},      {"орёл", "орл"},       {"орел", "орл"},
                 {"козёл", "козл"},     {"козел", "козл"},     {"дятел", "дятл"},
                 {"лев", "льв"},        {"павел", "павл"},     {"пётр", "петр"},
                 {"петр", "петр"},      {"соловей", "соловь"}, {"воробей", "воробь"},
                 {"муравей", "муравь"}, {"пес", "пс"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(s, words[i].from))
            return words[i].to;
    if (word_ends(s, "ец") && word_syllables(s) > 1) {
        const char *base = word_stem(a, s, 2);
        if (word_ends_one(base, WORD_VOWELS))
            return arena_printf(a, "%sйц", base);
        if (!word_ends_one(word_stem(a, base, 1), WORD_VOWELS " ь"))
            return NULL; /* Кузнец, Мудрец */
        return arena_printf(a, "%s%sц", base, word_ends(base, "л") ? "ь" : "");
    }
    if (word_ends_one(s, "чок шок жок ёнок енок онок") && word_syllables(s) > 1)
        return arena_printf(a, "%sк", word_stem(a, s, 2));
    return NULL;
}

static const struct endings *ends_hissing(const char *s)
{
    if (word_ends_one(s, "ович евич"))
        return &hissing;
    if (word_ends(s, "ц"))
        return word_ends_one(s, "йц") ? &hissing : &hard;
    if (word_ends(s, "ч") && (word_syllables(s) == 1 || word_ends(s, "ач")))
        return &hard;
    return word_ends_one(s, SIBILANT) ? &hissing : &hard;
}

static const char *second_declension(struct arena *a, const char *s, enum name_case to)
{
    const char *base = without_vowel(a, s);
    if (base && word_ends(base, "ь")) /* «Соловей — Соловья, Соловьём» */
        return to == CASE_INSTRUMENTAL ? arena_printf(a, "%sём", base) : put(a, base, 0, &soft, to);
    if (base)
        return put(a, base, 0, ends_hissing(base), to);
    if (word_ends(s, "ий"))
        return put(a, s, 1, &soft_i, to);
    if (word_ends_one(s, "й ь"))
        return put(a, s, 1, &soft, to);
    if (word_ends(s, "ц") && !word_ends(s, "ец")) /* Шварц */
        return put(a, s, 0, &hissing, to);
    return put(a, s, 0, ends_hissing(s), to);
}

/* ---- surnames ---- */

static bool never_declined(const char *s)
{
    return word_ends_one(s, "о е э и ы у ю ё ых их иа уа") ||
           word_is_one(s, "дюма дега тома петипа золя труайя");
}

static const char *adjective_of(struct arena *a, const char *s, enum name_case to)
{
    const char *base = word_stem(a, s, 2);
    if (word_ends(s, "ий"))
        return put(a, s, 2, word_ends_one(base, "г к х") ? &adjective_k : &adjective_soft, to);
    if (word_ends(base, "ц") && word_ends(s, "ый"))
        return put(a, s, 2, &(struct endings){{"его", "ему", "его", "ым", "ем"}}, to);
    return put(a, s, 2, word_ends_one(base, "г к х ж ш ч щ") ? &adjective_k : &adjective, to);
}

static bool is_adjective(struct arena *a, const char *s)
{
    if (word_syllables(s) < 2)
        return false; /* Цой */
    if (word_ends_one(s, "ый ой"))
        return true;
    return word_ends(s, "ий") && word_ends_one(word_stem(a, s, 2), "г к х ж ш ч щ н");
}

static const char *his_surname(struct arena *a, const char *s, enum name_case to)
{
    if (is_adjective(a, s))
        return adjective_of(a, s, to);
    if (word_ends_one(s, "ов ев ёв ин ын") && word_syllables(s) > 1 &&
        !word_is_one(s, "дарвин чаплин франклин"))
        return put(a, s, 0, &family, to);
    if (word_ends(s, "ая"))
        return s;
    return word_ends_one(s, "а я") ? first_declension(a, s, to) : second_declension(a, s, to);
}

static const char *her_surname(struct arena *a, const char *s, enum name_case to)
{
    if (word_ends(s, "яя"))
        return put(a, s, 2, &her_adjective_soft, to);
    if (word_ends(s, "ая"))
        return put(a, s, 2,
                   word_ends_one(word_stem(a, s, 2), SIBILANT) ? &her_adjective_hissing
                                                               : &her_adjective,
                   to);
    if (word_ends_one(s, "ова ева ёва ина ына") && !word_is_one(s, "щербина калина малина глина"))
        return put(a, s, 1, &her_family, to);
    return word_ends_one(s, "а я") ? first_declension(a, s, to) : s;
}

static const char *surname(struct arena *a, const char *s, enum gender g, enum name_case to)
{
    if (never_declined(s))
        return s;
    return g == GENDER_MALE ? his_surname(a, s, to) : her_surname(a, s, to);
}

/* ---- given names ---- */

static const char *given(struct arena *a, const char *s, enum gender g, enum name_case to)
{
    if (g == GENDER_MALE && word_is_one(s, "данило михайло гаврило кирило"))
        return put(a, s, 1, &first, to);
    if (word_ends_one(s, "о е э и ы у ю ё"))
        return s;
    if (word_ends_one(s, "а я"))
        return first_declension(a, s, to);
    if (g == GENDER_MALE)
        return second_declension(a, s, to);
    return word_ends(s, "ь") ? put(a, s, 1, &third, to) : s;
}

static const char *patronymic(struct arena *a, const char *s, enum gender g, enum name_case to)
{
    (void)g;
    if (word_ends(s, "ич"))
        return put(a, s, 0, word_is_one(s, "ильич кузьмич фомич лукич") ? &hard : &hissing, to);
    return word_ends(s, "на") ? put(a, s, 1, &first, to) : s;
}

/* ---- words as they are written ---- */

typedef const char *declension(struct arena *a, const char *s, enum gender g, enum name_case to);

static bool is_upper(const char *s)
{
    size_t n = strlen(s), len, letters = 0;
    for (size_t i = 0; i < n; i += len) {
        uint32_t c = utf8_decode(s + i, n - i, &len);
        if (utf8_lower(c) == c)
            return false;
        letters++;
    }
    return letters > 1;
}

static const char *raise(struct arena *a, const char *s)
{
    struct strbuf b;
    char bytes[4];
    strbuf_init(&b, a);
    for (size_t n = strlen(s), i = 0, len; i < n; i += len)
        strbuf_add(&b, bytes, utf8_encode(utf8_upper(utf8_decode(s + i, n - i, &len)), bytes));
    return b.s;
}

static bool is_russian(const char *s)
{
    for (size_t n = strlen(s), i = 0, len; i < n; i += len)
        if (!utf8_is_cyrillic(utf8_decode(s + i, n - i, &len)))
            return false;
    return *s;
}

/* One part: the rule sees small letters; what it left alone keeps its own. */
static const char *one(struct arena *a, const char *s, enum gender g, enum name_case to,
                       declension *rule)
{
    const char *low = utf8_lowercase(a, s);
    if (!is_russian(s) || word_syllables(low) == 0)
        return s;
    const char *made = rule(a, low, g, to);
    size_t n = 0;
    while (made[n] && made[n] == low[n])
        n++;
    n = utf8_cut(made, n);
    if (is_upper(s))
        return raise(a, made);
    return arena_printf(a, "%.*s%s", (int)n, s, made + n);
}

/* Beginnings of double names that are no names themselves. */
static bool is_particle(struct arena *a, const char *s)
{
    return word_is_one(utf8_lowercase(a, s),
                       "тер бонч сан сен эль аль ван фон дер ла ле де демут мак "
                       "кара бей ибн абу");
}

static const char *parts(struct arena *a, const char *s, enum gender g, enum name_case to,
                         declension *rule)
{
    struct strbuf b;
    if (to == CASE_NOMINATIVE || g == GENDER_UNKNOWN)
        return s;
    strbuf_init(&b, a);
    while (*s) {
        size_t n = strcspn(s, "- ");
        const char *part = arena_strndup(a, s, n);
        strbuf_puts(&b, s[n] && is_particle(a, part) ? part : one(a, part, g, to, rule));
        if (s[n])
            strbuf_putc(&b, s[n++]);
        s += n;
    }
    return b.s;
}

const char *decline_surname(struct arena *a, const char *s, enum gender g, enum name_case to)
{
    return parts(a, s, g, to, surname);
}

const char *decline_given(struct arena *a, const char *s, enum gender g, enum name_case to)
{
    return parts(a, s, g, to, given);
}

const char *decline_patronymic(struct arena *a, const char *s, enum gender g, enum name_case to)
{
    return parts(a, s, g, to, patronymic);
}

/* ---- posts ---- */

static const char *post_adjective(struct arena *a, const char *s, enum gender g, enum name_case to)
{
    (void)g;
    return word_ends(s, "ая") || word_ends(s, "яя") ? her_surname(a, s, to)
                                                    : adjective_of(a, s, to);
}

static const char *post_noun(struct arena *a, const char *s, enum gender g, enum name_case to)
{
    (void)g;
    return word_ends_one(s, "а я") ? first_declension(a, s, to) : second_declension(a, s, to);
}

const char *decline_post(struct arena *a, const char *s, enum name_case to)
{
    struct strbuf b;
    strbuf_init(&b, a);
    if (to == CASE_NOMINATIVE)
        return s;
    for (bool going = true; *s;) {
        size_t n = strcspn(s, " ");
        const char *word = arena_strndup(a, s, n), *low = utf8_lowercase(a, word);
        bool adjective_word = word_ends_one(low, "ый ий ой ая яя");
        if (going && (strchr(word, '.') || !strcmp(low, "врио") || !strcmp(low, "ио")))
            going = false; /* «и. о. директора», «врио директора» */
        strbuf_puts(
            &b, going ? one(a, word, GENDER_MALE, to, adjective_word ? post_adjective : post_noun)
                      : word);
        /* A participle rules the rest; after the noun everything is in its case already. */
        if (!adjective_word || word_ends_one(low, "щий щая"))
            going = false;
        if (s[n])
            strbuf_putc(&b, s[n++]);
        s += n;
    }
    return b.s;
}
