-- Versions of methodologies and the draft of a next one.

-- name: pack_versions many
-- scan: a few packs with a few versions each
-- col: programmes i64
SELECT k.id, k.code, k.version, k.title, k.loaded_at, k.current,
       (SELECT count(*) FROM programme p WHERE p.pack_id = k.id) AS programmes
FROM pack k ORDER BY k.code, k.version DESC LIMIT 200;

-- name: pack_version_row one
-- arg: id i64
SELECT id, code, version, title, loaded_at, current FROM pack WHERE id = :id;

-- name: pack_version_last one
-- arg: code text
-- col: version i64
SELECT coalesce(max(version), 0) AS version FROM pack WHERE code = :code;

-- name: pack_draft_files many
-- arg: pack_id i64
SELECT name, body FROM pack_draft WHERE pack_id = :pack_id ORDER BY name;

-- name: pack_draft_put exec
-- arg: pack_id i64
-- arg: name text
-- arg: body blob
-- arg: changed_by i64?
-- arg: changed_at i64
INSERT INTO pack_draft (pack_id, name, body, changed_by, changed_at)
VALUES (:pack_id, :name, :body, :changed_by, :changed_at)
ON CONFLICT (pack_id, name) DO UPDATE SET body = :body, changed_by = :changed_by, changed_at = :changed_at;

-- name: pack_draft_drop exec
-- arg: pack_id i64
DELETE FROM pack_draft WHERE pack_id = :pack_id;
