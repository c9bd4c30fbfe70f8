/*
 * Any bytes sent to the server through a socket: head, cookies, query, fields and a file of a
 * multipart body. What reaches the handler is text within the bounds, and every connection ends.
 */
#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/utf8.h"
#include "frame/prefs.h"
#include "net/http.h"

#define LIMIT 65536
#define WAIT_MS 20000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static char dir[] = "/tmp/http-fuzz-XXXXXX";
static struct http_server *server;

static bool is_text(const char *s)
{
    return utf8_valid(s, strlen(s));
}

static void accept_any(void *ctx, struct http_request *req)
{
    (void)ctx;
    req->body_limit = 1000;
    req->takes_file = strcmp(req->path, "/file") == 0;
}

static void answer(void *ctx, struct http_request *req, struct http_response *out)
{
    (void)ctx;
    assert(req->path[0] == '/' && is_text(req->path));
    for (size_t i = 0; i < req->n_headers; i++)
        assert(is_text(req->headers[i].value));
    for (size_t i = 0; !req->fault && i < req->n_pairs; i++)
        assert(strlen(req->pairs[i].name) <= URL_MAX_NAME && is_text(req->pairs[i].value));
    if (!req->fault && req->file.path)
        assert(strlen(req->file.name) <= 255 && is_text(req->file.name) &&
               !strchr(req->file.name, '/') && req->file.size <= 1000);
    const char *cookie = http_cookie(req, "view");
    const struct prefs p = prefs_parse(cookie);
    assert(p.scheme < SCHEME_COUNT && (!cookie || is_text(cookie)));
    out->status = req->fault ? req->fault : 200;
    out->type = "text/plain";
    out->etag = "\"one\"";
    out->body = "open";
    out->body_n = 4;
}

static void stop(void)
{
    http_stop(server);
    (void)rmdir(dir);
}

static void start(void)
{
    static const char *const labels[] = {"all"};
    const struct http_options o = {.listen = "127.0.0.1:0",
                                   .upload_dir = mkdtemp(dir),
                                   .workers = 1,
                                   .max_connections = 8,
                                   .head_ms = 40,
                                   .body_ms = 40,
                                   .drain_ms = 1000};
    const struct http_app app = {
        .accept = accept_any, .handle = answer, .labels = labels, .n_labels = 1};
    struct err err;
    if (http_start(&o, &app, &err, &server) < 0)
        abort();
    (void)atexit(stop);
}

static void wait_for_end(int fd)
{
    char answers[4096];
    struct pollfd p = {.fd = fd, .events = POLLIN};
    for (ssize_t got = 1; got > 0 || (got < 0 && errno == EINTR);) {
        int ready = poll(&p, 1, WAIT_MS); /* the fuzzer's own clock interrupts it */
        assert(ready == 1 || (ready < 0 && errno == EINTR));
        if (ready == 1)
            got = read(fd, answers, sizeof answers);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n > LIMIT)
        return 0;
    if (!server)
        start();
    const struct sockaddr_in at = {.sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)http_port(server)),
                                   .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || (connect(fd, (const struct sockaddr *)&at, sizeof at) < 0 && errno != EINTR))
        abort();
    while (n) { /* it may hang up before the end */
        ssize_t sent = send(fd, data, n, MSG_NOSIGNAL);
        if (sent <= 0)
            break;
        data += sent;
        n -= (size_t)sent;
    }
    (void)shutdown(fd, SHUT_WR);
    wait_for_end(fd);
    (void)close(fd);
    return 0;
}
