/* Shared by the files of the server; nobody else includes it. */
#pragma once

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/strbuf.h"
#include "net/gzip.h"
#include "net/http.h"
#include "net/metrics.h"

/* Open connections with the moment each must have got further: MHD's own timeout only sees
 * silence, a client that sends a byte a second would hold its place for ever. */
struct guard {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    struct conn *first;
    bool stop;
    unsigned tick_ms;
    unsigned head_ms;
    unsigned max_per_address;
};

int guard_start(struct guard *g, const struct http_options *o);
void guard_stop(struct guard *g);
enum MHD_Result guard_accept(void *cls, const struct sockaddr *addr, socklen_t n);
void guard_notify(void *cls, struct MHD_Connection *con, void **ctx,
                  enum MHD_ConnectionNotificationCode what);
void guard_deadline(struct MHD_Connection *con, unsigned ms);
const char *guard_ip(struct MHD_Connection *con);

/* The exchange of a connection; the one it held before ends. A connection that goes away takes its
 * exchange along: libmicrohttpd is silent about requests it gave up itself, for instance those with
 * more arguments than fit into its pool. */
struct exchange;
void guard_hold(struct MHD_Connection *con, struct exchange *x);
void exchange_end(struct exchange *x);

/* slow.c: requests that wait for threads of their own. */
#define SLOW_THREADS 4
struct slow {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread[SLOW_THREADS];
    unsigned n_threads, n, max; /* n: how many wait */
    struct exchange *first, *last;
    bool stop;
};

void slow_start(struct slow *s, unsigned threads, unsigned max);
/* Those that still wait are answered with 503. */
void slow_stop(struct slow *s);
/* From the callback of its connection; false: too many wait. */
bool slow_put(struct slow *s, struct exchange *x);

/* Monotonic milliseconds. */
int64_t mono_ms(void);

#define MAX_SPARE 32

struct http_server {
    struct http_options o;
    struct http_app app;
    struct MHD_Daemon *daemon, *metrics_daemon;
    unsigned port, metrics_port;
    struct guard guard;
    struct slow slow;
    struct gzip_pool *gzip;
    struct metrics *metrics;
    atomic_bool draining;
    pthread_mutex_t lock;
    pthread_cond_t idle;
    unsigned running;               /* requests between headers and the end of the answer */
    struct arena *spare[MAX_SPARE]; /* arenas of finished requests */
    size_t n_spare;
};

/* One request and its answer. */
struct exchange {
    struct http_server *server;
    struct http_request req;
    struct http_response out;
    struct strbuf body; /* urlencoded, as it comes */
    struct multipart *multipart;
    size_t body_n; /* bytes seen */
    int64_t started_ms;
    bool begun, counted;
    bool answering; /* a slow thread has it, or had: out is what it says */
    struct MHD_Connection *con;
    struct exchange *next; /* among those that wait */
};

/* multipart.c: fields and one file out of a multipart body. NULL: not a multipart body. */
struct multipart *multipart_new(struct MHD_Connection *con, struct http_request *req,
                                const char *dir, size_t file_limit);
int multipart_feed(struct multipart *m, const char *data, size_t n);
/* Ends it: fields and file into the request. Returns 0 or a status that refuses the request. */
int multipart_end(struct multipart *m);
void multipart_free(struct multipart *m);

/* answer.c */
enum MHD_Result answer_queue(struct exchange *x, struct MHD_Connection *con);

/* exchange.c: what libmicrohttpd calls with a struct http_server, in this order. */
void *exchange_uri(void *cls, const char *uri, struct MHD_Connection *con);
size_t exchange_escapes(void *cls, struct MHD_Connection *con, char *s);
enum MHD_Result exchange_request(void *cls, struct MHD_Connection *con, const char *url,
                                 const char *method, const char *version, const char *data,
                                 size_t *n, void **ctx);
void exchange_done(void *cls, struct MHD_Connection *con, void **ctx,
                   enum MHD_RequestTerminationCode why);
