/*
 * The slow steps of an upload. Each is repeatable after a crash: reading and checking begin
 * again, applying is one transaction.
 */
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "office/sheet.h"
#include "programme/import.sql.h"
#include "programme/import_check.h"
#include "programme/methodology.h"
#include "programme/own_form.h"

#define HIDDEN_NAMED 10
#define OTHER_SURE 15 /* per cent, side_sure of a head that is surely of the other registry */

struct reading {
    struct job *job;
    const struct pack *pack;
    const struct import_row_get *im;
    struct arena *a, *row_arena;
    struct registry_line first[REGISTRY_HEAD_ROWS]; /* for finding the head */
    size_t n_first;
    struct import_blocks blocks;
    struct registry_head head; /* n_cols 0: not found yet */
    struct import_check *check;
    int64_t n_rows, n_hidden;
    size_t hidden[HIDDEN_NAMED]; /* the first of the hidden rows */
};

static int begin_check(struct reading *rd);

static const char *const *texts_of(struct arena *a, const struct cell *cells, size_t n)
{
    const char **texts = arena_array(a, const char *, n);
    for (size_t i = 0; i < n; i++)
        texts[i] = cells[i].text;
    return texts;
}

static int take_row(void *ctx, size_t row_no, const struct cell *cells, size_t n)
{
    struct reading *rd = ctx;
    if (job_cancelled(rd->job))
        return ERR_CANCELLED;
    if (n > REGISTRY_MAX_COLS)
        n = REGISTRY_MAX_COLS;
    arena_reset(rd->row_arena);
    const char *const *texts = texts_of(rd->row_arena, cells, n);
    if (rd->n_first < REGISTRY_HEAD_ROWS) {
        struct registry_line *line = &rd->first[rd->n_first++];
        line->row_no = row_no;
        import_unpack_cells(rd->a, import_pack_cells(rd->a, texts, n), &line->cells, &line->n);
    }
    rd->n_rows++;
    if (cells[n - 1].hidden && rd->n_hidden++ < HIDDEN_NAMED)
        rd->hidden[rd->n_hidden - 1] = row_no;
    int r = rd->n_rows == REGISTRY_HEAD_ROWS ? begin_check(rd) : 0;
    return r < 0 ? r : import_blocks_add(&rd->blocks, (int64_t)row_no, texts, n);
}

static int tell(void *ctx, const char *sheet, double done)
{
    (void)sheet;
    struct reading *rd = ctx;
    job_progress(rd->job, (int64_t)(done * 1000), 1000);
    return job_cancelled(rd->job) ? ERR_CANCELLED : 0;
}

static size_t filled(const struct registry_line *line)
{
    size_t n = 0;
    for (size_t i = 0; i < line->n; i++)
        n += *line->cells[i] != '\0';
    return n;
}

/* The title of a section or a signature: few of the columns, nobody's row. */
static bool sparse(const struct registry_line *line, size_t n_cols)
{
    return filled(line) * 4 < n_cols;
}

/* A cell below the head, so that a person knows the column by sight; not one of the row that only
 * numbers the columns. */
static const char *sample(struct reading *rd, const struct registry_head *head, size_t col)
{
    const char *number = arena_printf(rd->a, "%zu", col + 1);
    for (size_t i = 0; i < rd->n_first; i++) {
        const struct registry_line *line = &rd->first[i];
        if (line->row_no > head->row_no && !sparse(line, head->n_cols) && col < line->n &&
            *line->cells[col] && strcmp(line->cells[col], number) != 0)
            return line->cells[col];
    }
    return "";
}

/* No title is known: the first row that is about as full as the fullest, for a person to say what
 * its columns are. 0: there is no table. */
static size_t likely_head(const struct reading *rd)
{
    size_t most = 0;
    for (size_t i = 0; i < rd->n_first; i++)
        most = filled(&rd->first[i]) > most ? filled(&rd->first[i]) : most;
    for (size_t i = 0; i < rd->n_first && most > 1; i++)
        if (filled(&rd->first[i]) > 1 && filled(&rd->first[i]) * 2 >= most)
            return rd->first[i].row_no;
    return 0;
}

