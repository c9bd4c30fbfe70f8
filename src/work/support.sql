-- name: support_person one
-- arg: id i64
SELECT x.id, x.unit_id, x.programme_id, x.side, x.state, x.sort_key, x.request, p.surname, p.given, p.patronymic,
       g.ends_on, u.utc_offset
FROM participation x JOIN person p ON p.id = x.person_id JOIN programme g ON g.id = x.programme_id
JOIN unit u ON u.id = x.unit_id WHERE x.id = :id;

-- name: support_open one
-- arg: participation_id i64
SELECT id, helper, psychologist, plan, due_on FROM support
WHERE participation_id = :participation_id AND closed_at IS NULL;

-- name: support_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: programme_id i64
-- arg: participation_id i64
-- arg: sort_key text
-- arg: helper text
-- arg: psychologist bool
-- arg: plan text
-- arg: due_on text
-- arg: made_by i64?
-- arg: made_at i64
INSERT INTO support (id, unit_id, programme_id, participation_id, sort_key, helper, psychologist, plan, due_on, made_by, made_at)
VALUES (:id, :unit_id, :programme_id, :participation_id, :sort_key, :helper, :psychologist, :plan, :due_on, :made_by, :made_at);

-- name: support_set_closed exec
-- arg: participation_id i64
-- arg: closed_at i64
-- arg: outcome text
UPDATE support SET closed_at = :closed_at, outcome = :outcome
WHERE participation_id = :participation_id AND closed_at IS NULL;

-- Mentees without a pair, with the plan when there is one.
-- name: support_list many
-- arg: programme_id i64
-- arg: after_key text
-- arg: after_id i64
-- col: id i64
-- col: sort_key text
-- col: request text
-- col: surname text
-- col: given text
-- col: patronymic text
-- col: helper text?
-- col: psychologist i64?
-- col: plan text?
-- col: due_on text?
SELECT x.id, x.sort_key, x.request, p.surname, p.given, p.patronymic, s.helper, s.psychologist, s.plan, s.due_on
FROM (
    SELECT a0.sort_key, a0.id FROM (
        SELECT o.sort_key, o.id FROM participation o
        WHERE o.programme_id = :programme_id AND o.side = 'mentee' AND o.state = 'in_base'
          AND (o.sort_key, o.id) > (:after_key, :after_id)
        ORDER BY o.sort_key, o.id LIMIT 51) a0
    UNION ALL
    SELECT a1.sort_key, a1.id FROM (
        SELECT o.sort_key, o.id FROM participation o
        WHERE o.programme_id = :programme_id AND o.side = 'mentee' AND o.state = 'matching'
          AND (o.sort_key, o.id) > (:after_key, :after_id)
        ORDER BY o.sort_key, o.id LIMIT 51) a1
    ORDER BY 1, 2 LIMIT 51
) k JOIN participation x ON x.id = k.id JOIN person p ON p.id = x.person_id
LEFT JOIN support s ON s.participation_id = x.id AND s.closed_at IS NULL
ORDER BY x.sort_key, x.id;

-- name: support_counts one
-- arg: programme_id i64
-- arg: today text
-- col: open i64
-- col: late i64
SELECT (SELECT count(*) FROM support WHERE programme_id = :programme_id AND closed_at IS NULL) AS open,
       (SELECT count(*) FROM support WHERE programme_id = :programme_id AND closed_at IS NULL AND due_on < :today) AS late;

-- name: support_overdue many
-- arg: today text
SELECT s.id, s.unit_id, s.programme_id, s.participation_id FROM support s
WHERE s.closed_at IS NULL AND s.told_at IS NULL AND s.due_on < :today ORDER BY s.due_on, s.id LIMIT 500;

-- Plans whose mentee has a pair now, or has left.
-- name: support_over many
-- scan: open plans are few, and this is asked once an hour
SELECT s.participation_id, x.state FROM support s JOIN participation x ON x.id = s.participation_id
WHERE s.closed_at IS NULL AND x.state NOT IN ('in_base', 'matching') ORDER BY s.id LIMIT 500;

-- name: support_told exec
-- arg: id i64
-- arg: told_at i64
UPDATE support SET told_at = :told_at WHERE id = :id;
