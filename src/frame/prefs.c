#include "frame/prefs.h"

#include "base/strbuf.h"

enum { STEPS = 3 }; /* of size, letter and line */

struct prefs prefs_parse(const char *cookie)
{
    static const unsigned bounds[] = {SCHEME_COUNT, STEPS, STEPS, STEPS, 2};
    unsigned v[5];
    size_t n = 0;
    for (; cookie && cookie[n] && n < 5; n++) {
        if (cookie[n] < '0' || (unsigned)(cookie[n] - '0') >= bounds[n])
            return (struct prefs){0};
        v[n] = (unsigned)(cookie[n] - '0');
    }
    if (n != 5 || cookie[n])
        return (struct prefs){0};
    return (struct prefs){
        .scheme = (enum scheme)v[0], .size = v[1], .letter = v[2], .line = v[3], .serif = v[4]};
}

char *prefs_cookie(struct arena *a, const struct prefs *p)
{
    return arena_printf(a, "%u%u%u%u%u", (unsigned)p->scheme, p->size, p->letter, p->line,
                        (unsigned)p->serif);
}

const char *prefs_scheme(const struct prefs *p)
{
    static const char *const names[SCHEME_COUNT] = {
        NULL, "light", "dark", "black-on-white", "white-on-black", "blue"};
    return names[p->scheme];
}

const char *prefs_size(const struct prefs *p)
{
    static const char *const names[STEPS] = {NULL, "150", "200"};
    return names[p->size];
}

const char *prefs_lv(const struct prefs *p)
{
    if (p->scheme >= SCHEME_BLACK_ON_WHITE)
        return "two";
    return p->size || p->letter || p->line || p->serif ? "plain" : NULL;
}
