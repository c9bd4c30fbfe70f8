#include "programme/pack.h"

#include <dirent.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "programme/pack_tables.h"

const struct pack_file *pack_file(const struct pack *p, const char *name)
{
    for (size_t i = 0; i < p->n_files; i++)
        if (!strcmp(p->files[i].name, name))
            return &p->files[i];
    return NULL;
}

const struct pack_form *pack_form(const struct pack *p, const char *code)
{
    for (size_t i = 0; i < p->forms.n; i++)
        if (!strcmp(p->forms.row[i].code, code))
            return &p->forms.row[i];
    return NULL;
}

enum pack_who pack_form_who(const struct pack_form *f, const char *side)
{
    return strcmp(side, "mentor") ? f->mentee : f->mentor;
}

bool pack_who_pupil(enum pack_who who)
{
    return who == PACK_ANYBODY || who == PACK_PUPIL;
}

bool pack_who_minor(enum pack_who who)
{
    return pack_who_pupil(who) || who == PACK_STUDENT;
}

const struct pack_document *pack_document(const struct pack *p, const char *code)
{
    for (size_t i = 0; i < p->documents.n; i++)
        if (!strcmp(p->documents.row[i].code, code))
            return &p->documents.row[i];
    return NULL;
}

const char *pack_form_base(const struct pack *p, const char *code)
{
    const struct pack_form *f = pack_form(p, code);
    return f && f->base ? f->base : code;
}

const struct pack_meeting_kind *pack_meeting_kind(const struct pack *p, const char *code)
{
    for (size_t i = 0; i < p->meetings.n; i++)
        if (!strcmp(p->meetings.row[i].code, code))
            return &p->meetings.row[i];
    return NULL;
}

const struct pack_column *pack_column(const struct pack *p, enum pack_registry registry,
                                      const char *code)
{
    for (size_t i = 0; i < p->columns[registry].n; i++)
        if (!strcmp(p->columns[registry].row[i].code, code))
            return &p->columns[registry].row[i];
    return NULL;
}

const struct pack_task *pack_task(const struct pack *p, const char *code)
{
    for (size_t i = 0; i < p->tasks.n; i++)
        if (!strcmp(p->tasks.row[i].code, code))
            return &p->tasks.row[i];
    return NULL;
}

const struct pack_type *pack_type(const struct pack *p, const char *code)
{
    for (size_t i = 0; i < p->types.n; i++)
        if (!strcmp(p->types.row[i].code, code))
            return &p->types.row[i];
    return NULL;
}

const struct pack_lesson_level *pack_lesson_level(const struct pack *p, int sum)
{
    for (size_t i = 0; i < p->lesson_levels.n; i++)
        if (p->lesson_levels.row[i].min <= sum && sum <= p->lesson_levels.row[i].max)
            return &p->lesson_levels.row[i];
    return NULL;
}

size_t pack_official(const struct pack *p, enum pack_registry registry)
{
    size_t n = 0;
    while (n < p->columns[registry].n && p->columns[registry].row[n].order)
        n++;
    return n;
}

const char *pack_registry_code(enum pack_registry registry)
{
    return registry == PACK_MENTEE ? "mentee" : "mentor";
}

int pack_tsv(struct arena *a, const struct pack *p, const char *name, struct err *err,
             struct tsv *ret_tsv)
{
    const struct pack_file *f = pack_file(p, name);
    if (!f)
        return err_set(err, ERR_NOT_FOUND, _("В пакете нет файла «%s»"), name);
    return tsv_parse(a, f->name, f->data, f->n, err, ret_tsv);
}

static int by_name(const void *x, const void *y)
{
    return strcmp(((const struct pack_file *)x)->name, ((const struct pack_file *)y)->name);
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), k = strlen(end);
    return n > k && !strcmp(s + n - k, end);
}

/* "forms.tsv", "topics/ages.tsv": at least a letter in front of .tsv. */
static bool good_name(const char *name)
{
    const char *slash = strchr(name, '/');
    return strlen(name) <= PACK_MAX_NAME && ends_with(slash ? slash + 1 : name, ".tsv");
}

