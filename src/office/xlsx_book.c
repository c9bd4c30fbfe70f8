/* workbook.xml and the relations: which sheets there are and where the parts lie. */
#include <string.h>

#include "base/i18n.h"
#include "office/xlsx.h"

struct relation {
    const char *id, *type, *target; /* type: the last word of its URI, the same in both dialects */
};

struct relations {
    struct arena *a;
    const char *base; /* folder the targets are relative to, with its slash, or "" */
    struct relation *all;
    size_t n, cap;
};

struct reading {
    struct arena *a;
    const struct package *pkg;
    const struct relations *rels;
    struct book *book;
    size_t seen; /* sheets of every kind */
};

/* «../a.xml» or «/xl/a.xml» seen from base → a path inside the package. */
static const char *resolve(struct arena *a, const char *base, const char *target)
{
    if (*target == '/')
        return target + 1;
    size_t n = strlen(base);
    for (;;) {
        if (strncmp(target, "./", 2) == 0) {
            target += 2;
        } else if (strncmp(target, "../", 3) == 0) {
            target += 3;
            while (n > 0 && base[--n] != '/')
                ;
            while (n > 0 && base[n - 1] != '/')
                n--;
        } else {
            return arena_printf(a, "%.*s%s", (int)n, base, target);
        }
    }
}

static int on_relation(void *ctx, const char *name, const char **atts, struct err *err)
{
    struct relations *r = ctx;
    const char *id = xml_att(atts, "Id"), *type = xml_att(atts, "Type");
    const char *target = xml_att(atts, "Target"), *mode = xml_att(atts, "TargetMode");
    if (strcmp(name, "Relationship") != 0 || !id || !type || !target)
        return 0;
    if (mode && strcmp(mode, "External") == 0)
        return 0;
    if (r->n == XLSX_MAX_RELATIONS)
        return err_set(err, ERR_LIMIT, _("В файле слишком много частей: это не обычная таблица"));
    if (r->n == r->cap) {
        size_t cap = r->cap ? r->cap * 2 : 16;
        r->all = arena_grow(r->a, r->all, r->cap * sizeof *r->all, cap * sizeof *r->all);
        r->cap = cap;
    }
    char *path = arena_strdup(r->a, target);
    for (char *p = path; *p; p++)
        if (*p == '\\')
            *p = '/';
    const char *slash = strrchr(type, '/');
    r->all[r->n++] = (struct relation){.id = arena_strdup(r->a, id),
                                       .type = arena_strdup(r->a, slash ? slash + 1 : type),
                                       .target = resolve(r->a, r->base, path)};
    return 0;
}

static int on_nothing(void *ctx, const char *name, struct err *err)
{
    (void)ctx, (void)name, (void)err;
    return 0;
}

static int read_relations(struct package *p, const char *part, struct relations *r, struct err *err)
{
    static const struct xml_hooks hooks = {on_relation, on_nothing, NULL};
    int64_t i = package_find(p, part);
    return i < 0 ? 0 : package_parse(p, i, &hooks, r, err);
}

static const struct relation *find_relation(const struct relations *r, const char *id,
                                            const char *type)
{
    for (size_t i = 0; i < r->n; i++)
        if ((!id || strcmp(r->all[i].id, id) == 0) && strcmp(r->all[i].type, type) == 0)
            return &r->all[i];
    return NULL;
}

static void add_sheet(struct reading *r, const char **atts)
{
    const char *name = xml_att(atts, "name"), *id = xml_att(atts, "id");
    const char *state = xml_att(atts, "state");
    if (r->seen++ >= XLSX_MAX_SHEETS || !id || (state && strcmp(state, "visible") != 0))
        return;
    const struct relation *rel = find_relation(r->rels, id, "worksheet");
    int64_t part = rel ? package_find(r->pkg, rel->target) : -1;
    if (part < 0)
        return; /* a chart or a macro sheet */
    struct book *b = r->book;
    if (!b->sheets)
        b->sheets = arena_array(r->a, struct book_sheet, XLSX_MAX_SHEETS);
    b->sheets[b->n_sheets++] =
        (struct book_sheet){.name = arena_strdup(r->a, name ? name : ""), .part = part};
}

static int on_book(void *ctx, const char *name, const char **atts, struct err *err)
{
    (void)err;
    struct reading *r = ctx;
    if (strcmp(name, "workbookPr") == 0) {
        const char *v = xml_att(atts, "date1904");
        r->book->since_1904 = v && (strcmp(v, "1") == 0 || strcmp(v, "true") == 0);
    } else if (strcmp(name, "sheet") == 0) {
        add_sheet(r, atts);
    }
    return 0;
}

/* A package without a workbook: say what it is. */
static int refuse(const struct package *p, struct err *err)
{
    static const struct {
        const char *part, *text;
    } kinds[] = {
        {"word/document.xml", N_("Это документ Word. Нужна таблица в формате XLSX или CSV")},
        {"ppt/presentation.xml", N_("Это презентация. Нужна таблица в формате XLSX или CSV")},
        {"xl/workbook.bin", N_("Это двоичная книга XLSB. Откройте её и сохраните как XLSX")},
        {"content.xml", N_("Это таблица ODS. Откройте её и сохраните как XLSX")},
        {"Index/Document.iwa", N_("Это таблица Numbers. Сохраните её как XLSX")},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (package_find(p, kinds[i].part) >= 0)
            return err_set(err, ERR_INVALID, "%s", _(kinds[i].text));
    if (package_find(p, "[Content_Types].xml") >= 0)
        return xlsx_damaged(err);
    return err_set(err, ERR_INVALID,
                   _("Это архив ZIP, а не таблица. Распакуйте его и загрузите XLSX или CSV"));
}

static const char *folder_of(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? arena_strndup(a, path, (size_t)(slash - path) + 1) : "";
}

int book_read(struct package *p, struct arena *a, struct err *err, struct book *ret)
{
    static const struct xml_hooks hooks = {on_book, on_nothing, NULL};
    struct relations root = {.a = a, .base = ""};
    int rc = read_relations(p, "_rels/.rels", &root, err);
    if (rc < 0)
        return rc;
    const struct relation *main = find_relation(&root, NULL, "officeDocument");
    const char *path = main ? main->target : "xl/workbook.xml";
    int64_t part = package_find(p, path);
    size_t n = strlen(path);
    if (part < 0 || package_find(p, "word/document.xml") >= 0 ||
        (n > 4 && strcmp(path + n - 4, ".bin") == 0))
        return refuse(p, err);
    struct relations rels = {.a = a, .base = folder_of(a, path)};
    const char *name = path + strlen(rels.base);
    rc = read_relations(p, arena_printf(a, "%s_rels/%s.rels", rels.base, name), &rels, err);
    if (rc < 0)
        return rc;
    struct book book = {.strings = -1, .styles = -1};
    struct reading r = {.a = a, .pkg = p, .rels = &rels, .book = &book};
    rc = package_parse(p, part, &hooks, &r, err);
    if (rc < 0)
        return rc;
    const struct relation *rel = find_relation(&rels, NULL, "sharedStrings");
    if (rel)
        book.strings = package_find(p, rel->target);
    if ((rel = find_relation(&rels, NULL, "styles")))
        book.styles = package_find(p, rel->target);
    *ret = book;
    return 0;
}
