#include "frame/token.h"

#include <sodium.h>
#include <string.h>

#include "base/id.h"
#include "net/http.h"

#define MAC_BYTES 24
#define TOKEN_BYTES (NONCE_BYTES + MAC_BYTES)
#define VARIANT sodium_base64_VARIANT_URLSAFE_NO_PADDING

static char *to_text(struct arena *a, const unsigned char *p, size_t n)
{
    size_t size = sodium_base64_encoded_len(n, VARIANT);
    char *s = arena_alloc(a, size);
    return sodium_bin2base64(s, size, p, n, VARIANT);
}

char *secret_new(struct arena *a)
{
    unsigned char raw[SECRET_BYTES];
    random_fill(raw, sizeof raw);
    return to_text(a, raw, sizeof raw);
}

struct db_blob secret_hash(struct arena *a, const char *text)
{
    unsigned char *hash = arena_alloc(a, SECRET_BYTES);
    crypto_generichash(hash, SECRET_BYTES, (const unsigned char *)text, strlen(text), NULL, 0);
    return (struct db_blob){hash, SECRET_BYTES};
}

static void make_mac(const unsigned char key[32], const char *bind, const unsigned char *nonce,
                     unsigned char mac[MAC_BYTES])
{
    crypto_generichash_state st;
    crypto_generichash_init(&st, key, 32, MAC_BYTES);
    crypto_generichash_update(&st, nonce, NONCE_BYTES);
    crypto_generichash_update(&st, (const unsigned char *)bind, strlen(bind));
    crypto_generichash_final(&st, mac, MAC_BYTES);
}

char *token_make(struct arena *a, const unsigned char key[32], const char *bind, int64_t now_ms)
{
    unsigned char raw[TOKEN_BYTES];
    for (int i = 0; i < 8; i++)
        raw[i] = (unsigned char)((uint64_t)now_ms >> (56 - 8 * i));
    random_fill(raw + 8, NONCE_BYTES - 8);
    make_mac(key, bind, raw, raw + NONCE_BYTES);
    return to_text(a, raw, sizeof raw);
}

enum token_state token_check(const unsigned char key[32], const char *bind, const char *token,
                             int64_t now_ms, unsigned char ret_nonce[NONCE_BYTES])
{
    unsigned char raw[TOKEN_BYTES], mac[MAC_BYTES];
    size_t n;
    if (!*bind ||
        sodium_base642bin(raw, sizeof raw, token, strlen(token), NULL, &n, NULL, VARIANT) != 0 ||
        n != sizeof raw)
        return TOKEN_BAD;
    make_mac(key, bind, raw, mac);
    if (sodium_memcmp(mac, raw + NONCE_BYTES, MAC_BYTES) != 0)
        return TOKEN_BAD;
    uint64_t made = 0;
    for (int i = 0; i < 8; i++)
        made = made << 8 | raw[i];
    if (ret_nonce)
        memcpy(ret_nonce, raw, NONCE_BYTES);
    int64_t age = now_ms - (int64_t)made;
    return age < 0 || age > TOKEN_LIFE_MS ? TOKEN_OLD : TOKEN_GOOD;
}

static void add_text(crypto_generichash_state *st, const char *s)
{
    crypto_generichash_update(st, (const unsigned char *)s, strlen(s) + 1);
}

void token_of_request(unsigned char nonce[NONCE_BYTES], const struct http_request *http)
{
    crypto_generichash_state st;
    crypto_generichash_init(&st, NULL, 0, NONCE_BYTES);
    crypto_generichash_update(&st, nonce, NONCE_BYTES);
    add_text(&st, http->path);
    for (size_t i = 0; i < http->n_pairs; i++) {
        add_text(&st, http->pairs[i].name);
        add_text(&st, http->pairs[i].value);
    }
    if (http->file.path) {
        add_text(&st, http->file.name);
        crypto_generichash_update(&st, (const unsigned char *)&http->file.size,
                                  sizeof http->file.size);
    }
    crypto_generichash_final(&st, nonce, NONCE_BYTES);
}
