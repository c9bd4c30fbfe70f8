/* sqlgen QUERIES.sql OUT.h OUT.c SCHEMA.sql…: write the functions of one file. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "sqlgen.h"

int main(int argc, char **argv)
{
    struct arena *a = arena_new();
    struct err err = {"usage: sqlgen QUERIES.sql OUT.h OUT.c SCHEMA.sql…"};
    struct sg_file file;
    struct strbuf header, source;
    sqlite3 *h = NULL;
    char *text;
    size_t n;
    strbuf_init(&header, a);
    strbuf_init(&source, a);
    int bad = argc < 4 || fs_read(a, argv[1], SG_FILE_MAX, &err, &text, &n) < 0 ||
              (strlen(text) != n && err_set(&err, ERR_INVALID, "%s:1: a NUL byte", argv[1]) < 0) ||
              sg_parse(a, argv[1], text, &err, &file) < 0 ||
              sg_open(a, argv + 4, argc - 4, &err, &h) < 0 || sg_check(a, h, &file, &err) < 0;
    (void)sqlite3_close(h); /* nothing was to be kept */
    if (!bad) {
        sg_emit(&file, &header, &source);
        bad = fs_write(argv[2], header.s, header.len, &err) < 0 ||
              fs_write(argv[3], source.s, source.len, &err) < 0;
    }
    if (bad)
        fprintf(stderr, "%s\n", err.text);
    arena_free(a);
    return bad;
}
