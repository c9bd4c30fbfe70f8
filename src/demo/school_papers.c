/* What the school says of itself in its papers. */
#include "demo/school_parts.h"
#include "paper/paper.h"

int school_papers(struct school_year *s, enum school_moment moment)
{
    static const struct {
        const char *name, *value;
    } answers[] = {
        {"куратор", "Соколова Елена Петровна"},
        {"должность куратора", "заместитель директора по воспитательной работе"},
        {"ответственный за обеспечение", "Ольхов Степан Ильич"},
        {"цель программы",
         "Помочь каждому участнику раскрыть способности через общение с наставником: ученикам — в "
         "учёбе и увлечениях, молодым педагогам — в первые годы работы."},
        {"планируется наставляемых", "15"},
        {"планируется наставников", "8"},
        {"партнёр", "ООО «Светлореченские сады»"},
        {"партнёр, в лице кого", "директора Пихтова Льва Марковича"},
        {"выводы", "Программа достигла цели: пары работали весь учебный год, участники готовы "
                   "продолжать. Предлагаем расширить круг наставников за счёт выпускников."},
    };
    static const struct paper_unit unit = {
        .full_name = "Муниципальное бюджетное общеобразовательное учреждение «Средняя "
                     "общеобразовательная школа № 2»",
        .address = "617470, Пермский край, г. Светлореченск, ул. Школьная, д. 2",
        .city = "г. Светлореченск",
        .email = "school2@example.org",
        .inn = "5900000000",
        .head_post = "директор",
        .head = "Рябинина Ольга Андреевна",
        .basis = "Устава"};
    struct paper_at at;
    if (moment != SCHOOL_ENROLLED)
        return 0;
    int r = paper_unit_set(s->db, s->scratch, &s->clock, s->unit_id, s->account_id, &unit, s->err);
    if (r >= 0)
        r = paper_open(s->db, s->scratch, &s->app, s->programme_id, s->err, &at);
    for (size_t i = 0; r >= 0 && i < sizeof answers / sizeof *answers; i++)
        r = paper_answer_set(&at, answers[i].name, answers[i].value);
    return r < 0 ? r
                 : paper_answer_set(&at, "основание внедрения",
                                    arena_printf(s->scratch,
                                                 "приказа управления образования от 1 сентября "
                                                 "%d г. № 120",
                                                 s->year));
}
