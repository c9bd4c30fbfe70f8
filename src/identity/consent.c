#include "identity/consent.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/strbuf.h"
#include "identity/consent.sql.h"
#include "identity/erasure.h"

#define OPERATOR "{организация}"

/* The first words of each purpose: plain, one purpose each, to be replaced by the organisation's
 * own lawyer-read text. */
static const struct {
    const char *code, *name, *title, *body;
} kinds[CONSENT_KINDS] = {
    [CONSENT_PROCESSING] =
        {"processing", N_("Обработка персональных данных"),
         "Согласие на обработку персональных данных для программы наставничества",
         "Даю согласие организации " OPERATOR
         " обрабатывать персональные данные участника: фамилию, имя, отчество, год рождения, "
         "место учёбы или работы, контакты, запрос или опыт, отметки о встречах, ответы на "
         "анкеты.\n"
         "\n"
         "Данные нужны для одного: вести программу наставничества — подобрать пару, провести "
         "встречи, узнать, помогла ли программа. С данными можно делать вот что: записывать, "
         "хранить, уточнять, использовать внутри программы, обезличивать, удалять. Другим "
         "организациям их не передают, кроме случаев, когда этого требует закон.\n"
         "\n"
         "Согласие действует до конца участия и ещё один год. Отозвать его можно в любой день: "
         "достаточно письменно сказать об этом куратору. После отзыва данные удалят за 30 дней."},
    [CONSENT_PARTICIPATION] =
        {"participation", N_("Участие в программе"),
         "Согласие на участие в программе наставничества",
         "Даю согласие на участие в программе наставничества, которую проводит "
         "организация " OPERATOR
         ": на общую встречу, подбор пары и встречи с наставником или наставляемым.\n"
         "\n"
         "Куратор знает обо всех встречах пары. Участие бесплатное и добровольное. Выйти из "
         "программы можно в любой день без объяснения причин: достаточно сказать куратору. На "
         "учёбе и отметках это не отразится."},
    [CONSENT_CONTACT] =
        {"contact", N_("Открытие контактов в паре"), "Согласие на открытие контактов внутри пары",
         "Даю согласие на то, чтобы вторая сторона пары видела мой телефон или электронную почту и "
         "могла написать или позвонить о встречах программы. Контакты открывает куратор "
         "организации " OPERATOR ".\n"
         "\n"
         "Контакты самого ребёнка не открываются никогда: наставник видит контакт родителя или "
         "опекуна. Без этого согласия пара тоже работает: встречи назначают через сайт и куратора. "
         "Согласие можно отозвать в любой день, контакты закроются сразу."},
    [CONSENT_DISTRIBUTION] =
        {"distribution", N_("Публикация"), "Согласие на распространение персональных данных",
         "Разрешаю организации " OPERATOR
         " размещать в открытом доступе, на своей странице о наставничестве, только те сведения, "
         "которые отмечены в этом согласии: фамилию и имя, фотографию, место учёбы или работы, "
         "результаты, рассказ об опыте. Каждое разрешается отдельно; что не отмечено, не "
         "публикуется.\n"
         "\n"
         "Цель публикации — рассказать о программе и её участниках. Контакты не публикуются "
         "никогда. Без этого согласия участие в программе не меняется. Согласие действует до конца "
         "участия и ещё один год. Отозвать его можно в любой день, сведения уберут сразу."},
};

const char *consent_code(enum consent_kind kind)
{
    return (unsigned)kind < CONSENT_KINDS ? kinds[kind].code : "";
}

enum consent_kind consent_from_code(const char *code)
{
    int kind = 0;
    while (kind < CONSENT_KINDS && strcmp(kinds[kind].code, code) != 0)
        kind++;
    return (enum consent_kind)kind;
}

const char *consent_name(enum consent_kind kind)
{
    return (unsigned)kind < CONSENT_KINDS ? _(kinds[kind].name) : "";
}

/* ---- texts ---- */

