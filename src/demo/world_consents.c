/* Consents of the people of a programme, as they lie in a folder: most are there, a few are not. */
#include "demo/world_consents.h"

#include <string.h>

#include "base/id.h"
#include "db/db.h"
#include "demo/world.sql.h"
#include "identity/consent.h"

#define ROWS_MOST 6       /* of one person: three purposes, two signatures */
#define NOBODY_SIGNED 13  /* every so many brought nothing */
#define PARENT_FORGOT 9   /* and for every so many children the parent's signature is missing */
#define CONTACTS_CLOSED 4 /* every so many keep their contacts to themselves */

static const enum consent_kind kinds[] = {CONSENT_PROCESSING, CONSENT_PARTICIPATION,
                                          CONSENT_CONTACT};
#define N_KINDS (sizeof kinds / sizeof *kinds)

struct folder {
    const struct world_folder *f;
    int64_t text[N_KINDS];
    struct world_consent *rows;
    size_t n;
};

static void put(struct folder *x, const struct world_people *p, size_t kind, struct date day,
                const struct person_name *parent, const int64_t *parent_id)
{
    const struct person_name own = {p->surname, p->given, p->patronymic};
    const struct world_folder *f = x->f;
    x->rows[x->n++] = (struct world_consent){
        .id = id_new(f->app->clock),
        .unit_id = p->unit_id,
        .person_id = p->person_id,
        .text_id = x->text[kind],
        .given_by_id = parent_id,
        .given_by = person_name_full(f->a, parent ? parent : &own),
        .relation = parent ? "representative" : "self",
        .given_on = date_iso(f->a, day),
        .recorded_by = f->account_id,
        .recorded_at = clock_now(f->app->clock),
    };
}

static int one(struct folder *x, const struct world_people *p, size_t i, struct dice *dice)
{
    const struct world_folder *f = x->f;
    bool mentee = !strcmp(p->side, "mentee");
    enum person_age age = person_age(p->has_birth_year ? p->birth_year : 0, mentee, f->today);
    struct date day = date_from_days(date_to_days(f->today) - 2 - (int64_t)(i * 7 % 18));
    struct person_name parent = cast_name(f->cast, dice);
    struct world_parent known;
    int r = world_parent(f->db, f->a, p->person_id, &known);
    if (r < 0)
        return r;
    const int64_t *id = NULL;
    if (r > 0) {
        int64_t *copy = arena_new_of(f->a, int64_t);
        *copy = known.id, id = copy;
        parent = (struct person_name){known.surname, known.given, known.patronymic};
    }
    bool forgot = !id && i % PARENT_FORGOT == PARENT_FORGOT - 1;
    for (size_t k = 0; k < N_KINDS; k++) {
        if (kinds[k] == CONSENT_CONTACT && i % CONTACTS_CLOSED == 1)
            continue;
        if (consent_needs_representative(age) && !forgot)
            put(x, p, k, day, &parent, id);
        if (consent_needs_self(age))
            put(x, p, k, day, NULL, NULL);
    }
    return 0;
}

int world_consents(const struct world_folder *f, int64_t programme_id)
{
    struct folder x = {.f = f};
    struct dice dice = {f->seed}; /* not the world's: its people stay the same */
    struct world_people *people;
    size_t n;
    int r = world_people(f->db, f->a, programme_id, &people, &n);
    for (size_t k = 0; r >= 0 && k < N_KINDS; k++) {
        struct consent_text text;
        r = n ? consent_text_current(f->db, f->a, people[0].unit_id, kinds[k], &text) : 0;
        x.text[k] = r > 0 ? text.id : 0;
        if (r == 0)
            return 0; /* nobody, or an installation without texts */
    }
    x.rows = arena_array(f->a, struct world_consent, n * ROWS_MOST);
    for (size_t i = 0; r >= 0 && i < n; i++)
        if (i % NOBODY_SIGNED != NOBODY_SIGNED - 1)
            r = one(&x, &people[i], i, &dice);
    if (r >= 0)
        r = world_consent(f->db, x.rows, x.n);
    return r < 0 ? r : 0;
}
