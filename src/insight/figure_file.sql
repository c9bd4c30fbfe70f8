-- name: figure_units many
-- arg: unit_id i64
SELECT u.id, u.name_key, u.name, u.short_name, d.depth FROM unit_up d JOIN unit u ON u.id = d.unit_id
WHERE d.ancestor_id = :unit_id AND d.depth <= 2 AND u.archived_at IS NULL ORDER BY d.depth, u.name_key LIMIT 20000;
