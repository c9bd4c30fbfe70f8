/* Files: whole reads with a bound, and writes that survive a crash. */
#pragma once

#include <stddef.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"

/* Read a whole file of at most limit bytes; NUL-terminated for convenience. */
int fs_read(struct arena *a, const char *path, size_t limit, struct err *err, char **ret_data,
            size_t *ret_n);

/* Would fs_write find a place for this file? For work that takes long before it writes. */
int fs_may_write(const char *path, struct err *err);

/* Write to a temporary neighbour, fsync, rename, fsync the folder: before or after, never
 * between. A device or a pipe is written into as it stands. */
int fs_write(const char *path, const void *data, size_t n, struct err *err);

/* The same for a file too large to be held: put into o->f, then close or abandon. Failures of
 * stdio are found by fs_out_close; after it, whatever it said, and after fs_out_abandon nothing
 * is left but the old file or the new one. */
struct fs_out {
    FILE *f;
    const char *path; /* borrowed */
    char tmp[4096];   /* "" for a device or a pipe */
};

int fs_out_open(struct fs_out *o, const char *path, struct err *err);
int fs_out_close(struct fs_out *o, struct err *err);
void fs_out_abandon(struct fs_out *o);

/* mkdir -p with mode 0700. */
int fs_mkdirs(const char *path, struct err *err);
