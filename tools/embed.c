/*
 * embed OUT.c SET PREFIX FILE…: files → C data for embed/embed.h. A file's name in the program
 * is what stands behind the last PREFIX of its path.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/fs.h"
#include "base/strbuf.h"

#define FILE_MAX (8u << 20)
#define DIGEST_START 14695981039346656037ull

struct file {
    const char *name, *path;
};

/* FNV-1a: tells versions apart, protects nothing. */
static unsigned long long digest(unsigned long long h, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)p[i]) * 1099511628211ull;
    return h;
}

static const char *type_of(const char *name)
{
    static const char *const types[][2] = {{".css", "text/css; charset=utf-8"},
                                           {".mjs", "text/javascript; charset=utf-8"},
                                           {".svg", "image/svg+xml"},
                                           {".woff2", "font/woff2"},
                                           {".png", "image/png"},
                                           {".tsv", "text/tab-separated-values; charset=utf-8"},
                                           {".sql", "text/plain; charset=utf-8"}};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
        if (!strcmp(dot, types[i][0]))
            return types[i][1];
    return "application/octet-stream";
}

static size_t compress_to(char *out, size_t room, char *data, size_t n)
{
    z_stream z = {.next_in = (Bytef *)data, .avail_in = (uInt)n};
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)room;
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        return 0;
    int r = deflate(&z, Z_FINISH);
    deflateEnd(&z);
    return r == Z_STREAM_END ? z.total_out : 0; /* 0: would not fit, so not worth it */
}

static void put_bytes(struct strbuf *c, const char *label, size_t i, const char *p, size_t n)
{
    strbuf_printf(c, "static const char %s_%zu[] =\n    \"", label, i);
    for (size_t k = 0; k < n; k++) {
        unsigned char b = (unsigned char)p[k];
        if (b < ' ' || b > '~' || strchr("\"\\?", b))
            strbuf_printf(c, "\\%03o", b);
        else
            strbuf_putc(c, (char)b);
        if (k % 80 == 79)
            strbuf_puts(c, "\"\n    \"");
    }
    strbuf_puts(c, "\";\n");
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct file *)a)->name, ((const struct file *)b)->name);
}

static const char *name_of(const char *path, const char *prefix)
{
    const char *name = path;
    for (const char *at = path; (at = strstr(at, prefix)); at++)
        name = at + strlen(prefix);
    return name;
}

/* One file: its bytes into c, its row into the table, both into the digest of the set. */
static int put_file(struct strbuf *c, struct strbuf *table, const struct file *f, size_t i,
                    bool fetched, struct err *err, unsigned long long *all)
{
    char *data;
    size_t size;
    if (fs_read(c->a, f->path, FILE_MAX, err, &data, &size) < 0)
        return -1;
    put_bytes(c, "data", i, data, size);
    size_t room = size - size / 10;
    char *gzip = arena_alloc(c->a, room + 1);
    size_t gzip_size = fetched ? compress_to(gzip, room, data, size) : 0;
    if (gzip_size)
        put_bytes(c, "gzip", i, gzip, gzip_size);
    strbuf_printf(table, "    {\"%s\", \"%s\", data_%zu, %zu, ", f->name, type_of(f->name), i,
                  size);
    strbuf_printf(table, gzip_size ? "gzip_%zu, %zu, " : "NULL, 0, ", i, gzip_size);
    strbuf_printf(table, "\"%016llx\"},\n", digest(DIGEST_START, data, size));
    *all = digest(digest(*all, f->name, strlen(f->name) + 1), data, size);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fprintf(stderr, "usage: embed OUT.c SET PREFIX FILE…\n");
        return 2;
    }
    struct arena *a = arena_new();
    struct err err = {{0}};
    struct strbuf c, table;
    strbuf_init(&c, a);
    strbuf_init(&table, a);
    size_t n = (size_t)argc - 4;
    struct file *files = arena_array(a, struct file, n);
    for (size_t i = 0; i < n; i++)
        files[i] = (struct file){name_of(argv[4 + i], argv[3]), argv[4 + i]};
    qsort(files, n, sizeof *files, by_name);
    strbuf_puts(&c, "#include \"embed/embed.h\"\n\n");
    unsigned long long all = DIGEST_START;
    bool fetched = strcmp(argv[2], "embed_assets") == 0; /* by browsers, which unpack them */
    int r = 0;
    for (size_t i = 0; i < n && r == 0; i++)
        r = put_file(&c, &table, &files[i], i, fetched, &err, &all);
    strbuf_printf(&c, "\nstatic const struct embed_file files[] = {\n%s};\n\n", table.s);
    strbuf_printf(&c, "const struct embed_set %s = {files, %zu, \"%016llx\"};\n", argv[2], n, all);
    if (r == 0)
        r = fs_write(argv[1], c.s, c.len, &err);
    if (r < 0)
        fprintf(stderr, "embed: %s\n", err.text);
    arena_free(a);
    return r < 0;
}
