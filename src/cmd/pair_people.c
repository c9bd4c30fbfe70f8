/* Rows of the two files → profiles, pins, vetoes and settings of the pairing. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/map.h"
#include "base/utf8.h"
#include "cmd/pair.h"

#define SEVERAL (MAP_NONE - 1)

struct builder {
    struct pair_job *job;
    struct err *err;
    struct map place;                    /* spelling of a place → number, from 1 */
    struct map person;                   /* name and year → number, from 1 */
    struct map by_name[PACK_REGISTRIES]; /* name key → profile, or SEVERAL */
    struct criterion_mark *pin, *veto;
    size_t n_pins, n_vetoes, cap_pins;
};

const char *pair_text(const struct pair_job *job, enum pack_registry side,
                      const struct pair_person *who, const char *code)
{
    const struct pack_column *c = pack_column(job->p, side, code);
    return c ? who->cell[c - job->p->columns[side].row] : "";
}

/* A number for a spelling; 0 for an empty text. */
static int64_t number_of(struct map *m, const char *text)
{
    const char *key = utf8_key(m->a, text);
    if (!*key)
        return 0;
    uint32_t *at = map_at(m, key);
    if (*at == MAP_NONE)
        *at = (uint32_t)m->n;
    return *at;
}

static struct person_profile profile_of(struct builder *b, enum pack_registry side,
                                        struct pair_person *who, uint32_t index)
{
    const struct pair_job *job = b->job;
    const char *place = pair_text(job, side, who, side == PACK_MENTEE ? "place" : "mentor_place");
    const char *key =
        arena_printf(job->a, "%s %d", who->identity.name_key, who->identity.birth_year);
    who->profile = index;
    uint32_t *same = map_at(&b->by_name[side], who->identity.name_key);
    *same = *same == MAP_NONE ? index : SEVERAL;
    return (struct person_profile){
        .id = (int64_t)index + 1,
        .person = who->identity.birth_year ? number_of(&b->person, key) : 0,
        .name = who->name,
        .birth_year = who->identity.birth_year,
        .organisation = number_of(&b->place, place),
        .municipality = number_of(&b->place, pair_text(job, side, who, "municipality")),
        .region = number_of(&b->place, pair_text(job, side, who, "region")),
        .place = place,
        .form = pair_text(job, side, who, "form"),
        .time = pair_text(job, side, who, "time_resource"),
    };
}

/* The only person of a side that a name can mean; MAP_NONE and whether there are several such
 * people otherwise. An exact name goes before a similar one. */
static uint32_t find_person(const struct builder *b, enum pack_registry side,
                            const struct registry_identity *name, bool *ret_several)
{
    const struct pair_job *job = b->job;
    uint32_t n = side == PACK_MENTEE ? job->input.people.n_mentees : job->input.people.n_mentors;
    uint32_t found = map_get(&b->by_name[side], name->name_key);
    struct registry_identity wanted = *name;
    wanted.birth_year = job->today.year; /* only the names are compared */
    *ret_several = found == SEVERAL;
    if (found != MAP_NONE)
        return *ret_several ? MAP_NONE : found;
    for (uint32_t i = 0; i < n; i++) {
        struct registry_identity x = pair_person_of(job, side, i)->identity;
        x.birth_year = wanted.birth_year;
        x.n_contacts = 0;
        if (registry_same_person(&x, &wanted) == REGISTRY_DIFFERENT)
            continue;
        *ret_several = found != MAP_NONE;
        if (*ret_several)
            return MAP_NONE;
        found = i;
    }
    return found;
}

/* Profiles of those who take part; the arrays are as long as the file. */
static uint32_t number_people(struct builder *b, enum pack_registry side, uint32_t *person_of)
{
    struct pair_file *f = &b->job->file[side];
    uint32_t n = 0;
    for (size_t i = 0; i < f->n; i++)
        if (!f->person[i].left_out)
            person_of[n++] = (uint32_t)i;
    return n;
}

