/*
 * Texts for people, through gettext's files: Russian is the source language (msgid),
 * other languages are .mo catalogues built from po/ and embedded in the program.
 * The language belongs to the thread, because one process serves many people at once;
 * libc's gettext() follows the process locale and needs it installed (docs/decisions.md).
 */
#pragma once

#include <stddef.h>

enum lang { LANG_RU, LANG_EN, LANG_COUNT };

/* Register a catalogue (bytes of a .mo file, little-endian, borrowed for the life of the
 * program). Returns ERR_INVALID for a file that is not one. Call before threads start. */
int i18n_load(enum lang lang, const void *mo, size_t n);

/* Language of this thread; LANG_RU at first. */
void i18n_set(enum lang lang);
enum lang i18n_get(void);

/* "en", "en_GB.UTF-8", "ru" … → language; anything else (also NULL, "C") is Russian. */
enum lang i18n_parse(const char *name);

/* BCP 47 code for <html lang>. */
const char *i18n_code(enum lang lang);

/* The text in the thread's language, or msgid itself. */
const char *i18n_text(const char *msgid) __attribute__((format_arg(1)));

/* Plural: msgid «%d пара», plural «%d пар»; the catalogue of Russian holds all three forms. */
const char *i18n_plural(const char *msgid, const char *plural, long n)
    __attribute__((format_arg(1), format_arg(2)));

#define _(text) i18n_text(text)
#define N_(text) (text)
#define P_(one, many, n) i18n_plural((one), (many), (n))
