-- Those below before those above; the unit itself is the last.
-- name: tree_units many
-- arg: unit_id i64
-- col: parent_id i64?
SELECT u.id, u.parent_id, u.kind FROM unit_up d JOIN unit u ON u.id = d.unit_id
WHERE d.ancestor_id = :unit_id AND u.archived_at IS NULL ORDER BY d.depth DESC, u.id;

-- name: tree_figures many
-- arg: unit_id i64
-- arg: year i64
SELECT f.unit_id, f.code, f.part, f.value, f.source, f.as_of
FROM unit_up d JOIN figure f ON f.unit_id = d.unit_id AND f.year = :year WHERE d.ancestor_id = :unit_id;

-- name: tree_targets many
-- arg: unit_id i64
-- arg: year i64
SELECT t.unit_id, t.code, t.percent
FROM unit_up d JOIN target t ON t.unit_id = d.unit_id AND t.year = :year WHERE d.ancestor_id = :unit_id;

-- Above the unit, the highest first.
-- name: tree_targets_above many
-- arg: unit_id i64
-- arg: year i64
SELECT t.code, t.percent FROM unit_up up JOIN target t ON t.unit_id = up.ancestor_id AND t.year = :year
WHERE up.unit_id = :unit_id AND up.depth > 0 ORDER BY up.depth DESC;

-- name: tree_newest many
-- arg: unit_id i64
-- arg: period text
SELECT s.unit_id, s.id, s.n, s.final FROM unit_up d JOIN snapshot s ON s.unit_id = d.unit_id AND s.period = :period
WHERE d.ancestor_id = :unit_id AND s.state = 'done' AND s.n = (
    SELECT max(t.n) FROM snapshot t WHERE t.unit_id = s.unit_id AND t.period = :period AND t.state = 'done');

-- The numbers of the newest snapshot of each unit.
-- name: tree_values each
-- arg: unit_id i64
-- arg: period text
SELECT s.unit_id, v.code, v.numerator, v.denominator, v.n_numerator, v.n_denominator, v.answers, v.marks, v.few,
       v.few_yes, v.few_marks, v.target, v.source, v.as_of
FROM unit_up d JOIN snapshot s ON s.unit_id = d.unit_id AND s.period = :period
JOIN snapshot_value v ON v.snapshot_id = s.id
WHERE d.ancestor_id = :unit_id AND s.state = 'done' AND s.n = (
    SELECT max(t.n) FROM snapshot t WHERE t.unit_id = s.unit_id AND t.period = :period AND t.state = 'done');

-- name: tree_places each
-- arg: unit_id i64
-- arg: period text
SELECT s.unit_id, v.code, v.place FROM unit_up d JOIN snapshot s ON s.unit_id = d.unit_id AND s.period = :period
JOIN snapshot_place v ON v.snapshot_id = s.id
WHERE d.ancestor_id = :unit_id AND s.state = 'done' AND s.n = (
    SELECT max(t.n) FROM snapshot t WHERE t.unit_id = s.unit_id AND t.period = :period AND t.state = 'done');

-- name: tree_reported many
-- arg: unit_id i64
-- arg: period text
SELECT r.unit_id FROM unit_up d JOIN monitoring_report r ON r.unit_id = d.unit_id AND r.period = :period
WHERE d.ancestor_id = :unit_id AND r.handed_in_at IS NOT NULL;
