/* The table of shared strings: bounded memory, the rest of a large one in a temporary file. */
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "office/cell.h"
#include "office/xlsx.h"

struct reading {
    struct strings *t;
    struct strbuf text;
    size_t max_chars;
    int phonetic; /* inside rPh: the reading aid of Japanese names is no part of the text */
    bool in_t;
};

static int no_room(struct err *err)
{
    return err_set(err, ERR_IO,
                   _("На диске сервера не хватило места для чтения таблицы. Попробуйте позже или "
                     "сообщите администратору"));
}

/* Behind the blocks in memory the offsets go on in the temporary file. */
static int put_in_spill(struct strings *t, const char *s, size_t n, struct err *err)
{
    if (!t->spill && !(t->spill = tmpfile()))
        return no_room(err);
    if (fwrite(s, 1, n, t->spill) != n || fputc('\0', t->spill) == EOF)
        return no_room(err);
    return 0;
}

static int append(struct strings *t, const char *s, size_t n, struct err *err)
{
    size_t chunk = t->n / STRINGS_CHUNK;
    if (chunk >= STRINGS_MAX_CHUNKS || t->end > UINT32_MAX - 2 * STRINGS_BLOCK ||
        n + 1 > STRINGS_BLOCK)
        return err_set(err, ERR_LIMIT, _("В таблице слишком много разных текстов"));
    size_t left = STRINGS_BLOCK - t->end % STRINGS_BLOCK;
    if (t->end < STRINGS_IN_MEMORY * STRINGS_BLOCK && left < n + 1)
        t->end += (uint32_t)left;
    uint32_t block = t->end / STRINGS_BLOCK;
    if (block >= STRINGS_IN_MEMORY) {
        int rc = put_in_spill(t, s, n, err);
        if (rc < 0)
            return rc;
    } else {
        if (!t->blocks[block])
            t->blocks[block] = arena_alloc(t->a, STRINGS_BLOCK);
        memcpy(t->blocks[block] + t->end % STRINGS_BLOCK, s, n + 1);
    }
    if (!t->offsets[chunk])
        t->offsets[chunk] = arena_array(t->a, uint32_t, STRINGS_CHUNK);
    t->offsets[chunk][t->n++ % STRINGS_CHUNK] = t->end;
    t->end += (uint32_t)n + 1;
    return 0;
}

static int on_start(void *ctx, const char *name, const char **atts, struct err *err)
{
    (void)atts, (void)err;
    struct reading *r = ctx;
    if (strcmp(name, "si") == 0)
        strbuf_clear(&r->text);
    else if (strcmp(name, "rPh") == 0)
        r->phonetic++;
    else if (strcmp(name, "t") == 0)
        r->in_t = r->phonetic == 0;
    return 0;
}

static int on_end(void *ctx, const char *name, struct err *err)
{
    struct reading *r = ctx;
    if (strcmp(name, "t") == 0)
        r->in_t = false;
    else if (strcmp(name, "rPh") == 0)
        r->phonetic--;
    if (strcmp(name, "si") != 0)
        return 0;
    size_t n;
    int rc = cell_clean(r->text.s, r->text.len, r->max_chars, err, &n);
    return rc < 0 ? rc : append(r->t, r->text.s, n, err);
}

static int on_text(void *ctx, const char *s, size_t n, struct err *err)
{
    struct reading *r = ctx;
    if (!r->in_t)
        return 0;
    if (r->text.len + n > r->max_chars * CELL_ESCAPE)
        return cell_too_long(r->max_chars, err);
    strbuf_add(&r->text, s, n);
    return 0;
}

int strings_read(struct package *p, int64_t part, struct arena *a, struct err *err,
                 struct strings *ret)
{
    static const struct xml_hooks hooks = {on_start, on_end, on_text};
    ret->a = a;
    struct reading r = {.t = ret, .max_chars = p->limits->max_cell};
    strbuf_init(&r.text, a);
    int rc = package_parse(p, part, &hooks, &r, err);
    if (rc == 0 && ret->spill && fflush(ret->spill) != 0)
        rc = no_room(err);
    return rc;
}

/* Texts are short; a long one costs a second look. */
static const char *from_spill(const struct strings *s, off_t at, struct arena *a)
{
    size_t room = 1024;
    for (;;) {
        char *buf = arena_alloc(a, room);
        ssize_t got = pread(fileno(s->spill), buf, room, at);
        if (got <= 0)
            return NULL;
        if (memchr(buf, '\0', (size_t)got))
            return buf;
        if (room >= STRINGS_BLOCK)
            return NULL;
        room *= 8;
    }
}

const char *strings_get(const struct strings *s, size_t i, struct arena *a)
{
    if (i >= s->n)
        return NULL;
    uint32_t at = s->offsets[i / STRINGS_CHUNK][i % STRINGS_CHUNK];
    uint32_t block = at / STRINGS_BLOCK;
    if (block < STRINGS_IN_MEMORY)
        return s->blocks[block] + at % STRINGS_BLOCK;
    return from_spill(s, at - STRINGS_IN_MEMORY * STRINGS_BLOCK, a);
}

void strings_close(struct strings *s)
{
    if (s->spill)
        fclose(s->spill);
}
