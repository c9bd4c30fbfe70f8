#include "base/utf8.h"

#include <string.h>

#include "base/block.h"
#include "base/strbuf.h"

uint32_t utf8_decode(const char *s, size_t n, size_t *ret_len)
{
    const unsigned char *p = (const unsigned char *)s;
    uint32_t c = p[0], min;
    size_t len;
    *ret_len = 1;
    if (c < 0x80)
        return c;
    if (c >= 0xC2 && c <= 0xDF) {
        len = 2, min = 0x80, c &= 0x1F;
    } else if ((c & 0xF0) == 0xE0) {
        len = 3, min = 0x800, c &= 0x0F;
    } else if (c >= 0xF0 && c <= 0xF4) {
        len = 4, min = 0x10000, c &= 0x07;
    } else {
        return 0xFFFD;
    }
    if (len > n)
        return 0xFFFD;
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0xFFFD;
        c = c << 6 | (p[i] & 0x3F);
    }
    if (c < min || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0xFFFD;
    *ret_len = len;
    return c;
}

/* What of a block, and of the byte behind it, is not a letter of one or two bytes: a first half
 * that no second one follows, or the other way round, among them. */
static block not_plain(const char *s)
{
    block here = block_load(s), next = block_load(s + 1);
    block first = (block)((here & 0xE0) == 0xC0), second = (block)((next & 0xC0) == 0x80);
    return (first ^ second) | (block)(here >= 0xE0) | (block)(here == 0) |
           (block)((here & 0xFE) == 0xC0);
}

static bool is_second(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* Bytes of the valid character at s, 0: none. */
static size_t valid_at(const char *s, size_t n)
{
    size_t len;
    uint32_t c = utf8_decode(s, n, &len);
    return c == 0 || (c == 0xFFFD && len == 1) ? 0 : len;
}

bool utf8_valid(const char *s, size_t n)
{
    const char *end = s + n;
    while (s < end) {
        if (end - s > BLOCK && !is_second(*s) && !block_any(not_plain(s))) {
            s += BLOCK;
            s += is_second(*s); /* of the last letter */
            continue;
        }
        const char *stop = end - s > BLOCK ? s + BLOCK : end;
        while (s < stop) {
            size_t len = valid_at(s, (size_t)(end - s));
            if (!len)
                return false;
            s += len;
        }
    }
    return true;
}

size_t utf8_encode(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

size_t utf8_len(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

size_t utf8_cut(const char *s, size_t n)
{
    size_t start = n;
    while (start > 0 && n - start < 4 && ((unsigned char)s[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return 0;
    size_t len;
    utf8_decode(s + start - 1, n - start + 1, &len);
    return start - 1 + len == n ? n : start - 1;
}

uint32_t utf8_lower(uint32_t c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) ||
        (c >= 0x410 && c <= 0x42F))
        return c + 32;
    if (c >= 0x400 && c <= 0x40F)
        return c + 80;
    if (c == 0x4C0)
        return 0x4CF;
    if (c >= 0x4C1 && c <= 0x4CE)
        return c % 2 ? c + 1 : c;
    if ((c >= 0x460 && c <= 0x481) || (c >= 0x48A && c <= 0x4BF) || (c >= 0x4D0 && c <= 0x52F))
        return c | 1;
    return c;
}

uint32_t utf8_upper(uint32_t c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 0xE0 && c <= 0xFE && c != 0xF7) ||
        (c >= 0x430 && c <= 0x44F))
        return c - 32;
    if (c >= 0x450 && c <= 0x45F)
        return c - 80;
    if (c == 0x4CF)
        return 0x4C0;
    if (c >= 0x4C1 && c <= 0x4CE)
        return c % 2 ? c : c - 1;
    if ((c >= 0x460 && c <= 0x481) || (c >= 0x48A && c <= 0x4BF) || (c >= 0x4D0 && c <= 0x52F))
        return c & ~1u;
    return c;
}

bool utf8_is_cyrillic(uint32_t c)
{
    return (c >= 0x400 && c <= 0x481) || (c >= 0x48A && c <= 0x52F);
}

bool utf8_is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || utf8_is_cyrillic(c) ||
           (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7);
}

bool utf8_is_space(uint32_t c)
{
    return c == ' ' || (c >= 9 && c <= 13) || c == 0xA0 || (c >= 0x2000 && c <= 0x200B) ||
           c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF || c == 0x2028 || c == 0x2029;
}

uint32_t utf8_lookalike(uint32_t c)
{
    static const char latin[] = "aceopxyABCEHKMOPTXYkmtbhi";
    static const uint16_t cyrillic[] = {
        0x430, 0x441, 0x435, 0x43E, 0x440, 0x445, 0x443, 0x410, 0x412, 0x421, 0x415, 0x41D, 0x41A,
        0x41C, 0x41E, 0x420, 0x422, 0x425, 0x423, 0x43A, 0x43C, 0x442, 0x432, 0x43D, 0x456};
    if (c >= 0x80 || c == 0)
        return 0;
    const char *at = strchr(latin, (int)c);
    return at ? cyrillic[at - latin] : 0;
}

static void put(struct strbuf *b, uint32_t c)
{
    char out[4];
    strbuf_add(b, out, utf8_encode(c, out));
}

char *utf8_lowercase(struct arena *a, const char *s)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t n = strlen(s), len; n; s += len, n -= len)
        put(&b, utf8_lower(utf8_decode(s, n, &len)));
    return b.s;
}

