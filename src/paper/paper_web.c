/* Papers of a programme: what there is, what each lacks, files and templates. */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "identity/person.h"
#include "identity/place.h"
#include "paper/paper.html.h"
#include "paper/paper.sql.h"
#include "paper/paper_pages.h"
#include "programme/programme_pages.h"
#include "programme/roadmap_paper.h"

#define PAGE_ROWS 25

static int open_papers(struct req *req, struct paper_at *at)
{
    return paper_open(req->db, req->a, req->app, req_id(req, "programme"), &req->err, at);
}

/* Of the form that was sent, or of the address. */
static const struct paper_kind *kind_of(struct req *req)
{
    const char *code = req->form ? form_raw(req->form, "kind") : req_query(req, "kind");
    return paper_kind(code);
}

static int frame(struct req *req, const struct paper_at *at, bool deeper, struct page *page)
{
    struct link parent = {_("Документы"),
                          arena_printf(req->a, "/programmes/%lld/papers", (long long)at->p.id)};
    int r = programme_frame(req, &at->p, "papers", deeper ? &parent : NULL, page);
    return r < 0 ? r : req_page(req, page);
}

static bool may(const struct req *req, enum perm perm)
{
    return req->who.perms & 1u << perm;
}

static enum pill pill_of(const char *state)
{
    return !strcmp(state, "draft") ? PILL_DRAFT : !strcmp(state, "signed") ? PILL_OK : PILL_END;
}

/* ---- the list of kinds ---- */

static void fill_state(const struct papers_of_kinds *rows, size_t n, const char *code,
                       struct paper_line *line)
{
    line->pill = PILL_DRAFT;
    line->state = _("Нет");
    for (size_t i = 0; i < n; i++) {
        if (strcmp(rows[i].kind, code) != 0)
            continue;
        line->pill = rows[i].n_signed ? PILL_OK : PILL_HALF;
        line->state = rows[i].n_signed ? _("Подписан") : _("Проект");
    }
}

static int list_get(struct req *req)
{
    struct paper_at at;
    struct papers_of_kinds *rows;
    struct paper_list_page data = {.may_make = may(req, PERM_PEOPLE_MANAGE)};
    size_t n;
    int r = open_papers(req, &at);
    if (r >= 0)
        r = papers_of_kinds(req->db, req->a, at.p.id, &rows, &n);
    if (r < 0)
        return r;
    struct paper_stage *stages = arena_array(req->a, struct paper_stage, at.pack->stages.n);
    for (size_t i = 0; i < at.pack->stages.n; i++) {
        struct paper_line *lines = arena_array(req->a, struct paper_line, n_paper_kinds);
        struct paper_stage *s = &stages[data.n_stages];
        *s = (struct paper_stage){.name = at.pack->stages.row[i].name, .lines = lines};
        for (size_t k = 0; k < n_paper_kinds; k++) {
            const struct paper_kind *kind = &paper_kinds[k];
            if (strcmp(kind->stage, at.pack->stages.row[i].code) != 0)
                continue;
            struct paper_line *line = &lines[s->n++];
            line->name = _(kind->name);
            line->href = arena_printf(req->a, "/programmes/%lld/papers/kind?kind=%s",
                                      (long long)at.p.id, kind->code);
            fill_state(rows, n, kind->code, line);
            data.n_signed += line->pill == PILL_OK;
        }
        data.n_kinds += s->n;
        data.n_stages += s->n > 0;
    }
    data.programme_id = at.p.id;
    data.unit_id = at.unit.id;
    data.stages = stages;
    struct page page = {.title = _("Документы"), .body = paper_list_view, .data = &data};
    return frame(req, &at, false, &page);
}

/* ---- one kind ---- */

struct make_form {
    const char *kind, *number;
    int64_t subject;
    struct date day;
};
static const struct field make_fields[] = {
    FIELD(struct make_form, kind, FIELD_TEXT, .label = N_("Документ"), .max = 60),
    FIELD(struct make_form, subject, FIELD_ID, .label = N_("О ком"), .optional = true),
    FIELD(struct make_form, number, FIELD_TEXT, .label = N_("Номер"), .optional = true,
          .hint = N_("Если не писать, номер будет следующий по порядку"), .max = BOOK_NUMBER_MAX),
    FIELD(struct make_form, day, FIELD_DATE, .label = N_("Дата документа"),
          .hint = N_("Например, 05.11.2026"), .optional = true),
};
static const struct form_def make_form = FORM_DEF(struct make_form, make_fields);

