-- name: snapshot_people many
-- arg: programme_id i64
-- arg: side text
-- arg: today text
-- col: birth_year i64?
-- col: municipality i64?
-- col: region i64?
-- col: taken i64
-- col: cleared i64
SELECT x.id, x.person_id, x.unit_id, x.state, x.form_code, x.place, x.request, x.competencies, x.achievements,
       x.interests, x.age_wish, x.time_resource, x.more_places, p.surname, p.given, p.birth_year,
       u.kind, u.name AS unit_name, u.short_name AS unit_short,
       (SELECT w.ancestor_id FROM unit_up w JOIN unit m ON m.id = w.ancestor_id
        WHERE w.unit_id = x.unit_id AND m.kind = 'municipality') AS municipality,
       (SELECT w.ancestor_id FROM unit_up w JOIN unit m ON m.id = w.ancestor_id
        WHERE w.unit_id = x.unit_id AND m.kind = 'region') AS region,
       (SELECT count(*) FROM pair q WHERE q.mentor_id = x.id AND q.state IN ('agreed', 'active')) AS taken,
       (SELECT count(*) FROM vetting v WHERE v.person_id = x.person_id AND v.ended_at IS NULL
        AND v.issued_on <= :today AND v.expires_on > :today) AS cleared
FROM participation x JOIN person p ON p.id = x.person_id JOIN unit u ON u.id = x.unit_id
WHERE x.programme_id = :programme_id AND x.side = :side AND x.state IN ('in_base', 'matching', 'ready', 'resting', 'paired')
ORDER BY x.sort_key, x.id;

-- name: snapshot_marks many
-- arg: programme_id i64
SELECT mentee_id, mentor_id, kind FROM pair_mark WHERE programme_id = :programme_id
ORDER BY mentee_id, mentor_id;

-- name: snapshot_cards many
-- arg: programme_id i64
SELECT from_id, to_id, kind, place FROM preference WHERE programme_id = :programme_id
ORDER BY from_id, to_id, kind;

-- name: snapshot_rules_of many
-- arg: programme_id i64
SELECT code, value FROM weight WHERE programme_id = :programme_id ORDER BY code;

-- One place more or less at a mentor, once from what it was.
-- name: snapshot_set_room exec
-- arg: id i64
-- arg: programme_id i64
-- arg: was i64
-- arg: more i64
UPDATE participation SET more_places = :more
WHERE id = :id AND programme_id = :programme_id AND side = 'mentor' AND more_places = :was;
