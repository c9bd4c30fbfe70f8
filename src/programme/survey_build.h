/* Inside of the pages of one's own questionnaires: where one lives. */
#pragma once

#include "frame/page.h"
#include "frame/req.h"
#include "programme/pack.h"
#include "programme/programme.h"

/* Where a questionnaire lives. */
struct survey_home {
    bool of_programme;
    struct programme p;
    int64_t unit_id;
    const struct pack *pack;
    const struct choice *forms; /* of the programme, or of the programmes here and below */
    const char *base;           /* the list */
};

/* programme_id 0: of the unit. ERR_NOT_FOUND. */
int survey_home_of(struct req *req, int64_t programme_id, int64_t unit_id, struct survey_home *h);
/* The page within its programme or its unit; inner: below the list. */
int survey_home_frame(struct req *req, const struct survey_home *h, bool inner, struct page *page);
/* «Наставляемым, ученик – ученик». */
const char *survey_whom(struct req *req, const struct survey_home *h, const char *role,
                        const char *form);
