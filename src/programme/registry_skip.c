/* Rows that are no people: titles, numbering, totals, the head again. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "programme/registry_rows.h"

#define MAX_POST 200 /* bytes of a cell that begins with a post */

static size_t usable(const struct registry_line *line)
{
    return line->n < REGISTRY_MAX_COLS ? line->n : REGISTRY_MAX_COLS;
}

static bool is_number(const char *s)
{
    size_t n = strspn(s, "0123456789");
    return n && n < 6 && (!s[n] || (s[n] == '.' && !s[n + 1]));
}

/* «1 2 3 4 …»: numbers that grow with the columns. */
static bool is_numbering(const struct registry_line *line)
{
    size_t filled = 0;
    long shift = 0;
    for (size_t i = 0; i < usable(line); i++) {
        const char *s = line->cells[i];
        if (!*s)
            continue;
        if (!is_number(s))
            return false;
        long here = strtol(s, NULL, 10) - (long)i;
        if (filled && here != shift)
            return false;
        shift = here;
        filled++;
    }
    return filled >= 3;
}

/* Could the text be this title again? Cheap, for it is asked of every cell. */
static bool like_title(const char *cell, const char *title)
{
    size_t n = strlen(cell), m = strlen(title);
    return m && n < m + 12 && m < n + 12;
}

static bool is_head(const struct registry_reader *r, struct arena *a,
                    const struct registry_line *line)
{
    size_t same = 0, filled = 0;
    for (size_t i = 0; i < usable(line); i++) {
        if (!*line->cells[i])
            continue;
        filled++;
        same += i < r->head->n_cols && like_title(line->cells[i], r->head->titles[i]) &&
                !strcmp(head_key(a, line->cells[i]), r->title_keys[i]);
        if (filled == 4 && same == 0)
            return false;
    }
    return same >= 2 && same * 2 >= filled;
}

static bool is_total(struct arena *a, const struct registry_line *line)
{
    for (size_t i = 0; i < usable(line); i++) {
        const char *cell = line->cells[i];
        cell += strspn(cell, " ");
        if (!*cell || is_number(cell))
            continue;
        size_t len;
        uint32_t first = utf8_lower(utf8_decode(cell, strlen(cell), &len));
        if (first != 0x438 && first != 0x432) /* и, в */
            return false;
        const char *key = strlen(cell) < 200 ? head_key(a, cell) : "";
        return !strncmp(key, "итог", strlen("итог")) || !strncmp(key, "всего", strlen("всего"));
    }
    return false;
}

/* «Директор школы … И. И. Сидоров» below the table: a post where people have their number or name,
 * and little else. */
static bool is_signature(const struct registry_reader *r, struct arena *a,
                         const struct registry_line *line, size_t filled)
{
    static const char *const post[] = {"директор",     "ио",
                                       "заместитель",  "зам",
                                       "завуч",        "заведующий",
                                       "заведующая",   "куратор",
                                       "координатор",  "методист",
                                       "секретарь",    "классный руководитель",
                                       "составил",     "руководитель",
                                       "председатель", "составила",
                                       "подготовил",   "ответственный",
                                       "утверждаю",    "ответственная",
                                       "исполнитель",  "согласовано",
                                       "подготовила",  "педагог психолог"};
    size_t i = 0;
    while (i < usable(line) && !*line->cells[i])
        i++;
    int column = i < r->head->n_cols ? r->head->target[i].column : -1;
    if (filled > 3 || i == usable(line) || column < 0 || is_number(line->cells[i]) ||
        strlen(line->cells[i]) > MAX_POST ||
        (column != r->own && r->p->columns[r->head->side].row[column].type != PACK_COL_INT))
        return false;
    const char *key = head_key(a, line->cells[i]);
    for (size_t k = 0; k < sizeof post / sizeof *post; k++) {
        size_t n = strlen(post[k]);
        if (!strncmp(key, post[k], n) && (!key[n] || key[n] == ' '))
            return true;
    }
    return false;
}

/* Cells that hold something, in columns of the registry other than the number. */
static size_t filled_cells(const struct registry_reader *r, const struct registry_line *line,
                           bool *ret_name, bool *ret_number)
{
    size_t filled = 0;
    *ret_name = *ret_number = false;
    for (size_t i = 0; i < usable(line); i++) {
        int column = i < r->head->n_cols ? r->head->target[i].column : -1;
        bool number = column >= 0 && r->p->columns[r->head->side].row[column].type == PACK_COL_INT;
        bool counted = number && is_number(line->cells[i]);
        *ret_number |= counted;
        if (!*line->cells[i] || counted)
            continue;
        filled++;
        *ret_name |= column >= 0 && column == r->own;
    }
    return filled;
}

/* A person's words in the first cell of a title row: «5 «А» класс», «Куратор: …». */
static bool reads_as_name(struct arena *a, const struct registry_reader *r,
                          const struct registry_line *line)
{
    for (size_t i = 0; i < r->head->n_cols && i < usable(line); i++) {
        if (r->head->target[i].column != r->own || !*line->cells[i])
            continue;
        struct cell_reader c = {.a = a, .today = r->today};
        struct registry_value v = {.text = ""};
        if (r->head->target[i].part != PACK_WHOLE)
            return true;
        return !registry_cell_person(&c, line->cells[i], &v) || v.n_names;
    }
    return false;
}

enum registry_skip registry_why_skip(const struct registry_reader *r, struct arena *a,
                                     const struct registry_line *line)
{
    bool name, number;
    size_t filled = filled_cells(r, line, &name, &number);
    if (is_numbering(line))
        return REGISTRY_NUMBERING;
    if (filled == 0)
        return REGISTRY_BLANK;
    if (is_head(r, a, line))
        return REGISTRY_HEAD_AGAIN;
    if (is_total(a, line))
        return REGISTRY_TOTAL;
    if (is_signature(r, a, line, filled))
        return REGISTRY_TITLE;
    if (filled == 1 && !(name && number) && !reads_as_name(a, r, line))
        return REGISTRY_TITLE;
    if (filled == 2 && !name)
        return REGISTRY_TITLE;
    return REGISTRY_PERSON;
}

const char *registry_skip_text(enum registry_skip skip)
{
    switch (skip) {
    case REGISTRY_BLANK:
        return _("пустая строка");
    case REGISTRY_TITLE:
        return _("заголовок или подпись, не человек");
    case REGISTRY_NUMBERING:
        return _("строка с номерами столбцов");
    case REGISTRY_TOTAL:
        return _("строка с итогом");
    case REGISTRY_HEAD_AGAIN:
        return _("названия столбцов ещё раз");
    default:
        return "";
    }
}
