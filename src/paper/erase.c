#include "paper/erase.h"

#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "db/db.h"
#include "frame/access.h"
#include "frame/app.h"
#include "frame/job.h"
#include "identity/keeper.h"
#include "identity/person.h"
#include "pairing/snapshot.h"
#include "paper/erase.sql.h"
#include "paper/paper_book.h"
#include "paper/showcase.h"
#include "programme/application.h"
#include "programme/participation_state.h"
#include "work/pair_state.h"

#define NAMELESS "Участник (данные уничтожены)" /* in the base, so in one language */
#define REASON N_("Отозвано согласие на обработку персональных данных")

typedef int step_fn(struct db *db, int64_t person_id);

/* Whatever is known of the person, table by table: erase.sql says what goes and what stays. */
static step_fn *const known[] = {
    erase_letters,      erase_contacts,         erase_links,
    erase_cases,        erase_notices,          erase_invites,
    erase_vetting_told, erase_vetting,          erase_profile,
    erase_reasons,      erase_answers,          erase_interviews,
    erase_checks,       erase_decisions,        erase_exams,
    erase_cards,        erase_wishes,           erase_support,
    erase_sheet_links,  erase_evidence,         erase_stories,
    erase_explained,    erase_explained_mentor, erase_missed,
    erase_pair,         erase_pair_reasons,     erase_pair_wish,
    erase_notes,        erase_meetings,         erase_said,
    erase_personal,     erase_personal_marks,   erase_goals,
    erase_visits,       erase_lesson_notes,     erase_lessons,
    erase_signatures,   erase_samples,
};
static step_fn *const account[] = {erase_sessions, erase_codes, erase_roles, erase_accounts};

static int steps(struct db *db, step_fn *const *list, size_t n, int64_t person_id)
{
    int r = 0;
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = list[i](db, person_id);
    return r < 0 ? r : 0;
}
#define STEPS(db, list, person_id) steps(db, list, sizeof(list) / sizeof *(list), person_id)

/* ---- what ends first ---- */

