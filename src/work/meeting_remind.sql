-- Held meetings without the words of this side, in the order in which they were closed.
-- name: remind_feedback many
-- arg: side text
-- arg: from_at i64
-- arg: from_id i64
-- arg: until i64
-- arg: told_before i64
-- arg: most i64
-- col: id i64
-- col: kind text
-- col: closed_at i64
-- col: unit_id i64
-- col: pack_id i64
-- col: person_id i64
-- col: utc_offset i64
-- col: email text?
SELECT m.id, m.kind, m.closed_at, m.unit_id, g.pack_id, e.person_id, u.utc_offset,
       (SELECT min(c.email) FROM account c WHERE c.person_id = e.person_id AND c.disabled_at IS NULL) AS email
FROM meeting m JOIN pair x ON x.id = m.pair_id JOIN programme g ON g.id = m.programme_id
JOIN unit u ON u.id = m.unit_id
JOIN participation e ON e.id = CASE WHEN :side = 'mentor' THEN x.mentor_id ELSE x.mentee_id END
WHERE m.state = 'held' AND (m.closed_at, m.id) > (:from_at, :from_id) AND m.closed_at <= :until
  AND x.state IN ('agreed', 'active')
  AND NOT EXISTS (SELECT 1 FROM meeting_feedback f WHERE f.meeting_id = m.id AND f.side = :side)
  AND NOT EXISTS (SELECT 1 FROM feedback_reminder r WHERE r.meeting_id = m.id AND r.side = :side
                  AND (r.n >= :most OR r.told_at > :told_before))
ORDER BY m.closed_at, m.id LIMIT 500;

-- name: remind_feedback_told exec
-- arg: meeting_id i64
-- arg: side text
-- arg: told_at i64
INSERT INTO feedback_reminder (meeting_id, side, n, told_at) VALUES (:meeting_id, :side, 1, :told_at)
ON CONFLICT (meeting_id, side) DO UPDATE SET n = feedback_reminder.n + 1, told_at = excluded.told_at;

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
