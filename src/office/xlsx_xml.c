/*
 * The XML of office parts, told to hooks tag by tag. A scanner of our own, because a general
 * parser takes two thirds of the time of an import. It knows what office programs write: UTF-8
 * (UTF-16 is converted before), no DTD, tags that close in order. Tags are cut up where they lie;
 * a text may come in several pieces. Whoever keeps a text checks that it is UTF-8.
 */
#include <endian.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "office/xlsx.h"

#define MAX_ATTS 128
#define MAX_ENTITY 12 /* «&#x10FFFF;» and a little */

enum { NEED_MORE = 1 };

struct name {
    char *local; /* behind the prefix */
    char *end;
    uint32_t hash;
};

struct att {
    struct name name;
    char *value, *end;
};

struct scan {
    struct stream *stream;
    const struct xml_hooks *hooks;
    void *ctx;
    struct err *err;
    char *buf; /* XLSX_MAX_TOKEN bytes and a NUL */
    char *at, *end;
    bool ended; /* the stream is */
    bool any;   /* a tag was seen */
    unsigned depth;
    uint32_t open[XLSX_MAX_DEPTH]; /* hashes of the names of open tags */
    size_t n_atts;
    struct att cuts[MAX_ATTS];
    const char *atts[2 * MAX_ATTS + 1]; /* what the hook sees */
};

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* A name ends where anything else begins; the NUL behind the buffer ends it too. */
static struct name scan_name(char *p)
{
    struct name n = {.local = p, .hash = 2166136261u};
    while (*p && *p != '>' && *p != '/' && *p != '=' && !is_space(*p)) {
        n.hash = (n.hash ^ (unsigned char)*p) * 16777619u;
        if (*p++ == ':')
            n.local = p;
    }
    n.end = p;
    return n;
}

/* «#1071» or «#x42F» without the «#». */
static int32_t numeric_entity(const char *s, size_t n)
{
    bool hex = n > 0 && *s == 'x';
    int32_t c = 0;
    for (size_t i = hex; i < n && c <= 0x10ffff; i++) {
        int32_t digit = s[i] >= '0' && s[i] <= '9'                        ? s[i] - '0'
                        : hex && (s[i] | 32) >= 'a' && (s[i] | 32) <= 'f' ? (s[i] | 32) - 'a' + 10
                                                                          : -1;
        if (digit < 0)
            return -1;
        c = c * (hex ? 16 : 10) + digit;
    }
    return c > 0 && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff) ? c : -1;
}

static int32_t entity_code(const char *s, size_t n)
{
    static const struct {
        const char *name;
        char c;
    } known[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    if (n > 1 && s[0] == '#')
        return numeric_entity(s + 1, n - 1);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i].name) == n && memcmp(known[i].name, s, n) == 0)
            return known[i].c;
    return -1;
}

/* «&#1048;»: libraries write every letter that is not ASCII so. Bytes used, 0: not such a one. */
static size_t decimal_entity(const char *s, const char *end, int32_t *ret_code)
{
    const char *p = s + 2;
    int32_t c = 0;
    for (; p < end && *p >= '0' && *p <= '9' && c < 0x10000; p++)
        c = c * 10 + (*p - '0');
    if (p == end || *p != ';' || c == 0 || c >= 0xd800)
        return 0;
    *ret_code = c;
    return (size_t)(p - s) + 1;
}

/* The entity at s: bytes used, 0: a wrong one. */
static size_t entity_at(const char *s, const char *end, int32_t *ret_code)
{
    size_t used = end - s > 3 && s[1] == '#' ? decimal_entity(s, end, ret_code) : 0;
    if (used)
        return used;
    size_t near = end - s < MAX_ENTITY ? (size_t)(end - s) : MAX_ENTITY;
    const char *semicolon = memchr(s, ';', near);
    *ret_code = semicolon ? entity_code(s + 1, (size_t)(semicolon - s) - 1) : -1;
    return *ret_code < 0 ? 0 : (size_t)(semicolon - s) + 1;
}

#define LETTER 7 /* bytes of «&#1048;» */

