-- Pairs of a mentor with what came of them.
-- name: evidence_pairs many
-- arg: person_id i64
SELECT q.id, q.form_code, q.state, q.created_at, q.ended_at, q.mentee_name, g.title, e.results, e.completion_mark, g.pack_id,
       g.unit_id
FROM participation o JOIN pair q ON q.mentor_id = o.id JOIN participation e ON e.id = q.mentee_id
JOIN programme g ON g.id = q.programme_id
WHERE o.person_id = :person_id AND o.side = 'mentor' ORDER BY q.created_at, q.id LIMIT 300;

-- name: evidence_meetings one
-- arg: pair_id i64
-- arg: from_at i64
-- arg: to_at i64
-- col: n i64
-- col: first i64?
-- col: last i64?
SELECT count(*) AS n, min(starts_at) AS first, max(starts_at) AS last FROM meeting
WHERE pair_id = :pair_id AND state = 'held' AND starts_at >= :from_at AND starts_at < :to_at;

-- name: evidence_lessons many
-- arg: pair_id i64
SELECT l.id, l.held_on, l.class, l.subject, l.topic, l.kind, l.n_sheets, l.total, l.teacher_id
FROM lesson l WHERE l.pair_id = :pair_id AND l.state = 'held' ORDER BY l.held_on, l.id LIMIT 100;

-- name: evidence_own_lessons many
-- arg: person_id i64
SELECT l.id, l.held_on, l.class, l.subject, l.topic, l.n_sheets, l.published_at
FROM lesson l WHERE l.teacher_id = :person_id AND l.state = 'held' ORDER BY l.held_on, l.id LIMIT 300;

-- name: evidence_items many
-- arg: person_id i64
SELECT id, criterion, happened_on, body, link FROM evidence_item
WHERE person_id = :person_id ORDER BY happened_on, id LIMIT 300;

-- name: evidence_item_row one
-- arg: id i64
SELECT id, unit_id, person_id FROM evidence_item WHERE id = :id;

-- name: evidence_item_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: person_id i64
-- arg: criterion text
-- arg: happened_on text
-- arg: body text
-- arg: link text
-- arg: made_by i64?
-- arg: made_at i64
INSERT INTO evidence_item (id, unit_id, person_id, criterion, happened_on, body, link, made_by, made_at)
VALUES (:id, :unit_id, :person_id, :criterion, :happened_on, :body, :link, :made_by, :made_at);

-- name: evidence_item_drop exec
-- arg: id i64
-- arg: person_id i64
DELETE FROM evidence_item WHERE id = :id AND person_id = :person_id;

-- name: evidence_count one
-- arg: person_id i64
-- col: n i64
SELECT count(*) AS n FROM evidence_item WHERE person_id = :person_id;

-- Where somebody is a mentor, of programmes below a unit, the newest first.
-- name: evidence_posts many
-- arg: person_id i64
-- arg: top i64
SELECT x.id, x.programme_id, x.form_code, g.title, g.pack_id
FROM participation x JOIN programme g ON g.id = x.programme_id
JOIN unit_up w ON w.unit_id = g.unit_id AND w.ancestor_id = :top
WHERE x.person_id = :person_id AND x.side = 'mentor' ORDER BY g.starts_on DESC, x.id DESC LIMIT 20;
