--! 3: q: it answers rows; say one, many or each instead of exec
-- name: q exec
SELECT name FROM unit WHERE id = 1;
