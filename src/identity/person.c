#include "identity/person.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/name_words.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "identity/person.sql.h"

#define NBSP "\u00a0"

/* ---- names ---- */

char *person_name_full(struct arena *a, const struct person_name *n)
{
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_puts(&b, n->surname);
    if (*n->given)
        strbuf_putc(&b, ' ');
    strbuf_puts(&b, n->given);
    if (*n->patronymic)
        strbuf_putc(&b, ' ');
    strbuf_puts(&b, n->patronymic);
    return b.s;
}

/* «Е.», or "" for an empty part. */
static const char *initial(struct arena *a, const char *part)
{
    if (!*part)
        return "";
    size_t n;
    utf8_decode(part, strlen(part), &n);
    return arena_printf(a, "%.*s.", (int)n, part);
}

char *person_name_short(struct arena *a, const struct person_name *n)
{
    const char *second = initial(a, n->patronymic);
    if (!*n->given)
        return arena_strdup(a, n->surname);
    return arena_printf(a, "%s" NBSP "%s%s%s", initial(a, n->given), second, *second ? NBSP : "",
                        n->surname);
}

char *person_name_listed(struct arena *a, const struct person_name *n)
{
    const char *second = initial(a, n->patronymic);
    if (!*n->given)
        return arena_strdup(a, n->surname);
    return arena_printf(a, "%s" NBSP "%s%s%s", n->surname, initial(a, n->given),
                        *second ? NBSP : "", second);
}

char *person_name_address(struct arena *a, const struct person_name *n, bool minor)
{
    if (minor || !*n->patronymic)
        return arena_strdup(a, n->given);
    return arena_printf(a, "%s" NBSP "%s", n->given, n->patronymic);
}

/* The last word of the surname: «Лейен» of «фон дер Лейен Урсула». */
static char *behind_particles(struct arena *a, char *s)
{
    for (char *space; (space = strchr(s, ' ')) && strchr(space + 1, ' ') &&
                      name_is_particle(arena_strndup(a, s, (size_t)(space - s)));)
        s = space + 1;
    return s;
}

int person_name_parse(struct arena *a, const char *full, struct err *err, struct person_name *ret)
{
    char *s = utf8_squeeze(a, full);
    char *given = strchr(behind_particles(a, s), ' ');
    if (!given)
        return err_set(err, ERR_INVALID, _("Напишите фамилию и имя, например «Соколова Елена»"));
    *given++ = 0;
    char *patronymic = strchr(given, ' ');
    if (patronymic)
        *patronymic++ = 0;
    struct person_name n = {s, given, patronymic ? patronymic : ""};
    if (utf8_len(n.surname) > PERSON_NAME_MAX || utf8_len(n.given) > PERSON_NAME_MAX ||
        utf8_len(n.patronymic) > PERSON_NAME_MAX)
        return err_set(err, ERR_INVALID, _("Имя длиннее %d знаков. Проверьте, нет ли лишнего"),
                       PERSON_NAME_MAX);
    *ret = n;
    return 0;
}

char *person_name_key(struct arena *a, const struct person_name *n)
{
    return utf8_key(a, person_name_full(a, n));
}

/* ---- age ---- */

enum person_age person_age(int64_t birth_year, bool mentee_side, struct date on)
{
    if (birth_year == 0)
        return mentee_side ? PERSON_TEEN : PERSON_ADULT;
    int64_t least = on.year - birth_year - 1; /* before the birthday of this year */
    if (least >= 18)
        return PERSON_ADULT;
    return least < 13 ? PERSON_CHILD : PERSON_TEEN;
}

bool person_is_minor(int64_t birth_year, bool mentee_side, struct date on)
{
    return person_age(birth_year, mentee_side, on) != PERSON_ADULT;
}

int64_t person_minor_since(struct date on)
{
    return on.year - 18;
}

/* ---- rows ---- */

