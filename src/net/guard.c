/* The table of open connections: bounds by address, and an end for slow ones. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "net/http_priv.h"

struct conn {
    struct conn *next, *prev;
    int fd;
    _Atomic int64_t deadline_ms;
    bool local;
    struct exchange *held;
    char ip[INET6_ADDRSTRLEN];
};

int64_t mono_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* Text of the address; true when it is of this machine. */
static bool address_text(const struct sockaddr *addr, char out[INET6_ADDRSTRLEN])
{
    out[0] = '\0';
    if (addr && addr->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const void *)addr;
        inet_ntop(AF_INET, &in->sin_addr, out, INET6_ADDRSTRLEN);
        return (ntohl(in->sin_addr.s_addr) >> 24) == 127;
    }
    if (addr && addr->sa_family == AF_INET6) {
        const struct sockaddr_in6 *in = (const void *)addr;
        inet_ntop(AF_INET6, &in->sin6_addr, out, INET6_ADDRSTRLEN);
        return IN6_IS_ADDR_LOOPBACK(&in->sin6_addr);
    }
    return true;
}

enum MHD_Result guard_accept(void *cls, const struct sockaddr *addr, socklen_t n)
{
    (void)n;
    struct guard *g = cls;
    char ip[INET6_ADDRSTRLEN];
    if (address_text(addr, ip) || !g->max_per_address)
        return MHD_YES;
    unsigned same = 0;
    pthread_mutex_lock(&g->lock);
    for (const struct conn *c = g->first; c; c = c->next)
        same += strcmp(c->ip, ip) == 0;
    pthread_mutex_unlock(&g->lock);
    return same < g->max_per_address ? MHD_YES : MHD_NO;
}

static void conn_open(struct guard *g, struct MHD_Connection *con, void **ctx)
{
    struct conn *c = calloc(1, sizeof *c);
    if (!c)
        abort();
    c->fd = MHD_get_connection_info(con, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(con, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    c->local = address_text(info ? info->client_addr : NULL, c->ip);
    atomic_store(&c->deadline_ms, mono_ms() + g->head_ms);
    *ctx = c;
    pthread_mutex_lock(&g->lock);
    c->next = g->first;
    if (g->first)
        g->first->prev = c;
    g->first = c;
    pthread_mutex_unlock(&g->lock);
}

/* MHD tells of the end before it closes the socket, so under the lock fd is still ours. */
static void conn_close(struct guard *g, struct conn *c)
{
    pthread_mutex_lock(&g->lock);
    if (c->next)
        c->next->prev = c->prev;
    if (c->prev)
        c->prev->next = c->next;
    else
        g->first = c->next;
    pthread_mutex_unlock(&g->lock);
    if (c->held)
        exchange_end(c->held);
    free(c);
}

void guard_notify(void *cls, struct MHD_Connection *con, void **ctx,
                  enum MHD_ConnectionNotificationCode what)
{
    struct guard *g = cls;
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        conn_open(g, con, ctx);
    else if (*ctx)
        conn_close(g, *ctx);
}

static struct conn *conn_of(struct MHD_Connection *con)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(con, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

void guard_deadline(struct MHD_Connection *con, unsigned ms)
{
    struct conn *c = conn_of(con);
    if (c)
        atomic_store(&c->deadline_ms, mono_ms() + ms);
}

void guard_hold(struct MHD_Connection *con, struct exchange *x)
{
    struct conn *c = conn_of(con);
    if (!c)
        return;
    if (c->held)
        exchange_end(c->held);
    c->held = x;
}

const char *guard_ip(struct MHD_Connection *con)
{
    const struct conn *c = conn_of(con);
    return c ? c->ip : "";
}

static void *reap(void *arg)
{
    struct guard *g = arg;
    pthread_mutex_lock(&g->lock);
    while (!g->stop) {
        int64_t now = mono_ms();
        for (struct conn *c = g->first; c; c = c->next)
            if (atomic_load(&c->deadline_ms) <= now)
                shutdown(c->fd, SHUT_RDWR);
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        int64_t ns = until.tv_nsec + (int64_t)g->tick_ms * 1000000;
        until.tv_sec += ns / 1000000000;
        until.tv_nsec = ns % 1000000000;
        pthread_cond_timedwait(&g->wake, &g->lock, &until);
    }
    pthread_mutex_unlock(&g->lock);
    return NULL;
}

int guard_start(struct guard *g, const struct http_options *o)
{
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_mutex_init(&g->lock, NULL);
    pthread_cond_init(&g->wake, &attr);
    pthread_condattr_destroy(&attr);
    g->head_ms = o->head_ms;
    g->max_per_address = o->max_per_address;
    g->tick_ms = o->head_ms / 4 < 1000 ? o->head_ms / 4 + 1 : 1000;
    return pthread_create(&g->thread, NULL, reap, g) ? ERR_IO : 0;
}

void guard_stop(struct guard *g)
{
    pthread_mutex_lock(&g->lock);
    g->stop = true;
    pthread_cond_signal(&g->wake);
    pthread_mutex_unlock(&g->lock);
    pthread_join(g->thread, NULL);
    pthread_cond_destroy(&g->wake);
    pthread_mutex_destroy(&g->lock);
}