/* Copies of the files, sorted by name, within the bounds. */
static int take_files(struct arena *a, const struct pack_file *files, size_t n, struct err *err,
                      struct pack *p)
{
    if (n > PACK_MAX_FILES)
        return err_set(err, ERR_LIMIT, _("В пакете больше %d файлов"), PACK_MAX_FILES);
    struct pack_file *copy = arena_array(a, struct pack_file, n);
    size_t total = 0;
    for (size_t i = 0; i < n; i++) {
        if (!good_name(files[i].name))
            return err_set(
                err, ERR_INVALID,
                _("«%.100s» — не файл пакета: нужны имена вида forms.tsv, topics/ages.tsv"),
                files[i].name);
        total += files[i].n;
        if (files[i].n > PACK_MAX_FILE || total > PACK_MAX_BYTES)
            return err_set(err, ERR_LIMIT, _("%s: файл больше %u МБ или пакет больше %u МБ"),
                           files[i].name, PACK_MAX_FILE >> 20, PACK_MAX_BYTES >> 20);
        copy[i] = files[i];
        copy[i].name = arena_strdup(a, files[i].name);
        if (!files[i].lent)
            copy[i].data = arena_strndup(a, files[i].n ? files[i].data : "", files[i].n);
    }
    qsort(copy, n, sizeof *copy, by_name);
    for (size_t i = 1; i < n; i++)
        if (!strcmp(copy[i - 1].name, copy[i].name))
            return err_set(err, ERR_INVALID, _("Файл «%s» встречается в пакете дважды"),
                           copy[i].name);
    p->files = copy;
    p->n_files = n;
    return 0;
}

/* Names and lengths go in too, so that moving bytes between files changes the digest. */
static void make_digest(struct pack *p)
{
    crypto_generichash_state st;
    unsigned char sum[32];
    crypto_generichash_init(&st, NULL, 0, sizeof sum);
    for (size_t i = 0; i < p->n_files; i++) {
        const struct pack_file *f = &p->files[i];
        unsigned char len[8];
        for (int k = 0; k < 8; k++)
            len[k] = (unsigned char)((unsigned long long)f->n >> (8 * k));
        crypto_generichash_update(&st, (const unsigned char *)f->name, strlen(f->name) + 1);
        crypto_generichash_update(&st, len, sizeof len);
        crypto_generichash_update(&st, (const unsigned char *)f->data, f->n);
    }
    crypto_generichash_final(&st, sum, sizeof sum);
    sodium_bin2hex(p->digest, sizeof p->digest, sum, sizeof sum);
}

/* Tables without a typed form are read once too: a broken file is found at loading, and a
 * form_code anywhere is the code of a form. */
static int check_other(struct pack_loader *l)
{
    for (size_t i = 0; i < l->pack->n_files; i++) {
        const struct pack_file *f = &l->pack->files[i];
        l->file = f->name;
        int r = tsv_parse(l->scratch, f->name, f->data, f->n, l->err, &l->t);
        if (r < 0)
            return r;
        if (tsv_col(&l->t, "form_code") < 0)
            continue;
        for (l->row = 0; l->row < l->t.n_rows; l->row++) {
            const char *form;
            if (*pack_text(l, "form_code") && (r = pack_read_form(l, "form_code", true, &form)) < 0)
                return r;
        }
    }
    return 0;
}

int pack_load(struct arena *a, const struct pack_file *files, size_t n, struct err *err,
              const struct pack **ret_pack)
{
    struct pack *p = arena_new_of(a, struct pack);
    struct pack_loader l = {.a = a, .scratch = arena_new(), .err = err, .pack = p};
    int r = take_files(a, files, n, err, p);
    if (r >= 0)
        r = pack_read_all(&l);
    if (r >= 0)
        r = check_other(&l);
    arena_free(l.scratch);
    if (r < 0)
        return r;
    make_digest(p);
    *ret_pack = p;
    return 0;
}

/* ---- what a pack takes from another ---- */

