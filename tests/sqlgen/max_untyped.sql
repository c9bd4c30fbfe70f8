--! 3: q: day is an expression
-- name: q one
SELECT max(day) AS day FROM visit WHERE unit_id = 1;
