-- name: selection_person one
-- arg: id i64
-- arg: programme_id i64
SELECT x.id, x.unit_id, x.person_id, x.state, x.form_code, p.surname, p.given, p.patronymic, p.birth_year
FROM participation x JOIN person p ON p.id = x.person_id
WHERE x.id = :id AND x.programme_id = :programme_id AND x.side = 'mentor';

-- name: selection_programme_of one
-- arg: id i64
SELECT programme_id FROM participation WHERE id = :id AND side = 'mentor';

-- name: selection_answers many
-- arg: id i64
SELECT item, answer, made_at FROM selection_answer WHERE participation_id = :id;

-- name: selection_answer_put exec
-- arg: id i64
-- arg: item text
-- arg: answer text
-- arg: now i64
-- arg: account i64?
INSERT INTO selection_answer (participation_id, item, answer, made_at, made_by)
VALUES (:id, :item, :answer, :now, :account)
ON CONFLICT (participation_id, item)
DO UPDATE SET answer = excluded.answer, made_at = excluded.made_at, made_by = excluded.made_by;

-- name: interviews_of many
-- arg: id i64
-- col: made_by text?
SELECT i.id, i.held_on, i.interviewer, i.note, i.made_at,
       (SELECT a.display_name FROM account a WHERE a.id = i.made_by) AS made_by
FROM interview i WHERE i.participation_id = :id ORDER BY i.id DESC LIMIT 20;

-- name: interview_marks many
-- arg: interview_id i64
SELECT item, mark, note FROM interview_mark WHERE interview_id = :interview_id;

-- name: interview_insert exec
-- arg: id i64
-- arg: participation_id i64
-- arg: held_on text
-- arg: interviewer text
-- arg: note text
-- arg: now i64
-- arg: account i64?
INSERT INTO interview (id, participation_id, held_on, interviewer, note, made_at, made_by)
VALUES (:id, :participation_id, :held_on, :interviewer, :note, :now, :account);

-- name: interview_mark_insert exec
-- arg: interview_id i64
-- arg: item text
-- arg: mark i64
-- arg: note text
INSERT INTO interview_mark (interview_id, item, mark, note) VALUES (:interview_id, :item, :mark, :note);

-- name: selection_checks many
-- arg: id i64
-- col: made_by text?
SELECT c.item, c.passed, c.number, c.note, c.made_at,
       (SELECT a.display_name FROM account a WHERE a.id = c.made_by) AS made_by
FROM selection_check c WHERE c.participation_id = :id;

-- name: selection_check_put exec
-- arg: id i64
-- arg: item text
-- arg: passed i64
-- arg: number i64?
-- arg: note text
-- arg: now i64
-- arg: account i64?
INSERT INTO selection_check (participation_id, item, passed, number, note, made_at, made_by)
VALUES (:id, :item, :passed, :number, :note, :now, :account)
ON CONFLICT (participation_id, item)
DO UPDATE SET passed = excluded.passed, number = excluded.number, note = excluded.note,
              made_at = excluded.made_at, made_by = excluded.made_by;

-- name: commission_row one
-- arg: programme_id i64
SELECT quorum, made_at FROM commission WHERE programme_id = :programme_id;

-- name: commission_members many
-- arg: programme_id i64
SELECT n, name FROM commission_member WHERE programme_id = :programme_id ORDER BY n;

-- name: commission_clear exec
-- arg: programme_id i64
DELETE FROM commission WHERE programme_id = :programme_id;

-- name: commission_members_clear exec
-- arg: programme_id i64
DELETE FROM commission_member WHERE programme_id = :programme_id;

-- name: commission_insert exec
-- arg: programme_id i64
-- arg: quorum i64
-- arg: now i64
-- arg: account i64?
INSERT INTO commission (programme_id, quorum, made_at, made_by) VALUES (:programme_id, :quorum, :now, :account);

-- name: commission_member_insert exec
-- arg: programme_id i64
-- arg: n i64
-- arg: name text
INSERT INTO commission_member (programme_id, n, name) VALUES (:programme_id, :n, :name);

-- name: selection_decisions many
-- arg: id i64
-- col: made_by text?
SELECT d.id, d.outcome, d.decided_on, d.quorum, d.reason, d.made_at,
       (SELECT a.display_name FROM account a WHERE a.id = d.made_by) AS made_by
