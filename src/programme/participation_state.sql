-- name: participation_state_row one
-- arg: id i64
-- col: pairs i64
SELECT x.programme_id, x.side, x.state, u.utc_offset,
       (SELECT count(*) FROM pair q WHERE q.mentee_id = x.id AND q.ended_at IS NULL)
       + (SELECT count(*) FROM pair q WHERE q.mentor_id = x.id AND q.ended_at IS NULL) AS pairs
FROM participation x JOIN unit u ON u.id = x.unit_id WHERE x.id = :id;

-- The last day; "": the path goes on, and is not walked yet.
-- name: participation_state_last_day exec
-- arg: id i64
-- arg: day text
UPDATE participation SET finished_on = :day, completion_mark = CASE WHEN side = 'mentee' THEN 0 ELSE completion_mark END
WHERE id = :id;

-- name: participation_state_set exec
-- arg: id i64
-- arg: from_state text
-- arg: to_state text
UPDATE participation SET state = :to_state WHERE id = :id AND state = :from_state;

-- name: participation_state_complete exec
-- arg: id i64
-- arg: day text
UPDATE participation SET finished_on = :day, completion_mark = CASE WHEN side = 'mentee' THEN 1 ELSE completion_mark END
WHERE id = :id;

-- name: participation_event_insert exec
-- arg: id i64
-- arg: action text
-- arg: from_state text
-- arg: to_state text
-- arg: reason text
-- arg: made_at i64
-- arg: made_by i64?
INSERT INTO participation_event (participation_id, n, action, from_state, to_state, reason, made_at, made_by)
SELECT :id, coalesce(max(n), 0) + 1, :action, :from_state, :to_state, :reason, :made_at, :made_by
FROM participation_event WHERE participation_id = :id;

-- name: participation_match_events exec
-- arg: programme_id i64
-- arg: made_at i64
-- arg: made_by i64?
INSERT INTO participation_event (participation_id, n, action, from_state, to_state, made_at, made_by)
SELECT x.id, coalesce((SELECT max(e.n) FROM participation_event e WHERE e.participation_id = x.id), 0) + 1,
       'match', 'in_base', 'matching', :made_at, :made_by
FROM participation x WHERE x.programme_id = :programme_id AND x.side = 'mentee' AND x.state = 'in_base';

-- name: participation_match_all exec
-- arg: programme_id i64
UPDATE participation SET state = 'matching'
WHERE programme_id = :programme_id AND side = 'mentee' AND state = 'in_base';

-- name: participation_events many
-- arg: id i64
-- col: n i64
-- col: action text
-- col: from_state text
-- col: to_state text
-- col: reason text
-- col: made_at i64
-- col: who text?
SELECT e.n, e.action, e.from_state, e.to_state, e.reason, e.made_at, a.display_name AS who
FROM participation_event e LEFT JOIN account a ON a.id = e.made_by
WHERE e.participation_id = :id ORDER BY e.n DESC LIMIT 50;

-- How somebody came into the base.
-- name: participation_born one
-- arg: id i64
-- col: created_at i64
-- col: uploaded bool
-- col: who text?
SELECT x.created_at, CASE WHEN x.import_id IS NULL THEN 0 ELSE 1 END AS uploaded, a.display_name AS who
FROM participation x LEFT JOIN import i ON i.id = x.import_id LEFT JOIN account a ON a.id = i.created_by
WHERE x.id = :id;
