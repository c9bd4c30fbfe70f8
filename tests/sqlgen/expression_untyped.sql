--! 3: q: n is an expression, its type cannot be known; add -- col: n TYPE
-- name: q one
SELECT count(*) AS n FROM unit WHERE parent_id = 1;
