-- name: preference_veto exec
-- arg: programme_id i64
-- arg: mentee_id i64
-- arg: mentor_id i64
-- arg: made_by i64?
-- arg: made_at i64
INSERT INTO pair_mark (programme_id, mentee_id, mentor_id, kind, made_by, made_at)
VALUES (:programme_id, :mentee_id, :mentor_id, 'veto', :made_by, :made_at)
ON CONFLICT (programme_id, mentee_id, mentor_id) DO UPDATE SET kind = 'veto', made_by = excluded.made_by, made_at = excluded.made_at;

-- name: gathering_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: programme_id i64
-- arg: starts_at i64
-- arg: place text
-- arg: note text
-- arg: closes_on text
-- arg: made_by i64?
-- arg: made_at i64
INSERT INTO gathering (id, unit_id, programme_id, starts_at, place, note, closes_on, made_by, made_at)
VALUES (:id, :unit_id, :programme_id, :starts_at, :place, :note, :closes_on, :made_by, :made_at);

-- name: gathering_row one
-- arg: id i64
SELECT g.id, g.unit_id, g.programme_id, g.starts_at, g.place, g.note, g.closes_on, u.utc_offset
FROM gathering g JOIN unit u ON u.id = g.unit_id WHERE g.id = :id;

-- name: gatherings_of many
-- arg: programme_id i64
-- col: id i64
-- col: starts_at i64
-- col: place text
-- col: closes_on text
-- col: cards i64
-- col: answered i64
SELECT g.id, g.starts_at, g.place, g.closes_on,
       (SELECT count(*) FROM preference_card c WHERE c.gathering_id = g.id) AS cards,
       (SELECT count(c.answered_at) FROM preference_card c WHERE c.gathering_id = g.id) AS answered
FROM gathering g WHERE g.programme_id = :programme_id ORDER BY g.starts_at DESC, g.id DESC LIMIT 50;

-- name: gathering_close_on exec
-- arg: id i64
-- arg: closes_on text
UPDATE gathering SET closes_on = :closes_on WHERE id = :id;

-- Who is free and has no card of this meeting yet.
-- name: gathering_free many
-- arg: gathering_id i64
-- arg: programme_id i64
-- arg: side text
SELECT x.id, x.unit_id, x.person_id, x.state, x.sort_key FROM participation x
WHERE x.programme_id = :programme_id AND x.side = :side
  AND x.state IN ('in_base', 'matching', 'ready', 'resting', 'paired')
  AND NOT EXISTS (SELECT 1 FROM preference_card c WHERE c.gathering_id = :gathering_id AND c.participation_id = x.id)
ORDER BY x.sort_key, x.id LIMIT 1000;

-- name: preference_side_count one
-- arg: gathering_id i64
-- arg: side text
-- col: cards i64
-- col: answered i64
SELECT count(*) AS cards, count(answered_at) AS answered FROM preference_card
WHERE gathering_id = :gathering_id AND side = :side;

-- name: preference_card_insert exec
-- arg: id i64
-- arg: gathering_id i64
-- arg: unit_id i64
-- arg: programme_id i64
-- arg: participation_id i64
-- arg: side text
-- arg: sort_key text
-- arg: link_hash blob
INSERT INTO preference_card (id, gathering_id, unit_id, programme_id, participation_id, side, sort_key, link_hash)
VALUES (:id, :gathering_id, :unit_id, :programme_id, :participation_id, :side, :sort_key, :link_hash)
ON CONFLICT DO NOTHING;

-- name: preference_card_row one
-- arg: id i64
SELECT c.id, c.gathering_id, c.unit_id, c.programme_id, c.participation_id, c.side, c.link, c.why, c.answered_at,
       g.starts_at, g.place, g.closes_on, u.utc_offset, p.pack_id, p.title AS programme_title, x.person_id,
       w.surname, w.given, w.patronymic, w.birth_year
FROM preference_card c JOIN gathering g ON g.id = c.gathering_id JOIN unit u ON u.id = g.unit_id
JOIN programme p ON p.id = c.programme_id JOIN participation x ON x.id = c.participation_id
JOIN person w ON w.id = x.person_id
WHERE c.id = :id;

-- name: preference_card_of_link one
-- arg: link_hash blob
SELECT id FROM preference_card WHERE link_hash = :link_hash;

-- name: preference_card_relink exec
-- arg: id i64
-- arg: link i64
-- arg: link_hash blob
UPDATE preference_card SET link = :link, link_hash = :link_hash WHERE id = :id;

-- name: preference_card_take_back exec
-- arg: id i64
-- arg: gathering_id i64
DELETE FROM preference_card WHERE id = :id AND gathering_id = :gathering_id;

