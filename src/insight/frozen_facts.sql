-- Meetings of a term by unit: held, and all that were planned and not moved; those ahead are not due yet.
-- name: fact_meetings many
-- arg: unit_id i64
-- arg: since i64
-- arg: until i64
-- arg: now i64
-- col: part i64
-- col: whole i64
SELECT g.unit_id, CAST(sum(CASE m.state WHEN 'held' THEN 1 ELSE 0 END) AS BIGINT) AS part, count(*) AS whole
FROM unit_up d JOIN programme g ON g.unit_id = d.unit_id JOIN meeting m ON m.programme_id = g.id
WHERE d.ancestor_id = :unit_id AND g.state <> 'draft' AND g.state <> 'cancelled'
  AND m.starts_at >= :since AND m.starts_at < :until AND m.state <> 'moved' AND (m.state <> 'planned' OR m.starts_at < :now)
GROUP BY g.unit_id;

-- Approved personal programmes whose term ended in these days.
-- name: fact_personal many
-- arg: unit_id i64
-- arg: first text
-- arg: last text
-- col: part i64
-- col: whole i64
SELECT g.unit_id, CAST(sum(CASE s.state WHEN 'finished' THEN 1 ELSE 0 END) AS BIGINT) AS part, count(*) AS whole
FROM unit_up d JOIN programme g ON g.unit_id = d.unit_id JOIN personal s ON s.programme_id = g.id
WHERE d.ancestor_id = :unit_id AND g.state <> 'draft' AND g.state <> 'cancelled'
  AND s.ends_on >= :first AND s.ends_on <= :last AND (s.state = 'approved' OR s.state = 'finished' OR s.state = 'ended')
GROUP BY g.unit_id;

-- Goals of pairs that are projects: of the year they were reached in, else of the year of their term.
-- name: fact_projects many
-- arg: unit_id i64
-- arg: first text
-- arg: last text
-- col: part i64
-- col: whole i64
SELECT g.unit_id, CAST(sum(CASE t.reached_on WHEN '' THEN 0 ELSE 1 END) AS BIGINT) AS part, count(*) AS whole
FROM unit_up d JOIN programme g ON g.unit_id = d.unit_id JOIN pair_goal t ON t.programme_id = g.id AND t.project = 1
WHERE d.ancestor_id = :unit_id AND g.state <> 'draft' AND g.state <> 'cancelled'
  AND CASE WHEN t.reached_on <> '' THEN t.reached_on WHEN t.due_on <> '' THEN t.due_on ELSE g.ends_on END
      BETWEEN :first AND :last
GROUP BY g.unit_id;

-- What schools measured at the end, with the part of the person.
-- name: fact_measures each
-- arg: unit_id i64
-- col: birth_year i64?
-- col: role_model text?
-- col: value_after i64
SELECT v.unit_id, x.person_id, v.metric, v.value_after, p.birth_year, x.side, x.state, v.form_code, x.joined_on,
       x.finished_on, g.starts_on, g.ends_on, g.state AS programme_state,
       (SELECT q.role_model FROM pair q WHERE q.mentee_id = x.id ORDER BY q.state, q.id LIMIT 1) AS role_model
FROM unit_up d JOIN measure v ON v.unit_id = d.unit_id JOIN participation x ON x.id = v.participation_id
JOIN person p ON p.id = x.person_id JOIN programme g ON g.id = x.programme_id
WHERE d.ancestor_id = :unit_id AND v.value_after IS NOT NULL;

-- The mentees behind these numbers, by name.
-- name: fact_people_met many
-- arg: unit_id i64
-- arg: since i64
-- arg: until i64
-- arg: now i64
-- arg: after_key text
-- arg: after_id i64
-- arg: limit i64
-- col: participation_id i64
-- col: title text
-- col: part i64
-- col: whole i64
SELECT p.id, p.name_key, p.surname, p.given, p.patronymic, min(x.id) AS participation_id, min(g.title) AS title,
       CAST(sum(CASE m.state WHEN 'held' THEN 1 ELSE 0 END) AS BIGINT) AS part, count(*) AS whole
