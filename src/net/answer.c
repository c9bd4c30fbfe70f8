/* From a response to what libmicrohttpd sends: 304, gzip, files, headers. */
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net/http_priv.h"

#define GZIP_FROM 1024 /* bytes; below it the header costs more than it saves */

void http_add(struct http_response *out, const char *name, const char *value)
{
    if (out->n_headers < HTTP_MAX_OUT)
        out->headers[out->n_headers++] = (struct http_header){name, value};
}

const char *http_header(const struct http_request *req, const char *name)
{
    for (size_t i = 0; i < req->n_headers; i++)
        if (strcasecmp(req->headers[i].name, name) == 0)
            return req->headers[i].value;
    return NULL;
}

const char *http_cookie(const struct http_request *req, const char *name)
{
    const char *s = http_header(req, "Cookie");
    size_t n = strlen(name);
    while (s && *s) {
        s += strspn(s, " ;");
        const char *end = s + strcspn(s, ";");
        if (strncmp(s, name, n) == 0 && s[n] == '=')
            return arena_strndup(req->a, s + n + 1, (size_t)(end - s - (ptrdiff_t)n - 1));
        s = end;
    }
    return NULL;
}

/* "gzip" or "*" listed, and not with q=0. */
static bool accepts_gzip(const struct http_request *req)
{
    const char *s = http_header(req, "Accept-Encoding");
    while (s && *s) {
        s += strspn(s, " ,");
        size_t n = strcspn(s, ",");
        size_t word = strcspn(s, " ;,");
        if ((word == 4 && strncasecmp(s, "gzip", 4) == 0) || (word == 1 && *s == '*')) {
            const char *q = memmem(s, n, "q=0", 3);
            return !q || (q[3] == '.' && strspn(q + 4, "0") < strspn(q + 4, "0123456789"));
        }
        s += n;
    }
    return false;
}

static bool etag_matches(const struct http_request *req, const char *etag)
{
    const char *wanted = http_header(req, "If-None-Match");
    return wanted && (strcmp(wanted, "*") == 0 || strstr(wanted, etag));
}

static void choose_encoding(struct exchange *x)
{
    struct http_response *out = &x->out;
    bool compressible = out->body_gz || (out->body_n > GZIP_FROM && !out->no_gzip);
    if (!compressible)
        return;
    http_add(out, "Vary", "Accept-Encoding");
    if (!accepts_gzip(&x->req))
        return;
    if (!out->body_gz)
        out->body_gz =
            gzip_bytes(x->server->gzip, x->req.a, out->body, out->body_n, &out->body_gz_n);
    if (!out->body_gz)
        return;
    out->body = out->body_gz;
    out->body_n = out->body_gz_n;
    http_add(out, "Content-Encoding", "gzip");
}

static struct MHD_Response *from_file(struct http_response *out)
{
    int fd = open(out->file, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    if (out->remove_file)
        unlink(out->file);
    return MHD_create_response_from_fd64((uint64_t)st.st_size, fd);
}

static struct MHD_Response *from_body(struct http_response *out)
{
    return MHD_create_response_from_buffer(out->body_n, (void *)(uintptr_t)out->body,
                                           MHD_RESPMEM_PERSISTENT);
}

enum MHD_Result answer_queue(struct exchange *x, struct MHD_Connection *con)
{
    struct http_response *out = &x->out;
    struct MHD_Response *r = NULL;
    if (out->etag && out->status == 200 && etag_matches(&x->req, out->etag)) {
        out->status = 304;
        out->body_n = 0;
        out->file = NULL;
    } else if (!out->file) {
        choose_encoding(x);
    }
    if (out->file && !(r = from_file(out))) {
        out->status = 404;
        out->body_n = 0;
    }
    if (!r && !(r = from_body(out)))
        return MHD_NO;
    if (out->type && out->status != 304)
        MHD_add_response_header(r, "Content-Type", out->type);
    if (out->etag)
        MHD_add_response_header(r, "ETag", out->etag);
    for (size_t i = 0; i < out->n_headers; i++)
        MHD_add_response_header(r, out->headers[i].name, out->headers[i].value);
    if (atomic_load(&x->server->draining))
        MHD_add_response_header(r, "Connection", "close");
    enum MHD_Result ok = MHD_queue_response(con, (unsigned)out->status, r);
    MHD_destroy_response(r);
    return ok;
}
