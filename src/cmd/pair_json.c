#include <jansson.h>
#include <string.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "cmd/pair.h"

static json_t *text(const char *s)
{
    return json_string(s ? s : "");
}

static json_t *input_of(const struct pair_file *f)
{
    return json_pack("{s:s, s:s, s:I, s:I}", "file", f->name, "blake2b", f->digest, "people",
                     (json_int_t)f->n, "skipped_rows", (json_int_t)f->n_skipped);
}

static json_t *shared_words(const struct explained_part *part)
{
    json_t *why = json_array();
    for (size_t i = 0; i < part->n_shared; i++) {
        json_t *words = json_pack("[s, s]", part->shared[i].mentee, part->shared[i].mentor);
        if (part->shared[i].curator_only)
            json_array_append_new(words, json_string("curator_only"));
        json_array_append_new(why, words);
    }
    return why;
}

static json_t *next_best(const struct pair_job *job, const struct pairing_pair *pair)
{
    json_t *next = json_array();
    for (uint32_t i = 0; i < pair->n_next; i++)
        json_array_append_new(
            next, json_pack("{s:s, s:i, s:b}", "mentor",
                            pair_person_of(job, PACK_MENTOR, pair->next[i].mentor)->name, "score",
                            (pair->next[i].score + 5) / 10, "has_room", pair->next[i].has_room));
    return next;
}

static json_t *pair_of(const struct pair_job *job, struct arena *scratch,
                       const struct pairing_pair *pair)
{
    struct explanation e;
    criterion_explain(job->result->run, scratch, pair->mentee, pair->mentor, &e);
    json_t *parts = json_array();
    for (size_t i = 0; i < e.n_parts; i++) {
        const struct explained_part *part = &e.part[i];
        json_array_append_new(parts,
                              json_pack("{s:s, s:s, s:i, s:i, s:s, s:o}", "code",
                                        criterion_code(part->criterion), "name", part->name,
                                        "weight", (int)part->weight, "points", (int)part->points,
                                        "comment", part->comment, "why", shared_words(part)));
    }
    const struct pair_person *mentee = pair_person_of(job, PACK_MENTEE, pair->mentee);
    const struct pair_person *mentor = pair_person_of(job, PACK_MENTOR, pair->mentor);
    return json_pack("{s:s, s:I, s:s, s:I, s:i, s:s, s:b, s:o, s:o}", "mentee", mentee->name,
                     "mentee_row", (json_int_t)mentee->row_no, "mentor", mentor->name, "mentor_row",
                     (json_int_t)mentor->row_no, "score", (int)criterion_points(&pair->score),
                     "why", e.why, "pinned", pair->pinned, "parts", parts, "next",
                     next_best(job, pair));
}

static json_t *unpaired(const struct pair_job *job)
{
    json_t *all = json_array();
    for (size_t i = 0; i < job->result->n_mentees_alone; i++) {
        const struct pairing_alone *x = &job->result->mentee_alone[i];
        json_t *help = json_array();
        for (size_t k = 0; k < x->n_helps; k++)
            json_array_append_new(
                help, json_pack("{s:s, s:s, s:s}", "what",
                                x->help[k].kind == PAIRING_ROOM ? "room" : "allow", "mentor",
                                pair_person_of(job, PACK_MENTOR, x->help[k].mentor)->name, "text",
                                x->help[k].text));
        json_array_append_new(all, json_pack("{s:s, s:s, s:s, s:s, s:o}", "mentee",
                                             pair_person_of(job, PACK_MENTEE, x->who)->name,
                                             "reason_code", x->code, "reason", x->text, "detail",
                                             x->detail, "help", help));
    }
    return all;
}

static json_t *free_mentors(const struct pair_job *job)
{
    json_t *all = json_array();
    for (size_t i = 0; i < job->result->n_mentors_alone; i++) {
        const struct pairing_alone *x = &job->result->mentor_alone[i];
        json_array_append_new(all, json_pack("{s:s, s:s, s:s}", "mentor",
                                             pair_person_of(job, PACK_MENTOR, x->who)->name,
                                             "reason_code", x->code, "reason", x->text));
    }
    return all;
}

