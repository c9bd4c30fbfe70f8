/* Letters and notices about applications: no name of a minor, ever. Inside the module. */
#pragma once

#include "programme/application.h"

/* To the author their link; to the representative theirs. */
int application_mail_received(const struct application_desk *d, const struct application *x);

/* Approved, refused, or into the waiting list: look at your link. */
int application_mail_decided(const struct application_desk *d, const struct application *x);

/* One unread notice each, however many applications come. */
int application_tell_coordinators(const struct application_desk *d, const struct application *x);

/* Given up by the author before it was decided; a participation by the participant or their parent.
 */
int application_tell_withdrawn(const struct application_desk *d, const struct application *x);
int application_tell_left(const struct application_desk *d, int64_t unit_id,
                          int64_t participation_id, bool consents);

/* Somebody moved up from the waiting list. */
int application_tell_moved(const struct application_desk *d, int64_t unit_id, int64_t programme_id);
