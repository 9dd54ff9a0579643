-- A child may turn out to be another: what hangs on a trail follows it to the one that goes on. SQLite changes no reference of
-- a table that is there, so the four tables are made anew. Nothing else in them is different.
CREATE TABLE baton_anew (
  child_id uuid NOT NULL,
  trail_id uuid NOT NULL,
  sequence bigint NOT NULL,
  unit_id uuid NOT NULL,
  assignment_id uuid NOT NULL,
  from_at bigint NOT NULL,
  until_at bigint,
  PRIMARY KEY (child_id, trail_id, sequence),
  FOREIGN KEY (child_id, trail_id) REFERENCES trail (child_id, id) ON UPDATE CASCADE,
  CHECK (until_at IS NULL OR until_at >= from_at)
);

INSERT INTO baton_anew (child_id, trail_id, sequence, unit_id, assignment_id, from_at, until_at)
SELECT child_id, trail_id, sequence, unit_id, assignment_id, from_at, until_at
FROM baton;

DROP TABLE baton;

ALTER TABLE baton_anew RENAME TO baton;

CREATE INDEX baton_given ON baton (assignment_id, until_at);

CREATE UNIQUE INDEX baton_one_holder ON baton (trail_id) WHERE until_at IS NULL;

CREATE INDEX baton_of_unit ON baton (unit_id, until_at);

CREATE TABLE handover_anew (
  child_id uuid NOT NULL,
  trail_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  from_unit_id uuid NOT NULL,
  to_unit_id uuid NOT NULL,
  to_branch text NOT NULL,
  purpose text NOT NULL,
  level bigint,
  sent_by uuid NOT NULL,
  sent_at bigint NOT NULL,
  stage text NOT NULL,
  received_at bigint,
  paused bigint NOT NULL,
  asked_at bigint,
  -- When an answer was promised, counted from receipt.
  due_at bigint NOT NULL,
  -- The summary, the questions and the answers.
  sealed bytea NOT NULL,
  ended_at bigint,
  PRIMARY KEY (child_id, trail_id, id),
  FOREIGN KEY (child_id, trail_id) REFERENCES trail (child_id, id) ON UPDATE CASCADE
);

INSERT INTO handover_anew (child_id, trail_id, id, from_unit_id, to_unit_id, to_branch, purpose, level, sent_by, sent_at,
  stage, received_at, paused, asked_at, due_at, sealed, ended_at)
SELECT child_id, trail_id, id, from_unit_id, to_unit_id, to_branch, purpose, level, sent_by, sent_at, stage, received_at,
  paused, asked_at, due_at, sealed, ended_at
FROM handover;

DROP TABLE handover;

ALTER TABLE handover_anew RENAME TO handover;

CREATE UNIQUE INDEX handover_one_pending ON handover (trail_id) WHERE ended_at IS NULL;

CREATE INDEX handover_to ON handover (to_unit_id, due_at, id) WHERE ended_at IS NULL;

CREATE INDEX handover_from ON handover (from_unit_id, due_at, id) WHERE ended_at IS NULL;

CREATE TABLE trail_event_anew (
  child_id uuid NOT NULL,
  trail_id uuid NOT NULL,
  sequence bigint NOT NULL,
  at bigint NOT NULL,
  kind text NOT NULL,
  actor_kind text NOT NULL,
  actor_staff_id uuid,
  actor_assignment_id uuid,
  actor_unit_id uuid,
  actor_domain_id uuid,
  actor_branch text,
  actor_role text,
  actor_person_id uuid,
  actor_job text,
  payload bytea NOT NULL,
  PRIMARY KEY (child_id, trail_id, sequence),
  FOREIGN KEY (child_id, trail_id) REFERENCES trail (child_id, id) ON UPDATE CASCADE
);

INSERT INTO trail_event_anew (child_id, trail_id, sequence, at, kind, actor_kind, actor_staff_id, actor_assignment_id,
  actor_unit_id, actor_domain_id, actor_branch, actor_role, actor_person_id, actor_job, payload)
SELECT child_id, trail_id, sequence, at, kind, actor_kind, actor_staff_id, actor_assignment_id, actor_unit_id,
  actor_domain_id, actor_branch, actor_role, actor_person_id, actor_job, payload
FROM trail_event;

DROP TABLE trail_event;

ALTER TABLE trail_event_anew RENAME TO trail_event;

CREATE TABLE care_clock_anew (
  child_id uuid NOT NULL,
  trail_id uuid NOT NULL,
  id uuid NOT NULL,
  code text NOT NULL,
  scope text NOT NULL,
  valid_from bigint NOT NULL,
  started_at bigint NOT NULL,
  -- Who is to keep it: the unit that the starting event was at.
  unit_id uuid NOT NULL,
  due_at bigint NOT NULL,
  stopped_at bigint,
  outcome text,
  PRIMARY KEY (child_id, trail_id, id),
  FOREIGN KEY (child_id, trail_id) REFERENCES trail (child_id, id) ON UPDATE CASCADE,
  FOREIGN KEY (code, scope, valid_from) REFERENCES clock_definition (code, scope, valid_from)
);

INSERT INTO care_clock_anew (child_id, trail_id, id, code, scope, valid_from, started_at, unit_id, due_at, stopped_at, outcome)
SELECT child_id, trail_id, id, code, scope, valid_from, started_at, unit_id, due_at, stopped_at, outcome
FROM care_clock;

DROP TABLE care_clock;

ALTER TABLE care_clock_anew RENAME TO care_clock;

CREATE UNIQUE INDEX care_clock_one ON care_clock (trail_id, code, scope, started_at) WHERE stopped_at IS NULL;
