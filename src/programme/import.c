#include "programme/import.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "programme/import.sql.h"
#include "programme/import_check.h"
#include "programme/total.h"

char *import_path(struct arena *a, const char *data_dir, int64_t import_id)
{
    return arena_printf(a, "%s/uploads/import-%lld", data_dir, (long long)import_id);
}

int import_create(struct db *db, const struct clock *clock, int64_t programme_id, int64_t unit_id,
                  const char *side, const char *file_name, int64_t account_id, int64_t *ret_id)
{
    int64_t id = id_new(clock);
    int r = import_insert(db, id, unit_id, programme_id, side, file_name,
                          account_id ? &account_id : NULL, clock_now(clock));
    if (r < 0)
        return r;
    *ret_id = id;
    return 0;
}

int import_set_columns(struct db *db, int64_t import_id, const struct pack *pack,
                       const char *const *codes, size_t n, struct err *err)
{
    struct arena *a = arena_new();
    struct registry_head head;
    bool other = false;
    int r = import_head(db, a, import_id, pack, &head);
    const char **was = r < 0 ? NULL : arena_array(a, const char *, head.n_cols);
    for (size_t i = 0; r >= 0 && i < head.n_cols; i++)
        was[i] = registry_target_code(a, pack, &head, i);
    for (size_t i = 0; r >= 0 && i < n && i < head.n_cols; i++)
        r = registry_set_target(pack, &head, i, strcmp(codes[i], "-") ? codes[i] : "", err);
    if (r >= 0)
        r = registry_check_head(pack, &head, err);
    for (size_t i = 0; r >= 0 && i < head.n_cols; i++) {
        const char *now = registry_target_code(a, pack, &head, i);
        other |= strcmp(now, was[i]) != 0;
        r = import_column_set(db, import_id, (int64_t)i, now);
    }
    if (r >= 0 && other)
        r = import_set_checked(db, import_id, 0);
    arena_free(a);
    return r < 0 ? r : 0;
}

int import_is_checked(struct db *db, int64_t import_id)
{
    struct arena *a = arena_new();
    struct import_check_holds row;
    int r = import_check_holds(db, a, import_id, &row);
    arena_free(a);
    return r;
}

/* A row of the table as it stands, and its upload: 1, or ERR_NOT_FOUND. */
static int row_of(struct db *db, struct arena *a, int64_t import_id, int64_t row_no,
                  struct import_row_get *ret_im, struct import_stored *ret_line)
{
    int r = import_row_get(db, a, import_id, ret_im);
    if (r > 0 && row_no > ret_im->head_row)
        r = import_line_at(db, a, import_id, row_no, ret_line);
    else if (r > 0)
        r = 0;
    return r ? r : ERR_NOT_FOUND;
}

static int decide(struct db *db, struct arena *a, int64_t import_id, int64_t row_no,
                  const char *decision)
{
    struct import_row_get im;
    struct import_stored line;
    int r = row_of(db, a, import_id, row_no, &im, &line);
    if (r < 0)
        return r;
    if (!strcmp(line.state, "skip") && !*decision)
        decision = "new";
    r = line.own ? 0 : import_line_store(db, a, import_id, &line, line.state, 0);
    if (r >= 0)
        r = import_row_decide(db, import_id, row_no, decision);
    if (r == 0)
        r = ERR_NOT_FOUND;
    return r < 0 ? r : import_recount(db, a, import_id, im.n_checked);
}

int import_decide(struct db *db, int64_t import_id, int64_t row_no, const char *decision)
{
    struct arena *a = arena_new();
    int r = decide(db, a, import_id, row_no, decision);
    arena_free(a);
    return r;
}

/* The column of the file that holds a column of the registry: the first, for split names. */
static int file_column(struct arena *a, const struct pack *pack, const struct registry_head *head,
                       const char *code)
{
    size_t len = strlen(code);
    for (size_t i = 0; i < head->n_cols; i++) {
        const char *target = registry_target_code(a, pack, head, i);
        if (!strncmp(target, code, len) && (!target[len] || target[len] == '.'))
            return (int)i;
    }
    return -1;
}

