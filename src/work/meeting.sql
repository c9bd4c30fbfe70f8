-- name: meeting_pair one
-- arg: id i64
-- col: mentee_birth i64?
SELECT x.id, x.unit_id, x.programme_id, x.state, x.mentee_id, x.mentor_id, g.pack_id, g.starts_on, g.ends_on,
       g.meeting_days, g.meetings_least, x.created_at, u.utc_offset, e.person_id AS mentee_person, p.birth_year AS mentee_birth, o.person_id AS mentor_person
FROM pair x JOIN programme g ON g.id = x.programme_id JOIN unit u ON u.id = x.unit_id
JOIN participation e ON e.id = x.mentee_id JOIN person p ON p.id = e.person_id
JOIN participation o ON o.id = x.mentor_id
WHERE x.id = :id;

-- Newest first; what each side said is for its author and the coordinator.
-- name: meetings_of_pair many
-- arg: pair_id i64
-- arg: before i64
-- arg: before_id i64
-- col: id i64
-- col: kind text
-- col: state text
-- col: starts_at i64
-- col: minutes i64
-- col: place text
-- col: result text
-- col: homework text
-- col: next_step text
-- col: reason text
-- col: mark_mentee i64?
-- col: mark_mentor i64?
SELECT m.id, m.kind, m.state, m.starts_at, m.minutes, m.place, m.result, m.homework, m.next_step, m.reason,
       e.mark AS mark_mentee, o.mark AS mark_mentor
FROM meeting m
LEFT JOIN meeting_feedback e ON e.meeting_id = m.id AND e.side = 'mentee'
LEFT JOIN meeting_feedback o ON o.meeting_id = m.id AND o.side = 'mentor'
WHERE m.pair_id = :pair_id AND (m.starts_at, m.id) < (:before, :before_id)
ORDER BY m.starts_at DESC, m.id DESC LIMIT 101;

-- name: meeting_row one
-- arg: id i64
-- col: id i64
-- col: unit_id i64
-- col: programme_id i64
-- col: pair_id i64
-- col: kind text
-- col: state text
-- col: starts_at i64
-- col: minutes i64
-- col: place text
-- col: agenda text
-- col: result text
-- col: homework text
-- col: next_step text
-- col: reason text
-- col: moved_to i64?
-- col: made_at i64
-- col: closed_at i64?
-- col: who text?
-- col: closed_who text?
SELECT m.id, m.unit_id, m.programme_id, m.pair_id, m.kind, m.state, m.starts_at, m.minutes, m.place, m.agenda,
       m.result, m.homework, m.next_step, m.reason, m.moved_to, m.made_at, m.closed_at,
       a.display_name AS who, c.display_name AS closed_who
FROM meeting m LEFT JOIN account a ON a.id = m.made_by LEFT JOIN account c ON c.id = m.closed_by
WHERE m.id = :id;

-- name: meeting_people one
-- arg: id i64
SELECT m.unit_id, m.pair_id, e.person_id AS mentee_person, o.person_id AS mentor_person
FROM meeting m JOIN pair x ON x.id = m.pair_id
JOIN participation e ON e.id = x.mentee_id JOIN participation o ON o.id = x.mentor_id
WHERE m.id = :id;

-- name: meeting_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: programme_id i64
-- arg: pair_id i64
-- arg: kind text
-- arg: starts_at i64
-- arg: minutes i64
-- arg: place text
-- arg: agenda text
-- arg: made_by i64?
-- arg: made_at i64
INSERT INTO meeting (id, unit_id, programme_id, pair_id, kind, state, starts_at, minutes, place, agenda, made_by, made_at)
VALUES (:id, :unit_id, :programme_id, :pair_id, :kind, 'planned', :starts_at, :minutes, :place, :agenda, :made_by, :made_at)
ON CONFLICT DO NOTHING;

-- The state is no bare column, as in survey_answer.sql.
-- name: meeting_close exec
-- arg: id i64
-- arg: state text
-- arg: result text
-- arg: homework text
-- arg: next_step text
-- arg: reason text
-- arg: moved_to i64?
-- arg: closed_by i64?
-- arg: closed_at i64
UPDATE meeting SET state = :state, result = :result, homework = :homework, next_step = :next_step, reason = :reason,
       moved_to = :moved_to, closed_by = :closed_by, closed_at = :closed_at
WHERE id = :id AND state || '' = 'planned';

