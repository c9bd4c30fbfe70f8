/* Fields into the arena, the one file straight to disk, through libmicrohttpd's post processor. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/id.h"
#include "base/utf8.h"
#include "net/http_priv.h"

#define MAX_FIELDS_BYTES (256u << 10) /* all fields beside the file */
#define MAX_FILE_NAME 255
#define PROCESSOR_BUFFER 8192

struct multipart {
    struct MHD_PostProcessor *pp;
    struct http_request *req;
    const char *dir;
    size_t file_limit;
    struct form_pair *pairs;
    size_t n_pairs, cap_pairs;
    struct strbuf value; /* of the last pair */
    size_t fields_n;
    int fd;
    bool had_file; /* a second file is refused */
    int refused;
};

static void end_value(struct multipart *m)
{
    if (m->n_pairs && !m->pairs[m->n_pairs - 1].value)
        m->pairs[m->n_pairs - 1].value = arena_strdup(m->req->a, m->value.s);
}

static int refuse(struct multipart *m, int status)
{
    if (!m->refused)
        m->refused = status;
    return MHD_YES;
}

static int add_field(struct multipart *m, const char *key, const char *data, uint64_t off, size_t n)
{
    m->fields_n += n + strlen(key);
    if (m->fields_n > MAX_FIELDS_BYTES)
        return refuse(m, 413);
    /* Values end at a NUL from here on: what stands behind one would pass unseen. */
    if (n && memchr(data, '\0', n))
        return refuse(m, 400);
    if (off == 0) {
        end_value(m);
        if (strlen(key) > URL_MAX_NAME || m->n_pairs >= URL_MAX_PAIRS)
            return refuse(m, 413);
        if (m->n_pairs == m->cap_pairs) {
            size_t cap = m->cap_pairs ? m->cap_pairs * 2 : 16;
            m->pairs = arena_grow(m->req->a, m->pairs, m->cap_pairs * sizeof *m->pairs,
                                  cap * sizeof *m->pairs);
            m->cap_pairs = cap;
        }
        m->pairs[m->n_pairs++] = (struct form_pair){arena_strdup(m->req->a, key), NULL};
        strbuf_init(&m->value, m->req->a);
    }
    strbuf_add(&m->value, data, n);
    return MHD_YES;
}

static const char *last_component(const char *name)
{
    const char *last = name;
    for (; *name; name++)
        if (*name == '/' || *name == '\\')
            last = name + 1;
    return last;
}

static int open_file(struct multipart *m, const char *filename)
{
    if (m->had_file)
        return refuse(m, 400);
    m->had_file = true;
    const char *name = last_component(filename);
    size_t n = strlen(name);
    if (!utf8_valid(name, n))
        return refuse(m, 400);
    unsigned char key[12];
    random_fill(key, sizeof key);
    struct strbuf path;
    strbuf_init(&path, m->req->a);
    strbuf_printf(&path, "%s/", m->dir);
    for (size_t i = 0; i < sizeof key; i++)
        strbuf_printf(&path, "%02x", key[i]);
    m->fd = open(path.s, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (m->fd < 0)
        return refuse(m, 507);
    m->req->file.path = path.s;
    m->req->file.name =
        arena_strndup(m->req->a, name, utf8_cut(name, n < MAX_FILE_NAME ? n : MAX_FILE_NAME));
    return MHD_YES;
}

static int add_file(struct multipart *m, const char *filename, const char *data, uint64_t off,
                    size_t n)
{
    if (!m->req->takes_file || !m->dir)
        return refuse(m, 415);
    /* A file field left empty comes with an empty name. */
    if (!*filename)
        return n ? refuse(m, 400) : MHD_YES;
    if (off == 0)
        open_file(m, filename);
    if (m->fd < 0 || m->refused)
        return MHD_YES;
    if ((size_t)m->req->file.size + n > m->file_limit)
        return refuse(m, 413);
    for (size_t done = 0; done < n;) {
        ssize_t w = write(m->fd, data + done, n - done);
        if (w < 0 && errno == EINTR)
            continue;
        if (w <= 0)
            return refuse(m, 507);
        done += (size_t)w;
    }
    m->req->file.size += (int64_t)n;
    return MHD_YES;
}

static enum MHD_Result on_part(void *cls, enum MHD_ValueKind kind, const char *key,
                               const char *filename, const char *type, const char *encoding,
                               const char *data, uint64_t off, size_t n)
{
    (void)kind, (void)type, (void)encoding;
    struct multipart *m = cls;
    if (!m->refused) {
        if (filename)
            add_file(m, filename, data, off, n);
        else
            add_field(m, key ? key : "", data, off, n);
    }
    return MHD_YES;
}

struct multipart *multipart_new(struct MHD_Connection *con, struct http_request *req,
                                const char *dir, size_t file_limit)
{
    struct multipart *m = arena_new_of(req->a, struct multipart);
    *m = (struct multipart){.req = req, .dir = dir, .file_limit = file_limit, .fd = -1};
    m->pp = MHD_create_post_processor(con, PROCESSOR_BUFFER, on_part, m);
    return m->pp ? m : NULL;
}

int multipart_feed(struct multipart *m, const char *data, size_t n)
{
    if (!m->refused && MHD_post_process(m->pp, data, n) != MHD_YES)
        refuse(m, 400);
    return m->refused;
}

int multipart_end(struct multipart *m)
{
    if (MHD_destroy_post_processor(m->pp) != MHD_YES)
        refuse(m, 400);
    m->pp = NULL;
    end_value(m);
    if (m->fd >= 0 && close(m->fd) < 0)
        refuse(m, 507);
    m->fd = -1;
    for (size_t i = 0; i < m->n_pairs && !m->refused; i++) {
        const struct form_pair *p = &m->pairs[i];
        if (!utf8_valid(p->name, strlen(p->name)) || !utf8_valid(p->value, strlen(p->value)))
            refuse(m, 400);
    }
    m->req->pairs = m->pairs;
    m->req->n_pairs = m->n_pairs;
    return m->refused;
}

void multipart_free(struct multipart *m)
{
    if (m->pp)
        MHD_destroy_post_processor(m->pp);
    if (m->fd >= 0)
        close(m->fd);
    m->pp = NULL;
    m->fd = -1;
}