static int correct(struct db *db, struct arena *a, const struct pack *pack, int64_t import_id,
                   int64_t row_no, const char *code, const char *text, struct date today)
{
    struct import_row_get im;
    struct import_stored old;
    struct registry_head head;
    int r = row_of(db, a, import_id, row_no, &im, &old);
    if (r > 0 && !strcmp(old.state, "applied"))
        r = ERR_NOT_FOUND;
    if (r > 0)
        r = import_head(db, a, im.id, pack, &head);
    if (r < 0)
        return r;
    int col = file_column(a, pack, &head, code);
    if (col < 0)
        return ERR_NOT_FOUND;
    size_t wide = old.n > (size_t)col ? old.n : (size_t)col + 1;
    const char **cells = arena_array(a, const char *, wide);
    for (size_t i = 0; i < wide; i++)
        cells[i] = i < old.n ? old.cells[i] : "";
    cells[col] = text;
    struct registry_line line = {(size_t)row_no, cells, wide};
    struct import_stored now = {.row_no = row_no, .cells = cells, .n = wide, .own = true};
    struct registry_row read;
    struct registry_reader *reader = registry_reader_new(a, pack, &head, today);
    registry_reader_guard(reader);
    registry_read_row(reader, a, &line, &read);
    struct import_place at = import_place_of(&im, pack, today);
    r = import_problems_of_row(db, im.id, row_no);
    if (r >= 0)
        r = import_check_row(db, a, &at, NULL, &now, &read);
    return r < 0 ? r : import_recount(db, a, im.id, im.n_checked);
}

int import_correct(struct db *db, const struct pack *pack, int64_t import_id, int64_t row_no,
                   const char *code, const char *text, struct date today)
{
    struct arena *a = arena_new();
    int r = correct(db, a, pack, import_id, row_no, code, text, today);
    arena_free(a);
    return r;
}

static int undo_participations(struct db *db, struct arena *a, const struct import_row_get *im)
{
    struct import_undo_states *gone;
    size_t n;
    int r = import_undo_states(db, a, im->id, im->first_id, im->last_id, &gone, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = total_move(db, &(struct total){gone[i].programme_id, TOTAL_PARTICIPATION, gone[i].side},
                       gone[i].state, NULL, gone[i].n);
    return r < 0 ? r : import_undo_participations(db, im->id, im->first_id, im->last_id);
}

int import_undo(struct db *db, const struct clock *clock, int64_t import_id, struct err *err)
{
    struct arena *a = arena_new();
    struct import_row_get im;
    int r = import_row_get(db, a, import_id, &im);
    if (r == 0 || (r > 0 && strcmp(im.state, "applied") != 0))
        r = ERR_NOT_FOUND;
    if (r > 0 && clock_now(clock) - im.applied_at > IMPORT_UNDO_MS)
        r = err_set(err, ERR_CONFLICT, _("Отменить загрузку можно в течение суток"));
    if (r > 0)
        r = import_undo_added_contacts(db, import_id, im.first_id, im.last_id);
    if (r >= 0)
        r = import_undo_vetting_notices(db, import_id, im.first_id, im.last_id);
    if (r >= 0)
        r = import_undo_vetting(db, import_id, im.first_id, im.last_id);
    if (r >= 0)
        r = undo_participations(db, a, &im);
    if (r == ERR_CONFLICT && !*err->text)
        err_set(err, r,
                _("Люди из этой загрузки уже в парах или получили анкеты: их записи больше нельзя "
                  "убрать"));
    if (r >= 0)
        r = import_undo_contacts(db, import_id, im.first_id, im.last_id);
    if (r >= 0)
        r = import_undo_people(db, import_id, im.first_id, im.last_id);
    if (r >= 0)
        r = import_clear(db, import_id);
    if (r >= 0)
        r = import_set_undone(db, import_id, clock_now(clock));
    arena_free(a);
    return r < 0 ? r : 0;
}
