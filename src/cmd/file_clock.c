#include "cmd/file_clock.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "base/i18n.h"

#define LINE_MAX_BYTES 63
#define DAY_MINUTES 1440

/* Minutes since 1970, or -1. */
static int64_t read_minutes(const char *line)
{
    char day[11];
    int hour, minute;
    struct date date;
    if (sscanf(line, "%10[0-9-]%*1[ T]%2d:%2d", day, &hour, &minute) != 3 ||
        !date_parse_iso(day, &date) || hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return -1;
    return date_to_days(date) * DAY_MINUTES + hour * 60 + minute;
}

static int64_t in_ms(struct timespec t)
{
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* < 0: the file says no moment. */
static int64_t moment(const struct file_clock *f, int64_t now)
{
    char line[LINE_MAX_BYTES + 1];
    struct stat st;
    int fd = open(f->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    ssize_t n = fstat(fd, &st) == 0 ? read(fd, line, LINE_MAX_BYTES) : -1;
    close(fd);
    if (n < 0)
        return -1;
    line[n] = '\0';
    int64_t minutes = read_minutes(line);
    return minutes < 0 ? -1 : minutes * 60000 + (now - in_ms(st.st_mtim));
}

static int64_t file_now(void *ctx)
{
    int64_t now = clock_now(&clock_system), said = moment(ctx, now);
    return said < 0 ? now : said;
}

int file_clock_open(struct file_clock *f, struct err *err, struct clock *ret)
{
    if (moment(f, clock_now(&clock_system)) < 0)
        return err_set(err, ERR_INVALID,
                       _("Часы из файла: в %s нужна строка вида 2026-09-01 08:00 (UTC)."), f->path);
    *ret = (struct clock){.now_ms = file_now, .ctx = f};
    return 0;
}
