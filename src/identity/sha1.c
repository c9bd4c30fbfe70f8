#include "identity/sha1.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#define BLOCK 64
#define HMAC_MSG_MAX 128

static uint32_t rotl(uint32_t x, int n)
{
    return x << n | x >> (32 - n);
}

static uint32_t load_be(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void store_be(unsigned char *p, uint32_t v)
{
    p[0] = (unsigned char)(v >> 24);
    p[1] = (unsigned char)(v >> 16);
    p[2] = (unsigned char)(v >> 8);
    p[3] = (unsigned char)v;
}

static void block(uint32_t h[5], const unsigned char *p)
{
    uint32_t w[80];
    for (int i = 0; i < 16; i++)
        w[i] = load_be(p + 4 * i);
    for (int i = 16; i < 80; i++)
        w[i] = rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);

    uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
    for (int i = 0; i < 80; i++) {
        uint32_t f, k;
        if (i < 20) {
            f = (b & c) | (~b & d);
            k = 0x5A827999;
        } else if (i < 40) {
            f = b ^ c ^ d;
            k = 0x6ED9EBA1;
        } else if (i < 60) {
            f = (b & c) | (b & d) | (c & d);
            k = 0x8F1BBCDC;
        } else {
            f = b ^ c ^ d;
            k = 0xCA62C1D6;
        }
        uint32_t t = rotl(a, 5) + f + e + k + w[i];
        e = d;
        d = c;
        c = rotl(b, 30);
        b = a;
        a = t;
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
    h[4] += e;
}

void sha1(const void *data, size_t n, unsigned char ret[SHA1_BYTES])
{
    uint32_t h[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    const unsigned char *p = data;
    size_t left = n;
    for (; left >= BLOCK; p += BLOCK, left -= BLOCK)
        block(h, p);

    /* The rest, the bit 1, zeroes, the length in bits: one block, or two when it does not fit. */
    unsigned char last[2 * BLOCK] = {0};
    if (left > 0)
        memcpy(last, p, left);
    last[left] = 0x80;
    size_t end = left + 9 <= BLOCK ? BLOCK : 2 * BLOCK;
    uint64_t bits = (uint64_t)n * 8;
    store_be(last + end - 8, (uint32_t)(bits >> 32));
    store_be(last + end - 4, (uint32_t)bits);
    for (size_t at = 0; at < end; at += BLOCK)
        block(h, last + at);
    for (int i = 0; i < 5; i++)
        store_be(ret + 4 * i, h[i]);
}

void hmac_sha1(const void *key, size_t n_key, const void *msg, size_t n_msg,
               unsigned char ret[SHA1_BYTES])
{
    assert(n_key <= BLOCK && n_msg <= HMAC_MSG_MAX);
    unsigned char k[BLOCK] = {0}, inner[BLOCK + HMAC_MSG_MAX], outer[BLOCK + SHA1_BYTES];
    memcpy(k, key, n_key);
    for (int i = 0; i < BLOCK; i++) {
        inner[i] = k[i] ^ 0x36;
        outer[i] = k[i] ^ 0x5c;
    }
    memcpy(inner + BLOCK, msg, n_msg);
    sha1(inner, BLOCK + n_msg, outer + BLOCK);
    sha1(outer, sizeof outer, ret);
}