static const char *subject_href(struct req *req, const struct paper_at *at,
                                const struct paper_kind *k, int64_t id)
{
    return arena_printf(req->a, "/programmes/%lld/papers/kind?kind=%s&subject=%lld",
                        (long long)at->p.id, k->code, (long long)id);
}

static int choose_pairs(struct req *req, const struct paper_at *at, struct paper_kind_page *data,
                        struct paper_subject_line *lines)
{
    struct paper_pair_key edge = {.sort_key = ""};
    struct paper_pairs_page *rows;
    int64_t after = req_query_int(req, "after", 1, INT64_MAX, 0);
    size_t n;
    int r = after ? paper_pair_key(req->db, req->a, at->p.id, after, &edge) : 0;
    if (r >= 0)
        r = paper_pairs_page(req->db, req->a, at->p.id, edge.sort_key, after, &rows, &n);
    if (r < 0)
        return r;
    for (size_t i = 0; i < n && i < PAGE_ROWS; i++)
        lines[data->n_subjects++] = (struct paper_subject_line){
            arena_printf(req->a, "%s — %s", rows[i].mentor_name, rows[i].mentee_name),
            subject_href(req, at, data->kind, rows[i].id)};
    if (n > PAGE_ROWS)
        data->next = arena_printf(req->a, "?kind=%s&after=%lld", data->kind->code,
                                  (long long)rows[PAGE_ROWS - 1].id);
    return 0;
}

/* One side after the other; the address says which. */
static int choose_people(struct req *req, const struct paper_at *at, struct paper_kind_page *data,
                         struct paper_subject_line *lines)
{
    bool mentor = data->kind->scope == PAPER_MENTOR || !strcmp(req_query(req, "side"), "mentor");
    struct paper_person_key edge = {.sort_key = ""};
    struct paper_people_page *rows;
    int64_t after = req_query_int(req, "after", 1, INT64_MAX, 0);
    size_t n;
    int r = after ? paper_person_key(req->db, req->a, at->p.id, after, &edge) : 0;
    if (r >= 0)
        r = paper_people_page(req->db, req->a, at->p.id, mentor ? "mentor" : "mentee",
                              edge.sort_key, after, &rows, &n);
    if (r < 0)
        return r;
    for (size_t i = 0; i < n && i < PAGE_ROWS; i++) {
        struct person_name name = {rows[i].surname, rows[i].given, rows[i].patronymic};
        int64_t born = rows[i].has_birth_year ? rows[i].birth_year : 0;
        if (data->kind->scope == PAPER_MINOR && !person_is_minor(born, !mentor, at->day))
            continue;
        lines[data->n_subjects++] = (struct paper_subject_line){
            person_name_full(req->a, &name), subject_href(req, at, data->kind, rows[i].id)};
    }
    const char *side = mentor ? "mentor" : "mentee";
    if (n > PAGE_ROWS)
        data->next = arena_printf(req->a, "?kind=%s&side=%s&after=%lld", data->kind->code, side,
                                  (long long)rows[PAGE_ROWS - 1].id);
    else if (!mentor)
        data->next = arena_printf(req->a, "?kind=%s&side=mentor", data->kind->code);
    return 0;
}

static int choose(struct req *req, const struct paper_at *at, struct paper_kind_page *data)
{
    struct paper_subject_line *lines = arena_array(req->a, struct paper_subject_line, PAGE_ROWS);
    data->choosing = true;
    data->subjects = lines;
    return data->kind->scope == PAPER_PAIR ? choose_pairs(req, at, data, lines)
                                           : choose_people(req, at, data, lines);
}

/* «руководитель» of «руководитель, кому инициалы»: a name is missing as a whole. */
static const char *without_form(struct arena *a, const char *name)
{
    static const char *const forms[] = {"инициалы", "кого", "кому", "кем"};
    const char *comma = strstr(name, ", ");
    for (size_t i = 0; comma && i < sizeof forms / sizeof *forms; i++)
        if (!strncmp(comma + 2, forms[i], strlen(forms[i])))
            return arena_strndup(a, name, (size_t)(comma - name));
    return name;
}

