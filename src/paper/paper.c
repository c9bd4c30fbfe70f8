#include "paper/paper.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/utf8.h"
#include "db/db.h"
#include "embed/embed.h"
#include "frame/app.h"
#include "office/docx_pdf.h"
#include "office/docx_plain.h"
#include "paper/paper.sql.h"
#include "paper/paper_data.h"
#include "programme/methodology.h"
#include "programme/own_form.h"

const struct paper_kind paper_kinds[] = {
    {"order_introduction", N_("Приказ о внедрении целевой модели наставничества"), PAPER_PROGRAMME,
     "preparation", false},
    {"order_coordinator", N_("Приказ о назначении куратора"), PAPER_PROGRAMME, "preparation",
     false},
    {"regulation", N_("Положение о программе наставничества"), PAPER_PROGRAMME, "preparation",
     false},
    {"order_teachers_system",
     N_("Приказ об утверждении положения о системе наставничества педагогических работников"),
     PAPER_TEACHERS, "preparation", false},
    {"regulation_teachers", N_("Положение о системе наставничества педагогических работников"),
     PAPER_TEACHERS, "preparation", false},
    {"programme", N_("Программа наставничества"), PAPER_PROGRAMME, "preparation", false},
    {"roadmap", N_("Дорожная карта (план мероприятий)"), PAPER_PROGRAMME, "preparation", false},
    {"cooperation_agreement", N_("Соглашение о сотрудничестве с партнёром"), PAPER_PROGRAMME,
     "preparation", false},
    {"mentee_registry", N_("База наставляемых"), PAPER_PROGRAMME, "mentee_base", true},
    {"mentee_application", N_("Анкета-заявка наставляемого (бланк)"), PAPER_PROGRAMME,
     "mentee_base", true},
    {"questionnaire", N_("Анкеты участников до и после (бланки)"), PAPER_PROGRAMME, "mentee_base",
     true},
    {"pd_consent", N_("Согласие на обработку персональных данных"), PAPER_PERSON, "mentee_base",
     true},
    {"representative_consent", N_("Согласие законного представителя на участие"), PAPER_MINOR,
     "mentee_base", true},
    {"mentor_registry", N_("База наставников"), PAPER_PROGRAMME, "mentor_base", true},
    {"mentor_application", N_("Анкета кандидата в наставники (бланк)"), PAPER_PROGRAMME,
     "mentor_base", true},
    {"interview_sheet", N_("Лист собеседования с кандидатом"), PAPER_MENTOR, "selection_training",
     true},
    {"criminal_record_check", N_("Журнал учёта справок о судимости"), PAPER_PROGRAMME,
     "selection_training", false},
    {"training_programme", N_("Программа обучения наставников"), PAPER_PROGRAMME,
     "selection_training", false},
    {"attendance_sheet", N_("Журнал обучения (явка)"), PAPER_PROGRAMME, "selection_training", true},
    {"preference_card", N_("Карточка предпочтений (бланк)"), PAPER_PROGRAMME, "matching", true},
    {"order_pairs", N_("Приказ о закреплении наставнических пар (групп)"), PAPER_PROGRAMME,
     "matching", false},
    {"pair_agreement", N_("Соглашение между наставником и наставляемым"), PAPER_PAIR, "matching",
     true},
    {"mentor_written_consent", N_("Письменное согласие работника на наставничество"), PAPER_STAFF,
     "matching", true},
    {"labour_addendum", N_("Дополнительное соглашение к трудовому договору"), PAPER_STAFF,
     "matching", false},
    {"personal_programme", N_("Персонализированная программа наставничества"), PAPER_PERSONAL,
     "matching", true},
    {"pair_plan", N_("Индивидуальный план работы пары"), PAPER_PAIR, "work", true},
    {"meeting_record", N_("Записи о встречах"), PAPER_PAIR, "work", true},
    {"feedback_form", N_("Форма обратной связи после встречи (бланк)"), PAPER_PROGRAMME, "work",
     true},
    {"mentor_diary", N_("Дневник наставника"), PAPER_PAIR, "work", true},
    {"early_end_notice", N_("Уведомление о досрочном отказе от наставничества"), PAPER_STAFF,
     "work", true},
    {"open_lesson", N_("Анализ открытого урока"), PAPER_LESSON, "work", true},
    {"distribution_consent", N_("Согласие на распространение персональных данных"), PAPER_PERSON,
     "closing", true},
    {"swot", N_("SWOT-анализ программы"), PAPER_PROGRAMME, "closing", false},
    {"monitoring_report", N_("Отчёт по мониторингу"), PAPER_PROGRAMME, "closing", false},
    {"analytical_note", N_("Аналитическая справка"), PAPER_PROGRAMME, "closing", false},
    {"case_story", N_("Кейс (история успеха) и отзыв"), PAPER_PAIR, "closing", false},
    {"mentor_report", N_("Отчёт наставника"), PAPER_PAIR, "closing", false},
    {"order_rewards", N_("Приказ о поощрении"), PAPER_PROGRAMME, "closing", false},
    {"employer_petition", N_("Ходатайство работодателя на категорию «педагог-наставник»"),
     PAPER_STAFF, "closing", false},
    {"thanks", N_("Благодарности наставникам"), PAPER_PROGRAMME, "closing", true},
    {"certificate", N_("Сертификаты участников"), PAPER_PROGRAMME, "closing", true},
};
const size_t n_paper_kinds = sizeof paper_kinds / sizeof *paper_kinds;

