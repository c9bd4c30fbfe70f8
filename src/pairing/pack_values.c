#include "pairing/pack_values.h"

#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"

static const struct pack_value marks[] = {
    {"seed", N_("есть в исходных документах")},
    {"found", N_("найдено в открытом источнике")},
    {"known", N_("известно по документу")},
    {"recalled", N_("по памяти, слова могут отличаться")},
    {"inferred", N_("рассуждение, в документе этого нет")},
};
/* «да» and «нет» are collected for the translation where questionnaires are. */
static const struct pack_value yes_no[] = {
    {"yes", "да"}, {"no", "нет"}, {"on request", N_("по просьбе")}};
static const struct pack_value roles[] = {
    {"mentee", N_("наставляемый")}, {"mentor", N_("наставник")}, {"parent", N_("родитель")}};
static const struct pack_value registries[] = {{"mentee", N_("база наставляемых")},
                                               {"mentor", N_("база наставников")}};
static const struct pack_value phases[] = {
    {"before", N_("до программы")},
    {"after", N_("после программы")},
    {"matching", N_("при подборе пар")},
    {"meeting", N_("после встречи")},
    {"trial", N_("после пробной встречи")},
    {"intro", N_("после встречи-знакомства")},
    {"planning", N_("после встречи-планирования")},
    {"final", N_("после итоговой встречи")},
};
static const struct pack_value item_types[] = {
    {"scale10", N_("оценка от 1 до 10")},
    {"open", N_("свободный ответ")},
    {"bool", N_("да или нет")},
    {"frequency5", N_("как часто, пять ответов")},
    {"one", N_("один вариант из списка")},
    {"many", N_("несколько вариантов из списка")},
    {"person_rank3", N_("до трёх людей по порядку")},
    {"person_multi", N_("несколько людей")},
};
static const struct pack_value cell_types[] = {
    {"int", N_("целое число")},
    {"person", N_("имя")},
    {"persons", N_("имена")},
    {"contact", N_("контакты")},
    {"year", N_("год")},
    {"date", N_("дата")},
    {"text", N_("текст")},
    {"tags", N_("слова через запятую")},
    {"organisation", N_("организация")},
    {"form", N_("форма наставничества")},
    {"range", N_("возраст от и до")},
    {"hours_per_month", N_("часов в месяц")},
    {"url", N_("ссылка")},
    {"bool", N_("да или нет")},
};
static const struct pack_value metric_types[] = {{"scale10", N_("вопрос анкеты, от 1 до 10")},
                                                 {"number", N_("число, вносит школа")},
                                                 {"yesno", N_("да или нет, вносит школа")}};
static const struct pack_value days[] = {{"off", N_("выходной")}, {"work", N_("рабочий")}};
static const struct pack_value checks[] = {{"record", N_("справка об отсутствии судимости")},
                                           {"number", N_("число, не меньше заданного")},
                                           {"word", N_("отметка словами")}};
static const struct pack_value stopwords[] = {
    {"function", N_("служебное слово")},  {"filler", N_("общее слово")},
    {"ability", N_("слово об умении")},   {"experience", N_("слово об опыте")},
    {"frequency", N_("слово о частоте")}, {"grade", N_("слово о классе")},
    {"place", N_("слово о месте")},       {"request", N_("слово о просьбе")},
    {"role", N_("слово о роли")},
};
static const struct pack_value topic_kinds[] = {
    {"adaptation", N_("адаптация")},
    {"art", N_("искусство")},
    {"career", N_("профориентация")},
    {"contest", N_("конкурсы")},
    {"digital", N_("цифровые навыки")},
    {"exam", N_("экзамены")},
    {"family_wellbeing", N_("семья и самочувствие")},
    {"industry", N_("отрасль")},
    {"language", N_("язык")},
    {"media", N_("медиа")},
    {"profession", N_("профессия")},
    {"research", N_("исследования")},
    {"skill", N_("умение")},
    {"soft_skill", N_("гибкие навыки")},
    {"sport", N_("спорт")},
    {"subject", N_("школьный предмет")},
    {"teacher_practice", N_("работа учителя")},
    {"volunteering", N_("волонтёрство")},
};
static const struct pack_value time_kinds[] = {{"literal", N_("точные слова")},
                                               {"pattern", N_("слова с числом")}};
static const struct pack_value slots[] = {
    {"weekday", N_("будни")}, {"evening", N_("вечер")}, {"weekend", N_("выходные")}};
static const struct pack_value levels[] = {{"organisation", N_("организация")},
                                           {"municipal", N_("муниципалитет")},
                                           {"regional", N_("регион")},
                                           {"federal", N_("федерация")},
                                           {"any", N_("любой")}};
static const struct pack_value refusals[] = {{"refuse", N_("не принимать")},
                                             {"ask", N_("переспросить")}};
