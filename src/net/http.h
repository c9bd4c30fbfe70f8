/*
 * HTTP/1.1 server on libmicrohttpd: a bounded pool of threads, each with its own epoll loop;
 * a request is handled by blocking, straight-line code on the thread of its connection.
 * A request that is slow by nature waits for threads of their own, so that nobody waits behind it.
 * Knows no HTML and no routes: the application answers through two callbacks.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "net/url.h"

#define HTTP_MAX_URI 8192         /* bytes of path and query, as sent */
#define HTTP_MAX_HEADERS 64       /* lines kept; more answer 431 */
#define HTTP_MAX_HEAD (32u << 10) /* bytes of request line and headers: libmicrohttpd's pool */
#define HTTP_MAX_OUT 24           /* headers of one answer */

struct http_header {
    const char *name, *value;
};

/* A file of a multipart body, on disk; removed after the answer unless renamed away. */
struct http_file {
    const char *path; /* NULL when none was sent */
    const char *name; /* as the client named it, decoded, at most 255 bytes */
    int64_t size;
};

struct http_request {
    struct arena *a; /* lives until the answer is sent */
    const char *method;
    const char *path;  /* decoded; "/" when fault is set */
    const char *query; /* after '?', as sent; "" when none */
    const char *ip;
    const struct http_header *headers;
    size_t n_headers;
    const struct form_pair *pairs; /* fields of the body */
    size_t n_pairs;
    struct http_file file;
    int fault;         /* 0, or the status that refuses this request: 400, 413, 414, 503 … */
    size_t body_limit; /* set by accept() */
    bool takes_file;   /* set by accept(): multipart with one file is welcome */
    bool slow;         /* set by accept(): handled by the few threads of slow work */
    void *user;        /* for the application, kept from accept() to handle() */
};

struct http_response {
    int status;
    const char *type; /* Content-Type */
    const char *body; /* in the request's arena or static */
    size_t body_n;
    const char *body_gz; /* the same body already compressed, or NULL */
    size_t body_gz_n;
    bool no_gzip;     /* small, secret or compressed */
    const char *etag; /* with quotes, or NULL; a match answers 304 */
    const char *file; /* send this file instead of body */
    bool remove_file; /* unlink it as soon as it is open */
    struct http_header headers[HTTP_MAX_OUT];
    size_t n_headers;
    size_t label; /* of the counters: index into labels below */
};

struct http_app {
    /* After the headers: say how much body is welcome, or set req->fault. */
    void (*accept)(void *ctx, struct http_request *req);
    /* After the body, also when fault is set (then the body was not read). */
    void (*handle)(void *ctx, struct http_request *req, struct http_response *out);
    /* Lines for /metrics beside the server's own; NULL: none. */
    void (*metrics)(void *ctx, struct strbuf *out);
    const char *const *labels; /* of the counters, e.g. patterns of routes */
    size_t n_labels;
    void *ctx;
};

struct http_options {
    const char *listen;     /* "127.0.0.1:8080", "[::1]:8080"; port 0: any */
    const char *metrics;    /* address of /metrics, or NULL */
    const char *upload_dir; /* for bodies with files; NULL: none are taken */
    unsigned workers;
    unsigned slow_workers; /* beside them, at most 4; 0: slow requests are handled as others */
    unsigned max_slow;     /* how many may wait for those; the rest has the fault 503 */
    unsigned max_connections;
    unsigned max_per_address; /* 0: no bound; addresses of this machine are never bounded */
    unsigned head_ms;         /* from connect or the last answer to the end of the headers */
    unsigned body_ms;         /* for the body; a file has ten times that */
    unsigned drain_ms;        /* how long stop waits for running requests */
};

struct http_server;

/* Start listening. ERR_IO with the reason (port taken, address not ours). */
int http_start(const struct http_options *options, const struct http_app *app, struct err *err,
               struct http_server **ret);

/* The port it listens on, and that of the metrics (0: none). */
unsigned http_port(const struct http_server *s);
unsigned http_metrics_port(const struct http_server *s);

/* Take no new connections, let running requests finish (drain_ms), stop the threads. */
void http_stop(struct http_server *s);

const char *http_header(const struct http_request *req, const char *name); /* NULL when absent */

/* Value of a cookie, copied into the arena, or NULL. */
const char *http_cookie(const struct http_request *req, const char *name);

/* Add a header; name and value must live as long as the request's arena. */
void http_add(struct http_response *out, const char *name, const char *value);