int person_get(struct db *db, struct arena *a, int64_t id, struct person *ret)
{
    struct person_row row;
    int r = person_row(db, a, id, &row);
    if (r <= 0)
        return r;
    *ret = (struct person){
        .id = row.id,
        .unit_id = row.unit_id,
        .name = {row.surname, row.given, row.patronymic},
        .birth_year = row.has_birth_year ? row.birth_year : 0,
    };
    return 1;
}

int person_set_birth_year(struct db *db, int64_t id, int64_t year)
{
    int r = person_put_birth_year(db, id, year);
    return r < 0 ? r : 0;
}

int person_create_many(struct db *db, struct arena *a, const struct clock *clock,
                       const struct person_new *people, size_t n, int64_t *ret_ids)
{
    struct person_insert *rows = arena_array(a, struct person_insert, n);
    int64_t now = clock_now(clock);
    for (size_t i = 0; i < n; i++) {
        const struct person_new *p = &people[i];
        rows[i] = (struct person_insert){
            .id = ret_ids[i] = id_new(clock),
            .unit_id = p->unit_id,
            .surname = p->name.surname,
            .given = p->name.given,
            .patronymic = p->name.patronymic,
            .name_key = p->key ? p->key : person_name_key(a, &p->name),
            .birth_year = p->birth_year ? &p->birth_year : NULL,
            .import_id = p->import_id ? &p->import_id : NULL,
            .created_at = now,
        };
    }
    int r = person_insert(db, rows, n);
    return r < 0 ? r : 0;
}

int person_create(struct db *db, struct arena *a, const struct clock *clock,
                  const struct person_new *p, int64_t *ret_id)
{
    return person_create_many(db, a, clock, p, 1, ret_id);
}

int person_rename(struct db *db, struct arena *a, int64_t id, const struct person_name *name)
{
    const char *full = person_name_full(a, name), *key = utf8_key(a, full);
    int r = person_set_name(db, id, name->surname, name->given, name->patronymic, key);
    if (r >= 0)
        r = person_set_display(db, id, person_name_short(a, name));
    if (r >= 0)
        r = person_set_sort_key(db, id, key);
    if (r >= 0)
        r = person_set_list_key(db, id, key);
    if (r >= 0)
        r = person_set_mentee(db, id, full, key);
    if (r >= 0)
        r = person_set_mentor(db, id, full);
    return r < 0 ? r : 0;
}

int person_contacts(struct db *db, struct arena *a, int64_t id, struct person_contact **ret,
                    size_t *ret_n)
{
    struct person_contact_rows *rows;
    size_t n;
    int r = person_contact_rows(db, a, id, &rows, &n);
    if (r < 0)
        return r;
    struct person_contact *list = arena_array(a, struct person_contact, n);
    for (size_t i = 0; i < n; i++)
        list[i] =
            (struct person_contact){rows[i].kind, rows[i].value, rows[i].owner, rows[i].note, 0};
    *ret = list;
    *ret_n = n;
    return 0;
}

static struct person_contact_insert contact_row(int64_t person_id, int64_t unit_id,
                                                const struct person_contact *c)
{
    return (struct person_contact_insert){
        .person_id = person_id,
        .unit_id = unit_id,
        .kind = c->kind,
        .value = c->value,
        .owner = c->owner ? c->owner : "self",
        .note = c->note ? c->note : "",
        .import_id = c->import_id ? &c->import_id : NULL,
    };
}

int person_contact_add(struct db *db, int64_t person_id, int64_t unit_id,
                       const struct person_contact *c)
{
    struct person_contact_insert row = contact_row(person_id, unit_id, c);
    int r = person_contact_insert(db, &row, 1);
    return r < 0 ? r : 0;
}

int person_contacts_add(struct db *db, struct arena *a, int64_t unit_id, const int64_t *person_ids,
                        const struct person_contact *contacts, size_t n)
{
    struct person_contact_insert *rows = arena_array(a, struct person_contact_insert, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = contact_row(person_ids[i], unit_id, &contacts[i]);
    int r = person_contact_insert(db, rows, n);
    return r < 0 ? r : 0;
}
