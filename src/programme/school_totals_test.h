/* For tests only: what is counted while the work goes on, counted from the rows. */
#pragma once

#define COUNTED                                                                                    \
    "SELECT programme_id, 'participation' AS what, side AS kind, state, count(*) AS n "            \
    "FROM participation GROUP BY programme_id, side, state UNION ALL "                             \
    "SELECT programme_id, 'application', side, state, count(*) FROM application "                  \
    "GROUP BY programme_id, side, state UNION ALL "                                                \
    "SELECT programme_id, 'pair', '', state, count(*) FROM pair GROUP BY programme_id, state "     \
    "UNION ALL SELECT programme_id, 'meeting', '', 'held', count(*) FROM meeting "                 \
    "WHERE state = 'held' GROUP BY programme_id "                                                  \
    "UNION ALL SELECT programme_id, 'paper', kind, state, count(*) FROM paper "                    \
    "GROUP BY programme_id, kind, state"
#define NEEDED                                                                                     \
    "coalesce((SELECT CASE WHEN w.low = 1 OR w.help = 1 OR w.refused > 0 OR w.wish_side <> '' "    \
    "THEN 0 ELSE w.last_at END FROM pair_pulse w WHERE w.pair_id = pair.id), created_at)"

#define TOTALS_WRONG                                                                               \
    "SELECT count(*) FROM (SELECT programme_id, what, kind, state FROM (SELECT programme_id, "     \
    "what, kind, state, n FROM total UNION ALL SELECT programme_id, what, kind, state, -n FROM "   \
    "(" COUNTED ") c) d GROUP BY programme_id, what, kind, state HAVING sum(n) <> 0) e"
#define NEEDS_WRONG "SELECT count(*) FROM pair WHERE ended_at IS NULL AND need_at <> " NEEDED

#define TOTALS_CLEAR "DELETE FROM total"
#define TOTALS_ANEW "INSERT INTO total (programme_id, what, kind, state, n) " COUNTED
#define NEEDS_ANEW "UPDATE pair SET need_at = " NEEDED
