#include "office/charset.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"

/* The upper halves of the 8-bit encodings of Cyrillic; 0xfffd: not assigned. */
static const uint16_t cp1251[128] = {
    0x0402, 0x0403, 0x201a, 0x0453, 0x201e, 0x2026, 0x2020, 0x2021, 0x20ac, 0x2030, 0x0409, 0x2039,
    0x040a, 0x040c, 0x040b, 0x040f, 0x0452, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
    0xfffd, 0x2122, 0x0459, 0x203a, 0x045a, 0x045c, 0x045b, 0x045f, 0x00a0, 0x040e, 0x045e, 0x0408,
    0x00a4, 0x0490, 0x00a6, 0x00a7, 0x0401, 0x00a9, 0x0404, 0x00ab, 0x00ac, 0x00ad, 0x00ae, 0x0407,
    0x00b0, 0x00b1, 0x0406, 0x0456, 0x0491, 0x00b5, 0x00b6, 0x00b7, 0x0451, 0x2116, 0x0454, 0x00bb,
    0x0458, 0x0405, 0x0455, 0x0457, 0x0410, 0x0411, 0x0412, 0x0413, 0x0414, 0x0415, 0x0416, 0x0417,
    0x0418, 0x0419, 0x041a, 0x041b, 0x041c, 0x041d, 0x041e, 0x041f, 0x0420, 0x0421, 0x0422, 0x0423,
    0x0424, 0x0425, 0x0426, 0x0427, 0x0428, 0x0429, 0x042a, 0x042b, 0x042c, 0x042d, 0x042e, 0x042f,
    0x0430, 0x0431, 0x0432, 0x0433, 0x0434, 0x0435, 0x0436, 0x0437, 0x0438, 0x0439, 0x043a, 0x043b,
    0x043c, 0x043d, 0x043e, 0x043f, 0x0440, 0x0441, 0x0442, 0x0443, 0x0444, 0x0445, 0x0446, 0x0447,
    0x0448, 0x0449, 0x044a, 0x044b, 0x044c, 0x044d, 0x044e, 0x044f,
};

static const uint16_t koi8r[128] = {
    0x2500, 0x2502, 0x250c, 0x2510, 0x2514, 0x2518, 0x251c, 0x2524, 0x252c, 0x2534, 0x253c, 0x2580,
    0x2584, 0x2588, 0x258c, 0x2590, 0x2591, 0x2592, 0x2593, 0x2320, 0x25a0, 0x2219, 0x221a, 0x2248,
    0x2264, 0x2265, 0x00a0, 0x2321, 0x00b0, 0x00b2, 0x00b7, 0x00f7, 0x2550, 0x2551, 0x2552, 0x0451,
    0x2553, 0x2554, 0x2555, 0x2556, 0x2557, 0x2558, 0x2559, 0x255a, 0x255b, 0x255c, 0x255d, 0x255e,
    0x255f, 0x2560, 0x2561, 0x0401, 0x2562, 0x2563, 0x2564, 0x2565, 0x2566, 0x2567, 0x2568, 0x2569,
    0x256a, 0x256b, 0x256c, 0x00a9, 0x044e, 0x0430, 0x0431, 0x0446, 0x0434, 0x0435, 0x0444, 0x0433,
    0x0445, 0x0438, 0x0439, 0x043a, 0x043b, 0x043c, 0x043d, 0x043e, 0x043f, 0x044f, 0x0440, 0x0441,
    0x0442, 0x0443, 0x0436, 0x0432, 0x044c, 0x044b, 0x0437, 0x0448, 0x044d, 0x0449, 0x0447, 0x044a,
    0x042e, 0x0410, 0x0411, 0x0426, 0x0414, 0x0415, 0x0424, 0x0413, 0x0425, 0x0418, 0x0419, 0x041a,
    0x041b, 0x041c, 0x041d, 0x041e, 0x041f, 0x042f, 0x0420, 0x0421, 0x0422, 0x0423, 0x0416, 0x0412,
    0x042c, 0x042b, 0x0417, 0x0428, 0x042d, 0x0429, 0x0427, 0x042a,
};

