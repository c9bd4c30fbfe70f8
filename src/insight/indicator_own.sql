-- Own forms of a unit and of those above it; below = 1: of those below it, too.
-- name: indicator_own_forms many
-- arg: unit_id i64
-- arg: below i64
-- col: code text
-- col: base text
SELECT f.code, f.base FROM unit_up w JOIN unit_form f ON f.unit_id = w.ancestor_id WHERE w.unit_id = :unit_id
UNION ALL
SELECT f.code, f.base FROM unit_up d JOIN unit_form f ON f.unit_id = d.unit_id
WHERE d.ancestor_id = :unit_id AND d.depth > 0 AND :below = 1;