-- Whom one can choose: the other side of the same meeting, while they are free.
-- name: preference_others many
-- arg: gathering_id i64
-- arg: side text
-- col: birth_year i64?
SELECT x.id, x.state, x.request, x.competencies, p.surname, p.given, p.patronymic, p.birth_year
FROM preference_card c JOIN participation x ON x.id = c.participation_id JOIN person p ON p.id = x.person_id
WHERE c.gathering_id = :gathering_id AND c.side = :side ORDER BY c.sort_key, c.id LIMIT 300;

-- name: preference_clear exec
-- arg: programme_id i64
-- arg: from_id i64
DELETE FROM preference WHERE programme_id = :programme_id AND from_id = :from_id;

-- name: preference_insert exec
-- arg: programme_id i64
-- arg: from_id i64
-- arg: to_id i64
-- arg: kind text
-- arg: place i64
INSERT INTO preference (programme_id, from_id, to_id, kind, place) VALUES (:programme_id, :from_id, :to_id, :kind, :place)
ON CONFLICT DO NOTHING;

-- name: preference_answered exec
-- arg: id i64
-- arg: why text
-- arg: answered_at i64
-- arg: answered_by i64?
UPDATE preference_card SET why = :why, answered_at = :answered_at, answered_by = :answered_by WHERE id = :id;

-- name: preference_lines many
-- arg: from_id i64
SELECT to_id, kind, place FROM preference WHERE from_id = :from_id ORDER BY kind, place, to_id LIMIT 200;

-- The same for the coordinator, with names.
-- name: preference_lines_named many
-- arg: from_id i64
SELECT f.kind, f.place, p.surname, p.given
FROM preference f JOIN participation x ON x.id = f.to_id JOIN person p ON p.id = x.person_id
WHERE f.from_id = :from_id ORDER BY f.kind, f.place, x.sort_key LIMIT 200;

-- name: preference_cards_page many
-- arg: gathering_id i64
-- arg: side text
-- arg: after_key text
-- arg: after_id i64
SELECT c.id, c.participation_id, c.link, c.sort_key, c.answered_at, c.reminded_at, c.why, p.surname, p.given, p.patronymic
FROM preference_card c JOIN participation x ON x.id = c.participation_id JOIN person p ON p.id = x.person_id
WHERE c.gathering_id = :gathering_id AND c.side = :side AND (c.sort_key, c.id) > (:after_key, :after_id)
ORDER BY c.sort_key, c.id LIMIT 51;

-- name: preference_card_key one
-- arg: id i64
SELECT sort_key FROM preference_card WHERE id = :id;

-- name: preference_silent many
-- arg: gathering_id i64
-- arg: side text
-- arg: before i64
-- col: id i64
-- col: unit_id i64
-- col: link i64
-- col: person_id i64
-- col: mail text?
SELECT c.id, c.unit_id, c.link, x.person_id,
       (SELECT min(m.value) FROM person_contact m WHERE m.person_id = x.person_id AND m.kind = 'email') AS mail
FROM preference_card c JOIN participation x ON x.id = c.participation_id
WHERE c.gathering_id = :gathering_id AND c.side = :side AND c.answered_at IS NULL
  AND (c.reminded_at IS NULL OR c.reminded_at < :before)
ORDER BY c.sort_key, c.id LIMIT 300;

-- name: preference_reminded exec
-- arg: id i64
-- arg: reminded_at i64
UPDATE preference_card SET reminded_at = :reminded_at WHERE id = :id;

-- name: preference_closing many
-- arg: day text
SELECT id FROM gathering WHERE closes_on = :day ORDER BY id LIMIT 1000;

-- name: preference_since_count one
-- arg: programme_id i64
-- arg: since i64
-- col: n i64
SELECT count(*) AS n FROM preference_card WHERE programme_id = :programme_id AND answered_at > :since;

-- name: preference_chose one
-- arg: programme_id i64
-- arg: mentee_id i64
-- arg: mentor_id i64
-- col: n i64
SELECT count(*) AS n FROM preference
WHERE programme_id = :programme_id AND kind = 'choice'
  AND (from_id = :mentee_id AND to_id = :mentor_id OR from_id = :mentor_id AND to_id = :mentee_id);

-- name: preference_own many
-- arg: person_id i64
-- arg: today text
SELECT c.id, c.side, c.answered_at, g.starts_at, g.place, g.closes_on, p.title
FROM participation x JOIN preference_card c ON c.participation_id = x.id
JOIN gathering g ON g.id = c.gathering_id JOIN programme p ON p.id = g.programme_id
WHERE x.person_id = :person_id AND g.closes_on >= :today ORDER BY g.starts_at, c.id LIMIT 20;
