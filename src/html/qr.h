/* QR codes of invitations, drawn as inline SVG: no image file, no style attribute. */
#pragma once

#include "html/html.h"

#define QR_MAX_BYTES 1000

/* Draw text (a URL, UTF-8, at most QR_MAX_BYTES, else ERR_LIMIT) with a quiet zone of four
 * modules, error correction M. title is read by screen readers: what the code opens. */
int qr_svg(struct arena *a, const char *text, const char *title, struct safe_html *ret);
