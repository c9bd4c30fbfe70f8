#include "programme/roadmap.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "db/db.h"
#include "programme/roadmap.sql.h"

/* What the system can offer for a stage it knows; a stage of another pack just has no button. */
static const struct {
    const char *stage, *action, *path;
} actions[] = {
    {"mentee_base", N_("Загрузить таблицу наставляемых"), "import?side=mentee"},
    {"mentor_base", N_("Загрузить таблицу наставников"), "import?side=mentor"},
    {"matching", N_("Составить черновик пар"), "drafts"},
    {"work", N_("Открыть пары"), "pairs"},
};

/* Does the system itself see the first output of this stage? */
static bool seen(const char *stage, const struct programme_counts *c)
{
    if (!strcmp(stage, "mentee_base"))
        return c->mentees > 0;
    if (!strcmp(stage, "mentor_base"))
        return c->mentors > 0;
    return !strcmp(stage, "matching") && c->pairs > 0;
}

static bool marked(const struct stage_marks *marks, size_t n, const char *stage, const char *item)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(marks[i].stage_code, stage) && !strcmp(marks[i].item, item))
            return true;
    return false;
}

/* The output that the system sees: the one that names the base or the pairs. */
static bool is_seen_item(const struct pack_stage *s, size_t i)
{
    return !strcmp(s->code, "matching") ? strstr(s->outputs.item[i], "пары") != NULL : i == 0;
}

static void fill(struct arena *a, struct roadmap_stage *out, const struct pack_stage *s,
                 const struct stage_marks *marks, size_t n_marks,
                 const struct programme_counts *counts)
{
    out->stage = s;
    out->n_items = s->outputs.n;
    out->items = arena_array(a, struct roadmap_item, s->outputs.n);
    for (size_t i = 0; i < s->outputs.n; i++) {
        struct roadmap_item *item = &out->items[i];
        item->text = s->outputs.item[i];
        item->done = marked(marks, n_marks, s->code, item->text) ||
                     (is_seen_item(s, i) && seen(s->code, counts));
        out->n_done += item->done;
    }
    out->state = out->n_done == out->n_items ? ROADMAP_DONE
                 : out->n_done               ? ROADMAP_GOING
                                             : ROADMAP_WAITING;
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (!strcmp(actions[i].stage, s->code)) {
            out->action = _(actions[i].action);
            out->action_path = actions[i].path;
        }
}

int roadmap_load(struct db *db, struct arena *a, const struct programme *p, const struct pack *pack,
                 struct roadmap_stage **ret_stages, size_t *ret_n)
{
    struct stage_marks *marks;
    size_t n_marks;
    struct programme_counts counts;
    int r = stage_marks(db, a, p->id, &marks, &n_marks);
    if (r >= 0)
        r = programme_count(db, a, p->id, &counts);
    if (r < 0)
        return r;
    struct roadmap_stage *stages = arena_array(a, struct roadmap_stage, pack->stages.n);
    bool found = false;
    for (size_t i = 0; i < pack->stages.n; i++) {
        fill(a, &stages[i], &pack->stages.row[i], marks, n_marks, &counts);
        stages[i].current = !found && stages[i].state != ROADMAP_DONE;
        found = found || stages[i].current;
    }
    *ret_stages = stages;
    *ret_n = pack->stages.n;
    return 0;
}

static bool pack_has(const struct pack *pack, const char *stage, const char *item)
{
    for (size_t i = 0; i < pack->stages.n; i++) {
        const struct pack_stage *s = &pack->stages.row[i];
        for (size_t j = 0; !strcmp(s->code, stage) && j < s->outputs.n; j++)
            if (!strcmp(s->outputs.item[j], item))
                return true;
    }
    return false;
}

int roadmap_mark(struct db *db, const struct clock *clock, const struct programme *p,
                 const struct pack *pack, const char *stage, const char *item, bool done,
                 int64_t account_id)
{
    if (!pack_has(pack, stage, item))
        return ERR_INVALID;
    int r = done ? stage_mark_insert(db, p->id, stage, item, clock_now(clock),
                                     account_id ? &account_id : NULL)
                 : stage_mark_delete(db, p->id, stage, item);
    return r < 0 ? r : 0;
}
