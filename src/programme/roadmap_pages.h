/* What the pages of the roadmap and of a programme's history show. */
#pragma once

#include "programme/programme_pages.h"
#include "programme/roadmap.h"
#include "programme/roadmap_paper.h"

struct roadmap_page {
    struct programme p;
    const struct roadmap_stage *stages;
    size_t n_stages;
    struct programme_counts counts;
    const char *state, *dates, *stopped; /* stopped: why nothing can be done, or NULL */
    enum pill pill;
    int zone; /* minutes ahead of UTC */
    struct date today;
    size_t n_open, n_late;
    bool paper;                             /* there is a DOCX */
    bool may_manage, may_lead, may_history; /* lead: change the programme itself */
};

struct roadmap_stage_page {
    int64_t programme_id;
    const struct roadmap_stage *s;
    const struct form *dates, *word;
    const char *missing, *left; /* left: «5 ноября 2026 г., Е. П. Соколова» */
    bool running;
};

struct roadmap_step_page {
    int64_t programme_id;
    const struct roadmap_stage *s;
    const struct roadmap_item *item;
    const struct form *form;
    bool running;
};

struct programme_history_line {
    const char *when, *what, *who, *reason;
};

struct programme_history_page {
    int64_t programme_id;
    const struct programme_history_line *lines;
    size_t n;
    int64_t next; /* 0: no older ones */
    const struct form *form;
    const struct choice *actions; /* NULL: none, or not this person's */
    const char *state;
    enum pill pill;
};

/* What the roadmap's routes lead to, beside its first page (roadmap_stage_web.c,
 * programme_state_web.c, roadmap_paper_web.c). */
int roadmap_stage_get(struct req *req);
int roadmap_dates_post(struct req *req);
int roadmap_step_get(struct req *req);
int roadmap_step_post(struct req *req);
int roadmap_leave_post(struct req *req); /* with an output missing */
int roadmap_done_post(struct req *req);
int roadmap_reopen_post(struct req *req);
int programme_history_get(struct req *req);
int programme_state_post(struct req *req);
int roadmap_paper_get(struct req *req);
extern const struct form_def roadmap_step_form, roadmap_dates_form, roadmap_word_form,
    roadmap_done_form, programme_state_form;

/* Everything that a change of the roadmap needs, of the programme in the path. */
int roadmap_place(struct req *req, struct programme *p, struct roadmap_place *ret);

/* For views: «Отмечено: 5 ноября, Е. П. Соколова», the tasks of a stage. */
const char *roadmap_done_line(struct arena *a, const struct roadmap_item *item,
                              const struct roadmap_page *p);
/* «Срок шага — до 12.11.2026, у этапа — до 25.11.2026. Перенос: Е. П. Соколова». */
const char *roadmap_moved_line(struct arena *a, const struct roadmap_stage *s,
                               const struct roadmap_item *item);
const char *roadmap_tasks(struct arena *a, const struct pack_stage *stage);

/* «5 ноября, 14:05». */
const char *roadmap_moment(struct req *req, int64_t utc_ms, int zone);
