-- name: pack_by_version one
-- arg: code text
-- arg: version i64
SELECT id, digest FROM pack WHERE code = :code AND version = :version;

-- name: pack_insert exec
-- arg: id i64
-- arg: code text
-- arg: version i64
-- arg: title text
-- arg: digest text
-- arg: loaded_at i64
INSERT INTO pack (id, code, version, title, digest, loaded_at, current)
VALUES (:id, :code, :version, :title, :digest, :loaded_at, 1);

-- name: pack_retire_others exec
-- arg: code text
-- arg: id i64
UPDATE pack SET current = 0 WHERE current = 1 AND code = :code AND id <> :id;

-- name: pack_file_insert exec
-- arg: pack_id i64
-- arg: name text
-- arg: body blob
INSERT INTO pack_file (pack_id, name, body) VALUES (:pack_id, :name, :body);

-- name: pack_files_of many
-- arg: pack_id i64
SELECT name, body FROM pack_file WHERE pack_id = :pack_id ORDER BY name;

-- name: packs_current many
SELECT id, code, version, title FROM pack WHERE current = 1 ORDER BY code;

-- name: pack_current_of one
-- arg: code text
SELECT id, version FROM pack WHERE current = 1 AND code = :code ORDER BY version DESC LIMIT 1;

-- name: pack_set_current exec
-- arg: code text
-- arg: id i64
UPDATE pack SET current = CASE WHEN id = :id THEN 1 ELSE 0 END WHERE code = :code;
