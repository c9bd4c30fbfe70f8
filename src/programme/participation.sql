-- name: participation_insert rows
-- arg: id i64
-- arg: unit_id i64
-- arg: programme_id i64
-- arg: person_id i64
-- arg: side text
-- arg: sort_key text
-- arg: state text
-- arg: form_code text
-- arg: place text
-- arg: request text
-- arg: competencies text
-- arg: achievements text
-- arg: interests text
-- arg: age_wish text
-- arg: time_resource text
-- arg: joined_on text
-- arg: finished_on text
-- arg: results text
-- arg: case_link text
-- arg: completion_mark i64
-- arg: import_id i64?
-- arg: created_at i64
INSERT INTO participation (id, unit_id, programme_id, person_id, side, sort_key, state, form_code, place,
    request, competencies, achievements, interests, age_wish, time_resource, joined_on, finished_on,
    results, case_link, completion_mark, import_id, created_at)
VALUES (:id, :unit_id, :programme_id, :person_id, :side, :sort_key, :state, :form_code, :place,
    :request, :competencies, :achievements, :interests, :age_wish, :time_resource, :joined_on, :finished_on,
    :results, :case_link, :completion_mark, :import_id, :created_at);

-- A page of a registry: by name, after a key. state and form '' = all; q is a prefix of the key. Each
-- half has its index: one of the states, one of all; no row has the state ''. Both are bounded, for
-- PostgreSQL would rather sort all of them than merge.
-- name: participations_page many
-- arg: programme_id i64
-- arg: side text
-- arg: state text
-- arg: form text
-- arg: from_key text
-- arg: to_key text
-- arg: to_id i64
-- arg: after_key text
-- arg: after_id i64
-- arg: limit i64
-- col: id i64
-- col: person_id i64
-- col: state text
-- col: form_code text
-- col: place text
-- col: request text
-- col: competencies text
-- col: time_resource text
-- col: sort_key text
-- col: surname text
-- col: given text
-- col: patronymic text
-- col: birth_year i64?
SELECT x.id, x.person_id, x.state, x.form_code, x.place, x.request, x.competencies, x.time_resource,
       x.sort_key, p.surname, p.given, p.patronymic, p.birth_year
FROM (
    SELECT a0.sort_key, a0.id FROM (
        SELECT o.sort_key, o.id FROM participation o
        WHERE o.programme_id = :programme_id AND o.side = :side AND o.state = :state
          AND o.sort_key >= :from_key AND (o.sort_key, o.id) > (:after_key, :after_id)
          AND (o.sort_key, o.id) <= (:to_key, :to_id)
          AND (:form = '' OR ';' || o.form_code || ';' LIKE '%;' || :form || ';%')
        ORDER BY o.sort_key, o.id LIMIT :limit) a0
    UNION ALL
    SELECT a1.sort_key, a1.id FROM (
        SELECT o.sort_key, o.id FROM participation o
        WHERE o.programme_id = :programme_id AND o.side = :side AND :state = ''
          AND o.sort_key >= :from_key AND (o.sort_key, o.id) > (:after_key, :after_id)
          AND (o.sort_key, o.id) <= (:to_key, :to_id)
          AND (:form = '' OR ';' || o.form_code || ';' LIKE '%;' || :form || ';%')
        ORDER BY o.sort_key, o.id LIMIT :limit) a1
    ORDER BY 1, 2 LIMIT :limit
) k JOIN participation x ON x.id = k.id JOIN person p ON p.id = x.person_id
ORDER BY x.sort_key, x.id;

-- The page before a key, nearest first.
-- name: participations_page_back many
-- arg: programme_id i64
-- arg: side text
-- arg: state text
-- arg: form text
-- arg: from_key text
-- arg: from_id i64
-- arg: to_key text
-- arg: before_key text
-- arg: before_id i64
-- arg: limit i64
-- col: id i64
-- col: person_id i64
-- col: state text
-- col: form_code text
-- col: place text
-- col: request text
-- col: competencies text
-- col: time_resource text
-- col: sort_key text
-- col: surname text
-- col: given text
-- col: patronymic text
-- col: birth_year i64?
SELECT x.id, x.person_id, x.state, x.form_code, x.place, x.request, x.competencies, x.time_resource,
       x.sort_key, p.surname, p.given, p.patronymic, p.birth_year
