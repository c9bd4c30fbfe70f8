--! ok
-- Everything that is allowed, in one file; strings and comments may hold ; and :name.

-- name: unit_one one
-- arg: id i64
SELECT id, name, note, score, parent_id, photo FROM unit WHERE id = :id;

-- name: unit_named many
-- scan: a test's table holds five rows
-- arg: name text?
-- arg: active bool
-- col: active bool
SELECT id, active /* ; :x */ FROM unit -- ; :y
WHERE (:name IS NULL OR name = :name OR name = ';'':name') AND active = :active ORDER BY id;

-- name: unit_with_parent many
-- arg: id i64
-- col: id i64
-- col: parent text?
-- col: parent_id i64?
-- col: children i64
SELECT u.id, p.name AS parent, p.id AS parent_id, u.note,
    (SELECT count(*) FROM unit c WHERE c.parent_id = u.id) AS children
FROM unit u LEFT JOIN unit p ON p.id = u.parent_id WHERE u.id = :id;

-- name: unit_last many
-- arg: id i64
-- col: n i64
SELECT u.id, u.name, (SELECT count(*) FROM visit v WHERE v.unit_id = u.id) AS n FROM unit u
WHERE u.id >= (SELECT :id + 0) AND EXISTS (SELECT 1 FROM visit v WHERE v.unit_id = u.id);

-- name: unit_tree many
-- arg: id i64
-- col: id i64
-- col: depth i64
WITH RECURSIVE tree AS (
    SELECT id, 0 AS depth FROM unit WHERE id = :id
    UNION ALL
    SELECT u.id, t.depth + 1 FROM tree t JOIN unit u ON u.parent_id = t.id
)
SELECT id, depth FROM tree;

-- name: unit_walk each
-- scan: an export reads everything
SELECT id, name FROM unit ORDER BY id;

-- name: unit_add exec
-- arg: id i64
-- arg: parent i64?
-- arg: name text
-- arg: note text?
-- arg: score f64?
-- arg: active bool?
-- arg: photo blob?
INSERT INTO unit (id, parent_id, name, note, score, active, photo)
VALUES (:id, :parent, :name, :note, :score, coalesce(:active, 1), :photo)
ON CONFLICT DO NOTHING;

-- name: unit_rename one
-- arg: id i64
-- arg: name text
-- col: name text
UPDATE unit SET name = :name WHERE id = :id RETURNING name;

-- name: visit_days many
-- arg: unit i64
-- col: days text
SELECT group_concat(day, ';') AS days FROM visit WHERE unit_id = :unit;
-- pg: SELECT string_agg(day, ';')
-- pg: AS days FROM visit WHERE unit_id = :unit;

-- name: visit_put rows
-- arg: unit i64
-- arg: day text
-- arg: kind text
INSERT INTO visit (unit_id, day, kind)
VALUES (:unit, :day, :kind)
ON CONFLICT (unit_id, day) DO NOTHING;

-- name: unit_put rows
-- arg: id i64
-- arg: parent i64?
-- arg: name text
INSERT INTO unit (id, parent_id, name) VALUES (:id, :parent, :name);
