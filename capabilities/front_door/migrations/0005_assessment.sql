-- The assessment of a request: the interview as far as it has come, what is typed about the decision, and the tries to
-- reach the family. What is said and written is sealed under the child's key; what stands open is what lists count.
CREATE TABLE assessment (
  child_id uuid NOT NULL,
  request_id uuid NOT NULL,
  -- The interview.
  id uuid NOT NULL,
  unit_id uuid NOT NULL,
  started_at bigint NOT NULL,
  changed_at bigint NOT NULL,
  changed_by uuid,
  -- The first time somebody talked with the family, and how long after receipt in microseconds.
  first_contact_at bigint,
  contact_wait bigint,
  -- Since when it is the family's turn.
  waiting_since bigint,
  sealed bytea NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (child_id, request_id)
);

CREATE INDEX assessment_first_contact ON assessment (unit_id, first_contact_at);

-- Decisions, each with the edition of the rules that was in force. Never changed. Level, reason, words and ratings are
-- sealed.
CREATE TABLE decision (
  child_id uuid NOT NULL,
  id uuid NOT NULL,
  request_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  -- The table of rules; none when no table was in force.
  table_id uuid,
  decided_at bigint NOT NULL,
  decided_by uuid NOT NULL,
  next_on bigint NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, id)
);

CREATE INDEX decision_of_request ON decision (child_id, request_id);

CREATE INDEX decision_made ON decision (unit_id, decided_at);

CREATE INDEX request_received ON request (unit_id, received_at);
