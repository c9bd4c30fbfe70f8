/* Ids of a document: where a row is repeated, they go or become others. */
#include <string.h>

#include "office/docx_tree.h"

/* A bookmark, a comment, the number of a control. */
static bool stands_once(const char *tag)
{
    return !strncmp(tag, "bookmark", 8) || !strncmp(tag, "comment", 7) || !strcmp(tag, "id");
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && !strcmp(s + n - m, end);
}

/* The bytes of the value of an attribute that ends with this: «paraId="» of «w14:paraId="1A"». */
static bool find_value(const char *source, size_t from, size_t to, const char *name,
                       size_t *ret_from, size_t *ret_to)
{
    size_t n = strlen(name);
    const char *at = memmem(source + from, to - from, name, n);
    const char *end = at ? memchr(at + n, '"', to - (size_t)(at - source) - n) : NULL;
    if (!end)
        return false;
    *ret_from = (size_t)(at - source) + n;
    *ret_to = (size_t)(end - source);
    return true;
}

/* The attribute with its name and the space before it. */
static bool find_attribute(const char *source, size_t from, size_t to, const char *name,
                           struct docx_edit *ret)
{
    size_t begin, end;
    if (!find_value(source, from, to, name, &begin, &end))
        return false;
    while (begin > from && source[begin] != ' ')
        begin--;
    *ret = (struct docx_edit){.from = begin, .to = end + 1, .kind = EDIT_ONCE};
    return begin > from;
}

size_t docx_unique(const char *name, const char *tag, const char *source, size_t from, size_t to,
                   struct docx_edit ret[DOCX_UNIQUE_MAX])
{
    size_t n = 0;
    if (!strcmp(tag, "p") || !strcmp(tag, "tr")) {
        n += find_attribute(source, from, to, "paraId=\"", &ret[n]);
        n += find_attribute(source, from, to, "textId=\"", &ret[n]);
    } else if (stands_once(tag) && source[to - 2] == '/') {
        ret[n++] = (struct docx_edit){.from = from, .to = to, .kind = EDIT_ONCE};
    } else if (ends_with(name, "|docPr")) { /* a picture must have a number, and its own */
        ret[0] = (struct docx_edit){.kind = EDIT_NUMBER};
        n += find_value(source, from, to, " id=\"", &ret[0].from, &ret[0].to);
    }
    return n;
}
