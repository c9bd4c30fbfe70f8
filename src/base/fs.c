#include "base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"

int fs_read(struct arena *a, const char *path, size_t limit, struct err *err, char **ret_data,
            size_t *ret_n)
{
    FILE *f = fopen(path, "rbe");
    if (!f)
        return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO,
                       _("Файл «%s» не открывается: %s"), path, err_system(errno));
    size_t cap = 64 * 1024, n = 0, got;
    char *data = arena_alloc(a, cap + 1);
    while ((got = fread(data + n, 1, cap - n, f)) > 0) {
        n += got;
        if (n > limit) {
            fclose(f);
            return err_set(err, ERR_LIMIT, _("Файл «%s» больше %zu МБ"), path, limit >> 20);
        }
        if (n == cap) {
            data = arena_grow(a, data, cap + 1, cap * 2 + 1);
            cap *= 2;
        }
    }
    int failed = ferror(f);
    fclose(f);
    if (failed)
        return err_set(err, ERR_IO, _("Файл «%s» не читается"), path);
    data[n] = '\0';
    *ret_data = data;
    *ret_n = n;
    return 0;
}

static void sync_folder(const char *path)
{
    char copy[4096];
    if (strlen(path) >= sizeof copy)
        return;
    memcpy(copy, path, strlen(path) + 1);
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd); /* some file systems refuse to sync a folder; the rename stands */
        close(fd);
    }
}

static int not_written(const char *path, int code, struct err *err)
{
    return err_set(err, ERR_IO, _("Файл «%s» не записывается: %s"), path, err_system(code));
}

/* A device or a pipe: a new file must not take its place. */
static bool is_special(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

int fs_may_write(const char *path, struct err *err)
{
    char copy[4096];
    struct stat st;
    size_t n = strlen(path);
    int code = 0;
    if (n == 0 || n >= sizeof copy)
        return not_written(path, n ? ENAMETOOLONG : ENOENT, err);
    memcpy(copy, path, n + 1);
    const char *where = is_special(path) ? path : dirname(copy);
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        code = EISDIR;
    else if (access(where, W_OK) < 0)
        code = errno;
    return code ? not_written(path, code, err) : 0;
}

static int open_special(struct fs_out *o, const char *path, struct err *err)
{
    o->tmp[0] = '\0';
    o->path = path;
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    o->f = fd < 0 ? NULL : fdopen(fd, "w");
    return o->f ? 0 : not_written(path, errno, err);
}

int fs_out_open(struct fs_out *o, const char *path, struct err *err)
{
    if (is_special(path))
        return open_special(o, path, err);
    int len = snprintf(o->tmp, sizeof o->tmp, "%s.%ld.tmp", path, (long)getpid());
    if (len < 0 || len >= (int)sizeof o->tmp)
        return err_set(err, ERR_LIMIT, _("Слишком длинное имя файла"));
    int fd = open(o->tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    o->f = fd < 0 ? NULL : fdopen(fd, "w");
    if (!o->f)
        return not_written(path, errno, err);
    o->path = path;
    return 0;
}

int fs_out_close(struct fs_out *o, struct err *err)
{
    errno = EIO; /* what an earlier write failed of is forgotten by now */
    bool own = *o->tmp;
    int bad = ferror(o->f) || fflush(o->f) || (own && fsync(fileno(o->f))), code = errno;
    fclose(o->f);
    if (bad || (own && rename(o->tmp, o->path) < 0)) {
        code = bad ? code : errno;
        if (own)
            unlink(o->tmp);
        return not_written(o->path, code, err);
    }
    if (own)
        sync_folder(o->path);
    return 0;
}

void fs_out_abandon(struct fs_out *o)
{
    fclose(o->f);
    if (*o->tmp)
        unlink(o->tmp);
}

int fs_write(const char *path, const void *data, size_t n, struct err *err)
{
    struct fs_out o;
    int r = fs_out_open(&o, path, err);
    if (r < 0)
        return r;
    fwrite(data, 1, n, o.f);
    return fs_out_close(&o, err);
}

int fs_mkdirs(const char *path, struct err *err)
{
    char copy[4096];
    size_t n = strlen(path);
    if (n == 0 || n >= sizeof copy)
        return err_set(err, ERR_LIMIT, _("Слишком длинное имя папки"));
    memcpy(copy, path, n + 1);
    for (char *p = copy + 1;; p++) {
        if (*p && *p != '/')
            continue;
        char was = *p;
        *p = '\0';
        if (mkdir(copy, 0700) < 0 && errno != EEXIST)
            return err_set(err, ERR_IO, _("Папка «%s» не создаётся: %s"), copy, err_system(errno));
        *p = was;
        if (!was)
            return 0;
    }
}
