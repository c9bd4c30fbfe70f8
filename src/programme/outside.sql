-- What of a programme lies in its old dates and outside of the new ones; the times are those of its days.
-- name: outside_counts many
-- arg: programme_id i64
-- arg: was_from text
-- arg: was_to text
-- arg: from_day text
-- arg: to_day text
-- arg: was_from_at i64
-- arg: was_to_at i64
-- arg: from_at i64
-- arg: to_at i64
-- col: kind text
-- col: n i64
SELECT 'meeting' AS kind, count(*) AS n FROM meeting x WHERE x.programme_id = :programme_id AND x.state = 'planned'
  AND x.starts_at >= :was_from_at AND x.starts_at < :was_to_at AND (x.starts_at < :from_at OR x.starts_at >= :to_at)
UNION ALL SELECT 'gathering' AS kind, count(*) AS n FROM gathering x WHERE x.programme_id = :programme_id
  AND x.starts_at >= :was_from_at AND x.starts_at < :was_to_at AND (x.starts_at < :from_at OR x.starts_at >= :to_at)
UNION ALL SELECT 'lesson' AS kind, count(*) AS n FROM lesson x WHERE x.programme_id = :programme_id AND x.state = 'planned'
  AND x.held_on >= :was_from AND x.held_on <= :was_to AND (x.held_on < :from_day OR x.held_on > :to_day)
UNION ALL SELECT 'training' AS kind, count(*) AS n FROM training x WHERE x.programme_id = :programme_id
  AND x.held_on >= :was_from AND x.held_on <= :was_to AND (x.held_on < :from_day OR x.held_on > :to_day)
UNION ALL SELECT 'round' AS kind, count(*) AS n FROM survey_round x WHERE x.programme_id = :programme_id AND x.closed_at IS NULL
  AND x.closes_on >= :was_from AND x.closes_on <= :was_to AND (x.closes_on < :from_day OR x.closes_on > :to_day)
UNION ALL SELECT 'personal' AS kind, count(*) AS n FROM personal x WHERE x.programme_id = :programme_id AND x.state NOT IN ('finished', 'ended', 'replaced')
  AND x.ends_on >= :was_from AND x.ends_on <= :was_to AND (x.ends_on < :from_day OR x.ends_on > :to_day)
UNION ALL SELECT 'stage' AS kind, count(*) AS n FROM stage x WHERE x.programme_id = :programme_id AND x.due_on <> '' AND x.left_at IS NULL
  AND x.due_on >= :was_from AND x.starts_on <= :was_to AND (x.starts_on < :from_day OR x.due_on > :to_day)
UNION ALL SELECT 'step' AS kind, count(*) AS n FROM step_date x WHERE x.programme_id = :programme_id
  AND x.due_on >= :was_from AND x.due_on <= :was_to AND (x.due_on < :from_day OR x.due_on > :to_day);

-- The first of each.
-- name: outside_rows many
-- arg: programme_id i64
-- arg: was_from text
-- arg: was_to text
-- arg: from_day text
-- arg: to_day text
-- arg: was_from_at i64
-- arg: was_to_at i64
-- arg: from_at i64
-- arg: to_at i64
-- col: kind text
-- col: id i64
-- col: day text
-- col: at i64
-- col: title text
SELECT kind, id, day, at, title FROM (SELECT 'meeting' AS kind, x.id AS id, '' AS day, x.starts_at AS at, '' AS title FROM meeting x
  WHERE x.programme_id = :programme_id AND x.state = 'planned'
  AND x.starts_at >= :was_from_at AND x.starts_at < :was_to_at AND (x.starts_at < :from_at OR x.starts_at >= :to_at)
  ORDER BY x.starts_at, x.id LIMIT 5) AS meeting_rows
UNION ALL SELECT kind, id, day, at, title FROM (SELECT 'gathering' AS kind, x.id AS id, '' AS day, x.starts_at AS at, x.place AS title FROM gathering x
  WHERE x.programme_id = :programme_id
  AND x.starts_at >= :was_from_at AND x.starts_at < :was_to_at AND (x.starts_at < :from_at OR x.starts_at >= :to_at)
  ORDER BY x.starts_at, x.id LIMIT 5) AS gathering_rows
UNION ALL SELECT kind, id, day, at, title FROM (SELECT 'lesson' AS kind, x.id AS id, x.held_on AS day, CAST(0 AS BIGINT) AS at, x.topic AS title FROM lesson x
  WHERE x.programme_id = :programme_id AND x.state = 'planned'
  AND x.held_on >= :was_from AND x.held_on <= :was_to AND (x.held_on < :from_day OR x.held_on > :to_day)
  ORDER BY x.held_on, x.id LIMIT 5) AS lesson_rows
UNION ALL SELECT kind, id, day, at, title FROM (SELECT 'training' AS kind, x.id AS id, x.held_on AS day, CAST(0 AS BIGINT) AS at, x.title AS title FROM training x
  WHERE x.programme_id = :programme_id
  AND x.held_on >= :was_from AND x.held_on <= :was_to AND (x.held_on < :from_day OR x.held_on > :to_day)
  ORDER BY x.held_on, x.id LIMIT 5) AS training_rows
UNION ALL SELECT kind, id, day, at, title FROM (SELECT 'round' AS kind, x.id AS id, x.closes_on AS day, CAST(0 AS BIGINT) AS at, '' AS title FROM survey_round x
  WHERE x.programme_id = :programme_id AND x.closed_at IS NULL
  AND x.closes_on >= :was_from AND x.closes_on <= :was_to AND (x.closes_on < :from_day OR x.closes_on > :to_day)
  ORDER BY x.closes_on, x.id LIMIT 5) AS round_rows
UNION ALL SELECT kind, id, day, at, title FROM (SELECT 'personal' AS kind, x.id AS id, x.ends_on AS day, CAST(0 AS BIGINT) AS at, '' AS title FROM personal x
  WHERE x.programme_id = :programme_id AND x.state NOT IN ('finished', 'ended', 'replaced')
  AND x.ends_on >= :was_from AND x.ends_on <= :was_to AND (x.ends_on < :from_day OR x.ends_on > :to_day)
  ORDER BY x.ends_on, x.id LIMIT 5) AS personal_rows;
