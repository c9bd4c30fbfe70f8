-- name: pair_goals many
-- arg: pair_id i64
-- col: id i64
-- col: project i64
-- col: text text
-- col: criterion text
-- col: due_on text
-- col: reached_on text
-- col: outcome text
-- col: made_at i64
-- col: who text?
SELECT g.id, g.project, g.text, g.criterion, g.due_on, g.reached_on, g.outcome, g.made_at, a.display_name AS who
FROM pair_goal g LEFT JOIN account a ON a.id = g.made_by WHERE g.pair_id = :pair_id ORDER BY g.id LIMIT 50;

-- name: pair_notes many
-- arg: pair_id i64
SELECT id, noted_on, text, made_at FROM pair_note WHERE pair_id = :pair_id ORDER BY noted_on DESC, id DESC LIMIT 200;

-- name: pair_goal_count one
-- arg: pair_id i64
-- col: n i64
SELECT count(*) AS n FROM pair_goal WHERE pair_id = :pair_id;

-- name: pair_plan_pair one
-- arg: id i64
SELECT x.state, x.unit_id, x.programme_id, g.starts_on, g.ends_on, u.utc_offset
FROM pair x JOIN programme g ON g.id = x.programme_id JOIN unit u ON u.id = x.unit_id WHERE x.id = :id;

-- name: pair_goal_insert exec
-- arg: id i64
-- arg: pair_id i64
-- arg: programme_id i64
-- arg: project bool
-- arg: text text
-- arg: criterion text
-- arg: due_on text
-- arg: made_at i64
-- arg: made_by i64?
INSERT INTO pair_goal (id, pair_id, programme_id, project, text, criterion, due_on, made_at, made_by)
VALUES (:id, :pair_id, :programme_id, :project, :text, :criterion, :due_on, :made_at, :made_by);

-- name: pair_goal_set_reached exec
-- arg: id i64
-- arg: pair_id i64
-- arg: reached_on text
-- arg: outcome text
UPDATE pair_goal SET reached_on = :reached_on, outcome = :outcome
WHERE id = :id AND pair_id = :pair_id AND reached_on = '';

-- name: pair_goal_delete exec
-- arg: id i64
-- arg: pair_id i64
DELETE FROM pair_goal WHERE id = :id AND pair_id = :pair_id AND reached_on = '';

-- name: pair_note_insert exec
-- arg: id i64
-- arg: pair_id i64
-- arg: noted_on text
-- arg: text text
-- arg: made_at i64
-- arg: made_by i64?
INSERT INTO pair_note (id, pair_id, noted_on, text, made_at, made_by)
VALUES (:id, :pair_id, :noted_on, :text, :made_at, :made_by);
