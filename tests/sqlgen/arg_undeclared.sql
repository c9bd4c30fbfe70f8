--! 4: q: :id is not declared; add -- arg: id TYPE
-- name: q many
SELECT name
FROM unit WHERE id = :id;
