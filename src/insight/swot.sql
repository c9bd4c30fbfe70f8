-- name: swot_row one
-- arg: programme_id i64
SELECT strengths, weaknesses, opportunities, threats, version FROM swot WHERE programme_id = :programme_id;

-- A first saving, or one over the version that was seen.
-- name: swot_insert exec
-- arg: programme_id i64
-- arg: strengths text
-- arg: weaknesses text
-- arg: opportunities text
-- arg: threats text
-- arg: changed_by i64?
-- arg: changed_at i64
INSERT INTO swot (programme_id, strengths, weaknesses, opportunities, threats, version, changed_by, changed_at)
VALUES (:programme_id, :strengths, :weaknesses, :opportunities, :threats, 1, :changed_by, :changed_at)
ON CONFLICT (programme_id) DO NOTHING;

-- name: swot_update exec
-- arg: programme_id i64
-- arg: strengths text
-- arg: weaknesses text
-- arg: opportunities text
-- arg: threats text
-- arg: version i64
-- arg: changed_by i64?
-- arg: changed_at i64
UPDATE swot SET strengths = :strengths, weaknesses = :weaknesses, opportunities = :opportunities, threats = :threats,
                version = version + 1, changed_by = :changed_by, changed_at = :changed_at
WHERE programme_id = :programme_id AND version = :version;

-- name: swot_used_insert exec
-- arg: programme_id i64
-- arg: answer text
INSERT INTO swot_used (programme_id, answer) VALUES (:programme_id, :answer) ON CONFLICT (programme_id, answer) DO NOTHING;

-- name: swot_used_rows many
-- arg: programme_id i64
SELECT answer FROM swot_used WHERE programme_id = :programme_id ORDER BY answer LIMIT 100000;
