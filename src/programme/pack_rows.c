/* The rows of each typed table of a pack. */
#include <string.h>

#include "base/i18n.h"
#include "programme/pack_tables.h"

static int read_head(struct pack_loader *l, void *row)
{
    (void)row;
    struct pack *p = l->pack;
    int format, r;
    if ((r = pack_read_int(l, "format", 1, 1000, 0, &format)) < 0)
        return r;
    if (format > PACK_FORMAT)
        return pack_bad(l, "format",
                        _("пакет сделан для формата %d, а программа знает %d. Обновите программу"),
                        format, PACK_FORMAT);
    if ((r = pack_read_code(l, "code", &p->code)) < 0 ||
        (r = pack_read_int(l, "version", 1, 1000000, 0, &p->version)) < 0 ||
        (r = pack_read_filled(l, "title_ru", &p->title)) < 0)
        return r;
    p->source = pack_text(l, "source");
    if ((r = pack_read_int(l, "meeting_days", 0, 366, 0, &p->meeting_days)) < 0 ||
        (r = pack_read_int(l, "meetings_least", 0, 1000, 0, &p->meetings_least)) < 0)
        return r;
    return 0;
}

static int read_who(struct pack_loader *l, const char *column, enum pack_who *ret)
{
    static const char *const words[] = {"pupil",    "student",  "teacher", "head",
                                        "lecturer", "employer", "partner", NULL};
    int who, r = *pack_text(l, column) ? pack_read_word(l, column, words, &who) : 0;
    if (r >= 0)
        *ret = *pack_text(l, column) ? (enum pack_who)(PACK_PUPIL + who) : PACK_ANYBODY;
    return r;
}

static int read_form(struct pack_loader *l, void *row)
{
    struct pack_form *f = row;
    int r;
    if ((r = pack_read_code(l, "code", &f->code)) < 0 ||
        (r = pack_read_filled(l, "name_ru", &f->name)) < 0)
        return r;
    if ((r = read_who(l, "mentee_who", &f->mentee)) < 0 ||
        (r = read_who(l, "mentor_who", &f->mentor)) < 0)
        return r;
    f->family = pack_text(l, "family");
    f->mentee_kind = pack_text(l, "mentee_kind");
    f->mentor_kind = pack_text(l, "mentor_kind");
    f->aim = pack_text(l, "aim_ru");
    f->mentor_requirements = pack_text(l, "mentor_requirements_ru");
    f->role_models = pack_items(l, "role_models");
    f->labour = !strcmp(pack_text(l, "labour"), "yes");
    f->source = pack_text(l, "source");
    f->confidence = pack_text(l, "confidence");
    return 0;
}

static int read_role_model(struct pack_loader *l, void *row)
{
    struct pack_role_model *m = row;
    int r;
    if ((r = pack_read_form(l, "form_code", false, &m->form_code)) < 0 ||
        (r = pack_read_code(l, "code", &m->code)) < 0 ||
        (r = pack_read_filled(l, "name_ru", &m->name)) < 0)
        return r;
    m->description = pack_text(l, "description_ru");
    m->confidence = pack_text(l, "confidence");
    return 0;
}

static int read_document(struct pack_loader *l, void *row)
{
    static const char *const words[] = {[PACK_PUBLISH_NEVER] = "",
                                        [PACK_PUBLISH_ASKED] = "names",
                                        [PACK_PUBLISH_FREELY] = "open",
                                        NULL};
    struct pack_document *d = row;
    int publication, r = pack_read_code(l, "code", &d->code);
    if (r >= 0)
        r = pack_read_word(l, "publication", words, &publication);
    if (r >= 0)
        d->publication = (enum pack_publication)publication;
    return r;
}