static const struct pack_value better[] = {{"up", N_("больше")}, {"down", N_("меньше")}};
static const struct pack_value asked[] = {{"after", N_("только в конце")}};
static const struct pack_value formats[] = {
    {"in_person", N_("очно")}, {"online", N_("дистанционно")}, {"mixed", N_("смешанно")}};
static const struct pack_value shown[] = {
    {"yes", "да"}, {"no", "нет"}, {"consent", N_("по согласию")}, {"—", "нет"}};
static const struct pack_value published[] = {{"open", N_("можно всем")},
                                              {"names", N_("после проверки имён")}};
static const struct pack_value name_parts[] = {{"surname", N_("фамилия")},
                                               {"given", N_("имя")},
                                               {"patronymic", N_("отчество")},
                                               {"owner", N_("чьи контакты")}};
static const struct pack_value audiences[] = {{"any", N_("все")},
                                              {"pupil", N_("ученики")},
                                              {"student", N_("студенты")},
                                              {"teacher", N_("педагоги")},
                                              {"adult", N_("взрослые")}};
static const struct pack_value people[] = {
    {"pupil", N_("ученик")},
    {"student", N_("студент")},
    {"teacher", N_("педагог")},
    {"head", N_("руководитель")},
    {"lecturer", N_("преподаватель вуза")},
    {"employer", N_("работник предприятия")},
    {"partner", N_("работник организации-партнёра")},
};
static const struct pack_value states[] = {
    {"preparation", N_("подготовка")},     {"enrolment", N_("набор")},
    {"selection", N_("отбор и обучение")}, {"matching", N_("подбор пар")},
    {"active", N_("работа пар")},          {"finishing", N_("завершение")},
};
static const struct pack_value families[] = {{"target_model", N_("целевая модель")},
                                             {"teachers_model", N_("наставничество педагогов")},
                                             {"both", N_("обе модели")},
                                             {"network", N_("сеть организаций")},
                                             {"contest_track", N_("конкурсы")}};
static const struct pack_value gathered[] = {
    {"pairs", N_("пары")},         {"personal", N_("персонализированные программы")},
    {"meetings", N_("встречи")},   {"lessons", N_("уроки наставляемых")},
    {"results", N_("результаты")}, {"own_lessons", N_("свои открытые уроки")},
    {"events", N_("мероприятия")}};
static const struct pack_value sources[] = {{"external", N_("сведения со стороны")},
                                            {"registry", N_("базы")},
                                            {"questionnaire", N_("анкеты")},
                                            {"meetings", N_("встречи")},
                                            {"lessons", N_("уроки")},
                                            {"programme", N_("программа")}};
static const struct pack_value seen[] = {
    {"mentees", N_("есть наставляемые")},     {"mentors", N_("есть наставники")},
    {"ready", N_("есть готовые наставники")}, {"pairs", N_("есть пары")},
    {"before", N_("есть анкеты до")},         {"after", N_("есть анкеты после")},
    {"signed", N_("документ подписан")}};
static const struct pack_value pages[] = {{"mentees", N_("наставляемые")},
                                          {"selection", N_("отбор")},
                                          {"checks", N_("справки")},
                                          {"training", N_("обучение")},
                                          {"addenda", N_("соглашения к договору")},
                                          {"gatherings", N_("общие встречи")},
                                          {"support", N_("планы поддержки")},
                                          {"pairs", N_("пары")},
                                          {"meetings", N_("встречи")},
                                          {"personal", N_("персонализированные программы")},
                                          {"lessons", N_("открытые уроки")},
                                          {"rubric", N_("оценка процесса")},
                                          {"swot", N_("SWOT-анализ")},
                                          {"report", N_("отчёт")},
                                          {"showcase", N_("публичная страница")},
                                          {"mentee_consents", N_("согласия наставляемых")},
                                          {"mentor_consents", N_("согласия наставников")}};
static const struct pack_value counted[] = {
    {"mentees", N_("наставляемые")},
    {"mentors", N_("наставники")},
    {"paired_mentees", N_("наставляемые в парах")},
    {"enterprises", N_("предприятия")},
    {"satisfied_mentees", N_("довольные наставляемые")},
    {"satisfied_mentors", N_("довольные наставники")},
    {"yes_mentees", N_("наставляемые, ответившие «да»")},
    {"active_organisations", N_("организации с программами")},
    {"organisations", N_("все организации")},
    {"held_meetings", N_("состоявшиеся встречи")},
    {"planned_meetings", N_("запланированные встречи")},
    {"personal_done", N_("выполненные персонализированные программы")},
    {"personal_due", N_("персонализированные программы, срок которых вышел")},
    {"projects_done", N_("завершённые проекты")},
    {"projects_planned", N_("запланированные проекты")},
    {"measured", N_("измеренные школой")}};

#define ONE(file, column, list)                                                                    \
    {                                                                                              \
        file, column, list, sizeof(list) / sizeof *(list), false                                   \
    }
