/*
 * A link for somebody who forgot the password or lost the telephone, given in person by who may
 * give that person's roles. Nothing is stored: the link is signed with the installation's key over
 * the account, its end and the present password, so it works once and for a day.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "frame/form.h"
#include "html/html.h"
#include "identity/account.h"

struct app;

/* /units/{unit}/people/{grant}/reset, /reset */
extern const struct module reset_module;

#define RESET_HOURS 24
#define RESET_SIGN_LEN 24

/* The address of a link that ends at this moment (UTC ms). */
const char *reset_url(struct arena *a, const struct app *app, const struct account *account,
                      int64_t until);

/* The account of a link that is good now: 1, 0 or < 0. */
int reset_open(struct db *db, struct arena *a, const struct app *app, int64_t account_id,
               int64_t until, const char *sign, struct account *ret);

/* ---- views ---- */

struct reset_ask_page {
    const char *action, *back;
    bool code; /* the account has one */
};

struct reset_sheet_page {
    const char *name, *login, *url, *back;
    struct safe_html qr;
};

struct reset_page {
    const struct form *form;
    const char *login;
    int64_t account, until;
    const char *sign;
};
