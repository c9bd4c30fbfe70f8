-- name: frozen_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: period text
-- arg: n i64
-- arg: final i64
-- arg: reason text
-- arg: made_by i64?
-- arg: made_at i64
INSERT INTO snapshot (id, unit_id, period, n, state, final, reason, made_by, made_at)
VALUES (:id, :unit_id, :period, :n, 'counting', :final, :reason, :made_by, :made_at)
ON CONFLICT (unit_id, period, n) DO NOTHING;

-- name: frozen_last_n one
-- arg: unit_id i64
-- arg: period text
-- col: n i64
-- col: finals i64
SELECT coalesce(max(n), 0) AS n, CAST(coalesce(sum(final), 0) AS BIGINT) AS finals FROM snapshot
WHERE unit_id = :unit_id AND period = :period;

-- name: frozen_row one
-- arg: id i64
-- col: who text?
SELECT s.id, s.unit_id, s.n, s.period, s.reason, s.state, s.final, s.n_units, s.n_reported, s.made_at,
       (SELECT a.display_name FROM account a WHERE a.id = s.made_by) AS who
FROM snapshot s WHERE s.id = :id;

-- name: frozen_newest_row one
-- arg: unit_id i64
-- arg: from text
-- arg: to text
SELECT id FROM snapshot WHERE unit_id = :unit_id AND period BETWEEN :from AND :to AND state = 'done'
ORDER BY period DESC, n DESC LIMIT 1;

-- name: frozen_rows many
-- arg: unit_id i64
-- arg: before_period text
-- arg: before_n i64
-- col: who text?
SELECT s.id, s.unit_id, s.n, s.period, s.reason, s.state, s.final, s.n_units, s.n_reported, s.made_at,
       (SELECT a.display_name FROM account a WHERE a.id = s.made_by) AS who
FROM snapshot s
WHERE s.unit_id = :unit_id AND (s.period, s.n) < (:before_period, :before_n)
ORDER BY s.period DESC, s.n DESC LIMIT 26;

-- name: frozen_value_rows many
-- arg: snapshot_id i64
SELECT code, pack_id, numerator, denominator, n_parts, n_numerator, n_denominator, answers, marks, few, target, source, as_of
FROM snapshot_value WHERE snapshot_id = :snapshot_id ORDER BY code;

-- The units right below with one value of their newest snapshot that was not later: first the units, then a look for each.
-- name: frozen_part_rows many
-- arg: unit_id i64
-- arg: period text
-- arg: made_at i64
-- arg: code text
-- arg: after_key text
-- arg: after_id i64
-- arg: limit i64
-- col: id i64
-- col: short_name text
-- col: name_key text
-- col: snapshot_id i64?
-- col: pack_id i64?
-- col: numerator i64?
-- col: denominator i64?
-- col: n_parts i64?
-- col: n_numerator i64?
-- col: n_denominator i64?
-- col: answers i64?
-- col: marks i64?
-- col: few i64?
-- col: target i64?
-- col: source text?
-- col: as_of text?
SELECT u.id, u.short_name, u.name_key, s.id AS snapshot_id, v.pack_id, v.numerator, v.denominator, v.n_parts,
       v.n_numerator, v.n_denominator, v.answers, v.marks, v.few, v.target, v.source, v.as_of
FROM (
    SELECT below.id, below.short_name, below.name_key FROM unit below
    WHERE below.parent_id = :unit_id AND below.archived_at IS NULL AND (below.name_key, below.id) > (:after_key, :after_id)
    ORDER BY below.name_key, below.id LIMIT :limit
) u
LEFT JOIN snapshot s ON s.unit_id = u.id AND s.period = :period AND s.n = (
    SELECT max(t.n) FROM snapshot t
    WHERE t.unit_id = u.id AND t.period = :period AND t.state = 'done' AND t.made_at <= :made_at)
LEFT JOIN snapshot_value v ON v.snapshot_id = s.id AND v.code = :code
ORDER BY u.name_key, u.id;

-- name: frozen_month_rows many
-- arg: unit_id i64
-- arg: code text
SELECT s.period, v.pack_id, v.numerator, v.denominator, v.n_parts, v.n_numerator, v.n_denominator, v.answers, v.marks, v.few,
       v.target, v.source, v.as_of