static const uint16_t cp866[128] = {
    0x0410, 0x0411, 0x0412, 0x0413, 0x0414, 0x0415, 0x0416, 0x0417, 0x0418, 0x0419, 0x041a, 0x041b,
    0x041c, 0x041d, 0x041e, 0x041f, 0x0420, 0x0421, 0x0422, 0x0423, 0x0424, 0x0425, 0x0426, 0x0427,
    0x0428, 0x0429, 0x042a, 0x042b, 0x042c, 0x042d, 0x042e, 0x042f, 0x0430, 0x0431, 0x0432, 0x0433,
    0x0434, 0x0435, 0x0436, 0x0437, 0x0438, 0x0439, 0x043a, 0x043b, 0x043c, 0x043d, 0x043e, 0x043f,
    0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x2561, 0x2562, 0x2556, 0x2555, 0x2563, 0x2551, 0x2557,
    0x255d, 0x255c, 0x255b, 0x2510, 0x2514, 0x2534, 0x252c, 0x251c, 0x2500, 0x253c, 0x255e, 0x255f,
    0x255a, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256c, 0x2567, 0x2568, 0x2564, 0x2565, 0x2559,
    0x2558, 0x2552, 0x2553, 0x256b, 0x256a, 0x2518, 0x250c, 0x2588, 0x2584, 0x258c, 0x2590, 0x2580,
    0x0440, 0x0441, 0x0442, 0x0443, 0x0444, 0x0445, 0x0446, 0x0447, 0x0448, 0x0449, 0x044a, 0x044b,
    0x044c, 0x044d, 0x044e, 0x044f, 0x0401, 0x0451, 0x0404, 0x0454, 0x0407, 0x0457, 0x040e, 0x045e,
    0x00b0, 0x2219, 0x00b7, 0x221a, 0x2116, 0x00a4, 0x25a0, 0x00a0,
};

/* How often a letter stands in Russian text, per mille; а … я. */
static const uint8_t frequency[32] = {80, 16, 45, 17,  30, 85, 9,  16, 74, 12, 35,
                                      44, 32, 67, 110, 28, 47, 55, 63, 26, 3,  10,
                                      5,  14, 7,  4,   1,  19, 17, 3,  6,  20};

struct counts {
    size_t bytes[256];
    size_t multi; /* characters of several bytes, well formed */
    size_t bad;   /* bytes that are no UTF-8 */
    size_t total;
};

static const uint16_t *table_of(enum charset charset)
{
    return charset == CHARSET_KOI8R ? koi8r : charset == CHARSET_CP866 ? cp866 : cp1251;
}

/* Bytes at the end of s that begin a character and do not finish it. */
static size_t unfinished(const char *s, size_t n)
{
    for (size_t back = 1; back <= 3 && back <= n; back++) {
        unsigned char c = (unsigned char)s[n - back];
        if (c >= 0xc0)
            return back < (c >= 0xf0 ? 4u : c >= 0xe0 ? 3u : 2u) ? back : 0;
        if (c < 0x80)
            return 0;
    }
    return 0;
}

static void count(struct counts *c, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        if ((unsigned char)s[i] < 0x80) {
            c->bytes[(unsigned char)s[i++]]++;
            continue;
        }
        size_t len;
        utf8_decode(s + i, n - i, &len);
        c->multi += len > 1;
        c->bad += len == 1;
        for (size_t end = i + len; i < end; i++)
            c->bytes[(unsigned char)s[i]]++;
    }
    c->total += n;
}

static int64_t score(const struct counts *c, enum charset charset)
{
    int64_t sum = 0;
    for (unsigned b = 0x80; b < 0x100; b++) {
        uint32_t letter = utf8_lower(table_of(charset)[b - 0x80]);
        int64_t weight = letter >= 0x430 && letter < 0x450 ? frequency[letter - 0x430] : 0;
        if (letter >= 0x2500 && letter < 0x25a0)
            weight = -50; /* frames of tables */
        sum += weight * (int64_t)c->bytes[b];
    }
    return sum;
}

static bool is_text(const struct counts *c)
{
    size_t controls = 0;
    for (int b = 1; b < 0x20; b++)
        if (b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1a)
            controls += c->bytes[b];
    return c->bytes[0] == 0 && controls <= c->total / 100;
}

/* A stray broken byte does not make a UTF-8 file windows-1251. */
static enum charset guess(const struct counts *c)
{
    if (c->bad <= c->multi / 50)
        return CHARSET_UTF8;
    enum charset best = CHARSET_CP1251;
    int64_t top = score(c, CHARSET_CP1251) * 6 / 5;
    for (enum charset i = CHARSET_KOI8R; i <= CHARSET_CP866; i++)
        if (score(c, i) > top) {
            best = i;
            top = score(c, i);
        }
    return best;
}