/* Rows that take no part, on both sides. */
static json_t *left_out(const struct pair_job *job)
{
    json_t *all = json_array();
    for (enum pack_registry g = PACK_MENTEE; g < PACK_REGISTRIES; g++)
        for (size_t i = 0; i < job->file[g].n; i++) {
            const struct pair_person *who = &job->file[g].person[i];
            if (who->left_out)
                json_array_append_new(all,
                                      json_pack("{s:s, s:I, s:s, s:s}", "file", job->file[g].name,
                                                "row", (json_int_t)who->row_no, "name", who->name,
                                                "reason", who->left_out));
        }
    return all;
}

static json_t *problems(const struct pair_job *job)
{
    json_t *all = json_array();
    for (size_t i = 0; i < job->remarks.n; i++) {
        const struct pair_remark *m = &job->remarks.row[i];
        json_array_append_new(all,
                              json_pack("{s:s, s:I, s:s, s:s, s:s, s:s}", "file", m->file, "row",
                                        (json_int_t)m->row_no, "column", m->column, "value",
                                        m->value, "message", m->message, "done", m->done));
    }
    return all;
}

static json_t *settings(const struct pair_job *job)
{
    const struct pair_options *o = job->options;
    json_t *all = json_pack("{s:I, s:I, s:s}", "hours_per_mentee", (json_int_t)o->hours_per_mentee,
                            "max_mentees", (json_int_t)o->max_mentees, "across", o->across);
    for (enum pairing_setting k = 0; k < SETTINGS; k++)
        json_object_set_new(all, pairing_setting_code(k),
                            json_integer(pairing_setting_get(&o->settings, k)));
    return all;
}

static json_t *weights(const struct pair_job *job)
{
    json_t *all = json_object();
    for (enum criterion c = 0; c < CRITERIA; c++)
        json_object_set_new(all, criterion_code(c),
                            json_integer(job->input.people.criteria.of[c].weight));
    return all;
}

static json_t *summary(const struct pair_job *job)
{
    const struct pairing *p = job->result;
    const struct pairing_facts *f = &p->facts;
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:b, s:I, s:I, s:s, s:I, s:[I, I, I, I]}",
                     "mentees", (json_int_t)job->input.people.n_mentees, "mentors",
                     (json_int_t)job->input.people.n_mentors, "places", (json_int_t)p->n_places,
                     "pairs", (json_int_t)p->n_pairs, "unpaired", (json_int_t)p->n_mentees_alone,
                     "free_mentors", (json_int_t)p->n_mentors_alone, "score", (json_int_t)p->score,
                     "all_pairs_looked_at", !p->cut, "gap_pairs", (json_int_t)f->gap_pairs,
                     "gap_score", (json_int_t)f->gap_score, "certificate",
                     f->proved ? "ok" : "bound", "blocking", (json_int_t)f->blocking, "near",
                     (json_int_t)f->near[NEAR_ORGANISATION], (json_int_t)f->near[NEAR_MUNICIPALITY],
                     (json_int_t)f->near[NEAR_REGION], (json_int_t)f->near[NEAR_FAR]);
}

int pair_write_json(const struct pair_job *job, const char *path, struct err *err)
{
    struct arena *scratch = arena_new();
    json_t *pairs = json_array();
    for (size_t i = 0; i < job->result->n_pairs; i++) {
        json_array_append_new(pairs, pair_of(job, scratch, &job->result->pair[i]));
        arena_reset(scratch);
    }
    arena_free(scratch);
    json_t *root = json_object();
    json_object_set_new(root, "version", text(NASTAVNIK_VERSION));
    json_object_set_new(root, "input",
                        json_pack("{s:{s:s, s:i, s:s}, s:o, s:o, s:o}", "pack", "code",
                                  job->p->code, "version", job->p->version, "digest",
                                  job->p->digest, "mentees", input_of(&job->file[PACK_MENTEE]),
                                  "mentors", input_of(&job->file[PACK_MENTOR]), "settings",
                                  settings(job)));
    json_object_set_new(root, "weights", weights(job));
    json_object_set_new(root, "summary", summary(job));
    json_object_set_new(root, "pairs", pairs);
    json_object_set_new(root, "unpaired", unpaired(job));
    json_object_set_new(root, "free_mentors", free_mentors(job));
    json_object_set_new(root, "left_out", left_out(job));
    json_object_set_new(root, "problems", problems(job));
    char *out = json_dumps(root, JSON_INDENT(1));
    json_decref(root);
    if (!out)
        return err_set(err, ERR_LIMIT, _("Не хватило памяти на «%s»"), path);
    int r = fs_write(path, out, strlen(out), err);
    json_free_t release;
    json_get_alloc_funcs(NULL, &release);
    release(out);
    return r;
}
