-- What the pages of a draft show.

-- name: draft_pairs many
-- arg: run_id i64
-- arg: show text
-- arg: after_key text
-- arg: after_id i64
-- col: mentee_id i64
-- col: mentor_id i64
-- col: sort_key text
-- col: score i64
-- col: pinned i64
-- col: changed i64
-- col: why text
-- col: mutual i64
-- col: mentee_surname text
-- col: mentee_given text
-- col: mentor_surname text
-- col: mentor_given text
SELECT r.mentee_id, r.mentor_id, r.sort_key, r.score, r.pinned, r.changed, r.why,
       CASE WHEN f.from_id IS NULL OR b.from_id IS NULL THEN 0 ELSE 1 END AS mutual,
       p.surname AS mentee_surname, p.given AS mentee_given,
       q.surname AS mentor_surname, q.given AS mentor_given
FROM run_pair r
JOIN participation e ON e.id = r.mentee_id JOIN person p ON p.id = e.person_id
JOIN participation o ON o.id = r.mentor_id JOIN person q ON q.id = o.person_id
LEFT JOIN preference f ON f.from_id = r.mentee_id AND f.to_id = r.mentor_id AND f.kind = 'choice'
LEFT JOIN preference b ON b.from_id = r.mentor_id AND b.to_id = r.mentee_id AND b.kind = 'choice'
WHERE r.run_id = :run_id AND (r.sort_key, r.mentee_id) > (:after_key, :after_id)
  AND (:show = 'all' OR (:show = 'mutual' AND f.from_id IS NOT NULL AND b.from_id IS NOT NULL) OR (:show = 'weak' AND r.score < 50) OR (:show = 'pinned' AND r.pinned = 1)
       OR (:show = 'changed' AND r.changed = 1))
ORDER BY r.sort_key, r.mentee_id LIMIT 51;

-- name: draft_alone many
-- arg: run_id i64
-- arg: side text
-- arg: after_key text
-- arg: after_id i64
SELECT r.participation_id, r.sort_key, r.reason_code, r.reason, r.help, p.surname, p.given, p.patronymic, e.request,
       e.competencies
FROM run_unpaired r JOIN participation e ON e.id = r.participation_id JOIN person p ON p.id = e.person_id
WHERE r.run_id = :run_id AND r.side = :side AND (r.sort_key, r.participation_id) > (:after_key, :after_id)
ORDER BY r.sort_key, r.participation_id LIMIT 51;

-- name: draft_key one
-- arg: run_id i64
-- arg: id i64
-- col: sort_key text
SELECT sort_key FROM run_pair WHERE run_id = :run_id AND mentee_id = :id
UNION ALL SELECT sort_key FROM run_unpaired WHERE run_id = :run_id AND participation_id = :id;

-- name: draft_totals one
-- arg: run_id i64
-- col: pairs i64
-- col: weak i64
-- col: pinned i64
-- col: changed i64
-- col: weakest i64?
-- col: mentees_alone i64
-- col: mentors_alone i64
-- col: mutual i64
SELECT (SELECT count(*) FROM run_pair WHERE run_id = :run_id) AS pairs,
       (SELECT count(*) FROM run_pair WHERE run_id = :run_id AND score < 50) AS weak,
       (SELECT count(*) FROM run_pair WHERE run_id = :run_id AND pinned = 1) AS pinned,
       (SELECT count(*) FROM run_pair WHERE run_id = :run_id AND changed = 1) AS changed,
       (SELECT min(score) FROM run_pair WHERE run_id = :run_id) AS weakest,
       (SELECT count(*) FROM run_unpaired WHERE run_id = :run_id AND side = 'mentee') AS mentees_alone,
       (SELECT count(*) FROM run_unpaired WHERE run_id = :run_id AND side = 'mentor') AS mentors_alone,
       (SELECT count(*) FROM preference f
        JOIN preference b ON b.from_id = f.to_id AND b.to_id = f.from_id AND b.kind = 'choice'
        JOIN run_pair r ON r.run_id = :run_id AND r.mentee_id = f.from_id AND r.mentor_id = f.to_id
        WHERE f.programme_id = (SELECT programme_id FROM run WHERE id = :run_id) AND f.kind = 'choice') AS mutual;

