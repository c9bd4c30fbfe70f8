/* The container of an XLSX: opened within bounds, and parsed part by part through expat. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "office/xlsx.h"

#define PIECE (64 * 1024)
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
        return err_set(err, ERR_IO, _("Файл «%s» не открывается: %s"), path, strerror(errno));
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
    for (; *atts; atts += 2) {
        const char *colon = strchr(*atts, ':');
        if (strcmp(colon ? colon + 1 : *atts, name) == 0)
            return atts[1];
    }
    return NULL;
}

struct run {
    struct package *pkg;
    XML_Parser parser;
    const struct xml_hooks *hooks;
    void *ctx;
    struct err *err;
    int rc;
    int depth;
};

static void stop_if(struct run *r, int rc)
{
    if (rc < 0) {
        r->rc = rc;
        XML_StopParser(r->parser, XML_FALSE);
    }
}

static const char *local_name(const char *name)
{
    for (const char *p = name; *p; p++)
        if (*p == ':')
            return p + 1;
    return name;
}

static void XMLCALL on_start(void *ctx, const char *name, const char **atts)
{
    struct run *r = ctx;
    if (r->rc < 0)
        return;
    if (++r->depth > XLSX_MAX_DEPTH)
        stop_if(r, xlsx_damaged(r->err));
    else
        stop_if(r, r->hooks->start(r->ctx, local_name(name), atts, r->err));
}

static void XMLCALL on_end(void *ctx, const char *name)
{
    struct run *r = ctx;
    r->depth--;
    if (r->rc == 0)
        stop_if(r, r->hooks->end(r->ctx, local_name(name), r->err));
}

static void XMLCALL on_text(void *ctx, const char *s, int n)
{
    struct run *r = ctx;
    if (r->rc == 0)
        stop_if(r, r->hooks->text(r->ctx, s, (size_t)n, r->err));
}

/* Office never writes a DTD; entities are how XML bombs are made. */
static void XMLCALL on_doctype(void *ctx, const char *name, const char *sysid, const char *pubid,
                               int internal)
{
    (void)name, (void)sysid, (void)pubid, (void)internal;
    struct run *r = ctx;
    stop_if(r, xlsx_damaged(r->err));
}

static int too_large(struct run *r)
{
    return err_set(r->err, ERR_LIMIT,
                   _("В распакованном виде файл слишком велик. Скопируйте нужные строки в новую "
                     "таблицу и сохраните её как XLSX"));
}

static int count_bytes(struct run *r, size_t part_bytes, zip_uint64_t packed, size_t got)
{
    struct package *p = r->pkg;
    p->unpacked += got;
    if (p->unpacked > p->limits->max_unpacked ||
        (part_bytes > XLSX_RATIO_FROM && part_bytes / XLSX_MAX_RATIO > packed))
        return too_large(r);
    if (!p->limits->progress)
        return 0;
    double done = p->expected ? (double)p->unpacked / (double)p->expected : 0;
    return p->limits->progress(p->limits->progress_ctx, p->sheet, done < 1 ? done : 1);
}

static int feed(struct run *r, zip_file_t *f, zip_uint64_t packed)
{
    size_t part_bytes = 0, token = 0; /* token: where the current tag or text begins */
    for (;;) {
        void *buf = XML_GetBuffer(r->parser, PIECE);
        if (!buf)
            return xlsx_damaged(r->err);
        zip_int64_t got = zip_fread(f, buf, PIECE);
        if (got < 0)
            return xlsx_damaged(r->err);
        part_bytes += (size_t)got;
        int rc = count_bytes(r, part_bytes, packed, (size_t)got);
        if (rc < 0)
            return rc;
        enum XML_Status status = XML_ParseBuffer(r->parser, (int)got, got == 0);
        if (r->rc < 0)
            return r->rc;
        if (status != XML_STATUS_OK)
            return xlsx_damaged(r->err);
        if (got == 0)
            return 0;
        XML_Index at = XML_GetCurrentByteIndex(r->parser); /* -1: still the same token */
        token = at >= 0 ? (size_t)at : token;
        if (part_bytes - token > XLSX_MAX_TOKEN)
            return too_large(r);
    }
}

static int open_part(struct package *p, int64_t part, struct err *err, zip_file_t **ret)
{
    zip_file_t *f = part < 0 ? NULL : zip_fopen_index(p->zip, (zip_uint64_t)part, 0);
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

int package_parse(struct package *p, int64_t part, const struct xml_hooks *hooks, void *ctx,
                  struct err *err)
{
    zip_file_t *f = NULL;
    int rc = open_part(p, part, err, &f);
    if (rc < 0)
        return rc;
    zip_stat_t st;
    bool known = zip_stat_index(p->zip, (zip_uint64_t)part, 0, &st) == 0;
    struct run r = {.pkg = p, .hooks = hooks, .ctx = ctx, .err = err};
    r.parser = XML_ParserCreate(NULL);
    if (r.parser) {
        XML_SetUserData(r.parser, &r);
        XML_SetElementHandler(r.parser, on_start, on_end);
        if (hooks->text)
            XML_SetCharacterDataHandler(r.parser, on_text);
        XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
        rc = feed(&r, f, known && (st.valid & ZIP_STAT_COMP_SIZE) ? st.comp_size : 0);
        XML_ParserFree(r.parser);
    } else {
        rc = xlsx_damaged(err);
    }
    zip_fclose(f);
    return rc;
}
