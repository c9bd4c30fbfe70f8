/* Children of a class teacher's list. */
#pragma once

#include "identity/person.h"
#include "programme/enrolment_pages.h"

struct application_child {
    struct person_name name;
    int64_t year;                        /* of birth */
    const char *request, *phone, *email; /* "": not said */
};

/* All lines of the text; the first mistake is said at the field «children» with its number, and
 * nothing is taken: 0. sure: a doubtful word was looked at by its author. */
size_t application_children(struct req *req, const struct enrolment_at *at, const char *text,
                            bool sure, struct application_child list[APPLICATION_LIST_MAX]);
