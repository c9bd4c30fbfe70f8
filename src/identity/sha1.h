/*
 * SHA-1 and HMAC-SHA-1 (RFC 3174, RFC 2104), for one purpose only: authenticator apps know no
 * other hash (totp.h). libsodium leaves it out on purpose; nothing else may use it.
 */
#pragma once

#include <stddef.h>

#define SHA1_BYTES 20

void sha1(const void *data, size_t n, unsigned char ret[SHA1_BYTES]);

/* key: at most 64 bytes; msg: at most 128 bytes. */
void hmac_sha1(const void *key, size_t n_key, const void *msg, size_t n_msg,
               unsigned char ret[SHA1_BYTES]);
