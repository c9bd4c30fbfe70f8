-- name: erasure_person one
-- arg: person_id i64
SELECT p.unit_id, p.birth_year, u.utc_offset FROM person p JOIN unit u ON u.id = p.unit_id
WHERE p.id = :person_id AND p.erased_at IS NULL;

-- Signatures under the processing of data, side by side: how many are in force.
-- name: erasure_signatures many
-- arg: person_id i64
-- col: in_force i64
SELECT c.relation, count(*) - count(c.withdrawn_at) AS in_force
FROM consent c JOIN consent_text t ON t.id = c.text_id
WHERE c.person_id = :person_id AND t.kind = 'processing' GROUP BY c.relation;

-- name: erasure_row one
-- arg: person_id i64
SELECT e.id, e.unit_id, e.due_on, u.utc_offset FROM erasure e JOIN unit u ON u.id = e.unit_id
WHERE e.person_id = :person_id AND e.ended_at IS NULL;

-- name: erasure_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: person_id i64
-- arg: now i64
-- arg: due_on text
INSERT INTO erasure (id, unit_id, person_id, asked_at, due_on)
VALUES (:id, :unit_id, :person_id, :now, :due_on);

-- name: erasure_set_ended exec
-- arg: id i64
-- arg: outcome text
-- arg: now i64
-- arg: account_id i64?
UPDATE erasure SET outcome = :outcome, ended_at = :now, ended_by = :account_id WHERE id = :id AND ended_at IS NULL;

-- What is due in any zone, with the zone of its unit, unless a job of the last day is at it or was.
-- name: erasure_due many
-- arg: to_day text
-- arg: after_day text
-- arg: after_id i64
-- arg: job_kind text
-- arg: tried_after i64
SELECT e.id, e.unit_id, e.person_id, e.due_on, u.utc_offset
FROM erasure e JOIN unit u ON u.id = e.unit_id
WHERE e.due_on <= :to_day AND (e.due_on, e.id) > (:after_day, :after_id) AND e.ended_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM job j WHERE j.kind = :job_kind AND j.object_id = e.person_id
                  AND (j.state IN ('queued', 'running') OR j.created_at > :tried_after))
ORDER BY e.due_on, e.id LIMIT 100;

-- A unit and everything below it.
-- name: erasures_open many
-- arg: unit_id i64
-- arg: after_day text
-- arg: after_id i64
SELECT e.id, e.person_id, e.due_on, p.surname, p.given, p.patronymic, u.short_name AS unit_name
FROM unit_up d JOIN erasure e ON e.unit_id = d.unit_id JOIN person p ON p.id = e.person_id
JOIN unit u ON u.id = e.unit_id
WHERE d.ancestor_id = :unit_id AND e.ended_at IS NULL AND (e.due_on, e.id) > (:after_day, :after_id)
ORDER BY e.due_on, e.id LIMIT 51;

-- name: erasure_edge one
-- arg: id i64
SELECT due_on FROM erasure WHERE id = :id;

-- The last that were destroyed: who it was is not known any more.
-- name: erasures_done many
-- arg: unit_id i64
-- col: person_id i64
-- col: asked_at i64
-- col: ended_at i64
-- col: unit_name text
-- col: who text?
SELECT e.person_id, e.asked_at, e.ended_at, u.short_name AS unit_name, a.display_name AS who
FROM unit_up d JOIN erasure e ON e.unit_id = d.unit_id JOIN unit u ON u.id = e.unit_id
LEFT JOIN account a ON a.id = e.ended_by
WHERE d.ancestor_id = :unit_id AND e.outcome = 'destroyed' AND e.ended_at IS NOT NULL
ORDER BY e.ended_at DESC, e.id DESC LIMIT 50;