/* The number of an entity of four digits at s, nearly all there are; 0: another text. */
static uint32_t four_digits(const char *s, const char *end)
{
    uint64_t bytes = 0;
    if (end - s < LETTER)
        return 0;
    memcpy(&bytes, s, sizeof bytes); /* a quote, a tag or the NUL of the buffer is behind the end */
    bytes = le64toh(bytes);
    /* «&», «#» and «;» at their places; each digit a byte, from the first to the last. */
    uint32_t digits = (uint32_t)(bytes >> 16) ^ 0x30303030;
    if ((bytes & 0x00FF00000000FFFF) != 0x003B000000002326 ||
        ((digits | (digits + 0x76767676)) & 0x80808080))
        return 0;
    uint32_t pairs = digits * 10 + (digits >> 8);
    return (pairs & 0xFF) * 100 + (pairs >> 16 & 0xFF);
}

/* Entities of s … end are replaced in place, which never makes a text longer; NULL: a wrong one. */
static char *decode(char *s, char *end)
{
    char *amp = memchr(s, '&', (size_t)(end - s));
    if (!amp)
        return end;
    char *out = amp;
    for (s = amp; s < end;) {
        if (*s != '&') {
            *out++ = *s++;
            continue;
        }
        uint32_t letter = four_digits(s, end);
        if (letter >= 0x80 && letter < 0x800) {
            *out++ = (char)(0xC0 | letter >> 6);
            *out++ = (char)(0x80 | (letter & 0x3F));
            s += LETTER;
            continue;
        }
        int32_t c;
        size_t used = entity_at(s, end, &c);
        if (!used)
            return NULL;
        out += utf8_encode((uint32_t)c, out);
        s += used;
    }
    return out;
}

static int end_tag(struct scan *s, struct name n)
{
    if (s->depth == 0 || s->open[--s->depth] != n.hash)
        return xlsx_damaged(s->err);
    *n.end = '\0';
    return s->hooks->end(s->ctx, n.local, s->err);
}

/* The attributes up to the end of the tag; nothing is changed before the whole tag is there. */
static int scan_atts(struct scan *s, char *p, char **ret_end)
{
    for (s->n_atts = 0;; s->n_atts++) {
        while (is_space(*p))
            p++;
        if (*p == '>' || *p == '/')
            break;
        if (s->n_atts == MAX_ATTS)
            return xlsx_damaged(s->err);
        struct att *att = &s->cuts[s->n_atts];
        att->name = scan_name(p);
        for (p = att->name.end; is_space(*p) || (*p == '=' && p > att->name.local);)
            p++;
        if (p >= s->end)
            return NEED_MORE;
        if (*p != '"' && *p != '\'')
            return xlsx_damaged(s->err);
        att->value = p + 1;
        att->end = memchr(p + 1, *p, (size_t)(s->end - p) - 1);
        if (!att->end)
            return NEED_MORE;
        p = att->end + 1;
    }
    char *end = *p == '/' ? p + 1 : p;
    if (*end != '>')
        return end >= s->end ? NEED_MORE : xlsx_damaged(s->err);
    *ret_end = end;
    return 0;
}

static int cut_atts(struct scan *s)
{
    for (size_t i = 0; i < s->n_atts; i++) {
        struct att *att = &s->cuts[i];
        char *end = decode(att->value, att->end);
        if (!end)
            return xlsx_damaged(s->err);
        *end = '\0';
        *att->name.end = '\0';
        s->atts[2 * i] = att->name.local;
        s->atts[2 * i + 1] = att->value;
    }
    s->atts[2 * s->n_atts] = NULL;
    return 0;
}

static int start_tag(struct scan *s)
{
    struct name n = scan_name(s->at + 1);
    char *end = n.end;
    int rc = n.end >= s->end ? NEED_MORE : scan_atts(s, n.end, &end);
    if (rc != 0)
        return rc;
    bool empty = *end == '>' && end[-1] == '/';
    if (n.end == n.local || s->depth == XLSX_MAX_DEPTH || (rc = cut_atts(s)) < 0)
        return xlsx_damaged(s->err);
    s->at = end + 1;
    s->any = true;
    s->open[s->depth++] = n.hash;
    *n.end = '\0';
    rc = s->hooks->start(s->ctx, n.local, s->atts, s->err);
    return rc < 0 || !empty ? rc : end_tag(s, n);
}