/* What a byte may be to the functions below, so that one look at a table answers. */
enum { PLAIN, LATIN, SPACE, EXOTIC /* begins what may be a space */, END };

static const unsigned char byte_kind[256] = {[0] = END,
                                             [' '] = SPACE,
                                             ['\t' ... '\r'] = EXOTIC,
                                             [0xC2] = EXOTIC,
                                             [0xE2 ... 0xEF] = EXOTIC,
                                             ['A' ... 'Z'] = LATIN,
                                             ['a' ... 'z'] = LATIN};

/* Two spaces, or what may begin a space that is not ' '. */
static block not_squeezed(const char *s)
{
    block here = block_load(s), next = block_load(s + 1);
    block other = (block)(here - '\t' <= '\r' - '\t') | (block)((here >= 0xE3) & (here <= 0xEF)) |
                  (block)((here == 0xE2) & ((next & 0xFE) == 0x80)) |
                  (block)((here == 0xC2) & (next == 0xA0));
    return other | (block)((here == ' ') & (next == ' '));
}

static bool is_squeezed_by_bytes(const char *s)
{
    for (const unsigned char *p = (const unsigned char *)s;; p++) {
        size_t len = 1;
        while (byte_kind[*p] < SPACE)
            p++;
        if (byte_kind[*p] == EXOTIC) { /* «», № and dashes more often than a space; NUL ends it */
            if (utf8_is_space(utf8_decode((const char *)p, 4, &len)))
                return false;
            p += len - 1;
            continue;
        }
        if (byte_kind[*p] == END)
            return true;
        if (p[1] == ' ' || !p[1])
            return false;
    }
}

bool utf8_is_squeezed(const char *s)
{
    size_t n = strlen(s);
    if (*s == ' ')
        return false;
    if (n < BLOCK)
        return is_squeezed_by_bytes(s);
    block found = not_squeezed(s + n - BLOCK); /* the NUL is behind it */
    for (size_t i = 0; i + BLOCK < n; i += BLOCK)
        found |= not_squeezed(s + i);
    return block_any(found) ? is_squeezed_by_bytes(s) : s[n - 1] != ' ';
}

char *utf8_squeeze(struct arena *a, const char *s)
{
    if (utf8_is_squeezed(s))
        return arena_strdup(a, s);
    struct strbuf b;
    strbuf_init(&b, a);
    bool gap = false;
    for (size_t n = strlen(s), len; n; s += len, n -= len) {
        uint32_t c = utf8_decode(s, n, &len);
        if (utf8_is_space(c)) {
            gap = true;
            continue;
        }
        if (gap && b.len)
            strbuf_putc(&b, ' ');
        gap = false;
        strbuf_add(&b, s, len);
    }
    return b.s;
}

