/* Text files of any Russian program → UTF-8, piece by piece. */
#pragma once

#include <stddef.h>
#include <stdio.h>

#include "base/err.h"

enum charset {
    CHARSET_UTF8,
    CHARSET_UTF16LE,
    CHARSET_UTF16BE,
    CHARSET_CP1251,
    CHARSET_KOI8R,
    CHARSET_CP866,
};

/* Reads the whole file once and rewinds it behind the byte order mark, if there is one. What is
 * not UTF-8 is told apart by its most frequent letters. ERR_INVALID: bytes that are no text. */
int charset_detect(FILE *f, struct err *err, enum charset *ret);

/* Bytes of the byte order mark at s, 0 when there is none; sets *ret only when there is one. */
size_t charset_mark(const char *s, size_t n, enum charset *ret);

/* n bytes → UTF-8 in out, which has room for 3 × n; an unfinished character at the end is left.
 * Returns the bytes in out, *ret_used those of the input. Wrong bytes become U+FFFD. */
size_t charset_convert(enum charset charset, const char *in, size_t n, char *out, size_t *ret_used);

#define CHARSET_IN (32u * 1024u)
#define CHARSET_OUT (CHARSET_IN * 3u) /* no encoding grows more than threefold */

struct charset_reader {
    FILE *f;
    enum charset charset;
    size_t n_kept; /* bytes of an unfinished character, waiting in `in` */
    size_t n_read; /* bytes of the file consumed */
    char in[CHARSET_IN];
    char out[CHARSET_OUT];
};

/* The next piece of UTF-8 in r->out; 0 bytes at the end. ERR_IO when the file is not readable. */
int charset_next(struct charset_reader *r, struct err *err, size_t *ret_n);
