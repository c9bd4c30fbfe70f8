/*
 * Secrets a browser holds: random keys kept here only as hashes, and the one-time token of
 * forms, a nonce with a MAC that ties it to the browser's cookie.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "db/db.h"

#define SECRET_BYTES 32
#define NONCE_BYTES 20                 /* 8 of time, 12 random */
#define TOKEN_LIFE_MS (48LL * 3600000) /* a form may stay open over a weekend's edge */

/* A new random secret as text (base64url), and the hash under which it is stored. */
char *secret_new(struct arena *a);
struct db_blob secret_hash(struct arena *a, const char *text);

struct http_request;

/* What makes a second press of a button the same request: the nonce with the path and the fields.
 * Two forms of one page share a token and are still two requests. */
void token_of_request(unsigned char nonce[NONCE_BYTES], const struct http_request *http);

enum token_state { TOKEN_BAD, TOKEN_OLD, TOKEN_GOOD };

/* bind: the cookie the token belongs to. */
char *token_make(struct arena *a, const unsigned char key[32], const char *bind, int64_t now_ms);
/* BAD: not made by us for this cookie. ret_nonce may be NULL. */
enum token_state token_check(const unsigned char key[32], const char *bind, const char *token,
                             int64_t now_ms, unsigned char ret_nonce[NONCE_BYTES]);
