/*
 * Who may do what, where. A role is held at a unit and works in the whole subtree below it:
 * rights flow down the tree only. A route names one permission; the frame resolves every
 * {param} of the path to an object with its unit and asks for the permission there.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Stored by number: append only. */
enum role {
    ROLE_NONE,
    ROLE_ADMIN,          /* администратор системы: at the root unit only */
    ROLE_FEDERAL,        /* федеральный оператор */
    ROLE_REGIONAL,       /* региональный оператор */
    ROLE_MUNICIPAL,      /* муниципальный координатор */
    ROLE_COORDINATOR,    /* куратор */
    ROLE_MENTOR,         /* наставник */
    ROLE_MENTEE,         /* наставляемый */
    ROLE_REPRESENTATIVE, /* законный представитель */
    ROLE_EXPERT,         /* эксперт */
    ROLE_OBSERVER,       /* наблюдатель */
    ROLE_COUNT
};

enum perm {
    PERM_NONE,        /* no route may have it */
    PERM_PUBLIC,      /* anybody, also signed out */
    PERM_SIGNED_IN,   /* any account; the handler shows only the person's own things */
    PERM_OWN,         /* the object belongs to the signed-in person (their pair, notice, file) */
    PERM_UNIT_READ,   /* names of units, programmes and numbers; no people */
    PERM_UNIT_MANAGE, /* make and rename units below */
    PERM_ROLE_GRANT,  /* invite people and give roles, never above one's own */
    PERM_PROGRAMME_MANAGE, /* make and change programmes */
    PERM_PEOPLE_READ,      /* names, registries, pairs */
    PERM_PEOPLE_MANAGE,    /* upload registries, correct, undo, record consents */
    PERM_PAIR_MANAGE,      /* drafts, pins, vetoes, publishing */
    PERM_AUDIT_READ,       /* the journal of the subtree */
    PERM_SYSTEM,           /* the installation itself */
    PERM_NUMBERS,          /* say a unit's figures and aims, freeze and report its numbers */
    PERM_COUNT
};

/* The permissions of a role as a set of bits 1 << enum perm. */
uint32_t role_perms(enum role role);

/* Code for storage in texts and URLs ("coordinator"), and back (ROLE_NONE when unknown). */
const char *role_code(enum role role);
enum role role_from_code(const char *code);

/* «куратор», in the thread's language. */
const char *role_name(enum role role);

/* Roles whose holders see other people's data and therefore need a second factor. */
bool role_needs_totp(enum role role);

/* May the holder of `giver` give `given` (at the same unit or below)? */
bool role_may_grant(enum role giver, enum role given);
