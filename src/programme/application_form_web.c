/* The form of an application: by oneself, by a parent for a child, to become a mentor. */
#include <string.h>

#include "base/i18n.h"
#include "frame/route.h"
#include "programme/application_form.html.h"
#include "programme/enrolment_pages.h"
#include "programme/programme_pages.h"

#define YEAR_MIN 1920
#define YEAR_MAX 2100
#define YOUNGEST 6 /* years */

struct application_form {
    const char *surname, *given, *patronymic;
    int64_t birth_year;
    const char *form, *category, *request, *place;
    const char *competencies, *achievements, *interests, *age_wish, *time;
    const char *phone, *email;
    const char *representative, *representative_phone, *representative_email;
    bool sure;
};

#define NAME_FIELDS(family, given_, additional)                                                    \
    FIELD(struct application_form, surname, FIELD_TEXT, .label = N_("Фамилия"),                    \
          .empty = N_("Напишите фамилию"), .max = PERSON_NAME_MAX, .autocomplete = (family)),      \
        FIELD(struct application_form, given, FIELD_TEXT, .label = N_("Имя"),                      \
              .empty = N_("Напишите имя"), .max = PERSON_NAME_MAX, .autocomplete = (given_)),      \
        FIELD(struct application_form, patronymic, FIELD_TEXT, .label = N_("Отчество"),            \
              .optional = true, .max = PERSON_NAME_MAX, .autocomplete = (additional)),             \
        FIELD(struct application_form, birth_year, FIELD_YEAR, .label = N_("Год рождения"),        \
              .hint = N_("Четыре цифры, например, 2012"), .empty = N_("Укажите год рождения"),     \
              .min = YEAR_MIN, .max = YEAR_MAX, .inputmode = "numeric")
#define FORM_FIELD                                                                                 \
    FIELD(struct application_form, form, FIELD_CHOICE, .label = N_("Форма наставничества"),        \
          .optional = true)
#define REQUEST_FIELDS                                                                                                                              \
    FIELD(struct application_form, category, FIELD_CHOICE, .label = N_("О чём просьба"),                                                            \
          .empty = N_("Выберите, о чём просьба")),                                                                                                  \
        FIELD(struct application_form, request, FIELD_AREA, .label = N_("Просьба своими словами"),                                                  \
              .hint = N_("Что хочется узнать, научиться делать или получить. Без сведений о " \
                         "здоровье и семье"),                                                                                                       \
              .empty = N_("Напишите просьбу, хватит одного предложения"),                                                                           \
              .max = APPLICATION_TEXT_MAX)
#define PLACE_FIELD(tokens)                                                                        \
    FIELD(struct application_form, place, FIELD_TEXT, .label = N_("Место учёбы или работы"),       \
          .hint = N_("Например, школа № 5, 7 „Б“"),                                                \
          .empty = N_("Напишите место учёбы или работы"), .max = 300, .autocomplete = (tokens))
#define CONTACT_FIELDS                                                                             \
    FIELD(struct application_form, phone, FIELD_PHONE, .label = N_("Телефон"),                     \
          .hint = N_("Достаточно телефона или почты"), .optional = true, .sometimes = true,        \
          .autocomplete = "tel", .inputmode = "tel"),                                              \
        FIELD(struct application_form, email, FIELD_EMAIL, .label = N_("Электронная почта"),       \
              .hint = N_("Сюда придёт ссылка на заявку"), .optional = true, .sometimes = true,     \
              .autocomplete = "email")
/* Of a minor who applies alone. */
#define GUARDIAN_FIELDS                                                                            \
    FIELD(struct application_form, representative, FIELD_TEXT, .label = N_("Родитель или опекун"), \
          .hint = N_("Фамилия, имя, отчество. Нужно, если вам нет 18"), .optional = true,          \
          .sometimes = true, .max = 200),                                                          \
        FIELD(struct application_form, representative_phone, FIELD_PHONE,                          \
              .label = N_("Телефон родителя или опекуна"), .optional = true, .inputmode = "tel"),  \
        FIELD(struct application_form, representative_email, FIELD_EMAIL,                          \
              .label = N_("Почта родителя или опекуна"),                                           \
              .hint = N_("Сюда придёт ссылка для согласия. Без почты её даст куратор"),            \
              .optional = true)
