/* Step 2 of the wizard, and later a page of the settings: who may be paired, and how often they
 * meet. */
#include <string.h>

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/route.h"
#include "programme/programme.html.h"
#include "programme/programme_pages.h"

static const struct choice across_choices[] = {
    {"organisation", N_("Только внутри своей организации"),
     N_("Наставник и наставляемый учатся или работают в одном месте")},
    {"other", N_("Только из разных организаций"),
     N_("Например, наставник с предприятия или из вуза")},
    {"municipality", N_("Внутри муниципалитета"), N_("Пары между школами одного округа")},
    {"region", N_("Внутри региона"), N_("Пары между организациями региона")},
    {"any", N_("Без ограничений"), N_("Место не важно, но учитывается в баллах")},
    {0},
};

struct limits_form {
    const char *across;
    int64_t hours, mentees, meeting_days, meetings_least;
};

static const struct field limits_fields[] = {
    FIELD(struct limits_form, across, FIELD_CHOICE, .label = N_("Между кем составлять пары"),
          .empty = N_("Выберите, между кем составлять пары"), .choices = across_choices),
    FIELD(struct limits_form, hours, FIELD_INT,
          .label = N_("Часов в месяц на одного наставляемого"),
          .hint = N_("Наставник с 8 часами в месяц при 4 часах возьмёт двух наставляемых"),
          .min = 1, .max = PROGRAMME_HOURS_MAX, .inputmode = "numeric"),
    FIELD(struct limits_form, mentees, FIELD_INT,
          .label = N_("Не больше наставляемых у одного наставника"), .hint = N_("Обычно до 5"),
          .min = 1, .max = PROGRAMME_MENTEES_MAX, .inputmode = "numeric"),
    FIELD(struct limits_form, meeting_days, FIELD_INT,
          .label = N_("Не больше дней между встречами пары"),
          .hint = N_("Пусто — как в методологии. По этому сроку программа напоминает о встрече"),
          .optional = true, .min = 1, .max = 366, .inputmode = "numeric"),
    FIELD(struct limits_form, meetings_least, FIELD_INT,
          .label = N_("Не меньше встреч у пары за программу"),
          .hint = N_("Пусто — как в методологии"), .optional = true, .min = 1,
          .max = PROGRAMME_MEETINGS_MAX, .inputmode = "numeric"),
};
const struct form_def wizard_limits_form = FORM_DEF(struct limits_form, limits_fields);

int wizard_limits_get(struct req *req)
{
    struct programme p;
    int r = programme_of(req, &p);
    if (r < 0)
        return r;
    struct limits_form initial = {p.across, p.hours_per_mentee, p.max_mentees, p.meeting_days,
                                  p.meetings_least};
    struct programme_limits_page data = {
        .form = req_form(req, &wizard_limits_form, &initial),
        .programme_id = p.id,
        .preparing = !strcmp(p.state, "draft"),
    };
    struct page page = {.title = _("Правила пар и встреч"),
                        .body = programme_limits_view,
                        .data = &data,
                        .form = data.form};
    r = programme_frame(req, &p, "settings", NULL, &page);
    return r < 0 ? r : req_page(req, &page);
}

int wizard_limits_post(struct req *req)
{
    const struct limits_form *in = req_input(req);
    struct programme_limits limits = {in->hours, in->mentees, in->across, in->meeting_days,
                                      in->meetings_least};
    struct programme p;
    int r = programme_of(req, &p);
    if (r >= 0)
        r = programme_set_limits(req->db, p.id, &limits, &req->err);
    if (r >= 0)
        r = req_audit(req, "programme.change", "programme", p.id, "");
    if (r < 0)
        return r;
    if (!strcmp(p.state, "draft"))
        return req_redirect(req, "/programmes/%lld/check", (long long)p.id);
    req_notice(req, "%s", _("Сохранено"));
    return req_redirect(req, "/programmes/%lld", (long long)p.id);
}
