/* One letter by SMTP. Knows nothing of the programme: the outbox decides what and when. */
#pragma once

#include <stdint.h>

#include "base/err.h"

struct mail {
    const char *from;
    const char *to;
    const char *subject; /* UTF-8 */
    const char *body;    /* UTF-8, plain text */
    int64_t id;          /* the same letter sent twice has the same Message-ID */
    int64_t time_ms;
};

/* url: smtp://host:port or smtps://user:password@host. Blocks at most half a minute. ERR_IO: try
 * later; ERR_INVALID: the server refuses this address or letter for good. */
int mail_send(const char *url, const struct mail *m, struct err *err);
