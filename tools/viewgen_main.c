/* viewgen INPUT.html OUT.h OUT.c; OUT.c includes OUT.h by its last name, from its own folder. */
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "viewgen.h"

int main(int argc, char **argv)
{
    struct arena *a = arena_new();
    struct err err = {"usage: viewgen INPUT OUT.h OUT.c"};
    struct strbuf h, c;
    char *text;
    size_t n;
    strbuf_init(&h, a);
    strbuf_init(&c, a);
    int bad = argc != 4 || fs_read(a, argv[1], VIEW_MAX_BYTES, &err, &text, &n) < 0 ||
              viewgen(a, argv[1], basename(argv[2]), text, n, &err, &h, &c) < 0 ||
              fs_write(argv[2], h.s, h.len, &err) < 0 || fs_write(argv[3], c.s, c.len, &err) < 0;
    if (bad)
        fprintf(stderr, "%s\n", err.text);
    arena_free(a);
    return bad;
}
