/* Shared by the files of a draft's pages: the draft itself (draft_web.c), other weights
 * (draft_variant_web.c), publishing (draft_publish_web.c), explanations, the proof and the
 * spreadsheet (draft_more_web.c). */
#pragma once

#include "frame/form.h"
#include "frame/req.h"
#include "pairing/draft.h"

struct draft_at {
    struct run_row run;
    struct run_context c;
};

int draft_load(struct req *req, struct draft_at *at);
int draft_show(struct req *req, const struct draft_at *at, struct page *page);
const char *draft_person(struct arena *a, const char *surname, const char *given,
                         const char *patronymic);
/* The programme's rules with those asked for (NULL: none). */
int draft_rules_now(struct req *req, struct run_context *c, const struct snapshot_rules *asked,
                    struct draft_rules *ret);
int draft_make(struct req *req, struct run_context *c);

/* Rules as a form (draft_rules.c). */
struct draft_rules_form {
    int64_t w_topics, w_words, w_age, w_time, w_place, w_preference;
    const char *s_mode, *s_near;
    bool s_fair;
    int64_t s_floor, s_group, s_seed;
};
extern const struct form_def draft_rules_def;

struct snapshot_rules draft_rules_of(const struct draft_rules_form *in);
/* From the address; false: it has none. */
bool draft_rules_asked(const struct req *req, struct snapshot_rules *ret);
struct form *draft_rules_form(struct arena *a, const struct pairing_settings *s);

/* Keep the rules of the form and make the draft; what cannot go together is said at its field. */
int draft_make_by_form(struct req *req, struct run_context *c);

extern const struct form_def draft_publish_def;

/* The explanation of one pair of the draft; *ret NULL when there is no such pair. */
int draft_explain(struct req *req, const struct draft_at *at, int64_t mentee_id,
                  const struct draft_why **ret);

/* Mutual choices without a pair (draft_missed.c). */
int draft_fill_missed(struct req *req, const struct draft_at *at, struct draft_page *data);

/* «71,4»: a sum of thousandths over so many pairs, of 100. */
const char *draft_mean(struct arena *a, int64_t score, int64_t n);

int draft_try_get(struct req *req);
extern const struct form_def draft_room_def;
int draft_room_post(struct req *req);
int draft_variant_get(struct req *req);
int draft_variant_post(struct req *req);
int draft_publish_get(struct req *req);
int draft_publish_post(struct req *req);
int draft_proof_get(struct req *req);
int draft_export(struct req *req);

/* The drafts of a programme and making the next one (draft_list_web.c). */
int draft_list_get(struct req *req);
int draft_list_post(struct req *req);
/* «5 ноября 2026 г., 15:00 (МСК)» */
const char *draft_moment(struct arena *a, int64_t ms);
