#include "base/record.h"

#include <stdlib.h>
#include <string.h>

#define FIELD_END '\x1f'
#define RECORD_END '\x1e'

void record_text(struct strbuf *b, const char *field)
{
    size_t at = b->len;
    strbuf_puts(b, field);
    for (char *p = b->s + at; *p; p++)
        if (*p == FIELD_END || *p == RECORD_END)
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

bool record_next(struct arena *a, const char **at, struct record *ret)
{
    const char *p = *at;
    if (!*p)
        return false;
    size_t len = strcspn(p, "\x1e"), n = 0;
    for (size_t i = 0; i < len; i++)
        n += p[i] == FIELD_END;
    const char **fields = arena_array(a, const char *, n);
    for (size_t i = 0; i < n; i++) {
        size_t width = strcspn(p, "\x1f");
        fields[i] = arena_strndup(a, p, width);
        p += width + 1;
    }
    *at += len + ((*at)[len] != '\0');
    *ret = (struct record){fields, n};
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
