/* The container of an XLSX: opened within bounds, and read part by part. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/aside.h"
#include "base/i18n.h"
#include "office/xlsx.h"
#include "office/zip_part.h"

#define LARGE (4u << 20) /* bytes of a part that is unpacked beside the reading of it */
#define TAIL (66 * 1024) /* where the end record of a ZIP may stand */

int xlsx_damaged(struct err *err)
{
    return err_set(err, ERR_INVALID,
                   _("Файл повреждён. Откройте его в программе для таблиц, сохраните как XLSX и "
                     "загрузите снова"));
}

static uint64_t little(const unsigned char *p, int n)
{
    uint64_t v = 0;
    while (n--)
        v = v << 8 | p[n];
    return v;
}

/* libzip keeps the whole directory in memory: its size is checked before libzip sees the file. */
static int check_directory(int fd, struct arena *a, struct err *err)
{
    struct stat st;
    if (fstat(fd, &st) < 0)
        return xlsx_damaged(err);
    off_t from = st.st_size > TAIL ? st.st_size - TAIL : 0;
    unsigned char *tail = arena_alloc(a, TAIL + 64);
    ssize_t got = pread(fd, tail, TAIL, from);
    bool ended = false;
    for (ssize_t i = 0; i + 20 <= got; i++) {
        uint64_t size = 0;
        if (memcmp(tail + i, "PK\5\6", 4) == 0) {
            ended = true;
            size = little(tail + i + 12, 4);
            size = size == UINT32_MAX ? 0 : size; /* ZIP64: its own record tells */
        } else if (memcmp(tail + i, "PK\6\7", 4) == 0) {
            unsigned char record[56];
            off_t at = (off_t)(little(tail + i + 8, 8) & INT64_MAX);
            if (pread(fd, record, sizeof record, at) == sizeof record)
                size = little(record + 40, 8);
        }
        if (size > XLSX_MAX_DIRECTORY)
            return err_set(err, ERR_LIMIT,
                           _("В файле слишком много частей: это не обычная таблица"));
    }
    if (!ended)
        return err_set(err, ERR_INVALID,
                       _("Файл обрывается: он сохранён или передан не до конца. Скачайте или "
                         "сохраните его ещё раз"));
    return 0;
}

int package_open(const char *path, const struct sheet_limits *limits, struct err *err,
                 struct package *ret)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_set(err, ERR_IO, _("Файл «%s» не открывается: %s"), path, err_system(errno));
    struct arena *a = arena_new();
    int rc = check_directory(fd, a, err);
    arena_free(a);
    zip_t *zip = rc == 0 ? zip_fdopen(fd, 0, NULL) : NULL;
    if (!zip) {
        close(fd);
        return rc < 0 ? rc : xlsx_damaged(err);
    }
    *ret = (struct package){.zip = zip, .limits = limits, .sheet = ""};
    return 0;
}

void package_close(struct package *p)
{
    zip_discard(p->zip);
}

static bool same_part(const char *entry, const char *name)
{
    while (*entry == '/' || *entry == '\\')
        entry++;
    for (; *entry && *name; entry++, name++) {
        char a = *entry == '\\' ? '/' : *entry, b = *name;
        if (a >= 'A' && a <= 'Z')
            a = (char)(a + 32);
        if (b >= 'A' && b <= 'Z')
            b = (char)(b + 32);
        if (a != b)
            return false;
    }
    return *entry == *name;
}

int64_t package_find(const struct package *p, const char *name)
{
    while (*name == '/')
        name++;
    zip_int64_t n = zip_get_num_entries(p->zip, 0);
    for (zip_int64_t i = 0; i < n; i++) {
        const char *entry = zip_get_name(p->zip, (zip_uint64_t)i, ZIP_FL_ENC_RAW);
        if (entry && same_part(entry, name))
            return i;
    }
    return -1;
}

uint64_t package_size(const struct package *p, int64_t part)
{
    zip_stat_t st;
    if (part < 0 || zip_stat_index(p->zip, (zip_uint64_t)part, 0, &st) < 0)
        return 0;
    return st.valid & ZIP_STAT_SIZE ? st.size : 0;
}

const char *xml_att(const char **atts, const char *name)
{
    for (; *atts; atts += 2)
        if (strcmp(*atts, name) == 0)
            return atts[1];
    return NULL;
}

int xlsx_too_large(struct err *err)
{
    return err_set(err, ERR_LIMIT,
                   _("В распакованном виде файл слишком велик. Скопируйте нужные строки в новую "
                     "таблицу и сохраните её как XLSX"));
}

static int count_bytes(struct stream *s, size_t got, struct err *err)
{
    struct package *p = s->pkg;
    s->bytes += got;
    p->unpacked += got;
    if (p->unpacked > p->limits->max_unpacked ||
        (s->bytes > XLSX_RATIO_FROM && s->bytes / XLSX_MAX_RATIO > s->packed))
        return xlsx_too_large(err);
    if (!p->limits->progress)
        return 0;
    double done = p->expected ? (double)p->unpacked / (double)p->expected : 0;
    return p->limits->progress(p->limits->progress_ctx, p->sheet, done < 1 ? done : 1);
}

