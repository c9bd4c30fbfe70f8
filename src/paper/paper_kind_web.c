/* One kind of paper: whom it is about, what it lacks, what was made of it. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "frame/page.h"
#include "identity/person.h"
#include "paper/paper.html.h"
#include "paper/paper.sql.h"
#include "paper/paper_pages.h"
#include "work/lesson.h"

#define PAGE_ROWS 25

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
const struct form_def paper_make_form = FORM_DEF(struct make_form, make_fields);

static const char *subject_href(struct req *req, const struct paper_at *at,
                                const struct paper_kind *k, int64_t id)
{
    return arena_printf(req->a, "/programmes/%lld/papers/kind?kind=%s&subject=%lld",
                        (long long)at->p.id, k->code, (long long)id);
}

/* One that may be chosen. */
static void add_subject(struct req *req, const struct paper_at *at, struct paper_kind_page *data,
                        struct paper_subject_line *lines, const char *name, int64_t id)
{
    lines[data->n_subjects++] =
        (struct paper_subject_line){name, subject_href(req, at, data->kind, id)};
}

static const char *next_href(struct req *req, const struct paper_kind_page *data, int64_t last)
{
    return arena_printf(req->a, "?kind=%s&after=%lld", data->kind->code, (long long)last);
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
    for (size_t i = 0; i < n && i < PAGE_ROWS; i++) {
        r = paper_of_pair(at, data->kind, rows[i].id);
        if (r < 0)
            return r;
        if (r)
            add_subject(req, at, data, lines,
                        arena_printf(req->a, "%s — %s", rows[i].mentor_name, rows[i].mentee_name),
                        rows[i].id);
    }
    if (n > PAGE_ROWS)
        data->next = next_href(req, data, rows[PAGE_ROWS - 1].id);
    return 0;
}

/* Held lessons, the newest first. */
static int choose_lessons(struct req *req, const struct paper_at *at, struct paper_kind_page *data,
                          struct paper_subject_line *lines)
{
    struct lesson_key edge = {.held_on = "9999-12-31"};
    struct lesson_log *rows;
    int64_t after = req_query_int(req, "after", 1, INT64_MAX, 0);
    size_t n;
    int r = after ? lesson_key(req->db, req->a, at->p.id, after, &edge) : 0;
    if (r >= 0)
        r = lesson_log(req->db, req->a, at->p.id, edge.held_on, after ? after : INT64_MAX,
                       PAGE_ROWS + 1, &rows, &n);
    if (r < 0)
        return r;
    for (size_t i = 0; i < n && i < PAGE_ROWS; i++) {
        struct date day;
        struct person_name teacher = {rows[i].surname, rows[i].given, rows[i].patronymic};
        bool known = date_parse_iso(rows[i].held_on, &day);
        if (!strcmp(rows[i].state, "held"))
            add_subject(req, at, data, lines,
                        arena_printf(req->a, "%s, %s, %s, %s: %s",
                                     known ? date_short(req->a, day) : "",
                                     person_name_short(req->a, &teacher), rows[i].class,
                                     rows[i].subject, rows[i].topic),
                        rows[i].id);
    }
    if (n > PAGE_ROWS)
        data->next = next_href(req, data, rows[PAGE_ROWS - 1].id);
    return 0;
}

/* One side after the other; the address says which. */
static int choose_people(struct req *req, const struct paper_at *at, struct paper_kind_page *data,
                         struct paper_subject_line *lines)
{
    bool staff = data->kind->scope == PAPER_STAFF;
    bool mentor =
        staff || data->kind->scope == PAPER_MENTOR || !strcmp(req_query(req, "side"), "mentor");
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
        if (staff && !paper_staff(at, rows[i].form_code))
            continue;
        add_subject(req, at, data, lines, person_name_full(req->a, &name), rows[i].id);
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
    switch (data->kind->scope) {
    case PAPER_PAIR:
    case PAPER_PERSONAL:
        return choose_pairs(req, at, data, lines);
    case PAPER_LESSON:
        return choose_lessons(req, at, data, lines);
    default:
        return choose_people(req, at, data, lines);
    }
}

/* «руководитель» of «руководитель, кому инициалы»: a name is missing as a whole. */
static const char *without_form(struct arena *a, const char *name)
{
    static const char *const forms[] = {"инициалы", "кого",        "кому",
                                        "кем",      "с заглавной", "действующий"};
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
                                            book_state_name(rows[i].state),
                                            paper_page_pill(rows[i].state)};
    }
    data->copies = lines;
    return 0;
}

/* Whom it is about, in words. */
static int fill_about(struct req *req, const struct paper_at *at, struct paper_kind_page *data)
{
    struct paper_data all;
    const char *left = "", *right = "";
    int r = data->subject ? paper_outline(at, data->kind, data->subject, &req->err, &all) : 0;
    if (r < 0 || !data->subject)
        return r;
    for (size_t i = 0; i < all.d.n_values; i++) {
        const char *name = all.d.values[i].name;
        if (!strcmp(name, "наставник") || !strcmp(name, "человек"))
            left = all.d.values[i].text;
        if (!strcmp(name, "наставляемый"))
            right = all.d.values[i].text;
    }
    for (size_t i = 0; data->kind->scope == PAPER_LESSON && i < all.d.n_values; i++)
        if (!strcmp(all.d.values[i].name, "урок"))
            right = all.d.values[i].text;
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
    data->form = req_form(req, &paper_make_form, &initial);
    int r = fill_about(req, at, data);
    if (r >= 0)
        r = paper_gaps(at, data->kind, data->subject, &req->err, &gaps, &n);
    if (r < 0)
        return r;
    fill_gaps(req, at, gaps, n, data);
    return fill_copies(req, at, data);
}

int paper_kind_get(struct req *req)
{
    struct paper_at at;
    struct paper_source_template t;
    struct paper_kind_page data = {.kind = paper_page_kind(req)};
    if (!data.kind)
        return req_not_found(req);
    int r = paper_page_open(req, &at);
    if (r < 0)
        return r;
    data.programme_id = at.p.id;
    data.subject = req->form ? strtoll(form_raw(req->form, "subject"), NULL, 10)
                             : req_query_int(req, "subject", 0, INT64_MAX, 0);
    data.may_make = paper_page_may(req, PERM_PEOPLE_MANAGE);
    data.may_manage = paper_page_may(req, PERM_PROGRAMME_MANAGE);
    if (paper_of_programme(data.kind))
        data.subject = 0;
    r = !paper_of_programme(data.kind) && !data.subject ? choose(req, &at, &data)
                                                        : fill_one(req, &at, &data);
    if (r >= 0)
        r = paper_template(&at, data.kind, &req->err, &t);
    if (r >= 0)
        r = paper_unprintable(&at, &t, &req->err, &data.no_pdf);
    if (r < 0)
        return r;
    if (t.id)
        data.own_template =
            arena_printf(req->a, _("Шаблон: свой, версия %lld."), (long long)t.version);
    struct page page = {
        .title = _(data.kind->name), .body = paper_kind_view, .data = &data, .form = data.form};
    return paper_page_frame(req, &at, true, &page);
}

int paper_make_post(struct req *req)
{
    const struct make_form *in = req_input(req);
    const struct paper_kind *k = paper_kind(in->kind);
    struct paper_at at;
    struct book_new n = {in->subject, in->number, req->who.account_id};
    int64_t id;
    if (!k)
        return req_not_found(req);
    int r = paper_page_open(req, &at);
    if (r < 0)
        return r;
    if (in->day.year)
        at.day = in->day;
    if (paper_of_programme(k))
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
