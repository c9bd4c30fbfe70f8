/* The last thing that was missing has come: the mentor becomes ready by itself. */
#include "learning/training_follow.h"

#include "db/db.h"
#include "frame/app.h"
#include "learning/training.h"
#include "learning/training_follow.sql.h"
#include "programme/own_form.h"

static int follow(struct job *job, const struct training_waiting *x)
{
    struct programme p;
    const struct pack *pack;
    int r = programme_get(job->db, job->a, x->programme_id, &p);
    if (r > 0)
        r = own_form_methodology(job->app->methodology, job->db, job->a, p.unit_id, p.pack_id,
                                 &job->err, &pack);
    if (r < 0)
        return r;
    const struct selection_place at = {.db = job->db,
                                       .a = job->a,
                                       .p = &p,
                                       .pack = pack,
                                       .today =
                                           date_at(clock_now(job->app->clock), (int)x->utc_offset),
                                       .deed = {job->app->clock, job->account_id, NULL}};
    return training_finish(&at, x->id, &job->err);
}

int training_follow(struct job *job)
{
    struct training_waiting *rows;
    size_t n;
    int r = db_begin(job->db);
    if (r < 0)
        return r;
    r = training_waiting(job->db, job->a, job->object_id, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = follow(job, &rows[i]);
    if (r >= 0)
        return db_commit(job->db);
    db_rollback(job->db);
    return r;
}
