-- name: account_row one
-- arg: id i64
SELECT id, login, password_hash, person_id, display_name, email, totp_secret, totp_last, demo, disabled_at
FROM account WHERE id = :id;

-- name: account_by_login one
-- arg: login text
SELECT id FROM account WHERE login = :login;

-- name: account_by_email many
-- arg: email text
SELECT id FROM account WHERE email = :email AND email <> '' ORDER BY id LIMIT 2;

-- name: account_insert exec
-- arg: id i64
-- arg: login text
-- arg: password_hash text?
-- arg: person_id i64?
-- arg: display_name text
-- arg: email text
-- arg: demo bool
-- arg: created_at i64
INSERT INTO account (id, login, password_hash, person_id, display_name, email, demo, created_at)
VALUES (:id, :login, :password_hash, :person_id, :display_name, :email, :demo, :created_at)
ON CONFLICT (login) DO NOTHING;

-- name: account_put_password exec
-- arg: id i64
-- arg: password_hash text
UPDATE account SET password_hash = :password_hash WHERE id = :id;

-- name: account_put_email exec
-- arg: id i64
-- arg: email text
UPDATE account SET email = :email WHERE id = :id;

-- name: account_put_totp exec
-- arg: id i64
-- arg: totp_secret blob?
-- arg: totp_last i64
UPDATE account SET totp_secret = :totp_secret, totp_last = :totp_last WHERE id = :id;

-- name: account_sealed many
-- scan: the first hundred of an index that holds only those with a code
SELECT id, totp_secret FROM account WHERE totp_secret IS NOT NULL ORDER BY id LIMIT 100;

-- A code works once: only the first of two that come together moves the step.
-- name: account_put_step exec
-- arg: id i64
-- arg: totp_last i64
UPDATE account SET totp_last = :totp_last WHERE id = :id AND totp_last < :totp_last;

-- name: recovery_insert exec
-- arg: account_id i64
-- arg: code_hash blob
INSERT INTO recovery_code (account_id, code_hash) VALUES (:account_id, :code_hash);

-- name: recovery_use exec
-- arg: account_id i64
-- arg: code_hash blob
DELETE FROM recovery_code WHERE account_id = :account_id AND code_hash = :code_hash;

-- name: recovery_clear exec
-- arg: account_id i64
DELETE FROM recovery_code WHERE account_id = :account_id;

-- name: recovery_count one
-- arg: account_id i64
-- col: n i64
SELECT count(*) AS n FROM recovery_code WHERE account_id = :account_id;

-- name: account_roles many
-- arg: account_id i64
SELECT unit_id, role FROM role_grant WHERE account_id = :account_id ORDER BY role, unit_id LIMIT 200;

-- name: account_session_rows many
-- arg: account_id i64
-- arg: n i64
SELECT id, created_at, seen_at, ip, agent FROM session
WHERE account_id = :account_id ORDER BY seen_at DESC LIMIT :n;

-- name: account_demo_rows many
SELECT a.id, a.display_name, g.role, u.short_name AS unit_name, u.kind AS unit_kind
FROM account a JOIN role_grant g ON g.account_id = a.id JOIN unit u ON u.id = g.unit_id
WHERE a.demo = 1 AND a.disabled_at IS NULL ORDER BY g.role, a.id LIMIT 30;

-- name: account_sessions_delete exec
-- arg: account_id i64
DELETE FROM session WHERE account_id = :account_id;
