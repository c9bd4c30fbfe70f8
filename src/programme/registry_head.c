/* Finding the head row and what each column of the file is. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "programme/registry_cells.h"

#define CHOICES 3         /* targets considered for one column */
#define MAX_HEAD_CELL 400 /* bytes; a longer text is no title */
#define CLEAR_SCORE 500   /* points of a row that settle the search */
#define ONE_COLUMN 55     /* points of a column that is barely recognised */
#define SIDE_MARGIN 60    /* nearer than this the two registries look alike */

struct finder {
    struct arena *a;       /* results */
    struct arena *scratch; /* keys, reset per row */
    const struct pack *p;
    const struct head_words *words;
};

int registry_own_name(const struct pack *p, enum pack_registry side)
{
    const char *wanted = side == PACK_MENTEE ? "mentee_name" : "mentor_name";
    for (size_t i = 0; i < p->columns[side].n; i++)
        if (!strcmp(p->columns[side].row[i].code, wanted) &&
            p->columns[side].row[i].type == PACK_COL_PERSON)
            return (int)i;
    return -1;
}

struct choice {
    size_t col;
    size_t rank; /* 0 = the best for this column */
    struct registry_target t;
};

static int by_sureness(const void *x, const void *y)
{
    const struct choice *p = x, *q = y;
    if (p->t.sure != q->t.sure)
        return p->t.sure < q->t.sure ? 1 : -1;
    return p->col < q->col ? -1 : p->col > q->col;
}

/* May a second column of the file have the same target? Contacts may stand in many columns. */
static bool many_allowed(const struct pack *p, enum pack_registry side, struct registry_target t)
{
    return t.column < 0 ||
           (p->columns[side].row[t.column].type == PACK_COL_CONTACT && t.part == PACK_WHOLE);
}

static bool is_name_part(enum pack_part part)
{
    return part >= PACK_SURNAME && part <= PACK_PATRONYMIC;
}

/* A name stands whole or in parts: the surer kind stays. */
static void whole_or_parts(struct registry_target *target, size_t n)
{
    static const struct registry_target none = {.column = -1};
    for (size_t i = 0; i < n; i++) {
        if (target[i].column < 0 || target[i].part != PACK_WHOLE)
            continue;
        int parts = 0, column = target[i].column;
        for (size_t j = 0; j < n; j++)
            if (target[j].column == column && is_name_part(target[j].part) &&
                target[j].sure > parts)
                parts = target[j].sure;
        for (size_t j = 0; parts && j < n; j++)
            if (target[j].column == column &&
                (parts > target[i].sure ? j == i : is_name_part(target[j].part)))
                target[j] = none;
    }
}

/* Best assignment of columns to targets, greedily by sureness. Returns the sum of points. */
static int assign(struct finder *f, enum pack_registry side, const char *const *titles, size_t n,
                  struct registry_target *target)
{
    struct choice *all = arena_array(f->scratch, struct choice, n * CHOICES);
    size_t n_all = 0;
    int points = 0;
    for (size_t col = 0; col < n; col++) {
        struct registry_target best[CHOICES];
        target[col] = (struct registry_target){.column = -1};
        if (strlen(titles[col]) > MAX_HEAD_CELL)
            continue;
        size_t k = head_match(f->words, f->scratch, side, titles[col], best, CHOICES);
        for (size_t i = 0; i < k; i++)
            all[n_all++] = (struct choice){.col = col, .rank = i, .t = best[i]};
    }
    qsort(all, n_all, sizeof *all, by_sureness);
    bool *done = arena_array(f->scratch, bool, n);
    for (size_t i = 0; i < n_all; i++) {
        struct registry_target t = all[i].t;
        bool taken = done[all[i].col];
        for (size_t col = 0; !taken && !many_allowed(f->p, side, t) && col < n; col++)
            taken = target[col].column == t.column && target[col].part == t.part;
        if (taken)
            continue;
        done[all[i].col] = true;
        points += t.sure; /* a column that we know and leave tells the side too */
        target[all[i].col] = t;
    }
    whole_or_parts(target, n);
    return points;
}

struct candidate {
    int points[PACK_REGISTRIES];
    size_t line; /* index of the last head line */
    bool two;    /* the head takes two lines */
    size_t n;
    const char **titles;
    struct registry_target *target[PACK_REGISTRIES];
};

