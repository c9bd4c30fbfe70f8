#include "net/url.h"

#include <string.h>

#include "base/err.h"
#include "base/strbuf.h"
#include "base/utf8.h"

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

int url_decode(struct arena *a, const char *s, size_t n, int plus, char **ret)
{
    char *out = arena_alloc(a, n + 1);
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        char c = s[i];
        if (c == '%') {
            int high = n - i > 2 ? hex(s[i + 1]) : -1;
            int low = high >= 0 ? hex(s[i + 2]) : -1;
            if (low < 0)
                return ERR_INVALID;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        out[len++] = c;
    }
    if (!utf8_valid(out, len))
        return ERR_INVALID;
    *ret = out;
    return 0;
}

static int parse_pair(struct arena *a, const char *s, size_t n, struct form_pair *ret)
{
    const char *eq = memchr(s, '=', n);
    size_t name_n = eq ? (size_t)(eq - s) : n;
    const char *value = eq ? eq + 1 : s + n;
    size_t value_n = (size_t)(s + n - value);
    if (name_n > (size_t)URL_MAX_NAME * 3 || value_n > (size_t)URL_MAX_VALUE * 3)
        return ERR_LIMIT;
    char *name, *text;
    if (url_decode(a, s, name_n, 1, &name) < 0 || url_decode(a, value, value_n, 1, &text) < 0)
        return ERR_INVALID;
    if (strlen(name) > URL_MAX_NAME || strlen(text) > URL_MAX_VALUE)
        return ERR_LIMIT;
    ret->name = name;
    ret->value = text;
    return 0;
}

int url_parse_pairs(struct arena *a, const char *s, size_t n, struct form_pair **ret_pairs,
                    size_t *ret_n)
{
    size_t parts = n ? 1 : 0;
    for (size_t i = 0; i < n; i++)
        parts += s[i] == '&';
    if (parts > URL_MAX_PAIRS)
        return ERR_LIMIT;
    struct form_pair *pairs = arena_array(a, struct form_pair, parts);
    size_t count = 0;
    for (const char *end = s + n; s < end;) {
        const char *amp = memchr(s, '&', (size_t)(end - s));
        const char *stop = amp ? amp : end;
        if (stop > s) {
            int rc = parse_pair(a, s, (size_t)(stop - s), &pairs[count]);
            if (rc < 0)
                return rc;
            count++;
        }
        s = stop + 1;
    }
    *ret_pairs = pairs;
    *ret_n = count;
    return 0;
}

char *url_encode(struct arena *a, const char *s)
{
    static const char digits[] = "0123456789ABCDEF";
    struct strbuf b;
    strbuf_init(&b, a);
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
            strchr("-._~", c)) {
            strbuf_putc(&b, (char)c);
        } else {
            strbuf_putc(&b, '%');
            strbuf_putc(&b, digits[c >> 4]);
            strbuf_putc(&b, digits[c & 15]);
        }
    }
    return b.s;
}

int url_is_local(const char *s)
{
    if (s[0] != '/' || s[1] == '/' || s[1] == '\\')
        return 0;
    for (; *s; s++)
        if ((unsigned char)*s <= ' ' || *s == 0x7f || *s == '\\')
            return 0;
    return 1;
}
