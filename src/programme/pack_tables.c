#include "programme/pack_tables.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "base/utf8.h"

int pack_bad(struct pack_loader *l, const char *column, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    const char *text = arena_vprintf(l->a, fmt, ap);
    va_end(ap);
    return err_set(l->err, ERR_INVALID, _("%s, строка %zu, столбец «%s»: %s"), l->file,
                   l->t.lines[l->row], column, text);
}

const char *pack_text(const struct pack_loader *l, const char *column)
{
    return tsv_get(&l->t, l->row, column);
}

struct pack_list pack_items(struct pack_loader *l, const char *column)
{
    const char *cell = pack_text(l, column);
    size_t max = 1;
    for (const char *p = cell; *p; p++)
        max += *p == ';';
    const char **item = arena_array(l->a, const char *, max);
    struct pack_list list = {.item = item};
    for (const char *p = cell; p;) {
        const char *end = strchr(p, ';');
        size_t n = end ? (size_t)(end - p) : strlen(p);
        const char *text = utf8_squeeze(l->a, arena_strndup(l->scratch, p, n));
        if (*text)
            item[list.n++] = text;
        p = end ? end + 1 : NULL;
    }
    return list;
}

int pack_read_filled(struct pack_loader *l, const char *column, const char **ret)
{
    const char *text = pack_text(l, column);
    if (!*text)
        return pack_bad(l, column, _("ячейка пуста, впишите значение"));
    *ret = text;
    return 0;
}

int pack_read_code(struct pack_loader *l, const char *column, const char **ret)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    const char *code;
    int r = pack_read_filled(l, column, &code);
    if (r < 0)
        return r;
    if (strlen(code) > 64 || strspn(code, letters) != strlen(code))
        return pack_bad(l, column,
                        _("«%.80s» не годится как код: до 64 латинских букв, цифр, «_» и «-»"),
                        code);
    *ret = code;
    return 0;
}

int pack_read_int(struct pack_loader *l, const char *column, int min, int max, int empty, int *ret)
{
    const char *text = pack_text(l, column);
    if (!*text && empty >= min) {
        *ret = empty;
        return 0;
    }
    size_t digits = strspn(text, "0123456789");
    long v = digits && digits < 10 && !text[digits] ? strtol(text, NULL, 10) : -1;
    if (v < min || v > max)
        return pack_bad(l, column, _("«%.40s» — нужно целое число от %d до %d"), text, min, max);
    *ret = (int)v;
    return 0;
}

int pack_read_word(struct pack_loader *l, const char *column, const char *const *words, int *ret)
{
    const char *text = pack_text(l, column);
    for (int i = 0; words[i]; i++)
        if (!strcmp(words[i], text)) {
            *ret = i;
            return 0;
        }
    struct strbuf all;
    strbuf_init(&all, l->a);
    for (int i = 0; words[i]; i++)
        strbuf_printf(&all, "%s%s", i ? ", " : "", words[i]);
    return pack_bad(l, column, _("«%.40s» — нужно одно из: %s"), text, all.s);
}

int pack_read_form(struct pack_loader *l, const char *column, bool any, const char **ret)
{
    const char *code = pack_text(l, column);
    if (!(any && !strcmp(code, "any")) && !pack_form(l->pack, code))
        return pack_bad(l, column,
                        _("формы «%.64s» нет в forms.tsv. Добавьте её или исправьте код"), code);
    *ret = code;
    return 0;
}

int pack_check_document(struct pack_loader *l, const char *column, const char *code)
{
    if (pack_document(l->pack, code))
        return 0;
    return pack_bad(l, column, _("вида документа «%.64s» нет в document-kinds.tsv. Добавьте его"),
                    code);
}

/* All columns of the key are equal in two rows. */
static bool same_key(const struct tsv *t, const char *const *key, size_t i, size_t j)
{
    for (; *key; key++)
        if (strcmp(tsv_get(t, i, *key), tsv_get(t, j, *key)))
            return false;
    return true;
}

static int check_key(struct pack_loader *l, const char *const *key)
{
    for (size_t j = 0; *key && j < l->row; j++)
        if (same_key(&l->t, key, l->row, j))
            return pack_bad(l, key[0], _("«%.80s» уже есть в строке %zu. Оставьте одну из строк"),
                            pack_text(l, key[0]), l->t.lines[j]);
    return 0;
}

static int open_table(struct pack_loader *l, const struct pack_table *table,
                      const struct pack_file *f)
{
    l->file = f->name;
    l->row = 0;
    int r = tsv_parse_in(l->a, l->scratch, f->name, f->data, f->n, l->err, &l->t);
    if (r < 0)
        return r;
    if (l->t.n_rows > PACK_MAX_ROWS)
        return err_set(l->err, ERR_LIMIT, _("%s: больше %d строк"), f->name, PACK_MAX_ROWS);
    for (const char *const *c = table->columns; *c; c++)
        if (tsv_col(&l->t, *c) < 0)
            return err_set(l->err, ERR_INVALID, _("%s, строка 1: нет столбца «%s». Добавьте его"),
                           f->name, *c);
    return 0;
}

int pack_table_read(struct pack_loader *l, const struct pack_table *table, const void **ret_rows,
                    size_t *ret_n)
{
    const struct pack_file *f = pack_file(l->pack, table->file);
    if (!f && table->required)
        return err_set(l->err, ERR_INVALID, _("В пакете нет файла «%s». Добавьте его"),
                       table->file);
    if (!f)
        return 0;
    int r = open_table(l, table, f);
    if (r < 0)
        return r;
    char *rows = arena_alloc_array(l->a, l->t.n_rows, table->row_size);
    for (; l->row < l->t.n_rows; l->row++) {
        if ((r = check_key(l, table->key)) < 0 ||
            (r = table->read(l, rows + l->row * table->row_size)) < 0)
            return r;
    }
    *ret_rows = rows;
    *ret_n = l->t.n_rows;
    return 0;
}
