/* Slow-down on guessing. Never a lock-out for good: a person who was attacked waits at most a
 * quarter of an hour. */
#include "base/i18n.h"
#include "base/log.h"
#include "base/utf8.h"
#include "frame/call.h"
#include "frame/frame.sql.h"
#include "frame/session.h"

#define FREE_BY_LOGIN 5
#define FREE_BY_ADDRESS 20 /* a school has one address for everybody */
#define FIRST_WAIT_MS 2000
#define MAX_WAIT_MS (15LL * 60000)
#define FORGET_MS (24LL * 3600000)

static const char *login_key(struct arena *a, const char *login)
{
    return arena_printf(a, "login:%.100s", utf8_lowercase(a, utf8_squeeze(a, login)));
}

static const char *address_key(struct arena *a, const char *ip)
{
    return arena_printf(a, "ip:%s", ip);
}

static int wait_of(struct req *req, const char *key, int64_t *wait_ms)
{
    struct throttle_get t;
    int rc = throttle_get(req->db, req->a, key, &t);
    int64_t left = rc == 1 ? t.until_at - clock_now(req->clock) : 0;
    if (left > *wait_ms && left <= MAX_WAIT_MS)
        *wait_ms = left;
    return rc < 0 ? rc : 0;
}

int throttle_check(struct req *req, const char *login)
{
    int64_t wait = 0;
    int rc = wait_of(req, login_key(req->a, login), &wait);
    if (rc == 0)
        rc = wait_of(req, address_key(req->a, req->ip), &wait);
    if (rc < 0 || wait == 0)
        return rc;
    call_of(req)->throttled = true;
    long seconds = (long)((wait + 999) / 1000);
    call_of(req)->retry_after = arena_printf(req->a, "%ld", seconds);
    if (seconds < 60)
        return err_set(&req->err, ERR_LIMIT,
                       P_("Было много попыток подряд. Попробуйте ещё раз через %ld секунду",
                          "Было много попыток подряд. Попробуйте ещё раз через %ld секунд",
                          seconds),
                       seconds);
    long minutes = (seconds + 59) / 60;
    return err_set(&req->err, ERR_LIMIT,
                   P_("Было много попыток подряд. Попробуйте ещё раз через %ld минуту",
                      "Было много попыток подряд. Попробуйте ещё раз через %ld минут", minutes),
                   minutes);
}

void throttle_failed(struct req *req, const char *login)
{
    call_of(req)->failed_as = arena_strdup(req->a, login);
}

static int count_failure(struct call *c, struct db *db, const char *key, int64_t free)
{
    struct throttle_get t = {0};
    int64_t now = clock_now(c->req.clock), wait = 0;
    int rc = throttle_get(db, c->req.a, key, &t);
    if (rc < 0)
        return rc;
    int64_t failures = t.until_at + FORGET_MS < now ? 1 : t.failures + 1;
    if (failures > free) {
        int64_t doublings = failures - free - 1;
        wait = doublings > 20 ? MAX_WAIT_MS : FIRST_WAIT_MS << doublings;
        wait = wait > MAX_WAIT_MS ? MAX_WAIT_MS : wait;
    }
    return throttle_put(db, key, failures, now + wait);
}

void after_sign_in_failed(struct call *c)
{
    struct arena *a = c->req.a;
    struct db *db;
    int rc = worker_write(c, &db);
    if (rc < 0 || (rc = db_begin(db)) < 0)
        goto log;
    rc = count_failure(c, db, login_key(a, c->failed_as), FREE_BY_LOGIN);
    if (rc >= 0)
        rc = count_failure(c, db, address_key(a, c->req.ip), FREE_BY_ADDRESS);
    if (rc >= 0)
        rc = audit_write(c, db, "sign_in_failed", "", 0, "");
    if (rc >= 0)
        rc = db_commit(db);
    if (rc < 0)
        db_rollback(db);
log:
    if (rc < 0)
        log_event(LOG_ERROR, "throttle_failed", "code=%d", rc);
}

int throttle_passed(struct req *req, const char *login)
{
    int rc = throttle_delete(req->db, login_key(req->a, login));
    return rc < 0 ? rc : 0;
}
