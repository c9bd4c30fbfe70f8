/*
 * viewgen: .html views with C expressions → C functions. The language is docs/views.md; what
 * it cannot make safe it refuses, with the place and the mend.
 */
#pragma once

#include <stddef.h>

#include "base/err.h"
#include "base/strbuf.h"

#define VIEW_MAX_BYTES (512u * 1024u)

/*
 * Compile one file. path stands in messages and in #line; include is how the generated .c
 * names its own header ("account.html.h"). ERR_INVALID with "path:line: …" in err.
 */
int viewgen(struct arena *a, const char *path, const char *include, const char *text, size_t n,
            struct err *err, struct strbuf *ret_h, struct strbuf *ret_c);
