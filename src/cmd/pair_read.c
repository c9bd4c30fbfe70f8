#include <sodium.h>
#include <string.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "cmd/pair.h"
#include "cmd/progress.h"
#include "office/sheet.h"

#define MAX_FILE (64u << 20) /* as sheet_limits_default */

/* One file on its way in: the head is looked for in the first lines, the rest is read as it
 * comes. */
struct reading {
    struct pair_job *job;
    struct pair_file *file;
    struct err *err;
    struct registry_line first[REGISTRY_HEAD_ROWS];
    size_t n_first;
    struct registry_reader *reader; /* NULL until the head is found */
    struct arena *scratch;
    size_t cap;
};

void pair_remark(struct pair_job *job, struct pair_remark remark)
{
    struct pair_remarks *r = &job->remarks;
    if (r->n == r->cap) {
        size_t cap = r->cap ? r->cap * 2 : 64;
        r->row = arena_grow(job->a, r->row, r->cap * sizeof *r->row, cap * sizeof *r->row);
        r->cap = cap;
    }
    r->row[r->n++] = remark;
}

static void remark_problems(struct reading *in, const struct registry_row *row, const char *left)
{
    struct arena *a = in->job->a;
    for (size_t i = 0; i < row->n_problems; i++) {
        const struct registry_problem *p = &row->problems[i];
        pair_remark(in->job, (struct pair_remark){
                                 .file = in->file->name,
                                 .row_no = row->row_no,
                                 .column = arena_strdup(a, p->column),
                                 .value = arena_strdup(a, p->value),
                                 .message = arena_strdup(a, p->message),
                                 .done = left      ? _("строка не участвует")
                                         : p->note ? _("учтено")
                                                   : _("строка участвует без этого значения"),
                                 .loses = left || !p->note,
                             });
    }
}

/* Copies of an identity's texts, for the row's own arena does not live long. */
static struct registry_identity keep_identity(struct arena *a, const struct registry_identity *x)
{
    struct registry_identity kept = *x;
    const char **contacts = arena_array(a, const char *, x->n_contacts);
    for (size_t i = 0; i < x->n_contacts; i++)
        contacts[i] = arena_strdup(a, x->contacts[i]);
    kept.contacts = contacts;
    kept.surname = arena_strdup(a, x->surname);
    kept.given = arena_strdup(a, x->given);
    kept.patronymic = arena_strdup(a, x->patronymic);
    kept.name_key = arena_strdup(a, x->name_key);
    return kept;
}

/* People of the other side in the row: «ФИО наставника», «ФИО наставляемых». */
static void keep_mates(struct reading *in, const struct registry_row *row, int own,
                       struct pair_person *who)
{
    const struct pack *p = in->job->p;
    enum pack_registry side = in->file->head.side;
    for (size_t i = 0; i < p->columns[side].n; i++) {
        enum pack_column_type type = p->columns[side].row[i].type;
        const struct registry_value *v = &row->values[i];
        if ((int)i == own || (type != PACK_COL_PERSON && type != PACK_COL_PERSONS) || !v->n_names)
            continue;
        struct registry_identity *mate =
            arena_array(in->job->a, struct registry_identity, v->n_names);
        for (size_t k = 0; k < v->n_names; k++)
            mate[k] = registry_identity_of(in->job->a, &v->names[k], 0, NULL, 0);
        who->mate = mate;
        who->n_mates = v->n_names;
    }
}

static void keep_person(struct reading *in, const struct registry_row *row, struct pair_person *who)
{
    struct arena *a = in->job->a;
    const struct pack *p = in->job->p;
    enum pack_registry side = in->file->head.side;
    int own = registry_own_name(p, side);
    *who = (struct pair_person){.row_no = row->row_no, .name = ""};
    who->cell = arena_array(a, const char *, p->columns[side].n);
    for (size_t i = 0; i < p->columns[side].n; i++) {
        const struct registry_value *v = &row->values[i];
        const char *text = *v->text ? v->text : v->raw;
        who->cell[i] = *text ? arena_strdup(a, text) : "";
        who->finished |= p->columns[side].row[i].type == PACK_COL_BOOL && v->yes;
    }
    who->identity = keep_identity(a, &row->identity);
    keep_mates(in, row, own, who);
    if (own >= 0 && row->values[own].n_names)
        who->name = who->cell[own];
    if (!*who->name)
        who->left_out = _("не видно, кто это");
    else if (row->duplicate_of)
        who->left_out = arena_printf(a, _("повтор строки %zu"), row->duplicate_of);
    else if (who->finished)
        who->left_out = _("программа уже пройдена");
}

