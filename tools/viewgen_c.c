/* The C half of viewgen: just enough of C to know where an expression ends and that it is one. */
#include <ctype.h>
#include <string.h>

#include "viewgen_int.h"

/* Length of a string or character literal at s, 0 when it does not end. */
size_t literal_length(const char *s)
{
    for (size_t n = 1; s[n] && s[n] != '\n'; n++) {
        if (s[n] == '\\' && s[n + 1])
            n++;
        else if (s[n] == s[0])
            return n + 1;
    }
    return 0;
}

/*
 * C that cannot leave its place: brackets balanced, no comment, no brace, at most `semicolons`
 * of them. So nothing in a view can be more than the expression it stands for, and nothing is
 * written past the escaping.
 */
int check_c(struct gen *g, int line, const char *s, int semicolons)
{
    char open[VIEW_MAX_DEPTH];
    int depth = 0;
    if (strstr(s, "strbuf_") || strstr(s, "html_lit"))
        return fail(g, line, "a view writes through {{…}} only, never past its escaping");
    for (; *s; s++) {
        if (*s == '"' || *s == '\'') {
            size_t n = literal_length(s);
            if (n == 0)
                return fail(g, line, "a quote is not closed");
            s += n - 1;
        } else if (*s == '(' || *s == '[') {
            if (depth == VIEW_MAX_DEPTH)
                return fail(g, line, "brackets nested deeper than %d", VIEW_MAX_DEPTH);
            open[depth++] = *s == '(' ? ')' : ']';
        } else if (*s == ')' || *s == ']') {
            if (depth == 0 || open[--depth] != *s)
                return fail(g, line, "'%c' closes nothing", *s);
        } else if (*s == '{' || *s == '}' || *s == '#' || *s == '\\' ||
                   (*s == ';' && semicolons-- <= 0) ||
                   (*s == '/' && (s[1] == '/' || s[1] == '*'))) {
            return fail(g, line, "'%c' in an expression: prepare the value in the handler", *s);
        }
    }
    if (depth > 0)
        return fail(g, line, "'%c' is missing", open[depth - 1]);
    return 0;
}

/* "(…)" and nothing behind it, as if and for need. */
bool in_parentheses(const char *s)
{
    int depth = 0;
    for (; *s; s++) {
        if (*s == '"' || *s == '\'') {
            size_t n = literal_length(s);
            if (n == 0)
                return false;
            s += n - 1;
            continue;
        }
        depth += (*s == '(') - (*s == ')');
        if (depth == 0)
            return *s == ')' && !s[1];
    }
    return false;
}

char *trimmed(struct gen *g, const char *s, const char *end)
{
    while (s < end && isspace((unsigned char)*s))
        s++;
    while (end > s && isspace((unsigned char)end[-1]))
        end--;
    return arena_strndup(g->a, s, (size_t)(end - s));
}

/* The word a statement begins with, and the rest behind it. */
bool word(const char *text, const char *w, const char **ret_rest)
{
    size_t n = strlen(w);
    if (strncmp(text, w, n) || isalnum((unsigned char)text[n]) || text[n] == '_')
        return false;
    const char *rest = text + n;
    while (isspace((unsigned char)*rest))
        rest++;
    *ret_rest = rest;
    return true;
}

/* One string literal at *s, copied with its quotes; *s goes behind it and white space. */
char *take_literal(struct gen *g, const char **s)
{
    size_t n = **s == '"' ? literal_length(*s) : 0;
    if (n == 0)
        return NULL;
    char *lit = arena_strndup(g->a, *s, n);
    *s += n;
    while (isspace((unsigned char)**s))
        (*s)++;
    return lit;
}

bool identifier(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isalnum((unsigned char)s[i]) && s[i] != '_')
            return false;
    return n > 0 && !isdigit((unsigned char)s[0]);
}
