/* The rules of a draft as a form: what weighs how much, and how to choose among all sets. */
#include <string.h>

#include "base/i18n.h"
#include "pairing/draft_priv.h"

static const struct choice modes[] = {
    {"count", N_("Больше пар"),
     N_("Пару получает как можно больше людей; из таких наборов берём тот, где сумма баллов "
        "больше")},
    {"score", N_("Больше баллов"),
     N_("Наибольшая сумма баллов, даже если кто-то останется без пары")},
    {"stable", N_("Устойчивые пары"),
     N_("Нет двоих, кто оба предпочли бы друг друга своей паре. Пар и баллов обычно меньше")},
    {0}};
static const struct choice nears[] = {
    {"any", N_("По баллу"), N_("Место учитывается только своим весом")},
    {"equal", N_("Из равных — ближние"),
     N_("Пар столько же, но сначала из одной организации, затем муниципалитета, региона. Балл "
        "решает "
        "последним")},
    {"first", N_("Сначала ближние"),
     N_("Ближняя пара важнее, даже если из-за неё кто-то останется без пары")},
    {0}};

#define WEIGHTS                                                                                    \
    FIELD(struct draft_rules_form, w_topics, FIELD_INT, .label = N_("Запрос и компетенции"),       \
          .optional = true, .max = CRITERION_WEIGHT_MAX),                                          \
        FIELD(struct draft_rules_form, w_words, FIELD_INT, .label = N_("Общие слова"),             \
              .optional = true, .max = CRITERION_WEIGHT_MAX),                                      \
        FIELD(struct draft_rules_form, w_age, FIELD_INT, .label = N_("Возраст"), .optional = true, \
              .max = CRITERION_WEIGHT_MAX),                                                        \
        FIELD(struct draft_rules_form, w_time, FIELD_INT, .label = N_("Время"), .optional = true,  \
              .max = CRITERION_WEIGHT_MAX),                                                        \
        FIELD(struct draft_rules_form, w_place, FIELD_INT, .label = N_("Место"), .optional = true, \
              .max = CRITERION_WEIGHT_MAX),                                                        \
        FIELD(struct draft_rules_form, w_preference, FIELD_INT, .label = N_("Взаимный выбор"),     \
              .optional = true, .max = CRITERION_WEIGHT_MAX),

#define SETTINGS_OF(may_miss)                                                                                                                                    \
    FIELD(struct draft_rules_form, s_mode, FIELD_CHOICE, .optional = may_miss,                                                                                   \
          .label = N_("Какой набор пар лучший"), .choices = modes),                                                                                              \
        FIELD(struct draft_rules_form, s_near, FIELD_CHOICE, .optional = may_miss,                                                                               \
              .label = N_("Свои или чужие"), .choices = nears),                                                                                                  \
        FIELD(struct draft_rules_form, s_fair, FIELD_BOOL,                                                                                                       \
              .label = N_("Подтянуть самую слабую пару"), .optional = true,                                                                                      \
              .hint =                                                                                                                                            \
                  N_("Из одинаково хороших наборов берём тот, где худшая пара лучше. Число пар и "   \
                     "сумма баллов не меняются")),                                                                                                               \
        FIELD(struct draft_rules_form, s_floor, FIELD_INT, .optional = may_miss,                                                                                 \
              .label = N_("Не составлять пары слабее"), .max = 100,                                                                                              \
              .hint =                                                                                                                                            \
                  N_("Баллов из 100. 0 — составлять любые. Закреплённых пар это не касается")),                                                                  \
        FIELD(struct draft_rules_form, s_group, FIELD_INT, .optional = may_miss,                                                                                 \
              .label = N_("Группа не меньше"), .max = PAIRING_GROUP_MAX,                                                                                         \
              .hint = N_(                                                                                                                                        \
                  "У наставника не меньше стольких наставляемых или никого. 0 — без групп. Пары, " \
                  "которые у него уже есть, считаются")),                                                                                                        \
        FIELD(struct draft_rules_form, s_seed, FIELD_INT, .optional = may_miss,                                                                                  \
              .label = N_("Число для жребия"), .max = PAIRING_SEED_MAX,                                                                                          \
              .hint =                                                                                                                                            \
                  N_("Когда наборы совершенно равны, решает жребий. То же число — те же пары")),

