--! 3: q: at "?": not closed, or not common to SQLite and PostgreSQL (parameters are written :name)
-- name: q many
SELECT name FROM unit WHERE id = ?;