static int end_pairs(const struct erase_deed *d, int64_t person_id, struct err *err)
{
    const struct deed deed = {d->app->clock, d->account_id, _(REASON)};
    struct erase_living *rows;
    size_t n;
    int r = erase_living(d->db, d->a, person_id, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = pair_move(d->db, d->a, d->app, rows[i].id, "curator", &deed, err);
    return r;
}

static int end_participations(const struct erase_deed *d, const struct erasure *e, struct err *err)
{
    const struct date today = date_at(clock_now(d->app->clock), e->zone);
    const struct application_desk desk = {d->db, d->a, d->app, today, d->account_id};
    const struct withdrawal w = {.reason = _(REASON)};
    struct erase_participations *rows;
    struct erase_applications *asked;
    size_t n;
    int r = erase_participations(d->db, d->a, e->person_id, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        r = participation_can(d->db, d->a, rows[i].id, "withdraw", err);
        if (r > 0)
            r = application_leave(&desk, rows[i].id, &w, err);
    }
    if (r >= 0)
        r = erase_applications(d->db, d->a, e->person_id, &asked, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = application_forget(&desk, asked[i].id, w.reason, err);
    return r;
}

/* ---- files, and what drafts of pairs were made of ---- */

static int drop_papers(const struct erase_deed *d, int64_t person_id, struct err *err)
{
    const struct book_deed book = {d->db, d->a, d->app, d->account_id};
    struct erase_drafts *rows;
    size_t n;
    int r = erase_drafts(d->db, d->a, person_id, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        if (!strcmp(rows[i].state, "draft"))
            r = book_cancel(&book, rows[i].id, _(REASON), err);
        (void)unlink(book_file(d->a, d->app, rows[i].id)); /* a file that is not there is gone */
        (void)unlink(book_scan_file(d->a, d->app, rows[i].id));
    }
    return r;
}

static int drop_photos(const struct erase_deed *d, int64_t person_id)
{
    const char *folder = arena_printf(d->a, "%s/photos", d->app->config.data_dir);
    struct erase_photos *rows;
    size_t n;
    int r = erase_photos(d->db, d->a, person_id, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = showcase_forget(d->db, d->a, rows[i].id, folder);
    return r;
}

static int forget_runs(const struct erase_deed *d, int64_t person_id, const char *name)
{
    struct erase_runs *rows;
    size_t n;
    int r = erase_runs(d->db, d->a, person_id, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        struct arena *a = arena_new();
        struct erase_inputs was;
        unsigned char digest[SNAPSHOT_DIGEST];
        r = erase_inputs(d->db, a, rows[i].run_id, &was);
        if (r > 0) {
            const char *text = arena_strndup(a, was.inputs.p, was.inputs.n);
            const char *now = snapshot_forget(a, text, person_id, digest);
            r = erase_put_inputs(d->db, rows[i].run_id, (struct db_blob){now, strlen(now)},
                                 (struct db_blob){digest, sizeof digest});
        }
        if (r >= 0)
            r = erase_named(d->db, rows[i].run_id, name, NAMELESS);
        if (r >= 0)
            r = erase_named_help(d->db, rows[i].run_id, name, NAMELESS);
        arena_free(a);
    }
    return r;
}

/* ---- the name ---- */

static int forget_name(const struct erase_deed *d, int64_t person_id)
{
    static int (*const keys[])(struct db *, int64_t, const char *) = {
        erase_run_key, erase_missed_key, erase_card_key, erase_support_key, erase_sheet_key};
    const struct person_name nameless = {NAMELESS, "", ""};
    const char *key = person_name_key(d->a, &nameless);
    int r = person_rename(d->db, d->a, person_id, &nameless);
    for (size_t i = 0; r >= 0 && i < sizeof keys / sizeof *keys; i++)
        r = keys[i](d->db, person_id, key);
    if (r >= 0)
        r = STEPS(d->db, account, person_id);
    if (r >= 0)
        r = erase_mark(d->db, person_id, clock_now(d->app->clock));
    return r < 0 ? r : 0;
}

int erase_kept(struct db *db, struct arena *a, int64_t person_id, struct erase_kept *ret)
{
    struct erase_kept_rows row;
    int r = erase_kept_rows(db, a, person_id, ROLE_MENTOR, ROLE_MENTEE, ROLE_REPRESENTATIVE, &row);
    if (r > 0)
        *ret = (struct erase_kept){row.staff, row.addenda, row.papers};
    return r < 0 ? r : 0;
}

static int forget(const struct erase_deed *d, const struct person *p)
{
    struct erase_kept kept = {0};
    int r = erase_kept(d->db, d->a, p->id, &kept);
    if (r >= 0)
        r = forget_runs(d, p->id, person_name_full(d->a, &p->name));
    if (r >= 0)
        r = erase_problems(d->db, p->id, p->name.surname, p->name.given);
    if (r >= 0)
        r = erase_rows(d->db, p->id, p->name.surname, p->name.given);
    if (r >= 0)
        r = drop_photos(d, p->id);
    if (r >= 0)
        r = STEPS(d->db, known, p->id);
    if (r >= 0)
        r = erase_consents(d->db, p->id, clock_now(d->app->clock));
    return r < 0 || kept.staff ? r : forget_name(d, p->id);
}

int erase_person(const struct erase_deed *d, const struct erasure *e, struct err *err)
{
    struct person p;
    int r = person_get(d->db, d->a, e->person_id, &p);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = end_pairs(d, p.id, err);
    if (r >= 0)
        r = end_participations(d, e, err);
    if (r >= 0)
        r = drop_papers(d, p.id, err);
    if (r >= 0)
        r = forget(d, &p);
    return r < 0 ? r : erasure_done(d->db, d->app->clock, e, d->account_id);
}
