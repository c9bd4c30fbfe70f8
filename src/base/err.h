/*
 * Errors: functions return 0 (or a meaningful positive number) on success and a negative
 * ERR_* code on failure; the words for people go into a caller-owned struct err.
 * Libraries never log: the edge that stops an error logs it, once.
 */
#pragma once

enum {
    ERR_IO = -1,        /* the outside world failed: disk, socket, database server */
    ERR_INVALID = -2,   /* the input is wrong; the text says where and what to do */
    ERR_NOT_FOUND = -3, /* no such object, or not for this person */
    ERR_CONFLICT = -4,  /* somebody was faster: a version, a unique key */
    ERR_LIMIT = -5,     /* a bound of ours was reached: size, rows, depth */
    ERR_DENIED = -6,    /* known object, missing right */
    ERR_BUSY = -7,      /* try again in a moment */
    ERR_CANCELLED = -8, /* the caller asked to stop */
};

#define ERR_TEXT_MAX 512

/* Text for people, already translated; empty when nothing was said. */
struct err {
    char text[ERR_TEXT_MAX]; /* UTF-8, NUL-terminated, cut at a character boundary */
};

/*
 * Write the text (printf style) and return code, so that a failing line reads
 * `return err_set(err, ERR_INVALID, _("…"), …);`. err may be NULL.
 */
int err_set(struct err *err, int code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* What an errno means to a person: «на диске нет места». Of rare ones, the system's own words. */
const char *err_system(int code);
