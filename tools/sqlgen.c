/*
 * sqlgen QUERIES.sql OUT.h OUT.c SCHEMA.sql…   write the functions of one file
 * sqlgen --count-twins QUERIES.sql…            print how many queries have a -- pg: twin
 */
#include <sqlite3.h>
#include <string.h>

#include "base/fs.h"
#include "sqlgen.h"

static int load(struct arena *a, const char *path, struct err *err, struct sg_file *ret_file)
{
    char *text;
    size_t n;
    int r = fs_read(a, path, SG_FILE_MAX, err, &text, &n);
    if (r == 0 && strlen(text) != n)
        r = err_set(err, ERR_INVALID, "%s:1: the file holds a NUL byte", path);
    return r < 0 ? r : sg_parse(a, path, text, err, ret_file);
}

static int write_file(const char *path, void (*emit)(FILE *, const struct sg_file *),
                      const struct sg_file *file, struct err *err)
{
    FILE *out = fopen(path, "w");
    if (!out)
        return err_set(err, ERR_IO, "%s: cannot be written", path);
    emit(out, file);
    bool bad = ferror(out) != 0;
    if (fclose(out) != 0 || bad)
        return err_set(err, ERR_IO, "%s: cannot be written", path);
    return 0;
}

static int generate(struct arena *a, int argc, char **argv, struct err *err)
{
    struct sg_file file;
    sqlite3 *h;
    int r = load(a, argv[1], err, &file);
    if (r < 0)
        return r;
    r = sg_open(a, argv + 4, argc - 4, err, &h);
    if (r < 0)
        return r;
    r = sg_check(a, h, &file, err);
    (void)sqlite3_close(h); /* everything is finalized */
    if (r == 0)
        r = write_file(argv[2], sg_emit_header, &file, err);
    if (r == 0)
        r = write_file(argv[3], sg_emit_source, &file, err);
    return r;
}

static int count_twins(struct arena *a, int argc, char **argv, struct err *err)
{
    size_t twins = 0, all = 0;
    for (int i = 2; i < argc; i++) {
        struct sg_file file;
        int r = load(a, argv[i], err, &file);
        if (r < 0)
            return r;
        for (size_t q = 0; q < file.n; q++)
            twins += file.queries[q].twin;
        all += file.n;
    }
    printf("%zu of %zu\n", twins, all);
    return 0;
}

int main(int argc, char **argv)
{
    struct arena *a = arena_new();
    struct err err = {0};
    int r = ERR_INVALID;
    if (argc > 2 && strcmp(argv[1], "--count-twins") == 0)
        r = count_twins(a, argc, argv, &err);
    else if (argc > 3)
        r = generate(a, argc, argv, &err);
    else
        (void)err_set(&err, r, "sqlgen QUERIES.sql OUT.h OUT.c SCHEMA.sql…");
    if (r < 0)
        fprintf(stderr, "%s\n", err.text);
    arena_free(a);
    return r < 0;
}
