/*
 * One-time codes of authenticator apps (RFC 6238: HMAC-SHA-1, 6 digits, 30 seconds) and the
 * recovery codes that replace a lost telephone. Rules only: account.h stores and asks.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

#define TOTP_SECRET_BYTES 20
#define TOTP_DIGITS 6
#define RECOVERY_CODES 8
#define RECOVERY_LETTERS 16 /* 80 random bits */
#define RECOVERY_HASH_BYTES 32

/* «JBSW Y3DP …»: base 32 in groups of four, to be typed by hand. */
char *totp_secret_text(struct arena *a, const unsigned char secret[TOTP_SECRET_BYTES]);

/* otpauth://totp/… for the QR code; login and issuer are percent-encoded. */
char *totp_uri(struct arena *a, const unsigned char secret[TOTP_SECRET_BYTES], const char *issuer,
               const char *login);

/* The code of the step that holds this moment, 0..999999. */
int64_t totp_step(int64_t now_ms);
uint32_t totp_code(const unsigned char secret[TOTP_SECRET_BYTES], int64_t step);

/* Does the typed code (spaces are fine) belong to the step of now, the one before or the one
 * after, and is that step later than last_step, so that a code works once? Then 1 and the step
 * to store; otherwise 0. */
int totp_match(const unsigned char secret[TOTP_SECRET_BYTES], int64_t now_ms, int64_t last_step,
               const char *typed, int64_t *ret_step);

/* A secret as it is stored: sealed with the installation's key for one account, so that the
 * database alone gives no codes and a row moved to another account opens nothing. */
#define TOTP_KEY_BYTES 32
#define TOTP_SEALED_BYTES (24 + TOTP_SECRET_BYTES + 16) /* nonce, text, tag */
void totp_seal(const unsigned char key[TOTP_KEY_BYTES], int64_t account_id,
               const unsigned char secret[TOTP_SECRET_BYTES], unsigned char ret[TOTP_SEALED_BYTES]);

/* false: not sealed with this key for this account. */
bool totp_unseal(const unsigned char key[TOTP_KEY_BYTES], int64_t account_id, const void *sealed,
                 size_t n, unsigned char ret_secret[TOTP_SECRET_BYTES]);

/* A fresh recovery code «k7qd-m2ax-…» and the hash that is stored for it. */
char *recovery_new(struct arena *a);

/* Hash of a code as typed: any case, with or without dashes and spaces. 1, or 0 when it cannot be
 * a recovery code. */
int recovery_hash(const char *typed, unsigned char ret[RECOVERY_HASH_BYTES]);
