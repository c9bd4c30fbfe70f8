-- name: programme_state_row one
-- arg: id i64
SELECT state, resume_to FROM programme WHERE id = :id;

-- name: programme_state_set exec
-- arg: id i64
-- arg: from_state text
-- arg: to_state text
-- arg: resume_to text
UPDATE programme SET state = :to_state, resume_to = :resume_to, version = version + 1
WHERE id = :id AND state = :from_state;

-- name: programme_event_insert exec
-- arg: id i64
-- arg: programme_id i64
-- arg: action text
-- arg: from_state text
-- arg: to_state text
-- arg: stage_code text
-- arg: detail text
-- arg: reason text
-- arg: made_at i64
-- arg: made_by i64?
INSERT INTO programme_event (id, programme_id, action, from_state, to_state, stage_code, detail, reason,
                             made_at, made_by)
VALUES (:id, :programme_id, :action, :from_state, :to_state, :stage_code, :detail, :reason, :made_at, :made_by);

-- The newest first; before: the last id of the page above. By id alone PostgreSQL would walk the rows of
-- all programmes when it hopes for many of one: there is no order but that of the index.
-- name: programme_events many
-- arg: programme_id i64
-- arg: before i64
-- col: id i64
-- col: action text
-- col: from_state text
-- col: to_state text
-- col: stage_code text
-- col: detail text
-- col: reason text
-- col: made_at i64
-- col: who text?
SELECT e.id, e.action, e.from_state, e.to_state, e.stage_code, e.detail, e.reason, e.made_at,
       a.display_name AS who
FROM programme_event e LEFT JOIN account a ON a.id = e.made_by
WHERE e.programme_id = :programme_id AND e.id < :before ORDER BY e.id DESC LIMIT 51;
-- pg: SELECT e.id, e.action, e.from_state, e.to_state, e.stage_code, e.detail, e.reason, e.made_at,
-- pg:        a.display_name AS who
-- pg: FROM programme_event e LEFT JOIN account a ON a.id = e.made_by
-- pg: WHERE e.programme_id >= :programme_id AND (e.programme_id, e.id) < (:programme_id, :before)
-- pg: ORDER BY e.programme_id DESC, e.id DESC LIMIT 51;
