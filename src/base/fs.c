#include "base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
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
                       _("Файл «%s» не открывается: %s"), path, strerror(errno));
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

static int write_all(int fd, const char *p, size_t n)
{
    while (n) {
        ssize_t put = write(fd, p, n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return -1;
        p += put;
        n -= (size_t)put;
    }
    return fsync(fd);
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

int fs_write(const char *path, const void *data, size_t n, struct err *err)
{
    char tmp[4096];
    int len = snprintf(tmp, sizeof tmp, "%s.%ld.tmp", path, (long)getpid());
    if (len < 0 || len >= (int)sizeof tmp)
        return err_set(err, ERR_LIMIT, _("Слишком длинное имя файла"));
    int fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_set(err, ERR_IO, _("Файл «%s» не записывается: %s"), path, strerror(errno));
    int bad = write_all(fd, data, n);
    int saved = errno;
    close(fd);
    if (bad || rename(tmp, path) < 0) {
        saved = bad ? saved : errno;
        unlink(tmp);
        return err_set(err, ERR_IO, _("Файл «%s» не записывается: %s"), path, strerror(saved));
    }
    sync_folder(path);
    return 0;
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
            return err_set(err, ERR_IO, _("Папка «%s» не создаётся: %s"), copy, strerror(errno));
        *p = was;
        if (!was)
            return 0;
    }
}
