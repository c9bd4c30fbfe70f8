/* Blank questionnaires, as they are asked on the site: one sheet of a form, a side and a phase. */
#include <string.h>

#include "paper/paper_data.h"
#include "programme/participation.h"

static bool asks(const struct pack_question *q, const char *form, const char *role,
                 const char *phase)
{
    return !strcmp(q->role, role) && !strcmp(q->phase, phase) &&
           (!strcmp(q->form_code, form) || !strcmp(q->form_code, "any"));
}

/* What a pen marks: digits and words to be circled, a line to write on. */
static const char *room(const struct pack_question *q)
{
    switch (q->type) {
    case PACK_SCALE10:
        return "1  2  3  4  5  6  7  8  9  10";
    case PACK_OPEN:
        return "______________________________";
    default:
        return q->scale;
    }
}

static void put_sheet(struct bag_list *l, const struct paper_at *at, const char *title,
                      const struct pack_question **list, size_t n)
{
    const char *head[] = {title, "", "", ""};
    if (n)
        list_row(l, head);
    for (size_t i = 0; i < n; i++) {
        const char *cells[] = {"", bag_number(at, (int64_t)i + 1), list[i]->text, room(list[i])};
        list_row(l, cells);
    }
}

/* Of several files of the pack, by their numbers. */
static size_t gather(const struct paper_at *at, const char *form, const char *role,
                     const char *phase, const struct pack_question **list)
{
    size_t n = 0;
    for (size_t i = 0; i < at->pack->questions.n; i++) {
        const struct pack_question *q = &at->pack->questions.row[i];
        if (!asks(q, form, role, phase))
            continue;
        size_t k = n++;
        for (; k > 0 && list[k - 1]->n > q->n; k--)
            list[k] = list[k - 1];
        list[k] = q;
    }
    return n;
}

void bag_questions(struct paper_bag *b)
{
    static const char *const columns[] = {"анкета", "№", "вопрос", "ответ"};
    static const char *const roles[][2] = {
        {"mentee", "наставляемый"}, {"mentor", "наставник"}, {"parent", "родитель"}};
    static const char *const phases[][2] = {{"before", "до начала работы"},
                                            {"after", "после завершения работы"}};
    const struct paper_at *at = b->at;
    const struct pack_question **list =
        arena_array(at->a, const struct pack_question *, at->pack->questions.n);
    struct bag_list l;
    list_begin(&l, b, "вопросы", columns, sizeof columns / sizeof *columns);
    for (size_t f = 0; f < at->p.n_forms; f++)
        for (size_t r = 0; r < sizeof roles / sizeof *roles; r++)
            for (size_t p = 0; p < 2; p++) {
                size_t n = gather(at, at->p.forms[f], roles[r][0], phases[p][0], list);
                put_sheet(&l, at,
                          arena_printf(at->a, "%s: %s, %s",
                                       participation_forms(at->a, at->pack, at->p.forms[f]),
                                       roles[r][1], phases[p][1]),
                          list, n);
            }
    list_end(&l);
}