static bool told(const struct paper_gap_line *lines, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(lines[i].name, name))
            return true;
    return false;
}

static void fill_gaps(struct req *req, const struct paper_at *at, const struct paper_gap *gaps,
                      size_t n, struct paper_kind_page *data)
{
    struct paper_gap_line *lines = arena_array(req->a, struct paper_gap_line, n);
    for (size_t i = 0; i < n; i++) {
        const char *name = without_form(req->a, gaps[i].name);
        if (told(lines, data->n_gaps, name))
            continue;
        struct paper_gap_line *line = &lines[data->n_gaps++];
        *line = (struct paper_gap_line){.name = name, .where = _("появится по ходу работы")};
        if (gaps[i].source == PAPER_ASKED && data->may_make) {
            line->where = _("Вписать");
            line->href =
                arena_printf(req->a, "/programmes/%lld/papers/answers", (long long)at->p.id);
        } else if (gaps[i].source == PAPER_FROM_UNIT && data->may_make) {
            line->where = _("Вписать в сведения об организации");
            line->href = arena_printf(req->a, "/units/%lld/papers", (long long)at->unit.id);
        }
    }
    data->gaps = lines;
}

static int fill_copies(struct req *req, const struct paper_at *at, struct paper_kind_page *data)
{
    struct papers_of_subject *rows;
    struct date day;
    int r = papers_of_subject(req->db, req->a, at->p.id, data->kind->code, data->subject, &rows,
                              &data->n_copies);
    if (r < 0)
        return r;
    struct paper_copy_line *lines = arena_array(req->a, struct paper_copy_line, data->n_copies);
    for (size_t i = 0; i < data->n_copies; i++) {
        bool known = date_parse_iso(rows[i].day, &day);
        lines[i] = (struct paper_copy_line){rows[i].id,
                                            arena_printf(req->a, _("№ %s от %s"), rows[i].number,
                                                         known ? date_short(req->a, day) : ""),
                                            book_state_name(rows[i].state), pill_of(rows[i].state)};
    }
    data->copies = lines;
    return 0;
}

/* Whom it is about, in words. */
static int fill_about(struct req *req, const struct paper_at *at, struct paper_kind_page *data)
{
    struct paper_data all;
    const char *left = "", *right = "";
    int r = paper_collect(at, data->kind, data->subject, &req->err, &all);
    if (r < 0 || !data->subject)
        return r;
    for (size_t i = 0; i < all.d.n_values; i++) {
        const char *name = all.d.values[i].name;
        if (!strcmp(name, "наставник") || !strcmp(name, "человек"))
            left = all.d.values[i].text;
        if (!strcmp(name, "наставляемый"))
            right = all.d.values[i].text;
    }
    if (!*right && data->may_make) {
        struct paper_one_person who;
        r = paper_one_person(req->db, req->a, data->subject, &who);
        if (r > 0)
            data->person_href =
                arena_printf(req->a, "/people/%lld/cases", (long long)who.person_id);
    }
    data->about = *right ? arena_printf(req->a, "%s — %s", left, right) : left;
    return r < 0 ? r : 0;
}

static int fill_one(struct req *req, const struct paper_at *at, struct paper_kind_page *data)
{
    const struct paper_gap *gaps = NULL;
    size_t n = 0;
    struct make_form initial = {
        .kind = data->kind->code, .subject = data->subject, .day = at->day, .number = ""};
    data->form = req_form(req, &make_form, &initial);
    int r = fill_about(req, at, data);
    if (r >= 0)
        r = paper_gaps(at, data->kind, data->subject, &req->err, &gaps, &n);
    if (r < 0)
        return r;
    fill_gaps(req, at, gaps, n, data);
    return fill_copies(req, at, data);
}

