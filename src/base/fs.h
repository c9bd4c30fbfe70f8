/* Files: whole reads with a bound, and writes that survive a crash. */
#pragma once

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

/* Read a whole file of at most limit bytes; NUL-terminated for convenience. */
int fs_read(struct arena *a, const char *path, size_t limit, struct err *err, char **ret_data,
            size_t *ret_n);

/* Write to a temporary neighbour, fsync, rename, fsync the folder: before or after, never
 * between. */
int fs_write(const char *path, const void *data, size_t n, struct err *err);

/* mkdir -p with mode 0700. */
int fs_mkdirs(const char *path, struct err *err);