FROM (
    SELECT a0.sort_key, a0.id FROM (
        SELECT o.sort_key, o.id FROM participation o
        WHERE o.programme_id = :programme_id AND o.side = :side AND o.state = :state
          AND o.sort_key < :to_key AND (o.sort_key, o.id) < (:before_key, :before_id)
          AND (o.sort_key, o.id) >= (:from_key, :from_id)
          AND (:form = '' OR ';' || o.form_code || ';' LIKE '%;' || :form || ';%')
        ORDER BY o.sort_key DESC, o.id DESC LIMIT :limit) a0
    UNION ALL
    SELECT a1.sort_key, a1.id FROM (
        SELECT o.sort_key, o.id FROM participation o
        WHERE o.programme_id = :programme_id AND o.side = :side AND :state = ''
          AND o.sort_key < :to_key AND (o.sort_key, o.id) < (:before_key, :before_id)
          AND (o.sort_key, o.id) >= (:from_key, :from_id)
          AND (:form = '' OR ';' || o.form_code || ';' LIKE '%;' || :form || ';%')
        ORDER BY o.sort_key DESC, o.id DESC LIMIT :limit) a1
    ORDER BY 1 DESC, 2 DESC LIMIT :limit
) k JOIN participation x ON x.id = k.id JOIN person p ON p.id = x.person_id
ORDER BY x.sort_key DESC, x.id DESC;

-- Where so many rows of a list end, whatever their form: no index knows forms, and a page looks no further for them.
-- name: participation_ahead one
-- arg: programme_id i64
-- arg: side text
-- arg: state text
-- arg: from_key text
-- arg: to_key text
-- arg: after_key text
-- arg: after_id i64
-- arg: skip i64
-- col: sort_key text
-- col: id i64
SELECT k.sort_key, k.id FROM (
    SELECT a0.sort_key, a0.id FROM (
        SELECT o.sort_key, o.id FROM participation o
        WHERE o.programme_id = :programme_id AND o.side = :side AND o.state = :state
          AND o.sort_key >= :from_key AND o.sort_key < :to_key
          AND (o.sort_key, o.id) > (:after_key, :after_id)
        ORDER BY o.sort_key, o.id LIMIT 1 OFFSET :skip) a0
    UNION ALL
    SELECT a1.sort_key, a1.id FROM (
        SELECT o.sort_key, o.id FROM participation o
        WHERE o.programme_id = :programme_id AND o.side = :side AND :state = ''
          AND o.sort_key >= :from_key AND o.sort_key < :to_key
          AND (o.sort_key, o.id) > (:after_key, :after_id)
        ORDER BY o.sort_key, o.id LIMIT 1 OFFSET :skip) a1
) k;

-- name: participation_behind one
-- arg: programme_id i64
-- arg: side text
-- arg: state text
-- arg: from_key text
-- arg: to_key text
-- arg: before_key text
-- arg: before_id i64
-- arg: skip i64
-- col: sort_key text
-- col: id i64
SELECT k.sort_key, k.id FROM (
    SELECT a0.sort_key, a0.id FROM (
        SELECT o.sort_key, o.id FROM participation o
        WHERE o.programme_id = :programme_id AND o.side = :side AND o.state = :state
          AND o.sort_key >= :from_key AND o.sort_key < :to_key
          AND (o.sort_key, o.id) < (:before_key, :before_id)
        ORDER BY o.sort_key DESC, o.id DESC LIMIT 1 OFFSET :skip) a0
    UNION ALL
    SELECT a1.sort_key, a1.id FROM (
        SELECT o.sort_key, o.id FROM participation o
        WHERE o.programme_id = :programme_id AND o.side = :side AND :state = ''
          AND o.sort_key >= :from_key AND o.sort_key < :to_key
          AND (o.sort_key, o.id) < (:before_key, :before_id)
        ORDER BY o.sort_key DESC, o.id DESC LIMIT 1 OFFSET :skip) a1
) k;

-- name: participation_key one
-- arg: programme_id i64
-- arg: id i64
SELECT sort_key FROM participation WHERE id = :id AND programme_id = :programme_id;