const struct paper_question paper_questions[] = {
    {"куратор", N_("Куратор: фамилия, имя, отчество"), N_("Например, Соколова Елена Петровна"),
     true, false, false},
    {"должность куратора", N_("Должность куратора"), N_("Например, заместитель директора"), false,
     false, false},
    {"ответственный за обеспечение",
     N_("Ответственный за материально-техническое обеспечение: фамилия, имя, отчество"), NULL, true,
     false, false},
    {"основание внедрения", N_("На основании чего внедряется модель"),
     N_("Продолжает слова «На основании»: например, приказа управления образования от 01.09.2026 "
        "№ 120"),
     false, false, false},
    {"цель программы", N_("Цель программы"), NULL, false, true, false},
    {"планируется наставляемых", N_("Сколько наставляемых планируется, не меньше"),
     N_("Число для приказа о внедрении, например 20"), false, false, true},
    {"планируется наставников", N_("Сколько наставников планируется, не меньше"), NULL, false,
     false, true},
    {"партнёр", N_("Организация-партнёр, полностью"), NULL, false, false, false},
    {"партнёр, в лице кого", N_("Партнёр: в лице кого"),
     N_("Например, директора Рябова Ивана Петровича"), false, false, false},
    {"выводы", N_("Выводы и предложения"), NULL, false, true, false},
};
const size_t n_paper_questions = sizeof paper_questions / sizeof *paper_questions;

const struct paper_kind *paper_kind(const char *code)
{
    for (size_t i = 0; i < n_paper_kinds; i++)
        if (!strcmp(paper_kinds[i].code, code))
            return &paper_kinds[i];
    return NULL;
}

int paper_open(struct db *db, struct arena *a, const struct app *app, int64_t programme_id,
               struct err *err, struct paper_at *ret)
{
    *ret = (struct paper_at){.db = db, .a = a, .app = app, .number = ""};
    int r = programme_get(db, a, programme_id, &ret->p);
    if (r > 0)
        r = unit_get(db, a, ret->p.unit_id, &ret->unit);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    ret->zone = ret->unit.utc_offset;
    ret->day = date_at(clock_now(app->clock), ret->zone);
    return own_form_methodology(app->methodology, db, a, ret->p.unit_id, ret->p.pack_id, err,
                                &ret->pack);
}

bool paper_private(const struct paper_kind *k)
{
    return !strcmp(k->code, "labour_addendum");
}

const char *paper_answer(const struct paper_at *at, const char *name)
{
    struct paper_answers *list;
    size_t n;
    if (paper_answers(at->db, at->a, at->p.id, &list, &n) < 0)
        return "";
    for (size_t i = 0; i < n; i++)
        if (!strcmp(list[i].name, name))
            return list[i].value;
    return "";
}

int paper_answer_set(const struct paper_at *at, const char *name, const char *value)
{
    int r = paper_answer_put(at->db, at->p.id, name, value);
    return r < 0 ? r : 0;
}

