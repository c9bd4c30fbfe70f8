/* An application behind a link with a secret: of its author, or of somebody who is to sign. */
#pragma once

#include "programme/application.h"
#include "programme/enrolment_pages.h"

struct application_link {
    struct application x;
    struct enrolment_at at;
    const char *token;
    bool representative; /* whose link it is, of those to sign by */
};

/* The link of the request, from its form or its address: 1, 0 (no such link) or < 0. Too many
 * guesses from an address are told to wait. */
int application_link_status(struct req *req, struct application_link *ret);
int application_link_sign(struct req *req, struct application_link *ret);

/* The page for 0; missed counts it as a guess, too. */
int application_link_gone(struct req *req);
int application_link_missed(struct req *req);

/* Where it is shown how the application stands. */
const char *application_link_back(struct req *req, const struct application_link *b);

/* application_status_web.c */
int application_status_get(struct req *req);
int application_withdraw_get(struct req *req);
int application_withdraw_post(struct req *req);
extern const struct form_def application_withdraw_form;
