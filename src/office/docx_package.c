/* The container of a .docx: opened within bounds, and written again with some parts changed. */
#include <string.h>
#include <zip.h>

#include "base/i18n.h"
#include "office/docx_pdf.h"
#include "office/docx_tree.h"

#define MAIN_TYPE "wordprocessingml.document.main+xml"
#define MACROS "macroEnabled"
#define OFFICE_DOCUMENT "/officeDocument\""

static int not_docx(struct err *err)
{
    return err_set(err, ERR_INVALID,
                   _("Это не документ DOCX. Откройте его в текстовом редакторе и сохраните как "
                     "DOCX"));
}

static int too_large(struct err *err)
{
    return err_set(err, ERR_LIMIT,
                   _("Документ слишком велик: в распакованном виде он больше %d МБ. Уберите "
                     "картинки и загрузите снова"),
                   (int)(DOCX_UNPACKED_MAX >> 20));
}

static int check_bytes(const unsigned char *b, size_t n, struct err *err)
{
    static const unsigned char ole[] = {0xD0, 0xCF, 0x11, 0xE0};
    if (n > DOCX_FILE_MAX)
        return err_set(err, ERR_LIMIT, _("Шаблон больше %d МБ. Уберите из него картинки"),
                       (int)(DOCX_FILE_MAX >> 20));
    if (n >= sizeof ole && !memcmp(b, ole, sizeof ole))
        return err_set(err, ERR_INVALID,
                       _("Это старый формат DOC или файл под паролем. Снимите пароль и сохраните "
                         "как DOCX"));
    return n < 4 || memcmp(b, "PK\3\4", 4) != 0 ? not_docx(err) : 0;
}

static zip_t *open_bytes(const void *bytes, size_t n)
{
    zip_source_t *source = zip_source_buffer_create(bytes, n, 0, NULL);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, NULL) : NULL;
    if (source && !zip)
        zip_source_free(source);
    return zip;
}

/* What the directory promises; unpacking is bounded once more. */
static int check_directory(zip_t *zip, struct err *err)
{
    zip_int64_t n = zip_get_num_entries(zip, 0);
    uint64_t total = 0;
    if (n > DOCX_PARTS_MAX)
        return err_set(err, ERR_LIMIT, _("В файле слишком много частей: это не обычный документ"));
    for (zip_int64_t i = 0; i < n; i++) {
        zip_stat_t st;
        if (zip_stat_index(zip, (zip_uint64_t)i, 0, &st) < 0 || !(st.valid & ZIP_STAT_SIZE) ||
            !(st.valid & ZIP_STAT_NAME))
            return docx_broken(err);
        if (st.valid & ZIP_STAT_ENCRYPTION_METHOD && st.encryption_method != ZIP_EM_NONE)
            return err_set(err, ERR_INVALID,
                           _("Документ под паролем. Снимите пароль и сохраните его снова"));
        if (strstr(st.name, "vbaProject.bin"))
            return err_set(err, ERR_INVALID,
                           _("В документе есть макросы. Сохраните его как DOCX без макросов"));
        total += st.size;
        if (st.size > DOCX_UNPACKED_MAX || total > DOCX_UNPACKED_MAX)
            return too_large(err);
    }
    return 0;
}

/* 1 with the text of a part, 0 there is none. */
static int read_part(struct arena *a, zip_t *zip, const char *name, struct err *err,
                     const char **ret, size_t *ret_n)
{
    zip_stat_t st;
    zip_int64_t i = zip_name_locate(zip, name, ZIP_FL_NOCASE);
    if (i < 0)
        return 0;
    if (zip_stat_index(zip, (zip_uint64_t)i, 0, &st) < 0 || st.size > DOCX_PART_MAX)
        return too_large(err);
    zip_file_t *f = zip_fopen_index(zip, (zip_uint64_t)i, 0);
    char *text = arena_alloc(a, st.size + 1);
    zip_int64_t got = f ? zip_fread(f, text, st.size) : -1;
    if (f && zip_fclose(f) != 0)
        got = -1; /* the checksum is wrong */
    if (got < 0 || (zip_uint64_t)got != st.size)
        return docx_broken(err);
    *ret = text;
    *ret_n = st.size;
    return 1;
}

/* Where the document itself is: what the relations of the package say, usually word/document.xml.
 */
static const char *main_part(struct arena *a, const char *rels)
{
    const char *at = strstr(rels, OFFICE_DOCUMENT);
    const char *from = at, *target;
    while (from && from > rels && *from != '<')
        from--;
    const char *end = at ? strchr(at, '>') : NULL;
    target = from ? strstr(from, "Target=\"") : NULL;
    if (!end || !target || target > end)
        return "word/document.xml";
    target += 8;
    while (*target == '/')
        target++;
    return arena_strndup(a, target, strcspn(target, "\""));
}

static int add_tree(struct arena *a, zip_t *zip, const char *name, struct docx_template *t,
                    struct err *err)
{
    const char *text;
    size_t n;
    int r = read_part(a, zip, name, err, &text, &n);
    if (r <= 0)
        return r;
    r = docx_tree_read(a, arena_strdup(a, name), text, n, err, &t->trees[t->n_trees]);
    t->n_trees += r >= 0;
    return r < 0 ? r : 1;
}

