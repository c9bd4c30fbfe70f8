/* What a pack says about the roadmap: steps, terms of the stages, columns on paper. */
#include <string.h>

#include "base/i18n.h"
#include "programme/pack_tables.h"

static int stage_index(const struct pack *p, const char *code)
{
    for (size_t i = 0; i < p->stages.n; i++)
        if (!strcmp(p->stages.row[i].code, code))
            return (int)i;
    return -1;
}

static int read_stage_code(struct pack_loader *l, const char **ret)
{
    const char *code = pack_text(l, "stage");
    if (stage_index(l->pack, code) < 0)
        return pack_bad(l, "stage",
                        _("этапа «%.64s» нет в stages.tsv. Добавьте его или исправьте код"), code);
    *ret = code;
    return 0;
}

/* ---- steps ---- */

static int read_step(struct pack_loader *l, void *row)
{
    static const char *const seen[] = {"",       "mentees", "mentors", "ready", "pairs",
                                       "before", "after",   "signed",  NULL};
    static const char *const pages[] = {
        "",         "mentees",         "selection",       "checks", "training",
        "addenda",  "gatherings",      "support",         "pairs",  "meetings",
        "personal", "lessons",         "rubric",          "swot",   "report",
        "showcase", "mentee_consents", "mentor_consents", NULL};
    static const char *const required[] = {"no", "yes", NULL};
    struct pack_step *s = row;
    int r, kind, page, must;
    if ((r = read_stage_code(l, &s->stage)) < 0 || (r = pack_read_code(l, "code", &s->code)) < 0 ||
        (r = pack_read_filled(l, "name_ru", &s->name)) < 0 ||
        (r = pack_read_word(l, "seen", seen, &kind)) < 0 ||
        (r = pack_read_word(l, "page", pages, &page)) < 0 ||
        (r = pack_read_word(l, "required", required, &must)) < 0)
        return r;
    s->who = pack_items(l, "who_ru");
    s->result = pack_text(l, "result_ru");
    s->document_kind = pack_text(l, "document_kind");
    s->seen = (enum pack_seen)kind;
    s->page = (enum pack_page)page;
    s->required = must;
    s->source = pack_text(l, "source");
    s->confidence = pack_text(l, "confidence");
    if (s->seen == PACK_SEEN_SIGNED && !*s->document_kind)
        return pack_bad(l, "document_kind",
                        _("шаг ждёт подписи под документом: назовите вид документа"));
    return *s->document_kind ? pack_check_document(l, "document_kind", s->document_kind) : 0;
}

/* A pack without roadmap.tsv: each output of a stage is a step. */
static void steps_of_outputs(struct pack_loader *l)
{
    struct pack *p = l->pack;
    size_t n = 0, k = 0;
    for (size_t i = 0; i < p->stages.n; i++)
        n += p->stages.row[i].outputs.n;
    struct pack_step *steps = arena_array(l->a, struct pack_step, n);
    for (size_t i = 0; i < p->stages.n; i++) {
        const struct pack_stage *s = &p->stages.row[i];
        for (size_t o = 0; o < s->outputs.n; o++) {
            const char *text = s->outputs.item[o];
            steps[k++] = (struct pack_step){.stage = s->code,
                                            .code = text,
                                            .name = text,
                                            .who = s->actors,
                                            .result = text,
                                            .document_kind = "",
                                            .required = true,
                                            .source = s->source,
                                            .confidence = s->confidence};
        }
    }
    p->steps.row = steps;
    p->steps.n = n;
}

static int read_steps(struct pack_loader *l)
{
    static const char *const columns[] = {"stage", "code", "name_ru", "seen", "required", NULL};
    const struct pack_table table = {
        "roadmap.tsv", false, columns, {"code"}, sizeof(struct pack_step), read_step};
    const void *rows = NULL;
    size_t n = 0;
    int r = pack_table_read(l, &table, &rows, &n);
    if (r < 0)
        return r;
    l->pack->steps.row = rows;
    l->pack->steps.n = n;
    if (!n)
        steps_of_outputs(l);
    return 0;
}

/* ---- terms ---- */

static int read_term(struct pack_loader *l, void *row)
{
    static const char *const states[] = {"",         "preparation", "enrolment", "selection",
                                         "matching", "active",      "finishing", NULL};
    struct pack_term *t = row;
    int r, state;
    if ((r = read_stage_code(l, &t->stage)) < 0 ||
        (r = pack_read_word(l, "state", states, &state)) < 0 ||
        (r = pack_read_int(l, "from_percent", 0, 100, -1, &t->from_percent)) < 0 ||
        (r = pack_read_int(l, "to_percent", t->from_percent, 100, -1, &t->to_percent)) < 0)
        return r;
    t->state = states[state];
    t->beside = pack_text(l, "beside_ru");
    t->source = pack_text(l, "source");
    t->confidence = pack_text(l, "confidence");
    return 0;
}

static int read_terms(struct pack_loader *l)
{
    static const char *const columns[] = {"stage", "state", "from_percent", "to_percent", NULL};
    const struct pack_table table = {"stage-terms.tsv",        false,    columns, {"stage"},
                                     sizeof(struct pack_term), read_term};
    const void *rows = NULL;
    size_t n = 0, n_stages = l->pack->stages.n;
    int r = pack_table_read(l, &table, &rows, &n);
    if (r < 0)
        return r;
    const struct pack_term *read = rows;
    struct pack_term *terms = arena_array(l->a, struct pack_term, n_stages);
    for (size_t i = 0; i < n_stages; i++) /* one after another, alike in length */
        terms[i] = (struct pack_term){l->pack->stages.row[i].code,
                                      "",
                                      (int)(i * 100 / n_stages),
                                      (int)((i + 1) * 100 / n_stages),
                                      "",
                                      "",
                                      ""};
    for (size_t i = 0; i < n; i++)
        terms[stage_index(l->pack, read[i].stage)] = read[i];
    l->pack->terms.row = terms;
    l->pack->terms.n = n_stages;
    return 0;
}

/* ---- columns on paper ---- */

static int read_column(struct pack_loader *l, void *row)
{
    static const char *const codes[] = {"n", "event", "term", "who", "result", NULL};
    struct pack_roadmap_column *c = row;
    int r, code;
    if ((r = pack_read_word(l, "code", codes, &code)) < 0 ||
        (r = pack_read_filled(l, "name_ru", &c->name)) < 0 ||
        (r = pack_read_int(l, "width_percent", 1, 100, 0, &c->width)) < 0)
        return r;
    c->code = codes[code];
    return 0;
}

int pack_read_roadmap(struct pack_loader *l)
{
    static const char *const columns[] = {"code", "name_ru", "width_percent", NULL};
    const struct pack_table table = {"roadmap-columns.tsv",
                                     false,
                                     columns,
                                     {"code"},
                                     sizeof(struct pack_roadmap_column),
                                     read_column};
    const void *rows = NULL;
    int r = read_steps(l);
    if (r >= 0)
        r = read_terms(l);
    if (r >= 0)
        r = pack_table_read(l, &table, &rows, &l->pack->roadmap_columns.n);
    if (r >= 0)
        l->pack->roadmap_columns.row = rows;
    return r;
}
