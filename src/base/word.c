#include "base/word.h"

#include <string.h>

#include "base/utf8.h"

bool word_ends(const char *s, const char *with)
{
    size_t n = strlen(s), m = strlen(with);
    return n >= m && !memcmp(s + n - m, with, m);
}

/* One of several endings parted by spaces. */
bool word_ends_one(const char *s, const char *list)
{
    char one[32];
    while (*list) {
        size_t n = strcspn(list, " ");
        memcpy(one, list, n);
        one[n] = '\0';
        if (word_ends(s, one))
            return true;
        list += n + (list[n] == ' ');
    }
    return false;
}

bool word_is_one(const char *s, const char *list)
{
    size_t n = strlen(s);
    for (const char *at = list; n && (at = strstr(at, s)); at += n)
        if ((at == list || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
            return true;
    return false;
}

/* The word without its last letters. */
const char *word_stem(struct arena *a, const char *s, size_t letters)
{
    size_t n = strlen(s), cut = 2 * letters;
    return arena_strndup(a, s, n > cut ? n - cut : 0);
}

unsigned word_syllables(const char *s)
{
    unsigned n = 0;
    for (size_t left = strlen(s), len; left; s += len, left -= len) {
        char letter[5] = {0};
        utf8_encode(utf8_decode(s, left, &len), letter);
        n += strstr(WORD_VOWELS, letter) != NULL;
    }
    return n;
}
