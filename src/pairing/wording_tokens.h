/* Tokens of a wording, and the tables made of them; shared by wording*.c only. */
#pragma once

#include "base/map.h"
#include "base/tsv.h"
#include "pairing/wording.h"

#define TOKENS_MAX 96u
#define LITERAL_TOKENS_MAX 12u

enum token_kind {
    TOKEN_WORD,
    TOKEN_NUMBER, /* digits or a number in words: value */
    TOKEN_SIGN,   /* - / + or a separator: , ; ( ) line break, all as ',' */
    TOKEN_SLOT,   /* {n} of a pattern: text is its letter */
};

struct token {
    enum token_kind kind;
    float value;
    bool stuck;    /* to the token before it: no space between */
    char text[48]; /* in its one spelling: «ч», «нед», «1,5», "-" */
};

struct tokens {
    size_t n;
    struct token t[TOKENS_MAX];
};

/* False: too long. */
bool tokens_read(const char *text, struct tokens *ret);

/* Join tokens from … from + n - 1 by spaces into out. */
#define TOKENS_KEY_MAX (LITERAL_TOKENS_MAX * 48u)
void tokens_key(const struct token *t, size_t n, char out[TOKENS_KEY_MAX]);

struct time_pattern {
    const struct token *t;
    size_t n;
    const char *hours; /* expression in n and m, "" = none */
    uint8_t slots;
};

struct wordings {
    struct map ages; /* key → index */
    const struct age_range *age;
    struct map times;
    const struct time_resource *time;
    const struct time_pattern *pattern;
    size_t n_patterns;
    struct map forms;
    const char *const *form; /* code of each row */
};

int wordings_load_ages(struct arena *a, const struct tsv *t, struct err *err, struct wordings *w);
int wordings_load_times(struct arena *a, const struct tsv *t, struct err *err, struct wordings *w);
