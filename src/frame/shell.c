#include "frame/shell.h"

#include "frame/form.h"
#include "frame/layout.html.h"

void layout(struct html *h, const struct shell *s)
{
    const struct page *p = s->page;
    const struct nav_item *nav = p->n_nav ? p->nav : s->nav;
    size_t n_nav = p->bare ? 0 : p->n_nav ? p->n_nav : s->n_nav;
    const struct form_problem *problems = NULL;
    size_t n_problems = p->form ? form_problems(p->form, &problems) : 0;
    layout_with(h, s, p, nav, n_nav, problems, n_problems);
}