static int kind_get(struct req *req)
{
    struct paper_at at;
    struct paper_source_template t;
    struct paper_kind_page data = {.kind = kind_of(req)};
    if (!data.kind)
        return req_not_found(req);
    int r = open_papers(req, &at);
    if (r < 0)
        return r;
    data.programme_id = at.p.id;
    data.subject = req->form ? strtoll(form_raw(req->form, "subject"), NULL, 10)
                             : req_query_int(req, "subject", 0, INT64_MAX, 0);
    data.may_make = may(req, PERM_PEOPLE_MANAGE);
    data.may_manage = may(req, PERM_PROGRAMME_MANAGE);
    if (data.kind->scope == PAPER_PROGRAMME)
        data.subject = 0;
    r = data.kind->scope != PAPER_PROGRAMME && !data.subject ? choose(req, &at, &data)
                                                             : fill_one(req, &at, &data);
    if (r >= 0)
        r = paper_template(&at, data.kind, &req->err, &t);
    if (r < 0)
        return r;
    if (t.id)
        data.own_template =
            arena_printf(req->a, _("Шаблон: свой, версия %lld."), (long long)t.version);
    struct page page = {
        .title = _(data.kind->name), .body = paper_kind_view, .data = &data, .form = data.form};
    return frame(req, &at, true, &page);
}

