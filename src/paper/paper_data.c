/* The bag of fields, and the names of people in it. Papers are Russian in any interface. */
#include "paper/paper_data.h"

#include <string.h>

#include "db/db.h"
#include "paper/paper.sql.h"

void bag_put(struct paper_bag *b, const char *name, const char *text, enum paper_source source)
{
    if (b->n == b->cap) {
        size_t cap = b->cap ? 2 * b->cap : 64;
        struct arena *a = b->at->a;
        b->values = arena_grow(a, b->values, b->cap * sizeof *b->values, cap * sizeof *b->values);
        b->sources =
            arena_grow(a, b->sources, b->cap * sizeof *b->sources, cap * sizeof *b->sources);
        b->cap = cap;
    }
    b->values[b->n] = (struct docx_value){name, text ? text : "", false};
    b->sources[b->n++] = source;
}

void bag_quiet(struct paper_bag *b, const char *name, const char *text)
{
    bag_put(b, name, text, PAPER_KNOWN);
    b->values[b->n - 1].quiet = true;
}

void list_begin(struct bag_list *l, struct paper_bag *b, const char *name,
                const char *const *columns, size_t n)
{
    *l = (struct bag_list){.bag = b, .name = name, .columns = columns, .n_columns = n};
}

void list_row(struct bag_list *l, const char *const *cells)
{
    if (l->n == l->cap) {
        size_t cap = l->cap ? 2 * l->cap : 16, one = l->n_columns * sizeof *l->cells;
        l->cells = arena_grow(l->bag->at->a, l->cells, l->cap * one, cap * one);
        l->cap = cap;
    }
    memcpy(l->cells + l->n++ * l->n_columns, cells, l->n_columns * sizeof *cells);
}

void list_end(struct bag_list *l)
{
    struct paper_bag *b = l->bag;
    if (b->n_lists == b->cap_lists) {
        size_t cap = b->cap_lists ? 2 * b->cap_lists : 16;
        b->lists =
            arena_grow(b->at->a, b->lists, b->cap_lists * sizeof *b->lists, cap * sizeof *b->lists);
        b->cap_lists = cap;
    }
    b->lists[b->n_lists++] = (struct docx_list){l->name, l->columns, l->n_columns, l->cells, l->n};
}

const char *bag_day(const struct paper_at *at, const char *iso)
{
    struct date d;
    return iso && date_parse_iso(iso, &d) ? date_short(at->a, d) : "";
}

const char *bag_time(const struct paper_at *at, int64_t ms)
{
    return ms ? date_short(at->a, date_at(ms, at->zone)) : "";
}

const char *bag_number(const struct paper_at *at, int64_t n)
{
    return arena_printf(at->a, "%lld", (long long)n);
}

const char *bag_role_model(const struct paper_at *at, const char *form, const char *code)
{
    for (size_t i = 0; i < at->pack->role_models.n; i++) {
        const struct pack_role_model *m = &at->pack->role_models.row[i];
        if (!strcmp(m->form_code, form) && !strcmp(m->code, code))
            return m->name;
    }
    return "";
}

/* ---- names ---- */

static enum gender gender_by_hand(const char *code, enum gender otherwise)
{
    return *code == 'm' ? GENDER_MALE : *code == 'f' ? GENDER_FEMALE : otherwise;
}

static const char *by_hand(const struct person_case_row *row, enum name_case to)
{
    switch (to) {
    case CASE_GENITIVE:
        return row->genitive;
    case CASE_DATIVE:
        return row->dative;
    case CASE_ACCUSATIVE:
        return row->accusative;
    case CASE_INSTRUMENTAL:
        return row->instrumental;
    default:
        return "";
    }
}

static const char *declined(struct arena *a, const struct person_name *who, enum gender g,
                            enum name_case to)
{
    struct person_name n = {decline_surname(a, who->surname, g, to),
                            decline_given(a, who->given, g, to),
                            decline_patronymic(a, who->patronymic, g, to)};
    return person_name_full(a, &n);
}

/* 1 there is a row. */
static int hand_forms(const struct paper_at *at, int64_t id, struct person_case_row *ret)
{
    *ret = (struct person_case_row){
        .gender = "", .genitive = "", .dative = "", .accusative = "", .instrumental = ""};
    return id ? person_case_row(at->db, at->a, id, ret) : 0;
}

int bag_name(const struct paper_at *at, const struct person_name *who, int64_t id,
             enum name_case to, const char **ret)
{
    struct person_case_row hand;
    int r = hand_forms(at, id, &hand);
    enum gender g =
        gender_by_hand(hand.gender, name_gender(at->a, who->surname, who->given, who->patronymic));
    const char *form = by_hand(&hand, to);
    *ret = *form ? form : declined(at->a, who, g, to);
    return r < 0 ? r : 0;
}

int bag_person(struct paper_bag *b, const char *name, const struct person_name *who, int64_t id,
               enum paper_source source)
{
    static const struct {
        const char *what;
        enum name_case to;
    } forms[] = {{"кого", CASE_GENITIVE},
                 {"кого назначить", CASE_ACCUSATIVE},
                 {"кому", CASE_DATIVE},
                 {"кем", CASE_INSTRUMENTAL}};
    struct arena *a = b->at->a;
    struct person_case_row hand;
    int r = hand_forms(b->at, id, &hand);
    if (r < 0)
        return r;
    enum gender g =
        who ? gender_by_hand(hand.gender, name_gender(a, who->surname, who->given, who->patronymic))
            : GENDER_UNKNOWN;
    bag_put(b, name, who ? person_name_full(a, who) : "", source);
    bag_put(b, arena_printf(a, "%s, инициалы", name), who ? person_name_short(a, who) : "", source);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const char *form = who ? by_hand(&hand, forms[i].to) : "";
        if (who && !*form)
            form = declined(a, who, g, forms[i].to);
        bag_put(b, arena_printf(a, "%s, %s", name, forms[i].what), form, source);
        struct person_name n = {0};
        if (who) {
            n = *who;
            n.surname = decline_surname(a, who->surname, g, forms[i].to);
        }
        bag_put(b, arena_printf(a, "%s, %s инициалы", name, forms[i].what),
                who ? person_name_short(a, &n) : "", source);
    }
    return 0;
}
