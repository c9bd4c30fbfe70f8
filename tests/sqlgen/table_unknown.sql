--! 3: q: no such table: units
-- name: q many
SELECT id FROM units;
