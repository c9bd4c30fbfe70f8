/* The job that is put when a check of a mentor is met (identity/vetting.h): object_id is the
 * person.
 */
#pragma once

#include "frame/job.h"

/* Whoever of the person's participations has everything by now becomes ready; their history says
 * so. */
int training_follow(struct job *job);