#define SURE_FIELD                                                                                 \
    FIELD(struct application_form, sure, FIELD_BOOL,                                               \
          .label = N_("В заявке нет ничьих сведений о здоровье, семье, учёте и взглядах"),         \
          .optional = true)

static const struct field own_fields[] = {
    NAME_FIELDS("family-name", "given-name", "additional-name"),
    FORM_FIELD,
    REQUEST_FIELDS,
    PLACE_FIELD("organization"),
    CONTACT_FIELDS,
    GUARDIAN_FIELDS,
    SURE_FIELD,
};
const struct form_def application_own_form = FORM_DEF(struct application_form, own_fields);

static const struct field child_fields[] = {
    NAME_FIELDS(NULL, NULL, NULL),
    FORM_FIELD,
    REQUEST_FIELDS,
    PLACE_FIELD(NULL),
    FIELD(struct application_form, representative, FIELD_TEXT,
          .label = N_("Ваши фамилия, имя, отчество"), .empty = N_("Напишите свои фамилию и имя"),
          .max = 200, .autocomplete = "name"),
    FIELD(struct application_form, representative_phone, FIELD_PHONE, .label = N_("Ваш телефон"),
          .hint = N_("Достаточно телефона или почты"), .optional = true, .sometimes = true,
          .autocomplete = "tel", .inputmode = "tel"),
    FIELD(struct application_form, representative_email, FIELD_EMAIL,
          .label = N_("Ваша электронная почта"), .hint = N_("Сюда придёт ссылка на заявку"),
          .optional = true, .sometimes = true, .autocomplete = "email"),
    SURE_FIELD,
};
const struct form_def application_child_form = FORM_DEF(struct application_form, child_fields);

static const struct field mentor_fields[] = {
    NAME_FIELDS("family-name", "given-name", "additional-name"),
    FORM_FIELD,
    FIELD(struct application_form, competencies, FIELD_AREA, .label = N_("Чем можете помочь"),
          .hint = N_("Предметы, умения, опыт: «алгебра до 9 класса, подготовка к олимпиаде»"),
          .empty = N_("Напишите, чем можете помочь"), .max = APPLICATION_TEXT_MAX),
    FIELD(struct application_form, achievements, FIELD_AREA, .label = N_("Достижения"),
          .hint = N_("Важные для программы: победы, проекты, стаж"), .optional = true,
          .max = APPLICATION_TEXT_MAX),
    FIELD(struct application_form, interests, FIELD_TEXT, .label = N_("Интересы"),
          .hint = N_("Например, волейбол, шахматы, походы"), .optional = true, .max = 300),
    FIELD(struct application_form, age_wish, FIELD_TEXT, .label = N_("Кому хотелось бы помогать"),
          .hint = N_("Например, 5–7 класс"), .optional = true, .max = 200),
    FIELD(struct application_form, time, FIELD_TEXT, .label = N_("Сколько времени есть"),
          .hint = N_("Например, 4 часа в месяц, вторник и четверг после 15"),
          .empty = N_("Напишите, сколько времени есть"), .max = 200),
    PLACE_FIELD("organization"),
    CONTACT_FIELDS,
    GUARDIAN_FIELDS,
    SURE_FIELD,
};
const struct form_def application_mentor_form = FORM_DEF(struct application_form, mentor_fields);

enum kind { OWN_MENTEE, CHILD, MENTOR };

static const struct {
    const char *title, *path, *side;
    enum application_author author;
    const struct form_def *form;
} kinds[] = {
    [OWN_MENTEE] = {N_("Заявка за себя"), "mentee", "mentee", APPLICATION_OWN,
                    &application_own_form},
    [CHILD] = {N_("Заявка за ребёнка"), "child", "mentee", APPLICATION_BY_PARENT,
               &application_child_form},
    [MENTOR] = {N_("Стать наставником"), "mentor", "mentor", APPLICATION_OWN,
                &application_mentor_form},
};

/* ---- showing ---- */

static enum person_age age_of(const struct enrolment_at *at, enum kind kind, int64_t year)
{
    return person_age(year, kind != MENTOR, at->today);
}

