/* Who among the people of the unit is the one of a row? */
#include "programme/import_known.h"

#include <string.h>

#include "base/utf8.h"
#include "db/db.h"
#include "identity/person.h"
#include "programme/import.sql.h"
#include "programme/participation.h"

#define BITS (1u << 23)

/*
 * Most rows of a file are nobody who is known, and then no query has to say so: a bit for every
 * name key of the unit, and for its beginnings up to the letter behind a space («соколова е»).
 * A bit may stand for several names; the queries decide. 1 MiB, however many people there are.
 */
struct import_known {
    uint8_t bit[BITS / 8];
};

static uint32_t hash_more(uint32_t h, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * 16777619u; /* FNV-1a */
    return h;
}

#define HASH_START 2166136261u

static size_t bit_of(uint32_t h)
{
    return (h ^ h >> 23) % BITS;
}

static void mark(struct import_known *known, uint32_t h)
{
    known->bit[bit_of(h) / 8] |= (uint8_t)(1u << bit_of(h) % 8);
}

static bool marked(const struct import_known *known, const char *key)
{
    size_t bit = bit_of(hash_more(HASH_START, key, strlen(key)));
    return !known || known->bit[bit / 8] >> bit % 8 & 1;
}

static int mark_key(void *ctx, const struct import_known_keys *row)
{
    struct import_known *known = ctx;
    const char *key = row->name_key;
    bool behind_space = false;
    uint32_t h = HASH_START;
    for (size_t left = strlen(key), len; left; key += len, left -= len) {
        utf8_decode(key, left, &len);
        h = hash_more(h, key, len);
        if (behind_space)
            mark(known, h);
        behind_space = *key == ' ';
    }
    mark(known, h);
    return 0;
}

int import_known_load(struct db *db, struct arena *a, int64_t unit_id, struct import_known **ret)
{
    struct arena *row = arena_new();
    *ret = arena_new_of(a, struct import_known);
    int r = import_known_keys(db, row, unit_id, mark_key, *ret);
    arena_free(row);
    return r < 0 ? r : 0;
}

static int contacts_of(struct db *db, struct arena *a, int64_t person_id,
                       struct registry_identity *ret)
{
    struct person_contact *list;
    size_t n;
    int r = person_contacts(db, a, person_id, &list, &n);
    if (r < 0)
        return r;
    const char **values = arena_array(a, const char *, n);
    for (size_t i = 0; i < n; i++)
        values[i] = list[i].value;
    ret->contacts = values;
    ret->n_contacts = n;
    return 0;
}

/* Which of the people with such name keys is the one of the row, better than *ret_same says? */
static int best_of(struct db *db, struct arena *a, const struct import_place *at,
                   const struct registry_identity *who, const char *from, const char *to,
                   struct import_match *ret)
{
    struct import_namesakes *rows;
    size_t n;
    int r = import_namesakes(db, a, at->unit_id, at->import_id, from, to, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        const struct import_namesakes *p = &rows[i];
        struct registry_name name = {
            .surname = p->surname, .given = p->given, .patronymic = p->patronymic, .note = ""};
        struct registry_identity known =
            registry_identity_of(a, &name, p->has_birth_year ? (int)p->birth_year : 0, NULL, 0);
        if (who->n_contacts)
            r = contacts_of(db, a, p->id, &known);
        enum registry_same same = registry_same_person(who, &known);
        if (same > ret->same)
            *ret = (struct import_match){same, p->id};
    }
    return r < 0 ? r : 0;
}

int import_recognise(struct db *db, struct arena *a, const struct import_place *at,
                     const struct import_known *known, const struct registry_identity *who,
                     bool only_sure, struct import_match *ret)
{
    struct import_match best = {REGISTRY_DIFFERENT, 0};
    int r = 0;
    if (marked(known, who->name_key))
        r = best_of(db, a, at, who, who->name_key, arena_printf(a, "%s ", who->name_key), &best);
    if (r >= 0 && best.same == REGISTRY_DIFFERENT && !only_sure) {
        size_t letter;
        utf8_decode(who->given, strlen(who->given) + 1, &letter);
        const char *from = arena_printf(a, "%s %.*s", who->surname, (int)letter, who->given);
        if (marked(known, from))
            r = best_of(db, a, at, who, from, participation_prefix_end(a, from), &best);
    }
    if (r < 0)
        return r;
    *ret = only_sure && best.same != REGISTRY_SAME ? (struct import_match){REGISTRY_DIFFERENT, 0}
                                                   : best;
    return 0;
}
