-- name: lesson_row one
-- arg: id i64
-- col: summary_who text?
SELECT l.id, l.unit_id, l.programme_id, l.pair_id, l.teacher_id, l.kind, l.state, l.held_on, l.class, l.subject, l.topic,
       l.plan, l.summary, l.advice, l.summary_at, l.reason, l.published_at, l.n_sheets, l.total, l.version,
       (SELECT a.display_name FROM account a WHERE a.id = l.summary_by) AS summary_who
FROM lesson l WHERE l.id = :id;

-- name: lesson_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: programme_id i64
-- arg: pair_id i64
-- arg: teacher_id i64
-- arg: kind text
-- arg: held_on text
-- arg: class text
-- arg: subject text
-- arg: topic text
-- arg: plan text
-- arg: created_by i64?
-- arg: created_at i64
INSERT INTO lesson (id, unit_id, programme_id, pair_id, teacher_id, kind, state, held_on, class, subject, topic, plan,
                    created_by, created_at)
VALUES (:id, :unit_id, :programme_id, :pair_id, :teacher_id, :kind, 'planned', :held_on, :class, :subject, :topic, :plan,
        :created_by, :created_at);

-- name: lesson_update exec
-- arg: id i64
-- arg: version i64
-- arg: held_on text
-- arg: class text
-- arg: subject text
-- arg: topic text
-- arg: plan text
UPDATE lesson SET held_on = :held_on, class = :class, subject = :subject, topic = :topic, plan = :plan,
       version = version + 1
WHERE id = :id AND version = :version AND state = 'planned';

-- name: lesson_set_held exec
-- arg: id i64
UPDATE lesson SET state = 'held', version = version + 1 WHERE id = :id AND state = 'planned';

-- name: lesson_set_cancelled exec
-- arg: id i64
-- arg: reason text
UPDATE lesson SET state = 'cancelled', reason = :reason, version = version + 1 WHERE id = :id AND state = 'planned';

-- name: lesson_set_summary exec
-- arg: id i64
-- arg: summary text
-- arg: advice text
-- arg: summary_by i64?
-- arg: summary_at i64
UPDATE lesson SET summary = :summary, advice = :advice, summary_by = :summary_by, summary_at = :summary_at
WHERE id = :id AND state = 'held';

-- name: lesson_set_published exec
-- arg: id i64
-- arg: published_at i64?
-- arg: published_by i64?
UPDATE lesson SET published_at = :published_at, published_by = :published_by WHERE id = :id AND state = 'held';

-- name: lesson_add_sheet exec
-- arg: id i64
-- arg: sheets i64
-- arg: total i64
UPDATE lesson SET n_sheets = n_sheets + :sheets, total = total + :total WHERE id = :id;

-- The log, the newest first.
-- name: lesson_log many
-- arg: programme_id i64
-- arg: before_day text
-- arg: before_id i64
-- arg: limit i64
-- col: surname text
-- col: given text
-- col: patronymic text
SELECT l.id, l.kind, l.state, l.held_on, l.class, l.subject, l.topic, l.n_sheets, l.total, p.surname, p.given, p.patronymic,
       l.published_at
FROM lesson l JOIN person p ON p.id = l.teacher_id
WHERE l.programme_id = :programme_id AND (l.held_on, l.id) < (:before_day, :before_id)
ORDER BY l.held_on DESC, l.id DESC LIMIT :limit;

-- name: lesson_key one
-- arg: programme_id i64
-- arg: id i64
SELECT held_on FROM lesson WHERE id = :id AND programme_id = :programme_id;

-- name: lessons_of_pair many
-- arg: pair_id i64
SELECT id, kind, state, held_on, class, subject, topic, n_sheets, total, teacher_id
FROM lesson WHERE pair_id = :pair_id ORDER BY held_on DESC, id DESC LIMIT 200;

-- name: lesson_visits many
-- arg: lesson_id i64
-- col: total i64?
-- col: surname text
-- col: given text
-- col: patronymic text
SELECT v.id, v.person_id, v.total, v.comment, p.surname, p.given, p.patronymic
FROM lesson_visit v JOIN person p ON p.id = v.person_id WHERE v.lesson_id = :lesson_id ORDER BY p.name_key, v.id LIMIT 200;

-- name: lesson_visit_row one
-- arg: id i64
-- col: total i64?
SELECT v.id, v.unit_id, v.lesson_id, v.person_id, v.total, v.comment, p.surname, p.given, p.patronymic
FROM lesson_visit v JOIN person p ON p.id = v.person_id WHERE v.id = :id;

