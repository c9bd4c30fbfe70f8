-- What is kept, against the rows it is kept of: the one place that reads the rows of other districts, from the console.

-- name: recount_totals many
-- scan: from the console only
-- col: programme_id i64
-- col: what text
-- col: kind text
-- col: state text
-- col: kept i64
-- col: counted i64
SELECT d.programme_id, d.what, d.kind, d.state, CAST(sum(d.kept) AS BIGINT) AS kept,
       CAST(sum(d.counted) AS BIGINT) AS counted
FROM (SELECT programme_id, what, kind, state, n AS kept, 0 AS counted FROM total
      UNION ALL
      SELECT programme_id, 'participation', side, state, 0, count(*) FROM participation
      GROUP BY programme_id, side, state
      UNION ALL
      SELECT programme_id, 'application', side, state, 0, count(*) FROM application
      GROUP BY programme_id, side, state
      UNION ALL
      SELECT programme_id, 'pair', '', state, 0, count(*) FROM pair GROUP BY programme_id, state
      UNION ALL
      SELECT programme_id, 'meeting', '', 'held', 0, count(*) FROM meeting WHERE state = 'held' GROUP BY programme_id
      UNION ALL
      SELECT programme_id, 'paper', kind, state, 0, count(*) FROM paper GROUP BY programme_id, kind, state) d
GROUP BY d.programme_id, d.what, d.kind, d.state
HAVING sum(d.kept) <> sum(d.counted) ORDER BY d.programme_id;

-- Pairs whose call for somebody is not what their pulse says.
-- name: recount_needs one
-- scan: from the console only
-- col: n i64
SELECT count(*) AS n FROM pair WHERE ended_at IS NULL AND need_at <>
    coalesce((SELECT CASE WHEN w.low = 1 OR w.help = 1 OR w.refused > 0 OR w.wish_side <> '' THEN 0 ELSE w.last_at END
              FROM pair_pulse w WHERE w.pair_id = pair.id), created_at);

-- name: recount_needs_set exec
-- scan: from the console only
UPDATE pair SET need_at =
    coalesce((SELECT CASE WHEN w.low = 1 OR w.help = 1 OR w.refused > 0 OR w.wish_side <> '' THEN 0 ELSE w.last_at END
              FROM pair_pulse w WHERE w.pair_id = pair.id), created_at)
WHERE ended_at IS NULL AND need_at <>
    coalesce((SELECT CASE WHEN w.low = 1 OR w.help = 1 OR w.refused > 0 OR w.wish_side <> '' THEN 0 ELSE w.last_at END
              FROM pair_pulse w WHERE w.pair_id = pair.id), created_at);
