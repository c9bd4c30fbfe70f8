/* Drafts and publishing that take longer than a person waits: the same rules as a job. */
#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "pairing/run.h"

static int give_up(struct job *job, int r)
{
    db_rollback(job->db);
    if (!*job->err.text)
        err_set(&job->err, r,
                _("Не получилось на нашей стороне, ничего не изменилось. Повторите через минуту"));
    return r;
}

static int open_run(struct job *job, int64_t programme_id, struct run_context *c)
{
    int r = run_open(job->db, job->a, job->app, programme_id, &job->err, c);
    c->job = job;
    return r;
}

int run_job_make(struct job *job)
{
    struct run_context c;
    struct pairing_input in;
    const struct pairing *p;
    int64_t run_id;
    int r = db_begin(job->db);
    if (r >= 0)
        r = open_run(job, job->object_id, &c);
    if (r >= 0)
        r = run_take(&c, &job->err, &in);
    if (r >= 0)
        r = db_commit(job->db);
    if (r >= 0)
        r = run_solve(&c, &in, &job->err, &p);
    if (r >= 0)
        r = db_begin(job->db);
    if (r >= 0)
        r = run_keep(&c, &in, p, job->account_id, &job->err, &run_id);
    if (r >= 0)
        r = db_commit(job->db);
    return r < 0 ? give_up(job, r) : 0;
}

/* The coordinator may change the draft again. */
static void hand_back(struct job *job)
{
    if (db_begin(job->db) < 0)
        return;
    if (run_set_draft(job->db, job->object_id) < 0 || db_commit(job->db) < 0)
        db_rollback(job->db);
}

int run_job_publish(struct job *job)
{
    struct run_context c;
    struct run_row run;
    int r = db_begin(job->db);
    if (r >= 0)
        r = run_row(job->db, job->a, job->object_id, &run);
    if (r == 0)
        r = ERR_NOT_FOUND;
    if (r > 0 && !strcmp(run.state, "published"))
        return db_commit(job->db); /* done before a crash */
    if (r > 0)
        r = open_run(job, run.programme_id, &c);
    c.account_id = job->account_id;
    /* Only what was claimed: a draft handed back may have changed since. */
    if (r >= 0)
        r = run_publish(&c, run.id, strcmp(run.state, "running") ? 0 : run.version, &job->err);
    if (r >= 0)
        r = db_commit(job->db);
    if (r >= 0)
        return 0;
    r = give_up(job, r);
    hand_back(job);
    return r;
}
