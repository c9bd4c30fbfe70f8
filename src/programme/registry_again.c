/* Is a row of the file the same person as an earlier one? */
#include <string.h>

#include "base/i18n.h"
#include "programme/registry_rows.h"

#define CONTACTS 3 /* of a person, that count */

/*
 * Rows are found by keys: the name with each contact, and the name alone. Rows of a key are a list,
 * the earliest first.
 */
struct row_seen {
    uint32_t row_no, next; /* place in the list of rows, 0 = the last */
    int birth_year;
};

struct key_seen {
    uint64_t key; /* 0 = free place */
    uint32_t first, last;
};

struct registry_seen {
    struct arena *a;
    struct key_seen *keys;
    size_t n_keys, cap; /* cap is a power of two */
    struct row_seen *rows;
    size_t n_rows, room; /* place 0 is nobody's */
};

static uint64_t hash_more(uint64_t h, const char *s)
{
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 1099511628211u; /* FNV-1a */
    return h ? h : 1;
}

static uint64_t name_hash(const struct registry_row *row)
{
    return hash_more(1469598103934665603u, row->identity.name_key);
}

/* Different from every hash of a text behind the name. */
static uint64_t without_contacts(uint64_t name)
{
    return ~name ? ~name : 1;
}

struct registry_seen *registry_seen_new(struct arena *a)
{
    struct registry_seen *s = arena_new_of(a, struct registry_seen);
    *s = (struct registry_seen){.a = a, .cap = 1024, .n_rows = 1, .room = 1024};
    s->keys = arena_array(a, struct key_seen, s->cap);
    s->rows = arena_array(a, struct row_seen, s->room);
    return s;
}

static struct key_seen *place(struct key_seen *keys, size_t cap, uint64_t key)
{
    size_t i = (key ^ key >> 32) & (cap - 1);
    while (keys[i].key && keys[i].key != key)
        i = (i + 1) & (cap - 1);
    return &keys[i];
}

static void grow_keys(struct registry_seen *s)
{
    struct key_seen *bigger = arena_array(s->a, struct key_seen, s->cap * 2);
    for (size_t i = 0; i < s->cap; i++)
        if (s->keys[i].key)
            *place(bigger, s->cap * 2, s->keys[i].key) = s->keys[i];
    s->keys = bigger;
    s->cap *= 2;
}

static void remember(struct registry_seen *s, uint64_t key, const struct registry_row *row)
{
    if ((s->n_keys + 1) * 2 > s->cap)
        grow_keys(s);
    if (s->n_rows == s->room) {
        s->rows =
            arena_grow(s->a, s->rows, s->room * sizeof *s->rows, 2 * s->room * sizeof *s->rows);
        s->room *= 2;
    }
    struct key_seen *k = place(s->keys, s->cap, key);
    uint32_t at = (uint32_t)s->n_rows++;
    s->rows[at] = (struct row_seen){(uint32_t)row->row_no, 0, row->identity.birth_year};
    if (k->key)
        s->rows[k->last].next = at;
    else
        *k = (struct key_seen){.key = key, .first = at};
    s->n_keys += k->last == 0;
    k->last = at;
}

/* The earliest row of the key whose year of birth does not differ, no later than best; or best. */
static size_t earlier(const struct registry_seen *s, uint64_t key, const struct registry_row *row,
                      size_t best)
{
    int year = row->identity.birth_year;
    const struct key_seen *k = place(s->keys, s->cap, key);
    for (uint32_t at = k->key ? k->first : 0; at; at = s->rows[at].next) {
        const struct row_seen *x = &s->rows[at];
        if (!year || !x->birth_year || year == x->birth_year)
            return best && best < x->row_no ? best : x->row_no;
    }
    return best;
}

/* The same name, a birth year that does not differ, and contacts that do not differ. */
static size_t find(struct registry_seen *s, const struct registry_row *row)
{
    const struct registry_identity *who = &row->identity;
    uint64_t name = name_hash(row), key[CONTACTS + 1] = {without_contacts(name)};
    size_t n = who->n_contacts < CONTACTS ? who->n_contacts : CONTACTS;
    for (size_t i = 0; i < n; i++)
        key[i] = hash_more((name ^ 0xff) * 1099511628211u, who->contacts[i]);
    size_t again = n ? earlier(s, without_contacts(name), row, 0) : earlier(s, name, row, 0);
    for (size_t i = 0; i < n; i++)
        again = earlier(s, key[i], row, again);
    if (again)
        return again;
    remember(s, name, row);
    for (size_t i = 0; i < (n ? n : 1); i++)
        remember(s, key[i], row);
    return 0;
}

void registry_find_again(const struct registry_reader *reader, struct arena *row_arena,
                         struct registry_row *row)
{
    if (row->state == REGISTRY_SKIP || !*row->identity.name_key)
        return;
    row->duplicate_of = find(reader->seen, row);
    if (row->duplicate_of)
        registry_remark(reader, row_arena, row, (size_t)reader->own, row->values[reader->own].raw,
                        arena_printf(row_arena, _("похоже, повтор строки %zu"), row->duplicate_of));
}
