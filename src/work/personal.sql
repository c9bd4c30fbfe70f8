-- name: personal_row one
-- arg: id i64
SELECT id, unit_id, programme_id, pair_id, edition, state, starts_on, ends_on, types, council, protocol_no,
       protocol_on, order_no, order_on, version, created_at
FROM personal WHERE id = :id;

-- name: personal_newest one
-- arg: pair_id i64
SELECT id, edition, state FROM personal WHERE pair_id = :pair_id ORDER BY edition DESC LIMIT 1;

-- The edition that the pair works by.
-- name: personal_in_force one
-- arg: pair_id i64
SELECT id, edition, state FROM personal
WHERE pair_id = :pair_id AND state IN ('approved', 'finished', 'ended') ORDER BY edition DESC LIMIT 1;

-- name: personal_editions many
-- arg: pair_id i64
SELECT id, edition, state, order_no, order_on FROM personal WHERE pair_id = :pair_id ORDER BY edition DESC LIMIT 100;

-- The newest edition of every pair of a programme.
-- The twin: as programme_events of programme_state.sql.
-- name: personal_rows many
-- arg: programme_id i64
-- arg: after i64
-- col: mentee_name text
-- col: mentor_name text
SELECT p.id, p.pair_id, p.edition, p.state, p.starts_on, p.ends_on, q.mentee_name, q.mentor_name
FROM personal p JOIN pair q ON q.id = p.pair_id
WHERE p.programme_id = :programme_id AND p.id > :after AND p.state <> 'replaced'
ORDER BY p.id LIMIT 51;
-- pg: SELECT p.id, p.pair_id, p.edition, p.state, p.starts_on, p.ends_on, q.mentee_name, q.mentor_name
-- pg: FROM personal p JOIN pair q ON q.id = p.pair_id
-- pg: WHERE p.programme_id <= :programme_id AND (p.programme_id, p.id) > (:programme_id, :after) AND p.state <> 'replaced'
-- pg: ORDER BY p.programme_id, p.id LIMIT 51;

-- Pairs at work without a programme, a few of them.
-- name: personal_without many
-- arg: programme_id i64
SELECT q.id, q.mentee_name, q.mentor_name FROM pair q
WHERE q.programme_id = :programme_id AND q.ended_at IS NULL AND q.personal = 0
ORDER BY q.sort_key, q.id LIMIT 26;

-- name: personal_has exec
-- arg: pair_id i64
UPDATE pair SET personal = 1 WHERE id = :pair_id;

-- name: personal_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: programme_id i64
-- arg: pair_id i64
-- arg: edition i64
-- arg: starts_on text
-- arg: ends_on text
-- arg: types text
-- arg: created_by i64?
-- arg: created_at i64
INSERT INTO personal (id, unit_id, programme_id, pair_id, edition, state, starts_on, ends_on, types, created_by, created_at)
VALUES (:id, :unit_id, :programme_id, :pair_id, :edition, 'draft', :starts_on, :ends_on, :types, :created_by, :created_at)
ON CONFLICT (pair_id, edition) DO NOTHING;

-- name: personal_set_term exec
-- arg: id i64
-- arg: version i64
-- arg: starts_on text
-- arg: ends_on text
-- arg: types text
UPDATE personal SET starts_on = :starts_on, ends_on = :ends_on, types = :types, version = version + 1
WHERE id = :id AND version = :version AND state = 'draft';

-- name: personal_touch exec
-- arg: id i64
UPDATE personal SET version = version + 1 WHERE id = :id AND state = 'draft';

-- name: personal_set_state exec
-- arg: id i64
-- arg: from_state text
-- arg: to_state text
UPDATE personal SET state = :to_state, version = version + 1 WHERE id = :id AND state = :from_state;

-- name: personal_set_council exec
-- arg: id i64
-- arg: council text
-- arg: protocol_no text
-- arg: protocol_on text
UPDATE personal SET state = 'council', version = version + 1, council = :council, protocol_no = :protocol_no,
       protocol_on = :protocol_on
WHERE id = :id AND state = 'review';

-- name: personal_set_order exec
-- arg: id i64
-- arg: order_no text
-- arg: order_on text
UPDATE personal SET state = 'approved', version = version + 1, order_no = :order_no, order_on = :order_on
WHERE id = :id AND state = 'council';