static const struct pack_file *among(const struct pack_file *files, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(files[i].name, name))
            return &files[i];
    return NULL;
}

int pack_borrow(struct arena *a, struct pack_file *files, size_t *n, size_t max, pack_lend_fn *lend,
                void *ctx, struct err *err)
{
    const struct pack_file *head = among(files, *n, "pack.tsv");
    struct pack_loader l = {.a = a, .scratch = a, .err = err, .file = "pack.tsv"};
    int r = head ? tsv_parse(a, head->name, head->data, head->n, err, &l.t) : 0;
    if (r < 0 || !head || !l.t.n_rows)
        return r; /* the loader says what is wrong */
    const char *lender = pack_text(&l, "lender");
    struct pack_list wanted = pack_items(&l, "borrows");
    if (*lender && strchr(lender, '/'))
        return pack_bad(&l, "lender", _("«%.80s» — нужен код методологии"), lender);
    for (size_t i = 0; *lender && i < wanted.n; i++) {
        if (among(files, *n, wanted.item[i]))
            continue;
        if (*n == max)
            return err_set(err, ERR_LIMIT, _("В пакете больше %d файлов"), PACK_MAX_FILES);
        files[*n].name = wanted.item[i];
        if (!good_name(wanted.item[i]) || strstr(wanted.item[i], "..") ||
            lend(ctx, lender, wanted.item[i], &files[*n]) < 0)
            return pack_bad(&l, "borrows", _("в методологии «%.64s» нет файла «%.100s»"), lender,
                            wanted.item[i]);
        ++*n;
    }
    return 0;
}

struct dir_files {
    struct arena *a;
    struct err *err;
    struct pack_file *file; /* PACK_MAX_FILES */
    size_t n;
};

/* Files of one folder; prefix is "" or "topics/". */
static int read_dir(struct dir_files *d, const char *path, const char *prefix)
{
    DIR *dir = opendir(path);
    if (!dir)
        return err_set(d->err, ERR_NOT_FOUND, _("Папка пакета «%s» не открывается"), path);
    int r = 0;
    for (struct dirent *e; r == 0 && (e = readdir(dir));) {
        const char *full = arena_printf(d->a, "%s/%s", path, e->d_name);
        if (e->d_name[0] == '.')
            continue;
        if (e->d_type == DT_DIR && !*prefix) {
            r = read_dir(d, full, arena_printf(d->a, "%s/", e->d_name));
        } else if (ends_with(e->d_name, ".tsv")) {
            if (d->n == PACK_MAX_FILES) {
                r = err_set(d->err, ERR_LIMIT, _("В пакете больше %d файлов"), PACK_MAX_FILES);
                break;
            }
            struct pack_file *f = &d->file[d->n++];
            char *data = NULL;
            f->name = arena_printf(d->a, "%s%s", prefix, e->d_name);
            r = fs_read(d->a, full, PACK_MAX_FILE, d->err, &data, &f->n);
            f->data = data;
        }
    }
    closedir(dir);
    return r;
}

struct beside {
    struct arena *a;
    const char *path;
};

static int lend_from_beside(void *ctx, const char *pack, const char *file, struct pack_file *ret)
{
    const struct beside *b = ctx;
    char *data = NULL;
    int r = fs_read(b->a, arena_printf(b->a, "%s/../%s/%s", b->path, pack, file), PACK_MAX_FILE,
                    NULL, &data, &ret->n);
    ret->data = data;
    return r;
}

int pack_load_dir(struct arena *a, const char *path, struct err *err, const struct pack **ret_pack)
{
    struct arena *scratch = arena_new();
    struct dir_files d = {.a = scratch, .err = err};
    d.file = arena_array(scratch, struct pack_file, PACK_MAX_FILES);
    struct beside beside = {scratch, path};
    int r = read_dir(&d, path, "");
    if (r == 0)
        r = pack_borrow(scratch, d.file, &d.n, PACK_MAX_FILES, lend_from_beside, &beside, err);
    if (r == 0)
        r = pack_load(a, d.file, d.n, err, ret_pack);
    arena_free(scratch);
    return r;
}
