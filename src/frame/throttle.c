/* Slow-down on guessing: by the name at one address, by the address, and by the name wherever it
 * comes from. The last begins late, so that whoever knows a login cannot keep its owner out from
 * another place; and nobody waits longer than a quarter of an hour. */
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/utf8.h"
#include "frame/call.h"
#include "frame/frame.sql.h"
#include "frame/session.h"

#define FREE_HERE 5        /* of one name at one address */
#define FREE_BY_ADDRESS 20 /* a school has one address for everybody */
#define FREE_BY_NAME 50    /* of one name from anywhere */
#define FIRST_WAIT_MS 2000
#define MAX_WAIT_MS (15LL * 60000)
#define FORGET_MS (24LL * 3600000)
#define MAX_NAME 200 /* bytes of a name in its key */

#define KEYS 3

static void make_keys(struct arena *a, const char *name, const char *ip, const char *ret[KEYS])
{
    const char *key = utf8_lowercase(a, utf8_squeeze(a, name));
    key = arena_strndup(a, key, utf8_cut(key, strnlen(key, MAX_NAME)));
    ret[0] = arena_printf(a, "here:%s %s", ip, key);
    ret[1] = arena_printf(a, "ip:%s", ip);
    ret[2] = arena_printf(a, "name:%s", key);
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

int throttle_check(struct req *req, const char *name)
{
    const char *keys[KEYS];
    int64_t wait = 0;
    int rc = 0;
    make_keys(req->a, name, req->ip, keys);
    for (size_t i = 0; i < KEYS && rc == 0; i++)
        rc = wait_of(req, keys[i], &wait);
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

void throttle_failed(struct req *req, const char *name)
{
    call_of(req)->failed_as = arena_strdup(req->a, name);
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

static int write_failure(struct call *c, struct db *db, void *what)
{
    static const int64_t free[KEYS] = {FREE_HERE, FREE_BY_ADDRESS, FREE_BY_NAME};
    const char *keys[KEYS];
    int rc = 0;
    (void)what;
    make_keys(c->req.a, c->failed_as, c->req.ip, keys);
    for (size_t i = 0; i < KEYS && rc >= 0; i++)
        rc = count_failure(c, db, keys[i], free[i]);
    return rc < 0 ? rc : audit_write(c, db, "sign_in_failed", "", 0, "");
}

void after_sign_in_failed(struct call *c)
{
    int rc = call_write(c, write_failure, NULL);
    if (rc < 0)
        log_event(LOG_ERROR, "throttle_failed", "code=%d", rc);
}

int throttle_passed(struct req *req, const char *name)
{
    const char *keys[KEYS];
    make_keys(req->a, name, req->ip, keys);
    int rc = throttle_delete(req->db, keys[0]);
    if (rc >= 0)
        rc = throttle_delete(req->db, keys[2]);
    return rc < 0 ? rc : 0;
}
