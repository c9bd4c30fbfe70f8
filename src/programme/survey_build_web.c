/* One's own questionnaires: of a programme, or of an organisation for all of its programmes. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "identity/place.h"
#include "programme/methodology.h"
#include "programme/own_form.h"
#include "programme/participation.h"
#include "programme/programme_pages.h"
#include "programme/survey.sql.h"
#include "programme/survey_build.h"
#include "programme/survey_build.html.h"
#include "programme/survey_kind.h"
#include "programme/survey_pages.h"

static int pack_of(struct req *req, struct survey_home *h)
{
    struct packs_current *packs;
    size_t n;
    if (h->of_programme)
        return programme_pack(req, &h->p, &h->pack);
    const struct pack *pack;
    int r = packs_current(req->db, req->a, &packs, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) { /* the one that knows most forms */
        r = own_form_methodology(req->app->methodology, req->db, req->a, h->unit_id, packs[i].id,
                                 &req->err, &pack);
        if (r >= 0 && (!h->pack || pack->forms.n > h->pack->forms.n))
            h->pack = pack;
    }
    return r;
}

static const struct choice *forms_of_programme(struct req *req, const struct survey_home *h)
{
    struct choice *forms = arena_array(req->a, struct choice, h->p.n_forms + 1);
    for (size_t i = 0; i < h->p.n_forms; i++)
        forms[i] = (struct choice){h->p.forms[i],
                                   participation_forms(req->a, h->pack, h->p.forms[i]), NULL};
    return forms;
}

static const char *form_name(const struct choice *forms, const char *code)
{
    for (; forms->value; forms++)
        if (!strcmp(forms->value, code))
            return forms->label;
    return NULL;
}

/* What the programmes here and below use; the methodologies may differ. */
static int forms_of_unit(struct req *req, struct survey_home *h)
{
    struct survey_unit_forms *rows;
    const struct pack *pack = NULL;
    size_t n, k = 0;
    int r = survey_unit_forms(req->db, req->a, h->unit_id, &rows, &n);
    struct choice *forms = arena_array(req->a, struct choice, r < 0 ? 1 : n + 1);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        if (!i || rows[i].pack_id != rows[i - 1].pack_id)
            r = own_form_methodology(req->app->methodology, req->db, req->a, h->unit_id,
                                     rows[i].pack_id, &req->err, &pack);
        if (r >= 0 && !form_name(forms, rows[i].form_code))
            forms[k++] = (struct choice){
                rows[i].form_code, participation_forms(req->a, pack, rows[i].form_code), NULL};
    }
    h->forms = forms;
    return r < 0 ? r : 0;
}

int survey_home_of(struct req *req, int64_t programme_id, int64_t unit_id, struct survey_home *h)
{
    *h = (struct survey_home){.of_programme = programme_id != 0, .unit_id = unit_id};
    int r = programme_id ? programme_get(req->db, req->a, programme_id, &h->p) : 1;
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    h->base = programme_id
                  ? arena_printf(req->a, "/programmes/%lld/questionnaires", (long long)programme_id)
                  : arena_printf(req->a, "/units/%lld/questionnaires", (long long)unit_id);
    r = pack_of(req, h);
    if (r >= 0 && h->of_programme)
        h->forms = forms_of_programme(req, h);
    return r < 0 || h->of_programme ? r : forms_of_unit(req, h);
}

/* The page within its programme or its unit; inner: below the list. */
int survey_home_frame(struct req *req, const struct survey_home *h, bool inner, struct page *page)
{
    int r;
    if (h->of_programme) {
        struct link parent = {
            inner ? _("Свои анкеты") : _("Анкеты"),
            inner ? h->base : arena_printf(req->a, "/programmes/%lld/surveys", (long long)h->p.id)};
        r = programme_frame(req, &h->p, "surveys", &parent, page);
    } else {
        r = unit_frame(req, h->unit_id, "programmes", page);
        if (r >= 0 && inner)
            r = unit_crumb_add(req, page, _("Свои анкеты"), h->base);
    }
    return r < 0 ? r : req_page(req, page);
}

const char *survey_whom(struct req *req, const struct survey_home *h, const char *role,
                        const char *form)
{
    const char *side = !strcmp(role, "mentee")        ? _("Наставляемым")
                       : !strcmp(role, "mentor")      ? _("Наставникам")
                       : !strcmp(role, SURVEY_PARENT) ? _("Родителям")
                                                      : _("Наставляемым и наставникам");
    const char *name = form_name(h->forms, form);
    if (!name && *form && h->pack)
        name = participation_forms(req->a, h->pack, form);
    return name ? arena_printf(req->a, "%s, %s", side, name) : side;
}

/* ---- the list and a new one ---- */

