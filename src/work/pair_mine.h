/* Who looks at a pair from inside: one of the two, or who represents one of them (pair_mine_web.c).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "frame/req.h"
#include "identity/representative.h"
#include "work/pair.h"

/* The pair of {pair}, and its pack. */
int pair_load(struct req *req, struct pair_row *ret, const struct pack **ret_pack);

bool pair_mentee_minor(const struct pair_row *x, struct date today);
bool pair_mentor_minor(const struct pair_row *x, struct date today);

/* Who represents the two today: of the mentee, then of the mentor; 0 is nobody. */
#define PAIR_PARENTS_MAX (2 * REPRESENTATIVES_MAX)
int pair_parents(struct req *req, const struct pair_row *x, int64_t ret[PAIR_PARENTS_MAX]);

/* own: one of the two; mentor: on this side, or a child of theirs is. */
struct pair_look {
    bool own, mentor;
};
int pair_look(struct req *req, const struct pair_row *x, struct pair_look *ret);

/* How the other side is called: by the first name, an adult with the patronymic. */
const char *pair_other(struct arena *a, const struct pair_row *x, const struct pair_look *look,
                       struct date today);

/* /my/pairs, /my/pairs/{pair} */
int pair_mine_list_get(struct req *req);
int pair_mine_get(struct req *req);
