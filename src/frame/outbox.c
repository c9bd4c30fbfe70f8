#include "frame/outbox.h"

#include "base/id.h"
#include "base/log.h"
#include "channel/mail.h"
#include "frame/app.h"
#include "frame/frame.sql.h"
#include "frame/job.h"
#include "frame/job.sql.h"
#include "frame/session.h"
#include "frame/token.h"

#define MAX_TRIES 10
#define FIRST_WAIT_MS 60000LL
#define MAX_WAIT_MS (12LL * 3600000)
#define HOUR_MS 3600000LL

int outbox_mail(struct db *db, const struct app *app, int64_t unit_id, const char *to,
                const char *subject, const char *body)
{
    int rc =
        outbox_insert(db, id_new(app->clock), unit_id, to, subject, body, clock_now(app->clock));
    return rc < 0 ? rc : 0;
}

int audit_add(struct db *db, const struct app *app, int64_t unit_id, const char *action,
              const char *object_kind, int64_t object_id, const char *detail)
{
    int rc = audit_insert(db, id_new(app->clock), &unit_id, NULL, action, object_kind, &object_id,
                          detail, "");
    return rc < 0 ? rc : 0;
}

int notice_add(struct db *db, const struct app *app, int64_t person_id, const char *text,
               const char *path)
{
    int rc = notice_insert(db, id_new(app->clock), person_id, text, path, clock_now(app->clock));
    return rc < 0 ? rc : 0;
}

static int send_one(struct db *db, const struct app *app, const struct outbox_due *row)
{
    struct err err = {0};
    int64_t now = clock_now(app->clock);
    struct mail m = {.from = app->config.mail_from,
                     .to = row->address,
                     .subject = row->subject,
                     .body = row->body,
                     .id = row->id,
                     .time_ms = now};
    int rc = mail_send(app->config.smtp_url, &m, &err);
    if (rc == 0)
        return outbox_sent(db, row->id, now);
    int64_t tries = row->tries + 1;
    bool over = rc == ERR_INVALID || tries >= MAX_TRIES;
    int64_t wait = FIRST_WAIT_MS << (tries < 12 ? tries : 12);
    log_event(LOG_WARN, "mail_failed", "id=%lld tries=%lld over=%d why=\"%s\"", (long long)row->id,
              (long long)tries, over, err.text);
    return outbox_later(db, row->id, over ? "failed" : "waiting", tries,
                        now + (wait < MAX_WAIT_MS ? wait : MAX_WAIT_MS));
}

int outbox_send(struct db *db, struct arena *a, const struct app *app)
{
    struct outbox_due *rows;
    size_t n;
    if (!app->config.smtp_url || !app->config.mail_from)
        return 0;
    int rc = outbox_due(db, a, clock_now(app->clock), &rows, &n);
    for (size_t i = 0; rc >= 0 && i < n; i++)
        rc = send_one(db, app, &rows[i]);
    return rc < 0 ? rc : 0;
}

int outbox_tidy(struct db *db, const struct app *app, int64_t *at)
{
    int64_t now = clock_now(app->clock);
    if (now - *at < HOUR_MS)
        return 0;
    *at = now;
    int rc = session_purge(db, now - SESSION_LIFE_MS);
    if (rc >= 0)
        rc = once_purge(db, now - 2 * TOKEN_LIFE_MS);
    if (rc >= 0)
        rc = kept_purge(db, now - HOUR_MS);
    if (rc >= 0)
        rc = throttle_purge(db, now - 24 * HOUR_MS);
    return rc < 0 ? rc : 0;
}