/* The other registry, taken for this one by a slip: the first choice of the page stays where it is.
 */
static int refuse_other(struct reading *rd, enum pack_registry side, struct err *err)
{
    struct registry_head head;
    if (registry_find_head(rd->a, rd->pack, rd->first, rd->n_first, NULL, NULL, &head) < 0 ||
        head.side == side || head.side_sure < OTHER_SURE ||
        registry_check_head(rd->pack, &head, NULL) < 0)
        return 0;
    return err_set(err, ERR_INVALID,
                   side == PACK_MENTEE
                       ? _("Это база наставников, а выбрана база наставляемых. Загрузите файл ещё "
                           "раз и выберите «База наставников»")
                       : _("Это база наставляемых, а выбрана база наставников. Загрузите файл ещё "
                           "раз и выберите «База наставляемых»"));
}

static int find_head(struct reading *rd)
{
    enum pack_registry side = strcmp(rd->im->side, "mentor") ? PACK_MENTEE : PACK_MENTOR;
    struct registry_hint hint = {.side = (int)side};
    struct err *err = &rd->job->err;
    int other = refuse_other(rd, side, err);
    if (other < 0)
        return other;
    int r = registry_find_head(rd->a, rd->pack, rd->first, rd->n_first, &hint, err, &rd->head);
    if (r != ERR_NOT_FOUND || !(hint.row_no = likely_head(rd)))
        return r;
    return registry_find_head(rd->a, rd->pack, rd->first, rd->n_first, &hint, err, &rd->head);
}

/* From the first rows on the columns are known, and rows are checked behind the writing of their
 * block; not where that began already (rows as large as blocks), nor without the columns that a
 * registry needs. */
static int begin_check(struct reading *rd)
{
    int r = find_head(rd);
    if (r < 0 || rd->blocks.n_bundles || registry_check_head(rd->pack, &rd->head, NULL) < 0)
        return r;
    rd->blocks.also = import_check_text;
    r = import_check_begin(rd->job, rd->im, rd->pack, &rd->head, &rd->check);
    rd->blocks.ctx = rd->check;
    return r;
}

static const char *hidden_rows(const struct reading *rd)
{
    struct strbuf b;
    strbuf_init(&b, rd->a);
    for (int64_t i = 0; i < rd->n_hidden && i < HIDDEN_NAMED; i++)
        strbuf_printf(&b, "%s%zu", i ? ", " : "", rd->hidden[i]);
    if (rd->n_hidden > HIDDEN_NAMED)
        strbuf_puts(&b, "…");
    return b.s;
}

static int write_head(struct reading *rd)
{
    struct db *db = rd->job->db;
    const struct registry_head *head = &rd->head;
    const char *side = head->side == PACK_MENTOR ? "mentor" : "mentee";
    int r = import_columns_clear(db, rd->im->id);
    for (size_t i = 0; r >= 0 && i < head->n_cols; i++)
        r = import_column_insert(db, rd->im->id, (int64_t)i, head->titles[i], sample(rd, head, i),
                                 registry_target_code(rd->a, rd->pack, head, i),
                                 head->target[i].column < 0 ? 0 : head->target[i].sure);
    if (r >= 0)
        r = import_set_head(db, rd->im->id, side, (int64_t)head->row_no, rd->n_rows, rd->n_hidden,
                            hidden_rows(rd));
    if (r >= 0 && rd->check)
        r = import_check_end(rd->check);
    return r < 0 ? r : 0;
}

static int keep_head(struct reading *rd)
{
    int r = db_begin(rd->job->db);
    if (r < 0)
        return r;
    r = write_head(rd);
    if (r >= 0)
        return db_commit(rd->job->db);
    db_rollback(rd->job->db);
    return r;
}

