#include "identity/consent_text.h"

#include <string.h>

const char *const *consent_paragraphs(struct arena *a, const char *body, size_t *ret_n)
{
    const char **list = arena_array(a, const char *, CONSENT_PARAGRAPHS_MAX);
    size_t n = 0;
    char *s = arena_strdup(a, body);
    while (*s && n < CONSENT_PARAGRAPHS_MAX) {
        list[n++] = s;
        char *end = n < CONSENT_PARAGRAPHS_MAX ? strstr(s, "\n\n") : NULL;
        if (!end)
            break;
        *end = 0;
        s = end + 2 + strspn(end + 2, "\n");
    }
    *ret_n = n;
    return list;
}
