/* viewgen INPUT.html OUT.h OUT.c; OUT.c includes OUT.h by its last name, from its own folder. */
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "viewgen.h"

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: viewgen INPUT OUT.h OUT.c\n");
        return 2;
    }
    struct arena *a = arena_new();
    struct err err = {{0}};
    struct strbuf h, c;
    strbuf_init(&h, a);
    strbuf_init(&c, a);
    const char *slash = strrchr(argv[2], '/');
    const char *include = slash ? slash + 1 : argv[2];
    char *text;
    size_t n;
    int r = fs_read(a, argv[1], VIEW_MAX_BYTES, &err, &text, &n);
    if (r == 0)
        r = viewgen(a, argv[1], include, text, n, &err, &h, &c);
    if (r == 0)
        r = fs_write(argv[2], h.s, h.len, &err);
    if (r == 0)
        r = fs_write(argv[3], c.s, c.len, &err);
    if (r < 0)
        fprintf(stderr, "%s\n", err.text);
    arena_free(a);
    return r < 0;
}
