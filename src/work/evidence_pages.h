/* What the page of the evidence shows. */
#pragma once

#include "frame/form.h"
#include "frame/parts.h"
#include "work/evidence.h"

/* The employer's petition, a paper of the programme where the mentor works. */
struct evidence_petition {
    const char *path, *programme;
};

struct evidence_page {
    const struct evidence *e;
    const char *base; /* «/people/5/evidence» or «/my/evidence» */
    const char *from, *to, *pdf;
    const struct form *form;
    const struct choice *criteria;
    bool may_add;
    const struct evidence_petition *petitions; /* for the coordinator alone */
    size_t n_petitions;
};