static int close_tag(struct scan *s)
{
    struct name n = scan_name(s->at + 2);
    char *p = n.end;
    while (is_space(*p))
        p++;
    if (*p != '>')
        return p >= s->end ? NEED_MORE : xlsx_damaged(s->err);
    s->at = p + 1;
    return end_tag(s, n);
}

static int tell_text(struct scan *s, char *text, char *end)
{
    if (!s->hooks->text || s->depth == 0 || end == text)
        return 0;
    return s->hooks->text(s->ctx, text, (size_t)(end - text), s->err);
}

/* «<!-- -->», «<?xml ?>» and «<![CDATA[ ]]>». A DTD is how XML bombs are made, and office programs
 * write none. */
static int special(struct scan *s)
{
    static const struct {
        const char *open, *close;
    } kinds[] = {{"<!--", "-->"}, {"<?", "?>"}, {"<![CDATA[", "]]>"}};
    size_t n = (size_t)(s->end - s->at);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t open = strlen(kinds[i].open), close = strlen(kinds[i].close);
        if (memcmp(s->at, kinds[i].open, n < open ? n : open) != 0)
            continue;
        char *end = n < open ? NULL : memmem(s->at + open, n - open, kinds[i].close, close);
        if (!end)
            return NEED_MORE;
        char *text = s->at + open;
        s->at = end + close;
        return kinds[i].open[2] == '[' ? tell_text(s, text, end) : 0;
    }
    return xlsx_damaged(s->err);
}

static int text(struct scan *s)
{
    char *from = s->at, *stop = memchr(from, '<', (size_t)(s->end - from));
    if (!stop) {
        stop = s->end;
        char *amp = memrchr(from, '&', (size_t)(stop - from));
        if (amp && stop - amp < MAX_ENTITY && !s->ended)
            stop = amp;
        if (stop == from)
            return NEED_MORE;
    }
    char *end = decode(from, stop);
    if (!end)
        return xlsx_damaged(s->err);
    s->at = stop;
    return tell_text(s, from, end);
}

static int refill(struct scan *s)
{
    size_t kept = (size_t)(s->end - s->at), got;
    if (s->ended)
        return xlsx_damaged(s->err);
    if (kept == XLSX_MAX_TOKEN)
        return xlsx_too_large(s->err);
    memmove(s->buf, s->at, kept);
    int rc = stream_next(s->stream, s->buf + kept, XLSX_MAX_TOKEN - kept, s->err, &got);
    if (rc < 0)
        return rc;
    s->at = s->buf;
    s->end = s->buf + kept + got;
    *s->end = '\0';
    s->ended = got == 0;
    return 0;
}

static int step(struct scan *s)
{
    if (*s->at != '<')
        return text(s);
    if (s->at + 1 == s->end)
        return NEED_MORE;
    if (s->at[1] == '/')
        return close_tag(s);
    return s->at[1] == '!' || s->at[1] == '?' ? special(s) : start_tag(s);
}

int xml_read(struct stream *stream, const struct xml_hooks *hooks, void *ctx, struct arena *a,
             struct err *err)
{
    struct scan *s = arena_new_of(a, struct scan);
    s->stream = stream;
    s->hooks = hooks;
    s->ctx = ctx;
    s->err = err;
    s->buf = s->at = s->end = arena_alloc(a, XLSX_MAX_TOKEN + 1);
    for (;;) {
        int rc = s->at == s->end ? NEED_MORE : step(s);
        if (rc < 0)
            return rc;
        if (rc == NEED_MORE && (rc = refill(s)) < 0)
            return rc;
        if (s->ended && s->at == s->end)
            return s->any && s->depth == 0 ? 0 : xlsx_damaged(err);
    }
}
