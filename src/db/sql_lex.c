#include "db/sql_lex.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static size_t span_word(const char *s)
{
    size_t n = 0;
    while (isalnum((unsigned char)s[n]) || s[n] == '_')
        n++;
    return n;
}

/* Length with both quotes; a doubled quote stands for itself. 0 = not closed. */
static size_t span_quoted(const char *s)
{
    for (size_t n = 1; s[n]; n++) {
        if (s[n] != s[0])
            continue;
        if (s[n + 1] != s[0])
            return n + 1;
        n++;
    }
    return 0;
}

static struct sql_token token(enum sql_kind kind, const char *s, size_t n)
{
    if (n == 0 && kind != SQL_END)
        return (struct sql_token){SQL_BAD, s, strlen(s)};
    return (struct sql_token){kind, s, n};
}

struct sql_token sql_next(const char *s)
{
    if (*s == '\0')
        return token(SQL_END, s, 0);
    size_t spaces = strspn(s, " \t\r\n");
    if (spaces > 0)
        return token(SQL_SPACE, s, spaces);
    if (s[0] == '-' && s[1] == '-')
        return token(SQL_COMMENT, s, strcspn(s, "\n"));
    if (s[0] == '/' && s[1] == '*') {
        const char *close = strstr(s + 2, "*/");
        return token(SQL_COMMENT, s, close ? (size_t)(close + 2 - s) : 0);
    }
    if (*s == '\'')
        return token(SQL_STRING, s, span_quoted(s));
    if (*s == '"')
        return token(SQL_QUOTED, s, span_quoted(s));
    if (isdigit((unsigned char)*s))
        return token(SQL_NUMBER, s, span_word(s));
    if (span_word(s) > 0)
        return token(SQL_WORD, s, span_word(s));
    if (s[0] == ':' && s[1] == ':')
        return token(SQL_PUNCT, s, 2);
    if (*s == ':' && span_word(s + 1) > 0 && !isdigit((unsigned char)s[1]))
        return token(SQL_PARAM, s, 1 + span_word(s + 1));
    if (strchr("(),;.*+-/%<>=!|&~:", *s))
        return token(SQL_PUNCT, s, 1);
    return token(SQL_BAD, s, 1);
}

bool sql_is(struct sql_token t, const char *word)
{
    return t.kind == SQL_WORD && strlen(word) == t.n && strncasecmp(t.s, word, t.n) == 0;
}