size_t charset_mark(const char *s, size_t n, enum charset *ret)
{
    if (n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0) {
        *ret = CHARSET_UTF8;
        return 3;
    }
    if (n >= 2 && memcmp(s, "\xff\xfe", 2) == 0) {
        *ret = CHARSET_UTF16LE;
        return 2;
    }
    if (n >= 2 && memcmp(s, "\xfe\xff", 2) == 0) {
        *ret = CHARSET_UTF16BE;
        return 2;
    }
    return 0;
}

static bool by_mark(FILE *f, enum charset *ret)
{
    char mark[3];
    size_t n = charset_mark(mark, fread(mark, 1, sizeof mark, f), ret);
    return fseek(f, (long)n, SEEK_SET) == 0 && n > 0;
}

static int unreadable(struct err *err)
{
    return err_set(err, ERR_IO, _("Файл не читается: ошибка диска"));
}

int charset_detect(FILE *f, struct err *err, enum charset *ret)
{
    if (by_mark(f, ret))
        return 0;
    struct counts c = {0};
    char buf[16 * 1024];
    size_t kept = 0, got;
    while ((got = fread(buf + kept, 1, sizeof buf - kept, f)) > 0) {
        size_t n = kept + got;
        kept = unfinished(buf, n);
        count(&c, buf, n - kept);
        memmove(buf, buf + n - kept, kept);
    }
    count(&c, buf, kept);
    if (ferror(f) || fseek(f, 0, SEEK_SET) != 0)
        return unreadable(err);
    if (!is_text(&c))
        return err_set(err, ERR_INVALID,
                       _("Это не таблица. Нужен файл XLSX или CSV: откройте таблицу в своей "
                         "программе и сохраните её как XLSX"));
    *ret = guess(&c);
    return 0;
}

static size_t from_utf8(const char *in, size_t n, char *out, size_t *used)
{
    size_t i = 0, len = 0, end = n - unfinished(in, n);
    while (i < end) {
        if ((unsigned char)in[i] < 0x80) {
            out[len++] = in[i++];
            continue;
        }
        size_t step;
        uint32_t c = utf8_decode(in + i, end - i, &step);
        len += utf8_encode(c, out + len);
        i += step;
    }
    *used = i;
    return len;
}

static size_t from_utf16(const char *in, size_t n, bool big, char *out, size_t *used)
{
    const unsigned char *p = (const unsigned char *)in;
    size_t i = 0, len = 0;
    while (i + 2 <= n) {
        uint32_t c = (uint32_t)(p[i + !big] << 8 | p[i + big]);
        size_t step = 2;
        if (c >= 0xd800 && c < 0xdc00) {
            if (i + 4 > n)
                break;
            uint32_t low = (uint32_t)(p[i + 2 + !big] << 8 | p[i + 2 + big]);
            bool pair = low >= 0xdc00 && low < 0xe000;
            c = pair ? 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00) : 0xfffd;
            step = pair ? 4 : 2;
        } else if ((c >= 0xdc00 && c < 0xe000) || c == 0) {
            c = 0xfffd;
        }
        len += utf8_encode(c, out + len);
        i += step;
    }
    *used = i;
    return len;
}

static size_t from_table(const char *in, size_t n, const uint16_t *table, char *out)
{
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)in[i];
        if (c < 0x80)
            out[len++] = (char)c;
        else
            len += utf8_encode(table[c - 0x80], out + len);
    }
    return len;
}

size_t charset_convert(enum charset charset, const char *in, size_t n, char *out, size_t *ret_used)
{
    switch (charset) {
    case CHARSET_UTF8:
        return from_utf8(in, n, out, ret_used);
    case CHARSET_UTF16LE:
    case CHARSET_UTF16BE:
        return from_utf16(in, n, charset == CHARSET_UTF16BE, out, ret_used);
    default:
        *ret_used = n;
        return from_table(in, n, table_of(charset), out);
    }
}

int charset_next(struct charset_reader *r, struct err *err, size_t *ret_n)
{
    size_t len = 0;
    while (len == 0) {
        size_t got = fread(r->in + r->n_kept, 1, sizeof r->in - r->n_kept, r->f);
        if (ferror(r->f))
            return unreadable(err);
        size_t n = r->n_kept + got, used = 0;
        if (got == 0) { /* an unfinished character at the very end is dropped */
            *ret_n = 0;
            return 0;
        }
        len = charset_convert(r->charset, r->in, n, r->out, &used);
        r->n_kept = n - used;
        r->n_read += got;
        memmove(r->in, r->in + used, r->n_kept);
    }
    *ret_n = len;
    return 0;
}
