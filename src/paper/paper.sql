-- Templates and the register.

-- The one in use at the unit or the nearest level above.
-- name: paper_template_near one
-- arg: unit_id i64
-- arg: kind text
SELECT t.id, t.unit_id, t.version, t.file_name, t.made_at FROM unit_up w
JOIN paper_template t ON t.unit_id = w.ancestor_id AND t.kind = :kind AND t.ended_at IS NULL
WHERE w.unit_id = :unit_id ORDER BY w.depth LIMIT 1;

-- name: paper_template_body one
-- arg: id i64
SELECT unit_id, kind, file_name, body FROM paper_template WHERE id = :id;

-- name: paper_template_last one
-- arg: unit_id i64
-- arg: kind text
-- col: version i64?
SELECT max(version) AS version FROM paper_template WHERE unit_id = :unit_id AND kind = :kind;

-- name: paper_template_end exec
-- arg: unit_id i64
-- arg: kind text
-- arg: now i64
UPDATE paper_template SET ended_at = :now WHERE unit_id = :unit_id AND kind = :kind AND ended_at IS NULL;

-- name: paper_template_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: kind text
-- arg: version i64
-- arg: file_name text
-- arg: body blob
-- arg: made_by i64?
-- arg: made_at i64
INSERT INTO paper_template (id, unit_id, kind, version, file_name, body, made_by, made_at)
VALUES (:id, :unit_id, :kind, :version, :file_name, :body, :made_by, :made_at);

-- name: paper_last_n one
-- arg: unit_id i64
-- arg: kind text
-- arg: year i64
-- col: n i64?
SELECT max(n) AS n FROM paper WHERE unit_id = :unit_id AND kind = :kind AND year = :year;

-- name: paper_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: programme_id i64
-- arg: kind text
-- arg: subject_id i64
-- arg: year i64
-- arg: n i64
-- arg: number text
-- arg: day text
-- arg: title text
-- arg: template_id i64?
-- arg: made_by i64?
-- arg: made_at i64
INSERT INTO paper (id, unit_id, programme_id, kind, subject_id, year, n, number, day, title, state,
                   template_id, made_by, made_at)
VALUES (:id, :unit_id, :programme_id, :kind, :subject_id, :year, :n, :number, :day, :title, 'draft',
        :template_id, :made_by, :made_at)
ON CONFLICT DO NOTHING;

-- name: paper_row one
-- arg: id i64
-- col: id i64
-- col: unit_id i64
-- col: programme_id i64
-- col: kind text
-- col: subject_id i64
-- col: number text
-- col: day text
-- col: title text
-- col: state text
-- col: scan_type text
-- col: scan_name text
-- col: reason text
-- col: version i64
-- col: made_at i64
-- col: who text?
SELECT p.id, p.unit_id, p.programme_id, p.kind, p.subject_id, p.number, p.day, p.title, p.state,
       p.scan_type, p.scan_name, p.reason, p.version, p.made_at, a.display_name AS who
FROM paper p LEFT JOIN account a ON a.id = p.made_by WHERE p.id = :id;

-- name: papers_page many
-- arg: programme_id i64
-- arg: before i64
SELECT id, kind, subject_id, number, day, title, state, scan_type FROM paper
WHERE programme_id = :programme_id AND id < :before ORDER BY id DESC LIMIT 26;

-- The state of the newest of each kind that concerns the whole programme, and how many there are.
-- name: papers_of_kinds many
-- arg: programme_id i64
-- col: kind text
-- col: n i64
-- col: n_signed i64
-- col: last_id i64
SELECT kind, count(*) AS n, CAST(sum(CASE WHEN state = 'signed' THEN 1 ELSE 0 END) AS BIGINT) AS n_signed,
       max(id) AS last_id
FROM paper WHERE programme_id = :programme_id AND state <> 'cancelled' GROUP BY kind ORDER BY kind;

-- name: paper_set_state exec
-- arg: id i64
-- arg: from_state text
-- arg: to_state text
-- arg: reason text
UPDATE paper SET state = :to_state, reason = :reason, version = version + 1
WHERE id = :id AND state = :from_state;

-- name: paper_set_scan exec
-- arg: id i64
-- arg: scan_type text
-- arg: scan_name text
UPDATE paper SET scan_type = :scan_type, scan_name = :scan_name, version = version + 1
WHERE id = :id AND state <> 'cancelled';

-- name: paper_last_event one
-- arg: paper_id i64
-- col: n i64?
SELECT max(n) AS n FROM paper_event WHERE paper_id = :paper_id;

-- name: paper_event_insert exec
-- arg: paper_id i64
-- arg: n i64
-- arg: action text
-- arg: detail text
-- arg: made_at i64
-- arg: made_by i64?
INSERT INTO paper_event (paper_id, n, action, detail, made_at, made_by)
VALUES (:paper_id, :n, :action, :detail, :made_at, :made_by);

-- name: paper_events many
-- arg: paper_id i64
-- col: n i64
-- col: action text
-- col: detail text
-- col: made_at i64
-- col: who text?
SELECT e.n, e.action, e.detail, e.made_at, a.display_name AS who
FROM paper_event e LEFT JOIN account a ON a.id = e.made_by
WHERE e.paper_id = :paper_id ORDER BY e.n LIMIT 200;
