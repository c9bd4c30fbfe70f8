-- name: training_waiting many
-- arg: person_id i64
SELECT x.id, x.programme_id, u.utc_offset FROM participation x JOIN unit u ON u.id = x.unit_id
WHERE x.person_id = :person_id AND x.side = 'mentor' AND x.state = 'training' ORDER BY x.id LIMIT 100;
