#include "identity/reset.h"

#include <sodium.h>
#include <string.h>

#include "frame/app.h"

static const char *sign_of(struct arena *a, const struct app *app, const struct account *account,
                           int64_t until)
{
    unsigned char raw[RESET_SIGN_LEN * 3 / 4];
    char *sign = arena_alloc(a, RESET_SIGN_LEN + 1);
    const char *msg = arena_printf(a, "reset %lld %lld %s", (long long)account->id,
                                   (long long)until, account->password_hash);
    crypto_generichash(raw, sizeof raw, (const unsigned char *)msg, strlen(msg), app->key,
                       sizeof app->key);
    sodium_bin2base64(sign, RESET_SIGN_LEN + 1, raw, sizeof raw,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return sign;
}

const char *reset_url(struct arena *a, const struct app *app, const struct account *account,
                      int64_t until)
{
    const char *sign = sign_of(a, app, account, until);
    return app_url(a, app,
                   arena_printf(a, "/reset?account=%lld&until=%lld&sign=%s", (long long)account->id,
                                (long long)until, sign));
}

int reset_open(struct db *db, struct arena *a, const struct app *app, int64_t account_id,
               int64_t until, const char *sign, struct account *ret)
{
    if (until < clock_now(app->clock) || strlen(sign) != RESET_SIGN_LEN)
        return 0;
    struct account account;
    int r = account_get(db, a, account_id, &account);
    if (r <= 0 || account.disabled)
        return r < 0 ? r : 0;
    if (sodium_memcmp(sign_of(a, app, &account, until), sign, RESET_SIGN_LEN) != 0)
        return 0;
    *ret = account;
    return 1;
}
