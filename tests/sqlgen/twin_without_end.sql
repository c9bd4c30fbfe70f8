--! 4: q: the statement has no end
-- name: q many
SELECT id FROM unit WHERE parent_id = 1;
-- pg: SELECT id FROM unit WHERE parent_id = 1