/* A form that is sent without settings keeps those of the programme; the one that is shown has them
 * all. */
static const struct field sent[] = {WEIGHTS SETTINGS_OF(true)};
static const struct field shown[] = {WEIGHTS SETTINGS_OF(false)};
const struct form_def draft_rules_def = FORM_DEF(struct draft_rules_form, sent);
static const struct form_def shown_def = FORM_DEF(struct draft_rules_form, shown);

static const char *const weight_names[CRITERIA] = {
    [CRITERION_TOPICS] = "w_topics", [CRITERION_WORDS] = "w_words",
    [CRITERION_AGE] = "w_age",       [CRITERION_TIME] = "w_time",
    [CRITERION_PLACE] = "w_place",   [CRITERION_PREFERENCE] = "w_preference"};
static const char *const setting_names[SETTINGS] = {
    [SETTING_MODE] = "s_mode",   [SETTING_NEAR] = "s_near",   [SETTING_FAIR] = "s_fair",
    [SETTING_GROUP] = "s_group", [SETTING_FLOOR] = "s_floor", [SETTING_SEED] = "s_seed"};

const char *draft_setting_field(enum pairing_setting k)
{
    return setting_names[k];
}

/* Its place among the choices; 0 for a word that is not there. */
static int64_t place_of(const struct choice *choices, const char *value)
{
    for (int64_t i = 0; choices[i].value; i++)
        if (!strcmp(choices[i].value, value))
            return i;
    return 0;
}

struct snapshot_rules draft_rules_of(const struct draft_rules_form *in)
{
    struct snapshot_rules rules = {{[CRITERION_TOPICS] = in->w_topics,
                                    [CRITERION_WORDS] = in->w_words,
                                    [CRITERION_AGE] = in->w_age,
                                    [CRITERION_TIME] = in->w_time,
                                    [CRITERION_PLACE] = in->w_place,
                                    [CRITERION_PREFERENCE] = in->w_preference},
                                   {[SETTING_MODE] = place_of(modes, in->s_mode),
                                    [SETTING_NEAR] = place_of(nears, in->s_near),
                                    [SETTING_FAIR] = in->s_fair,
                                    [SETTING_GROUP] = in->s_group,
                                    [SETTING_FLOOR] = in->s_floor,
                                    [SETTING_SEED] = in->s_seed}};
    for (enum pairing_setting k = 0; !*in->s_mode && k < SETTINGS; k++)
        rules.setting[k] = -1;
    return rules;
}

bool draft_rules_asked(const struct req *req, struct snapshot_rules *ret)
{
    bool asked = false;
    for (enum criterion k = 0; k < CRITERIA; k++) {
        ret->weight[k] = req_query_int(req, weight_names[k], 0, CRITERION_WEIGHT_MAX, -1);
        asked = asked || ret->weight[k] >= 0;
    }
    bool settings = *req_query(req, "s_mode") != '\0';
    for (enum pairing_setting k = 0; k < SETTINGS; k++)
        ret->setting[k] =
            settings ? req_query_int(req, setting_names[k], 0, pairing_setting_max(k), 0) : -1;
    if (settings) {
        ret->setting[SETTING_MODE] = place_of(modes, req_query(req, "s_mode"));
        ret->setting[SETTING_NEAR] = place_of(nears, req_query(req, "s_near"));
    }
    return asked || settings;
}

struct form *draft_rules_form(struct arena *a, const struct pairing_settings *s)
{
    struct draft_rules_form in = {.s_mode = modes[s->mode].value,
                                  .s_near = nears[s->near].value,
                                  .s_fair = s->fair,
                                  .s_floor = s->floor,
                                  .s_group = s->group,
                                  .s_seed = s->seed};
    return form_new(a, &shown_def, &in);
}