static int best_points(const struct candidate *c)
{
    return c->points[0] > c->points[1] ? c->points[0] : c->points[1];
}

static void judge_titles(struct finder *f, struct candidate *c)
{
    for (enum pack_registry g = PACK_MENTEE; g < PACK_REGISTRIES; g++) {
        c->target[g] = arena_array(f->a, struct registry_target, c->n);
        c->points[g] = assign(f, g, c->titles, c->n, c->target[g]);
    }
    arena_reset(f->scratch);
}

static struct candidate one_line(struct finder *f, const struct registry_line *lines, size_t i)
{
    struct candidate c = {.line = i,
                          .n = lines[i].n < REGISTRY_MAX_COLS ? lines[i].n : REGISTRY_MAX_COLS};
    c.titles = arena_array(f->a, const char *, c.n);
    for (size_t k = 0; k < c.n; k++)
        c.titles[k] = utf8_squeeze(f->a, lines[i].cells[k]);
    judge_titles(f, &c);
    return c;
}

/* «ФИО наставляемого» over «Фамилия | Имя | Отчество»: the upper title goes on to the right
 * over the empty (merged) cells; the lower one says more where there is one. */
static struct candidate two_lines(struct finder *f, const struct registry_line *lines, size_t i)
{
    const struct registry_line *up = &lines[i], *low = &lines[i + 1];
    size_t n = up->n > low->n ? up->n : low->n;
    struct candidate c = {.line = i + 1, .two = true};
    c.n = n < REGISTRY_MAX_COLS ? n : REGISTRY_MAX_COLS;
    c.titles = arena_array(f->a, const char *, c.n);
    const char *above = "";
    for (size_t k = 0; k < c.n; k++) {
        const char *own = k < up->n ? utf8_squeeze(f->a, up->cells[k]) : "";
        const char *below = k < low->n ? utf8_squeeze(f->a, low->cells[k]) : "";
        if (*own)
            above = own;
        struct registry_target t;
        bool known = *below && (head_match(f->words, f->scratch, PACK_MENTEE, below, &t, 1) ||
                                head_match(f->words, f->scratch, PACK_MENTOR, below, &t, 1));
        if (*below && !known)
            below = arena_printf(f->a, "%s %s", above, below);
        c.titles[k] = *below ? below : own;
    }
    judge_titles(f, &c);
    return c;
}

/* A second head line holds no digits and at least one cell. */
static bool may_be_head(const struct registry_line *line)
{
    size_t filled = 0;
    for (size_t k = 0; k < line->n; k++) {
        filled += *line->cells[k] != '\0';
        if (strpbrk(line->cells[k], "0123456789@"))
            return false;
    }
    return filled > 0;
}

static struct candidate find_best(struct finder *f, const struct registry_line *lines, size_t n,
                                  size_t wanted_row)
{
    struct candidate best = {0};
    for (size_t i = 0; i < n && i < REGISTRY_HEAD_ROWS; i++) {
        if (wanted_row && lines[i].row_no != wanted_row)
            continue;
        struct candidate c = one_line(f, lines, i);
        if (best_points(&c) > best_points(&best) || wanted_row)
            best = c;
        if (best_points(&best) >= CLEAR_SCORE)
            break;
    }
    if (!best.n)
        return best;
    if (!wanted_row && best.line > 0) { /* the better half may be the lower one */
        struct candidate c = two_lines(f, lines, best.line - 1);
        if (best_points(&c) > best_points(&best) + ONE_COLUMN)
            return c;
    }
    if (!best.two && best.line + 1 < n && may_be_head(&lines[best.line + 1])) {
        struct candidate c = two_lines(f, lines, best.line);
        if (best_points(&c) > best_points(&best) + ONE_COLUMN)
            return c;
    }
    return best;
}

/* The title above the head often says it: «База наставников». */
static int side_in_titles(const struct registry_line *lines, size_t before, struct arena *a)
{
    for (size_t i = 0; i < before; i++)
        for (size_t k = 0; k < lines[i].n; k++) {
            const char *key = head_key(a, lines[i].cells[k]);
            bool mentors = strstr(key, "баз") && strstr(key, "наставников");
            bool mentees = strstr(key, "баз") && strstr(key, "наставляемых");
            if (mentors != mentees)
                return mentors ? PACK_MENTOR : PACK_MENTEE;
        }
    return -1;
}

