/* The rubric of stage 1: its history, one assessment whole, and filling it. */
#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "frame/route.h"
#include "html/format.h"
#include "insight/monitoring_pages.h"
#include "insight/rubric.html.h"

struct rubric_form {
    struct date day;
    const char *filler;
    const char *score[RUBRIC_CRITERIA_MAX];
};

static const struct choice scores[] = {
    {"2", "2", NULL}, {"1", "1", NULL}, {"0", "0", NULL}, {NULL, NULL, NULL}};

#define SCORE(number)                                                                              \
    {                                                                                              \
        .name = "s" #number, .type = FIELD_CHOICE, .label = N_("Оценка критерия"),                 \
        .offset = offsetof(struct rubric_form, score) + (number - 1) * sizeof(const char *),       \
        .choices = scores, .optional = true                                                        \
    }

static const struct field fields[] = {
    FIELD(struct rubric_form, day, FIELD_DATE, .label = N_("День оценки"),
          .hint = N_("Например, 20.05.2026. Оценки одного дня складываются в одну")),
    FIELD(struct rubric_form, filler, FIELD_TEXT, .label = N_("Кто оценивает"),
          .hint = N_("Куратор или член комиссии: у каждого своя оценка"),
          .empty = N_("Напишите, кто оценивает"), .max = RUBRIC_FILLER_MAX),
    SCORE(1),
    SCORE(2),
    SCORE(3),
    SCORE(4),
    SCORE(5),
    SCORE(6),
    SCORE(7),
    SCORE(8),
    SCORE(9),
    SCORE(10),
    SCORE(11),
    SCORE(12),
    SCORE(13),
    SCORE(14),
    SCORE(15),
    SCORE(16),
    SCORE(17),
    SCORE(18),
    SCORE(19),
    SCORE(20),
};
#define FIRST_SCORE 2
_Static_assert(sizeof fields / sizeof *fields == FIRST_SCORE + RUBRIC_CRITERIA_MAX, "");
static const struct form_def form = FORM_DEF(struct rubric_form, fields);

enum pill rubric_pill(const struct rubric_level *level)
{
    if (!*level->code)
        return PILL_DRAFT;
    return level->rank == level->n - 1 ? PILL_OK : level->rank == 0 ? PILL_BAD : PILL_WARN;
}

static const char *day_words(struct req *req, const char *iso)
{
    struct date d;
    return date_parse_iso(iso, &d) ? date_long(req->a, d, 0) : iso;
}

/* «12», «12,3»: a sum of one is whole. */
static const char *sum_words(struct arena *a, double sum)
{
    return format_decimal(a, sum, fabs(sum - round(sum)) < .05 ? 0 : 1);
}

/* ---- history ---- */

static int fill_lines(struct req *req, const struct monitoring *m, const struct rubric_day *days,
                      struct rubric_page *data)
{
    struct rubric_line *lines = arena_array(req->a, struct rubric_line, data->n_lines);
    for (size_t i = 0; i < data->n_lines; i++) {
        struct rubric_level level;
        int r = rubric_level(req->a, m->pack, days[i].mean, &req->err, &level);
        if (r < 0)
            return r;
        lines[i] = (struct rubric_line){.day = day_words(req, days[i].day),
                                        .iso = days[i].day,
                                        .mean = sum_words(req->a, days[i].mean),
                                        .level = level.name,
                                        .n = days[i].n,
                                        .pill = rubric_pill(&level)};
    }
    data->lines = lines;
    return 0;
}

static const struct rubric_line *line_of(const struct rubric_page *data, const char *iso)
{
    for (size_t i = 0; i < data->n_lines; i++)
        if (!strcmp(data->lines[i].iso, iso))
            return &data->lines[i];
    return data->n_lines ? &data->lines[0] : NULL;
}

/* One assessment: every criterion and, for those who may, who filled it. */
static int fill_day(struct req *req, const struct monitoring *m, struct rubric_page *data)
{
    const struct rubric_line *line = line_of(data, req_query(req, "day"));
    struct rubric_criterion *criteria;
    struct rubric_member *members;
    double means[RUBRIC_CRITERIA_MAX];
    int r = rubric_criteria(req->a, m->pack, &req->err, &criteria, &data->n_means);
    if (r < 0 || !line)
        return r;
    r = rubric_of_day(req->db, req->a, m->p.id, line->iso, criteria, data->n_means, &members,
                      &data->n_members, means);
    if (r < 0)
        return r;
    struct rubric_mean *list = arena_array(req->a, struct rubric_mean, data->n_means);
    for (size_t i = 0; i < data->n_means; i++)
        list[i] =
            (struct rubric_mean){arena_printf(req->a, "%d. %s", criteria[i].n, criteria[i].text),
                                 means[i] < 0 ? NULL : sum_words(req->a, means[i]),
                                 means[i] < 0 ? -1 : (int)lround(100 * means[i] / RUBRIC_TOP)};
    data->means = list;
    data->members = members;
    data->day = line->day;
    data->iso = line->iso;
    data->sum = arena_printf(req->a, _("%s из %zu"), line->mean, data->n_means * RUBRIC_TOP);
    data->level = line->level;
    data->pill = line->pill;
    return 0;
}

