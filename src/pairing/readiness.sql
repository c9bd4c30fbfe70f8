-- name: readiness_zone one
-- arg: programme_id i64
SELECT u.utc_offset FROM programme g JOIN unit u ON u.id = g.unit_id WHERE g.id = :programme_id;

-- Forms of those who wait, each by a step along the index, and whether a minor is among them: until the first, which
-- PostgreSQL would not do for EXISTS.
-- name: readiness_minors many
-- arg: programme_id i64
-- arg: adult_year i64
-- col: form_code text
WITH RECURSIVE waiting (form_code) AS (
    SELECT (SELECT min(x.form_code) FROM participation x
            WHERE x.programme_id = :programme_id AND x.side = 'mentee' AND x.state IN ('in_base', 'matching'))
    UNION ALL
    SELECT (SELECT min(x.form_code) FROM participation x
            WHERE x.programme_id = :programme_id AND x.side = 'mentee' AND x.state IN ('in_base', 'matching')
              AND x.form_code > waiting.form_code)
    FROM waiting WHERE waiting.form_code IS NOT NULL)
SELECT waiting.form_code FROM waiting
WHERE waiting.form_code IS NOT NULL
  AND (SELECT x.id FROM participation x JOIN person p ON p.id = x.person_id
       WHERE x.programme_id = :programme_id AND x.side = 'mentee' AND x.state IN ('in_base', 'matching')
         AND x.form_code = waiting.form_code AND (p.birth_year IS NULL OR p.birth_year > :adult_year) LIMIT 1) IS NOT NULL;

-- Adults who are ready, without a certificate that counts.
-- name: readiness_uncleared many
-- arg: programme_id i64
-- arg: adult_year i64
-- arg: today text
SELECT x.id, x.person_id, x.form_code, p.surname, p.given, p.patronymic
FROM participation x JOIN person p ON p.id = x.person_id
WHERE x.programme_id = :programme_id AND x.side = 'mentor' AND x.state IN ('ready', 'resting', 'paired')
  AND (p.birth_year IS NULL OR p.birth_year <= :adult_year)
  AND NOT EXISTS (SELECT 1 FROM vetting v WHERE v.person_id = x.person_id AND v.ended_at IS NULL
                  AND v.issued_on <= :today AND v.expires_on > :today)
ORDER BY x.sort_key, x.id LIMIT 1000;

-- Pairs of a draft that cannot be published: the mentor is not ready, or an adult without a certificate meets a minor.
-- name: readiness_run many
-- arg: run_id i64
-- arg: adult_year i64
-- arg: today text
SELECT o.id, o.person_id, o.state, q.surname, q.given, q.patronymic
FROM run_pair r JOIN participation e ON e.id = r.mentee_id JOIN person p ON p.id = e.person_id
JOIN participation o ON o.id = r.mentor_id JOIN person q ON q.id = o.person_id
WHERE r.run_id = :run_id
  AND (o.state IN ('in_base', 'review', 'approved', 'training')
       OR (p.birth_year IS NULL OR p.birth_year > :adult_year)
          AND (q.birth_year IS NULL OR q.birth_year <= :adult_year)
          AND NOT EXISTS (SELECT 1 FROM vetting v WHERE v.person_id = o.person_id AND v.ended_at IS NULL
                          AND v.issued_on <= :today AND v.expires_on > :today))
ORDER BY r.mentee_id LIMIT 100;
