/* Runs a fuzz target over every file of a folder: what a fuzzer once found stays found. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>

#include "base/fs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int main(int argc, char **argv)
{
    DIR *dir = argc == 2 ? opendir(argv[1]) : NULL;
    if (!dir) {
        fprintf(stderr, "usage: %s CORPUS\n", argv[0]);
        return 2;
    }
    int n_files = 0;
    for (struct dirent *e; (e = readdir(dir));) {
        if (e->d_name[0] == '.')
            continue;
        struct arena *a = arena_new();
        struct err err = {{0}};
        char *data;
        size_t n;
        char *path = arena_printf(a, "%s/%s", argv[1], e->d_name);
        int r = fs_read(a, path, 16u << 20, &err, &data, &n);
        if (r == 0)
            LLVMFuzzerTestOneInput((const uint8_t *)data, n);
        else
            fprintf(stderr, "%s\n", err.text);
        arena_free(a);
        if (r < 0)
            return 1;
        n_files++;
    }
    closedir(dir);
    printf("%d files\n", n_files);
    return n_files == 0;
}
