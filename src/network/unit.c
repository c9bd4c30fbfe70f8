#include "network/unit.h"

#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/id.h"
#include "base/utf8.h"
#include "network/unit.sql.h"

#define WORDS_MAX 40 /* of one name */

static const struct {
    const char *code, *name;
    unsigned under; /* bits of the kinds it may stand under */
} kinds[UNIT_KINDS] = {
    [UNIT_FEDERATION] = {"federation", N_("Федерация"), 0},
    [UNIT_REGION] = {"region", N_("Регион"), 1u << UNIT_FEDERATION},
    [UNIT_MUNICIPALITY] = {"municipality", N_("Муниципалитет"), 1u << UNIT_REGION},
    [UNIT_ORGANISATION] = {"organisation", N_("Организация"),
                           1u << UNIT_REGION | 1u << UNIT_MUNICIPALITY},
    [UNIT_PARTNER] = {"partner", N_("Партнёр"),
                      1u << UNIT_FEDERATION | 1u << UNIT_REGION | 1u << UNIT_MUNICIPALITY},
};

const char *unit_kind_code(enum unit_kind kind)
{
    return (unsigned)kind < UNIT_KINDS ? kinds[kind].code : "";
}

enum unit_kind unit_kind_from_code(const char *code)
{
    int kind = 0;
    while (kind < UNIT_KINDS && strcmp(kinds[kind].code, code) != 0)
        kind++;
    return (enum unit_kind)kind;
}

const char *unit_kind_name(enum unit_kind kind)
{
    return (unsigned)kind < UNIT_KINDS ? _(kinds[kind].name) : "";
}

bool unit_kind_under(enum unit_kind child, enum unit_kind parent)
{
    return (unsigned)child < UNIT_KINDS && (unsigned)parent < UNIT_KINDS &&
           (kinds[child].under & 1u << parent) != 0;
}

int unit_get(struct db *db, struct arena *a, int64_t id, struct unit *ret)
{
    struct unit_row row;
    int r = unit_row(db, a, id, &row);
    if (r <= 0)
        return r;
    *ret = (struct unit){
        .id = row.id,
        .parent_id = row.has_parent_id ? row.parent_id : 0,
        .kind = unit_kind_from_code(row.kind),
        .name = row.name,
        .short_name = row.short_name,
        .phone = row.phone,
        .utc_offset = (int)row.utc_offset,
    };
    return 1;
}

int unit_root(struct db *db, struct arena *a, struct unit *ret)
{
    struct unit_root_row row;
    int r = unit_root_row(db, a, &row);
    return r <= 0 ? r : unit_get(db, a, row.id, ret);
}

/* ---- words for the search ---- */

/* Letters and digits of the key, word by word; at most max. The key is cut in place. */
static size_t split(char *key, const char **words, size_t max)
{
    size_t n = 0;
    bool inside = false;
    for (char *p = key; *p;) {
        size_t len;
        uint32_t c = utf8_decode(p, strlen(p), &len);
        bool part = utf8_is_letter(c) || (c >= '0' && c <= '9');
        if (part && !inside) {
            if (n == max)
                return n;
            words[n++] = p;
        }
        if (!part)
            memset(p, 0, len);
        inside = part;
        p += len;
    }
    return n;
}

static int index_words(struct db *db, struct arena *a, int64_t id, const char *key)
{
    const char *words[WORDS_MAX];
    size_t n = split(arena_strdup(a, key), words, WORDS_MAX);
    int r = unit_words_delete(db, id);
    for (size_t i = 0; i < n && r >= 0; i++)
        r = unit_word_insert(db, words[i], id);
    return r < 0 ? r : 0;
}

/* ---- change ---- */

/* The name squeezed and its key; the short name, or as much of the name as fits. */
static int check_names(struct arena *a, const char **name, const char **short_name,
                       const char **ret_key, struct err *err)
{
    *name = utf8_squeeze(a, *name);
    size_t n = utf8_len(*name);
    if (n == 0 || n > UNIT_NAME_MAX)
        return err_set(err, ERR_INVALID, _("Название — от 1 до %d знаков"), UNIT_NAME_MAX);
    const char *brief = utf8_squeeze(a, *short_name ? *short_name : "");
    if (!*brief)
        brief = *name;
    size_t bytes = 0, step;
    for (size_t i = 0; brief[bytes] && i < UNIT_SHORT_MAX; i++, bytes += step)
        utf8_decode(brief + bytes, strlen(brief + bytes), &step);
    *short_name = arena_strndup(a, brief, bytes);
    *ret_key = utf8_key(a, *name);
    return 0;
}

static int check_twin(struct db *db, struct arena *a, int64_t parent_id, const char *key,
                      int64_t id, struct err *err)
{
    struct unit_twin twin;
    int r = unit_twin(db, a, parent_id, key, id, &twin);
    if (r == 1)
        return err_set(err, ERR_CONFLICT, _("Такое название здесь уже есть. Уточните его"));
    return r;
}