/* What an interrupted reading left. */
static int clear(struct reading *rd)
{
    int r = db_begin(rd->job->db);
    if (r < 0)
        return r;
    r = import_clear(rd->job->db, rd->im->id);
    if (r >= 0)
        r = import_set_checked(rd->job->db, rd->im->id, 0);
    if (r >= 0)
        return db_commit(rd->job->db);
    db_rollback(rd->job->db);
    return r;
}

static int read_file(struct reading *rd, struct err *err)
{
    struct sheet_limits limits = sheet_limits_default;
    limits.max_file = IMPORT_MAX_FILE;
    limits.progress = tell;
    limits.progress_ctx = rd;
    int side = strcmp(rd->im->side, "mentor") ? PACK_MENTEE : PACK_MENTOR;
    const char *path = import_path(rd->a, rd->job->app->config.data_dir, rd->im->id);
    if (access(path, F_OK) < 0)
        return err_set(err, ERR_NOT_FOUND, _("Файла на сервере больше нет. Загрузите его ещё раз"));
    int r = clear(rd);
    if (r < 0 || (r = registry_find_sheet(rd->pack, path, side, err, &limits.sheet)) < 0)
        return r;
    import_blocks_begin(&rd->blocks, rd->a, rd->job->db, rd->im->id);
    r = sheet_read(path, &limits, take_row, rd, err);
    if (r >= 0 && !rd->head.n_cols)
        r = begin_check(rd);
    r = import_blocks_end(&rd->blocks, r);
    return r < 0 ? r : keep_head(rd);
}

static int load(struct job *job, struct import_row_get *ret_im, const struct pack **ret_pack)
{
    int r = import_row_get(job->db, job->a, job->object_id, ret_im);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    return own_form_methodology(job->app->methodology, job->db, job->a, ret_im->unit_id,
                                ret_im->pack_id, &job->err, ret_pack);
}

int import_give_up(struct job *job, const char *state, int r)
{
    /* A stopping server and a locked database bring the job back: nothing is decided yet. */
    if (r == ERR_BUSY || (r == ERR_CANCELLED && job_stopping(job)))
        return r;
    if (r == ERR_CANCELLED)
        err_set(&job->err, r, _("Загрузка остановлена. Ничего не записано"));
    else if (!*job->err.text)
        err_set(&job->err, r,
                _("Не получилось на нашей стороне. Ничего не записано, повторите через минуту"));
    /* Where even this cannot be written, the job's own row and the log tell of it. */
    if (db_begin(job->db) < 0)
        return r;
    if (import_set_state(job->db, job->object_id, state, job->err.text) < 0 ||
        db_commit(job->db) < 0)
        db_rollback(job->db);
    return r;
}

/* Does the step still have work to do? «failed»: it stopped once and is tried again. */
static bool waits(const struct import_row_get *im, const char *state)
{
    return !strcmp(im->state, state) || !strcmp(im->state, "failed");
}

int import_job_read(struct job *job)
{
    struct import_row_get im;
    struct reading rd = {.job = job, .im = &im, .a = job->a, .row_arena = arena_new()};
    int r = load(job, &im, &rd.pack);
    if (r >= 0 && waits(&im, "reading")) {
        r = read_file(&rd, &job->err);
        if (r < 0)
            r = import_give_up(job, "failed", r);
    }
    /* Read, or no table at all; what stopped for another reason can be tried again. */
    if (r >= 0 || r == ERR_INVALID || r == ERR_NOT_FOUND || r == ERR_LIMIT)
        unlink(import_path(job->a, job->app->config.data_dir, job->object_id));
    import_check_free(rd.check);
    arena_free(rd.row_arena);
    return r < 0 ? r : 0;
}

int import_job_check(struct job *job)
{
    struct import_row_get im;
    const struct pack *pack;
    int r = load(job, &im, &pack);
    if (r < 0 || !waits(&im, "checking"))
        return r < 0 ? r : 0;
    r = import_check(job, &im, pack);
    return r < 0 ? import_give_up(job, "failed", r) : 0;
}