/* Was something written that may be left when the author says so? */
static bool may_be_meant(struct req *req, const struct enrolment_at *at, enum kind kind)
{
    const struct application_form *in = req_input(req);
    const char *const texts[] = {kind == MENTOR ? in->competencies : in->request,
                                 kind == MENTOR ? in->achievements : "",
                                 kind == MENTOR ? in->interests : "", in->place};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct pack_sensitive *s =
            texts[i] ? pack_sensitive(req->a, at->pack, texts[i]) : NULL;
        if (s && (!s->refuse || kind == MENTOR))
            return true;
    }
    return false;
}

static int show(struct req *req, enum kind kind)
{
    struct enrolment_at at;
    int r = enrolment_of(req, &at);
    if (r < 0)
        return r;
    struct enrolment_offer offer = enrolment_forms(
        req, &at, kinds[kind].side, kind == CHILD ? APPLICANT_PUPIL : APPLICANT_ANYBODY);
    if (!req->form && (at.shut || !offer.n || !enrolment_takes(&at.e, kinds[kind].side)))
        return req_redirect(req, "/join/%lld", (long long)at.e.code);
    const char *back = arena_printf(req->a, "/join/%lld", (long long)at.e.code);
    const struct application_form *in = req->form ? req_input(req) : NULL;
    struct application_form_page data = {
        .form = req_form(req, kinds[kind].form, NULL),
        .forms = offer.choices,
        .categories = kind == MENTOR ? NULL : enrolment_categories(req, &at, offer.codes),
        .action = arena_printf(req->a, "%s/%s", back, kinds[kind].path),
        .mentor = kind == MENTOR,
        .parent = kind == CHILD,
        .ask = in && may_be_meant(req, &at, kind),
    };
    if (kind == OWN_MENTEE && in && in->birth_year &&
        age_of(&at, kind, in->birth_year) == PERSON_CHILD)
        data.other = arena_printf(req->a, "%s/child", back);
    const struct link crumb = {at.p.title, back};
    struct page page = {.title = _(kinds[kind].title),
                        .body = application_form_view,
                        .data = &data,
                        .form = data.form,
                        .crumbs = &crumb,
                        .n_crumbs = 1};
    return enrolment_public(req, &at, &page);
}

int application_own_get(struct req *req)
{
    return show(req, OWN_MENTEE);
}

int application_child_get(struct req *req)
{
    return show(req, CHILD);
}

int application_mentor_get(struct req *req)
{
    return show(req, MENTOR);
}

/* ---- sending ---- */

/* Forms for a person of this age; the form and the year are said to fit each other. */
static struct enrolment_offer check_form(struct req *req, const struct enrolment_at *at,
                                         enum kind kind, const struct application_form *in)
{
    bool adult = age_of(at, kind, in->birth_year) == PERSON_ADULT;
    struct enrolment_offer offer = enrolment_forms(req, at, kinds[kind].side,
                                                   kind == CHILD ? APPLICANT_PUPIL
                                                   : adult       ? APPLICANT_ANYBODY
                                                                 : APPLICANT_MINOR);
    if (!offer.n)
        form_error(req->form, "birth_year", "%s",
                   _("Формы наставничества для тех, кому меньше 18 лет, здесь нет"));
    else if (*in->form && !enrolment_offers(&offer, in->form))
        form_error(req->form, "form", "%s",
                   enrolment_has_form(at->e.forms, in->form)
                       ? _("Эта форма — для взрослых, а по году рождения участнику нет 18 лет")
                       : _("Выберите форму из списка"));
    return offer;
}

static bool known_choice(const struct choice *list, const char *value)
{
    for (; list && list->value; list++)
        if (!strcmp(list->value, value))
            return true;
    return false;
}

static void check_age(struct req *req, const struct enrolment_at *at, enum kind kind,
                      const struct application_form *in)
{
    enum person_age age = age_of(at, kind, in->birth_year);
    if (in->birth_year > at->today.year - YOUNGEST)
        form_error(req->form, "birth_year", "%s", _("Проверьте год рождения"));
    else if (kind == CHILD && age == PERSON_ADULT)
        form_error(req->form, "birth_year", "%s",
                   _("По году рождения это взрослый: взрослый подаёт заявку за себя"));
    else if (kind == OWN_MENTEE && age == PERSON_CHILD)
        form_error(
            req->form, "birth_year", "%s",
            _("До 14 лет заявку подаёт родитель или опекун. Написанное сохранится: передайте "
              "телефон и нажмите «Продолжить как родитель»"));
    else if (kind == MENTOR && age == PERSON_CHILD)
        form_error(req->form, "birth_year", "%s", _("Наставником можно стать с 14 лет"));
    else if (kind != CHILD && age == PERSON_TEEN && !*in->representative)
        form_error(req->form, "representative", "%s",
                   _("До 18 лет заявку подтверждает родитель или опекун: напишите его имя"));
}

