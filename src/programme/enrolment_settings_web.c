/* Settings of the public door: its days, sides, forms and places. */
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "frame/app.h"
#include "frame/route.h"
#include "html/format.h"
#include "html/qr.h"
#include "identity/consent_text.h"
#include "identity/place.h"
#include "network/unit.h"
#include "programme/enrolment.html.h"
#include "programme/enrolment.sql.h"
#include "programme/enrolment_pages.h"
#include "programme/participation.h"
#include "programme/programme_pages.h"

#define FIRST_DAYS 30 /* a new door is open so long, unless the coordinator says otherwise */

static const struct choice sides[] = {
    {"mentee", N_("Наставляемые"),
     N_("Сами, через родителя или списком от классного руководителя")},
    {"mentor", N_("Наставники"), NULL},
    {NULL, NULL, NULL},
};

struct settings_form {
    struct date from, to;
    struct text_list sides, forms;
    int64_t mentee_places, mentor_places;
    const char *about, *contact;
};
static const struct field settings_fields[] = {
    FIELD(struct settings_form, from, FIELD_DATE, .label = N_("Приём с"),
          .hint = N_("Например, 01.09.2026"), .inputmode = "numeric"),
    FIELD(struct settings_form, to, FIELD_DATE, .label = N_("Приём до"),
          .hint = N_("Последний день, включительно"), .inputmode = "numeric"),
    FIELD(struct settings_form, sides, FIELD_TEXTS, .label = N_("От кого принимать заявки"),
          .empty = N_("Выберите, от кого принимать заявки"), .choices = sides, .max = 2),
    FIELD(struct settings_form, forms, FIELD_TEXTS, .label = N_("Формы наставничества"),
          .empty = N_("Выберите хотя бы одну форму наставничества"), .max = 50),
    FIELD(struct settings_form, mentee_places, FIELD_INT, .label = N_("Мест для наставляемых"),
          .hint = N_("Вместе с теми, кто уже в базе; 0 — без ограничения. Кому места не хватит, "
                     "встанет в лист ожидания"),
          .optional = true, .min = 0, .max = ENROLMENT_PLACES_MAX, .inputmode = "numeric"),
    FIELD(struct settings_form, mentor_places, FIELD_INT, .label = N_("Мест для наставников"),
          .hint = N_("Вместе с теми, кто уже в базе; 0 — без ограничения"), .optional = true,
          .min = 0, .max = ENROLMENT_PLACES_MAX, .inputmode = "numeric"),
    FIELD(struct settings_form, about, FIELD_AREA, .label = N_("О программе"),
          .hint = N_("Для кого она, чем поможет, как проходят встречи. Это прочитают на странице и "
                     "на плакате"),
          .optional = true, .max = ENROLMENT_ABOUT_MAX),
    FIELD(struct settings_form, contact, FIELD_TEXT, .label = N_("Кто ответит на вопросы"),
          .hint = N_("Имя, телефон и часы: «Е. П. Соколова, +7 34271 0-00-00, с 14 до 17»"),
          .optional = true, .max = ENROLMENT_CONTACT_MAX),
};
const struct form_def enrolment_settings_form = FORM_DEF(struct settings_form, settings_fields);

static const char *const *split(struct arena *a, const char *codes, size_t *ret_n)
{
    const char **list = arena_array(a, const char *, strlen(codes) / 2 + 1);
    *ret_n = 0;
    for (size_t n; *codes; codes += n + (codes[n] != '\0')) {
        n = strcspn(codes, ";");
        list[(*ret_n)++] = arena_strndup(a, codes, n);
    }
    return list;
}

static struct settings_form first_settings(const struct programme *p, struct date today)
{
    static const char *const side[] = {"mentee"};
    struct date ends = {0}, to = date_from_days(date_to_days(today) + FIRST_DAYS);
    if (date_parse_iso(p->ends_on, &ends) && date_to_days(ends) < date_to_days(to))
        to = ends;
    return (struct settings_form){.from = today,
                                  .to = to,
                                  .sides = {side, 1},
                                  .forms = {p->forms, p->n_forms},
                                  .about = "",
                                  .contact = ""};
}

static struct settings_form settings_of(struct req *req, const struct enrolment *e)
{
    struct settings_form f = {.from = e->from,
                              .to = e->to,
                              .mentee_places = e->mentee_places,
                              .mentor_places = e->mentor_places,
                              .about = e->about,
                              .contact = e->contact};
    f.sides.v = split(req->a,
                      e->mentees && e->mentors ? "mentee;mentor"
                      : e->mentees             ? "mentee"
                                               : "mentor",
                      &f.sides.n);
    f.forms.v = split(req->a, e->forms, &f.forms.n);
    return f;
}

