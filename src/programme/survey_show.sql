-- name: survey_counts_by_unit many
-- arg: round_id i64
-- arg: after_key text
-- arg: after_id i64
-- arg: limit i64
-- col: sent i64
-- col: done i64
SELECT x.unit_id, x.sort_key, u.short_name AS name, x.sent, x.done
FROM (SELECT c.sort_key, c.unit_id, CAST(sum(c.sent) AS BIGINT) AS sent, CAST(sum(c.done) AS BIGINT) AS done
      FROM survey_count c
      WHERE c.round_id = :round_id AND (c.sort_key, c.unit_id) > (:after_key, :after_id)
      GROUP BY c.sort_key, c.unit_id ORDER BY c.sort_key, c.unit_id LIMIT :limit) x
JOIN unit u ON u.id = x.unit_id
ORDER BY x.sort_key, x.unit_id;

-- name: survey_send_job one
-- arg: round_id i64
SELECT id, state FROM job WHERE kind = 'survey_send' AND object_id = :round_id ORDER BY id DESC LIMIT 1;