static int rubric_get(struct req *req)
{
    struct monitoring m;
    struct rubric_day *days;
    struct rubric_page data = {.programme_id = req_id(req, "programme"),
                               .may_fill = req->who.perms >> PERM_PEOPLE_MANAGE & 1,
                               .may_people = req->who.perms >> PERM_PEOPLE_READ & 1};
    int r = monitoring_of(req, &m);
    if (r >= 0)
        r = rubric_days(req->db, req->a, m.p.id, req_query(req, "before"), &days, &data.n_lines);
    if (r < 0)
        return r;
    if (data.n_lines > RUBRIC_DAYS) {
        data.n_lines = RUBRIC_DAYS;
        data.next = days[RUBRIC_DAYS - 1].day;
    }
    r = fill_lines(req, &m, days, &data);
    if (r >= 0)
        r = fill_day(req, &m, &data);
    if (r < 0)
        return r;
    struct page page = {.title = _("Оценка процесса"),
                        .lead = data.day ? arena_printf(req->a, _("Уровень %s: %s, %s"), data.level,
                                                        data.sum, data.day)
                                         : NULL,
                        .body = rubric_view,
                        .data = &data};
    r = monitoring_frame(req, &m, true, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* ---- filling ---- */

/* The criteria as fields of the form. */
static const struct rubric_question *questions(struct req *req,
                                               const struct rubric_criterion *criteria, size_t n)
{
    struct rubric_question *list = arena_array(req->a, struct rubric_question, n);
    for (size_t i = 0; i < n; i++) {
        struct choice *choices = arena_array(req->a, struct choice, RUBRIC_TOP + 2);
        for (int score = RUBRIC_TOP; score >= 0; score--)
            choices[RUBRIC_TOP - score] = (struct choice){
                arena_printf(req->a, "%d", score),
                arena_printf(req->a, "%d — %s", score, criteria[i].words[score]), NULL};
        list[i].field = fields[FIRST_SCORE + i];
        list[i].field.optional = false;
        list[i].field.label = arena_printf(req->a, "%d. %s", criteria[i].n, criteria[i].text);
        list[i].choices = choices;
        bool same = i && !strcmp(criteria[i].group, criteria[i - 1].group);
        list[i].group = same ? NULL : criteria[i].group;
    }
    return list;
}

static int new_get(struct req *req)
{
    struct monitoring m;
    struct rubric_criterion *criteria;
    struct rubric_form_page data = {.programme_id = req_id(req, "programme")};
    int r = monitoring_of(req, &m);
    if (r >= 0)
        r = rubric_criteria(req->a, m.pack, &req->err, &criteria, &data.n);
    if (r < 0)
        return r;
    if (!data.n)
        return req_not_found(req);
    struct rubric_form initial = {.day = m.today, .filler = req->who.name};
    for (size_t i = 0; i < RUBRIC_CRITERIA_MAX; i++)
        initial.score[i] = "";
    data.form = req_form(req, &form, &initial);
    data.questions = questions(req, criteria, data.n);
    struct page page = {.title = _("Оценить процесс"),
                        .lead = _("Оцените каждый критерий: от 0 до 2 баллов."),
                        .body = rubric_form_view,
                        .data = &data,
                        .form = req->form};
    r = monitoring_frame(req, &m, true, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int new_post(struct req *req)
{
    const struct rubric_form *in = req_input(req);
    struct monitoring m;
    struct rubric_criterion *criteria;
    int given[RUBRIC_CRITERIA_MAX];
    size_t n;
    int r = monitoring_of(req, &m);
    if (r >= 0)
        r = rubric_criteria(req->a, m.pack, &req->err, &criteria, &n);
    if (r < 0)
        return r;
    for (size_t i = 0; i < n; i++) {
        if (!in->score[i] || !*in->score[i])
            form_error(req->form, fields[FIRST_SCORE + i].name, _("Оцените критерий %d"),
                       criteria[i].n);
        else
            given[i] = in->score[i][0] - '0';
    }
    if (!form_ok(req->form))
        return req_retry(req);
    struct rubric_filling f = {in->filler, in->day, m.today, req->who.account_id, given};
    r = rubric_fill(req->db, req->a, req->clock, &m.p, criteria, n, &f, &req->err);
    if (r == ERR_INVALID || r == ERR_CONFLICT) {
        form_error(req->form, r == ERR_INVALID ? "day" : "filler", "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "rubric.fill", "programme", m.p.id, date_iso(req->a, in->day));
    if (r >= 0)
        r = monitoring_done(req, &m, "process_rubric");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Оценка сохранена"));
    return req_redirect(req, "/programmes/%lld/rubric?day=%s", (long long)m.p.id,
                        date_iso(req->a, in->day));
}

struct remove_form {
    int64_t id;
};
static const struct field remove_fields[] = {
    FIELD(struct remove_form, id, FIELD_ID, .label = N_("Оценка")),
};
static const struct form_def remove_form = FORM_DEF(struct remove_form, remove_fields);

static int remove_post(struct req *req)
{
    const struct remove_form *in = req_input(req);
    int64_t programme = req_id(req, "programme");
    int r = rubric_remove(req->db, programme, in->id);
    if (r >= 0)
        r = req_audit(req, "rubric.remove", "programme", programme, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Оценка убрана"));
    return req_redirect(req, "/programmes/%lld/rubric", (long long)programme);
}

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/rubric", rubric_get, PERM_UNIT_READ),
    ROUTE_GET("/programmes/{programme}/rubric/new", new_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/programmes/{programme}/rubric/new", new_post, PERM_PEOPLE_MANAGE, .form = &form,
               .retry = new_get),
    ROUTE_POST("/programmes/{programme}/rubric/remove", remove_post, PERM_PEOPLE_MANAGE,
               .form = &remove_form, .retry = rubric_get),
};

const struct module rubric_module = {
    .name = "rubric", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
