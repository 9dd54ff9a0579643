-- A request as a queue lists it, with when whoever asked last added something and when whoever referred last answered: the
-- parts of the queue are chosen from the same rows. A child whose key is destroyed is in no list.
CREATE VIEW queue_row AS
SELECT request.child_id AS child_id, request.id AS id, request.unit_id AS unit_id, request.state AS state,
  request.urgency AS urgency, request.acute_rank AS acute_rank, request.due_at AS due_at,
  request.received_at AS received_at, request.taken_by_assignment AS taken_by, request.asker_kind AS asker_kind,
  request.asker_assignment_id AS asker_assignment, request.changed_at AS changed_at, request.sealed AS sealed,
  assessment.changed_at AS draft_at, assessment.waiting_since AS waiting_since,
  (
    SELECT MAX(request_addition.at)
    FROM request_addition
    WHERE request_addition.child_id = request.child_id AND request_addition.request_id = request.id
      AND request_addition.by_assignment_id IS NULL
  ) AS added_at,
  (
    SELECT MAX(referral_question.answered_at)
    FROM referral_question
    WHERE referral_question.child_id = request.child_id AND referral_question.request_id = request.id
  ) AS answered_at,
  child_label.label AS label, child_label.protection AS protection, child_label.master AS master,
  child_label.wrapped AS wrapped
FROM request
JOIN child_label ON child_label.child_id = request.child_id
LEFT JOIN assessment ON assessment.child_id = request.child_id AND assessment.request_id = request.id
WHERE child_label.master IS NOT NULL;
