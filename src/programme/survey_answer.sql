-- name: survey_response_row one
-- arg: id i64
-- col: title text?
SELECT r.id, r.round_id, r.unit_id, r.participation_id, r.person_id, r.role, r.form_code, r.sort_key, r.sheet_id, r.marks,
       r.state, r.method, r.link_n, r.token_hash, o.programme_id, o.survey_id, o.phase, o.closes_on, o.closed_at,
       u.utc_offset, g.pack_id, p.given,
       (SELECT s.title FROM survey s WHERE s.id = o.survey_id) AS title
FROM survey_response r JOIN survey_round o ON o.id = r.round_id JOIN unit u ON u.id = o.unit_id
JOIN programme g ON g.id = o.programme_id JOIN person p ON p.id = r.person_id
WHERE r.id = :id;

-- name: survey_words_of_pack one
-- arg: pack_id i64
-- arg: form text
-- arg: role text
-- arg: phase text
SELECT id FROM survey_sheet WHERE pack_id = :pack_id AND form_code = :form AND role = :role AND phase = :phase;

-- name: survey_words_newest one
-- arg: survey_id i64
SELECT id FROM survey_sheet WHERE survey_id = :survey_id AND published_at IS NOT NULL ORDER BY n DESC LIMIT 1;

-- An older version of the same questionnaire: what the person saw when it was published anew.
-- name: survey_words_older one
-- arg: id i64
-- arg: survey_id i64
SELECT id FROM survey_sheet WHERE id = :id AND survey_id = :survey_id AND published_at IS NOT NULL;

-- name: survey_texts_of many
-- arg: response_id i64
SELECT n, text FROM survey_text WHERE response_id = :response_id;

-- name: survey_choices_of many
-- arg: response_id i64
SELECT n, participation_id FROM survey_choice WHERE response_id = :response_id ORDER BY n, place, participation_id;

-- Below the state is no bare column: PostgreSQL walked the index of those who have not answered instead of asking for the id,
-- while its statistics were of a time when everybody had.
-- name: survey_response_begin exec
-- arg: id i64
-- arg: sheet_id i64
-- arg: method text
UPDATE survey_response SET sheet_id = :sheet_id, state = 'begun', method = :method
WHERE id = :id AND state || '' = 'waiting' AND sheet_id IS NULL;

-- name: survey_response_mark exec
-- arg: id i64
-- arg: marks text
UPDATE survey_response SET marks = :marks WHERE id = :id AND state || '' = 'begun';

-- name: survey_response_done exec
-- arg: id i64
-- arg: method text
-- arg: now i64
UPDATE survey_response SET state = 'done', method = :method, done_at = :now WHERE id = :id AND state || '' = 'begun';

-- name: survey_text_put exec
-- arg: response_id i64
-- arg: n i64
-- arg: round_id i64
-- arg: sheet_id i64
-- arg: role text
-- arg: form text
-- arg: shuffle i64
-- arg: text text
INSERT INTO survey_text (response_id, n, round_id, sheet_id, role, form_code, shuffle, text)
VALUES (:response_id, :n, :round_id, :sheet_id, :role, :form, :shuffle, :text)
ON CONFLICT (response_id, n) DO UPDATE SET text = excluded.text;

-- name: survey_text_delete exec
-- arg: response_id i64
-- arg: n i64
DELETE FROM survey_text WHERE response_id = :response_id AND n = :n;

-- name: survey_choices_delete exec
-- arg: response_id i64
-- arg: n i64
DELETE FROM survey_choice WHERE response_id = :response_id AND n = :n;

-- name: survey_choice_put exec
-- arg: response_id i64
-- arg: n i64
-- arg: participation_id i64
-- arg: place i64
INSERT INTO survey_choice (response_id, n, participation_id, place)
VALUES (:response_id, :n, :participation_id, :place) ON CONFLICT DO NOTHING;

-- name: survey_round_add_done exec
-- arg: id i64
UPDATE survey_round SET done = done + 1 WHERE id = :id;

-- name: survey_count_add_done exec
-- arg: round_id i64
-- arg: unit_id i64
-- arg: role text
-- arg: form text
UPDATE survey_count SET done = done + 1
WHERE round_id = :round_id AND unit_id = :unit_id AND role = :role AND form_code = :form;

-- name: survey_total_add_done exec
-- arg: round_id i64
-- arg: role text
-- arg: form text
UPDATE survey_total SET done = done + 1 WHERE round_id = :round_id AND role = :role AND form_code = :form;

-- name: survey_partners many
-- arg: id i64
-- col: id i64
-- col: given text
-- col: surname text
SELECT y.id, p.given, p.surname FROM pair x JOIN participation y ON y.id = x.mentor_id JOIN person p ON p.id = y.person_id
WHERE x.mentee_id = :id
UNION
SELECT y.id, p.given, p.surname FROM pair x JOIN participation y ON y.id = x.mentee_id JOIN person p ON p.id = y.person_id
WHERE x.mentor_id = :id
LIMIT 60;

-- Of the same organisation, in pairs or ready for one.
-- name: survey_others many
-- arg: programme_id i64
-- arg: side text
-- arg: unit_id i64
SELECT y.id, p.given, p.surname FROM participation y JOIN person p ON p.id = y.person_id
WHERE y.programme_id = :programme_id AND y.side = :side AND y.unit_id = :unit_id
  AND (y.state = 'paired' OR y.state = 'ready' OR y.state = 'matching')
ORDER BY y.sort_key, y.id LIMIT 60;

-- name: survey_unfinished many
-- arg: round_id i64
-- arg: limit i64
SELECT id FROM survey_response WHERE round_id = :round_id AND state <> 'done' ORDER BY told_at LIMIT :limit;