static int read_stage(struct pack_loader *l, void *row)
{
    struct pack_stage *s = row;
    int r;
    if ((r = pack_read_int(l, "order", 1, 100, 0, &s->order)) < 0 ||
        (r = pack_read_code(l, "code", &s->code)) < 0 ||
        (r = pack_read_filled(l, "name_ru", &s->name)) < 0)
        return r;
    s->tasks = pack_items(l, "tasks_ru");
    s->inside = pack_items(l, "inside_ru");
    s->outside = pack_items(l, "outside_ru");
    s->actors = pack_items(l, "actors_ru");
    s->outputs = pack_items(l, "outputs_ru");
    s->source = pack_text(l, "source");
    s->confidence = pack_text(l, "confidence");
    s->document_kinds = pack_items(l, "document_kinds");
    for (size_t i = 0; i < s->document_kinds.n; i++)
        if ((r = pack_check_document(l, "document_kinds", s->document_kinds.item[i])) < 0)
            return r;
    return 0;
}

static int read_meeting(struct pack_loader *l, void *row)
{
    static const char *const yes_no[] = {"no", "yes", NULL};
    struct pack_meeting_kind *m = row;
    int r, feedback;
    if ((r = pack_read_int(l, "order", 1, 100, 0, &m->order)) < 0 ||
        (r = pack_read_code(l, "code", &m->code)) < 0 ||
        (r = pack_read_filled(l, "name_ru", &m->name)) < 0 ||
        (r = pack_read_int(l, "duration_min_default", 0, 1440, 0, &m->minutes)) < 0 ||
        (r = pack_read_word(l, "feedback_required", yes_no, &feedback)) < 0)
        return r;
    m->feedback = feedback;
    m->agenda = pack_items(l, "tasks_ru");
    m->participants = pack_items(l, "participants_ru");
    m->result = pack_text(l, "result_ru");
    return 0;
}

static int read_question(struct pack_loader *l, void *row)
{
    static const char *const roles[] = {"mentee", "mentor", "parent", NULL};
    static const char *const types[] = {"scale10",      "open",         "bool", "frequency5",
                                        "person_rank3", "person_multi", NULL};
    static const char *const yes_no[] = {"no", "yes", NULL};
    struct pack_question *q = row;
    int r, type, required, role;
    if ((r = pack_read_form(l, "form_code", true, &q->form_code)) < 0 ||
        (r = pack_read_word(l, "role", roles, &role)) < 0 ||
        (r = pack_read_code(l, "phase", &q->phase)) < 0 ||
        (r = pack_read_int(l, "n", 1, 1000, 0, &q->n)) < 0 ||
        (r = pack_read_filled(l, "item_ru", &q->text)) < 0 ||
        (r = pack_read_word(l, "type", types, &type)) < 0 ||
        (r = pack_read_word(l, "required", yes_no, &required)) < 0)
        return r;
    const char *name = strchr(l->file, '/') + 1;
    q->questionnaire = arena_strndup(l->a, name, strlen(name) - strlen(".tsv"));
    q->role = roles[role];
    q->type = (enum pack_question_type)type;
    q->required = required;
    q->scale = pack_text(l, "scale");
    q->metric = pack_text(l, "metric");
    return 0;
}

static int read_registry(struct pack_loader *l, enum pack_registry *ret)
{
    static const char *const registries[] = {"mentee", "mentor", NULL};
    int which, r = pack_read_word(l, "registry", registries, &which);
    if (r == 0)
        *ret = (enum pack_registry)which;
    return r;
}

static int read_column(struct pack_loader *l, void *row)
{
    static const char *const types[] = {
        "int",          "person", "persons", "contact",         "year", "date", "text", "tags",
        "organisation", "form",   "range",   "hours_per_month", "url",  "bool", NULL};
    struct pack_column *c = row;
    int r, type;
    if ((r = read_registry(l, &c->registry)) < 0 || (r = pack_read_code(l, "code", &c->code)) < 0 ||
        (r = pack_read_filled(l, "name_ru", &c->name)) < 0 ||
        (r = pack_read_word(l, "type", types, &type)) < 0 ||
        (tsv_col(&l->t, "order") >= 0 && (r = pack_read_int(l, "order", 1, 100, 0, &c->order)) < 0))
        return r;
    c->type = (enum pack_column_type)type;
    c->publish = pack_text(l, "public");
    return 0;
}

