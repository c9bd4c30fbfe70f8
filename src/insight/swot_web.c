/* The SWOT grid: one form, so that a press beside it never loses what was typed in it. */
#include <string.h>

#include "base/i18n.h"
#include "frame/route.h"
#include "insight/monitoring_pages.h"
#include "insight/swot.html.h"

#define CANDIDATES 30

struct swot_form {
    const char *text[SWOT_PARTS];
    int64_t version;
    const char *put; /* «strengths KEY»: the answer that was pressed */
};

#define PART(i, name_, label_, hint_)                                                              \
    {                                                                                              \
        .name = name_, .type = FIELD_AREA, .label = label_, .hint = hint_,                         \
        .offset = offsetof(struct swot_form, text) + i * sizeof(const char *), .optional = true,   \
        .max = SWOT_MAX                                                                            \
    }

static const struct field fields[] = {
    PART(SWOT_STRENGTHS, "strengths", N_("Сильные стороны"), N_("Внутри программы: что помогает")),
    PART(SWOT_WEAKNESSES, "weaknesses", N_("Слабые стороны"), N_("Внутри программы: что мешает")),
    PART(SWOT_OPPORTUNITIES, "opportunities", N_("Возможности"),
         N_("Вокруг программы: на что можно опереться")),
    PART(SWOT_THREATS, "threats", N_("Угрозы"), N_("Вокруг программы: что может помешать")),
    FIELD(struct swot_form, version, FIELD_INT, .label = N_("Версия"), .optional = true),
    FIELD(struct swot_form, put, FIELD_TEXT, .label = N_("Ответ"), .optional = true, .max = 200),
};
static const struct form_def form = FORM_DEF(struct swot_form, fields);

static int load(struct req *req, struct monitoring *m, struct swot *s)
{
    int r = monitoring_of(req, m);
    return r < 0 ? r : swot_get(req->db, req->a, m->p.id, s);
}

static int fill_candidates(struct req *req, struct swot_page *data)
{
    struct swot_candidate *list;
    size_t asked;
    int r = swot_candidates(req->db, req->a, data->programme_id, CANDIDATES, &list,
                            &data->n_candidates, &asked);
    if (r < 0)
        return r;
    struct swot_candidate_view *views =
        arena_array(req->a, struct swot_candidate_view, data->n_candidates);
    for (size_t i = 0; i < data->n_candidates; i++)
        views[i] = (struct swot_candidate_view){list[i].key, list[i].text, list[i].question};
    data->candidates = views;
    data->asked = asked > 0;
    return 0;
}

static int swot_page_get(struct req *req)
{
    static const struct swot_part_view parts[SWOT_PARTS] = {
        {"strengths", N_("В сильные стороны")},
        {"weaknesses", N_("В слабые стороны")},
        {"opportunities", N_("В возможности")},
        {"threats", N_("В угрозы")},
    };
    struct monitoring m;
    struct swot s;
    struct swot_page data = {.programme_id = req_id(req, "programme"),
                             .parts = parts,
                             .may_edit = req->who.perms >> PERM_PEOPLE_MANAGE & 1};
    int r = load(req, &m, &s);
    if (r >= 0)
        r = fill_candidates(req, &data);
    if (r < 0)
        return r;
    struct swot_form initial = {.version = s.version, .put = ""};
    memcpy(initial.text, s.text, sizeof initial.text);
    data.version = s.version;
    data.form = req_form(req, &form, &initial);
    struct page page = {.title = _("SWOT-анализ"),
                        .lead = _("Что в программе и вокруг неё помогает, а что мешает."),
                        .body = swot_view,
                        .data = &data,
                        .form = req->form,
                        .wide = true};
    r = monitoring_frame(req, &m, true, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* «strengths KEY»; ERR_CONFLICT: it is not offered any more. */
static int put_answer(struct req *req, const struct monitoring *m, const char *put, struct swot *s)
{
    struct swot_candidate *list;
    size_t n, asked;
    const char *key = strchr(put, ' ');
    enum swot_part part = swot_part_from(arena_strndup(req->a, put, key ? (size_t)(key - put) : 0));
    int r = swot_candidates(req->db, req->a, m->p.id, CANDIDATES, &list, &n, &asked);
    if (r < 0)
        return r;
    for (size_t i = 0; key && part < SWOT_PARTS && i < n; i++) {
        if (strcmp(list[i].key, key + 1) != 0)
            continue;
        r = swot_put(req->a, s, part, list[i].text, &req->err);
        return r < 0 ? r : swot_use(req->db, m->p.id, list[i].key);
    }
    return err_set(&req->err, ERR_CONFLICT, _("Этого ответа среди предложенных уже нет"));
}

static int swot_post(struct req *req)
{
    const struct swot_form *in = req_input(req);
    struct monitoring m;
    struct swot s = {.version = in->version};
    memcpy(s.text, in->text, sizeof s.text);
    int r = monitoring_of(req, &m);
    if (r >= 0 && *in->put)
        r = put_answer(req, &m, in->put, &s);
    if (r >= 0)
        r = swot_save(req->db, req->clock, m.p.id, req->who.account_id, &s, &req->err);
    if (r == ERR_CONFLICT || r == ERR_LIMIT) {
        form_error(req->form, NULL, "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "swot.save", "programme", m.p.id, "");
    if (r >= 0 && swot_filled(&s))
        r = monitoring_done(req, &m, "swot");
    if (r < 0)
        return r;
    req_notice(req, "%s", *in->put ? _("Ответ внесён в таблицу") : _("Таблица сохранена"));
    return req_redirect(req, "/programmes/%lld/swot", (long long)m.p.id);
}

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/swot", swot_page_get, PERM_PEOPLE_READ),
    ROUTE_POST("/programmes/{programme}/swot", swot_post, PERM_PEOPLE_MANAGE, .form = &form,
               .retry = swot_page_get),
};

const struct module swot_module = {
    .name = "swot", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
