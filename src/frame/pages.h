/* The frame's own pages: messages, notices, jobs (pages.html). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The page of an error: what happened and where to go. */
struct message {
    const char *text;
    const char *href; /* NULL: no link */
    const char *link;
};

struct notice_row {
    int64_t id;
    const char *text;
    const char *when;
    bool read;
};

struct notices_view {
    const struct notice_row *rows;
    size_t n;
    const char *more; /* address of older ones, or NULL */
    bool any_unread;
};

struct job_view {
    int64_t id;
    const char *about; /* «Поставлено сегодня в 14:05» */
    const char *text;  /* where it stands */
    int64_t done, total;
    bool running;         /* queued or running */
    bool may_repeat;      /* failed or cancelled */
    const char *next;     /* where to go when it is done, or NULL */
    const char *what_now; /* where to go when it failed, or NULL */
    const char *poll;
};
