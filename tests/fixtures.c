#include "fixtures.h"

#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"

#define L(x) ((long long)(x))

/* In the order of their references; {U} unit, {P} owner, {O} another person, {A} an account,
 * {B} a blob. */
static const char *const rows[] = {
    "INSERT INTO pack (id, code, version, title, digest, loaded_at, current) VALUES (101, 'test', "
    "1, 'Тест', '', 0, 0)",
    "INSERT INTO programme (id, unit_id, pack_id, title, starts_on, ends_on, state, across, "
    "created_at)"
    " VALUES (102, {U}, 101, 'П', '2026-09-01', '2027-05-30', 'matching', 'organisation', 0)",
    "INSERT INTO import (id, unit_id, programme_id, side, file_name, state, created_at)"
    " VALUES (103, {U}, 102, 'mentee', 'a.xlsx', 'ready', 0)",
    "INSERT INTO participation (id, unit_id, programme_id, person_id, side, sort_key, state, "
    "created_at)"
    " VALUES (104, {U}, 102, {P}, 'mentee', 'а', 'paired', 0)",
    "INSERT INTO participation (id, unit_id, programme_id, person_id, side, sort_key, state, "
    "created_at)"
    " VALUES (105, {U}, 102, {O}, 'mentor', 'б', 'paired', 0)",
    "INSERT INTO run (id, unit_id, programme_id, n, state, engine, seed, inputs, inputs_digest, "
    "n_mentees,"
    " n_mentors, n_places, n_pairs, score, proved, created_at)"
    " VALUES (106, {U}, 102, 1, 'draft', 'e', 0, {B}, {B}, 1, 1, 1, 1, 50, 1, 0)",
    "INSERT INTO pair (id, unit_id, programme_id, mentee_id, mentor_id, mentee_name, "
    "mentor_name, sort_key, form_code, state, run_id, created_at)"
    " VALUES (107, {U}, 102, 104, 105, 'А', 'Б', 'а', 'f', 'active', 106, 0)",
    "INSERT INTO meeting (id, unit_id, programme_id, pair_id, kind, state, starts_at, minutes, "
    "place, made_at) VALUES (120, {U}, 102, 107, 'intro', 'planned', 0, 60, 'м', 0)",
    "INSERT INTO gathering (id, unit_id, programme_id, starts_at, place, closes_on, made_at) "
    "VALUES (121, {U}, 102, 0, 'м', '2026-11-30', 0)",
    "INSERT INTO preference_card (id, gathering_id, unit_id, programme_id, participation_id, side, "
    "sort_key, link_hash) VALUES (122, 121, {U}, 102, 104, 'mentee', 'а', {B})",
    "INSERT INTO unit_form (id, unit_id, code, name, mentor_kind, mentee_kind, base, made_at) "
    "VALUES (123, {U}, 'own-123', 'Ф', 'м', 'н', 'student_student', 0)",
    "INSERT INTO consent_text (id, unit_id, kind, version, title, body, published_at) VALUES (108, "
    "{U}, 'contact', 1, 'Т', 'Т', 0)",
    "INSERT INTO consent (id, unit_id, person_id, text_id, given_by, relation, method, given_on, "
    "recorded_by,"
    " recorded_at) VALUES (109, {U}, {P}, 108, 'Имя', 'self', 'paper', '2026-11-01', {A}, 0)",
    "INSERT INTO invite (id, token_hash, unit_id, role, created_at, expires_at)"
    " VALUES (110, {B}, {U}, 6, 0, 9000000000000)",
    "INSERT INTO role_grant (id, account_id, unit_id, role, granted_at) VALUES (111, {A}, {U}, 10, "
    "0)",
    "INSERT INTO job (id, kind, unit_id, object_id, state, created_at) VALUES (112, 'k', {U}, 1, "
    "'done', 0)",
    "INSERT INTO enrolment (programme_id, unit_id, code, opened, from_on, to_on, mentees, mentors, "
    "forms, changed_at)"
    " VALUES (102, {U}, 114, 1, '2026-09-01', '2026-12-31', 1, 1, 'f', 0)",
    "INSERT INTO application (id, unit_id, programme_id, side, author, state, surname, given, "
    "patronymic, birth_year, form_code, category, request, place, competencies, achievements, "
    "interests, age_wish, time_resource, phone, email, representative, representative_phone, "
    "representative_email, ip, created_at, queued_at)"
    " VALUES (115, {U}, 102, 'mentee', 'self', 'new', 'А', 'Б', '', 2000, '', '', '', '', '', '', "
    "'', '', '', '', '', '', '', '', '', 0, 0)",
    "INSERT INTO snapshot (id, unit_id, period, n, state, final, made_at)"
    " VALUES (190, {U}, '2026-10', 1, 'done', 1, 0)",
    "INSERT INTO survey (id, unit_id, title, role, created_at) VALUES (174, {U}, 'А', 'any', 0)",
    "INSERT INTO survey_sheet (id, survey_id, n, published_at) VALUES (175, 174, 1, 0)",
    "INSERT INTO survey_round (id, unit_id, programme_id, survey_id, phase, closes_on, opened_at)"
    " VALUES (176, {U}, 102, 174, 'other', '2027-01-01', 0)",
    "INSERT INTO survey_response (id, round_id, unit_id, participation_id, person_id, role, "
    "form_code, sort_key, state, told_at)"
    " VALUES (177, 176, {U}, 104, {P}, 'mentee', 'f', 'а', 'waiting', 0)",
    "INSERT INTO notice (id, person_id, text, path, created_at) VALUES (113, {P}, 'т', '/', 0)",
    "INSERT INTO personal (id, unit_id, programme_id, pair_id, edition, state, starts_on, ends_on, "
    "created_at) VALUES (180, {U}, 102, 107, 1, 'draft', '2026-11-05', '2027-05-30', 0)",
    "INSERT INTO lesson (id, unit_id, programme_id, pair_id, teacher_id, kind, state, held_on, "
    "class, subject, topic, created_at) VALUES (181, {U}, 102, 107, {P}, 'open', 'held', "
    "'2026-11-05', 'к', 'п', 'т', 0)",
    "INSERT INTO lesson_visit (id, unit_id, lesson_id, person_id, invited_at) VALUES (182, {U}, "
    "181, {P}, 0)",
    "INSERT INTO addendum (id, unit_id, programme_id, participation_id, person_id, state, content, "
    "form, starts_on, ends_on, pay, created_at) VALUES (183, {U}, 102, 105, {P}, 'offered', 'с', "
    "'ф', '2026-11-05', '2027-05-30', 'р', 0)",
    "INSERT INTO evidence_item (id, unit_id, person_id, criterion, happened_on, body, made_at)"
    " VALUES (184, {U}, {P}, 'mentoring', '2026-11-05', 'т', 0)",
    "INSERT INTO showcase (unit_id, code, opened, about, contacts, changed_at)"
    " VALUES ({U}, 191, 1, '', '', 0)",
    "INSERT INTO showcase_person (id, unit_id, person_id, part, post, results, photo, made_at)"
    " VALUES (192, {U}, {P}, 'mentor', '', '', 'd', 0)",
    "INSERT INTO vetting (id, unit_id, person_id, number, issued_on, expires_on, recorded_at)"
    " VALUES (151, {U}, {P}, '1', '2026-01-01', '2027-01-01', 0)",
    "INSERT INTO training (id, unit_id, programme_id, held_on, topic, title, hours, trainer, "
    "made_at)"
    " VALUES (152, {U}, 102, '2026-11-05', '', 'Т', 1, 'Т', 0)",
    "INSERT INTO paper (id, unit_id, programme_id, kind, year, n, number, day, title, state, "
    "made_at) VALUES (190, {U}, 102, 'order_pairs', 2026, 1, '1', '2026-11-05', 'Т', 'draft', 0)",
};