int enrolment_settings_get(struct req *req)
{
    struct programme p;
    const struct pack *pack;
    struct enrolment e;
    struct date today;
    int r = programme_of(req, &p);
    if (r >= 0)
        r = programme_pack(req, &p, &pack);
    if (r >= 0)
        r = unit_today(req, p.unit_id, &today);
    if (r >= 0)
        r = enrolment_get(req->db, req->a, p.id, &e);
    if (r < 0)
        return r;
    const struct settings_form initial = r ? settings_of(req, &e) : first_settings(&p, today);
    struct choice *forms = arena_array(req->a, struct choice, p.n_forms + 1);
    for (size_t i = 0; i < p.n_forms; i++)
        forms[i] = (struct choice){p.forms[i], participation_forms(req->a, pack, p.forms[i]), NULL};
    struct enrolment_settings_page data = {.form =
                                               req_form(req, &enrolment_settings_form, &initial),
                                           .forms = forms,
                                           .programme_id = p.id,
                                           .opened = r && e.opened};
    const struct link parent = enrolment_parent(req, &p);
    struct page page = {.title =
                            data.opened ? _("Изменить приём заявок") : _("Открыть приём заявок"),
                        .body = enrolment_settings_view,
                        .data = &data,
                        .form = data.form};
    r = programme_frame(req, &p, "applications", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

static bool listed(const struct text_list *list, const char *text)
{
    for (size_t i = 0; i < list->n; i++)
        if (!strcmp(list->v[i], text))
            return true;
    return false;
}

/* Those of the programme only, each once, parted by ';'. */
static const char *chosen_forms(struct req *req, const struct programme *p,
                                const struct text_list *forms)
{
    struct strbuf b;
    strbuf_init(&b, req->a);
    for (size_t i = 0; i < p->n_forms; i++)
        if (listed(forms, p->forms[i]))
            strbuf_printf(&b, "%s%s", b.len ? ";" : "", p->forms[i]);
    return b.s;
}

int enrolment_settings_post(struct req *req)
{
    const struct settings_form *in = req_input(req);
    struct programme p;
    struct date today;
    int r = programme_of(req, &p);
    if (r >= 0)
        r = unit_today(req, p.unit_id, &today);
    if (r < 0)
        return r;
    const struct enrolment e = {.programme_id = p.id,
                                .unit_id = p.unit_id,
                                .opened = true,
                                .from = in->from,
                                .to = in->to,
                                .mentees = listed(&in->sides, "mentee"),
                                .mentors = listed(&in->sides, "mentor"),
                                .forms = chosen_forms(req, &p, &in->forms),
                                .mentee_places = in->mentee_places,
                                .mentor_places = in->mentor_places,
                                .about = in->about,
                                .contact = in->contact};
    r = enrolment_save(req->db, req->a, req->clock, &e, req->who.account_id, &req->err);
    if (r == ERR_LIMIT) {
        struct date ends;
        bool late = date_parse_iso(p.ends_on, &ends) && date_to_days(e.to) > date_to_days(ends);
        form_error(req->form, late ? "to" : "from", "%s", req->err.text);
        return req_retry(req);
    }
    if (r == ERR_INVALID) {
        bool late = date_to_days(e.to) < date_to_days(e.from);
        form_error(req->form,
                   late                       ? "to"
                   : !e.mentees && !e.mentors ? "sides"
                                              : "forms",
                   "%s", req->err.text);
        return req_retry(req);
    }
    const struct application_desk d = application_desk(req, today);
    if (r >= 0)
        r = application_move_up(&d, p.id);
    if (r >= 0)
        r = req_audit(req, "enrolment.save", "programme", p.id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Приём заявок настроен"));
    return req_redirect(req, "/programmes/%lld/enrolment", (long long)p.id);
}

int enrolment_close_post(struct req *req)
{
    struct programme p;
    struct enrolment e;
    int r = programme_of(req, &p);
    if (r >= 0)
        r = enrolment_get(req->db, req->a, p.id, &e);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    e.opened = false;
    r = enrolment_save(req->db, req->a, req->clock, &e, req->who.account_id, &req->err);
    if (r >= 0)
        r = req_audit(req, "enrolment.close", "programme", p.id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Приём заявок закрыт. Поданные заявки остались"));
    return req_redirect(req, "/programmes/%lld/enrolment", (long long)p.id);
}
