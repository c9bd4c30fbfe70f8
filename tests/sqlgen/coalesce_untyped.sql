--! 3: q: note is an expression, its type cannot be known; add -- col: note TYPE
-- name: q one
SELECT coalesce(note, '') AS note FROM unit WHERE id = 1;
