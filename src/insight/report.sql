-- name: report_row one
-- arg: unit_id i64
-- arg: period text
SELECT snapshot_id, summary, analysis, plans, version, handed_in_at FROM monitoring_report
WHERE unit_id = :unit_id AND period = :period;

-- name: report_insert exec
-- arg: unit_id i64
-- arg: period text
-- arg: snapshot_id i64
-- arg: summary text
-- arg: analysis text
-- arg: plans text
-- arg: made_by i64?
-- arg: made_at i64
-- arg: handed_in_at i64?
INSERT INTO monitoring_report (unit_id, period, snapshot_id, summary, analysis, plans, version, made_by, made_at, handed_in_at)
VALUES (:unit_id, :period, :snapshot_id, :summary, :analysis, :plans, 1, :made_by, :made_at, :handed_in_at)
ON CONFLICT (unit_id, period) DO NOTHING;

-- name: report_update exec
-- arg: unit_id i64
-- arg: period text
-- arg: snapshot_id i64
-- arg: summary text
-- arg: analysis text
-- arg: plans text
-- arg: version i64
-- arg: made_by i64?
-- arg: made_at i64
-- arg: handed_in_at i64?
UPDATE monitoring_report
SET snapshot_id = :snapshot_id, summary = :summary, analysis = :analysis, plans = :plans, version = version + 1,
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
-- col: name_key text
-- col: handed_in_at i64?
SELECT u.id, u.short_name, u.name_key, r.handed_in_at
FROM unit_up d JOIN unit u ON u.id = d.unit_id
LEFT JOIN monitoring_report r ON r.unit_id = u.id AND r.period = :period
WHERE d.ancestor_id = :unit_id AND d.depth > 0 AND u.kind = 'organisation' AND u.archived_at IS NULL
  AND (:missing = 0 OR r.handed_in_at IS NULL) AND (u.name_key, u.id) > (:after_key, :after_id)
ORDER BY u.name_key, u.id LIMIT :limit;

-- name: report_counts one
-- arg: unit_id i64
-- arg: period text
-- col: n i64
-- col: handed_in i64
SELECT count(*) AS n, count(r.handed_in_at) AS handed_in
FROM unit_up d JOIN unit u ON u.id = d.unit_id
LEFT JOIN monitoring_report r ON r.unit_id = u.id AND r.period = :period
WHERE d.ancestor_id = :unit_id AND d.depth > 0 AND u.kind = 'organisation' AND u.archived_at IS NULL;

-- Programmes of a unit that went on in a term.
-- name: report_programmes many
-- arg: unit_id i64
-- arg: first text
-- arg: last text
SELECT id, title, pack_id FROM programme
WHERE unit_id = :unit_id AND state NOT IN ('draft', 'cancelled') AND starts_on <= :last AND ends_on >= :first
ORDER BY starts_on DESC, id DESC LIMIT 20;
