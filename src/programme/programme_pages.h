/* The frame of every page of a programme, and what its own pages show. */
#pragma once

#include <stdbool.h>

#include "frame/form.h"
#include "frame/page.h"
#include "frame/parts.h"
#include "frame/req.h"
#include "programme/pack.h"
#include "programme/programme.h"
#include "programme/programme.sql.h"

struct module;
extern const struct module programme_module, roadmap_module, wizard_module;

/* Load the programme of the path; ERR_NOT_FOUND when there is none. */
int programme_of(struct req *req, struct programme *ret);

/* Fill crumbs, rail and place of a page of this programme. section is the code of the rail's
 * item: roadmap, mentees, mentors, drafts, pairs, monitoring, imports, settings. parent, when not
 * NULL, is the crumb between the programme and the page. */
int programme_frame(struct req *req, const struct programme *p, const char *section,
                    const struct link *parent, struct page *page);

/* The methodology of a programme. */
int programme_pack(struct req *req, const struct programme *p, const struct pack **ret_pack);

/* «15.09.2026 – 30.05.2027», and the pill of a state. */
const char *programme_dates(struct req *req, const char *starts, const char *ends);
enum pill programme_pill(const char *state);

/* Step 2 of the wizard (wizard_limits_web.c). */
extern const struct form_def wizard_limits_form;
int wizard_limits_get(struct req *req);
int wizard_limits_post(struct req *req);

/* ---- pages ---- */

struct programme_line {
    int64_t id;
    const char *title, *dates, *unit, *state; /* unit "" on the unit's own page */
    enum pill pill;
};

struct programme_list {
    int64_t unit_id;
    bool may_create;
    const struct programme_line *own, *below;
    size_t n_own, n_below;
    int64_t next; /* of the programmes below; 0: all are shown */
};

struct programme_plan_page {
    const struct form *form;
    int64_t unit_id, programme_id; /* programme_id 0: a new one, step 1 of 3 */
    const struct choice *packs, *forms;
    const char *pack; /* whose forms are shown */
    size_t n_open;    /* forms of the model that comes first; those of the others lie folded */
};

struct programme_limits_page {
    const struct form *form;
    int64_t programme_id;
    bool preparing; /* step 2 of 3 */
};

struct programme_check_page {
    struct programme p;
    const char *methodology, *forms, *starts, *ends;
    struct programme_rhythm rhythm;
};
