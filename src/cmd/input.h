/*
 * A file read through one buffer, by lines or by bytes: instances and results are too large to
 * be held as text. It need not be a regular file.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define INPUT_BUFFER (256u * 1024u)
#define INPUT_MAX_LINE 4096u /* a line of numbers is far shorter */

struct input {
    int fd;
    const char *name; /* for messages, borrowed */
    uint64_t line_no; /* of the line that input_line gave, from 1 */
    char *at, *end;   /* what is not read yet */
    bool ended;       /* nothing comes after it */
    char buffer[INPUT_BUFFER];
};

/* The name of the file stays borrowed until input_close. This and all that read return
 * ERR_CANCELLED when a signal with a handler of the program's comes while they wait. */
int input_open(struct input *in, const char *path, struct err *err);
void input_close(struct input *in);

/* Bytes of the regular file, or UINT64_MAX when it is not one. */
uint64_t input_size(const struct input *in);

/* At least n ≤ INPUT_MAX_LINE bytes at in->at, fewer only where the file ends. */
int input_fill(struct input *in, size_t n, struct err *err);

/* The next n bytes, ret_got < n only where the file ends. */
int input_bytes(struct input *in, void *data, size_t n, struct err *err, size_t *ret_got);

/* The next line without its end: 1 and the text, or 0 after the last one. The text is not
 * NUL-terminated and lasts until the next call. ERR_INVALID: longer than INPUT_MAX_LINE. */
int input_line(struct input *in, struct err *err, const char **ret_text, const char **ret_end);

/* «NAME, строка N: …»; returns ERR_INVALID. */
int input_bad(const struct input *in, struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * A number at *at, white space before it, white space or the end after it; *at moves past it.
 * what names it in the message (N_("балл")).
 */
int input_number(const struct input *in, const char **at, const char *end, const char *what,
                 uint64_t max, struct err *err, uint64_t *ret);

/* ERR_INVALID when the line goes on. */
int input_line_ends(const struct input *in, const char *at, const char *end, struct err *err);
