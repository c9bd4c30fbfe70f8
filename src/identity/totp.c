#include "identity/totp.h"

#include <sodium.h>
#include <string.h>

#include "base/id.h"
#include "base/strbuf.h"
#include "identity/sha1.h"

#define STEP_MS 30000

/* RFC 4648; the recovery codes use it too, in lower case. */
static const char BASE32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

static void base32(struct strbuf *b, const unsigned char *p, size_t n, size_t group, char between)
{
    uint32_t bits = 0;
    int have = 0;
    size_t letters = 0;
    for (size_t i = 0; i < n; i++) {
        bits = bits << 8 | p[i];
        for (have += 8; have >= 5; have -= 5) {
            if (group > 0 && letters > 0 && letters % group == 0)
                strbuf_putc(b, between);
            strbuf_putc(b, BASE32[bits >> (have - 5) & 31]);
            letters++;
        }
    }
}

char *totp_secret_text(struct arena *a, const unsigned char secret[TOTP_SECRET_BYTES])
{
    struct strbuf b;
    strbuf_init(&b, a);
    base32(&b, secret, TOTP_SECRET_BYTES, 4, ' ');
    return b.s;
}

static void percent(struct strbuf *b, const char *s)
{
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
            strchr("-._~", c))
            strbuf_putc(b, *s);
        else
            strbuf_printf(b, "%%%02X", c);
    }
}

char *totp_uri(struct arena *a, const unsigned char secret[TOTP_SECRET_BYTES], const char *issuer,
               const char *login)
{
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_puts(&b, "otpauth://totp/");
    percent(&b, issuer);
    strbuf_putc(&b, ':');
    percent(&b, login);
    strbuf_puts(&b, "?secret=");
    base32(&b, secret, TOTP_SECRET_BYTES, 0, 0);
    strbuf_puts(&b, "&issuer=");
    percent(&b, issuer);
    return b.s;
}

int64_t totp_step(int64_t now_ms)
{
    return now_ms / STEP_MS;
}

uint32_t totp_code(const unsigned char secret[TOTP_SECRET_BYTES], int64_t step)
{
    unsigned char msg[8], mac[SHA1_BYTES];
    for (int i = 0; i < 8; i++)
        msg[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
    hmac_sha1(secret, TOTP_SECRET_BYTES, msg, sizeof msg, mac);
    const unsigned char *p = mac + (mac[SHA1_BYTES - 1] & 15);
    uint32_t v = (uint32_t)(p[0] & 0x7f) << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    return v % 1000000;
}

/* Six digits, spaces between them ignored; -1 for anything else. */
static int64_t digits(const char *typed)
{
    int64_t v = 0;
    int n = 0;
    for (; *typed; typed++) {
        if (*typed == ' ')
            continue;
        if (*typed < '0' || *typed > '9' || n == TOTP_DIGITS)
            return -1;
        v = v * 10 + (*typed - '0');
        n++;
    }
    return n == TOTP_DIGITS ? v : -1;
}

int totp_match(const unsigned char secret[TOTP_SECRET_BYTES], int64_t now_ms, int64_t last_step,
               const char *typed, int64_t *ret_step)
{
    int64_t code = digits(typed);
    if (code < 0)
        return 0;
    int64_t now = totp_step(now_ms);
    for (int64_t step = now - 1; step <= now + 1; step++) {
        if (step > last_step && totp_code(secret, step) == (uint32_t)code) {
            *ret_step = step;
            return 1;
        }
    }
    return 0;
}

_Static_assert(TOTP_SEALED_BYTES == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES +
                                        TOTP_SECRET_BYTES +
                                        crypto_aead_xchacha20poly1305_ietf_ABYTES,
               "room for the nonce and the tag");

/* The installation's key signs other things too: each use has a key of its own. */
static void sealing_key(const unsigned char key[TOTP_KEY_BYTES], unsigned char ret[TOTP_KEY_BYTES])
{
    static const unsigned char use[] = "totp at rest";
    crypto_generichash(ret, TOTP_KEY_BYTES, use, sizeof use, key, TOTP_KEY_BYTES);
}

void totp_seal(const unsigned char key[TOTP_KEY_BYTES], int64_t account_id,
               const unsigned char secret[TOTP_SECRET_BYTES], unsigned char ret[TOTP_SEALED_BYTES])
{
    unsigned char own[TOTP_KEY_BYTES];
    unsigned char *text = ret + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    sealing_key(key, own);
    random_fill(ret, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(text, NULL, secret, TOTP_SECRET_BYTES,
                                               (const unsigned char *)&account_id,
                                               sizeof account_id, NULL, ret, own);
    sodium_memzero(own, sizeof own);
}

bool totp_unseal(const unsigned char key[TOTP_KEY_BYTES], int64_t account_id, const void *sealed,
                 size_t n, unsigned char ret_secret[TOTP_SECRET_BYTES])
{
    unsigned char own[TOTP_KEY_BYTES];
    const unsigned char *nonce = sealed,
                        *text = nonce + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    if (n != TOTP_SEALED_BYTES)
        return false;
    sealing_key(key, own);
    int rc = crypto_aead_xchacha20poly1305_ietf_decrypt(
        ret_secret, NULL, NULL, text, n - crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
        (const unsigned char *)&account_id, sizeof account_id, nonce, own);
    sodium_memzero(own, sizeof own);
    return rc == 0;
}

char *recovery_new(struct arena *a)
{
    unsigned char raw[RECOVERY_LETTERS * 5 / 8];
    random_fill(raw, sizeof raw);
    struct strbuf b;
    strbuf_init(&b, a);
    base32(&b, raw, sizeof raw, 4, '-');
    for (char *p = b.s; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return b.s;
}

int recovery_hash(const char *typed, unsigned char ret[RECOVERY_HASH_BYTES])
{
    char code[RECOVERY_LETTERS];
    size_t n = 0;
    for (; *typed; typed++) {
        char c = *typed;
        if (c == '-' || c == ' ')
            continue;
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if (!strchr(BASE32, c) || n == RECOVERY_LETTERS)
            return 0;
        code[n++] = c;
    }
    if (n != RECOVERY_LETTERS)
        return 0;
    crypto_generichash(ret, RECOVERY_HASH_BYTES, (const unsigned char *)code, n, NULL, 0);
    return 1;
}
