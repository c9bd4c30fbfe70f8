-- name: training_rules_row one
-- arg: programme_id i64
SELECT attendance, pass, attempts FROM training_rules WHERE programme_id = :programme_id;

-- name: training_rules_put exec
-- arg: programme_id i64
-- arg: attendance i64
-- arg: pass i64
-- arg: attempts i64
-- arg: now i64
-- arg: account i64?
INSERT INTO training_rules (programme_id, attendance, pass, attempts, made_at, made_by)
VALUES (:programme_id, :attendance, :pass, :attempts, :now, :account)
ON CONFLICT (programme_id) DO UPDATE SET attendance = excluded.attendance, pass = excluded.pass,
    attempts = excluded.attempts, made_at = excluded.made_at, made_by = excluded.made_by;

-- name: training_row one
-- arg: id i64
-- col: n_present i64
-- col: n_marked i64
SELECT t.id, t.unit_id, t.programme_id, t.held_on, t.topic, t.title, t.hours, t.trainer, t.place,
       (SELECT count(*) FROM training_mark m WHERE m.training_id = t.id AND m.present = 1) AS n_present,
       (SELECT count(*) FROM training_mark m WHERE m.training_id = t.id) AS n_marked
FROM training t WHERE t.id = :id;

-- name: training_rows many
-- arg: programme_id i64
-- col: n_present i64
-- col: n_marked i64
SELECT t.id, t.held_on, t.topic, t.title, t.hours, t.trainer, t.place,
       (SELECT count(*) FROM training_mark m WHERE m.training_id = t.id AND m.present = 1) AS n_present,
       (SELECT count(*) FROM training_mark m WHERE m.training_id = t.id) AS n_marked
FROM training t WHERE t.programme_id = :programme_id ORDER BY t.held_on, t.id LIMIT 200;

-- name: training_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: programme_id i64
-- arg: held_on text
-- arg: topic text
-- arg: title text
-- arg: hours i64
-- arg: trainer text
-- arg: place text
-- arg: now i64
-- arg: account i64?
INSERT INTO training (id, unit_id, programme_id, held_on, topic, title, hours, trainer, place, made_at, made_by)
VALUES (:id, :unit_id, :programme_id, :held_on, :topic, :title, :hours, :trainer, :place, :now, :account);

-- name: training_marks_delete exec
-- arg: id i64
DELETE FROM training_mark WHERE training_id = :id;

-- name: training_delete exec
-- arg: id i64
-- arg: programme_id i64
DELETE FROM training WHERE id = :id AND programme_id = :programme_id;

-- Every session of the programme, and whether this mentor was there.
-- name: training_seen many
-- arg: programme_id i64
-- arg: participation_id i64
-- col: present i64
SELECT t.topic, t.title, t.hours, t.held_on,
       coalesce((SELECT m.present FROM training_mark m WHERE m.training_id = t.id
                 AND m.participation_id = :participation_id), 0) AS present
FROM training t WHERE t.programme_id = :programme_id ORDER BY t.held_on, t.id LIMIT 200;

-- name: training_mark_put exec
-- arg: training_id i64
-- arg: participation_id i64
-- arg: present i64
-- arg: now i64
-- arg: account i64?
INSERT INTO training_mark (training_id, participation_id, present, made_at, made_by)
VALUES (:training_id, :participation_id, :present, :now, :account)
ON CONFLICT (training_id, participation_id)
DO UPDATE SET present = excluded.present, made_at = excluded.made_at, made_by = excluded.made_by;

-- name: training_last_attempt one
-- arg: participation_id i64
SELECT n, n_right, asked, passed, answers FROM training_attempt
WHERE participation_id = :participation_id ORDER BY n DESC LIMIT 1;

-- name: training_passed one
-- arg: participation_id i64
SELECT n FROM training_attempt WHERE participation_id = :participation_id AND passed = 1 LIMIT 1;

-- name: training_attempt_insert exec
-- arg: participation_id i64
-- arg: n i64
-- arg: n_right i64
-- arg: asked i64
-- arg: passed i64
-- arg: answers text
-- arg: now i64
-- arg: account i64?
INSERT INTO training_attempt (participation_id, n, n_right, asked, passed, answers, made_at, made_by)
VALUES (:participation_id, :n, :n_right, :asked, :passed, :answers, :now, :account)
ON CONFLICT DO NOTHING;

-- name: training_mentor one
-- arg: id i64
-- arg: programme_id i64
SELECT state FROM participation WHERE id = :id AND programme_id = :programme_id AND side = 'mentor';

-- Those whom training concerns, in the order of the registry, with the mark of one session (0: of none).
-- Those who learn, or are to learn; none of those who have.
-- name: training_learners many
-- arg: programme_id i64
-- arg: after_key text
-- arg: after_id i64
-- col: id i64
-- col: person_id i64
-- col: state text
-- col: sort_key text
-- col: surname text
-- col: given text
-- col: patronymic text
SELECT x.id, x.person_id, x.state, x.sort_key, p.surname, p.given, p.patronymic
FROM (SELECT a.id FROM (SELECT o.id FROM participation o
                        WHERE o.programme_id = :programme_id AND o.side = 'mentor' AND o.state = 'approved'
                          AND (o.sort_key, o.id) > (:after_key, :after_id)
                        ORDER BY o.sort_key, o.id LIMIT 51) a
      UNION ALL
      SELECT b.id FROM (SELECT o.id FROM participation o
                        WHERE o.programme_id = :programme_id AND o.side = 'mentor' AND o.state = 'training'
                          AND (o.sort_key, o.id) > (:after_key, :after_id)
                        ORDER BY o.sort_key, o.id LIMIT 51) b) k
JOIN participation x ON x.id = k.id JOIN person p ON p.id = x.person_id
ORDER BY x.sort_key, x.id LIMIT 51;

-- name: training_people many
-- arg: programme_id i64
-- arg: training_id i64
-- arg: after_key text
-- arg: after_id i64
-- col: present i64?
SELECT x.id, x.person_id, x.state, x.sort_key, p.surname, p.given, p.patronymic,
       (SELECT m.present FROM training_mark m WHERE m.training_id = :training_id AND m.participation_id = x.id) AS present
FROM participation x JOIN person p ON p.id = x.person_id
WHERE x.programme_id = :programme_id AND x.side = 'mentor'
  AND x.state IN ('approved', 'training', 'ready', 'resting', 'paired')
  AND (x.sort_key, x.id) > (:after_key, :after_id)
ORDER BY x.sort_key, x.id LIMIT 51;

-- name: training_key one
-- arg: programme_id i64
-- arg: id i64
SELECT sort_key FROM participation WHERE id = :id AND programme_id = :programme_id;

-- Where somebody is a mentor, or wants to be.
-- name: training_mine many
-- arg: person_id i64
SELECT x.id, x.programme_id, x.state, g.title
FROM participation x JOIN programme g ON g.id = x.programme_id
WHERE x.person_id = :person_id AND x.side = 'mentor' ORDER BY x.id DESC LIMIT 20;