-- name: personal_replace exec
-- arg: pair_id i64
-- arg: edition i64
UPDATE personal SET state = 'replaced' WHERE pair_id = :pair_id AND edition < :edition AND state = 'approved';

-- name: personal_parts many
-- arg: personal_id i64
SELECT code, body FROM personal_part WHERE personal_id = :personal_id;

-- name: personal_part_put exec
-- arg: personal_id i64
-- arg: code text
-- arg: body text
INSERT INTO personal_part (personal_id, code, body) VALUES (:personal_id, :code, :body)
ON CONFLICT (personal_id, code) DO UPDATE SET body = excluded.body;

-- name: personal_steps many
-- arg: personal_id i64
-- arg: pair_id i64
-- col: key i64
-- col: stage text
-- col: task text
-- col: direction text
-- col: name text
-- col: form text
-- col: who text
-- col: result text
-- col: due_on text
-- col: done_on text?
-- col: note text?
SELECT s.key, s.stage, s.task, s.direction, s.name, s.form, s.who, s.result, s.due_on, m.done_on, m.note
FROM personal_step s LEFT JOIN personal_mark m ON m.pair_id = :pair_id AND m.key = s.key
WHERE s.personal_id = :personal_id ORDER BY s.due_on, s.key;

-- name: personal_step_put exec
-- arg: personal_id i64
-- arg: key i64
-- arg: stage text
-- arg: task text
-- arg: direction text
-- arg: name text
-- arg: form text
-- arg: who text
-- arg: result text
-- arg: due_on text
INSERT INTO personal_step (personal_id, key, stage, task, direction, name, form, who, result, due_on)
VALUES (:personal_id, :key, :stage, :task, :direction, :name, :form, :who, :result, :due_on)
ON CONFLICT (personal_id, key) DO UPDATE SET stage = excluded.stage, direction = excluded.direction,
    name = excluded.name, form = excluded.form, who = excluded.who, result = excluded.result, due_on = excluded.due_on;

-- name: personal_step_drop exec
-- arg: personal_id i64
-- arg: key i64
DELETE FROM personal_step WHERE personal_id = :personal_id AND key = :key;

-- name: personal_mark_put exec
-- arg: pair_id i64
-- arg: key i64
-- arg: done_on text
-- arg: note text
-- arg: made_by i64?
-- arg: made_at i64
INSERT INTO personal_mark (pair_id, key, done_on, note, made_by, made_at)
VALUES (:pair_id, :key, :done_on, :note, :made_by, :made_at)
ON CONFLICT (pair_id, key) DO UPDATE SET done_on = excluded.done_on, note = excluded.note, made_by = excluded.made_by,
    made_at = excluded.made_at;

-- name: personal_mark_drop exec
-- arg: pair_id i64
-- arg: key i64
DELETE FROM personal_mark WHERE pair_id = :pair_id AND key = :key;

-- name: personal_copy_parts exec
-- arg: from_id i64
-- arg: to_id i64
INSERT INTO personal_part (personal_id, code, body)
SELECT :to_id, code, body FROM personal_part WHERE personal_id = :from_id;

-- name: personal_copy_steps exec
-- arg: from_id i64
-- arg: to_id i64
INSERT INTO personal_step (personal_id, key, stage, task, direction, name, form, who, result, due_on)
SELECT :to_id, key, stage, task, direction, name, form, who, result, due_on
FROM personal_step WHERE personal_id = :from_id;

-- name: personal_event_put exec
-- arg: personal_id i64
-- arg: action text
-- arg: from_state text
-- arg: to_state text
-- arg: reason text
-- arg: made_at i64
-- arg: made_by i64?
INSERT INTO personal_event (personal_id, n, action, from_state, to_state, reason, made_at, made_by)
SELECT :personal_id, 1 + COALESCE((SELECT max(n) FROM personal_event WHERE personal_id = :personal_id), 0), :action,
       :from_state, :to_state, :reason, :made_at, :made_by;

-- name: personal_events many
-- arg: personal_id i64
-- col: action text
-- col: reason text
-- col: made_at i64
-- col: who text?
SELECT e.action, e.reason, e.made_at, a.display_name AS who
FROM personal_event e LEFT JOIN account a ON a.id = e.made_by
WHERE e.personal_id = :personal_id ORDER BY e.n DESC LIMIT 200;