/* Length in bytes of the run of letters at s, and what alphabets it holds. */
static size_t word_at(const char *s, size_t n, bool *ret_cyr, bool *ret_foreign)
{
    size_t used = 0;
    *ret_cyr = *ret_foreign = false;
    for (size_t len; used < n; used += len) {
        uint32_t c = utf8_decode(s + used, n - used, &len);
        if (!utf8_is_letter(c))
            break;
        if (utf8_is_cyrillic(c))
            *ret_cyr = true;
        else if (!utf8_lookalike(c))
            *ret_foreign = true;
    }
    return used;
}

static bool has_latin(const char *s)
{
    for (; *s; s++)
        if (byte_kind[(unsigned char)*s] == LATIN)
            return true;
    return false;
}

char *utf8_unmix(struct arena *a, const char *s, bool *ret_changed)
{
    if (!has_latin(s)) {
        if (ret_changed)
            *ret_changed = false;
        return arena_strdup(a, s);
    }
    struct strbuf b;
    strbuf_init(&b, a);
    bool changed = false, cyr, foreign;
    for (size_t n = strlen(s), len; n;) {
        size_t word = word_at(s, n, &cyr, &foreign);
        bool mend = cyr && !foreign;
        for (size_t end = word ? word : 1, i = 0; i < end; i += len) {
            uint32_t c = utf8_decode(s + i, n - i, &len);
            uint32_t twin = mend ? utf8_lookalike(c) : 0;
            if (!word)
                end = len;
            if (twin)
                put(&b, twin), changed = true;
            else
                strbuf_add(&b, s + i, len);
        }
        size_t step = word;
        if (!word)
            utf8_decode(s, n, &step);
        s += step, n -= step;
    }
    if (ret_changed)
        *ret_changed = changed;
    return b.s;
}

/* А–Я, а–я and Ё in the key of a text: two bytes at p, or 0 when they are not such a letter. */
static size_t plain_cyrillic(const unsigned char *p, char *end)
{
    uint32_t c = (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    if ((p[1] & 0xC0) != 0x80 || p[0] < 0xD0 || p[0] > 0xD1)
        return 0;
    if (c >= 0x410 && c <= 0x42F)
        c += 32;
    else if (c == 0x401 || c == 0x451)
        c = 0x435;
    else if (c < 0x430 || c > 0x44F)
        return 0;
    end[0] = (char)(0xC0 | c >> 6);
    end[1] = (char)(0x80 | (c & 0x3F));
    return 2;
}

char *utf8_key(struct arena *a, const char *s)
{
    const char *p = utf8_is_squeezed(s) ? s : utf8_squeeze(a, s);
    p = has_latin(p) ? utf8_unmix(a, p, NULL) : p;
    size_t n = strlen(p);
    char *key = arena_alloc(a, n + 4), *end = key; /* no letter grows; + 4: one is written whole */
    for (size_t len; n; p += len, n -= len) {
        if ((len = plain_cyrillic((const unsigned char *)p, end))) {
            end += len;
            continue;
        }
        uint32_t c = utf8_lower(utf8_decode(p, n, &len));
        if (len == 1 && c >= 0x80)
            c = '?'; /* not text: a mark for it would be longer than the byte */
        if (c == 0x451)
            c = 0x435;
        if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
            c = '-';
        if (c < 0x80 && c != '.')
            *end++ = (char)c;
        else if (c != '.')
            end += utf8_encode(c, end);
    }
    return key;
}

char *utf8_capital(struct arena *a, const char *s)
{
    char first[4];
    size_t len = 0, n = strlen(s);
    uint32_t c = n ? utf8_decode(s, n, &len) : 0;
    return n ? arena_printf(a, "%.*s%s", (int)utf8_encode(utf8_upper(c), first), first, s + len)
             : arena_strdup(a, "");
}