static void make_mentees(struct builder *b)
{
    struct pair_job *job = b->job;
    struct pair_file *f = &job->file[PACK_MENTEE];
    uint32_t *person_of = arena_array(job->a, uint32_t, f->n);
    uint32_t n = number_people(b, PACK_MENTEE, person_of);
    struct mentee_profile *m = arena_array(job->a, struct mentee_profile, n);
    for (uint32_t i = 0; i < n; i++) {
        struct pair_person *who = &f->person[person_of[i]];
        m[i].p = profile_of(b, PACK_MENTEE, who, i);
        m[i].request = pair_text(job, PACK_MENTEE, who, "main_request");
    }
    job->person_of[PACK_MENTEE] = person_of;
    job->input.people.mentee = m;
    job->input.people.n_mentees = n;
}

static struct mentor_profile *make_mentors(struct builder *b)
{
    struct pair_job *job = b->job;
    struct pair_file *f = &job->file[PACK_MENTOR];
    uint32_t *person_of = arena_array(job->a, uint32_t, f->n);
    uint32_t n = number_people(b, PACK_MENTOR, person_of);
    struct mentor_profile *m = arena_array(job->a, struct mentor_profile, n);
    for (uint32_t i = 0; i < n; i++) {
        struct pair_person *who = &f->person[person_of[i]];
        m[i].p = profile_of(b, PACK_MENTOR, who, i);
        m[i].competencies = pair_text(job, PACK_MENTOR, who, "competencies");
        m[i].achievements = pair_text(job, PACK_MENTOR, who, "achievements");
        m[i].interests = pair_text(job, PACK_MENTOR, who, "interests");
        m[i].age_wish = pair_text(job, PACK_MENTOR, who, "mentee_age_wish");
    }
    job->person_of[PACK_MENTOR] = person_of;
    job->input.people.mentor = m;
    job->input.people.n_mentors = n;
    return m;
}

/* ---- who is meant ---------------------------------------------------------------------- */

static void add_pin(struct builder *b, uint32_t mentee, uint32_t mentor)
{
    struct criterion_mark mark = {(int64_t)mentee + 1, (int64_t)mentor + 1};
    for (size_t i = 0; i < b->n_pins; i++)
        if (b->pin[i].mentee == mark.mentee)
            return;
    if (b->n_pins == b->cap_pins) {
        size_t cap = b->cap_pins ? b->cap_pins * 2 : 64;
        b->pin = arena_grow(b->job->a, b->pin, b->cap_pins * sizeof *b->pin, cap * sizeof *b->pin);
        b->cap_pins = cap;
    }
    b->pin[b->n_pins++] = mark;
}

/* «ФИО=ФИО» of the command line: a mentee and a mentor. */
static int read_mark(struct builder *b, const char *text, uint32_t ret[2])
{
    struct arena *a = b->job->a;
    const char *eq = strchr(text, '=');
    if (!eq)
        return err_set(b->err, ERR_INVALID,
                       _("«%s»: нужны наставляемый и наставник через «=», например "
                         "«Ким Артём=Орлова Дарья»"),
                       text);
    const char *side_text[2] = {arena_strndup(a, text, (size_t)(eq - text)), eq + 1};
    for (enum pack_registry g = PACK_MENTEE; g < PACK_REGISTRIES; g++) {
        struct registry_name name;
        struct registry_identity who;
        bool several;
        if (!registry_parse_name(a, side_text[g], &name))
            return err_set(b->err, ERR_INVALID, _("«%s»: не похоже на имя"), side_text[g]);
        who = registry_identity_of(a, &name, 0, NULL, 0);
        ret[g] = find_person(b, g, &who, &several);
        if (ret[g] == MAP_NONE)
            return err_set(
                b->err, ERR_INVALID,
                several ? _("«%s»: таких людей в таблице «%s» несколько. Напишите имя полнее")
                        : _("«%s»: такого человека в таблице «%s» нет"),
                side_text[g], b->job->file[g].name);
    }
    return 0;
}