-- At most as many as :most.
-- name: participation_found one
-- arg: programme_id i64
-- arg: side text
-- arg: state text
-- arg: form text
-- arg: from_key text
-- arg: to_key text
-- arg: to_id i64
-- arg: most i64
-- col: n i64
SELECT count(*) AS n FROM (
    SELECT o.id FROM participation o
    WHERE o.programme_id = :programme_id AND o.side = :side AND o.state = :state
      AND o.sort_key >= :from_key AND (o.sort_key, o.id) <= (:to_key, :to_id)
      AND (:form = '' OR ';' || o.form_code || ';' LIKE '%;' || :form || ';%')
    UNION ALL
    SELECT o.id FROM participation o
    WHERE o.programme_id = :programme_id AND o.side = :side AND :state = ''
      AND o.sort_key >= :from_key AND (o.sort_key, o.id) <= (:to_key, :to_id)
      AND (:form = '' OR ';' || o.form_code || ';' LIKE '%;' || :form || ';%')
    LIMIT :most
) f;

-- name: participation_row one
-- arg: id i64
-- col: birth_year i64?
SELECT x.id, x.unit_id, x.programme_id, x.person_id, x.side, x.state, x.form_code, x.place, x.request,
       x.competencies, x.achievements, x.interests, x.age_wish, x.time_resource, x.joined_on,
       x.finished_on, x.results, x.case_link, x.completion_mark, p.surname, p.given, p.patronymic,
       p.birth_year
FROM participation x JOIN person p ON p.id = x.person_id WHERE x.id = :id;

-- name: participation_contacts many
-- arg: person_id i64
SELECT kind, value, owner, note FROM person_contact WHERE person_id = :person_id ORDER BY kind, value LIMIT 50;

-- Living and past pairs of one participation, with the other side.
-- name: participation_pairs many
-- arg: id i64
-- col: birth_year i64?
SELECT q.id, q.state, q.score, q.mentee_id, q.mentor_id, q.ended_at, p.surname, p.given, p.patronymic, p.birth_year
FROM pair q
JOIN participation o ON o.id = CASE WHEN q.mentor_id = :id THEN q.mentee_id ELSE q.mentor_id END
JOIN person p ON p.id = o.person_id
WHERE q.mentor_id = :id OR q.mentee_id = :id ORDER BY q.id;

-- For the official spreadsheet: chunks by key.
-- name: registry_chunk many
-- arg: programme_id i64
-- arg: side text
-- arg: after_key text
-- arg: after_id i64
-- col: birth_year i64?
SELECT x.id, x.sort_key, x.person_id, x.form_code, x.place, x.request, x.competencies, x.achievements,
       x.interests, x.age_wish, x.time_resource, x.joined_on, x.finished_on, x.results, x.case_link,
       x.completion_mark, p.surname, p.given, p.patronymic, p.birth_year
FROM participation x JOIN person p ON p.id = x.person_id
WHERE x.programme_id = :programme_id AND x.side = :side AND (x.sort_key, x.id) > (:after_key, :after_id)
ORDER BY x.sort_key, x.id LIMIT 500;

-- name: registry_partners_of_mentee many
-- arg: id i64
SELECT p.surname, p.given, p.patronymic, o.place, q.form_code
FROM pair q JOIN participation o ON o.id = q.mentor_id JOIN person p ON p.id = o.person_id
WHERE q.mentee_id = :id AND q.state IN ('agreed', 'active', 'finished') ORDER BY o.sort_key, o.id;

-- name: registry_partners_of_mentor many
-- arg: id i64
SELECT p.surname, p.given, p.patronymic, o.place, q.form_code
FROM pair q JOIN participation o ON o.id = q.mentee_id JOIN person p ON p.id = o.person_id
WHERE q.mentor_id = :id AND q.state IN ('agreed', 'active', 'finished') ORDER BY o.sort_key, o.id;

-- What a mentee who finished brings along as a mentor, unless they are one here.
-- name: participation_grown one
-- arg: id i64
-- col: mentor_id i64?
SELECT x.unit_id, x.programme_id, x.person_id, x.sort_key, x.state, x.side, x.form_code, x.place,
       (SELECT o.id FROM participation o WHERE o.person_id = x.person_id AND o.programme_id = x.programme_id
        AND o.side = 'mentor') AS mentor_id
FROM participation x WHERE x.id = :id;