-- name: draft_pair one
-- arg: run_id i64
-- arg: mentee_id i64
SELECT r.mentee_id, r.mentor_id, r.score, r.pinned, r.changed, r.parts, r.next, r.why,
       p.surname AS mentee_surname, p.given AS mentee_given, p.patronymic AS mentee_patronymic,
       q.surname AS mentor_surname, q.given AS mentor_given, q.patronymic AS mentor_patronymic
FROM run_pair r
JOIN participation e ON e.id = r.mentee_id JOIN person p ON p.id = e.person_id
JOIN participation o ON o.id = r.mentor_id JOIN person q ON q.id = o.person_id
WHERE r.run_id = :run_id AND r.mentee_id = :mentee_id;

-- name: draft_vetoes many
-- arg: programme_id i64
SELECT m.mentee_id, m.mentor_id, p.surname AS mentee_surname, p.given AS mentee_given,
       q.surname AS mentor_surname, q.given AS mentor_given
FROM pair_mark m
JOIN participation e ON e.id = m.mentee_id JOIN person p ON p.id = e.person_id
JOIN participation o ON o.id = m.mentor_id JOIN person q ON q.id = o.person_id
WHERE m.programme_id = :programme_id AND m.kind = 'veto' ORDER BY m.mentee_id, m.mentor_id LIMIT 200;

-- name: draft_name one
-- arg: id i64
SELECT p.surname, p.given, p.patronymic FROM participation e JOIN person p ON p.id = e.person_id WHERE e.id = :id;

-- For the spreadsheet: chunks by key.
-- name: draft_chunk many
-- arg: run_id i64
-- arg: after_key text
-- arg: after_id i64
SELECT r.mentee_id, r.sort_key, r.score, r.pinned, r.why,
       p.surname AS mentee_surname, p.given AS mentee_given, p.patronymic AS mentee_patronymic, e.request,
       q.surname AS mentor_surname, q.given AS mentor_given, q.patronymic AS mentor_patronymic,
       o.competencies, o.place AS mentor_place
FROM run_pair r
JOIN participation e ON e.id = r.mentee_id JOIN person p ON p.id = e.person_id
JOIN participation o ON o.id = r.mentor_id JOIN person q ON q.id = o.person_id
WHERE r.run_id = :run_id AND (r.sort_key, r.mentee_id) > (:after_key, :after_id)
ORDER BY r.sort_key, r.mentee_id LIMIT 500;

-- Who chose each other, could be paired and are not, unless a word was said about them. The pair that the mentee has instead.
-- name: draft_missed many
-- arg: run_id i64
-- arg: programme_id i64
-- col: mentee_id i64
-- col: mentor_id i64
-- col: mentee_surname text
-- col: mentee_given text
-- col: mentor_surname text
-- col: mentor_given text
-- col: now_surname text?
-- col: now_given text?
SELECT f.from_id AS mentee_id, f.to_id AS mentor_id, p.surname AS mentee_surname, p.given AS mentee_given,
       q.surname AS mentor_surname, q.given AS mentor_given, n.surname AS now_surname, n.given AS now_given
FROM preference f
JOIN preference b ON b.from_id = f.to_id AND b.to_id = f.from_id AND b.kind = 'choice'
JOIN participation e ON e.id = f.from_id AND e.side = 'mentee' JOIN person p ON p.id = e.person_id
JOIN participation o ON o.id = f.to_id JOIN person q ON q.id = o.person_id
LEFT JOIN run_pair r ON r.run_id = :run_id AND r.mentee_id = f.from_id
LEFT JOIN participation m ON m.id = r.mentor_id LEFT JOIN person n ON n.id = m.person_id
WHERE f.programme_id = :programme_id AND f.kind = 'choice'
  AND (r.mentor_id <> f.to_id
       OR EXISTS (SELECT 1 FROM run_unpaired u WHERE u.run_id = :run_id AND u.participation_id = f.from_id))
  AND NOT EXISTS (SELECT 1 FROM pair_mark k WHERE k.programme_id = f.programme_id
                  AND k.mentee_id = f.from_id AND k.mentor_id = f.to_id)
ORDER BY f.from_id, f.place LIMIT 21;
