-- name: figure_rows many
-- arg: unit_id i64
-- arg: year i64
SELECT code, part, value, source, as_of FROM figure
WHERE unit_id = :unit_id AND year = :year ORDER BY code, part;

-- name: figure_put exec
-- arg: unit_id i64
-- arg: year i64
-- arg: code text
-- arg: part text
-- arg: value i64
-- arg: source text
-- arg: as_of text
-- arg: made_by i64?
-- arg: made_at i64
INSERT INTO figure (unit_id, year, code, part, value, source, as_of, made_by, made_at)
VALUES (:unit_id, :year, :code, :part, :value, :source, :as_of, :made_by, :made_at)
ON CONFLICT (unit_id, year, code, part) DO UPDATE
SET value = excluded.value, source = excluded.source, as_of = excluded.as_of, made_by = excluded.made_by,
    made_at = excluded.made_at;

-- name: figure_delete exec
-- arg: unit_id i64
-- arg: year i64
-- arg: code text
-- arg: part text
DELETE FROM figure WHERE unit_id = :unit_id AND year = :year AND code = :code AND part = :part;

-- Aims of the unit and of those above it, the nearest first.
-- name: target_rows many
-- arg: unit_id i64
-- arg: year i64
SELECT t.code, t.percent, up.depth FROM unit_up up JOIN target t ON t.unit_id = up.ancestor_id AND t.year = :year
WHERE up.unit_id = :unit_id ORDER BY up.depth;

-- name: target_put exec
-- arg: unit_id i64
-- arg: year i64
-- arg: code text
-- arg: percent i64
-- arg: made_by i64?
-- arg: made_at i64
INSERT INTO target (unit_id, year, code, percent, made_by, made_at)
VALUES (:unit_id, :year, :code, :percent, :made_by, :made_at)
ON CONFLICT (unit_id, year, code) DO UPDATE
SET percent = excluded.percent, made_by = excluded.made_by, made_at = excluded.made_at;

-- name: target_delete exec
-- arg: unit_id i64
-- arg: year i64
-- arg: code text
DELETE FROM target WHERE unit_id = :unit_id AND year = :year AND code = :code;
