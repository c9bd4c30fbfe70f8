-- Queries of jobs, the outbox and notices.

-- name: job_insert exec
-- arg: id i64
-- arg: kind text
-- arg: unit_id i64
-- arg: object_id i64
-- arg: account_id i64?
-- arg: now i64
INSERT INTO job (id, kind, unit_id, object_id, account_id, state, created_at)
VALUES (:id, :kind, :unit_id, :object_id, :account_id, 'queued', :now);

-- name: job_next one
SELECT id, kind, unit_id, object_id, account_id, tries FROM job
WHERE state = 'queued' ORDER BY id LIMIT 1;

-- name: job_start exec
-- arg: id i64
-- arg: now i64
UPDATE job SET state = 'running', started_at = :now, tries = tries + 1
WHERE id = :id AND state = 'queued';

-- name: job_end exec
-- arg: id i64
-- arg: state text
-- arg: result text
-- arg: now i64
UPDATE job SET state = :state, result = :result, ended_at = :now WHERE id = :id;

-- name: job_put_back exec
-- arg: id i64
UPDATE job SET state = 'queued', tries = tries - 1 WHERE id = :id;

-- name: job_again exec
-- arg: id i64
UPDATE job SET state = 'queued', result = '', tries = 0, started_at = NULL, ended_at = NULL
WHERE id = :id AND state IN ('failed', 'cancelled');

-- name: job_drop exec
-- arg: id i64
-- arg: now i64
UPDATE job SET state = 'cancelled', ended_at = :now WHERE id = :id AND state = 'queued';

-- name: job_recover exec
UPDATE job SET state = 'queued' WHERE state = 'running';

-- name: job_get one
-- arg: id i64
SELECT id, kind, unit_id, object_id, account_id, state, result, tries, created_at, started_at, ended_at
FROM job WHERE id = :id;

-- name: person_of_account one
-- arg: account_id i64
SELECT person_id FROM account WHERE id = :account_id;

-- name: outbox_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: address text
-- arg: subject text
-- arg: body text
-- arg: now i64
INSERT INTO outbox (id, unit_id, channel, address, subject, body, state, next_at, created_at)
VALUES (:id, :unit_id, 'mail', :address, :subject, :body, 'waiting', :now, :now);

-- name: outbox_due many
-- arg: now i64
SELECT id, address, subject, body, tries FROM outbox
WHERE state = 'waiting' AND next_at <= :now ORDER BY next_at LIMIT 50;

-- name: outbox_sent exec
-- arg: id i64
-- arg: now i64
UPDATE outbox SET state = 'sent', sent_at = :now WHERE id = :id;

-- name: outbox_later exec
-- arg: id i64
-- arg: state text
-- arg: tries i64
-- arg: next_at i64
UPDATE outbox SET state = :state, tries = :tries, next_at = :next_at WHERE id = :id;

-- name: notice_insert exec
-- arg: id i64
-- arg: person_id i64
-- arg: words text
-- arg: path text
-- arg: now i64
INSERT INTO notice (id, person_id, text, path, created_at)
VALUES (:id, :person_id, :words, :path, :now);

-- name: notice_unread_count one
-- arg: person_id i64
-- col: n i64
SELECT count(*) AS n FROM notice WHERE person_id = :person_id AND read_at IS NULL;

-- The twin: by id alone PostgreSQL would walk the notices of everybody when it hopes for many.
-- name: notices_page many
-- arg: person_id i64
-- arg: before_id i64
SELECT id, text, path, created_at, read_at FROM notice
WHERE person_id = :person_id AND id < :before_id ORDER BY id DESC LIMIT 26;
-- pg: SELECT id, text, path, created_at, read_at FROM notice
-- pg: WHERE person_id >= :person_id AND (person_id, id) < (:person_id, :before_id)
-- pg: ORDER BY person_id DESC, id DESC LIMIT 26;

-- name: notice_get one
-- arg: id i64
SELECT n.person_id, n.path, p.unit_id FROM notice n JOIN person p ON p.id = n.person_id
WHERE n.id = :id;

-- name: notice_read exec
-- arg: id i64
-- arg: now i64
UPDATE notice SET read_at = :now WHERE id = :id AND read_at IS NULL;

-- name: notice_read_all exec
-- arg: person_id i64
-- arg: now i64
UPDATE notice SET read_at = :now WHERE person_id = :person_id AND read_at IS NULL;