static int read_word(struct pack_loader *l, void *row)
{
    static const char *const parts[] = {"", "surname", "given", "patronymic", "owner", NULL};
    struct pack_word *w = row;
    int r, part;
    if ((r = read_registry(l, &w->registry)) < 0 ||
        (r = pack_read_word(l, "part", parts, &part)) < 0 ||
        (r = pack_read_filled(l, "wording", &w->wording)) < 0)
        return r;
    const char *code = pack_text(l, "code");
    const struct pack_column *c = pack_column(l->pack, w->registry, code);
    w->part = (enum pack_part)part;
    w->column = -1;
    if (!*code)
        return 0;
    if (!c)
        return pack_bad(
            l, "code", _("столбца «%.64s» нет в registry-columns.tsv и registry-extras.tsv"), code);
    w->column = (int)(c - l->pack->columns[w->registry].row);
    return 0;
}

static int read_indicator(struct pack_loader *l, void *row)
{
    struct pack_indicator *i = row;
    int r, number; /* read where it is counted; here an edited pack is refused */
    if ((r = pack_read_code(l, "code", &i->code)) < 0 ||
        (r = pack_read_filled(l, "name_ru", &i->name)) < 0 ||
        (r = pack_read_int(l, "threshold", 0, PACK_METRIC_TOP, 0, &number)) < 0 ||
        (r = pack_read_int(l, "after_months", 0, 120, 0, &number)) < 0)
        return r;
    i->unit = pack_text(l, "unit");
    i->numerator = pack_text(l, "numerator_ru");
    i->denominator = pack_text(l, "denominator_ru");
    i->numerator_source = pack_text(l, "numerator_source");
    i->denominator_source = pack_text(l, "denominator_source");
    i->confidence = pack_text(l, "confidence");
    return 0;
}

static int read_criterion(struct pack_loader *l, void *row)
{
    struct pack_criterion *c = row;
    int r;
    if ((r = pack_read_code(l, "code", &c->code)) < 0 ||
        (r = pack_read_filled(l, "name_ru", &c->name)) < 0)
        return r;
    return pack_read_int(l, "weight", 0, 100, -1, &c->weight);
}

/* Official and additional columns of one registry into one array. */
static int split_columns(struct pack_loader *l, const struct pack_column *row, size_t n,
                         const struct pack_column *extra, size_t n_extra)
{
    for (enum pack_registry g = PACK_MENTEE; g < PACK_REGISTRIES; g++) {
        struct pack_column *out = arena_array(l->a, struct pack_column, n + n_extra);
        size_t k = 0;
        for (int order = 1; order <= 100; order++)
            for (size_t i = 0; i < n; i++)
                if (row[i].registry == g && row[i].order == order)
                    out[k++] = row[i];
        for (size_t i = 0; i < n_extra; i++) {
            if (extra[i].registry != g)
                continue;
            for (size_t j = 0; j < k; j++)
                if (!strcmp(out[j].code, extra[i].code))
                    return err_set(l->err, ERR_INVALID,
                                   _("registry-extras.tsv: столбец «%s» уже есть в "
                                     "registry-columns.tsv. Оставьте один из них"),
                                   extra[i].code);
            out[k++] = extra[i];
        }
        l->pack->columns[g].row = out;
        l->pack->columns[g].n = k;
    }
    return 0;
}

static int read_columns(struct pack_loader *l)
{
    const struct pack_table official = {
        "registry-columns.tsv",
        true,
        PACK_COLUMNS("registry", "order", "code", "name_ru", "type"),
        {"registry", "code"},
        sizeof(struct pack_column),
        read_column};
    const struct pack_table extras = {"registry-extras.tsv",
                                      false,
                                      PACK_COLUMNS("registry", "code", "name_ru", "type"),
                                      {"registry", "code"},
                                      sizeof(struct pack_column),
                                      read_column};
    const void *row = NULL, *extra = NULL;
    size_t n = 0, n_extra = 0;
    int r;
    if ((r = pack_table_read(l, &official, &row, &n)) < 0 ||
        (r = pack_table_read(l, &extras, &extra, &n_extra)) < 0)
        return r;
    return split_columns(l, row, n, extra, n_extra);
}