static const struct choice roles[] = {{"any", N_("Наставляемым и наставникам"), NULL},
                                      {"mentee", N_("Наставляемым"), NULL},
                                      {"mentor", N_("Наставникам"), NULL},
                                      {SURVEY_PARENT, N_("Родителям наставляемых"), NULL},
                                      {NULL, NULL, NULL}};

struct builder_form {
    const char *title, *role, *form;
};
static const struct field builder_fields[] = {
    FIELD(struct builder_form, title, FIELD_TEXT, .label = N_("Название анкеты"),
          .hint = N_("Его увидят участники"), .max = SURVEY_TITLE_MAX),
    FIELD(struct builder_form, role, FIELD_CHOICE, .label = N_("Кому"), .choices = roles),
    FIELD(struct builder_form, form, FIELD_CHOICE, .label = N_("Форма наставничества"),
          .hint = N_("Без выбора — людям всех форм"), .optional = true),
};
const struct form_def survey_builder_form = FORM_DEF(struct builder_form, builder_fields);

static int load_list(struct req *req, const struct survey_home *h, struct survey_own_of_unit **ret,
                     size_t *ret_n)
{
    _Static_assert(sizeof **ret == sizeof(struct survey_own_of_programme), "the same columns");
    struct survey_own_of_programme *own;
    if (!h->of_programme)
        return survey_own_of_unit(req->db, req->a, h->unit_id, ret, ret_n);
    int r = survey_own_of_programme(req->db, req->a, h->p.id, &own, ret_n);
    if (r >= 0) {
        *ret = arena_array(req->a, struct survey_own_of_unit, *ret_n);
        if (*ret_n)
            memcpy(*ret, own, *ret_n * sizeof *own);
    }
    return r;
}

static int list_get(struct req *req, struct survey_home *h)
{
    struct survey_own_of_unit *rows;
    struct survey_builder_page data = {.base = h->base};
    int r = load_list(req, h, &rows, &data.n);
    if (r < 0)
        return r;
    struct survey_builder_line *lines = arena_array(req->a, struct survey_builder_line, data.n);
    for (size_t i = 0; r >= 0 && i < data.n; i++) {
        struct survey_own own;
        r = survey_own_get(req->db, req->a, rows[i].id, &own);
        bool fresh = r > 0 && own.draft, live = r > 0 && own.published;
        lines[i] = (struct survey_builder_line){
            .id = rows[i].id,
            .title = rows[i].title,
            .whom = survey_whom(req, h, rows[i].role, rows[i].form_code),
            .state = rows[i].has_archived_at ? _("В архиве")
                     : live && fresh         ? _("Опубликована, есть правки")
                     : live                  ? _("Опубликована")
                                             : _("Черновик"),
            .pill = rows[i].has_archived_at ? PILL_END
                    : !live                 ? PILL_DRAFT
                    : fresh                 ? PILL_HALF
                                            : PILL_OK};
    }
    if (r < 0)
        return r;
    struct builder_form initial = {.title = "", .role = "any", .form = ""};
    data.rows = lines;
    data.form = req_form(req, &survey_builder_form, &initial);
    data.forms = h->forms;
    struct page page = {
        .title = _("Свои анкеты"), .body = survey_builder_view, .data = &data, .form = data.form};
    return survey_home_frame(req, h, false, &page);
}

static int list_post(struct req *req, struct survey_home *h)
{
    const struct builder_form *in = req_input(req);
    struct deed deed = {req->clock, req->who.account_id, NULL};
    int64_t id;
    if (*in->form && !form_name(h->forms, in->form)) {
        form_error(req->form, "form", "%s", _("Такой формы наставничества нет. Выберите другую"));
        return req_retry(req);
    }
    struct survey_own_new n = {h->unit_id, h->of_programme ? h->p.id : 0, in->title, in->role,
                               in->form};
    int r = survey_own_create(req->db, req->a, &n, &deed, &req->err, &id);
    if (r == ERR_LIMIT) {
        form_error(req->form, NULL, "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "survey.create", "survey", id, "");
    return r < 0 ? r : req_redirect(req, "/questionnaires/%lld", (long long)id);
}

static int of_unit(struct req *req, int (*then)(struct req *, struct survey_home *))
{
    struct survey_home h;
    int r = survey_home_of(req, 0, req->unit_id, &h);
    return r < 0 ? r : then(req, &h);
}

static int of_programme(struct req *req, int (*then)(struct req *, struct survey_home *))
{
    struct survey_home h;
    int r = survey_home_of(req, req_id(req, "programme"), req->unit_id, &h);
    return r < 0 ? r : then(req, &h);
}

int survey_builder_unit_get(struct req *req)
{
    return of_unit(req, list_get);
}

int survey_builder_unit_post(struct req *req)
{
    return of_unit(req, list_post);
}

int survey_builder_programme_get(struct req *req)
{
    return of_programme(req, list_get);
}

int survey_builder_programme_post(struct req *req)
{
    return of_programme(req, list_post);
}