static void take_row(struct reading *in, const struct registry_line *line)
{
    struct pair_file *f = in->file;
    struct registry_row row;
    registry_read_row(in->reader, in->scratch, line, &row);
    if (row.state == REGISTRY_SKIP) {
        f->n_skipped++;
        if (row.skip == REGISTRY_TITLE)
            pair_remark(in->job, (struct pair_remark){.file = f->name,
                                                      .row_no = row.row_no,
                                                      .column = "",
                                                      .value = "",
                                                      .message = registry_skip_text(row.skip),
                                                      .done = _("строка пропущена")});
    } else {
        if (f->n == in->cap) {
            size_t cap = in->cap ? in->cap * 2 : 256;
            f->person = arena_grow(in->job->a, f->person, in->cap * sizeof *f->person,
                                   cap * sizeof *f->person);
            in->cap = cap;
        }
        struct pair_person *who = &f->person[f->n++];
        keep_person(in, &row, who);
        remark_problems(in, &row, who->left_out);
    }
    arena_reset(in->scratch);
}

/* The head is found among the lines kept so far; they are read, and the rest as it comes. */
static int begin(struct reading *in)
{
    struct pair_file *f = in->file;
    struct arena *a = in->job->a;
    int r = registry_find_head(a, in->job->p, in->first, in->n_first, NULL, in->err, &f->head);
    if (r == 0)
        r = registry_check_head(in->job->p, &f->head, in->err);
    if (r < 0)
        return r;
    in->reader = registry_reader_new(a, in->job->p, &f->head, in->job->today);
    for (size_t i = 0; i < in->n_first; i++)
        if (in->first[i].row_no > f->head.row_no)
            take_row(in, &in->first[i]);
    return 0;
}

static int on_row(void *ctx, size_t row_no, const struct cell *cells, size_t n)
{
    struct reading *in = ctx;
    struct arena *a = in->reader ? in->scratch : in->job->a;
    struct registry_line line = {.row_no = row_no, .n = n};
    const char **text = arena_array(a, const char *, n);
    for (size_t i = 0; i < n; i++)
        text[i] = in->reader ? cells[i].text : arena_strdup(a, cells[i].text);
    line.cells = text;
    if (in->reader) {
        take_row(in, &line);
        return 0;
    }
    in->first[in->n_first++] = line;
    return in->n_first == REGISTRY_HEAD_ROWS ? begin(in) : 0;
}

static int on_progress(void *ctx, const char *sheet, double done)
{
    (void)sheet;
    const struct reading *in = ctx;
    progress_show(in->file->name, done);
    return 0;
}

static int make_digest(struct arena *a, struct pair_file *f, struct err *err)
{
    struct arena *scratch = arena_new();
    unsigned char sum[32];
    char *hex = arena_alloc(a, 2 * sizeof sum + 1), *data;
    size_t n;
    int r = fs_read(scratch, f->path, MAX_FILE, err, &data, &n);
    if (r == 0) {
        crypto_generichash(sum, sizeof sum, (const unsigned char *)data, n, NULL, 0);
        f->digest = sodium_bin2hex(hex, 2 * sizeof sum + 1, sum, sizeof sum);
    }
    arena_free(scratch);
    return r;
}

/* Of two tables the one with the trouble is named. */
static int in_file(const struct pair_file *f, int r, struct err *err)
{
    struct err why = *err;
    return strstr(why.text, f->name) ? r : err_set(err, r, "%s: %s", f->name, why.text);
}

static int read_one(struct pair_job *job, const char *path, int side, struct err *err,
                    struct pair_file *ret)
{
    const char *slash = strrchr(path, '/');
    struct pair_file f = {.path = path, .name = slash ? slash + 1 : path};
    struct reading in = {.job = job, .file = &f, .err = err, .scratch = arena_new()};
    struct sheet_limits limits = sheet_limits_default;
    limits.progress = on_progress;
    limits.progress_ctx = &in;
    int r = registry_find_sheet(job->p, path, side, err, &limits.sheet);
    if (r == 0)
        r = sheet_read(path, &limits, on_row, &in, err);
    if (r == 0 && !in.reader)
        r = begin(&in);
    arena_free(in.scratch);
    if (r == 0)
        r = make_digest(job->a, &f, err);
    if (r < 0)
        return in_file(&f, r, err);
    *ret = f;
    return 0;
}

int pair_read(struct pair_job *job, struct err *err)
{
    struct pair_file f[2];
    int r;
    if ((r = read_one(job, job->options->in[0], -1, err, &f[0])) < 0 ||
        (r = read_one(job, job->options->in[1], !f[0].head.side, err, &f[1])) < 0)
        return r;
    if (f[0].head.side == f[1].head.side)
        return err_set(err, ERR_INVALID,
                       f[0].head.side == PACK_MENTEE
                           ? _("Обе таблицы похожи на базу наставляемых: «%s» и «%s». Нужна ещё "
                               "база наставников")
                           : _("Обе таблицы похожи на базу наставников: «%s» и «%s». Нужна ещё "
                               "база наставляемых"),
                       f[0].name, f[1].name);
    job->file[f[0].head.side] = f[0];
    job->file[f[1].head.side] = f[1];
    for (enum pack_registry g = PACK_MENTEE; g < PACK_REGISTRIES; g++)
        if (!job->file[g].n)
            return err_set(err, ERR_INVALID, _("В таблице «%s» под названиями столбцов нет людей"),
                           job->file[g].name);
    return 0;
}
