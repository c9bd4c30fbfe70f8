/*
 * UTF-8 and the letters of the languages of Russia. No locale: results are the same on
 * every machine. Invalid bytes are rejected at the door (utf8_valid); after it the other
 * functions may assume valid text, and stay inside the buffer if it is not.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Valid UTF-8 without NUL, surrogates, overlong forms or non-characters beyond U+10FFFF. */
bool utf8_valid(const char *s, size_t n);

/* Decode one character at s (n > 0 bytes left); bytes used into *ret_len (≥ 1).
 * An invalid byte gives U+FFFD and length 1. */
uint32_t utf8_decode(const char *s, size_t n, size_t *ret_len);

/* Encode into out (room for 4); returns bytes written. */
size_t utf8_encode(uint32_t c, char out[4]);

/* Number of characters. */
size_t utf8_len(const char *s);

/* The largest cut ≤ n that does not split a character. */
size_t utf8_cut(const char *s, size_t n);

/* Lower and upper case of one character: Latin, Latin-1, the whole Cyrillic block. */
uint32_t utf8_lower(uint32_t c);
uint32_t utf8_upper(uint32_t c);
bool utf8_is_letter(uint32_t c);
bool utf8_is_cyrillic(uint32_t c);

/* White space, also U+00A0, U+2007, U+2009, U+202F, U+FEFF, U+200B. */
bool utf8_is_space(uint32_t c);

/* The Cyrillic letter that looks like this Latin one («a» → «а», «H» → «Н»), or 0. */
uint32_t utf8_lookalike(uint32_t latin);

/* Copies, in the arena. */
char *utf8_lowercase(struct arena *a, const char *s);

/* Would utf8_squeeze change nothing? false where that cannot be told at a glance. */

/* With its first letter in upper case: «Директор» at the beginning of a line. */
char *utf8_capital(struct arena *a, const char *s);
bool utf8_is_squeezed(const char *s);

/* Trim, and fold every run of white space into one U+0020. */
char *utf8_squeeze(struct arena *a, const char *s);

/* In words that hold Cyrillic letters, replace Latin look-alikes by Cyrillic ones;
 * other words stay. *ret_changed (may be NULL) says whether anything was replaced. */
char *utf8_unmix(struct arena *a, const char *s, bool *ret_changed);

/* The key two spellings of one name share: squeezed, unmixed, lower case, ё → е,
 * all dashes → '-', no dots. For look-up only, never for display. */
char *utf8_key(struct arena *a, const char *s);
