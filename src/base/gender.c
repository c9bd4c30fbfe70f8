#include <string.h>

#include "base/decline.h"
#include "base/utf8.h"
#include "base/word.h"

static enum gender of_patronymic(const char *s)
{
    if (word_ends_one(s, "ич оглы улы"))
        return GENDER_MALE;
    return word_ends_one(s, "вна чна шна кызы гызы") ? GENDER_FEMALE : GENDER_UNKNOWN;
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
    if (word_is_one(s, "саша женя валя паша шура слава миша"))
        return GENDER_UNKNOWN;
    if (word_is_one(s, men))
        return GENDER_MALE;
    if (word_is_one(s, women) || word_ends_one(s, "а я"))
        return GENDER_FEMALE;
    if (word_ends_one(s, WORD_VOWELS) || word_ends(s, "ь"))
        return GENDER_UNKNOWN;
    return *s ? GENDER_MALE : GENDER_UNKNOWN;
}

static enum gender of_surname(const char *s)
{
    if (word_ends_one(s, "ова ева ёва ская цкая"))
        return GENDER_FEMALE;
    return word_ends_one(s, "ов ев ёв ский цкий") ? GENDER_MALE : GENDER_UNKNOWN;
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
