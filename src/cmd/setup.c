#include "cmd/setup.h"

#include <string.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "db/db.h"
#include "embed/embed.h"
#include "network/region.h"
#include "pairing/rulebook.h"
#include "programme/methodology.h"

#define PACK "target-model/"

int setup_pack(struct arena *a, struct err *err, const struct pack **ret_pack)
{
    struct pack_file *files = arena_array(a, struct pack_file, embed_packs.n);
    size_t n = 0;
    for (size_t i = 0; i < embed_packs.n; i++) {
        const struct embed_file *f = &embed_packs.files[i];
        if (!strncmp(f->name, PACK, strlen(PACK)))
            files[n++] = (struct pack_file){f->name + strlen(PACK), f->data, f->size};
    }
    return pack_load(a, files, n, err, ret_pack);
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
    if (r >= 0)
        r = setup_pack(a, err, &pack);
    if (r >= 0)
        r = methodology_install(db, app->clock, pack, err, &pack_id);
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
    return 0;
}

void setup_free(struct app *app)
{
    methodology_free(app->methodology);
    rulebooks_free(app->rulebooks);
}
