/* Shared by the two files of a draft's pages: the draft itself (draft_web.c), and variants,
 * explanations, publishing and the spreadsheet (draft_more_web.c). */
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
const struct draft_weight *draft_weights_now(struct req *req, const struct run_context *c,
                                             size_t *ret_n);
int draft_make(struct req *req, struct run_context *c);

struct draft_weights_form {
    int64_t w_topics, w_words, w_age, w_time, w_place, w_preference;
};
extern const struct form_def draft_weights_def;
extern const struct form_def draft_publish_def;

/* The explanation of one pair of the draft; *ret NULL when there is no such pair. */
int draft_explain(struct req *req, const struct draft_at *at, int64_t mentee_id,
                  const struct draft_why **ret);

int draft_variant_get(struct req *req);
int draft_variant_post(struct req *req);
int draft_publish_get(struct req *req);
int draft_publish_post(struct req *req);
int draft_proof_get(struct req *req);
int draft_export(struct req *req);
