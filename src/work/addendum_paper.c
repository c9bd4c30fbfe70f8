/* The three papers of an addendum. */
#include <string.h>

#include "base/i18n.h"
#include "identity/person.h"
#include "office/docx.h"
#include "work/addendum.h"
#include "work/duo.h"

struct sheet {
    struct arena *a;
    struct docx *d;
    const struct addendum_row *x;
    const char *name, *organisation;
};

static void line(const struct sheet *s, const char *text)
{
    docx_paragraph(s->d, DOCX_TEXT, text);
}

static void terms(const struct sheet *s)
{
    struct arena *a = s->a;
    const struct addendum_row *x = s->x;
    line(s, arena_printf(a, _("Содержание работы: %s"), x->content));
    line(s, arena_printf(a, _("Форма: %s"), x->form));
    line(s,
         arena_printf(a, _("Срок: с %s по %s"), duo_day(a, x->starts_on), duo_day(a, x->ends_on)));
    line(s, arena_printf(a, _("Размер и условия оплаты: %s"), x->pay));
}

static void consent(const struct sheet *s)
{
    docx_paragraph(s->d, DOCX_TITLE, _("Письменное согласие на наставничество"));
    line(s, arena_printf(s->a,
                         _("%s, работник организации «%s», соглашается выполнять работу по "
                           "наставничеству (статья 351.8 Трудового кодекса РФ)."),
                         s->name, s->organisation));
    terms(s);
    line(s, *s->x->consent_on ? duo_day(s->a, s->x->consent_on) : "____________ 20__ г.");
    line(s, arena_printf(s->a, "____________________ %s", s->name));
}

static void agreement(const struct sheet *s)
{
    const struct addendum_row *x = s->x;
    docx_paragraph(s->d, DOCX_TITLE,
                   arena_printf(s->a, _("Дополнительное соглашение № %s к трудовому договору"),
                                *x->number ? x->number : "______"));
    line(s, *x->signed_on ? duo_day(s->a, x->signed_on) : "____________ 20__ г.");
    line(s, arena_printf(s->a,
                         _("Работодатель — организация «%s» — и работник — %s — договорились о "
                           "работе по наставничеству на основании статьи 351.8 Трудового кодекса "
                           "РФ и письменного согласия работника от %s."),
                         s->organisation, s->name,
                         *x->consent_on ? duo_day(s->a, x->consent_on) : "____________"));
    terms(s);
    line(s, _("Работник вправе досрочно отказаться от наставничества, а работодатель — досрочно "
              "отменить поручение, предупредив об этом другую сторону письменно не менее чем за "
              "три рабочих дня."));
    line(s, arena_printf(s->a, "%s ____________________", _("Работодатель")));
    line(s, arena_printf(s->a, "%s ____________________ %s", _("Работник"), s->name));
}

static void notice(const struct sheet *s)
{
    const struct addendum_row *x = s->x;
    bool mentor = !strcmp(x->notice_side, "mentor");
    docx_paragraph(s->d, DOCX_TITLE, _("Уведомление о досрочном прекращении наставничества"));
    line(s, arena_printf(s->a, _("Соглашение № %s от %s; организация «%s»; работник — %s."),
                         x->number, duo_day(s->a, x->signed_on), s->organisation, s->name));
    line(s, arena_printf(s->a,
                         mentor ? _("Работник отказывается от наставничества досрочно. "
                                    "Уведомление вручено %s.")
                                : _("Работодатель досрочно отменяет поручение о наставничестве. "
                                    "Уведомление вручено %s."),
                         duo_day(s->a, x->notice_on)));
    line(s,
         arena_printf(s->a, _("Первый день без наставничества: %s."), duo_day(s->a, x->stops_on)));
    line(s, arena_printf(s->a, "%s ____________________", _("Подпись")));
    line(s, arena_printf(s->a, "%s ____________________", _("Уведомление получено")));
}

int addendum_paper(struct arena *a, const struct addendum_row *x, enum addendum_sheet sheet,
                   const char *organisation, const char *path, struct err *err)
{
    struct sheet s = {
        a, docx_new(a, false), x,
        person_name_full(a, &(struct person_name){x->surname, x->given, x->patronymic}),
        organisation};
    if (sheet == ADDENDUM_NOTICE && !*x->stops_on)
        return err_set(err, ERR_NOT_FOUND, _("Уведомления о досрочном прекращении нет"));
    if (sheet == ADDENDUM_CONSENT)
        consent(&s);
    else if (sheet == ADDENDUM_AGREEMENT)
        agreement(&s);
    else
        notice(&s);
    return docx_write(s.d, path, err);
}
