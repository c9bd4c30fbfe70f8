/* Shared by the two files of an upload's pages: its way through the states (import_web.c) and the
 * preview (import_preview_web.c). */
#pragma once

#include "frame/form.h"
#include "frame/page.h"
#include "frame/req.h"
#include "programme/import_pages.h"

/* The upload of the path. */
struct import_at {
    struct import_row_get im;
    struct programme p;
    const struct pack *pack;
};

int import_load(struct req *req, struct import_at *at);
int import_show(struct req *req, const struct import_at *at, struct page *page);

int import_preview(struct req *req, const struct import_at *at);
extern const struct form_def import_row_form;
int import_row_post(struct req *req);
int import_problems_xlsx(struct req *req);
