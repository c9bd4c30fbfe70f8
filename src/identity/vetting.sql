-- name: vetting_counting one
-- arg: person_id i64
-- arg: day text
SELECT id, number, issued_on, expires_on FROM vetting
WHERE person_id = :person_id AND ended_at IS NULL AND issued_on <= :day AND expires_on > :day
ORDER BY expires_on DESC, id DESC LIMIT 1;

-- The last one that expired, when none counts.
-- name: vetting_expired one
-- arg: person_id i64
-- arg: day text
SELECT id, number, issued_on, expires_on FROM vetting
WHERE person_id = :person_id AND ended_at IS NULL AND expires_on <= :day
ORDER BY expires_on DESC, id DESC LIMIT 1;

-- name: vetting_rows many
-- arg: person_id i64
-- col: recorded_by text?
-- col: ended_by text?
SELECT v.id, v.number, v.issued_on, v.expires_on, v.recorded_at, v.ended_at, v.end_reason,
       (SELECT a.display_name FROM account a WHERE a.id = v.recorded_by) AS recorded_by,
       (SELECT a.display_name FROM account a WHERE a.id = v.ended_by) AS ended_by
FROM vetting v
WHERE v.person_id = :person_id ORDER BY v.expires_on DESC, v.id DESC LIMIT 200;

-- name: vetting_same one
-- arg: person_id i64
-- arg: number text
SELECT id FROM vetting WHERE person_id = :person_id AND number = :number AND ended_at IS NULL LIMIT 1;

-- name: vetting_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: person_id i64
-- arg: number text
-- arg: issued_on text
-- arg: expires_on text
-- arg: recorded_by i64?
-- arg: recorded_at i64
INSERT INTO vetting (id, unit_id, person_id, number, issued_on, expires_on, recorded_by, recorded_at)
VALUES (:id, :unit_id, :person_id, :number, :issued_on, :expires_on, :recorded_by, :recorded_at);

-- name: vetting_set_ended exec
-- arg: id i64
-- arg: person_id i64
-- arg: now i64
-- arg: account i64?
-- arg: reason text
UPDATE vetting SET ended_at = :now, ended_by = :account, end_reason = :reason
WHERE id = :id AND person_id = :person_id AND ended_at IS NULL;

-- name: vetting_place one
-- arg: id i64
SELECT unit_id, person_id, number, ended_at FROM vetting WHERE id = :id;

-- Certificates near their end in any zone that nobody was told of yet, with the zone of their unit; a later one
-- of the same person makes the word needless.
-- name: vetting_due many
-- arg: from_day text
-- arg: to_day text
-- arg: after_day text
-- arg: after_id i64
-- col: soon_told i64
-- col: over_told i64
SELECT v.id, v.unit_id, v.person_id, v.expires_on, u.utc_offset,
       (SELECT count(*) FROM vetting_notice n WHERE n.vetting_id = v.id AND n.step = 'soon') AS soon_told,
       (SELECT count(*) FROM vetting_notice n WHERE n.vetting_id = v.id AND n.step = 'over') AS over_told
FROM vetting v JOIN unit u ON u.id = v.unit_id JOIN person p ON p.id = v.person_id
WHERE v.expires_on >= :from_day AND v.expires_on <= :to_day AND (v.expires_on, v.id) > (:after_day, :after_id)
  AND v.ended_at IS NULL AND p.erased_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM vetting_notice n WHERE n.vetting_id = v.id AND n.step = 'over')
  AND NOT EXISTS (SELECT 1 FROM vetting w WHERE w.person_id = v.person_id AND w.ended_at IS NULL
                  AND w.expires_on > v.expires_on)
ORDER BY v.expires_on, v.id LIMIT 500;

-- name: vetting_notice_once exec
-- arg: vetting_id i64
-- arg: step text
-- arg: now i64
INSERT INTO vetting_notice (vetting_id, step, told_at) VALUES (:vetting_id, :step, :now) ON CONFLICT DO NOTHING;

-- Where letters to somebody go: their own address, and that of their account.
-- name: vetting_mails many
-- arg: person_id i64
-- col: value text
SELECT DISTINCT value FROM person_contact WHERE person_id = :person_id AND kind = 'email' AND owner = 'self'
UNION SELECT email AS value FROM account WHERE person_id = :person_id AND email <> '' AND disabled_at IS NULL;

-- Certificates of a unit and everything below that expire soon or have expired, unless there is a later one.
-- name: vetting_expiring many
-- arg: unit_id i64
-- arg: from_day text
-- arg: to_day text
-- arg: after_day text
-- arg: after_id i64
SELECT v.id, v.person_id, v.number, v.expires_on, p.surname, p.given, p.patronymic, u.short_name AS unit_name
FROM unit_up d JOIN vetting v ON v.unit_id = d.unit_id JOIN person p ON p.id = v.person_id
JOIN unit u ON u.id = v.unit_id
WHERE d.ancestor_id = :unit_id AND v.expires_on >= :from_day AND v.expires_on <= :to_day
  AND (v.expires_on, v.id) > (:after_day, :after_id) AND v.ended_at IS NULL AND p.erased_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM vetting w WHERE w.person_id = v.person_id AND w.ended_at IS NULL
                  AND w.expires_on > v.expires_on)
ORDER BY v.expires_on, v.id LIMIT 51;

-- name: vetting_edge one
-- arg: id i64
SELECT expires_on FROM vetting WHERE id = :id;
