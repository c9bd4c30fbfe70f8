#include "programme/methodology.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "embed/embed.h"

struct parsed {
    struct parsed *next;
    int64_t pack_id;
    const struct pack *pack;
};

struct methodology {
    pthread_mutex_t lock;
    struct arena *a;
    struct parsed *list; /* a handful: one a version in use */
};

struct methodology *methodology_new(void)
{
    struct arena *a = arena_new();
    struct methodology *m = arena_new_of(a, struct methodology);
    m->a = a;
    pthread_mutex_init(&m->lock, NULL);
    return m;
}

void methodology_free(struct methodology *m)
{
    if (!m)
        return;
    pthread_mutex_destroy(&m->lock);
    arena_free(m->a);
}

static int store(struct db *db, const struct clock *clock, const struct pack *pack, int64_t *ret_id)
{
    int64_t id = id_new(clock);
    int r =
        pack_insert(db, id, pack->code, pack->version, pack->title, pack->digest, clock_now(clock));
    for (size_t i = 0; r >= 0 && i < pack->n_files; i++)
        r = pack_file_insert(db, id, pack->files[i].name,
                             (struct db_blob){pack->files[i].data, pack->files[i].n});
    if (r >= 0)
        r = pack_retire_others(db, pack->code, id);
    if (r < 0)
        return r;
    *ret_id = id;
    return 0;
}

int methodology_install(struct db *db, const struct clock *clock, const struct pack *pack,
                        struct err *err, int64_t *ret_pack_id)
{
    struct arena *a = arena_new();
    struct pack_by_version old;
    int r = pack_by_version(db, a, pack->code, pack->version, &old);
    if (r == 1 && strcmp(old.digest, pack->digest) != 0)
        r = err_set(err, ERR_CONFLICT,
                    _("Методология «%s» версии %d уже опубликована и не меняется. Дайте "
                      "изменённой новый номер версии"),
                    pack->title, pack->version);
    else if (r == 1)
        *ret_pack_id = old.id;
    else if (r == 0)
        r = store(db, clock, pack, ret_pack_id);
    arena_free(a);
    return r < 0 ? r : 0;
}

int methodology_offer(struct db *db, const struct clock *clock, const struct pack *pack,
                      struct err *err, int64_t *ret_pack_id)
{
    struct arena *a = arena_new();
    struct pack_current_of now = {0};
    int r = pack_current_of(db, a, pack->code, &now);
    bool greater = r > 0 && now.version > pack->version;
    if (r >= 0)
        r = methodology_install(db, clock, pack, err, ret_pack_id);
    if (r >= 0 && greater)
        r = pack_set_current(db, pack->code, now.id);
    arena_free(a);
    return r < 0 ? r : 0;
}

/* Most files are those that came with the program: then its own bytes do. */
static struct pack_file lent(const char *name, struct db_blob body)
{
    for (size_t i = 0; i < embed_packs.n; i++) {
        const struct embed_file *f = &embed_packs.files[i];
        if (f->size == body.n && memcmp(f->data, body.p, body.n) == 0)
            return (struct pack_file){name, f->data, f->size, true};
    }
    return (struct pack_file){name, body.p, body.n, false};
}

static int parse(struct methodology *m, struct db *db, int64_t pack_id, struct err *err,
                 const struct pack **ret_pack)
{
    struct arena *scratch = arena_new();
    struct pack_files_of *rows;
    size_t n;
    int r = pack_files_of(db, scratch, pack_id, &rows, &n);
    if (r == 0 && n == 0)
        r = ERR_NOT_FOUND;
    if (r == 0) {
        struct pack_file *files = arena_array(scratch, struct pack_file, n);
        for (size_t i = 0; i < n; i++)
            files[i] = lent(rows[i].name, rows[i].body);
        r = pack_load(m->a, files, n, err, ret_pack);
    }
    arena_free(scratch);
    return r;
}

int methodology_pack(struct methodology *m, struct db *db, int64_t pack_id, struct err *err,
                     const struct pack **ret_pack)
{
    int r = 0;
    pthread_mutex_lock(&m->lock);
    struct parsed *p = m->list;
    while (p && p->pack_id != pack_id)
        p = p->next;
    if (!p) {
        const struct pack *pack;
        r = parse(m, db, pack_id, err, &pack);
        if (r == 0) {
            p = arena_new_of(m->a, struct parsed);
            *p = (struct parsed){.next = m->list, .pack_id = pack_id, .pack = pack};
            m->list = p;
        }
    }
    if (p)
        *ret_pack = p->pack;
    pthread_mutex_unlock(&m->lock);
    return r;
}
