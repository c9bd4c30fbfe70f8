-- Rows come as JSON, an array each: many in one statement, for PostgreSQL answers each one over a wire.

-- [id, unit, organisations, those that reported]
-- name: frozen_write_snapshots exec
-- arg: list text
-- arg: period text
-- arg: final bool
-- arg: reason text
-- arg: made_at i64
INSERT INTO snapshot (id, unit_id, period, n, state, final, reason, n_units, n_reported, made_at)
SELECT x.id, x.unit_id, :period, 1 + x.last, 'done', :final, CASE WHEN x.last > 0 THEN :reason ELSE '' END,
       x.n_units, x.n_reported, :made_at
FROM (SELECT CAST(j.value ->> 0 AS BIGINT) AS id, CAST(j.value ->> 1 AS BIGINT) AS unit_id,
             CAST(j.value ->> 2 AS BIGINT) AS n_units, CAST(j.value ->> 3 AS BIGINT) AS n_reported,
             coalesce((SELECT max(s.n) FROM snapshot s
                       WHERE s.unit_id = CAST(j.value ->> 1 AS BIGINT) AND s.period = :period), 0) AS last
      FROM json_each(:list) j) x;
-- pg: INSERT INTO snapshot (id, unit_id, period, n, state, final, reason, n_units, n_reported, made_at)
-- pg: SELECT x.id, x.unit_id, :period, 1 + x.last, 'done', :final, CASE WHEN x.last > 0 THEN :reason ELSE '' END,
-- pg:        x.n_units, x.n_reported, :made_at
-- pg: FROM (SELECT CAST(j.value ->> 0 AS BIGINT) AS id, CAST(j.value ->> 1 AS BIGINT) AS unit_id,
-- pg:              CAST(j.value ->> 2 AS BIGINT) AS n_units, CAST(j.value ->> 3 AS BIGINT) AS n_reported,
-- pg:              coalesce((SELECT max(s.n) FROM snapshot s
-- pg:                        WHERE s.unit_id = CAST(j.value ->> 1 AS BIGINT) AND s.period = :period), 0) AS last
-- pg:       FROM jsonb_array_elements(CAST(:list AS jsonb)) j(value)) x;

-- [snapshot, code, pack, numerator, denominator, parts, of the numerator, of the denominator, answers,
-- marks, few, few that said yes, marks of the few, target, source, day]
-- name: frozen_write_values exec
-- arg: list text
INSERT INTO snapshot_value (snapshot_id, code, pack_id, numerator, denominator, n_parts, n_numerator, n_denominator,
                            answers, marks, few, few_yes, few_marks, target, source, as_of)
SELECT CAST(j.value ->> 0 AS BIGINT), j.value ->> 1, CAST(j.value ->> 2 AS BIGINT), CAST(j.value ->> 3 AS BIGINT),
       CAST(j.value ->> 4 AS BIGINT), CAST(j.value ->> 5 AS BIGINT), CAST(j.value ->> 6 AS BIGINT),
       CAST(j.value ->> 7 AS BIGINT), CAST(j.value ->> 8 AS BIGINT), CAST(j.value ->> 9 AS BIGINT),
       CAST(j.value ->> 10 AS BIGINT), CAST(j.value ->> 11 AS BIGINT), CAST(j.value ->> 12 AS BIGINT),
       CAST(j.value ->> 13 AS BIGINT), j.value ->> 14, j.value ->> 15
FROM json_each(:list) j;
-- pg: INSERT INTO snapshot_value (snapshot_id, code, pack_id, numerator, denominator, n_parts, n_numerator,
-- pg:                             n_denominator, answers, marks, few, few_yes, few_marks, target,
-- pg:                             source, as_of)
-- pg: SELECT CAST(j.value ->> 0 AS BIGINT), j.value ->> 1, CAST(j.value ->> 2 AS BIGINT), CAST(j.value ->> 3 AS BIGINT),
-- pg:        CAST(j.value ->> 4 AS BIGINT), CAST(j.value ->> 5 AS BIGINT), CAST(j.value ->> 6 AS BIGINT),
-- pg:        CAST(j.value ->> 7 AS BIGINT), CAST(j.value ->> 8 AS BIGINT), CAST(j.value ->> 9 AS BIGINT),
-- pg:        CAST(j.value ->> 10 AS BIGINT), CAST(j.value ->> 11 AS BIGINT), CAST(j.value ->> 12 AS BIGINT),
-- pg:        CAST(j.value ->> 13 AS BIGINT), j.value ->> 14, j.value ->> 15
-- pg: FROM jsonb_array_elements(CAST(:list AS jsonb)) j(value);

-- [snapshot, code, place]
-- name: frozen_write_places exec
-- arg: list text
INSERT INTO snapshot_place (snapshot_id, code, place)
SELECT CAST(j.value ->> 0 AS BIGINT), j.value ->> 1, j.value ->> 2 FROM json_each(:list) j;
-- pg: INSERT INTO snapshot_place (snapshot_id, code, place)
-- pg: SELECT CAST(j.value ->> 0 AS BIGINT), j.value ->> 1, j.value ->> 2
-- pg: FROM jsonb_array_elements(CAST(:list AS jsonb)) j(value);

-- name: frozen_finish exec
-- arg: id i64
-- arg: n_units i64
-- arg: n_reported i64
UPDATE snapshot SET state = 'done', n_units = :n_units, n_reported = :n_reported WHERE id = :id;
