-- Queries of the frame: sessions, effective roles, one-time tokens, kept forms, slow-down, journal.

-- name: session_by_token one
-- arg: token_hash blob
-- col: second_factor bool
-- col: disabled bool
-- col: has_totp bool
-- col: demo bool
SELECT s.id, s.account_id, s.second_factor, s.created_at, s.seen_at, a.person_id, a.display_name,
       a.disabled_at IS NOT NULL AS disabled, a.totp_secret IS NOT NULL AS has_totp,
       a.demo
FROM session s JOIN account a ON a.id = s.account_id
WHERE s.token_hash = :token_hash;

-- name: session_insert exec
-- arg: id i64
-- arg: token_hash blob
-- arg: account_id i64
-- arg: second_factor bool
-- arg: now i64
-- arg: ip text
-- arg: agent text
INSERT INTO session (id, token_hash, account_id, second_factor, created_at, seen_at, ip, agent)
VALUES (:id, :token_hash, :account_id, :second_factor, :now, :now, :ip, :agent);

-- name: session_touch exec
-- arg: id i64
-- arg: now i64
-- arg: ip text
UPDATE session SET seen_at = :now, ip = :ip WHERE id = :id;

-- name: session_rotate exec
-- arg: id i64
-- arg: token_hash blob
UPDATE session SET token_hash = :token_hash, second_factor = 1 WHERE id = :id;

-- name: session_delete exec
-- arg: id i64
-- arg: account_id i64
DELETE FROM session WHERE id = :id AND account_id = :account_id;

-- name: session_delete_others exec
-- arg: account_id i64
-- arg: keep_id i64
DELETE FROM session WHERE account_id = :account_id AND id <> :keep_id;

-- name: session_purge exec
-- arg: seen_before i64
DELETE FROM session WHERE seen_at < :seen_before;

-- name: roles_at_unit many
-- arg: account_id i64
-- arg: unit_id i64
SELECT g.role, g.unit_id, u.depth FROM unit_up u JOIN role_grant g ON g.unit_id = u.ancestor_id
WHERE u.unit_id = :unit_id AND g.account_id = :account_id;

-- name: roles_anywhere many
-- arg: account_id i64
SELECT g.role, g.unit_id, u.utc_offset FROM role_grant g JOIN unit u ON u.id = g.unit_id WHERE g.account_id = :account_id;

-- name: place_of_unit one
-- arg: unit_id i64
SELECT short_name FROM unit WHERE id = :unit_id;

-- Places of the account, for the switcher in the header.
-- name: places_had many
-- arg: account_id i64
SELECT g.unit_id, u.short_name FROM role_grant g JOIN unit u ON u.id = g.unit_id
WHERE g.account_id = :account_id AND u.archived_at IS NULL
ORDER BY g.role, g.unit_id LIMIT 12;

-- name: once_insert exec
-- arg: token blob
-- arg: now i64
INSERT INTO once_token (token, location, created_at) VALUES (:token, '', :now)
ON CONFLICT DO NOTHING;

-- name: once_set exec
-- arg: token blob
-- arg: location text
UPDATE once_token SET location = :location WHERE token = :token;

-- name: once_get one
-- arg: token blob
SELECT location FROM once_token WHERE token = :token;

-- name: once_purge exec
-- arg: before i64
DELETE FROM once_token WHERE created_at < :before;

-- name: kept_insert exec
-- arg: key_hash blob
-- arg: path text
-- arg: body blob
-- arg: now i64
INSERT INTO kept_form (key_hash, path, body, created_at) VALUES (:key_hash, :path, :body, :now);

-- name: kept_get one
-- arg: key_hash blob
-- arg: since i64
SELECT path, body FROM kept_form WHERE key_hash = :key_hash AND created_at >= :since;

-- name: kept_purge exec
-- arg: before i64
DELETE FROM kept_form WHERE created_at < :before;

-- name: throttle_get one
-- arg: key text
SELECT failures, until_at FROM throttle WHERE key = :key;

-- name: throttle_put exec
-- arg: key text
-- arg: failures i64
-- arg: until_at i64
INSERT INTO throttle (key, failures, until_at) VALUES (:key, :failures, :until_at)
ON CONFLICT (key) DO UPDATE SET failures = :failures, until_at = :until_at;

-- name: throttle_delete exec
-- arg: key text
DELETE FROM throttle WHERE key = :key;

-- name: throttle_purge exec
-- arg: before i64
-- scan: once an hour, and only keys of the last day are there
DELETE FROM throttle WHERE until_at < :before;

-- name: audit_insert exec
-- arg: id i64
-- arg: unit_id i64?
-- arg: account_id i64?
-- arg: action text
-- arg: object_kind text
-- arg: object_id i64?
-- arg: detail text
-- arg: ip text
INSERT INTO audit (id, unit_id, account_id, action, object_kind, object_id, detail, ip)
VALUES (:id, :unit_id, :account_id, :action, :object_kind, :object_id, :detail, :ip);