-- Both sides owe their words about it from that moment.
-- name: meeting_owe exec
-- arg: id i64
-- arg: due_at i64
INSERT INTO feedback_reminder (meeting_id, side, due_at) VALUES (:id, 'mentee', :due_at), (:id, 'mentor', :due_at);

-- name: meeting_owe_no_more exec
-- arg: id i64
-- arg: side text
DELETE FROM feedback_reminder WHERE meeting_id = :id AND side = :side;

-- name: meeting_planned_count one
-- arg: pair_id i64
-- col: n i64
SELECT count(*) AS n FROM meeting WHERE pair_id = :pair_id AND state = 'planned';

-- Held ones without the words of this side; the module knows which kinds ask for them.
-- name: meetings_unsaid many
-- arg: pair_id i64
-- arg: side text
SELECT m.id, m.kind, m.starts_at FROM meeting m
WHERE m.pair_id = :pair_id AND m.state = 'held'
  AND NOT EXISTS (SELECT 1 FROM meeting_feedback f WHERE f.meeting_id = m.id AND f.side = :side)
ORDER BY m.starts_at, m.id LIMIT 100;

-- name: meeting_feedback_set exec
-- arg: meeting_id i64
-- arg: side text
-- arg: pair_id i64
-- arg: programme_id i64
-- arg: mark i64
-- arg: help i64
-- arg: go_on i64?
-- arg: made_at i64
-- arg: made_by i64?
INSERT INTO meeting_feedback (meeting_id, side, pair_id, programme_id, mark, help, go_on, made_at, made_by)
VALUES (:meeting_id, :side, :pair_id, :programme_id, :mark, :help, :go_on, :made_at, :made_by)
ON CONFLICT (meeting_id, side) DO UPDATE
SET mark = excluded.mark, help = excluded.help, go_on = excluded.go_on, made_at = excluded.made_at,
    made_by = excluded.made_by;

-- name: meeting_answers_clear exec
-- arg: meeting_id i64
-- arg: side text
DELETE FROM meeting_answer WHERE meeting_id = :meeting_id AND side = :side;

-- name: meeting_answer_insert exec
-- arg: meeting_id i64
-- arg: side text
-- arg: n i64
-- arg: metric text
-- arg: score i64?
-- arg: text text
INSERT INTO meeting_answer (meeting_id, side, n, metric, score, text)
VALUES (:meeting_id, :side, :n, :metric, :score, :text);

-- name: meeting_answers many
-- arg: meeting_id i64
-- arg: side text
SELECT n, metric, score, text FROM meeting_answer WHERE meeting_id = :meeting_id AND side = :side ORDER BY n LIMIT 100;

-- name: meeting_feedback_of many
-- arg: meeting_id i64
SELECT side, mark, help, go_on, made_at FROM meeting_feedback WHERE meeting_id = :meeting_id ORDER BY side LIMIT 2;

-- The last trial meeting of a pair that was held, and what is answered.
-- name: meeting_trial one
-- arg: pair_id i64
-- arg: kind text
-- col: mentee i64?
-- col: mentor i64?
SELECT m.id, (SELECT f.go_on FROM meeting_feedback f WHERE f.meeting_id = m.id AND f.side = 'mentee') AS mentee,
       (SELECT f.go_on FROM meeting_feedback f WHERE f.meeting_id = m.id AND f.side = 'mentor') AS mentor
FROM meeting m WHERE m.pair_id = :pair_id AND m.kind = :kind AND m.state = 'held'
ORDER BY m.starts_at DESC, m.id DESC LIMIT 1;

-- name: meeting_pulse_touch exec
-- arg: pair_id i64
-- arg: programme_id i64
INSERT INTO pair_pulse (pair_id, programme_id) VALUES (:pair_id, :programme_id) ON CONFLICT (pair_id) DO NOTHING;

-- name: meeting_pulse_dates exec
-- arg: pair_id i64
UPDATE pair_pulse SET
    held = (SELECT count(*) FROM meeting m WHERE m.pair_id = :pair_id AND m.state = 'held'),
    last_at = (SELECT max(m.starts_at) FROM meeting m WHERE m.pair_id = :pair_id AND m.state = 'held'),
    next_at = (SELECT min(m.starts_at) FROM meeting m WHERE m.pair_id = :pair_id AND m.state = 'planned')
WHERE pair_id = :pair_id;

