#include "programme/programme.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "programme/pack.h"
#include "programme/programme.sql.h"
#include "programme/total.h"

#define LONGEST_DAYS (5 * 366)

static const struct {
    const char *code, *name;
} reaches[] = {
    {"organisation", N_("Только внутри своей организации")},
    {"other", N_("Только из разных организаций")},
    {"municipality", N_("Внутри муниципалитета")},
    {"region", N_("Внутри региона")},
    {"any", N_("Без ограничений")},
};

const char *programme_across_name(const char *across)
{
    for (size_t i = 0; i < sizeof reaches / sizeof *reaches; i++)
        if (!strcmp(reaches[i].code, across))
            return _(reaches[i].name);
    return "";
}

struct programme_rhythm programme_rhythm(int64_t meeting_days, int64_t meetings_least,
                                         const struct pack *pack)
{
    int64_t said = pack->meeting_days ? pack->meeting_days : PROGRAMME_MEETING_DAYS;
    return (struct programme_rhythm){meeting_days ? meeting_days : said,
                                     meetings_least ? meetings_least : pack->meetings_least};
}

int64_t programme_quiet_days(const struct programme_rhythm *r)
{
    return r->days + r->days / 2;
}

int programme_get(struct db *db, struct arena *a, int64_t id, struct programme *ret)
{
    struct programme_row row;
    struct programme_forms *forms;
    size_t n;
    int r = programme_row(db, a, id, &row);
    if (r <= 0)
        return r;
    r = programme_forms(db, a, id, &forms, &n);
    if (r < 0)
        return r;
    const char **codes = arena_array(a, const char *, n);
    for (size_t i = 0; i < n; i++)
        codes[i] = forms[i].form_code;
    *ret = (struct programme){
        .id = row.id,
        .unit_id = row.unit_id,
        .pack_id = row.pack_id,
        .version = row.version,
        .title = row.title,
        .code = row.code ? row.code : "",
        .starts_on = row.starts_on,
        .ends_on = row.ends_on,
        .state = row.state,
        .across = row.across,
        .hours_per_mentee = row.hours_per_mentee,
        .max_mentees = row.max_mentees,
        .meeting_days = row.meeting_days,
        .meetings_least = row.meetings_least,
        .forms = codes,
        .n_forms = n,
    };
    return 1;
}

int programme_find(struct db *db, struct arena *a, const char *code_or_id, struct programme *ret)
{
    struct programme_of_code row;
    char *end;
    int r = programme_of_code(db, a, code_or_id, &row);
    if (r > 0)
        return programme_get(db, a, row.id, ret);
    int64_t id = strtoll(code_or_id, &end, 10);
    return r < 0 || *end || id <= 0 ? r : programme_get(db, a, id, ret);
}

int programme_of_unit(struct db *db, struct arena *a, int64_t unit_id, struct programme **ret,
                      size_t *ret_n)
{
    struct programmes_of_unit *rows;
    int r = programmes_of_unit(db, a, unit_id, &rows, ret_n);
    if (r < 0)
        return r;
    *ret = arena_array(a, struct programme, *ret_n);
    for (size_t i = 0; i < *ret_n && r >= 0; i++)
        r = programme_get(db, a, rows[i].id, &(*ret)[i]);
    return r < 0 ? r : 0;
}

