/* Lists of class teachers, by a link or by the coordinator. */
#pragma once

struct module;

/* /class, /programmes/{programme}/enrolment/list */
extern const struct module application_class_module;