static int read_marks(struct builder *b)
{
    const struct pair_options *o = b->job->options;
    uint32_t who[2];
    int r;
    b->veto = arena_array(b->job->a, struct criterion_mark, o->n_vetoes);
    for (size_t i = 0; i < o->n_vetoes; i++) {
        if ((r = read_mark(b, o->veto[i], who)) < 0)
            return r;
        b->veto[b->n_vetoes++] =
            (struct criterion_mark){(int64_t)who[PACK_MENTEE] + 1, (int64_t)who[PACK_MENTOR] + 1};
    }
    for (size_t i = 0; i < o->n_pins; i++) {
        if ((r = read_mark(b, o->pin[i], who)) < 0)
            return r;
        add_pin(b, who[PACK_MENTEE], who[PACK_MENTOR]);
    }
    return 0;
}

/* ---- pairs that the files already name -------------------------------------------------- */

/* A mentee whose mentor is not in the other file has one already and stays out. */
static void leave_out_paired(struct builder *b)
{
    struct pair_file *f = &b->job->file[PACK_MENTEE];
    for (size_t i = 0; i < f->n; i++) {
        struct pair_person *who = &f->person[i];
        bool several;
        if (who->left_out || !who->n_mates ||
            find_person(b, PACK_MENTOR, &who->mate[0], &several) != MAP_NONE || several)
            continue;
        who->left_out = arena_printf(b->job->a, _("наставник уже назван: %s"),
                                     pair_text(b->job, PACK_MENTEE, who, "mentor_name"));
    }
}

/* A mentee whose mentor stands in the file keeps them. */
static void keep_mentors_of_mentees(struct builder *b)
{
    struct pair_file *f = &b->job->file[PACK_MENTEE];
    for (size_t i = 0; i < f->n; i++) {
        const struct pair_person *who = &f->person[i];
        bool several;
        if (who->left_out || !who->n_mates)
            continue;
        uint32_t mentor = find_person(b, PACK_MENTOR, &who->mate[0], &several);
        if (mentor != MAP_NONE)
            add_pin(b, who->profile, mentor);
        else
            pair_remark(b->job, (struct pair_remark){
                                    .file = f->name,
                                    .row_no = who->row_no,
                                    .column = "",
                                    .value = pair_text(b->job, PACK_MENTEE, who, "mentor_name"),
                                    .message = _("так зовут нескольких наставников"),
                                    .done = _("пара подобрана заново"),
                                });
    }
}

/* Mentees named by a mentor: those of the other file are kept, the rest take up places. */
static void keep_mentees_of_mentors(struct builder *b, struct mentor_profile *mentors)
{
    struct pair_file *f = &b->job->file[PACK_MENTOR];
    for (size_t i = 0; i < f->n; i++) {
        struct pair_person *who = &f->person[i];
        for (size_t k = 0; !who->left_out && k < who->n_mates; k++) {
            bool several;
            uint32_t mentee = find_person(b, PACK_MENTEE, &who->mate[k], &several);
            if (mentee != MAP_NONE)
                add_pin(b, mentee, who->profile);
            else
                mentors[who->profile].taken++;
        }
    }
}

static void name_forms(struct pair_job *job)
{
    struct criterion_form *form = arena_array(job->a, struct criterion_form, job->p->forms.n);
    for (size_t i = 0; i < job->p->forms.n; i++)
        form[i] = (struct criterion_form){job->p->forms.row[i].code, job->p->forms.row[i].name};
    job->input.people.form = form;
    job->input.people.n_forms = job->p->forms.n;
}

static int load_rules(struct pair_job *job, struct err *err)
{
    struct criterion_input *in = &job->input.people;
    static const char *const name[] = {
        "topics/topics.tsv", "topics/terms.tsv", "topics/relations.tsv", "topics/stopwords.tsv",
        "topics/ages.tsv",   "topics/time.tsv",  "topics/forms.tsv",     "criteria.tsv"};
    struct topics_file f[sizeof name / sizeof *name];
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        const struct pack_file *file = pack_file(job->p, name[i]);
        if (!file)
            return err_set(err, ERR_INVALID, _("В пакете нет файла «%s». Добавьте его"), name[i]);
        f[i] = (struct topics_file){file->data, file->n};
    }
    int r;
    if ((r = topics_load(job->a, &(struct topics_source){f[0], f[1], f[2], f[3]}, err,
                         &in->topics)) < 0 ||
        (r = wordings_load(job->a, &(struct wording_source){f[4], f[5], f[6]}, err,
                           &in->wordings)) < 0)
        return r;
    return criteria_load(job->a, f[7], err, &in->criteria);
}