static bool code_good(const char *code)
{
    size_t n = strlen(code);
    return n >= 3 && n <= PROGRAMME_CODE_MAX && *code >= 'a' && *code <= 'z' &&
           strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

/* May programme id (0: a new one) have this code? */
static int check_code(struct db *db, int64_t id, const char *code, struct err *err)
{
    struct programme_of_code row;
    if (!code || !*code)
        return 0;
    if (!code_good(code))
        return err_set(err, ERR_LIMIT,
                       _("Код — от 3 до %d маленьких латинских букв, цифр и дефисов, первой стоит "
                         "буква. Например, mentors-2026"),
                       PROGRAMME_CODE_MAX);
    struct arena *a = arena_new();
    int r = programme_of_code(db, a, code, &row);
    arena_free(a);
    if (r > 0 && row.id != id)
        return err_set(err, ERR_CONFLICT,
                       _("Код «%s» уже есть у другой программы. Придумайте другой"), code);
    return r < 0 ? r : 0;
}

static const char *code_of(const struct programme_plan *plan)
{
    return plan->code && *plan->code ? plan->code : NULL;
}

static int check_plan(const struct programme_plan *plan, struct err *err)
{
    if (!plan->forms.n)
        return err_set(err, ERR_INVALID, _("Выберите хотя бы одну форму наставничества"));
    int64_t days = date_to_days(plan->ends) - date_to_days(plan->starts);
    if (days < 0)
        return err_set(err, ERR_INVALID, _("Завершение не может быть раньше начала"));
    if (days > LONGEST_DAYS)
        return err_set(err, ERR_INVALID, _("Программа длится не больше пяти лет"));
    return 0;
}

static int put_forms(struct db *db, int64_t id, const struct text_list *forms)
{
    for (size_t i = 0; i < forms->n; i++) {
        int r = programme_form_insert(db, id, forms->v[i]);
        if (r < 0)
            return r;
    }
    return 0;
}

int programme_create(struct db *db, const struct clock *clock, int64_t unit_id, int64_t pack_id,
                     int64_t account_id, const struct programme_plan *plan, struct err *err,
                     int64_t *ret_id)
{
    int r = check_plan(plan, err);
    if (r >= 0)
        r = check_code(db, 0, plan->code, err);
    if (r < 0)
        return r;
    struct arena *a = arena_new();
    int64_t id = id_new(clock);
    r = programme_insert(db, id, unit_id, pack_id, plan->title, code_of(plan),
                         date_iso(a, plan->starts), date_iso(a, plan->ends),
                         PROGRAMME_HOURS_DEFAULT, PROGRAMME_MENTEES_DEFAULT,
                         account_id ? &account_id : NULL, clock_now(clock));
    arena_free(a);
    if (r >= 0)
        r = put_forms(db, id, &plan->forms);
    if (r >= 0)
        r = programme_note(db, id, "create", "", "", &(struct deed){clock, account_id, NULL});
    if (r < 0)
        return r;
    *ret_id = id;
    return 0;
}

int programme_change_plan(struct db *db, int64_t id, const struct programme_plan *plan,
                          struct err *err)
{
    int r = check_plan(plan, err);
    if (r >= 0)
        r = check_code(db, id, plan->code, err);
    if (r < 0)
        return r;
    struct arena *a = arena_new();
    r = programme_update_plan(db, id, plan->title, code_of(plan), date_iso(a, plan->starts),
                              date_iso(a, plan->ends));
    arena_free(a);
    if (r >= 0)
        r = programme_forms_clear(db, id);
    return r < 0 ? r : put_forms(db, id, &plan->forms);
}

static bool among(const struct text_list *forms, const char *code)
{
    for (size_t i = 0; i < forms->n; i++)
        if (!strcmp(forms->v[i], code))
            return true;
    return false;
}

int programme_check_forms(struct db *db, struct arena *a, const struct programme *p,
                          const struct pack *pack, const struct text_list *forms, struct err *err)
{
    struct programme_form_used used;
    for (size_t i = 0; i < p->n_forms; i++) {
        const struct pack_form *form = pack_form(pack, p->forms[i]);
        if (among(forms, p->forms[i]))
            continue;
        int r = programme_form_used(db, a, p->id, p->forms[i], &used);
        if (r < 0)
            return r;
        if (used.people || used.pairs || used.applications)
            return err_set(err, ERR_CONFLICT,
                           _("Форму «%s» снять нельзя: по ней пар — %lld, участников — %lld, "
                             "заявок без решения — %lld. Сначала завершите пары, выберите "
                             "участникам другую форму и решите заявки"),
                           form ? form->name : p->forms[i], (long long)used.pairs,
                           (long long)used.people, (long long)used.applications);
    }
    return 0;
}

int programme_set_limits(struct db *db, int64_t id, const struct programme_limits *limits,
                         struct err *err)
{
    if (!*programme_across_name(limits->across))
        return err_set(err, ERR_INVALID, _("Выберите, между кем можно составлять пары"));
    int r = programme_update_limits(db, id, limits->hours_per_mentee, limits->max_mentees,
                                    limits->across, limits->meeting_days, limits->meetings_least);
    return r < 0 ? r : 0;
}

int programme_open(struct db *db, int64_t id, const struct deed *deed)
{
    return programme_advance(db, id, "preparation", deed, NULL);
}

int programme_count(struct db *db, struct arena *a, int64_t id, struct programme_counts *ret)
{
    struct totals people, pairs;
    int r = total_load(db, a, id, TOTAL_PARTICIPATION, &people);
    if (r >= 0)
        r = total_load(db, a, id, TOTAL_PAIR, &pairs);
    if (r < 0)
        return r;
    *ret = (struct programme_counts){
        .mentees = total_sum(&people, "mentee", ""),
        .mentors = total_sum(&people, "mentor", ""),
        .mentees_paired = total_sum(&people, "mentee", "paired"),
        .pairs = total_sum(&pairs, "", "agreed active"),
        .mentors_ready = total_sum(&people, "mentor", "ready paired resting"),
    };
    return 0;
}