int consent_text_current(struct db *db, struct arena *a, int64_t unit_id, enum consent_kind kind,
                         struct consent_text *ret)
{
    struct consent_text_row row;
    int r = consent_text_row(db, a, unit_id, consent_code(kind), &row);
    if (r <= 0)
        return r;
    *ret = (struct consent_text){
        .id = row.id,
        .unit_id = row.unit_id,
        .kind = kind,
        .version = row.version,
        .title = row.title,
        .body = row.body,
        .published_at = row.published_at,
    };
    return 1;
}

int consent_text_publish(struct db *db, struct arena *a, const struct clock *clock, int64_t unit_id,
                         enum consent_kind kind, const char *title, const char *body,
                         int64_t *ret_id)
{
    struct consent_text_last last;
    int r = consent_text_last(db, a, unit_id, consent_code(kind), &last);
    if (r < 0)
        return r;
    int64_t id = id_new(clock);
    r = consent_text_insert(db, id, unit_id, consent_code(kind), last.version + 1, title, body,
                            clock_now(clock));
    if (r < 0)
        return r;
    *ret_id = id;
    return 0;
}

int consent_seed(struct db *db, struct arena *a, const struct clock *clock, int64_t root_id)
{
    for (int kind = 0; kind < CONSENT_KINDS; kind++) {
        struct consent_text_last last;
        int64_t id;
        int r = consent_text_last(db, a, root_id, kinds[kind].code, &last);
        if (r >= 0 && last.version == 0)
            r = consent_text_publish(db, a, clock, root_id, (enum consent_kind)kind,
                                     kinds[kind].title, kinds[kind].body, &id);
        if (r < 0)
            return r;
    }
    return 0;
}

char *consent_body(struct arena *a, const struct consent_text *t, const char *operator_name)
{
    struct strbuf b;
    strbuf_init(&b, a);
    const char *s = t->body;
    for (const char *at = strstr(s, OPERATOR); at; at = strstr(s, OPERATOR)) {
        strbuf_add(&b, s, (size_t)(at - s));
        strbuf_puts(&b, operator_name);
        s = at + strlen(OPERATOR);
    }
    strbuf_puts(&b, s);
    return b.s;
}

/* ---- records ---- */

int consent_list(struct db *db, struct arena *a, int64_t person_id, struct consent **ret,
                 size_t *ret_n)
{
    struct consent_rows *rows;
    size_t n;
    int r = consent_rows(db, a, person_id, &rows, &n);
    if (r < 0)
        return r;
    struct consent *list = arena_array(a, struct consent, n);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct consent){
            .id = rows[i].id,
            .kind = consent_from_code(rows[i].kind),
            .title = rows[i].title,
            .version = rows[i].version,
            .by_representative = strcmp(rows[i].relation, "representative") == 0,
            .given_by = rows[i].given_by,
            .on_paper = strcmp(rows[i].method, "paper") == 0,
            .given_on = rows[i].given_on,
            .recorded_by = rows[i].recorded_by ? rows[i].recorded_by : "",
            .recorded_at = rows[i].recorded_at,
            .withdrawn_at = rows[i].has_withdrawn_at ? rows[i].withdrawn_at : 0,
            .fields = (unsigned)rows[i].fields,
        };
    *ret = list;
    *ret_n = n;
    return 0;
}

int consent_state_of(struct db *db, struct arena *a, int64_t person_id, enum consent_kind kind,
                     struct consent_state *ret)
{
    struct consent_relations *rows;
    size_t n;
    int r = consent_relations(db, a, person_id, consent_code(kind), &rows, &n);
    if (r < 0)
        return r;
    *ret = (struct consent_state){false, false};
    for (size_t i = 0; i < n; i++)
        *(strcmp(rows[i].relation, "self") == 0 ? &ret->self : &ret->representative) = true;
    return 0;
}