-- name: lesson_visit_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: lesson_id i64
-- arg: person_id i64
-- arg: invited_by i64?
-- arg: invited_at i64
INSERT INTO lesson_visit (id, unit_id, lesson_id, person_id, invited_by, invited_at)
VALUES (:id, :unit_id, :lesson_id, :person_id, :invited_by, :invited_at)
ON CONFLICT (lesson_id, person_id) DO NOTHING;

-- name: lesson_visit_fill exec
-- arg: id i64
-- arg: total i64
-- arg: comment text
-- arg: filled_by i64?
-- arg: filled_at i64
UPDATE lesson_visit SET total = :total, comment = :comment, filled_by = :filled_by, filled_at = :filled_at WHERE id = :id;

-- name: lesson_marks many
-- arg: visit_id i64
SELECT item, mark, note FROM lesson_mark WHERE visit_id = :visit_id;

-- name: lesson_mark_put exec
-- arg: visit_id i64
-- arg: item text
-- arg: mark i64
-- arg: note text
INSERT INTO lesson_mark (visit_id, item, mark, note) VALUES (:visit_id, :item, :mark, :note)
ON CONFLICT (visit_id, item) DO UPDATE SET mark = excluded.mark, note = excluded.note;

-- Marks of all sheets of a lesson, item by item.
-- name: lesson_items many
-- arg: lesson_id i64
-- col: sum i64
-- col: n i64
SELECT m.item, CAST(sum(m.mark) AS BIGINT) AS sum, count(*) AS n
FROM lesson_visit v JOIN lesson_mark m ON m.visit_id = v.id WHERE v.lesson_id = :lesson_id GROUP BY m.item;

-- Teachers of the lesson's organisation in the programme, by the beginning of the surname.
-- name: lesson_guests many
-- arg: programme_id i64
-- arg: unit_id i64
-- arg: from_key text
-- arg: to_key text
SELECT p.id, p.surname, p.given, p.patronymic
FROM participation x JOIN person p ON p.id = x.person_id
WHERE x.programme_id = :programme_id AND x.side IN ('mentor', 'mentee') AND x.sort_key >= :from_key
  AND x.sort_key < :to_key AND p.unit_id = :unit_id AND x.state <> 'left'
ORDER BY x.side, x.sort_key, x.id LIMIT 26;

-- People with a sign-in of staff there.
-- name: lesson_staff many
-- arg: unit_id i64
-- arg: from_key text
-- arg: to_key text
SELECT DISTINCT p.id, p.surname, p.given, p.patronymic, g.sort_key
FROM role_grant g JOIN account a ON a.id = g.account_id JOIN person p ON p.id = a.person_id
WHERE g.unit_id = :unit_id AND g.sort_key >= :from_key AND g.sort_key < :to_key AND g.role IN (5, 6, 9)
  AND p.unit_id = :unit_id
ORDER BY g.sort_key, p.id LIMIT 26;

-- name: lesson_guest_known one
-- arg: programme_id i64
-- arg: unit_id i64
-- arg: person_id i64
SELECT p.id FROM person p
WHERE p.id = :person_id AND p.unit_id = :unit_id
  AND (EXISTS (SELECT 1 FROM participation x WHERE x.person_id = p.id AND x.programme_id = :programme_id)
       OR EXISTS (SELECT 1 FROM account a JOIN role_grant g ON g.account_id = a.id
                  WHERE a.person_id = p.id AND g.unit_id = :unit_id AND g.role IN (5, 6, 9)));

-- My invitations, the newest first.
-- name: lesson_visits_of many
-- arg: person_id i64
-- col: total i64?
SELECT v.id, v.lesson_id, v.total, l.held_on, l.class, l.subject, l.topic, l.state
FROM lesson_visit v JOIN lesson l ON l.id = v.lesson_id
WHERE v.person_id = :person_id ORDER BY v.id DESC LIMIT 100;

-- Published ones of an organisation, the newest first.
-- name: lesson_public_rows many
-- arg: unit_id i64
-- arg: before i64
-- arg: limit i64
-- col: birth_year i64?
-- col: published_at i64
-- col: mentor_id i64
-- col: mentor_surname text
-- col: mentor_given text
-- col: mentor_patronymic text
SELECT l.id, l.held_on, l.class, l.subject, l.topic, l.summary, l.n_sheets, l.total, l.teacher_id, l.published_at,
       l.programme_id, p.surname, p.given, p.patronymic, p.birth_year,
       q.id AS mentor_id, q.surname AS mentor_surname, q.given AS mentor_given, q.patronymic AS mentor_patronymic
FROM lesson l JOIN person p ON p.id = l.teacher_id JOIN pair x ON x.id = l.pair_id
JOIN participation o ON o.id = x.mentor_id JOIN person q ON q.id = o.person_id
WHERE l.unit_id = :unit_id AND l.published_at < :before
ORDER BY l.published_at DESC, l.id DESC LIMIT :limit;
