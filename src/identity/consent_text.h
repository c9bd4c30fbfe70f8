/* The texts of consents of a unit: its own or those of a level above. */
#pragma once

#include <stddef.h>

#include "base/arena.h"

struct module;

/* /units/{unit}/consents */
extern const struct module consent_text_module;

#define CONSENT_PARAGRAPHS_MAX 200

/* A text cut at its empty lines; the rest of a longer one stays in the last paragraph. */
const char *const *consent_paragraphs(struct arena *a, const char *body, size_t *ret_n);
