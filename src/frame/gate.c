/* Access: from the row's permission and the objects of the path to open or shut (route.h). */
#include "base/id.h"
#include "base/log.h"
#include "frame/call.h"
#include "frame/frame.sql.h"

static bool belongs_to(const struct object *o, int64_t person_id)
{
    for (size_t i = 0; person_id && i < sizeof o->persons / sizeof *o->persons; i++)
        if (o->persons[i] == person_id)
            return true;
    return false;
}

/* 1 all there, 0 one is not (or not under the one before it). */
static int find_objects(struct call *c)
{
    const struct route_match *m = &c->match;
    for (size_t i = c->n_objects = 0; i < m->n_params; c->n_objects = ++i) {
        struct object *o = &c->objects[i];
        *o = (struct object){0};
        int rc = m->scopes[i]->find(&c->req, m->ids[i], o);
        if (rc <= 0)
            return rc;
        if (i && o->parent_id && o->parent_id != m->ids[i - 1])
            return 0;
    }
    if (c->n_objects)
        c->req.unit_id = c->objects[c->n_objects - 1].unit_id;
    return 1;
}

static void add_role(struct who *who, int64_t role)
{
    if (role <= ROLE_NONE || role >= ROLE_COUNT)
        return;
    who->perms |= role_perms((enum role)role);
    if (who->role == ROLE_NONE || (enum role)role < who->role)
        who->role = (enum role)role;
}

/* Roles anywhere: for the rail, for paths without objects, and for the second factor. */
static int load_anywhere(struct call *c, struct who *ret, bool *ret_totp)
{
    struct roles_anywhere *rows;
    size_t n;
    int rc = roles_anywhere(c->req.db, c->req.a, c->req.who.account_id, &rows, &n);
    if (rc < 0)
        return rc;
    for (size_t i = 0; i < n; i++) {
        add_role(ret, rows[i].role);
        if (ret->role == (enum role)rows[i].role)
            ret->zone = (int)rows[i].utc_offset;
        *ret_totp |= role_needs_totp((enum role)rows[i].role);
    }
    return 0;
}

static int roles_at(struct call *c, int64_t unit_id, struct who *ret)
{
    struct roles_at_unit *rows;
    size_t n;
    int rc = roles_at_unit(c->req.db, c->req.a, c->req.who.account_id, unit_id, &rows, &n);
    int64_t depth = -1;
    for (size_t i = 0; rc >= 0 && i < n; i++) {
        add_role(ret, rows[i].role);
        if (rows[i].depth > depth) {
            depth = rows[i].depth;
            ret->top = rows[i].unit_id;
        }
    }
    return rc;
}

int req_may_at(struct req *req, int64_t unit_id, enum perm perm)
{
    struct who who = {0};
    int rc = roles_at(call_of(req), unit_id, &who);
    return rc < 0 ? rc : (who.perms >> perm & 1) != 0;
}

/* Each object of the path is asked for: {programme} under {unit} may live elsewhere. */
static int check_objects(struct call *c)
{
    enum perm perm = c->match.route->perm;
    bool own = belongs_to(&c->objects[c->n_objects - 1], c->req.who.person_id);
    if (own && (perm == PERM_OWN || perm == PERM_SIGNED_IN))
        return GATE_OPEN;
    for (size_t i = 0; i < c->n_objects; i++) {
        struct who at = {0};
        int rc = roles_at(c, c->objects[i].unit_id, &at);
        if (rc < 0)
            return rc;
        if (at.role == ROLE_NONE)
            return GATE_DENIED;
        c->req.who.role = at.role;
        c->req.who.perms = at.perms;
        c->req.who.top = at.top;
        if (perm == PERM_OWN || !(at.perms >> perm & 1))
            return GATE_FORBIDDEN;
    }
    return GATE_OPEN;
}

static int gate(struct call *c)
{
    const struct route *route = c->match.route;
    struct who *who = &c->req.who, anywhere = {.zone = ZONE_MOSCOW};
    bool totp = c->session.has_totp;
    if (route->perm != PERM_PUBLIC && !who->account_id)
        return GATE_LOGIN;
    if (who->account_id) {
        int rc = load_anywhere(c, &anywhere, &totp);
        if (rc < 0)
            return rc;
        who->role = anywhere.role;
        who->perms = anywhere.perms;
        who->zone = anywhere.zone;
    }
    if (totp && !c->session.second_factor && route->perm != PERM_PUBLIC &&
        !(route->flags & ROUTE_NO_TOTP))
        return GATE_TOTP;
    int rc = find_objects(c);
    if (rc <= 0)
        return rc < 0 ? rc : GATE_MISSING;
    if (route->perm == PERM_PUBLIC)
        return GATE_OPEN;
    if (c->n_objects)
        return check_objects(c);
    if (route->perm == PERM_OWN || route->perm == PERM_SIGNED_IN)
        return GATE_OPEN;
    return who->perms >> route->perm & 1 ? GATE_OPEN : GATE_FORBIDDEN;
}

int gate_check(struct call *c)
{
    int rc = session_load(c);
    return rc < 0 ? rc : gate(c);
}

int audit_write(struct call *c, struct db *db, const char *action, const char *kind, int64_t id,
                const char *detail)
{
    const struct req *req = &c->req;
    int rc = audit_insert(db, id_new(req->clock), req->unit_id ? &req->unit_id : NULL,
                          req->who.account_id ? &req->who.account_id : NULL, action, kind,
                          id ? &id : NULL, detail, req->ip);
    return rc < 0 ? rc : 0;
}

static int write_denied(struct call *c, struct db *db, void *what)
{
    const struct route_match *m = &c->match;
    (void)what;
    return audit_write(c, db, "denied", m->n_params ? m->scopes[m->n_params - 1]->param : "",
                       m->n_params ? m->ids[m->n_params - 1] : 0, m->route->path);
}

/* Somebody tried the address of a thing they know nothing of. */
void after_denied(struct call *c)
{
    int rc = call_write(c, write_denied, NULL);
    if (rc < 0)
        log_event(LOG_ERROR, "audit_failed", "code=%d", rc);
}
