/* Who a row is about: one person or two? */
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "programme/registry.h"

/* The three with spaces between, without those that are empty. */
static char *joined(struct arena *a, const char *x, const char *y, const char *z)
{
    const char *const part[] = {x, y, z};
    struct strbuf b;
    strbuf_init(&b, a);
    for (int i = 0; i < 3; i++) {
        if (*part[i] && b.len)
            strbuf_putc(&b, ' ');
        strbuf_puts(&b, part[i]);
    }
    return b.s;
}

char *registry_full_name(struct arena *a, const struct registry_name *name)
{
    char *full = joined(a, name->surname, name->given, name->patronymic);
    return utf8_is_squeezed(full) ? full : utf8_squeeze(a, full);
}

struct registry_identity registry_identity_of(struct arena *a, const struct registry_name *name,
                                              int birth_year,
                                              const struct registry_contact *contacts, size_t n)
{
    const char **values = arena_array(a, const char *, n);
    for (size_t i = 0; i < n; i++)
        values[i] = contacts[i].value;
    const char *surname = utf8_key(a, name->surname), *given = utf8_key(a, name->given),
               *patronymic = utf8_key(a, name->patronymic);
    return (struct registry_identity){.surname = surname,
                                      .given = given,
                                      .patronymic = patronymic,
                                      .name_key = joined(a, surname, given, patronymic),
                                      .birth_year = birth_year,
                                      .contacts = values,
                                      .n_contacts = n};
}

static bool contacts_meet(const struct registry_identity *x, const struct registry_identity *y)
{
    for (size_t i = 0; i < x->n_contacts; i++)
        for (size_t j = 0; j < y->n_contacts; j++)
            if (!strcmp(x->contacts[i], y->contacts[j]))
                return true;
    return false;
}

static bool same(const char *x, const char *y)
{
    return !strcmp(x, y);
}

/* One slip of the keyboard between two words of at least four letters. */
static bool near(const char *x, const char *y)
{
    size_t n = strlen(x), m = strlen(y), head = 0, tail = 0;
    if (utf8_len(x) < 4 || utf8_len(y) < 4)
        return false;
    while (head < n && head < m && x[head] == y[head])
        head++;
    while (tail < n - head && tail < m - head && x[n - 1 - tail] == y[m - 1 - tail])
        tail++;
    size_t left_x = n - head - tail, left_y = m - head - tail;
    bool swapped = left_x == 4 && left_y == 4 && !strncmp(x + head, y + head + 2, 2) &&
                   !strncmp(x + head + 2, y + head, 2);
    return swapped || (left_x <= 2 && left_y <= 2) || (left_x <= 3 && left_y <= 3 && n == m);
}

/* «и» of «И.» fits «илья». Keys have no dots. */
static bool initial_of(const char *x, const char *y)
{
    return utf8_len(x) == 1 && !strncmp(x, y, strlen(x));
}

static bool fits(const char *x, const char *y)
{
    return same(x, y) || near(x, y) || initial_of(x, y) || initial_of(y, x);
}

enum name_nearness { OTHER_NAME, LIKE_NAME, SHORTER_NAME, SAME_NAME };

static enum name_nearness compare_names(const struct registry_identity *x,
                                        const struct registry_identity *y)
{
    bool absent = !*x->patronymic || !*y->patronymic;
    if (same(x->surname, y->surname) && same(x->given, y->given))
        return same(x->patronymic, y->patronymic)   ? SAME_NAME
               : absent                             ? SHORTER_NAME
               : fits(x->patronymic, y->patronymic) ? LIKE_NAME
                                                    : OTHER_NAME;
    if (same(x->surname, y->given) && same(x->given, y->surname)) /* the wrong way round */
        return LIKE_NAME;
    bool rest = absent || fits(x->patronymic, y->patronymic);
    if (fits(x->given, y->given) &&
        (same(x->surname, y->surname) || near(x->surname, y->surname)) && rest)
        return LIKE_NAME;
    /* another surname, such as after a marriage */
    if (!absent && same(x->given, y->given) && same(x->patronymic, y->patronymic))
        return LIKE_NAME;
    return OTHER_NAME;
}

enum registry_same registry_same_person(const struct registry_identity *x,
                                        const struct registry_identity *y)
{
    enum name_nearness name = compare_names(x, y);
    bool years = x->birth_year && y->birth_year;
    bool same_year = years && x->birth_year == y->birth_year;
    int apart = years ? x->birth_year - y->birth_year : 0;
    bool contact = contacts_meet(x, y);
    if (name == OTHER_NAME)
        return REGISTRY_DIFFERENT;
    if (name == SAME_NAME && (same_year || (!years && contact)))
        return REGISTRY_SAME;
    if (name == SHORTER_NAME && same_year && contact)
        return REGISTRY_SAME;
    if (years && !same_year)
        return contact || (name >= SHORTER_NAME && apart >= -1 && apart <= 1) ? REGISTRY_SIMILAR
                                                                              : REGISTRY_DIFFERENT;
    if (!same(x->surname, y->surname) && !near(x->surname, y->surname) && !contact &&
        !same(x->surname, y->given))
        return REGISTRY_DIFFERENT; /* only given name and patronymic are shared */
    return name >= SHORTER_NAME || same_year || contact ? REGISTRY_SIMILAR : REGISTRY_DIFFERENT;
}