FROM snapshot s JOIN snapshot_value v ON v.snapshot_id = s.id AND v.code = :code
WHERE s.unit_id = :unit_id AND s.state = 'done' AND s.n = (
    SELECT max(t.n) FROM snapshot t WHERE t.unit_id = s.unit_id AND t.period = s.period AND t.state = 'done')
ORDER BY s.period DESC LIMIT 24;

-- name: frozen_later_count one
-- arg: unit_id i64
-- arg: period text
-- arg: made_at i64
-- col: n i64
SELECT count(*) AS n FROM unit_up d JOIN unit u ON u.id = d.unit_id
WHERE d.ancestor_id = :unit_id AND d.depth > 0 AND u.kind = 'organisation' AND EXISTS (
    SELECT 1 FROM snapshot s WHERE s.unit_id = u.id AND s.period = :period AND s.state = 'done' AND s.made_at > :made_at);

-- People of a unit with their parts in programmes, in the order of the index.
-- The side is no bare column for SQLite, which would read it from the index: that costs more than the row. PostgreSQL would take
-- it for a filter that leaves nobody.
-- name: frozen_people_rows many
-- arg: unit_id i64
-- arg: after_key text
-- arg: after_id i64
-- arg: after_part i64
-- arg: side text
-- arg: models bool
-- arg: limit i64
-- col: birth_year i64?
-- col: role_model text?
SELECT p.id, p.name_key, p.surname, p.given, p.patronymic, p.birth_year, x.id AS participation_id, x.side, x.state,
       x.form_code, x.joined_on, x.finished_on, g.title, g.starts_on, g.ends_on, g.state AS programme_state,
       CASE WHEN :models = 1
            THEN (SELECT q.role_model FROM pair q WHERE q.mentee_id = x.id ORDER BY q.state, q.id LIMIT 1) END AS role_model
FROM person p JOIN participation x ON x.person_id = p.id JOIN programme g ON g.id = x.programme_id
WHERE p.unit_id = :unit_id AND (p.name_key, p.id, x.id) > (:after_key, :after_id, :after_part) AND x.side || '' = :side
ORDER BY p.name_key, p.id, x.id LIMIT :limit;
-- pg: SELECT p.id, p.name_key, p.surname, p.given, p.patronymic, p.birth_year, x.id AS participation_id, x.side, x.state,
-- pg:        x.form_code, x.joined_on, x.finished_on, g.title, g.starts_on, g.ends_on, g.state AS programme_state,
-- pg:        CASE WHEN :models = 1
-- pg:             THEN (SELECT q.role_model FROM pair q WHERE q.mentee_id = x.id ORDER BY q.state, q.id LIMIT 1) END AS role_model
-- pg: FROM person p JOIN participation x ON x.person_id = p.id JOIN programme g ON g.id = x.programme_id
-- pg: WHERE p.unit_id = :unit_id AND (p.name_key, p.id, x.id) > (:after_key, :after_id, :after_part) AND x.side = :side
-- pg: ORDER BY p.name_key, p.id, x.id LIMIT :limit;

-- name: frozen_person_row one
-- arg: unit_id i64
-- arg: id i64
SELECT name_key FROM person WHERE id = :id AND unit_id = :unit_id;

-- The root comes last: its organisations are counted with their regions then.
-- name: frozen_regions many
-- col: id i64
-- col: utc_offset i64
-- col: created_at i64
-- col: above i64
SELECT u.id, u.utc_offset, u.created_at, 0 AS above FROM unit r JOIN unit u ON u.parent_id = r.id AND u.kind = 'region'
WHERE r.parent_id IS NULL
UNION ALL
SELECT id, utc_offset, created_at, 1 FROM unit WHERE parent_id IS NULL
ORDER BY above, id LIMIT 200;

-- name: frozen_waiting one
-- arg: unit_id i64
-- arg: period text
SELECT id, made_at FROM snapshot WHERE unit_id = :unit_id AND period = :period AND final = 1 ORDER BY n DESC LIMIT 1;