#define MANY(file, column, list)                                                                   \
    {                                                                                              \
        file, column, list, sizeof(list) / sizeof *(list), true                                    \
    }

/* file: the beginning of the names of the tables that it holds for, "": of all. */
static const struct vocabulary {
    const char *file, *column;
    const struct pack_value *values;
    size_t n;
    bool many; /* a cell may hold several */
} vocabularies[] = {
    ONE("", "confidence", marks),
    ONE("", "mark", marks),
    ONE("", "required", yes_no),
    ONE("", "labour", yes_no),
    ONE("", "moves", yes_no),
    ONE("", "feedback_required", yes_no),
    ONE("", "repeated", yes_no),
    ONE("", "base", yes_no),
    ONE("", "needs_adult", yes_no),
    ONE("", "registry", registries),
    ONE("", "role", roles),
    ONE("", "phase", phases),
    ONE("questionnaires/", "type", item_types),
    ONE("training-questions", "type", item_types),
    ONE("registry-", "type", cell_types),
    ONE("impact-metrics", "type", metric_types),
    ONE("holidays", "kind", days),
    ONE("mentor-checks", "kind", checks),
    ONE("topics/stopwords", "kind", stopwords),
    ONE("topics/topics", "kind", topic_kinds),
    ONE("topics/time", "kind", time_kinds),
    MANY("", "slots", slots),
    MANY("document-kinds", "level", levels),
    ONE("sensitive-words", "level", refusals),
    ONE("", "better", better),
    ONE("", "asked", asked),
    ONE("", "default_format", formats),
    ONE("", "public", shown),
    ONE("", "publication", published),
    ONE("", "part", name_parts),
    ONE("", "audience", audiences),
    ONE("", "mentee_who", people),
    ONE("", "mentor_who", people),
    ONE("stage-terms", "state", states),
    ONE("", "family", families),
    MANY("", "gathers", gathered),
    ONE("", "numerator_source", sources),
    ONE("", "denominator_source", sources),
    ONE("roadmap", "seen", seen),
    ONE("roadmap", "page", pages),
    ONE("indicators", "counts", counted),
    ONE("indicators", "of", counted),
};

static const struct vocabulary *vocabulary(const char *file, const char *column)
{
    for (size_t i = 0; i < sizeof vocabularies / sizeof *vocabularies; i++) {
        const struct vocabulary *v = &vocabularies[i];
        if (!strcmp(v->column, column) && !strncmp(v->file, file, strlen(v->file)))
            return v;
    }
    return NULL;
}

const struct pack_value *pack_values(const char *file, const char *column, size_t *ret_n)
{
    const struct vocabulary *v = vocabulary(file, column);
    bool one = v && !v->many;
    *ret_n = one ? v->n : 0;
    return one ? v->values : NULL;
}

const char *pack_column_target(const char *file, const char *column)
{
    static const struct {
        const char *column, *target;
    } targets[] = {
        {"form_code", "forms.tsv"},
        {"forms", "forms.tsv"},
        {"role_models", "role-models.tsv"},
        {"document_kind", "document-kinds.tsv"},
        {"document_kinds", "document-kinds.tsv"},
        {"topics", "topics/topics.tsv"},
        {"topic_code", "topics/topics.tsv"},
        {"related_code", "topics/topics.tsv"},
        {"parent_code", "topics/topics.tsv"},
        {"types", "mentoring-types.tsv"},
        {"metric", "impact-metrics.tsv"},
    };
    if (!strcmp(column, "stage"))
        return strncmp(file, "personal-", strlen("personal-")) != 0 ? "stages.tsv"
                                                                    : "personal-stages.tsv";
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        if (!strcmp(targets[i].column, column))
            return targets[i].target;
    return NULL;
}

static const char *value_words(const struct vocabulary *v, const char *code)
{
    for (size_t i = 0; i < v->n; i++)
        if (!strcmp(v->values[i].code, code))
            return _(v->values[i].words);
    return NULL;
}

static const char *name_in(const struct tsv *target, const char *code)
{
    if (!strcmp(code, "any"))
        return _("любая");
    for (size_t i = 0; i < target->n_rows; i++)
        if (!strcmp(tsv_get(target, i, "code"), code))
            return tsv_get(target, i, "name_ru");
    return NULL;
}

const char *pack_cell_words(struct arena *a, const char *file, const char *column,
                            const struct tsv *target, const char *cell)
{
    const struct vocabulary *v = vocabulary(file, column);
    struct strbuf b;
    if (!target && !v)
        return cell;
    strbuf_init(&b, a);
    for (const char *p = cell; *p;) {
        size_t n = strcspn(p, ";|");
        const char *code = arena_strndup(a, p + strspn(p, " "), n - strspn(p, " "));
        const char *words = target ? name_in(target, code) : value_words(v, code);
        strbuf_printf(&b, "%s%s", b.len ? ", " : "", words ? words : code);
        p += n + (p[n] != '\0');
    }
    return b.s;
}
