/* Percent-decoding, queries and urlencoded bodies, with bounds. */
#pragma once

#include <stddef.h>

#include "base/arena.h"

#define URL_MAX_PAIRS 4096         /* fields of one form or query */
#define URL_MAX_NAME 100           /* bytes of a field's name, decoded */
#define URL_MAX_PATH 1024          /* bytes of a path, decoded */
#define URL_MAX_VALUE (256u << 10) /* bytes of one value, decoded */

struct form_pair {
    const char *name, *value;
};

/* Decode %XX (and '+' as a space when plus) into the arena. ERR_INVALID: a broken escape, a NUL or
 * bytes that are not UTF-8. */
int url_decode(struct arena *a, const char *s, size_t n, int plus, char **ret);

/* Parse name=value&name=value. ERR_INVALID as above, ERR_LIMIT: too many or too long. */
int url_parse_pairs(struct arena *a, const char *s, size_t n, struct form_pair **ret_pairs,
                    size_t *ret_n);

/* Percent-encode everything but letters, digits and "-._~" (for one part of a URL). */
char *url_encode(struct arena *a, const char *s);

/* Is it a path of this site that is safe to redirect to: "/x?y", never "//host", "/\host", control
 * characters or a scheme? */
int url_is_local(const char *s);
