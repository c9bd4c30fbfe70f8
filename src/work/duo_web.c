#include <string.h>

#include "base/i18n.h"
#include "programme/programme_pages.h"
#include "work/duo.h"

int64_t duo_id(const struct req *req)
{
    return req_id(req, strncmp(req->path, "/my/", 4) != 0 ? "pair" : "couple");
}

int duo_of(struct req *req, int64_t pair_id, struct duo *ret)
{
    int r = duo_load(req->db, req->a, req->app, pair_id, &req->err, ret);
    ret->own = !strncmp(req->path, "/my/", 4);
    ret->is_mentor = ret->own && ret->pair.mentor_person == req->who.person_id;
    return r;
}

int duo_page(struct req *req, const struct duo *d, const char *section, const struct link *parent,
             struct page *page)
{
    if (!d->own) {
        int r = programme_frame(req, &d->programme, section, parent, page);
        return r < 0 ? r : req_page(req, page);
    }
    struct link *crumbs = arena_array(req->a, struct link, 3);
    size_t n = 0;
    crumbs[n++] = (struct link){_("Мои пары"), "/my/pairs"};
    crumbs[n++] = (struct link){_("Ваша пара"),
                                arena_printf(req->a, "/my/pairs/%lld", (long long)d->pair.id)};
    if (parent)
        crumbs[n++] = *parent;
    page->crumbs = crumbs;
    page->n_crumbs = n;
    return req_page(req, page);
}

const struct field *duo_needed(struct arena *a, const struct form *f, const char *name,
                               const char *label)
{
    struct field *copy = arena_new_of(a, struct field);
    *copy = *form_field(f, name);
    copy->optional = false;
    if (label)
        copy->label = label;
    return copy;
}
