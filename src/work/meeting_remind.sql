-- Feedback that is owed, in the order in which it is asked for.
-- name: remind_feedback many
-- arg: at i64
-- arg: id i64
-- arg: side text
-- arg: until i64
-- col: email text?
SELECT r.due_at, r.meeting_id, r.side, r.n, m.closed_at, m.unit_id, x.state, e.person_id, u.utc_offset,
       (SELECT min(c.email) FROM account c WHERE c.person_id = e.person_id AND c.disabled_at IS NULL) AS email
FROM feedback_reminder r JOIN meeting m ON m.id = r.meeting_id JOIN pair x ON x.id = m.pair_id
JOIN unit u ON u.id = m.unit_id
JOIN participation e ON e.id = CASE WHEN r.side = 'mentor' THEN x.mentor_id ELSE x.mentee_id END
WHERE (r.due_at, r.meeting_id, r.side) > (:at, :id, :side) AND r.due_at <= :until
ORDER BY r.due_at, r.meeting_id, r.side LIMIT 500;

-- name: remind_feedback_again exec
-- arg: meeting_id i64
-- arg: side text
-- arg: due_at i64
UPDATE feedback_reminder SET n = n + 1, due_at = :due_at WHERE meeting_id = :meeting_id AND side = :side;

-- Programmes that go on.
-- name: remind_programmes many
-- arg: after i64
SELECT g.id, g.pack_id, g.unit_id, g.meeting_days, g.meetings_least, u.utc_offset
FROM programme g JOIN unit u ON u.id = g.unit_id
WHERE g.id > :after AND g.state IN ('preparation', 'enrolment', 'selection', 'matching', 'active', 'finishing')
ORDER BY g.id LIMIT 500;

-- Living pairs of whom nothing is heard since a moment, the quietest first.
-- name: remind_pairs many
-- arg: programme_id i64
-- arg: since i64
-- col: mentee_person i64
-- col: mentor_person i64
SELECT x.id, e.person_id AS mentee_person, o.person_id AS mentor_person
FROM (SELECT q.id, q.mentee_id, q.mentor_id FROM pair q
      WHERE q.programme_id = :programme_id AND q.ended_at IS NULL AND q.quiet_at < :since
      ORDER BY q.quiet_at, q.id LIMIT 500) x
JOIN participation e ON e.id = x.mentee_id JOIN participation o ON o.id = x.mentor_id
ORDER BY x.id;

-- name: remind_pair_told exec
-- arg: pair_id i64
-- arg: most i64
-- arg: told_at i64
UPDATE pair SET quiet_n = quiet_n + 1, quiet_at = CASE WHEN quiet_n + 1 < :most THEN :told_at END WHERE id = :pair_id;