int paper_unit_get(struct db *db, struct arena *a, int64_t unit_id, struct paper_unit *ret)
{
    struct unit_paper_row u = {"", "", "", "", "", "", "", ""};
    int r = unit_paper_row(db, a, unit_id, &u);
    *ret = (struct paper_unit){u.full_name, u.address,   u.city, u.email,
                               u.inn,       u.head_post, u.head, u.basis};
    return r < 0 ? r : 0;
}

int paper_unit_set(struct db *db, struct arena *a, const struct clock *clock, int64_t unit_id,
                   int64_t account_id, const struct paper_unit *u, struct err *err)
{
    struct person_name head;
    int r = *u->head ? person_name_parse(a, u->head, err, &head) : 0;
    if (r >= 0)
        r = unit_paper_put(db, unit_id, u->full_name, u->address, u->city, u->email, u->inn,
                           u->head_post, u->head, u->basis, account_id ? &account_id : NULL,
                           clock_now(clock));
    return r < 0 ? r : 0;
}

static int fill(struct paper_bag *b, const struct paper_kind *k, int64_t subject)
{
    int r = bag_programme(b, k);
    if (r < 0 || paper_of_programme(k))
        return r;
    switch (k->scope) {
    case PAPER_PAIR:
    case PAPER_PERSONAL:
        return bag_pair(b, k, subject);
    case PAPER_STAFF:
        r = bag_staff(b, subject);
        return r < 0 || strcmp(k->code, "employer_petition") ? r : bag_evidence(b, subject);
    case PAPER_LESSON:
        return bag_lesson(b, subject);
    default:
        return bag_participant(b, k, subject);
    }
}

static int collect(const struct paper_at *at, const struct paper_kind *k, int64_t subject,
                   bool outline, struct err *err, struct paper_data *ret)
{
    struct paper_bag b = {.at = at, .outline = outline};
    enum lang lang = i18n_get();
    i18n_set(LANG_RU); /* a paper is Russian in any interface */
    int r = fill(&b, k, subject);
    i18n_set(lang);
    if (r == ERR_NOT_FOUND)
        return err_set(err, r, _("В этой программе нет того, о ком документ"));
    *ret = (struct paper_data){{b.values, b.n, b.lists, b.n_lists}, b.sources};
    return r < 0 ? r : 0;
}

int paper_collect(const struct paper_at *at, const struct paper_kind *k, int64_t subject,
                  struct err *err, struct paper_data *ret)
{
    return collect(at, k, subject, false, err, ret);
}

int paper_outline(const struct paper_at *at, const struct paper_kind *k, int64_t subject,
                  struct err *err, struct paper_data *ret)
{
    return collect(at, k, subject, true, err, ret);
}

/* ---- templates ---- */

int paper_standard(struct arena *a, const struct paper_kind *k, struct err *err,
                   const void **ret_bytes, size_t *ret_n)
{
    const struct embed_file *f = embed_find(&embed_papers, arena_printf(a, "%s.txt", k->code));
    return f ? docx_plain(a, f->data, err, ret_bytes, ret_n) : ERR_NOT_FOUND;
}

int paper_template(const struct paper_at *at, const struct paper_kind *k, struct err *err,
                   struct paper_source_template *ret)
{
    struct paper_template_near near;
    struct paper_template_body body;
    *ret = (struct paper_source_template){.file_name = ""};
    int r = paper_template_near(at->db, at->a, at->unit.id, k->code, &near);
    if (r > 0)
        r = paper_template_body(at->db, at->a, near.id, &body);
    if (r > 0) {
        *ret = (struct paper_source_template){near.id,        near.unit_id, near.version,
                                              near.file_name, body.body.p,  body.body.n};
        return 0;
    }
    return r < 0 ? r : paper_standard(at->a, k, err, &ret->bytes, &ret->n);
}

/* Any subject will do: the names of the fields are the same. */
static int some_data(const struct paper_at *at, const struct paper_kind *k, struct err *err,
                     struct paper_data *ret)
{
    const int64_t *list;
    size_t n;
    int r = paper_subjects(at, k, &list, &n);
    if (r < 0)
        return r;
    if (!n)
        return err_set(err, ERR_INVALID,
                       _("Шаблон проверяется на данных программы, а в ней пока никого нет: сначала "
                         "внесите людей"));
    return paper_outline(at, k, list[0], err, ret);
}

