--! 5: q: the -- pg: twin holds more than one statement
-- name: q many
-- arg: name text
SELECT id FROM unit WHERE parent_id = 1 AND name = :name;
-- pg: SELECT id FROM unit WHERE parent_id = 1 AND name = :name; SELECT 1;