/* What the parent says: may it stand there, and in which zone. */
static int check_parent(struct db *db, struct arena *a, const struct unit_new *n, struct err *err,
                        int *ret_offset)
{
    *ret_offset = n->utc_offset >= 0 ? n->utc_offset : ZONE_MOSCOW;
    if (n->parent_id == 0)
        return n->kind == UNIT_FEDERATION ? 0 : ERR_INVALID;
    struct unit parent;
    int r = unit_get(db, a, n->parent_id, &parent);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    if (!unit_kind_under(n->kind, parent.kind))
        return err_set(err, ERR_INVALID,
                       _("Внутри «%s» такого места не бывает: выберите другой вид"),
                       parent.short_name);
    if (n->utc_offset < 0)
        *ret_offset = parent.utc_offset;
    return 0;
}

int unit_create(struct db *db, struct arena *a, const struct clock *clock, const struct unit_new *n,
                struct err *err, int64_t *ret_id)
{
    const char *name = n->name, *short_name = n->short_name, *key;
    int offset;
    int r = check_parent(db, a, n, err, &offset);
    if (r >= 0)
        r = check_names(a, &name, &short_name, &key, err);
    if (r >= 0 && n->parent_id)
        r = check_twin(db, a, n->parent_id, key, 0, err);
    if (r < 0)
        return r;
    int64_t id = id_new(clock);
    r = unit_insert(db, id, n->parent_id ? &n->parent_id : NULL, unit_kind_code(n->kind), name,
                    short_name, key, n->region_code, offset, n->phone ? n->phone : "",
                    clock_now(clock));
    if (r >= 0)
        r = unit_up_self(db, id);
    if (r >= 0 && n->parent_id)
        r = unit_up_insert(db, id, n->parent_id);
    if (r >= 0)
        r = index_words(db, a, id, key);
    if (r < 0)
        return r;
    *ret_id = id;
    return 0;
}

int unit_change(struct db *db, struct arena *a, int64_t id, const struct unit_edit *e,
                struct err *err)
{
    const char *name = e->name, *short_name = e->short_name, *key;
    struct unit unit;
    int r = unit_get(db, a, id, &unit);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = check_names(a, &name, &short_name, &key, err);
    if (r >= 0 && unit.parent_id)
        r = check_twin(db, a, unit.parent_id, key, id, err);
    if (r >= 0)
        r = unit_update(db, id, name, short_name, key, e->phone ? e->phone : "");
    if (r >= 0)
        r = unit_up_rename(db, id, key);
    return r < 0 ? r : index_words(db, a, id, key);
}

/* ---- lists ---- */

int unit_children(struct db *db, struct arena *a, int64_t unit_id, const char *after_key,
                  int64_t after_id, struct unit_line **ret, size_t *ret_n)
{
    struct unit_child_rows *rows;
    size_t n;
    int r = unit_child_rows(db, a, unit_id, after_key, after_id, UNIT_PAGE + 1, &rows, &n);
    if (r < 0)
        return r;
    struct unit_line *list = arena_array(a, struct unit_line, n);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct unit_line){rows[i].id,      unit_kind_from_code(rows[i].kind),
                                     rows[i].name,    "",
                                     rows[i].n_below, rows[i].name_key};
    *ret = list;
    *ret_n = n;
    return 0;
}

/* «% word%», or «%» when there is none: words hold letters and digits only, no wildcards. */
static const char *like_word(struct arena *a, const char *word)
{
    return word ? arena_printf(a, "%% %s%%", word) : "%";
}

int unit_search(struct db *db, struct arena *a, int64_t unit_id, const char *q,
                struct unit_line **ret, size_t *ret_n)
{
    const char *words[3] = {NULL, NULL, NULL};
    *ret = arena_array(a, struct unit_line, 0);
    *ret_n = 0;
    if (split(utf8_key(a, q), words, 3) == 0)
        return 0;
    struct unit_search_rows *rows;
    size_t n;
    int r =
        unit_search_rows(db, a, unit_id, words[0], arena_printf(a, "%s\U0010FFFF", words[0]),
                         like_word(a, words[1]), like_word(a, words[2]), UNIT_PAGE + 1, &rows, &n);
    if (r < 0)
        return r;
    struct unit_line *list = arena_array(a, struct unit_line, n);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct unit_line){
            rows[i].id,      unit_kind_from_code(rows[i].kind), rows[i].name, rows[i].above, 0,
            rows[i].name_key};
    *ret = list;
    *ret_n = n;
    return 0;
}

int unit_count(struct db *db, struct arena *a, int64_t unit_id, struct unit_numbers *ret)
{
    struct unit_kind_counts *rows;
    struct unit_small_counts small;
    size_t n;
    int r = unit_kind_counts(db, a, unit_id, &rows, &n);
    if (r >= 0)
        r = unit_small_counts(db, a, unit_id, &small);
    if (r < 0)
        return r;
    int64_t by_kind[UNIT_KINDS + 1] = {0};
    for (size_t i = 0; i < n; i++)
        by_kind[unit_kind_from_code(rows[i].kind)] = rows[i].n;
    *ret = (struct unit_numbers){
        .children = small.children,
        .regions = by_kind[UNIT_REGION],
        .municipalities = by_kind[UNIT_MUNICIPALITY],
        .organisations = by_kind[UNIT_ORGANISATION],
        .partners = by_kind[UNIT_PARTNER],
        .programmes = small.programmes,
    };
    return 0;
}
