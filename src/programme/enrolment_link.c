/* Links with a secret: eight bytes of an id, sixteen of a MAC over its kind and the id. */
#include <sodium.h>
#include <string.h>

#include "frame/app.h"
#include "programme/enrolment.h"

#define ID_BYTES 8
#define MAC_BYTES 16
#define VARIANT sodium_base64_VARIANT_URLSAFE_NO_PADDING

static const struct {
    const char *what, *path;
} kinds[] = {
    [ENROLMENT_STATUS] = {"application status", "/application"},
    [ENROLMENT_SELF] = {"application self", "/application/sign"},
    [ENROLMENT_REPRESENTATIVE] = {"application representative", "/application/sign"},
    [ENROLMENT_TEACHER] = {"class teacher", "/class"},
};

static void make(const struct app *app, enum enrolment_link kind, int64_t id,
                 unsigned char raw[ID_BYTES + MAC_BYTES])
{
    crypto_generichash_state st;
    for (int i = 0; i < ID_BYTES; i++)
        raw[i] = (unsigned char)((uint64_t)id >> (56 - 8 * i));
    crypto_generichash_init(&st, app->key, sizeof app->key, MAC_BYTES);
    crypto_generichash_update(&st, (const unsigned char *)kinds[kind].what,
                              strlen(kinds[kind].what) + 1);
    crypto_generichash_update(&st, raw, ID_BYTES);
    crypto_generichash_final(&st, raw + ID_BYTES, MAC_BYTES);
}

const char *enrolment_token(struct arena *a, const struct app *app, enum enrolment_link kind,
                            int64_t id)
{
    unsigned char raw[ID_BYTES + MAC_BYTES];
    char *text = arena_alloc(a, ENROLMENT_TOKEN_LEN + 1);
    make(app, kind, id, raw);
    return sodium_bin2base64(text, ENROLMENT_TOKEN_LEN + 1, raw, sizeof raw, VARIANT);
}

int64_t enrolment_token_id(const struct app *app, enum enrolment_link kind, const char *token)
{
    unsigned char raw[ID_BYTES + MAC_BYTES], right[ID_BYTES + MAC_BYTES];
    size_t n;
    uint64_t id = 0;
    if (strlen(token) != ENROLMENT_TOKEN_LEN ||
        sodium_base642bin(raw, sizeof raw, token, ENROLMENT_TOKEN_LEN, NULL, &n, NULL, VARIANT) !=
            0 ||
        n != sizeof raw)
        return 0;
    for (int i = 0; i < ID_BYTES; i++)
        id = id << 8 | raw[i];
    make(app, kind, (int64_t)id, right);
    return sodium_memcmp(raw, right, sizeof raw) == 0 ? (int64_t)id : 0;
}

const char *enrolment_path(struct arena *a, const struct app *app, enum enrolment_link kind,
                           int64_t id)
{
    return arena_printf(a, "%s?token=%s", kinds[kind].path, enrolment_token(a, app, kind, id));
}

const char *enrolment_url(struct arena *a, const struct app *app, enum enrolment_link kind,
                          int64_t id)
{
    return app_url(a, app, enrolment_path(a, app, kind, id));
}