/* The person and the text of the consent, when it may be recorded. */
static int check(struct db *db, struct arena *a, const struct consent_new *n, struct err *err,
                 struct person *ret_person, struct consent_text *ret_text)
{
    int r = person_get(db, a, n->person_id, ret_person);
    if (r > 0)
        r = consent_text_current(db, a, ret_person->unit_id, n->kind, ret_text);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    if (date_to_days(n->given_on) > date_to_days(n->today) || n->given_on.year < 2000)
        return err_set(err, ERR_LIMIT,
                       _("Согласие дают не позже сегодняшнего дня: проверьте дату"));
    if (n->by_representative && !person_is_minor(ret_person->birth_year, true, n->today))
        return err_set(err, ERR_INVALID,
                       _("По году рождения это взрослый: согласие подписывает сам участник"));
    if (n->kind == CONSENT_DISTRIBUTION && !(n->fields & CONSENT_FIELDS))
        return err_set(err, ERR_INVALID, _("Отметьте, что можно публиковать: хотя бы одно"));
    struct consent_state now;
    r = consent_state_of(db, a, n->person_id, n->kind, &now);
    if (r < 0)
        return r;
    if (n->by_representative ? now.representative : now.self)
        return err_set(err, ERR_CONFLICT,
                       _("Такое согласие уже записано и действует. Второе не нужно"));
    return 0;
}

int consent_check(struct db *db, struct arena *a, const struct consent_new *n, struct err *err)
{
    struct person person;
    struct consent_text text;
    return check(db, a, n, err, &person, &text);
}

int consent_record(struct db *db, struct arena *a, const struct clock *clock,
                   const struct consent_new *n, struct err *err, int64_t *ret_id)
{
    struct person person;
    struct consent_text text;
    int r = check(db, a, n, err, &person, &text);
    if (r < 0)
        return r;
    int64_t id = id_new(clock);
    r = consent_insert(db, id, person.unit_id, n->person_id, text.id, n->given_by,
                       n->by_representative ? "representative" : "self",
                       n->on_paper ? "paper" : "site", date_iso(a, n->given_on), &n->recorded_by,
                       clock_now(clock), n->kind == CONSENT_DISTRIBUTION ? n->fields : 0);
    if (r >= 0)
        r = erasure_follow(db, a, clock, n->person_id);
    if (r < 0)
        return r;
    *ret_id = id;
    return 0;
}

int consent_carry(struct db *db, struct arena *a, const struct clock *clock,
                  const struct consent_given *g)
{
    struct person person;
    struct consent_text_by_id text;
    struct consent_state now;
    int r = person_get(db, a, g->person_id, &person);
    if (r > 0)
        r = consent_text_by_id(db, a, g->text_id, &text);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = consent_state_of(db, a, g->person_id, consent_from_code(text.kind), &now);
    if (r < 0 || (g->by_representative ? now.representative : now.self))
        return r;
    r = consent_insert(db, id_new(clock), person.unit_id, g->person_id, g->text_id, g->given_by,
                       g->by_representative ? "representative" : "self", "site",
                       date_iso(a, g->given_on), NULL, g->given_at, 0);
    if (r >= 0)
        r = erasure_follow(db, a, clock, g->person_id);
    return r < 0 ? r : 1;
}

int consent_withdraw(struct db *db, struct arena *a, const struct clock *clock, int64_t person_id,
                     int64_t consent_id)
{
    int n = consent_set_withdrawn(db, consent_id, person_id, clock_now(clock));
    int r = n > 0 ? erasure_follow(db, a, clock, person_id) : 0;
    return r < 0 ? r : n;
}

static const char *side_code(bool by_representative)
{
    return by_representative ? "representative" : "self";
}

int consent_in_force(struct db *db, struct arena *a, int64_t person_id, bool by_representative)
{
    struct consent_side_in_force row;
    int r = consent_side_in_force(db, a, person_id, side_code(by_representative), &row);
    return r <= 0 ? r : (int)row.n;
}

int consent_withdraw_all(struct db *db, struct arena *a, const struct clock *clock,
                         int64_t person_id, bool by_representative)
{
    int n = consent_side_withdrawn(db, person_id, side_code(by_representative), clock_now(clock));
    int r = n > 0 ? erasure_follow(db, a, clock, person_id) : 0;
    return r < 0 ? r : n;
}