/* All files of questionnaires/ into one table. */
static int read_questions(struct pack_loader *l)
{
    struct pack_question *all = NULL;
    size_t n = 0;
    for (size_t i = 0; i < l->pack->n_files; i++) {
        const char *name = l->pack->files[i].name;
        if (strncmp(name, "questionnaires/", 15))
            continue;
        struct pack_table table = {
            name,
            true,
            PACK_COLUMNS("form_code", "role", "phase", "n", "item_ru", "type", "required"),
            {"n", "role", "phase", "form_code"},
            sizeof(struct pack_question),
            read_question};
        const void *rows = NULL;
        size_t more = 0;
        int r = pack_table_read(l, &table, &rows, &more);
        if (r < 0)
            return r;
        all = arena_grow(l->a, all, n * sizeof *all, (n + more) * sizeof *all);
        if (more)
            memcpy(all + n, rows, more * sizeof *all);
        n += more;
    }
    l->pack->questions.row = all;
    l->pack->questions.n = n;
    return 0;
}

/* Every role model that a form names stands in role-models.tsv for that form. */
static int check_role_models(struct pack_loader *l)
{
    const struct pack *p = l->pack;
    for (size_t i = 0; i < p->forms.n; i++)
        for (size_t k = 0; k < p->forms.row[i].role_models.n; k++) {
            const char *code = p->forms.row[i].role_models.item[k];
            bool known = false;
            for (size_t m = 0; m < p->role_models.n; m++)
                known |= !strcmp(p->role_models.row[m].code, code) &&
                         !strcmp(p->role_models.row[m].form_code, p->forms.row[i].code);
            if (!known)
                return err_set(l->err, ERR_INVALID,
                               _("forms.tsv: у формы «%s» названа ролевая модель «%s», а в "
                                 "role-models.tsv её нет. Добавьте строку"),
                               p->forms.row[i].code, code);
        }
    return 0;
}

int pack_read_all(struct pack_loader *l)
{
    struct pack *p = l->pack;
    struct err *err = l->err;
    PACK_TABLE(pack_form) head = {0};
    PACK_READ(head, "pack.tsv", true, PACK_COLUMNS("code", "version", "title_ru", "format"),
              {"code"}, 1, read_head);
    if (head.n != 1)
        return err_set(err, ERR_INVALID,
                       _("pack.tsv: нужна ровно одна строка под названиями столбцов"));
    PACK_READ(p->forms, "forms.tsv", true, PACK_COLUMNS("code", "name_ru"), {"code"},
              sizeof(struct pack_form), read_form);
    PACK_READ(p->role_models, "role-models.tsv", false,
              PACK_COLUMNS("form_code", "code", "name_ru"), {"code", "form_code"},
              sizeof(struct pack_role_model), read_role_model);
    int r = check_role_models(l);
    if (r < 0)
        return r;
    PACK_READ(p->documents, "document-kinds.tsv", false, PACK_COLUMNS("code"), {"code"},
              sizeof(struct pack_document), read_document);
    PACK_READ(p->stages, "stages.tsv", true, PACK_COLUMNS("order", "code", "name_ru"), {"code"},
              sizeof(struct pack_stage), read_stage);
    if ((r = pack_read_roadmap(l)) < 0)
        return r;
    PACK_READ(p->meetings, "meeting-kinds.tsv", true,
              PACK_COLUMNS("order", "code", "name_ru", "tasks_ru", "feedback_required"), {"code"},
              sizeof(struct pack_meeting_kind), read_meeting);
    if ((r = read_columns(l)) < 0 || (r = read_questions(l)) < 0)
        return r;
    PACK_READ(p->words, "registry-words.tsv", false,
              PACK_COLUMNS("registry", "code", "part", "wording"), {"wording", "registry"},
              sizeof(struct pack_word), read_word);
    PACK_READ(p->indicators, "indicators.tsv", false, PACK_COLUMNS("code", "name_ru"), {"code"},
              sizeof(struct pack_indicator), read_indicator);
    PACK_READ(p->criteria, "criteria.tsv", false, PACK_COLUMNS("code", "name_ru", "weight"),
              {"code"}, sizeof(struct pack_criterion), read_criterion);
    r = pack_read_teachers(l);
    if (r >= 0)
        r = pack_read_mentors(l);
    if (r >= 0)
        r = pack_read_monitoring(l);
    return r < 0 ? r : pack_read_enrolment(l);
}
