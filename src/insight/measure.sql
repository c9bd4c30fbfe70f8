-- Participants of a programme with their values, a row a value; by name, from a key. The form of the latest
-- pair goes before what the registry says.
-- name: measure_rows each
-- arg: programme_id i64
-- arg: side text
-- arg: any bool
-- arg: form text
-- arg: like text
-- arg: after_key text
-- arg: after_id i64
-- arg: limit i64
-- col: id i64
-- col: unit_id i64
-- col: sort_key text
-- col: surname text
-- col: given text
-- col: patronymic text
-- col: metric text?
-- col: value_before i64?
-- col: value_after i64?
SELECT y.id, y.unit_id, y.sort_key, y.surname, y.given, y.patronymic, m.metric, m.value_before, m.value_after
FROM (SELECT x.id, x.unit_id, x.sort_key, p.surname, p.given, p.patronymic
      FROM participation x JOIN person p ON p.id = x.person_id
      WHERE x.programme_id = :programme_id AND x.side = :side AND (x.sort_key, x.id) > (:after_key, :after_id)
        AND (x.state = 'in_base' OR x.state = 'paired' OR x.state = 'matching' OR x.state = 'finished'
             OR x.state = 'ready' OR x.state = 'resting')
        AND (:any = 1 OR coalesce(
            (SELECT q.form_code FROM pair q WHERE q.mentee_id = x.id ORDER BY q.id DESC LIMIT 1),
            (SELECT q.form_code FROM pair q WHERE q.mentor_id = x.id ORDER BY q.id DESC LIMIT 1), '') = :form
             OR NOT EXISTS (SELECT 1 FROM pair q WHERE q.mentee_id = x.id)
                AND NOT EXISTS (SELECT 1 FROM pair q WHERE q.mentor_id = x.id)
                AND ';' || x.form_code || ';' LIKE :like)
      ORDER BY x.sort_key, x.id LIMIT :limit) y
LEFT JOIN measure m ON m.participation_id = y.id
ORDER BY y.sort_key, y.id;

-- name: measure_key one
-- arg: programme_id i64
-- arg: id i64
SELECT sort_key FROM participation WHERE id = :id AND programme_id = :programme_id;

-- A value that was released stays so while both are there.
-- name: measure_upsert exec
-- arg: participation_id i64
-- arg: metric text
-- arg: unit_id i64
-- arg: programme_id i64
-- arg: role text
-- arg: form text
-- arg: value_before i64?
-- arg: value_after i64?
-- arg: made_by i64?
-- arg: made_at i64
INSERT INTO measure (participation_id, metric, unit_id, programme_id, role, form_code, value_before, value_after,
                     made_by, made_at)
VALUES (:participation_id, :metric, :unit_id, :programme_id, :role, :form, :value_before, :value_after, :made_by, :made_at)
ON CONFLICT (participation_id, metric) DO UPDATE
SET role = excluded.role, form_code = excluded.form_code, value_before = excluded.value_before,
    value_after = excluded.value_after, made_by = excluded.made_by, made_at = excluded.made_at,
    released = CASE WHEN excluded.value_before IS NULL OR excluded.value_after IS NULL THEN 0 ELSE measure.released END;

-- name: measure_delete exec
-- arg: participation_id i64
-- arg: metric text
DELETE FROM measure WHERE participation_id = :participation_id AND metric = :metric;

-- name: measure_counts one
-- arg: programme_id i64
-- arg: role text
-- arg: form text
-- arg: metric text
-- col: people i64
-- col: waiting i64
SELECT count(*) AS people, CAST(coalesce(sum(1 - released), 0) AS BIGINT) AS waiting FROM measure
WHERE programme_id = :programme_id AND role = :role AND form_code = :form AND metric = :metric
  AND value_before IS NOT NULL AND value_after IS NOT NULL;

-- name: measure_set_released exec
-- arg: programme_id i64
-- arg: role text
-- arg: form text
-- arg: metric text
UPDATE measure SET released = 1
WHERE programme_id = :programme_id AND role = :role AND form_code = :form AND metric = :metric AND released = 0
  AND value_before IS NOT NULL AND value_after IS NOT NULL;

-- name: measure_times_of_programme many
-- arg: programme_id i64
-- arg: role text?
-- arg: form text?
-- col: value_before i64
-- col: value_after i64
-- col: n i64
SELECT m.role, m.form_code, m.metric, m.value_before, m.value_after, count(*) AS n FROM measure m
WHERE m.programme_id = :programme_id AND m.released = 1 AND (:role IS NULL OR m.role = :role)
  AND (:form IS NULL OR m.form_code = :form)
GROUP BY m.role, m.form_code, m.metric, m.value_before, m.value_after
ORDER BY m.role, m.form_code, m.metric, m.value_before, m.value_after;

-- name: measure_times_below many
-- arg: unit_id i64
-- arg: role text?
-- arg: form text?
-- col: value_before i64
-- col: value_after i64
-- col: n i64
SELECT m.role, m.form_code, m.metric, m.value_before, m.value_after, count(*) AS n
FROM unit_up u JOIN measure m ON m.unit_id = u.unit_id
WHERE u.ancestor_id = :unit_id AND m.released = 1 AND (:role IS NULL OR m.role = :role)
  AND (:form IS NULL OR m.form_code = :form)
GROUP BY m.role, m.form_code, m.metric, m.value_before, m.value_after
ORDER BY m.role, m.form_code, m.metric, m.value_before, m.value_after;
