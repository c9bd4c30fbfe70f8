#include "identity/password.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/utf8.h"

#define PASSES 3
#define MEMORY (32u << 20)
#define AT_A_TIME 2

/* A semaphore of the process: the bound is on the machine's memory, whoever asks. */
static pthread_mutex_t gate_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t gate_free = PTHREAD_COND_INITIALIZER;
static int gate_used;

static void gate_enter(void)
{
    pthread_mutex_lock(&gate_lock);
    while (gate_used == AT_A_TIME)
        pthread_cond_wait(&gate_free, &gate_lock);
    gate_used++;
    pthread_mutex_unlock(&gate_lock);
}

static void gate_leave(void)
{
    pthread_mutex_lock(&gate_lock);
    gate_used--;
    pthread_cond_signal(&gate_free);
    pthread_mutex_unlock(&gate_lock);
}

/* Long enough for our rules and still the first that a guesser tries. */
static const char *const COMMON[] = {
    "1234567890", "0123456789",   "0987654321",    "12345678910", "123456789a", "qwertyuiop",
    "1q2w3e4r5t", "1qaz2wsx3edc", "qwerty12345",   "password123", "password12", "passw0rd123",
    "q1w2e3r4t5", "йцукенгшщз",   "qwerty123456",  "adminadmin",  "nastavnik1", "nastavnik123",
    "наставник1", "наставник123", "nastavnik2026", "пароль12345", "parol12345", "school12345",
};

static bool one_letter(const char *s)
{
    for (const char *p = s; *p; p++)
        if (*p != *s)
            return false;
    return true;
}

int password_fit(const char *password, const char *login, struct err *err)
{
    size_t n = utf8_len(password);
    if (n < PASSWORD_MIN)
        return err_set(err, ERR_INVALID,
                       _("Пароль короткий: нужно не меньше %d знаков. Подойдёт фраза из трёх слов"),
                       PASSWORD_MIN);
    if (n > PASSWORD_MAX)
        return err_set(err, ERR_INVALID, _("Пароль длинный: помещается %d знаков"), PASSWORD_MAX);
    bool common = one_letter(password) || (login && strcmp(password, login) == 0);
    for (size_t i = 0; i < sizeof COMMON / sizeof *COMMON; i++)
        common = common || strcmp(password, COMMON[i]) == 0;
    if (common)
        return err_set(err, ERR_INVALID,
                       _("Этот пароль подбирают первым. Подойдёт фраза из трёх слов"));
    return 0;
}

void password_hash(const char *password, char ret[PASSWORD_HASH_MAX])
{
    _Static_assert(PASSWORD_HASH_MAX >= crypto_pwhash_STRBYTES, "room for the hash");
    gate_enter();
    int rc = crypto_pwhash_str_alg(ret, password, strlen(password), PASSES, MEMORY,
                                   crypto_pwhash_ALG_ARGON2ID13);
    gate_leave();
    if (rc != 0) {
        log_event(LOG_ERROR, "no_memory", "for=password bytes=%u", MEMORY);
        abort();
    }
}

/* Of a password nobody has; with our passes and memory. */
static const char NOBODY[] = "$argon2id$v=19$m=32768,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$"
                             "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

bool password_matches(const char *hash, const char *password)
{
    bool known = hash && *hash;
    gate_enter();
    int rc = crypto_pwhash_str_verify(known ? hash : NOBODY, password, strlen(password));
    gate_leave();
    return known && rc == 0;
}