/* 0: the unit itself; -1: the owner. */
static const struct {
    const char *param;
    int64_t id;
} ids[] = {
    {"unit", 0},          {"person", -1},         {"programme", 102},
    {"import", 103},      {"participation", 104}, {"membership", 104},
    {"run", 106},         {"pair", 107},          {"couple", 107},
    {"ward", 107},        {"meeting", 120},       {"consent", 109},
    {"own_consent", 109}, {"consent_text", 108},  {"invite", 110},
    {"grant", 111},       {"job", 112},           {"notice", 113},
    {"personal", 180},    {"lesson", 181},        {"lesson_visit", 182},
    {"addendum", 183},    {"evidence", 184},      {"enrolment", 114},
    {"application", 115}, {"vetting", 151},       {"gathering", 121},
    {"card", 122},        {"snapshot", 190},      {"training", 152},
    {"survey", 174},      {"round", 176},         {"sheet", 177},
    {"own_form", 123},    {"paper", 190},         {"showcase", 191},
    {"portrait", 192},    {"document", 190},
};

static const char *filled(struct testing *t, const char *sql, int64_t unit, int64_t owner,
                          int64_t other, int64_t account)
{
    struct strbuf b;
    strbuf_init(&b, t->a);
    for (; *sql; sql++) {
        if (*sql != '{') {
            strbuf_putc(&b, *sql);
            continue;
        }
        char c = sql[1];
        sql += 2;
        if (c == 'B') {
            strbuf_puts(&b, db_engine(t->db->db) == DB_SQLITE ? "x'78'" : "'x'");
            continue;
        }
        strbuf_printf(&b, "%lld",
                      L(c == 'U'   ? unit
                        : c == 'P' ? owner
                        : c == 'O' ? other
                                   : account));
    }
    return b.s;
}

void fixtures_make(struct testing *t, int64_t unit, int64_t owner)
{
    int64_t other = testing_person(t, unit, "Другой", "Человек");
    int64_t account = testing_account(t, "recorder", ROLE_NONE, unit);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        db_testing_sql(t->db->db, filled(t, rows[i], unit, owner, other, account));
}

int64_t fixtures_id(struct testing *t, const char *param, int64_t unit, int64_t owner)
{
    (void)t;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (strcmp(ids[i].param, param) == 0)
            return ids[i].id > 0 ? ids[i].id : ids[i].id == 0 ? unit : owner;
    return 0;
}
