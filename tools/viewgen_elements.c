/* What viewgen knows of the elements: which there are, which hold which. */
#include <string.h>

#include "viewgen_int.h"

static const char elements[] =
    " html head title meta link body main nav header footer section article aside address div p "
    "span a b i em strong small s del ins sub sup mark abbr time code pre kbd samp var q cite "
    "blockquote br wbr hr h1 h2 h3 h4 h5 h6 hgroup ul ol li dl dt dd table caption colgroup col "
    "thead tbody tfoot tr th td form fieldset legend label input button select optgroup option "
    "textarea datalist output progress meter details summary dialog figure figcaption img picture "
    "source script noscript template svg g path rect circle ellipse line polyline polygon text "
    "tspan desc defs use symbol clipPath linearGradient stop pattern marker ";
static const char voids[] = " meta link br wbr hr col input img source ";
/* White space beside their tags shows nothing. */
static const char blocks[] =
    " html head title meta link body main nav header footer section article aside address div p "
    "blockquote br hr h1 h2 h3 h4 h5 h6 hgroup ul ol li dl dt dd table caption colgroup col thead "
    "tbody tfoot tr th td form fieldset legend optgroup option datalist details summary dialog "
    "figure figcaption script noscript g path rect circle ellipse line polyline polygon desc defs "
    "use symbol clipPath linearGradient stop pattern marker template source ";
/* A <p> or heading that meets one of these is closed by the browser. */
static const char not_in_p[] =
    " main nav header footer section article aside address div p blockquote hr h1 h2 h3 h4 h5 h6 "
    "hgroup ul ol li dl dt dd table form fieldset details dialog figure figcaption pre ";
static const char paragraphs[] = " p h1 h2 h3 h4 h5 h6 ";
/* Text directly in them is moved elsewhere or dropped by browsers. */
static const char no_text[] =
    " html head table thead tbody tfoot tr colgroup ul ol dl select optgroup datalist picture svg "
    "g defs symbol ";
/* Their children; browsers move or drop any other. */
static const struct {
    const char *parents, *children;
} families[] = {
    {" table ", " caption colgroup thead tbody tfoot tr "},
    {" thead tbody tfoot ", " tr "},
    {" tr ", " td th "},
    {" colgroup ", " col "},
    {" ul ol ", " li "},
    {" dl ", " dt dd div "},
    {" select datalist ", " option optgroup "},
    {" optgroup ", " option "},
    {" html ", " head body "},
    {" head ", " title meta link script "},
};
static const char no_self[] = " a button form label option select ";

bool in(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = strchr(list, ' '); p && *p; p = strchr(p + 1, ' '))
        if (!strncmp(p + 1, word, n) && p[1 + n] == ' ')
            return n > 0;
    return false;
}

const char *parent(const struct gen *g)
{
    return g->at.depth ? g->stack[g->at.depth - 1].name : "";
}

bool inside(const struct gen *g, const char *name)
{
    for (int i = 0; i < g->at.depth; i++)
        if (!strcmp(g->stack[i].name, name))
            return true;
    return false;
}

bool is_void(const char *name)
{
    return in(voids, name);
}

bool is_block(const char *name)
{
    return in(blocks, name);
}

int check_element(struct gen *g, const char *name)
{
    if (!in(elements, name))
        return fail(g, g->line, "element <%s> is not known or not allowed in views", name);
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (in(families[i].parents, parent(g)) && !in(families[i].children, name))
            return fail(g, g->line, "<%s> directly in <%s>: only%scan stand there", name, parent(g),
                        families[i].children);
    for (int i = 0; i < g->at.depth; i++) {
        const struct element *e = &g->stack[i];
        if (in(no_self, name) && !strcmp(e->name, name))
            return fail(g, g->line, "<%s> inside the <%s> of line %d: close that first", name, name,
                        e->line);
        if (in(paragraphs, e->name) && in(not_in_p, name))
            return fail(g, g->line, "<%s> cannot stand in the <%s> of line %d: close it first",
                        name, e->name, e->line);
    }
    return 0;
}

int check_text(struct gen *g)
{
    if (in(no_text, parent(g)))
        return fail(g, g->line, "text directly in <%s>: put it into a cell or an item", parent(g));
    return 0;
}