-- A meeting held or ahead is heard of: reminders are counted from there anew.
-- name: meeting_quiet_follow exec
-- arg: id i64
UPDATE pair SET quiet_n = 0, quiet_at =
    (SELECT CASE WHEN w.next_at > coalesce(w.last_at, pair.created_at) THEN w.next_at
                 ELSE coalesce(w.last_at, pair.created_at) END
     FROM pair_pulse w WHERE w.pair_id = pair.id)
WHERE id = :id;

-- name: meeting_pulse_mark exec
-- arg: pair_id i64
-- arg: mentee i64?
-- arg: mentor i64?
-- arg: low i64
-- arg: help i64
UPDATE pair_pulse SET mark_mentee = coalesce(:mentee, mark_mentee), mark_mentor = coalesce(:mentor, mark_mentor),
       low = CASE WHEN coalesce(:mentee, mark_mentee, 10) <= :low OR coalesce(:mentor, mark_mentor, 10) <= :low THEN 1 ELSE 0 END,
       help = CASE WHEN :help = 1 THEN 1 ELSE help END
WHERE pair_id = :pair_id;

-- name: meeting_pulse_refused exec
-- arg: pair_id i64
-- arg: refused i64
UPDATE pair_pulse SET refused = :refused WHERE pair_id = :pair_id;

-- name: meeting_pulse one
-- arg: pair_id i64
SELECT held, last_at, next_at, mark_mentee, mark_mentor, low, help, refused, wish_side, wish, wish_at
FROM pair_pulse WHERE pair_id = :pair_id;

-- Living pairs of a programme that need somebody: first those with low marks or a request, then those
-- whom nobody met since a moment, the longest first.
-- name: meeting_needs many
-- arg: programme_id i64
-- arg: since i64
-- arg: after_at i64
-- arg: after_key text
-- arg: after_id i64
-- col: id i64
-- col: mentee_name text
-- col: mentor_name text
-- col: created_at i64
-- col: last_at i64?
-- col: next_at i64?
-- col: mark_mentee i64?
-- col: mark_mentor i64?
-- col: low i64?
-- col: help i64?
-- col: refused i64?
-- col: wish_side text?
SELECT x.id, x.mentee_name, x.mentor_name, x.created_at, w.last_at, w.next_at, w.mark_mentee,
       w.mark_mentor, w.low, w.help, w.refused, w.wish_side
FROM pair x LEFT JOIN pair_pulse w ON w.pair_id = x.id
WHERE x.programme_id = :programme_id AND x.ended_at IS NULL AND x.need_at < :since
  AND (x.need_at, x.sort_key, x.id) > (:after_at, :after_key, :after_id)
ORDER BY x.need_at, x.sort_key, x.id LIMIT 51;

-- name: meeting_need_edge one
-- arg: programme_id i64
-- arg: id i64
SELECT need_at, sort_key FROM pair WHERE id = :id AND programme_id = :programme_id;

-- Meetings of a programme in the order of time: what is ahead, or what was.
-- name: meetings_ahead many
-- arg: programme_id i64
-- arg: after i64
-- arg: after_id i64
SELECT m.id, m.kind, m.state, m.starts_at, m.place, x.mentee_name, x.mentor_name
FROM meeting m JOIN pair x ON x.id = m.pair_id
WHERE m.programme_id = :programme_id AND (m.starts_at, m.id) > (:after, :after_id)
ORDER BY m.starts_at, m.id LIMIT 51;

-- name: meetings_behind many
-- arg: programme_id i64
-- arg: before i64
-- arg: before_id i64
-- col: id i64
-- col: kind text
-- col: state text
-- col: starts_at i64
-- col: place text
-- col: mentee_name text
-- col: mentor_name text
-- col: mark_mentee i64?
-- col: mark_mentor i64?
SELECT m.id, m.kind, m.state, m.starts_at, m.place, x.mentee_name, x.mentor_name,
       e.mark AS mark_mentee, o.mark AS mark_mentor
FROM meeting m JOIN pair x ON x.id = m.pair_id
LEFT JOIN meeting_feedback e ON e.meeting_id = m.id AND e.side = 'mentee'
LEFT JOIN meeting_feedback o ON o.meeting_id = m.id AND o.side = 'mentor'
WHERE m.programme_id = :programme_id AND (m.starts_at, m.id) < (:before, :before_id)
ORDER BY m.starts_at DESC, m.id DESC LIMIT 51;
