/*
 * Where a person stands in the tree, for the pages: the crumbs above a page, today in the unit's
 * zone, the units in which somebody has a role.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "frame/access.h"
#include "frame/page.h"
#include "frame/req.h"

/* The levels above and the unit itself, from the highest that the person has a role at or above
 * («Пермский край / Кунгурский округ / Школа № 5»). The last is the unit. Without any such role:
 * the unit alone. */
int unit_crumbs(struct req *req, int64_t unit_id, const struct link **ret, size_t *ret_n);

/* The crumbs and the rail of a page of the unit: what the person may do there. section: "" the
 * unit itself, "programmes", "people", "invites", "consents", "vetting", "audit". */
int unit_frame(struct req *req, int64_t unit_id, const char *section, struct page *page);

/* One more crumb behind those of the page. */
int unit_crumb_add(struct req *req, struct page *page, const char *label, const char *href);

/* Minutes ahead of UTC there; today there. */
int unit_zone(struct req *req, int64_t unit_id, int *ret_offset);
int unit_today(struct req *req, int64_t unit_id, struct date *ret);

struct place {
    int64_t unit_id;
    const char *name; /* short */
    const char *kind; /* unit.kind */
    enum role role;   /* the strongest one there */
};

/* Units in which the account has a role, strongest first, each once, at most 200. */
int places_of(struct db *db, struct arena *a, int64_t account_id, struct place **ret,
              size_t *ret_n);
