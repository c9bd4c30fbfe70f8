-- name: survey_round_row one
-- arg: id i64
-- col: title text?
SELECT o.id, o.unit_id, o.programme_id, o.survey_id, o.phase, o.closes_on, o.remind_days, o.sent, o.done, o.version,
       o.opened_at, o.closed_at, u.utc_offset, (SELECT s.title FROM survey s WHERE s.id = o.survey_id) AS title
FROM survey_round o JOIN unit u ON u.id = o.unit_id
WHERE o.id = :id;

-- name: survey_round_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: programme_id i64
-- arg: survey_id i64?
-- arg: phase text
-- arg: closes_on text
-- arg: remind_days i64
-- arg: now i64
-- arg: by i64?
INSERT INTO survey_round (id, unit_id, programme_id, survey_id, phase, closes_on, remind_days, opened_at, opened_by)
VALUES (:id, :unit_id, :programme_id, :survey_id, :phase, :closes_on, :remind_days, :now, :by)
ON CONFLICT DO NOTHING;

-- name: survey_round_set exec
-- arg: id i64
-- arg: version i64
-- arg: closes_on text
-- arg: remind_days i64
UPDATE survey_round SET closes_on = :closes_on, remind_days = :remind_days, version = version + 1, closed_at = NULL
WHERE id = :id AND version = :version;

-- name: survey_round_close exec
-- arg: id i64
-- arg: now i64
UPDATE survey_round SET closed_at = :now, version = version + 1 WHERE id = :id AND closed_at IS NULL;

-- Participants of a side who have no sheet of the round yet. paired: those only who are or were in a
-- pair. The form of the latest pair goes before what the registry says. «0 = » and «+ 0»: statistics
-- know nothing of a new round, and PostgreSQL would read all of it for each participant.
-- name: survey_link_set exec
-- arg: id i64
-- arg: token_hash blob?
-- arg: link_n i64
UPDATE survey_response SET token_hash = :token_hash, link_n = :link_n WHERE id = :id;

-- name: survey_link_n one
-- arg: id i64
SELECT link_n FROM survey_response WHERE id = :id;

-- name: survey_link_row one
-- arg: token_hash blob
SELECT id FROM survey_response WHERE token_hash = :token_hash;
