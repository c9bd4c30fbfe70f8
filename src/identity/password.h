/*
 * Passwords: argon2id by libsodium, 32 MiB and three passes a hash. At most two are computed at
 * a time, so that a crowd at the sign-in page costs waiting and not memory; libsodium maps and
 * unmaps the memory itself, nothing stays behind.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

#define PASSWORD_MIN 10 /* characters */
#define PASSWORD_MAX 200
#define PASSWORD_HASH_MAX 128 /* with the NUL */

/* Fit to be chosen? ERR_INVALID with words: too short, too long, one letter repeated, the login
 * itself, or one that everybody tries first. */
int password_fit(const char *password, const char *login, struct err *err);

/* The hash to store, with its salt and parameters. Aborts when 32 MiB are not to be had. */
void password_hash(const char *password, char ret[PASSWORD_HASH_MAX]);

/* hash NULL or "" (no such account, no password yet): does the same work and says no, so that
 * the time tells nothing. */
bool password_matches(const char *hash, const char *password);
