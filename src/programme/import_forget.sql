-- Uploads nobody works on, made before a moment.
-- name: import_old many
-- arg: before i64
SELECT id FROM import
WHERE forgotten_at IS NULL AND created_at < :before AND state NOT IN ('reading', 'checking', 'applying')
ORDER BY created_at, id LIMIT 100;

-- Not while a job is at it, nor when it is loaded.
-- name: import_set_left exec
-- arg: id i64
-- arg: now i64
UPDATE import SET state = 'undone', undone_at = :now, message = ''
WHERE id = :id AND state IN ('columns', 'ready', 'failed');

-- name: import_set_forgotten exec
-- arg: id i64
-- arg: now i64
UPDATE import SET forgotten_at = :now WHERE id = :id;
