/* Editing of a draft: its texts and its plan. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "frame/route.h"
#include "work/personal.html.h"
#include "work/personal_pages.h"

/* Said at the form, or the error itself. */
static int refused(struct req *req, const char *field, int r)
{
    if (r != ERR_CONFLICT && r != ERR_INVALID && r != ERR_LIMIT)
        return r;
    form_error(req->form, field, "%s", req->err.text);
    return req_retry(req);
}

/* ---- texts ---- */

struct text_form {
    struct date starts, ends;
    struct text_list types;
    int64_t version;
    const char *body[PERSONAL_SECTIONS];
};

#define BODY(i)                                                                                    \
    {                                                                                              \
        .name = "b" #i, .type = FIELD_AREA, .offset = offsetof(struct text_form, body[i]),         \
        .label = N_("Часть программы"), .optional = true, .max = PERSONAL_PART_MAX                 \
    }
#define N_HEAD 4
static const struct field text_fields[] = {
    FIELD(struct text_form, starts, FIELD_DATE, .label = N_("Начало"),
          .hint = N_("Например, 15.09.2026"), .empty = N_("Укажите день начала")),
    FIELD(struct text_form, ends, FIELD_DATE, .label = N_("Завершение"),
          .hint = N_("Например, 30.05.2027"), .empty = N_("Укажите день завершения")),
    FIELD(struct text_form, types, FIELD_TEXTS, .label = N_("Вид наставничества"),
          .hint = N_("Можно несколько"), .empty = N_("Выберите вид наставничества"), .max = 20),
    FIELD(struct text_form, version, FIELD_INT, .label = N_("Версия"), .optional = true),
    BODY(0),
    BODY(1),
    BODY(2),
    BODY(3),
    BODY(4),
    BODY(5),
    BODY(6),
    BODY(7),
    BODY(8),
    BODY(9),
    BODY(10),
    BODY(11),
    BODY(12),
    BODY(13),
    BODY(14),
    BODY(15),
    BODY(16),
    BODY(17),
    BODY(18),
    BODY(19),
};
const struct form_def personal_text_form = FORM_DEF(struct text_form, text_fields);

static const struct choice *type_choices(struct req *req, const struct pack *pack)
{
    struct choice *list = arena_array(req->a, struct choice, pack->types.n + 1);
    for (size_t i = 0; i < pack->types.n; i++)
        list[i] = (struct choice){pack->types.row[i].code, pack->types.row[i].name,
                                  pack->types.row[i].description};
    return list;
}

/* "a;b" → {"a", "b"}. */
static struct text_list codes_of(struct req *req, const char *codes)
{
    const char **list = arena_array(req->a, const char *, strlen(codes) + 1);
    size_t n = 0;
    for (const char *s = codes; *s;) {
        size_t len = strcspn(s, ";");
        list[n++] = arena_strndup(req->a, s, len);
        s += len + (s[len] == ';');
    }
    return (struct text_list){list, n};
}

int personal_text_get(struct req *req)
{
    struct personal x;
    struct text_form initial = {0};
    struct personal_text_page data = {0};
    int r = personal_of(req, &x, &data.base);
    if (r < 0)
        return r;
    date_parse_iso(x.row.starts_on, &initial.starts);
    date_parse_iso(x.row.ends_on, &initial.ends);
    initial.types = codes_of(req, x.row.types);
    initial.version = x.row.version;
    struct field *fields = arena_array(req->a, struct field, x.n_parts);
    for (size_t i = 0; i < x.n_parts; i++) {
        const struct pack_section *s = x.parts[i].section;
        initial.body[i] = x.parts[i].body;
        fields[i] = text_fields[N_HEAD + i];
        fields[i].label = s->name;
        fields[i].hint = *s->hint ? s->hint : NULL;
        fields[i].optional = !s->required;
    }
    data.form = req_form(req, &personal_text_form, &initial);
    data.fields = fields;
    data.n = x.n_parts;
    data.types = type_choices(req, x.duo.pack);
    struct page page = {.title = _("Программа пары: текст и срок"),
                        .body = personal_text_view,
                        .data = &data,
                        .form = data.form};
    return personal_show(req, &x, data.base, &page);
}

