#include "frame/styleguide.h"

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/styleguide.html.h"

struct sample {
    const char *name, *password, *email, *phone, *about, *form, *region;
    struct text_list days;
    struct date birth;
    int64_t year, hours;
    bool agreed;
};

static const struct choice forms[] = {
    {"pupil", N_("Ученик – ученик"), N_("Старший школьник помогает младшему")},
    {"teacher", N_("Учитель – учитель"), N_("Опытный педагог помогает молодому")},
    {"employer", N_("Работодатель – ученик"), N_("Специалист показывает профессию")},
    {0}};
static const struct choice days[] = {
    {"1", N_("Понедельник"), NULL}, {"2", N_("Вторник"), NULL}, {"3", N_("Среда"), NULL}, {0}};
static const struct choice regions[] = {
    {"59", N_("Пермский край"), NULL},         {"16", N_("Республика Татарстан"), NULL},
    {"14", N_("Республика Саха"), NULL},       {"02", N_("Республика Башкортостан"), NULL},
    {"18", N_("Удмуртская Республика"), NULL}, {"21", N_("Чувашская Республика"), NULL},
    {"78", N_("Санкт-Петербург"), NULL},       {0}};

static const struct field fields[] = {
    FIELD(struct sample, name, FIELD_TEXT, .label = N_("Фамилия, имя и отчество"),
          .hint = N_("Как в паспорте или свидетельстве о рождении"), .autocomplete = "name"),
    FIELD(struct sample, birth, FIELD_DATE, .label = N_("Дата рождения"),
          .hint = N_("Например, 05.11.2026")),
    FIELD(struct sample, year, FIELD_YEAR, .label = N_("Год рождения"), .min = 1920, .max = 2026),
    FIELD(struct sample, hours, FIELD_INT, .label = N_("Часов в месяц"), .min = 1, .max = 60,
          .optional = true),
    FIELD(struct sample, email, FIELD_EMAIL, .label = N_("Электронная почта"),
          .autocomplete = "email"),
    FIELD(struct sample, phone, FIELD_PHONE, .label = N_("Телефон"), .optional = true,
          .autocomplete = "tel"),
    FIELD(struct sample, password, FIELD_PASSWORD, .label = N_("Пароль"),
          .autocomplete = "new-password"),
    FIELD(struct sample, form, FIELD_CHOICE, .label = N_("Форма наставничества"), .choices = forms),
    FIELD(struct sample, region, FIELD_CHOICE, .label = N_("Регион"), .choices = regions),
    FIELD(struct sample, days, FIELD_TEXTS, .label = N_("Удобные дни"), .choices = days,
          .optional = true),
    FIELD(struct sample, about, FIELD_AREA, .label = N_("Запрос"),
          .hint = N_("Чему хочется научиться, своими словами"), .max = 500),
    FIELD(struct sample, agreed, FIELD_BOOL, .label = N_("Согласие получено на бумаге"),
          .optional = true),
};
static const struct form_def sample_form = FORM_DEF(struct sample, fields);

/* What somebody in a hurry might send. */
static const struct form_pair typed[] = {
    {"name", "Абдурахмангаджиева Патимат-Загра Шахбановна"},
    {"birth", "31.02.2013"},
    {"year", "2о09"},
    {"hours", "200"},
    {"email", "sokolova"},
    {"phone", "8912 345 67 8"},
    {"days", "2"},
    {"about", "Хочу отвечать устно на уроке и не бояться"},
};

int styleguide_get(struct req *req)
{
    if (!req->app->config.development)
        return req_not_found(req);
    struct styleguide s = {
        .failed = form_parse(req->a, &sample_form, typed, sizeof typed / sizeof *typed),
        .paging = {_("Показаны 26–50 из 137"), "/styleguide?before=26", "/styleguide?after=50"},
        .heads = {{_("Наставляемый"), "/styleguide?sort=name", 1, false},
                  {_("Наставник"), "/styleguide?sort=mentor", 0, false},
                  {_("Балл"), "/styleguide?sort=points", 0, true}},
        .chips = {{_("Запрос: учёба"), "/styleguide?class=7"},
                  {_("Класс: 7 «Б»"), "/styleguide?topic=1"}},
    };
    return req_page(
        req, &(struct page){
                 .title = _("Части страниц"),
                 .lead = _("Каждая часть во всех состояниях: смотреть, копировать, проверять."),
                 .body = styleguide_body,
                 .data = &s,
                 .form = s.failed,
                 .status = 200,
                 .wide = true,
             });
}