FROM selection_decision d WHERE d.participation_id = :id ORDER BY d.id DESC LIMIT 20;

-- name: selection_votes many
-- arg: decision_id i64
SELECT name, vote FROM selection_vote WHERE decision_id = :decision_id ORDER BY n;

-- name: selection_decision_insert exec
-- arg: id i64
-- arg: participation_id i64
-- arg: outcome text
-- arg: decided_on text
-- arg: quorum i64
-- arg: reason text
-- arg: now i64
-- arg: account i64?
INSERT INTO selection_decision (id, participation_id, outcome, decided_on, quorum, reason, made_at, made_by)
VALUES (:id, :participation_id, :outcome, :decided_on, :quorum, :reason, :now, :account);

-- name: selection_vote_insert exec
-- arg: decision_id i64
-- arg: n i64
-- arg: name text
-- arg: vote text
INSERT INTO selection_vote (decision_id, n, name, vote) VALUES (:decision_id, :n, :name, :vote);

-- Candidates who are not accepted yet, in the order of the registry: each state has its place in the
-- index, and an index of their own would be written for every row of an import.
-- name: selection_candidates many
-- arg: programme_id i64
-- arg: after_key text
-- arg: after_id i64
-- arg: limit i64
-- col: id i64
-- col: person_id i64
-- col: state text
-- col: form_code text
-- col: sort_key text
-- col: surname text
-- col: given text
-- col: patronymic text
-- col: birth_year i64?
SELECT x.id, x.person_id, x.state, x.form_code, x.sort_key, p.surname, p.given, p.patronymic, p.birth_year
FROM (
    SELECT a0.sort_key, a0.id FROM (
        SELECT o.sort_key, o.id FROM participation o
        WHERE o.programme_id = :programme_id AND o.side = 'mentor' AND o.state = 'in_base'
          AND (o.sort_key, o.id) > (:after_key, :after_id)
        ORDER BY o.sort_key, o.id LIMIT :limit) a0
    UNION ALL
    SELECT a1.sort_key, a1.id FROM (
        SELECT o.sort_key, o.id FROM participation o
        WHERE o.programme_id = :programme_id AND o.side = 'mentor' AND o.state = 'review'
          AND (o.sort_key, o.id) > (:after_key, :after_id)
        ORDER BY o.sort_key, o.id LIMIT :limit) a1
    UNION ALL
    SELECT a2.sort_key, a2.id FROM (
        SELECT o.sort_key, o.id FROM participation o
        WHERE o.programme_id = :programme_id AND o.side = 'mentor' AND o.state = 'approved'
          AND (o.sort_key, o.id) > (:after_key, :after_id)
        ORDER BY o.sort_key, o.id LIMIT :limit) a2
    UNION ALL
    SELECT a3.sort_key, a3.id FROM (
        SELECT o.sort_key, o.id FROM participation o
        WHERE o.programme_id = :programme_id AND o.side = 'mentor' AND o.state = 'training'
          AND (o.sort_key, o.id) > (:after_key, :after_id)
        ORDER BY o.sort_key, o.id LIMIT :limit) a3
    ORDER BY 1, 2 LIMIT :limit
) k JOIN participation x ON x.id = k.id JOIN person p ON p.id = x.person_id
ORDER BY x.sort_key, x.id;

-- name: selection_accept_events exec
-- arg: programme_id i64
-- arg: reason text
-- arg: made_at i64
-- arg: made_by i64?
INSERT INTO participation_event (participation_id, n, action, from_state, to_state, reason, made_at, made_by)
SELECT x.id, coalesce((SELECT max(e.n) FROM participation_event e WHERE e.participation_id = x.id), 0) + 1,
       'accept', 'in_base', 'ready', :reason, :made_at, :made_by
FROM participation x WHERE x.programme_id = :programme_id AND x.side = 'mentor' AND x.state = 'in_base';

-- name: selection_accept_states exec
-- arg: programme_id i64
UPDATE participation SET state = 'ready'
WHERE programme_id = :programme_id AND side = 'mentor' AND state = 'in_base';

-- name: selection_key one
-- arg: programme_id i64
-- arg: id i64
SELECT sort_key FROM participation WHERE id = :id AND programme_id = :programme_id;