/* «topics=60,place=0» */
static int set_weights(struct pair_job *job, const char *text, struct err *err)
{
    for (const char *p = text; *p;) {
        size_t n = strcspn(p, ",");
        const char *item = arena_strndup(job->a, p, n), *eq = strchr(item, '=');
        enum criterion c =
            eq ? criterion_find(arena_strndup(job->a, item, (size_t)(eq - item))) : CRITERIA;
        char *end = NULL;
        long weight = eq ? strtol(eq + 1, &end, 10) : -1;
        if (c == CRITERIA || end == eq + 1 || *end || weight < 0 || weight > CRITERION_WEIGHT_MAX)
            return err_set(err, ERR_INVALID,
                           _("--weights: «%s» не понято. Нужно вида topics=60,place=0; вес от 0 до "
                             "%d"),
                           item, CRITERION_WEIGHT_MAX);
        job->input.people.criteria.of[c].weight = (uint8_t)weight;
        p += n;
        p += *p != '\0';
    }
    return 0;
}

/* «Same organisation» can exclude nobody when a file does not say where its people are. */
static void remark_places(struct pair_job *job)
{
    static const char *const code[][PACK_REGISTRIES] = {
        [SCOPE_SAME_ORGANISATION] = {"place", "mentor_place"},
        [SCOPE_SAME_MUNICIPALITY] = {"municipality", "municipality"},
        [SCOPE_SAME_REGION] = {"region", "region"},
    };
    enum criterion_scope scope = job->options->scope;
    for (enum pack_registry g = PACK_MENTEE; scope != SCOPE_ANY && g < PACK_REGISTRIES; g++) {
        const struct registry_head *head = &job->file[g].head;
        const struct pack_column *c = pack_column(job->p, g, code[scope][g]);
        bool there = false;
        for (size_t i = 0; c && i < head->n_cols; i++)
            there |= head->target[i].column == c - job->p->columns[g].row;
        if (c && !there)
            pair_remark(job, (struct pair_remark){
                                 .file = job->file[g].name,
                                 .row_no = head->row_no,
                                 .column = c->name,
                                 .value = "",
                                 .message = _("такого столбца нет, поэтому --across никого не "
                                              "ограничивает"),
                                 .done = _("пары подобраны без этой границы"),
                             });
    }
}

int pair_people(struct pair_job *job, struct err *err)
{
    struct builder b = {.job = job, .err = err};
    const struct pair_options *o = job->options;
    int r = load_rules(job, err);
    if (r < 0 || (r = set_weights(job, o->weights, err)) < 0)
        return r;
    map_init(&b.place, job->a, 256);
    map_init(&b.person, job->a, 1024);
    map_init(&b.by_name[PACK_MENTEE], job->a, job->file[PACK_MENTEE].n);
    map_init(&b.by_name[PACK_MENTOR], job->a, job->file[PACK_MENTOR].n);
    struct mentor_profile *mentors = make_mentors(&b);
    leave_out_paired(&b);
    make_mentees(&b);
    if ((r = read_marks(&b)) < 0)
        return r;
    remark_places(job);
    name_forms(job);
    keep_mentors_of_mentees(&b);
    keep_mentees_of_mentors(&b, mentors);
    struct criterion_input *in = &job->input.people;
    in->settings = criterion_settings_default(job->today.year);
    in->settings.scope = o->scope;
    in->settings.hours_per_mentee = (float)o->hours_per_mentee;
    in->settings.max_mentees = (unsigned)o->max_mentees;
    in->veto = b.veto;
    in->n_vetoes = b.n_vetoes;
    job->input.pin = b.pin;
    job->input.n_pins = b.n_pins;
    job->input.settings = o->settings;
    return 0;
}
