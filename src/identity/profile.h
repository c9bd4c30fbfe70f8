/* The pages of one's own account: name, e-mail, password, second step, where one is signed in. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "frame/form.h"
#include "identity/account.h"

extern const struct module profile_module;

struct profile_page {
    const struct form *form; /* e-mail, and the name for those who write it themselves */
    const struct account *account;
    const char *full_name;
    const char *roles; /* «куратор — Школа № 5; эксперт — Россия» */
    bool own_name;     /* the person writes it: staff */
    bool in_registry;  /* the coordinator does: a participant */
    int64_t recovery_left;
};

struct password_page {
    const struct form *form;
};

struct totp_page {
    const struct form *form;
    bool needed; /* by a role: it cannot be switched off, only moved to another telephone */
    int64_t recovery_left;
};

struct session_line {
    int64_t id;
    bool here;
    const char *browser, *ip, *since, *seen; /* «5 ноября, 14:05» */
};

struct sessions_page {
    const struct session_line *rows;
    size_t n;
};
