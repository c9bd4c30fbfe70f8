--! 3: q: "count(*)" cannot be a field in C; name the column with AS
-- name: q one
SELECT count(*) FROM unit WHERE parent_id = 1;
