#include "base/record.h"

#include <stdlib.h>
#include <string.h>

#define FIELD_END '\x1f'
#define RECORD_END '\x1e'

void record_text(struct strbuf *b, const char *field)
{
    size_t at = b->len;
    strbuf_puts(b, field);
    for (char *p = b->s + at; *(p += strcspn(p, "\x1e\x1f")); p++)
        *p = ' ';
    strbuf_putc(b, FIELD_END);
}

void record_int(struct strbuf *b, int64_t field)
{
    strbuf_printf(b, "%lld%c", (long long)field, FIELD_END);
}

void record_end(struct strbuf *b)
{
    strbuf_putc(b, RECORD_END);
}

bool record_cut(struct arena *a, char **at, struct record *ret)
{
    char *p = *at;
    if (!*p)
        return false;
    char *end = strchrnul(p, RECORD_END), *stop;
    *at = end + (*end != '\0');
    size_t n = 0, room = 16;
    const char **fields = arena_array(a, const char *, room);
    while ((stop = memchr(p, FIELD_END, (size_t)(end - p)))) {
        if (n == room) {
            fields = arena_grow(a, fields, room * sizeof *fields, 2 * room * sizeof *fields);
            room *= 2;
        }
        *stop = '\0';
        fields[n++] = p;
        p = stop + 1;
    }
    *ret = (struct record){fields, n};
    return true;
}

bool record_next(struct arena *a, const char **at, struct record *ret)
{
    size_t len = strcspn(*at, "\x1e");
    if (!len && !**at)
        return false;
    char *copy = arena_strndup(a, *at, len);
    *at += len + ((*at)[len] != '\0');
    *ret = (struct record){0};
    (void)record_cut(a, &copy, ret); /* an empty record has no fields */
    return true;
}

const char *record_field(const struct record *r, size_t i)
{
    return i < r->n ? r->field[i] : "";
}

int64_t record_number(const struct record *r, size_t i)
{
    return strtoll(record_field(r, i), NULL, 10);
}
