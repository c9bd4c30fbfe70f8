#include "base/name_words.h"

#include <stddef.h>
#include <string.h>

#include "base/utf8.h"

#define LONGEST 12 /* bytes of a word of these lists */

/* The word in small letters; false when it is too long to be one of them. */
static bool small(const char *word, char out[LONGEST + 4], bool *ret_capital)
{
    size_t at = 0, n = strlen(word);
    *ret_capital = false;
    if (!n || n > LONGEST)
        return false;
    for (size_t len; n; word += len, n -= len) {
        uint32_t c = utf8_decode(word, n, &len);
        *ret_capital |= utf8_lower(c) != c;
        at += utf8_encode(utf8_lower(c), out + at);
    }
    out[at] = '\0';
    return true;
}

static bool among(const char *word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(word, list[i]))
            return true;
    return false;
}

#define AMONG(word, list) among((word), (list), sizeof(list) / sizeof *(list))

bool name_is_particle(const char *word)
{
    static const char *const nobody[] = {"фон", "де",  "дер", "ден", "дель", "делла", "дос", "цу",
                                         "ибн", "аль", "бен", "тер", "von",  "der",   "den", "de"};
    static const char *const somebody[] = {"ван", "ла", "ле", "эль", "ди", "да",
                                           "van", "la", "le", "al",  "el", "di"};
    char low[LONGEST + 4];
    bool capital;
    return small(word, low, &capital) && (AMONG(low, nobody) || (!capital && AMONG(low, somebody)));
}

bool name_is_kin(const char *word)
{
    static const char *const kin[] = {"оглы", "оглу", "огли", "улы", "уулу",
                                      "кызы", "гызы", "кизи", "кыз", "углы"};
    char low[LONGEST + 4];
    bool capital;
    return small(word, low, &capital) && AMONG(low, kin);
}
