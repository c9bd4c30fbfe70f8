/* Rows of routes → a tree of path segments, built once; a look-up costs the length of the path. */
#pragma once

#include "frame/route.h"

#define ROUTER_MAX_PARAMS 4

struct router;

struct route_match {
    const struct route *route; /* NULL: not found, or the method is not allowed */
    size_t index;              /* of the row, for counters */
    size_t n_params;
    const struct scope *scopes[ROUTER_MAX_PARAMS];
    int64_t ids[ROUTER_MAX_PARAMS];
    bool allows_get, allows_post; /* of the path, whatever the method asked */
};

/* Everything borrowed lives in the arena. ERR_INVALID names the bad row: no permission, no
 * handler, a parameter without a scope, two rows for one path and method, a form without its
 * page. */
int router_new(struct arena *a, const struct module *const *modules, size_t n, struct err *err,
               struct router **ret);

/* method is that of a row: the caller asks GET for HEAD. */
void router_find(const struct router *r, enum http_method method, const char *path,
                 struct route_match *ret);

/* "GET /programmes/{programme}" of each row, in order of index. */
size_t router_labels(const struct router *r, const char *const **ret);