static const char *joined(struct req *req, const struct pack *pack, const struct text_list *codes)
{
    struct strbuf b;
    strbuf_init(&b, req->a);
    for (size_t i = 0; i < codes->n; i++)
        if (pack_type(pack, codes->v[i]))
            strbuf_printf(&b, "%s%s", b.len ? ";" : "", codes->v[i]);
    return b.s;
}

int personal_text_post(struct req *req)
{
    const struct text_form *in = req_input(req);
    const char *base;
    struct personal x;
    int r = personal_of(req, &x, &base);
    if (r < 0)
        return r;
    struct personal_text text = {in->version, in->starts, in->ends,
                                 joined(req, x.duo.pack, &in->types), in->body};
    r = personal_save(req->db, req->a, &x, &text, &req->err);
    if (r < 0)
        return refused(req, r == ERR_INVALID ? "ends" : NULL, r);
    r = req_audit(req, "personal.text", "personal", x.row.id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Сохранено"));
    return req_redirect(req, "%s", base);
}

/* ---- the library ---- */

struct plan_form {
    struct text_list tasks;
};
static const struct field plan_fields[] = {
    FIELD(struct plan_form, tasks, FIELD_TEXTS, .label = N_("Мероприятия"),
          .empty = N_("Отметьте хотя бы одно мероприятие"), .max = PERSONAL_STEPS),
};
const struct form_def personal_plan_form = FORM_DEF(struct plan_form, plan_fields);

int personal_plan_get(struct req *req)
{
    struct personal x;
    struct personal_plan_page data = {0};
    int r = personal_of(req, &x, &data.base);
    if (r < 0)
        return r;
    const struct pack *pack = x.duo.pack;
    struct personal_task_line *lines =
        arena_array(req->a, struct personal_task_line, pack->tasks.n);
    for (size_t i = 0; i < pack->tasks.n; i++) {
        lines[i].task = &pack->tasks.row[i];
        for (size_t k = 0; k < x.n_steps; k++)
            lines[i].there |= !strcmp(x.steps[k].task, pack->tasks.row[i].code);
    }
    data.tasks = lines;
    data.n = pack->tasks.n;
    data.form = req_form(req, &personal_plan_form, NULL);
    struct page page = {.title = _("Библиотека мероприятий"),
                        .body = personal_plan_view,
                        .data = &data,
                        .form = data.form};
    return personal_show(req, &x, data.base, &page);
}

int personal_plan_post(struct req *req)
{
    const struct plan_form *in = req_input(req);
    const char *base;
    struct personal x;
    int r = personal_of(req, &x, &base);
    if (r >= 0)
        r = personal_take(req->db, req->a, req->clock, &x, in->tasks.v, in->tasks.n, &req->err);
    if (r < 0)
        return refused(req, "tasks", r);
    r = req_audit(req, "personal.plan", "personal", x.row.id, "");
    return r < 0 ? r : req_redirect(req, "%s#plan", base);
}

/* ---- one row ---- */

struct step_form {
    int64_t key;
    const char *stage, *direction, *name, *form, *who, *result;
    struct date due;
};
static const struct field step_fields[] = {
    FIELD(struct step_form, key, FIELD_ID, .label = N_("Мероприятие"), .optional = true),
    FIELD(struct step_form, stage, FIELD_CHOICE, .label = N_("Этап"), .empty = N_("Выберите этап"),
          .max = 64),
    FIELD(struct step_form, direction, FIELD_TEXT, .label = N_("Направление"),
          .hint = N_("Например, «Урок» или «Работа с родителями»"), .optional = true,
          .max = PERSONAL_TEXT_MAX),
    FIELD(struct step_form, name, FIELD_TEXT, .label = N_("Что будет сделано"),
          .empty = N_("Напишите, что будет сделано"), .max = PERSONAL_TEXT_MAX),
    FIELD(struct step_form, form, FIELD_TEXT, .label = N_("Форма"),
          .hint = N_("Например, консультация или посещение урока"), .optional = true,
          .max = PERSONAL_TEXT_MAX),
    FIELD(struct step_form, due, FIELD_DATE, .label = N_("Срок"),
          .hint = N_("Например, 05.11.2026"), .empty = N_("Укажите день")),
    FIELD(struct step_form, who, FIELD_TEXT, .label = N_("Кто отвечает"), .optional = true,
          .max = PERSONAL_TEXT_MAX),
    FIELD(struct step_form, result, FIELD_TEXT, .label = N_("Планируемый результат"),
          .empty = N_("Напишите, каким будет результат"), .max = PERSONAL_TEXT_MAX),
};
const struct form_def personal_step_form = FORM_DEF(struct step_form, step_fields);

struct drop_form {
    int64_t key;
};
static const struct field drop_fields[] = {
    FIELD(struct drop_form, key, FIELD_ID, .label = N_("Мероприятие")),
};
const struct form_def personal_drop_form = FORM_DEF(struct drop_form, drop_fields);

static struct step_form step_of(const struct personal *x, int64_t key)
{
    struct step_form f = {.stage = "", .who = _("наставник, наставляемый")};
    for (size_t i = 0; i < x->n_steps; i++) {
        const struct personal_steps *s = &x->steps[i];
        if (s->key != key)
            continue;
        f = (struct step_form){key,     s->stage, s->direction, s->name,
                               s->form, s->who,   s->result,    {0}};
        date_parse_iso(s->due_on, &f.due);
    }
    return f;
}

int personal_step_get(struct req *req)
{
    struct personal x;
    struct personal_step_page data = {0};
    int r = personal_of(req, &x, &data.base);
    if (r < 0)
        return r;
    const struct step_form *sent = req->form ? form_values(req->form) : NULL;
    int64_t key = sent ? sent->key : req_query_int(req, "key", 1, INT64_MAX, 0);
    struct step_form initial = step_of(&x, key);
    const struct pack *pack = x.duo.pack;
    struct choice *stages = arena_array(req->a, struct choice, pack->personal_stages.n + 1);
    for (size_t i = 0; i < pack->personal_stages.n; i++)
        stages[i] = (struct choice){pack->personal_stages.row[i].code,
                                    pack->personal_stages.row[i].name, NULL};
    data.form = req_form(req, &personal_step_form, &initial);
    data.stages = stages;
    data.key = initial.key;
    struct page page = {.title = initial.key ? _("Мероприятие плана") : _("Своё мероприятие"),
                        .body = personal_step_view,
                        .data = &data,
                        .form = data.form};
    return personal_show(req, &x, data.base, &page);
}

static bool stage_known(const struct pack *pack, const char *code)
{
    for (size_t i = 0; i < pack->personal_stages.n; i++)
        if (!strcmp(pack->personal_stages.row[i].code, code))
            return true;
    return false;
}

int personal_step_post(struct req *req)
{
    const struct step_form *in = req_input(req);
    const char *base;
    struct personal x;
    int r = personal_of(req, &x, &base);
    if (r < 0)
        return r;
    if (!stage_known(x.duo.pack, in->stage)) {
        form_error(req->form, "stage", "%s", _("Выберите этап"));
        return req_retry(req);
    }
    struct personal_step step = {in->key,  in->stage, in->direction, in->name,
                                 in->form, in->who,   in->result,    in->due};
    r = personal_put_step(req->db, req->clock, &x, &step, &req->err);
    if (r < 0)
        return refused(req, r == ERR_INVALID ? "due" : NULL, r);
    r = req_audit(req, "personal.plan", "personal", x.row.id, "");
    return r < 0 ? r : req_redirect(req, "%s#plan", base);
}

int personal_drop_post(struct req *req)
{
    const struct drop_form *in = req_input(req);
    const char *base;
    struct personal x;
    int r = personal_of(req, &x, &base);
    if (r >= 0)
        r = personal_drop_step(req->db, &x, in->key, &req->err);
    if (r < 0)
        return refused(req, NULL, r);
    r = req_audit(req, "personal.plan", "personal", x.row.id, "");
    return r < 0 ? r : req_redirect(req, "%s#plan", base);
}