static int make_post(struct req *req)
{
    const struct make_form *in = req_input(req);
    const struct paper_kind *k = paper_kind(in->kind);
    struct paper_at at;
    struct book_new n = {in->subject, in->number, req->who.account_id};
    int64_t id;
    if (!k)
        return req_not_found(req);
    int r = open_papers(req, &at);
    if (r < 0)
        return r;
    if (in->day.year)
        at.day = in->day;
    if (k->scope == PAPER_PROGRAMME)
        n.subject = 0;
    r = book_make(&at, k, &n, &req->err, &id);
    if (r == ERR_INVALID || r == ERR_CONFLICT) {
        form_error(req->form, "number", "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "paper.make", "paper", id, _(k->name));
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Документ внесён в реестр"));
    return req_redirect(req, "/papers/%lld", (long long)id);
}

static int file_get(struct req *req)
{
    const struct paper_kind *k = kind_of(req);
    bool pdf = !strcmp(req_query(req, "format"), "pdf");
    int64_t subject = req_query_int(req, "subject", 0, INT64_MAX, 0);
    struct paper_at at;
    if (!k)
        return req_not_found(req);
    const char *path = arena_printf(req->a, "%s/uploads/paper-%lld", req->app->config.data_dir,
                                    (long long)id_new(req->clock));
    int r = open_papers(req, &at);
    if (r >= 0)
        r = paper_write(&at, k, k->scope == PAPER_PROGRAMME ? 0 : subject,
                        pdf ? PAPER_PDF : PAPER_DOCX, path, &req->err);
    return r < 0 ? r
                 : req_file(req, path, pdf ? "application/pdf" : DOCX_TYPE,
                            arena_printf(req->a, "%s.%s", _(k->name), pdf ? "pdf" : "docx"), true);
}

/* ---- what people write once ---- */

#define N_ANSWERS 8
struct answers_form {
    const char *value[N_ANSWERS];
};
#define ANSWER(i, type_, label_, hint_, max_)                                                      \
    {                                                                                              \
        .name = "q" #i, .type = type_, .label = label_, .hint = hint_,                             \
        .offset = offsetof(struct answers_form, value) + i * sizeof(const char *),                 \
        .optional = true, .max = max_                                                              \
    }
/* In the order of paper_questions. */
static const struct field answers_fields[N_ANSWERS] = {
    ANSWER(0, FIELD_TEXT, N_("Куратор: фамилия, имя, отчество"),
           N_("Например, Соколова Елена Петровна"), 200),
    ANSWER(1, FIELD_TEXT, N_("Должность куратора"), N_("Например, заместитель директора"), 200),
    ANSWER(2, FIELD_TEXT,
           N_("Ответственный за материально-техническое обеспечение: фамилия, имя, отчество"), NULL,
           200),
    ANSWER(3, FIELD_TEXT, N_("На основании чего внедряется модель"),
           N_("Продолжает слова «На основании»: например, приказа управления образования от "
              "01.09.2026 № 120"),
           300),
    ANSWER(4, FIELD_AREA, N_("Цель программы"), NULL, PAPER_ANSWER_MAX),
    ANSWER(5, FIELD_TEXT, N_("Организация-партнёр, полностью"), NULL, 300),
    ANSWER(6, FIELD_TEXT, N_("Партнёр: в лице кого"),
           N_("Например, директора Рябова Ивана Петровича"), 300),
    ANSWER(7, FIELD_AREA, N_("Выводы и предложения"), NULL, PAPER_ANSWER_MAX),
};
static const struct form_def answers_form = FORM_DEF(struct answers_form, answers_fields);

static int answers_get(struct req *req)
{
    struct paper_at at;
    struct answers_form initial;
    const char *names[N_ANSWERS];
    int r = open_papers(req, &at);
    if (r < 0)
        return r;
    for (size_t i = 0; i < N_ANSWERS; i++) {
        initial.value[i] = paper_answer(&at, paper_questions[i].name);
        names[i] = answers_fields[i].name;
    }
    struct paper_answers_page data = {at.p.id, req_form(req, &answers_form, &initial), names,
                                      N_ANSWERS};
    struct page page = {.title = _("Сведения о программе для документов"),
                        .body = paper_answers_view,
                        .data = &data,
                        .form = data.form};
    return frame(req, &at, true, &page);
}

static int answers_post(struct req *req)
{
    const struct answers_form *in = req_input(req);
    struct paper_at at;
    bool good = true;
    int r = open_papers(req, &at);
    for (size_t i = 0; r >= 0 && i < N_ANSWERS; i++) {
        struct person_name name;
        struct err err = {0};
        const char *value = in->value[i] ? in->value[i] : "";
        if (paper_questions[i].person && *value &&
            person_name_parse(req->a, value, &err, &name) < 0) {
            form_error(req->form, answers_fields[i].name, "%s", err.text);
            good = false;
        }
        r = paper_answer_set(&at, paper_questions[i].name, value);
    }
    if (r >= 0 && !good)
        return req_retry(req);
    if (r >= 0)
        r = req_audit(req, "paper.answers", "programme", at.p.id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Сведения сохранены"));
    return req_redirect(req, "/programmes/%lld/papers", (long long)at.p.id);
}

/* ---- templates ---- */

struct template_form {
    const char *kind;
    const char *file; /* comes as req->file; here for its message */
};
static const struct field template_fields[] = {
    FIELD(struct template_form, kind, FIELD_TEXT, .label = N_("Документ"), .max = 60),
    FIELD(struct template_form, file, FIELD_TEXT, .label = N_("Свой шаблон"), .optional = true),
};
static const struct form_def template_form = FORM_DEF(struct template_form, template_fields);

/* Names of the fields, as they stand between the braces. */
static int fill_fields(struct req *req, const struct paper_at *at, struct paper_template_page *data)
{
    const int64_t *ids;
    struct paper_data all = {0};
    struct err err = {0};
    size_t n;
    int r = paper_subjects(at, data->kind, &ids, &n);
    if (r >= 0 && n)
        r = paper_collect(at, data->kind, ids[0], &err, &all);
    if (r < 0)
        return r;
    size_t most = all.d.n_values;
    for (size_t i = 0; i < all.d.n_lists; i++)
        most += all.d.lists[i].n_columns;
    const char **names = arena_array(req->a, const char *, most);
    for (size_t i = 0; i < all.d.n_values; i++)
        names[data->n_fields++] = arena_printf(req->a, "{{%s}}", all.d.values[i].name);
    for (size_t i = 0; i < all.d.n_lists; i++)
        for (size_t c = 0; c < all.d.lists[i].n_columns; c++)
            names[data->n_fields++] =
                arena_printf(req->a, "{{%s.%s}}", all.d.lists[i].name, all.d.lists[i].columns[c]);
    data->fields = names;
    return 0;
}

static int template_get(struct req *req)
{
    struct paper_at at;
    struct paper_source_template t;
    struct paper_template_page data = {.kind = kind_of(req)};
    if (!data.kind)
        return req_not_found(req);
    const struct form *form = req_form(req, &template_form, NULL);
    int r = open_papers(req, &at);
    if (r >= 0)
        r = paper_template(&at, data.kind, &req->err, &t);
    if (r >= 0)
        r = fill_fields(req, &at, &data);
    if (r < 0)
        return r;
    data.programme_id = at.p.id;
    data.error = form_error_of(form, "file");
    data.own = t.id && t.unit_id == at.unit.id;
    data.about =
        !t.id ? _("Сейчас действует стандартный шаблон.")
        : data.own
            ? arena_printf(req->a, _("Сейчас действует свой шаблон, версия %lld: %s"),
                           (long long)t.version, t.file_name)
            : arena_printf(req->a, _("Сейчас действует шаблон уровня выше: %s"), t.file_name);
    struct page page = {.title = arena_printf(req->a, _("Шаблон: %s"), _(data.kind->name)),
                        .body = paper_template_view,
                        .data = &data,
                        .form = form};
    return frame(req, &at, true, &page);
}

static int template_post(struct req *req)
{
    const struct template_form *in = req_input(req);
    const struct paper_kind *k = paper_kind(in->kind);
    struct paper_at at;
    char *bytes;
    size_t n;
    if (!k)
        return req_not_found(req);
    if (!req->file.path || !req->file.size) {
        form_error(req->form, "file", "%s",
                   req->file.path ? _("В файле ничего нет. Проверьте, тот ли это файл")
                                  : _("Выберите файл DOCX"));
        return req_retry(req);
    }
    int r = open_papers(req, &at);
    if (r >= 0)
        r = fs_read(req->a, req->file.path, DOCX_FILE_MAX, &req->err, &bytes, &n);
    if (r >= 0)
        r = paper_template_take(
            &at, k, &(struct paper_template_new){req->who.account_id, req->file.name, bytes, n},
            &req->err);
    if (r == ERR_INVALID || r == ERR_LIMIT) {
        form_error(req->form, "file", "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "paper.template", "programme", at.p.id, _(k->name));
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Шаблон загружен: следующие документы будут по нему"));
    return req_redirect(req, "/programmes/%lld/papers/kind?kind=%s", (long long)at.p.id, k->code);
}

static int template_drop(struct req *req)
{
    const struct template_form *in = req_input(req);
    const struct paper_kind *k = paper_kind(in->kind);
    struct paper_at at;
    if (!k)
        return req_not_found(req);
    int r = open_papers(req, &at);
    if (r >= 0)
        r = paper_template_drop(&at, k);
    if (r >= 0)
        r = req_audit(req, "paper.template_drop", "programme", at.p.id, _(k->name));
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Возвращён стандартный шаблон"));
    return req_redirect(req, "/programmes/%lld/papers/template?kind=%s", (long long)at.p.id,
                        k->code);
}

static int template_file_get(struct req *req)
{
    const struct paper_kind *k = kind_of(req);
    struct paper_at at;
    struct paper_source_template t;
    if (!k)
        return req_not_found(req);
    const char *path = arena_printf(req->a, "%s/uploads/template-%lld", req->app->config.data_dir,
                                    (long long)id_new(req->clock));
    int r = open_papers(req, &at);
    if (r >= 0)
        r = paper_template(&at, k, &req->err, &t);
    if (r >= 0)
        r = fs_write(path, t.bytes, t.n, &req->err);
    return r < 0 ? r
                 : req_file(req, path, DOCX_TYPE,
                            arena_printf(req->a, _("Шаблон %s.docx"), _(k->name)), true);
}

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/papers", list_get, PERM_PEOPLE_READ),
    ROUTE_GET("/programmes/{programme}/papers/kind", kind_get, PERM_PEOPLE_READ),
    ROUTE_GET("/programmes/{programme}/papers/file", file_get, PERM_PEOPLE_READ),
    ROUTE_POST("/programmes/{programme}/papers/make", make_post, PERM_PEOPLE_MANAGE,
               .form = &make_form, .retry = kind_get),
    ROUTE_GET("/programmes/{programme}/papers/answers", answers_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/programmes/{programme}/papers/answers", answers_post, PERM_PEOPLE_MANAGE,
               .form = &answers_form, .retry = answers_get),
    ROUTE_GET("/programmes/{programme}/papers/template", template_get, PERM_PROGRAMME_MANAGE),
    ROUTE_POST("/programmes/{programme}/papers/template", template_post, PERM_PROGRAMME_MANAGE,
               .form = &template_form, .retry = template_get, .body_limit = DOCX_FILE_MAX + 1,
               .flags = ROUTE_UPLOAD),
    ROUTE_POST("/programmes/{programme}/papers/template/drop", template_drop, PERM_PROGRAMME_MANAGE,
               .form = &template_form, .retry = template_get),
    ROUTE_GET("/programmes/{programme}/papers/template/file", template_file_get,
              PERM_PROGRAMME_MANAGE),
};

const struct module paper_module = {
    .name = "paper", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
