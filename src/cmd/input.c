#include "cmd/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"

int input_open(struct input *in, const char *path, struct err *err)
{
    in->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (in->fd < 0)
        return err_set(err, ERR_IO, _("Файл «%s» не открывается: %s"), path, err_system(errno));
    in->name = path;
    in->line_no = 0;
    in->at = in->end = in->buffer;
    in->ended = false;
    return 0;
}

void input_close(struct input *in)
{
    close(in->fd);
}

uint64_t input_size(const struct input *in)
{
    struct stat st;
    return fstat(in->fd, &st) == 0 && S_ISREG(st.st_mode) ? (uint64_t)st.st_size : UINT64_MAX;
}

static int read_some(struct input *in, void *data, size_t n, struct err *err, size_t *ret_got)
{
    ssize_t got = read(in->fd, data, n);
    if (got < 0 && errno == EINTR)
        return err_set(err, ERR_CANCELLED, _("прервано"));
    if (got < 0)
        return err_set(err, ERR_IO, _("Файл «%s» не читается: %s"), in->name, err_system(errno));
    in->ended = got == 0;
    *ret_got = (size_t)got;
    return 0;
}

int input_fill(struct input *in, size_t n, struct err *err)
{
    size_t left = (size_t)(in->end - in->at), got;
    if (left >= n || in->ended)
        return 0;
    memmove(in->buffer, in->at, left);
    in->at = in->buffer;
    in->end = in->buffer + left;
    while ((size_t)(in->end - in->at) < n && !in->ended) {
        size_t room = (size_t)(in->buffer + sizeof in->buffer - in->end);
        int r = read_some(in, in->end, room, err, &got);
        if (r < 0)
            return r;
        in->end += got;
    }
    return 0;
}

int input_bytes(struct input *in, void *data, size_t n, struct err *err, size_t *ret_got)
{
    size_t left = (size_t)(in->end - in->at), had = left < n ? left : n, got;
    memcpy(data, in->at, had);
    in->at += had;
    while (had < n && !in->ended) {
        int r = read_some(in, (char *)data + had, n - had, err, &got);
        if (r < 0)
            return r;
        had += got;
    }
    *ret_got = had;
    return 0;
}

int input_line(struct input *in, struct err *err, const char **ret_text, const char **ret_end)
{
    char *stop = memchr(in->at, '\n', (size_t)(in->end - in->at));
    if (!stop) {
        int r = input_fill(in, INPUT_MAX_LINE + 1, err);
        if (r < 0)
            return r;
        if (in->at == in->end)
            return 0;
        stop = memchr(in->at, '\n', (size_t)(in->end - in->at));
    }
    in->line_no++;
    if ((stop ? stop : in->end) - in->at > (ptrdiff_t)INPUT_MAX_LINE)
        return input_bad(in, err, _("слишком длинная строка"));
    *ret_text = in->at;
    *ret_end = stop ? stop : in->end;
    in->at = stop ? stop + 1 : in->end;
    if (in->line_no == 1 && *ret_end - *ret_text >= 3 && !memcmp(*ret_text, "\xef\xbb\xbf", 3))
        *ret_text += 3;
    if (*ret_end > *ret_text && (*ret_end)[-1] == '\r')
        --*ret_end;
    return 1;
}

int input_bad(const struct input *in, struct err *err, const char *fmt, ...)
{
    struct err what;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(what.text, sizeof what.text, fmt, ap);
    va_end(ap);
    return err_set(err, ERR_INVALID, _("%s, строка %llu: %s"), in->name,
                   (unsigned long long)in->line_no, what.text);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

int input_number(const struct input *in, const char **at, const char *end, const char *what,
                 uint64_t max, struct err *err, uint64_t *ret)
{
    const char *p = *at;
    while (p < end && is_space(*p))
        p++;
    const char *first = p;
    uint64_t n = 0;
    bool fits = true;
    for (unsigned digit; p < end && (digit = (unsigned)*p - '0') <= 9; p++) {
        fits = fits && n <= (max - digit) / 10 && digit <= max;
        n = n * 10 + digit;
    }
    if (p == first || !fits || (p < end && !is_space(*p)))
        return input_bad(in, err, _("%s: нужно целое число от 0 до %llu"), _(what),
                         (unsigned long long)max);
    *at = p;
    *ret = n;
    return 0;
}

int input_line_ends(const struct input *in, const char *at, const char *end, struct err *err)
{
    while (at < end && is_space(*at))
        at++;
    return at == end ? 0 : input_bad(in, err, _("лишнее в конце строки"));
}
