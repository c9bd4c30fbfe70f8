-- name: report_row one
-- arg: unit_id i64
-- arg: period text
SELECT snapshot_id, summary, analysis, plans, tables, version, handed_in_at FROM monitoring_report
WHERE unit_id = :unit_id AND period = :period;

-- name: report_insert exec
-- arg: unit_id i64
-- arg: period text
-- arg: snapshot_id i64
-- arg: summary text
-- arg: analysis text
-- arg: plans text
-- arg: tables text
-- arg: made_by i64?
-- arg: made_at i64
-- arg: handed_in_at i64?
INSERT INTO monitoring_report (unit_id, period, snapshot_id, summary, analysis, plans, tables, version, made_by, made_at,
                               handed_in_at)
VALUES (:unit_id, :period, :snapshot_id, :summary, :analysis, :plans, :tables, 1, :made_by, :made_at, :handed_in_at)
ON CONFLICT (unit_id, period) DO NOTHING;

-- name: report_update exec
-- arg: unit_id i64
-- arg: period text
-- arg: snapshot_id i64
-- arg: summary text
-- arg: analysis text
-- arg: plans text
-- arg: tables text
-- arg: version i64
-- arg: made_by i64?
-- arg: made_at i64
-- arg: handed_in_at i64?
UPDATE monitoring_report
SET snapshot_id = :snapshot_id, summary = :summary, analysis = :analysis, plans = :plans, tables = :tables,
    version = version + 1,
    made_by = :made_by, made_at = :made_at, handed_in_at = :handed_in_at
WHERE unit_id = :unit_id AND period = :period AND version = :version AND handed_in_at IS NULL;

-- name: report_reopen exec
-- arg: unit_id i64
-- arg: period text
UPDATE monitoring_report SET handed_in_at = NULL, version = version + 1
WHERE unit_id = :unit_id AND period = :period AND handed_in_at IS NOT NULL;

-- name: report_unit_rows many
-- arg: unit_id i64
-- arg: period text
-- arg: missing bool
-- arg: after_key text
-- arg: after_id i64
-- arg: limit i64
-- col: id i64
-- col: short_name text
-- col: place text
-- col: name_key text
-- col: handed_in_at i64?
SELECT u.id, u.short_name, COALESCE(m.short_name, '') AS place, d.name_key, r.handed_in_at
FROM unit_up d JOIN unit u ON u.id = d.unit_id
LEFT JOIN unit m ON m.id = u.parent_id AND m.id <> :unit_id
LEFT JOIN monitoring_report r ON r.unit_id = d.unit_id AND r.period = :period
WHERE d.ancestor_id = :unit_id AND d.kind = 'organisation' AND d.unit_id <> :unit_id
  AND (:missing = 0 OR r.handed_in_at IS NULL) AND (d.name_key, d.unit_id) > (:after_key, :after_id)
ORDER BY d.name_key, d.unit_id LIMIT :limit;

-- name: report_counts one
-- arg: unit_id i64
-- arg: period text
-- col: n i64
-- col: handed_in i64
SELECT count(*) AS n,
       CAST(coalesce((SELECT c.handed_in FROM report_count c WHERE c.unit_id = :unit_id AND c.period = :period), 0)
            AS BIGINT) AS handed_in
FROM unit_up d WHERE d.ancestor_id = :unit_id AND d.kind = 'organisation' AND d.unit_id <> :unit_id;

-- To all that stand above an organisation.
-- name: report_count_add exec
-- arg: unit_id i64
-- arg: period text
-- arg: n i64
INSERT INTO report_count (unit_id, period, handed_in)
SELECT d.ancestor_id, :period, :n FROM unit_up d
WHERE d.unit_id = :unit_id AND d.kind = 'organisation' AND d.depth > 0
ON CONFLICT (unit_id, period) DO UPDATE SET handed_in = report_count.handed_in + excluded.handed_in;

-- Programmes of a unit that went on in a term.
-- name: report_programmes many
-- arg: unit_id i64
-- arg: first text
-- arg: last text
SELECT id, title, pack_id, starts_on, ends_on, state FROM programme
WHERE unit_id = :unit_id AND state NOT IN ('draft', 'cancelled') AND starts_on <= :last AND ends_on >= :first
ORDER BY starts_on DESC, id DESC LIMIT 20;
