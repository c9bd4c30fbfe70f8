/*
 * Giving up a place in a programme: by the participant or their representative, with an account
 * (/my/participations) or by the application's own link (application_sign_web.c).
 */
#pragma once

#include <stddef.h>

#include "frame/form.h"
#include "frame/parts.h"
#include "programme/application.h"

struct module;
struct req;
extern const struct module application_leave_module;

/* Two of the rows of a form's fields. */
#define LEAVE_FIELDS(type)                                                                         \
    FIELD(type, reason, FIELD_AREA, .label = N_("Почему"),                                         \
          .hint = N_("Прочитает куратор. Без сведений о здоровье"), .optional = true,              \
          .max = APPLICATION_REASON_MAX),                                                          \
        FIELD(type, consents, FIELD_BOOL, .label = N_("Отозвать и согласия"), .optional = true,    \
              .hint = N_("Они перестанут действовать во всех программах организации"))

/* The question before it. */
struct leave_page {
    const char *const *points; /* what it leads to */
    size_t n_points;
    const struct form *form;
    const char *action, *token; /* token: "": of an account */
    const char *button, *back;
    bool consents; /* there are any to withdraw */
};

/* Points of leaving a programme; consents of this side that could be withdrawn. */
int leave_page_of(struct req *req, int64_t person_id, bool by_representative,
                  struct leave_page *ret);

struct leave_line {
    const char *programme, *who, *state;
    enum pill pill;
    const char *leave; /* address, or NULL */
    const char *why;   /* not, or NULL */
};

struct leave_list_page {
    const struct leave_line *rows;
    size_t n;
};