int registry_find_head(struct arena *a, const struct pack *p, const struct registry_line *lines,
                       size_t n, const struct registry_hint *hint, struct err *err,
                       struct registry_head *ret_head)
{
    struct arena *scratch = arena_new(), *words = arena_new();
    struct finder f = {a, scratch, p, head_words_new(words, p)};
    struct candidate c = find_best(&f, lines, n, hint ? hint->row_no : 0);
    int side = hint ? hint->side : -1;
    if (side < 0 && c.n && abs(c.points[0] - c.points[1]) < SIDE_MARGIN)
        side = side_in_titles(lines, c.line, scratch);
    if (side < 0)
        side = c.points[PACK_MENTEE] >= c.points[PACK_MENTOR] ? PACK_MENTEE : PACK_MENTOR;
    arena_free(scratch);
    arena_free(words);
    if (!c.n || (!(hint && hint->row_no) && c.points[side] < 2 * ONE_COLUMN))
        return err_set(err, ERR_NOT_FOUND,
                       _("Не видно строки с названиями столбцов, таких как «%s». Проверьте, тот ли "
                         "это лист, и подпишите столбцы"),
                       p->columns[PACK_MENTEE].n > 1 ? p->columns[PACK_MENTEE].row[1].name : "");
    int ours = c.points[side], theirs = c.points[!side];
    *ret_head = (struct registry_head){
        .side = (enum pack_registry)side,
        .side_sure = ours <= theirs ? 0 : 100 * (ours - theirs) / ours,
        .row_no = lines[c.line].row_no,
        .n_cols = c.n,
        .titles = c.titles,
        .target = c.target[side],
    };
    return 0;
}

static const char *const part_code[] = {"", ".surname", ".given", ".patronymic", ".owner"};

const char *registry_target_code(struct arena *a, const struct pack *p,
                                 const struct registry_head *head, size_t col)
{
    struct registry_target t = head->target[col];
    if (t.column < 0)
        return "";
    return arena_printf(a, "%s%s", p->columns[head->side].row[t.column].code, part_code[t.part]);
}

int registry_set_target(const struct pack *p, struct registry_head *head, size_t col,
                        const char *code, struct err *err)
{
    if (col >= head->n_cols)
        return err_set(err, ERR_NOT_FOUND, _("В файле нет столбца № %zu"), col + 1);
    struct registry_target t = {.column = -1, .sure = 100};
    size_t n = strcspn(code, ".");
    for (size_t i = 0; *code && i < p->columns[head->side].n; i++) {
        const char *known = p->columns[head->side].row[i].code;
        if (strlen(known) == n && !strncmp(known, code, n))
            t.column = (int)i;
    }
    bool part_known = !code[n];
    for (int i = PACK_SURNAME; i <= PACK_OWNER && !part_known; i++)
        if ((part_known = !strcmp(part_code[i], code + n)))
            t.part = (enum pack_part)i;
    if ((*code && t.column < 0) || !part_known)
        return err_set(err, ERR_NOT_FOUND, _("В реестре нет столбца «%s»"), code);
    for (size_t i = 0; i < head->n_cols; i++) {
        struct registry_target *other = &head->target[i];
        if (other->column != t.column || t.column < 0)
            continue;
        bool same = other->part == t.part && !many_allowed(p, head->side, t);
        bool replaced = (t.part == PACK_WHOLE) != (other->part == PACK_WHOLE) &&
                        t.part != PACK_OWNER && other->part != PACK_OWNER;
        if (same || replaced)
            *other = (struct registry_target){.column = -1};
    }
    head->target[col] = t;
    return 0;
}

int registry_check_head(const struct pack *p, const struct registry_head *head, struct err *err)
{
    int own = registry_own_name(p, head->side);
    for (size_t i = 0; i < head->n_cols; i++)
        if (own >= 0 && head->target[i].column == own &&
            (head->target[i].part == PACK_WHOLE || head->target[i].part == PACK_SURNAME))
            return 0;
    return err_set(err, ERR_INVALID,
                   _("В файле нет столбца «%s». Проверьте строку %zu с названиями столбцов"),
                   own >= 0 ? p->columns[head->side].row[own].name : "—", head->row_no);
}
