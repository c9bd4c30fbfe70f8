#include "html/qr.h"

#include <qrencode.h>
#include <string.h>

#include "base/err.h"

#define QUIET 4

/* Dark modules of a row as one rect per run. */
static void draw_row(struct strbuf *out, const unsigned char *row, int width, int y)
{
    for (int x = 0; x < width;) {
        int end = x;
        while (end < width && (row[end] & 1))
            end++;
        if (end > x)
            strbuf_printf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"1\"/>", x + QUIET,
                          y + QUIET, end - x);
        x = end + 1;
    }
}

int qr_svg(struct arena *a, const char *text, const char *title, struct safe_html *ret)
{
    if (strlen(text) > QR_MAX_BYTES)
        return ERR_LIMIT;
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (!code)
        return ERR_INVALID;
    int width = code->width, side = width + 2 * QUIET;
    struct html h;
    html_init(&h, a);
    strbuf_printf(&h.out,
                  "<svg class=\"qr\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
                  "shape-rendering=\"crispEdges\"><title>",
                  side, side, side * 6, side * 6);
    html_put_text(&h, title);
    /* White under black in every theme: cameras need the contrast. */
    strbuf_printf(&h.out,
                  "</title><rect class=\"qr-paper\" fill=\"#fff\" width=\"%d\" height=\"%d\"/>"
                  "<g fill=\"#000\">",
                  side, side);
    for (int y = 0; y < width; y++)
        draw_row(&h.out, code->data + y * width, width, y);
    strbuf_puts(&h.out, "</g></svg>");
    QRcode_free(code);
    ret->markup = h.out.s;
    return 0;
}
