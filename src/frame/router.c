#include "frame/router.h"

#include <string.h>

#include "base/i18n.h"

#define MAX_ID_DIGITS 19
#define METHODS 2

struct node {
    const char *segment; /* NULL: {param} */
    const struct scope *scope;
    struct node *children; /* literals first, then at most one {param} */
    struct node *next;
    const struct route *rows[METHODS];
    size_t index[METHODS];
};

struct router {
    struct arena *a;
    struct node root;
    const struct route **rows;
    const char **labels;
    size_t n;
    const struct module *const *modules;
    size_t n_modules;
};

static const struct scope *find_scope(const struct router *r, const char *name, size_t n)
{
    for (size_t m = 0; m < r->n_modules; m++)
        for (size_t i = 0; i < r->modules[m]->n_scopes; i++) {
            const struct scope *s = &r->modules[m]->scopes[i];
            if (strlen(s->param) == n && memcmp(s->param, name, n) == 0)
                return s;
        }
    return NULL;
}

static struct node *child_of(struct router *r, struct node *parent, const char *segment, size_t n,
                             const struct scope *scope)
{
    for (struct node *c = parent->children; c; c = c->next)
        if (scope ? c->scope == scope
                  : c->segment && strlen(c->segment) == n && memcmp(c->segment, segment, n) == 0)
            return c;
    struct node *c = arena_new_of(r->a, struct node);
    c->scope = scope;
    struct node **at = &parent->children;
    if (scope)
        while (*at)
            at = &(*at)->next;
    else
        c->segment = arena_strndup(r->a, segment, n);
    c->next = *at;
    *at = c;
    return c;
}

static const char *row_problem(const struct route *row)
{
    if (!row->handler)
        return N_("нет обработчика");
    if (row->perm <= PERM_NONE || row->perm >= PERM_COUNT)
        return N_("нет права");
    if (row->path[0] != '/')
        return N_("путь начинается не с /");
    if (row->form && (row->method != HTTP_POST || !row->retry))
        return N_("у формы нет её страницы");
    return NULL;
}

static int walk_path(struct router *r, const struct route *row, struct err *err, struct node **ret)
{
    struct node *at = &r->root;
    size_t params = 0;
    for (const char *s = row->path + 1; *s;) {
        size_t n = strcspn(s, "/");
        const struct scope *scope = NULL;
        if (*s == '{') {
            scope = n > 2 && s[n - 1] == '}' ? find_scope(r, s + 1, n - 2) : NULL;
            if (!scope || ++params > ROUTER_MAX_PARAMS)
                return err_set(err, ERR_INVALID, _("Маршрут %s: неизвестный объект в пути"),
                               row->path);
            for (const struct node *c = at->children; c; c = c->next)
                if (c->scope && c->scope != scope)
                    return err_set(err, ERR_INVALID, _("Маршрут %s: на этом месте уже стоит {%s}"),
                                   row->path, c->scope->param);
        }
        at = child_of(r, at, s, n, scope);
        s += n;
        s += *s == '/';
    }
    *ret = at;
    return 0;
}

static int add_row(struct router *r, const struct route *row, struct err *err)
{
    const char *problem = row_problem(row);
    if (problem)
        return err_set(err, ERR_INVALID, _("Маршрут %s: %s"), row->path, _(problem));
    struct node *node = NULL;
    int rc = walk_path(r, row, err, &node);
    if (rc < 0)
        return rc;
    if (node->rows[row->method])
        return err_set(err, ERR_INVALID, _("Маршрут %s записан дважды"), row->path);
    node->rows[row->method] = row;
    node->index[row->method] = r->n;
    r->rows[r->n] = row;
    r->labels[r->n++] =
        arena_printf(r->a, "%s %s", row->method == HTTP_GET ? "GET" : "POST", row->path);
    return 0;
}

int router_new(struct arena *a, const struct module *const *modules, size_t n, struct err *err,
               struct router **ret)
{
    struct router *r = arena_new_of(a, struct router);
    *r = (struct router){.a = a, .modules = modules, .n_modules = n};
    size_t total = 0;
    for (size_t m = 0; m < n; m++)
        total += modules[m]->n_routes;
    r->rows = arena_array(a, const struct route *, total);
    r->labels = arena_array(a, const char *, total);
    for (size_t m = 0; m < n; m++)
        for (size_t i = 0; i < modules[m]->n_routes; i++) {
            int rc = add_row(r, &modules[m]->routes[i], err);
            if (rc < 0)
                return rc;
        }
    *ret = r;
    return 0;
}

/* Only the one spelling of an id, so that a page has one address. */
static bool parse_id(const char *s, size_t n, int64_t *ret)
{
    int64_t v = 0;
    if (n == 0 || n > MAX_ID_DIGITS || s[0] < '1' || s[0] > '9')
        return false;
    for (size_t i = 0; i < n; i++)
        if (s[i] < '0' || s[i] > '9' || __builtin_mul_overflow(v, 10, &v) ||
            __builtin_add_overflow(v, s[i] - '0', &v))
            return false;
    *ret = v;
    return true;
}

static const struct node *step(const struct node *at, const char *s, size_t n,
                               struct route_match *m)
{
    for (const struct node *c = at->children; c; c = c->next) {
        if (c->segment && strlen(c->segment) == n && memcmp(c->segment, s, n) == 0)
            return c;
        if (c->scope && parse_id(s, n, &m->ids[m->n_params])) {
            m->scopes[m->n_params++] = c->scope;
            return c;
        }
    }
    return NULL;
}

void router_find(const struct router *r, enum http_method method, const char *path,
                 struct route_match *ret)
{
    *ret = (struct route_match){0};
    const struct node *at = &r->root;
    if (path[0] != '/')
        return;
    for (const char *s = path + 1; *s && at;) {
        size_t n = strcspn(s, "/");
        at = step(at, s, n, ret);
        s += n;
        if (*s == '/' && !*++s)
            return;
    }
    if (!at)
        return;
    ret->allows_get = at->rows[HTTP_GET];
    ret->allows_post = at->rows[HTTP_POST];
    ret->route = at->rows[method];
    ret->index = at->index[method];
}

size_t router_labels(const struct router *r, const char *const **ret)
{
    *ret = r->labels;
    return r->n;
}
