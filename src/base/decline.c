#include "base/decline.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"

#define SIBILANT "ж ш ч щ"
#define VOWELS "а е ё и о у ы э ю я"

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

/* ---- letters; every one of them has two bytes ---- */

static bool ends(const char *s, const char *with)
{
    size_t n = strlen(s), m = strlen(with);
    return n >= m && !memcmp(s + n - m, with, m);
}

/* One of several endings parted by spaces. */
static bool ends_one(const char *s, const char *list)
{
    char one[32];
    while (*list) {
        size_t n = strcspn(list, " ");
        memcpy(one, list, n);
        one[n] = '\0';
        if (ends(s, one))
            return true;
        list += n + (list[n] == ' ');
    }
    return false;
}

static bool is_one(const char *s, const char *list)
{
    size_t n = strlen(s);
    for (const char *at = list; n && (at = strstr(at, s)); at += n)
        if ((at == list || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
            return true;
    return false;
}

/* The word without its last letters. */
static const char *stem(struct arena *a, const char *s, size_t letters)
{
    size_t n = strlen(s), cut = 2 * letters;
    return arena_strndup(a, s, n > cut ? n - cut : 0);
}

static unsigned syllables(const char *s)
{
    unsigned n = 0;
    for (size_t left = strlen(s), len; left; s += len, left -= len) {
        char letter[5] = {0};
        utf8_encode(utf8_decode(s, left, &len), letter);
        n += strstr(VOWELS, letter) != NULL;
    }
    return n;
}

static const char *put(struct arena *a, const char *s, size_t letters, const struct endings *e,
                       enum name_case to)
{
    return arena_printf(a, "%s%s", stem(a, s, letters), e->of[to - 1]);
}

/* ---- nouns, as they are in names ---- */

static const char *first_declension(struct arena *a, const char *s, enum name_case to)
{
    const char *base = stem(a, s, 1);
    if (ends(s, "ия"))
        return put(a, s, 1, &first_i, to);
    if (ends(s, "я"))
        return put(a, s, 1, is_one(s, "илья заря") ? &first_stressed : &first_soft, to);
    if (ends_one(base, "г к х"))
        return put(a, s, 1, &first_k, to);
    if (ends_one(base, SIBILANT))
        return put(a, s, 1, &first_hissing, to);
    return put(a, s, 1, ends(base, "ц") ? &first_ts : &first, to);
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
    if (ends(s, "ец") && syllables(s) > 1) {
        const char *base = stem(a, s, 2);
        if (ends_one(base, VOWELS))
            return arena_printf(a, "%sйц", base);
        if (!ends_one(stem(a, base, 1), VOWELS " ь"))
            return NULL; /* Кузнец, Мудрец */
        return arena_printf(a, "%s%sц", base, ends(base, "л") ? "ь" : "");
    }
    if (ends_one(s, "чок шок жок ёнок енок онок") && syllables(s) > 1)
        return arena_printf(a, "%sк", stem(a, s, 2));
    return NULL;
}

static const struct endings *ends_hissing(const char *s)
{
    if (ends_one(s, "ович евич"))
        return &hissing;
    if (ends(s, "ц"))
        return ends_one(s, "йц") ? &hissing : &hard;
    if (ends(s, "ч") && (syllables(s) == 1 || ends(s, "ач")))
        return &hard;
    return ends_one(s, SIBILANT) ? &hissing : &hard;
}

static const char *second_declension(struct arena *a, const char *s, enum name_case to)
{
    const char *base = without_vowel(a, s);
    if (base && ends(base, "ь")) /* «Соловей — Соловья, Соловьём» */
        return to == CASE_INSTRUMENTAL ? arena_printf(a, "%sём", base) : put(a, base, 0, &soft, to);
    if (base)
        return put(a, base, 0, ends_hissing(base), to);
    if (ends(s, "ий"))
        return put(a, s, 1, &soft_i, to);
    if (ends_one(s, "й ь"))
        return put(a, s, 1, &soft, to);
    if (ends(s, "ц") && !ends(s, "ец")) /* Шварц */
        return put(a, s, 0, &hissing, to);
    return put(a, s, 0, ends_hissing(s), to);
}

/* ---- surnames ---- */

static bool never_declined(const char *s)
{
    return ends_one(s, "о е э и ы у ю ё ых их иа уа") ||
           is_one(s, "дюма дега тома петипа золя труайя");
}

static const char *adjective_of(struct arena *a, const char *s, enum name_case to)
{
    const char *base = stem(a, s, 2);
    if (ends(s, "ий"))
        return put(a, s, 2, ends_one(base, "г к х") ? &adjective_k : &adjective_soft, to);
    if (ends(base, "ц") && ends(s, "ый"))
        return put(a, s, 2, &(struct endings){{"его", "ему", "его", "ым", "ем"}}, to);
    return put(a, s, 2, ends_one(base, "г к х ж ш ч щ") ? &adjective_k : &adjective, to);
}

static bool is_adjective(struct arena *a, const char *s)
{
    if (syllables(s) < 2)
        return false; /* Цой */
    if (ends_one(s, "ый ой"))
        return true;
    return ends(s, "ий") && ends_one(stem(a, s, 2), "г к х ж ш ч щ н");
}

static const char *his_surname(struct arena *a, const char *s, enum name_case to)
{
    if (is_adjective(a, s))
        return adjective_of(a, s, to);
    if (ends_one(s, "ов ев ёв ин ын") && syllables(s) > 1 && !is_one(s, "дарвин чаплин франклин"))
        return put(a, s, 0, &family, to);
    if (ends(s, "ая"))
        return s;
    return ends_one(s, "а я") ? first_declension(a, s, to) : second_declension(a, s, to);
}

static const char *her_surname(struct arena *a, const char *s, enum name_case to)
{
    if (ends(s, "яя"))
        return put(a, s, 2, &her_adjective_soft, to);
    if (ends(s, "ая"))
        return put(a, s, 2,
                   ends_one(stem(a, s, 2), SIBILANT) ? &her_adjective_hissing : &her_adjective, to);
    if (ends_one(s, "ова ева ёва ина ына") && !is_one(s, "щербина калина малина глина"))
        return put(a, s, 1, &her_family, to);
    return ends_one(s, "а я") ? first_declension(a, s, to) : s;
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
    if (g == GENDER_MALE && is_one(s, "данило михайло гаврило кирило"))
        return put(a, s, 1, &first, to);
    if (ends_one(s, "о е э и ы у ю ё"))
        return s;
    if (ends_one(s, "а я"))
        return first_declension(a, s, to);
    if (g == GENDER_MALE)
        return second_declension(a, s, to);
    return ends(s, "ь") ? put(a, s, 1, &third, to) : s;
}

static const char *patronymic(struct arena *a, const char *s, enum gender g, enum name_case to)
{
    (void)g;
    if (ends(s, "ич"))
        return put(a, s, 0, is_one(s, "ильич кузьмич фомич лукич") ? &hard : &hissing, to);
    return ends(s, "на") ? put(a, s, 1, &first, to) : s;
}

/* ---- gender ---- */

static enum gender of_patronymic(const char *s)
{
    if (ends_one(s, "ич оглы улы"))
        return GENDER_MALE;
    return ends_one(s, "вна чна шна кызы гызы") ? GENDER_FEMALE : GENDER_UNKNOWN;
}

static enum gender of_given(const char *s)
{
    static const char men[] =
        "илья никита фома лука кузьма савва данила гаврила добрыня фока вавила ерёма ерема сила "
        "мустафа муса абдулла зия иса яхья захария закария мурза игорь лазарь эмиль наиль шамиль "
        "камиль равиль рафаэль даниэль данило михайло гаврило кирило рамиль марсель исраиль ислам";
    static const char women[] =
        "любовь нинель адель айгуль гузель эсфирь юдифь руфь рахиль николь ассоль гульназ назгуль "
        "кармен мадлен элен ирис рашель жизель айсель асель изабель эстер ирэн маргарет";
    if (is_one(s, "саша женя валя паша шура слава миша"))
        return GENDER_UNKNOWN;
    if (is_one(s, men))
        return GENDER_MALE;
    if (is_one(s, women) || ends_one(s, "а я"))
        return GENDER_FEMALE;
    if (ends_one(s, VOWELS) || ends(s, "ь"))
        return GENDER_UNKNOWN;
    return *s ? GENDER_MALE : GENDER_UNKNOWN;
}

static enum gender of_surname(const char *s)
{
    if (ends_one(s, "ова ева ёва ская цкая"))
        return GENDER_FEMALE;
    return ends_one(s, "ов ев ёв ский цкий") ? GENDER_MALE : GENDER_UNKNOWN;
}

enum gender name_gender(struct arena *a, const char *surname, const char *given,
                        const char *patronymic)
{
    enum gender g = of_patronymic(utf8_lowercase(a, patronymic));
    if (g != GENDER_UNKNOWN)
        return g;
    const char *name = utf8_lowercase(a, given), *dash = strchr(name, '-');
    g = of_given(dash ? arena_strndup(a, name, (size_t)(dash - name)) : name);
    enum gender family_says = of_surname(utf8_lowercase(a, surname));
    if (g == GENDER_UNKNOWN)
        return family_says;
    return family_says == GENDER_UNKNOWN || family_says == g ? g : GENDER_UNKNOWN;
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
    if (!is_russian(s) || syllables(low) == 0)
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
    return is_one(utf8_lowercase(a, s), "тер бонч сан сен эль аль ван фон дер ла ле де демут мак "
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
    return ends(s, "ая") || ends(s, "яя") ? her_surname(a, s, to) : adjective_of(a, s, to);
}

static const char *post_noun(struct arena *a, const char *s, enum gender g, enum name_case to)
{
    (void)g;
    return ends_one(s, "а я") ? first_declension(a, s, to) : second_declension(a, s, to);
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
        bool adjective_word = ends_one(low, "ый ий ой ая яя");
        if (going && (strchr(word, '.') || !strcmp(low, "врио") || !strcmp(low, "ио")))
            going = false; /* «и. о. директора», «врио директора» */
        strbuf_puts(
            &b, going ? one(a, word, GENDER_MALE, to, adjective_word ? post_adjective : post_noun)
                      : word);
        /* A participle rules the rest; after the noun everything is in its case already. */
        if (!adjective_word || ends_one(low, "щий щая"))
            going = false;
        if (s[n])
            strbuf_putc(&b, s[n++]);
        s += n;
    }
    return b.s;
}
