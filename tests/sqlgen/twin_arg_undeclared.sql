--! 5: q: :note is not declared; add -- arg: note TYPE
-- name: q many
-- arg: name text
SELECT id FROM unit WHERE parent_id = 1 AND name = :name;
-- pg: SELECT id FROM unit WHERE parent_id = 1 AND name = :note;
