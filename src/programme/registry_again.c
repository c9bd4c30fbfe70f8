/* Is a row of the file the same person as an earlier one? */
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "programme/registry_rows.h"

#define CONTACTS 3 /* of a person, that count */

/*
 * Rows are found by keys: a contact with the first letter of the given name, the whole name, and
 * the name without its patronymic in a year. Rows of a key are a list, the earliest first.
 */
struct row_seen {
    uint32_t row_no, next;  /* place in the list of rows, 0 = the last */
    uint32_t surname, rest; /* hashes; of the given name and the patronymic together */
    int16_t birth_year;
    bool patronymic;
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

#define HASH_START 1469598103934665603u

enum { NAME = 1, NAME_IN_YEAR, SHORT_IN_YEAR, CONTACT, REST };

static uint64_t key_of(uint64_t kind, const char *a, const char *b, int year)
{
    uint64_t h = hash_more(HASH_START ^ kind << 32 ^ (uint64_t)year, a);
    return hash_more((h ^ 0xff) * 1099511628211u, b);
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

static void remember(struct registry_seen *s, uint64_t key, const struct row_seen *row)
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
    s->rows[at] = *row;
    if (k->key)
        s->rows[k->last].next = at;
    else
        *k = (struct key_seen){.key = key, .first = at};
    s->n_keys += k->last == 0;
    k->last = at;
}

static bool same_name(const struct row_seen *x, const struct row_seen *y)
{
    return x->surname == y->surname && x->rest == y->rest;
}

/* A slip in one word, initials, a patronymic that is missing; another surname. */
static bool like_name(const struct row_seen *x, const struct row_seen *y)
{
    return !same_name(x, y) && (x->surname == y->surname || (x->patronymic && x->rest == y->rest));
}

/* The earliest row of the key whose name is so and whose year of birth does not differ, no later
 * than best; or best. */
static uint32_t earlier(const struct registry_seen *s, uint64_t key, const struct row_seen *row,
                        bool (*name_is)(const struct row_seen *x, const struct row_seen *y),
                        uint32_t best)
{
    const struct key_seen *k = place(s->keys, s->cap, key);
    for (uint32_t at = k->key ? k->first : 0; at; at = s->rows[at].next) {
        const struct row_seen *x = &s->rows[at];
        bool years = !row->birth_year || !x->birth_year || row->birth_year == x->birth_year;
        if (years && name_is(x, row))
            return best && best < x->row_no ? best : x->row_no;
    }
    return best;
}

/* What one person may be found by. */
struct keys {
    uint64_t name, contact[CONTACTS];
    uint64_t alone;      /* the name of somebody without a contact */
    uint64_t in_year[2]; /* without and with a patronymic */
    size_t n_contacts;
};

static struct keys keys_of(const struct registry_identity *who)
{
    size_t letter;
    char initial[5] = "";
    utf8_decode(who->given, strlen(who->given) + 1, &letter);
    if (*who->given)
        memcpy(initial, who->given, letter);
    struct keys k = {.name = key_of(NAME, who->name_key, "", 0)};
    k.alone = ~k.name ? ~k.name : 1;
    for (int i = 0; who->birth_year && i < 2; i++)
        k.in_year[i] =
            key_of(i ? NAME_IN_YEAR : SHORT_IN_YEAR, who->surname, who->given, who->birth_year);
    k.n_contacts = who->n_contacts < CONTACTS ? who->n_contacts : CONTACTS;
    for (size_t i = 0; i < k.n_contacts; i++)
        k.contact[i] = key_of(CONTACT, who->contacts[i], initial, 0);
    return k;
}

static struct row_seen row_of(const struct registry_row *row)
{
    const struct registry_identity *who = &row->identity;
    return (struct row_seen){
        .row_no = (uint32_t)row->row_no,
        .surname = (uint32_t)hash_more(HASH_START, who->surname),
        .rest = (uint32_t)key_of(REST, who->given, who->patronymic, 0),
        .birth_year = (int16_t)who->birth_year,
        .patronymic = *who->patronymic != '\0',
    };
}

/* The same name, a birth year that does not differ, and contacts that do not differ: the same
 * person. *ret_like: a row that may be the same person written differently. */
static uint32_t find(struct registry_seen *s, const struct registry_row *row, uint32_t *ret_like)
{
    const struct row_seen me = row_of(row);
    const struct keys k = keys_of(&row->identity);
    uint32_t again = earlier(s, k.n_contacts ? k.alone : k.name, &me, same_name, 0), like = 0;
    for (size_t i = 0; i < k.n_contacts; i++) {
        again = earlier(s, k.contact[i], &me, same_name, again);
        like = earlier(s, k.contact[i], &me, like_name, like);
    }
    if (me.birth_year)
        like = earlier(s, k.in_year[!me.patronymic], &me, like_name, like);
    *ret_like = like;
    if (again)
        return again;
    remember(s, k.name, &me);
    if (!k.n_contacts)
        remember(s, k.alone, &me);
    for (size_t i = 0; i < k.n_contacts; i++)
        remember(s, k.contact[i], &me);
    if (me.birth_year)
        remember(s, k.in_year[me.patronymic], &me);
    return 0;
}

void registry_find_again(const struct registry_reader *reader, struct arena *row_arena,
                         struct registry_row *row)
{
    if (row->state == REGISTRY_SKIP || !*row->identity.name_key)
        return;
    uint32_t like;
    row->duplicate_of = find(reader->seen, row, &like);
    if (!row->duplicate_of && !like)
        return;
    const char *said =
        row->duplicate_of
            ? arena_printf(row_arena, _("похоже, повтор строки %zu"), row->duplicate_of)
            : arena_printf(row_arena,
                           _("может быть тем же человеком, что в строке %u, записанным иначе"),
                           like);
    registry_remark(reader, row_arena, row, (size_t)reader->own, row->values[reader->own].raw,
                    said);
}
