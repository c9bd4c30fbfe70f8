--! 3: q: two columns are called has_parent_id; rename one with AS
-- name: q many
SELECT parent_id, active AS has_parent_id FROM unit WHERE id = 1;