FROM person p JOIN participation x ON x.person_id = p.id JOIN programme g ON g.id = x.programme_id
JOIN pair q ON q.mentee_id = x.id JOIN meeting m ON m.pair_id = q.id
WHERE p.unit_id = :unit_id AND (p.name_key, p.id) > (:after_key, :after_id) AND g.state <> 'draft' AND g.state <> 'cancelled'
  AND m.starts_at >= :since AND m.starts_at < :until AND m.state <> 'moved' AND (m.state <> 'planned' OR m.starts_at < :now)
GROUP BY p.id, p.name_key, p.surname, p.given, p.patronymic
ORDER BY p.name_key, p.id LIMIT :limit;

-- name: fact_people_personal many
-- arg: unit_id i64
-- arg: first text
-- arg: last text
-- arg: after_key text
-- arg: after_id i64
-- arg: limit i64
-- col: participation_id i64
-- col: title text
-- col: part i64
-- col: whole i64
SELECT p.id, p.name_key, p.surname, p.given, p.patronymic, min(x.id) AS participation_id, min(g.title) AS title,
       CAST(sum(CASE s.state WHEN 'finished' THEN 1 ELSE 0 END) AS BIGINT) AS part, count(*) AS whole
FROM person p JOIN participation x ON x.person_id = p.id JOIN programme g ON g.id = x.programme_id
JOIN pair q ON q.mentee_id = x.id JOIN personal s ON s.pair_id = q.id
WHERE p.unit_id = :unit_id AND (p.name_key, p.id) > (:after_key, :after_id) AND g.state <> 'draft' AND g.state <> 'cancelled'
  AND s.ends_on >= :first AND s.ends_on <= :last AND (s.state = 'approved' OR s.state = 'finished' OR s.state = 'ended')
GROUP BY p.id, p.name_key, p.surname, p.given, p.patronymic
ORDER BY p.name_key, p.id LIMIT :limit;

-- name: fact_people_projects many
-- arg: unit_id i64
-- arg: first text
-- arg: last text
-- arg: after_key text
-- arg: after_id i64
-- arg: limit i64
-- col: participation_id i64
-- col: title text
-- col: part i64
-- col: whole i64
SELECT p.id, p.name_key, p.surname, p.given, p.patronymic, min(x.id) AS participation_id, min(g.title) AS title,
       CAST(sum(CASE t.reached_on WHEN '' THEN 0 ELSE 1 END) AS BIGINT) AS part, count(*) AS whole
FROM person p JOIN participation x ON x.person_id = p.id JOIN programme g ON g.id = x.programme_id
JOIN pair q ON q.mentee_id = x.id JOIN pair_goal t ON t.pair_id = q.id AND t.project = 1
WHERE p.unit_id = :unit_id AND (p.name_key, p.id) > (:after_key, :after_id) AND g.state <> 'draft' AND g.state <> 'cancelled'
  AND CASE WHEN t.reached_on <> '' THEN t.reached_on WHEN t.due_on <> '' THEN t.due_on ELSE g.ends_on END
      BETWEEN :first AND :last
GROUP BY p.id, p.name_key, p.surname, p.given, p.patronymic
ORDER BY p.name_key, p.id LIMIT :limit;

-- name: fact_people_measured each
-- arg: unit_id i64
-- arg: metric text
-- arg: least i64
-- arg: after_key text
-- col: birth_year i64?
-- col: role_model text?
SELECT p.id, p.name_key, p.surname, p.given, p.patronymic, p.birth_year, x.id AS participation_id, x.side, x.state,
       v.form_code, x.joined_on, x.finished_on, g.title, g.starts_on, g.ends_on, g.state AS programme_state,
       (SELECT q.role_model FROM pair q WHERE q.mentee_id = x.id ORDER BY q.state, q.id LIMIT 1) AS role_model
FROM person p JOIN participation x ON x.person_id = p.id JOIN programme g ON g.id = x.programme_id
JOIN measure v ON v.participation_id = x.id AND v.metric = :metric
WHERE p.unit_id = :unit_id AND p.name_key >= :after_key AND v.value_after >= :least
ORDER BY p.name_key, p.birth_year, p.id;
