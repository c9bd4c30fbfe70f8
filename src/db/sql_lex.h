/*
 * The words of SQL, as far as sqlgen and the dialect map need them: where strings, comments
 * and parameters begin and end. The strict common part of SQLite and PostgreSQL: no
 * backticks, no [names], no $tags$, no nested comments.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum sql_kind {
    SQL_END,
    SQL_SPACE,   /* white space */
    SQL_COMMENT, /* "-- …" without its newline, or a block comment */
    SQL_WORD,    /* keyword or plain name, ASCII */
    SQL_QUOTED,  /* "name" */
    SQL_STRING,  /* 'text' */
    SQL_NUMBER,
    SQL_PARAM, /* :name */
    SQL_PUNCT, /* one character, or "::" */
    SQL_BAD,   /* unclosed string or comment, a character SQL does not have */
};

struct sql_token {
    enum sql_kind kind;
    const char *s;
    size_t n;
};

/* The token at s (NUL-terminated); s + n is where the next one begins. */
struct sql_token sql_next(const char *s);

/* Word of that spelling, in any case. */
bool sql_is(struct sql_token t, const char *word);
