/* The worker of jobs, for the files of frame only. */
#pragma once

#include "base/strbuf.h"
#include "frame/job.h"

struct jobs;

/* Start the worker's thread. */
int jobs_start(struct app *app, struct err *err, struct jobs **ret);

/* Let the running job come to a safe point and put it back into the queue; end the thread. */
void jobs_stop(struct jobs *j);

void jobs_wake(struct jobs *j);

/* Ask the running job to stop; false when it is not the one that runs. */
bool jobs_cancel(struct jobs *j, int64_t job_id);

/* 1 and the numbers when this job runs here. */
int jobs_progress(struct jobs *j, int64_t job_id, int64_t *ret_done, int64_t *ret_total);

const struct job_kind *job_kind_of(const struct app *app, const char *name);

void jobs_metrics(struct jobs *j, struct strbuf *out);
