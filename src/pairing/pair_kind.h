/* Each pair has exactly one form and one role model: what it begins with, until the coordinator
 * says otherwise. */
#pragma once

#include "base/arena.h"
#include "programme/pack.h"
#include "programme/programme.h"

/* The first form of the mentee that the mentor has, too (an empty list is any form); without one
 * the first of either, then of the programme. Lists of codes are parted by ';'. */
const char *pair_form_of(struct arena *a, const struct programme *p, const char *mentee_forms,
                         const char *mentor_forms);

/* The form's first role model, "" when it has none. */
const char *pair_model_of(const struct pack *pack, const char *form);

/* Has the form this role model? "" is right for a form without any. */
bool pair_model_fits(const struct pack *pack, const char *form, const char *model);

/* «лидер – пассивный»: for staff only; "" for none. */
const char *pair_model_name(const struct pack *pack, const char *form, const char *model);
