/* The public page of a programme and the forms of an application. */
#pragma once

struct module;

/* /join/{enrolment} */
extern const struct module enrolment_join_module;
