/* What the views of invitations show. */
#pragma once

#include <stdbool.h>

#include "frame/form.h"
#include "frame/parts.h"
#include "html/html.h"
#include "identity/invite.h"

struct invite_line {
    const struct invite *invite;
    const char *until; /* «12 ноября» */
};

struct invites_page {
    int64_t unit_id;
    const struct invite_line *rows;
    size_t n;
    struct paging paging;
};

struct invite_new_page {
    int64_t unit_id;
    int64_t person_id;       /* 0: not for one known person */
    const char *person_name; /* listed: «Соколова Е. П.» */
    const struct form *form;
    const struct choice *roles;
};

struct invite_page {
    const struct invite *invite;
    const char *url;
    struct safe_html qr;
    const char *until;
    const char *withdraw, *list;
};

struct accept_page {
    const struct invite *invite;
    const struct form *form;
    const char *token;
    const char *signed_in; /* name of the account of this session; NULL: nobody */
    const char *login_url; /* sign in and come back */
    bool own_name;         /* the newcomer writes the name */
};

/* invite_answer_web.c */
struct req;
int invite_accept_get(struct req *req);
int invite_accept_prepare(struct req *req);
int invite_accept_post(struct req *req);
int invite_join_post(struct req *req);
int invite_gone(struct req *req);
extern const struct form_def invite_accept_form, invite_known_form, invite_join_form;
