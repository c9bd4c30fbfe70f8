/* Drafts and publishing that take longer than a person waits: the same rules as a job. */
#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "pairing/run.h"

static int end(struct job *job, int r)
{
    if (r >= 0)
        r = db_commit(job->db);
    else
        db_rollback(job->db);
    if (r < 0 && !*job->err.text)
        err_set(&job->err, r,
                _("Не получилось на нашей стороне, ничего не изменилось. Повторите через минуту"));
    return r;
}

int run_job_make(struct job *job)
{
    struct run_context c;
    int64_t run_id;
    int r = db_begin(job->db);
    if (r < 0)
        return r;
    r = run_open(job->db, job->a, job->app, job->object_id, &job->err, &c);
    if (r >= 0)
        r = run_make(&c, job->account_id, &job->err, &run_id);
    return end(job, r);
}

int run_job_publish(struct job *job)
{
    struct run_context c;
    struct run_row run;
    int r = db_begin(job->db);
    if (r < 0)
        return r;
    r = run_row(job->db, job->a, job->object_id, &run);
    if (r == 0)
        r = ERR_NOT_FOUND;
    if (r > 0)
        r = run_open(job->db, job->a, job->app, run.programme_id, &job->err, &c);
    if (r >= 0)
        r = run_publish(&c, run.id, run.version, &job->err);
    return end(job, r);
}
