/* Texts that people type about themselves: names, logins, codes, consents. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "identity/account.h"
#include "identity/consent_text.h"
#include "identity/person.h"
#include "identity/totp.h"

#define LIMIT 4096

static void try_name(struct arena *a, const char *text)
{
    struct err err = {0};
    struct person_name name, again;
    if (person_name_parse(a, text, &err, &name) < 0) {
        assert(*err.text);
        return;
    }
    assert(*name.surname && *name.given && name.patronymic);
    assert(utf8_valid(person_name_short(a, &name), strlen(person_name_short(a, &name))));
    (void)person_name_listed(a, &name);
    (void)person_name_address(a, &name, false);
    /* What is written out is read back as the same. */
    assert(person_name_parse(a, person_name_full(a, &name), &err, &again) == 0);
    assert(strcmp(person_name_key(a, &name), person_name_key(a, &again)) == 0);
}

static void try_login(struct arena *a, const char *text)
{
    struct err err = {0};
    const char *login, *again;
    if (account_login_fit(a, text, &err, &login) < 0)
        return;
    assert(utf8_len(login) >= ACCOUNT_LOGIN_MIN && utf8_len(login) <= ACCOUNT_LOGIN_MAX);
    assert(account_login_fit(a, login, &err, &again) == 0 && strcmp(login, again) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const unsigned char secret[TOTP_SECRET_BYTES] = "12345678901234567890";
    unsigned char hash[RECOVERY_HASH_BYTES];
    int64_t step;
    size_t paragraphs;
    if (n > LIMIT || !utf8_valid((const char *)data, n))
        return 0;
    struct arena *a = arena_new();
    const char *text = arena_strndup(a, (const char *)data, n);
    try_name(a, text);
    try_login(a, text);
    (void)totp_match(secret, 59000, 0, text, &step);
    (void)recovery_hash(text, hash);
    (void)consent_paragraphs(a, text, &paragraphs);
    assert(paragraphs <= CONSENT_PARAGRAPHS_MAX);
    (void)account_browser(a, text);
    arena_free(a);
    return 0;
}