static bool has_text(const char *name, const char *document)
{
    static const char *const kinds[] = {"header", "footer", "footnotes", "endnotes"};
    const char *slash = strrchr(document, '/');
    size_t folder = slash ? (size_t)(slash - document) + 1 : 0, n = strlen(name);
    if (strncmp(name, document, folder) != 0 || n < 4 || strcmp(name + n - 4, ".xml") != 0 ||
        strchr(name + folder, '/'))
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!strncmp(name + folder, kinds[i], strlen(kinds[i])))
            return true;
    return false;
}

static int read_all(struct arena *a, zip_t *zip, struct docx_template *t, struct err *err)
{
    const char *types, *rels;
    size_t n;
    int r = check_directory(zip, err);
    if (r >= 0)
        r = read_part(a, zip, "[Content_Types].xml", err, &types, &n);
    if (r > 0 && strstr(types, MACROS))
        return err_set(err, ERR_INVALID,
                       _("В документе есть макросы. Сохраните его как DOCX без макросов"));
    if (r == 0 || (r > 0 && !strstr(types, MAIN_TYPE)))
        return not_docx(err);
    if (r >= 0)
        r = read_part(a, zip, "_rels/.rels", err, &rels, &n);
    if (r <= 0)
        return r < 0 ? r : not_docx(err);
    const char *document = main_part(a, rels);
    zip_int64_t entries = zip_get_num_entries(zip, 0);
    t->trees = arena_array(a, struct docx_tree, (size_t)entries + 1);
    r = add_tree(a, zip, document, t, err);
    if (r <= 0)
        return r < 0 ? r : not_docx(err);
    for (zip_int64_t i = 0; r >= 0 && i < entries; i++) {
        const char *name = zip_get_name(zip, (zip_uint64_t)i, 0);
        if (has_text(name, document))
            r = add_tree(a, zip, name, t, err);
    }
    return r < 0 ? r : 0;
}

int docx_template(struct arena *a, const void *bytes, size_t n, struct err *err,
                  struct docx_template **ret)
{
    struct docx_template *t = arena_new_of(a, struct docx_template);
    t->bytes = bytes;
    t->n = n;
    int r = check_bytes(bytes, n, err);
    if (r < 0)
        return r;
    zip_t *zip = open_bytes(bytes, n);
    if (!zip)
        return docx_broken(err);
    r = read_all(a, zip, t, err);
    zip_discard(zip);
    if (r >= 0)
        *ret = t;
    return r;
}

int docx_template_part(struct arena *a, const struct docx_template *t, const char *name,
                       struct err *err, const char **ret, size_t *ret_n)
{
    zip_t *zip = open_bytes(t->bytes, t->n);
    if (!zip)
        return docx_broken(err);
    int r = read_part(a, zip, name, err, ret, ret_n);
    zip_discard(zip);
    return r;
}

static int read_through(zip_t *zip, zip_uint64_t i, size_t *total, struct err *err)
{
    char bytes[16384];
    zip_int64_t got = -1;
    zip_file_t *f = zip_fopen_index(zip, i, 0);
    while (f && (got = zip_fread(f, bytes, sizeof bytes)) > 0) {
        *total += (size_t)got;
        if (*total > DOCX_UNPACKED_MAX)
            break;
    }
    bool whole = f && zip_fclose(f) == 0; /* the checksum is right */
    if (*total > DOCX_UNPACKED_MAX)
        return too_large(err);
    return whole && got == 0 ? 0 : docx_broken(err);
}

int docx_whole(const struct docx_template *t, struct err *err)
{
    zip_t *zip = open_bytes(t->bytes, t->n);
    size_t total = 0;
    int r = zip ? 0 : docx_broken(err);
    for (zip_int64_t i = 0; r >= 0 && i < zip_get_num_entries(zip, 0); i++)
        r = read_through(zip, (zip_uint64_t)i, &total, err);
    if (zip)
        zip_discard(zip);
    return r;
}

/* ---- out ---- */

static const struct docx_part *part_named(const struct docx_filled *f, const char *name)
{
    for (size_t i = 0; i < f->n_parts; i++)
        if (!strcmp(f->parts[i].name, name))
            return &f->parts[i];
    return NULL;
}

static bool copy_parts(const struct docx_filled *f, zip_t *from, zip_t *to)
{
    zip_int64_t n = zip_get_num_entries(from, 0);
    for (zip_int64_t i = 0; i < n; i++) {
        const char *name = zip_get_name(from, (zip_uint64_t)i, 0);
        const struct docx_part *p = part_named(f, name);
        zip_source_t *source = p ? zip_source_buffer(to, p->text, p->n, 0)
                                 : zip_source_zip(to, from, (zip_uint64_t)i, 0, 0, -1);
        zip_int64_t at = source ? zip_file_add(to, name, source, ZIP_FL_ENC_UTF_8) : -1;
        if (source && at < 0)
            zip_source_free(source);
        /* The day of ZIP's beginning: the same data give the same bytes. */
        if (at < 0 || zip_file_set_dostime(to, (zip_uint64_t)at, 0, 1 << 5 | 1, 0) < 0)
            return false;
    }
    return true;
}

int docx_filled_write(const struct docx_filled *f, const char *path, struct err *err)
{
    zip_t *from = open_bytes(f->from->bytes, f->from->n);
    /* libzip writes beside the name and renames when everything is there. */
    zip_t *to = from ? zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL) : NULL;
    bool good = to && copy_parts(f, from, to);
    if (to && (!good || zip_close(to) < 0)) {
        zip_discard(to);
        good = false;
    }
    if (from)
        zip_discard(from);
    return good ? 0
                : err_set(err, ERR_IO,
                          _("Документ не сохраняется. Проверьте место на диске и "
                            "попробуйте снова"));
}