static void check_contacts(struct req *req, enum kind kind, const struct application_form *in)
{
    if (kind == CHILD && !*in->representative_phone && !*in->representative_email)
        form_error(req->form, "representative_phone", "%s",
                   _("Напишите телефон или почту, чтобы куратор мог ответить"));
    else if (kind != CHILD && !*in->phone && !*in->email)
        form_error(req->form, "phone", "%s",
                   _("Напишите телефон или почту, чтобы куратор мог ответить"));
}

static void check_words(struct req *req, const struct enrolment_at *at, enum kind kind,
                        const struct application_form *in)
{
    bool mentor = kind == MENTOR;
    enrolment_sensitive(req, at->pack, "place", in->place, in->sure, mentor);
    if (!mentor) {
        enrolment_sensitive(req, at->pack, "request", in->request, in->sure, false);
        return;
    }
    enrolment_sensitive(req, at->pack, "competencies", in->competencies, in->sure, true);
    enrolment_sensitive(req, at->pack, "achievements", in->achievements, in->sure, true);
    enrolment_sensitive(req, at->pack, "interests", in->interests, in->sure, true);
}

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

static int send(struct req *req, enum kind kind)
{
    const struct application_form *in = req_input(req);
    struct enrolment_at at;
    int64_t id = 0;
    int r = enrolment_of(req, &at);
    if (r < 0)
        return r;
    struct enrolment_offer offer = check_form(req, &at, kind, in);
    const struct choice *categories = enrolment_categories(req, &at, at.e.forms);
    if (at.shut || !enrolment_takes(&at.e, kinds[kind].side))
        form_error(req->form, NULL, "%s", at.shut ? at.shut : _("Такие заявки не принимаются."));
    if (kind != MENTOR && categories && !known_choice(categories, in->category))
        form_error(req->form, "category", "%s", _("Выберите, о чём просьба"));
    check_age(req, &at, kind, in);
    check_contacts(req, kind, in);
    check_words(req, &at, kind, in);
    if (!form_ok(req->form))
        return req_retry(req);
    const struct application_new n = {
        .side = kinds[kind].side,
        .author = kinds[kind].author,
        .name = {in->surname, in->given, in->patronymic},
        .birth_year = in->birth_year,
        .form = offer.only  ? offer.only
                : *in->form ? in->form
                            : offer.any,
        .category = or_empty(in->category),
        .request = or_empty(in->request),
        .place = in->place,
        .competencies = or_empty(in->competencies),
        .achievements = or_empty(in->achievements),
        .interests = or_empty(in->interests),
        .age_wish = or_empty(in->age_wish),
        .time = or_empty(in->time),
        .phone = or_empty(in->phone),
        .email = or_empty(in->email),
        .representative = in->representative,
        .representative_phone = in->representative_phone,
        .representative_email = in->representative_email,
        .ip = req->ip,
    };
    const struct application_desk d = application_desk(req, at.today);
    r = application_submit(&d, &at.e, &n, &req->err, &id);
    if (r == ERR_LIMIT) {
        form_error(req->form, NULL, "%s", req->err.text);
        return req_retry(req);
    }
    if (r > 0)
        r = req_audit(req, "application.submit", "application", id, n.side);
    if (r < 0)
        return r;
    return req_redirect(req, "%s",
                        enrolment_path(req->a, req->app,
                                       kind == CHILD ? ENROLMENT_REPRESENTATIVE : ENROLMENT_SELF,
                                       id));
}

int application_own_post(struct req *req)
{
    return send(req, OWN_MENTEE);
}

int application_child_post(struct req *req)
{
    return send(req, CHILD);
}

int application_mentor_post(struct req *req)
{
    return send(req, MENTOR);
}
