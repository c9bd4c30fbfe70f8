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

-- Living pairs that have not met since a moment and have nothing ahead; told neither too often nor lately.
-- name: remind_pairs many
-- arg: programme_id i64
-- arg: after i64
-- arg: since i64
-- arg: now i64
-- arg: most i64
-- col: id i64
-- col: last_at i64
-- col: mentee_person i64
-- col: mentor_person i64
SELECT x.id, coalesce(w.last_at, x.created_at) AS last_at, e.person_id AS mentee_person, o.person_id AS mentor_person
FROM pair x LEFT JOIN pair_pulse w ON w.pair_id = x.id
JOIN participation e ON e.id = x.mentee_id JOIN participation o ON o.id = x.mentor_id
WHERE x.programme_id = :programme_id AND x.id > :after AND x.state IN ('agreed', 'active')
  AND coalesce(w.last_at, x.created_at) < :since AND (w.next_at IS NULL OR w.next_at < :now)
  AND NOT EXISTS (SELECT 1 FROM rhythm_reminder r WHERE r.pair_id = x.id
                  AND r.told_at > coalesce(w.last_at, x.created_at) AND (r.n >= :most OR r.told_at > :since))
ORDER BY x.id LIMIT 500;

-- name: remind_pair_told exec
-- arg: pair_id i64
-- arg: last_at i64
-- arg: told_at i64
INSERT INTO rhythm_reminder (pair_id, n, told_at) VALUES (:pair_id, 1, :told_at)
ON CONFLICT (pair_id) DO UPDATE
SET n = CASE WHEN rhythm_reminder.told_at < :last_at THEN 1 ELSE rhythm_reminder.n + 1 END, told_at = excluded.told_at;