static int unpack(void *ctx)
{
    struct piece *p = ctx;
    p->n = zip_part_read(p->part, p->bytes, sizeof p->bytes);
    return 0;
}

/* Bytes of the piece at hand, or of the one that was unpacked meanwhile. */
static int64_t take_unpacked(struct stream *s, char *buf, size_t room)
{
    if ((int64_t)s->used >= s->now->n) {
        struct piece *done = s->coming;
        (void)aside_wait(s->unpacking);
        s->coming = s->now;
        s->now = done;
        s->used = 0;
        if (done->n <= 0)
            return done->n;
        aside_start(s->unpacking, unpack, s->coming);
    }
    size_t left = (size_t)s->now->n - s->used, n = left < room ? left : room;
    memcpy(buf, s->now->bytes + s->used, n);
    s->used += n;
    return (int64_t)n;
}

static int read_bytes(struct stream *s, char *buf, size_t room, struct err *err, size_t *ret_n)
{
    int64_t got = s->unpacking ? take_unpacked(s, buf, room)
                               : zip_part_read(s->part, buf, room < XLSX_PIECE ? room : XLSX_PIECE);
    if (got < 0)
        return xlsx_damaged(err);
    *ret_n = (size_t)got;
    return count_bytes(s, (size_t)got, err);
}

static void close_stream(struct stream *s)
{
    aside_free(s->unpacking);
    zip_part_close(s->part);
}

static int open_part(struct package *p, int64_t part, struct arena *a, struct err *err,
                     struct zip_part **ret)
{
    struct zip_part *f = part < 0 ? NULL : zip_part_open(p->zip, (uint64_t)part, a);
    if (f) {
        *ret = f;
        return 0;
    }
    int code = part < 0 ? ZIP_ER_NOENT : zip_error_code_zip(zip_get_error(p->zip));
    if (code == ZIP_ER_NOPASSWD || code == ZIP_ER_ENCRNOTSUPP)
        return err_set(err, ERR_INVALID,
                       _("Файл под паролем. Снимите пароль и сохраните таблицу снова"));
    return xlsx_damaged(err);
}

/* The first bytes tell UTF-16 by its mark; they wait in `raw` for the first stream_next. */
static int open_stream(struct package *p, int64_t part, struct arena *a, struct err *err,
                       struct stream *ret)
{
    *ret = (struct stream){.pkg = p, .charset = CHARSET_UTF8};
    int rc = open_part(p, part, a, err, &ret->part);
    if (rc < 0)
        return rc;
    zip_stat_t st;
    bool known = zip_stat_index(p->zip, (zip_uint64_t)part, 0, &st) == 0;
    ret->packed = known && (st.valid & ZIP_STAT_COMP_SIZE) ? st.comp_size : 0;
    if (package_size(p, part) >= LARGE) {
        ret->now = arena_new_of(a, struct piece);
        ret->coming = arena_new_of(a, struct piece);
        ret->now->part = ret->coming->part = ret->part;
        ret->unpacking = aside_new();
        aside_start(ret->unpacking, unpack, ret->coming);
    }
    rc = read_bytes(ret, ret->raw, sizeof ret->raw, err, &ret->n_raw);
    if (rc < 0) {
        close_stream(ret);
        return rc;
    }
    size_t mark = charset_mark(ret->raw, ret->n_raw, &ret->charset);
    ret->n_raw -= mark;
    memmove(ret->raw, ret->raw + mark, ret->n_raw);
    return 0;
}

int stream_next(struct stream *s, char *buf, size_t room, struct err *err, size_t *ret_n)
{
    size_t got = 0, used, n;
    if (s->charset == CHARSET_UTF8 && s->n_raw == 0)
        return read_bytes(s, buf, room, err, ret_n);
    if (s->charset == CHARSET_UTF8) {
        used = *ret_n = s->n_raw < room ? s->n_raw : room;
        memcpy(buf, s->raw, used);
    } else {
        int rc = read_bytes(s, s->raw + s->n_raw, sizeof s->raw - s->n_raw, err, &got);
        if (rc < 0)
            return rc;
        s->n_raw += got;
        n = s->n_raw < room / 2 ? s->n_raw : room / 2; /* two bytes give at most three */
        *ret_n = charset_convert(s->charset, s->raw, n, buf, &used);
    }
    s->n_raw -= used;
    memmove(s->raw, s->raw + used, s->n_raw);
    return 0;
}

int package_parse(struct package *p, int64_t part, const struct xml_hooks *hooks, void *ctx,
                  struct err *err)
{
    struct arena *a = arena_new();
    struct stream *s = arena_new_of(a, struct stream);
    int rc = open_stream(p, part, a, err, s);
    if (rc == 0) {
        rc = xml_read(s, hooks, ctx, a, err);
        close_stream(s);
    }
    arena_free(a);
    return rc;
}
