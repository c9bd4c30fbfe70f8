#include "frame/access.h"

#include <string.h>

#include "base/i18n.h"

#define P(x) (1u << PERM_##x)

/* What every signed-in account has anywhere; PERM_OWN still asks whose the object is. */
#define ANYBODY (P(PUBLIC) | P(SIGNED_IN) | P(OWN))
#define READS (ANYBODY | P(UNIT_READ))
#define STAFF (READS | P(PEOPLE_READ))

static const struct {
    const char *code;
    const char *name;
    uint32_t perms;
    bool totp;
} roles[ROLE_COUNT] = {
    [ROLE_NONE] = {"", N_("без роли"), 0, false},
    [ROLE_ADMIN] = {"admin", N_("администратор системы"),
                    READS | P(UNIT_MANAGE) | P(ROLE_GRANT) | P(AUDIT_READ) | P(SYSTEM) | P(NUMBERS),
                    true},
    [ROLE_FEDERAL] = {"federal", N_("федеральный оператор"),
                      READS | P(UNIT_MANAGE) | P(ROLE_GRANT) | P(AUDIT_READ) | P(NUMBERS), true},
    [ROLE_REGIONAL] = {"regional", N_("региональный оператор"),
                       READS | P(UNIT_MANAGE) | P(ROLE_GRANT) | P(AUDIT_READ) | P(NUMBERS), true},
    [ROLE_MUNICIPAL] = {"municipal", N_("муниципальный координатор"),
                        READS | P(UNIT_MANAGE) | P(ROLE_GRANT) | P(AUDIT_READ) | P(NUMBERS), true},
    [ROLE_COORDINATOR] = {"coordinator", N_("куратор"),
                          STAFF | P(ROLE_GRANT) | P(PROGRAMME_MANAGE) | P(PEOPLE_MANAGE) |
                              P(PAIR_MANAGE) | P(AUDIT_READ) | P(NUMBERS),
                          true},
    [ROLE_MENTOR] = {"mentor", N_("наставник"), READS, false},
    [ROLE_MENTEE] = {"mentee", N_("наставляемый"), READS, false},
    [ROLE_REPRESENTATIVE] = {"representative", N_("законный представитель"), READS, false},
    [ROLE_EXPERT] = {"expert", N_("эксперт"), READS, false},
    [ROLE_OBSERVER] = {"observer", N_("наблюдатель"), READS, false},
};

uint32_t role_perms(enum role role)
{
    return (unsigned)role < ROLE_COUNT ? roles[role].perms : 0;
}

const char *role_code(enum role role)
{
    return (unsigned)role < ROLE_COUNT ? roles[role].code : "";
}

enum role role_from_code(const char *code)
{
    for (int r = ROLE_ADMIN; r < ROLE_COUNT; r++)
        if (strcmp(roles[r].code, code) == 0)
            return (enum role)r;
    return ROLE_NONE;
}

const char *role_name(enum role role)
{
    return (unsigned)role < ROLE_COUNT ? _(roles[role].name) : "";
}

bool role_needs_totp(enum role role)
{
    return (unsigned)role < ROLE_COUNT && roles[role].totp;
}

bool role_may_grant(enum role giver, enum role given)
{
    if (given <= ROLE_NONE || given >= ROLE_COUNT)
        return false;
    switch (giver) {
    case ROLE_ADMIN:
        return true;
    case ROLE_FEDERAL:
    case ROLE_REGIONAL:
    case ROLE_MUNICIPAL:
        /* Staff of one's own level and below, experts and observers; participants are invited by
         * those who know them. */
        return (given >= giver && given <= ROLE_COORDINATOR) || given == ROLE_EXPERT ||
               given == ROLE_OBSERVER;
    case ROLE_COORDINATOR:
        return given >= ROLE_COORDINATOR && given != ROLE_OBSERVER;
    default:
        return false;
    }
}
