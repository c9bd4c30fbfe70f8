#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "identity/password.h"
#include "identity/sha1.h"
#include "identity/totp.h"

static void hex(const unsigned char *p, size_t n, char *out)
{
    for (size_t i = 0; i < n; i++)
        snprintf(out + 2 * i, 3, "%02x", p[i]);
}

static void assert_sha1(const char *msg, const char *want)
{
    unsigned char d[SHA1_BYTES];
    char got[2 * SHA1_BYTES + 1];
    sha1(msg, strlen(msg), d);
    hex(d, sizeof d, got);
    assert_string_equal(got, want);
}

static void sha1_vectors(void **state)
{
    (void)state;
    assert_sha1("", "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    assert_sha1("abc", "a9993e364706816aba3e25717850c26c9cd0d89d");
    assert_sha1("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
    char million[1000001];
    memset(million, 'a', sizeof million - 1);
    million[sizeof million - 1] = 0;
    assert_sha1(million, "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

/* RFC 2202, cases 1 to 3. */
static void hmac_vectors(void **state)
{
    (void)state;
    unsigned char key[20], d[SHA1_BYTES], data[50];
    char got[2 * SHA1_BYTES + 1];
    memset(key, 0x0b, sizeof key);
    hmac_sha1(key, sizeof key, "Hi There", 8, d);
    hex(d, sizeof d, got);
    assert_string_equal(got, "b617318655057264e28bc0b6fb378c8ef146be00");
    hmac_sha1("Jefe", 4, "what do ya want for nothing?", 28, d);
    hex(d, sizeof d, got);
    assert_string_equal(got, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    memset(key, 0xaa, sizeof key);
    memset(data, 0xdd, sizeof data);
    hmac_sha1(key, sizeof key, data, sizeof data, d);
    hex(d, sizeof d, got);
    assert_string_equal(got, "125d7342b9ac11cd91a39af48aa17b4f63f175d3");
}

/* RFC 6238, appendix B, the last six of its eight digits. */
static void totp_vectors(void **state)
{
    (void)state;
    const unsigned char *secret = (const unsigned char *)"12345678901234567890";
    const struct {
        int64_t seconds;
        uint32_t code;
    } v[] = {{59, 287082},       {1111111109, 81804},  {1111111111, 50471},
             {1234567890, 5924}, {2000000000, 279037}, {20000000000, 353130}};
    for (size_t i = 0; i < sizeof v / sizeof *v; i++)
        assert_int_equal(totp_code(secret, totp_step(v[i].seconds * 1000)), v[i].code);
}

static void code_works_once_and_near_its_time(void **state)
{
    (void)state;
    const unsigned char *secret = (const unsigned char *)"12345678901234567890";
    int64_t now = 1111111109000, step = 0;
    assert_int_equal(totp_match(secret, now, 0, "081 804", &step), 1);
    assert_int_equal(step, 37037036);
    assert_int_equal(totp_match(secret, now, step, "081804", &step), 0);
    assert_int_equal(totp_match(secret, now + 30000, 0, "081804", &step), 1);
    assert_int_equal(totp_match(secret, now - 30000, 0, "081804", &step), 1);
    assert_int_equal(totp_match(secret, now + 90000, 0, "081804", &step), 0);
    assert_int_equal(totp_match(secret, now, 0, "81804", &step), 0);
    assert_int_equal(totp_match(secret, now, 0, "0818041", &step), 0);
    assert_int_equal(totp_match(secret, now, 0, "08180a", &step), 0);
}

static void secret_as_text_and_address(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    const unsigned char *secret = (const unsigned char *)"12345678901234567890";
    assert_string_equal(totp_secret_text(a, secret), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    assert_string_equal(totp_uri(a, secret, "Наставник", "e.sokolova"),
                        "otpauth://totp/%D0%9D%D0%B0%D1%81%D1%82%D0%B0%D0%B2%D0%BD%D0%B8%D0%BA:"
                        "e.sokolova?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer="
                        "%D0%9D%D0%B0%D1%81%D1%82%D0%B0%D0%B2%D0%BD%D0%B8%D0%BA");
    arena_free(a);
}

static void a_sealed_secret_opens_with_its_key_for_its_account(void **state)
{
    (void)state;
    const unsigned char *secret = (const unsigned char *)"12345678901234567890";
    unsigned char key[TOTP_KEY_BYTES] = {1}, other[TOTP_KEY_BYTES] = {2};
    unsigned char sealed[TOTP_SEALED_BYTES], again[TOTP_SEALED_BYTES], out[TOTP_SECRET_BYTES];
    totp_seal(key, 7, secret, sealed);
    totp_seal(key, 7, secret, again);
    assert_memory_not_equal(sealed, again, sizeof sealed);
    assert_null(memmem(sealed, sizeof sealed, secret, TOTP_SECRET_BYTES));
    assert_true(totp_unseal(key, 7, sealed, sizeof sealed, out));
    assert_memory_equal(out, secret, TOTP_SECRET_BYTES);
    assert_false(totp_unseal(key, 8, sealed, sizeof sealed, out));
    assert_false(totp_unseal(other, 7, sealed, sizeof sealed, out));
    assert_false(totp_unseal(key, 7, secret, TOTP_SECRET_BYTES, out));
    sealed[30] ^= 1;
    assert_false(totp_unseal(key, 7, sealed, sizeof sealed, out));
}

static void recovery_code_as_typed(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    unsigned char h1[RECOVERY_HASH_BYTES], h2[RECOVERY_HASH_BYTES];
    char *code = recovery_new(a);
    assert_int_equal(strlen(code), RECOVERY_LETTERS + 3);
    assert_int_equal(recovery_hash(code, h1), 1);
    char loud[64];
    size_t n = 0;
    for (char *p = code; *p; p++)
        loud[n++] = *p == '-' ? ' ' : (char)(*p >= 'a' ? *p - 'a' + 'A' : *p);
    loud[n] = 0;
    assert_int_equal(recovery_hash(loud, h2), 1);
    assert_memory_equal(h1, h2, sizeof h1);
    assert_string_not_equal(recovery_new(a), code);
    assert_int_equal(recovery_hash("123456", h2), 0);
    assert_int_equal(recovery_hash("aaaa-bbbb-cccc-dddd-e", h2), 0);
    arena_free(a);
}

static void password_rules(void **state)
{
    (void)state;
    struct err err = {0};
    assert_int_equal(password_fit("короткий", "ivan", &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "короткий"));
    assert_int_equal(password_fit("1234567890", "ivan", &err), ERR_INVALID);
    assert_int_equal(password_fit("zzzzzzzzzzzz", "ivan", &err), ERR_INVALID);
    assert_int_equal(password_fit("sokolova.ep", "sokolova.ep", &err), ERR_INVALID);
    assert_int_equal(password_fit("три слова и пробел", "ivan", &err), 0);
}

static void password_hashes(void **state)
{
    (void)state;
    char h1[PASSWORD_HASH_MAX], h2[PASSWORD_HASH_MAX];
    password_hash("три слова и пробел", h1);
    password_hash("три слова и пробел", h2);
    assert_int_equal(strncmp(h1, "$argon2id$v=19$m=32768,t=3,p=1$", 31), 0);
    assert_string_not_equal(h1, h2);
    assert_true(password_matches(h1, "три слова и пробел"));
    assert_false(password_matches(h1, "три слова и пробе"));
    assert_false(password_matches(NULL, "три слова и пробел"));
    assert_false(password_matches("", ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha1_vectors),
        cmocka_unit_test(hmac_vectors),
        cmocka_unit_test(totp_vectors),
        cmocka_unit_test(code_works_once_and_near_its_time),
        cmocka_unit_test(secret_as_text_and_address),
        cmocka_unit_test(a_sealed_secret_opens_with_its_key_for_its_account),
        cmocka_unit_test(recovery_code_as_typed),
        cmocka_unit_test(password_rules),
        cmocka_unit_test(password_hashes),
    };
    return cmocka_run_group_tests_name("totp and password", tests, NULL, NULL);
}
