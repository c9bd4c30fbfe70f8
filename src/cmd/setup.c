#include "cmd/setup.h"

#include <string.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "db/db.h"
#include "embed/embed.h"
#include "network/region.h"
#include "pairing/rulebook.h"
#include "pairing/run_live.h"
#include "programme/methodology.h"

/* Packs that the program carries; the first is the one that commands without an installation take.
 */
static const char *const packs[] = {"target-model", "teachers-model"};

static int lend(void *ctx, const char *pack, const char *file, struct pack_file *ret)
{
    const struct embed_file *f =
        embed_find(&embed_packs, arena_printf((struct arena *)ctx, "%s/%s", pack, file));
    if (f)
        *ret = (struct pack_file){ret->name, f->data, f->size, true};
    return f ? 0 : ERR_NOT_FOUND;
}

static int load_pack(struct arena *a, const char *code, struct err *err,
                     const struct pack **ret_pack)
{
    struct pack_file *files = arena_array(a, struct pack_file, PACK_MAX_FILES);
    size_t n = 0, len = strlen(code);
    for (size_t i = 0; i < embed_packs.n && n < PACK_MAX_FILES; i++) {
        const struct embed_file *f = &embed_packs.files[i];
        if (!strncmp(f->name, code, len) && f->name[len] == '/')
            files[n++] = (struct pack_file){f->name + len + 1, f->data, f->size, true};
    }
    int r = pack_borrow(a, files, &n, PACK_MAX_FILES, lend, a, err);
    return r < 0 ? r : pack_load(a, files, n, err, ret_pack);
}

int setup_pack(struct arena *a, struct err *err, const struct pack **ret_pack)
{
    return load_pack(a, packs[0], err, ret_pack);
}

static int seed_regions(struct db *db, struct arena *a, const struct clock *clock, struct err *err)
{
    const struct embed_file *f = embed_find(&embed_packs, "regions.tsv");
    struct tsv regions;
    int r = tsv_parse(a, f->name, f->data, f->size, err, &regions);
    return r < 0 ? r : region_seed(db, a, clock, &regions, err);
}

static int seed(struct db *db, struct arena *a, const struct app *app, struct err *err)
{
    const struct pack *pack;
    int64_t pack_id;
    int r = seed_regions(db, a, app->clock, err);
    for (size_t i = 0; r >= 0 && i < sizeof packs / sizeof *packs; i++) {
        r = load_pack(a, packs[i], err, &pack);
        if (r >= 0)
            r = methodology_offer(db, app->clock, pack, err, &pack_id);
    }
    return r;
}

int setup_app(struct app *app, struct err *err)
{
    struct db *db;
    int r = fs_mkdirs(app->config.data_dir, err);
    if (r >= 0)
        r = app_migrate(app, err);
    if (r >= 0)
        r = db_open(app->config.db_url, DB_WRITE, err, &db);
    if (r < 0)
        return r;
    struct arena *a = arena_new();
    r = db_begin(db);
    if (r >= 0)
        r = seed(db, a, app, err);
    if (r >= 0)
        r = db_commit(db);
    if (r < 0 && !*err->text)
        err_set(err, r, _("База данных не отвечает как нужно: %s"), db_error(db));
    db_close(db);
    arena_free(a);
    if (r < 0)
        return r;
    app->methodology = methodology_new();
    app->rulebooks = rulebooks_new();
    app->run_lives = run_lives_new();
    return 0;
}

void setup_free(struct app *app)
{
    methodology_free(app->methodology);
    run_lives_free(app->run_lives);
    rulebooks_free(app->rulebooks);
}