static bool any(const bool *list, size_t n)
{
    return n && memchr(list, true, n);
}

int paper_template_take(const struct paper_at *at, const struct paper_kind *k,
                        const struct paper_template_new *t, struct err *err)
{
    struct docx_template *read;
    struct paper_data data;
    struct paper_template_last last;
    int64_t now = clock_now(at->app->clock);
    const bool *values, *lists;
    int r = docx_template(at->a, t->bytes, t->n, err, &read);
    if (r >= 0)
        r = docx_whole(read, err);
    if (r >= 0)
        r = some_data(at, k, err, &data);
    if (r >= 0)
        r = docx_template_check(at->a, read, &data.d, err, &values, &lists);
    if (r >= 0 && !t->plain && !any(values, data.d.n_values) && !any(lists, data.d.n_lists))
        return 0;
    if (r >= 0)
        r = paper_template_last(at->db, at->a, at->unit.id, k->code, &last);
    if (r >= 0)
        r = paper_template_end(at->db, at->unit.id, k->code, now);
    if (r < 0)
        return r;
    r = paper_template_insert(at->db, id_new(at->app->clock), at->unit.id, k->code,
                              (last.has_version ? last.version : 0) + 1, t->file_name,
                              (struct db_blob){t->bytes, t->n},
                              t->account_id ? &t->account_id : NULL, now);
    return r < 0 ? r : 1;
}

int paper_unprintable(const struct paper_at *at, const struct paper_source_template *t,
                      struct err *err, const char **ret)
{
    struct docx_template *read;
    struct err why = {0};
    *ret = NULL;
    int r = t->id ? docx_template(at->a, t->bytes, t->n, err, &read) : 0;
    if (r >= 0 && t->id && docx_pdf_try(read, &why) == ERR_INVALID)
        *ret = arena_strdup(at->a, why.text);
    return r < 0 ? r : 0;
}

int paper_template_drop(const struct paper_at *at, const struct paper_kind *k)
{
    return paper_template_end(at->db, at->unit.id, k->code, clock_now(at->app->clock));
}

/* ---- making one ---- */

int paper_gaps(const struct paper_at *at, const struct paper_kind *k, int64_t subject,
               struct err *err, const struct paper_gap **ret, size_t *ret_n)
{
    struct paper_source_template t;
    struct docx_template *read;
    struct paper_data data;
    const bool *used;
    int r = paper_template(at, k, err, &t);
    if (r >= 0)
        r = docx_template(at->a, t.bytes, t.n, err, &read);
    if (r >= 0)
        r = paper_outline(at, k, subject, err, &data);
    if (r >= 0)
        r = docx_template_check(at->a, read, &data.d, err, &used, NULL);
    if (r < 0)
        return r;
    struct paper_gap *gaps = arena_array(at->a, struct paper_gap, data.d.n_values);
    size_t n = 0;
    for (size_t i = 0; i < data.d.n_values; i++) {
        const struct docx_value *v = &data.d.values[i];
        if (used[i] && !*v->text && !v->quiet && data.sources[i] != PAPER_KNOWN)
            gaps[n++] = (struct paper_gap){v->name, data.sources[i]};
    }
    *ret = gaps;
    *ret_n = n;
    return 0;
}

int paper_write(const struct paper_at *at, const struct paper_kind *k, int64_t subject,
                enum paper_format format, const char *path, struct err *err)
{
    struct paper_source_template t;
    struct docx_template *read;
    struct docx_filled filled;
    struct paper_data data;
    int r = paper_template(at, k, err, &t);
    if (r >= 0)
        r = docx_template(at->a, t.bytes, t.n, err, &read);
    if (r >= 0)
        r = paper_collect(at, k, subject, err, &data);
    if (r >= 0)
        r = docx_fill(at->a, read, &data.d, err, &filled);
    if (r < 0)
        return r;
    return format == PAPER_PDF ? docx_pdf(at->a, &filled, at->day, path, err)
                               : docx_filled_write(&filled, path, err);
}
