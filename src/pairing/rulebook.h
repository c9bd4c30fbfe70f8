/*
 * What a methodology says about pairing, parsed once per version and process: the taxonomy of
 * topics, the wordings of wishes, the weights of the criteria.
 */
#pragma once

#include "base/err.h"
#include "pairing/criterion.h"
#include "pairing/topics.h"
#include "pairing/wording.h"
#include "programme/pack.h"

struct rulebook {
    const struct topics *topics;
    const struct wordings *wordings;
    struct criteria criteria;          /* the pack's weights */
    const struct criterion_form *form; /* what the pack's forms are called */
    size_t n_forms;
};

/* The cache; one for the program, shared by its threads. */
struct rulebooks;
struct rulebooks *rulebooks_new(void);
void rulebooks_free(struct rulebooks *books);

/* The rules of a pack, told apart by its digest. Lives as long as the cache. ERR_INVALID: the pack
 * lacks a file of topics or has a broken one. */
int rulebook_of(struct rulebooks *books, const struct pack *pack, struct err *err,
                const struct rulebook **ret_book);

/* The same without a cache, in an arena. */
int rulebook_load(struct arena *a, const struct pack *pack, struct err *err,
                  struct rulebook *ret_book);
