/* Pages of the site itself: the view for low vision, help, what stands in the footer. */
#pragma once

#include "frame/form.h"
#include "frame/route.h"

struct view_page {
    const struct form *form;
};

struct about {
    const char *version;
};

struct help {
    const char *helpline; /* NULL or "": none */
    const char *dial;     /* the same as tel: dials it */
};

extern const struct module site_module;
