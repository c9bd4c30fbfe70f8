/*
 * Sign-in as the account module sees it: it checks the password and says who it is, the frame
 * keeps the session. A session ends 12 hours after the last request and 7 days after sign-in.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct req;

#define SESSION_IDLE_MS (12LL * 3600000)
#define SESSION_LIFE_MS (7LL * 24 * 3600000)

/* A new session with a new cookie; the old one of this browser ends. second_factor: the code
 * was given too, or this is a demo sign-in. In a POST only. */
int session_start(struct req *req, int64_t account_id, bool second_factor);

/* The code was right: the session goes on with it, under a new cookie. */
int session_second_factor(struct req *req);

/* Sign out here; sign out everywhere else («Выйти везде»); end one of one's own sessions. */
int session_end(struct req *req);
int session_end_others(struct req *req, int64_t account_id);
int session_end_one(struct req *req, int64_t session_id);

/* Did this session give the second factor? */
bool session_has_second_factor(const struct req *req);

/* Where to go after sign-in: the local path of ?next=, the kept form, or "/". */
const char *session_next(struct req *req, const char *next);

/* Is a form kept for this browser until sign-in? For a line on the sign-in page. */
bool session_keeps_form(struct req *req);

/*
 * Slow-down on guessing what belongs to a name: 5 failures at one address are free, 20 of an
 * address, 50 of a name from anywhere; then each one doubles the wait, from 2 seconds to 15
 * minutes. A day without failures forgets them. A name begins with what is guessed ("password
 * anna", "code 17"), so that guessing one thing never closes another. throttle_check: 0, or
 * ERR_LIMIT with words in req->err (the page of status 429). throttle_failed: counts a failure,
 * also though the transaction of the sign-in is rolled back. throttle_passed: forgets the failures
 * of the name, in the transaction.
 */
int throttle_check(struct req *req, const char *name);
void throttle_failed(struct req *req, const char *name);
int throttle_passed(struct req *req, const char *name);
