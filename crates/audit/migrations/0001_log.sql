-- The log: one line for every read, search, list, refusal, change, print and export. Append-only. Identifiers and codes
-- only; never a name, a number or a sentence.
CREATE TABLE audit_line (
  domain_id uuid NOT NULL,
  sequence bigint NOT NULL,
  at bigint NOT NULL,
  actor_kind text NOT NULL,
  staff_id uuid,
  assignment_id uuid,
  unit_id uuid,
  role text,
  person_id uuid,
  job text,
  action text NOT NULL,
  outcome text NOT NULL,
  act text NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  child_id uuid,
  rows_seen bigint NOT NULL,
  policies text NOT NULL,
  previous bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (domain_id, sequence)
);

CREATE INDEX audit_line_child ON audit_line (child_id, at);

CREATE INDEX audit_line_unit ON audit_line (unit_id, at);

-- Where each domain's chain ends.
CREATE TABLE audit_head (
  domain_id uuid NOT NULL PRIMARY KEY,
  sequence bigint NOT NULL,
  hash bytea NOT NULL
);
