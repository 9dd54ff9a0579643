-- Requests for help. Everything that describes a child, a guardian or what they told is sealed under the child's key;
-- what stands open is what the queue is ordered by and what decides who may see it.
CREATE TABLE request (
  child_id uuid NOT NULL REFERENCES child (id),
  id uuid NOT NULL,
  -- The front door that answers for it, and the trail it opened.
  unit_id uuid NOT NULL REFERENCES unit (id),
  trail_id uuid NOT NULL,
  municipality_id uuid NOT NULL REFERENCES municipality (id),
  -- Who asked: child, guardian, professional. The person can follow the request; the assignment is whom to answer.
  asker_kind text NOT NULL,
  asker_person_id uuid,
  asker_assignment_id uuid,
  -- waiting, taken, interviewed, decided, closed
  state text NOT NULL,
  urgency text NOT NULL,
  -- The order of the queue: acute_rank, due_at, received_at, id, all ascending.
  acute_rank bigint NOT NULL,
  due_at bigint NOT NULL,
  received_at bigint NOT NULL,
  taken_by_assignment uuid,
  taken_at bigint,
  changed_at bigint NOT NULL,
  sealed bytea NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (child_id, id),
  UNIQUE (id)
);

CREATE INDEX request_queue ON request (unit_id, state, acute_rank, due_at, received_at, id);

CREATE INDEX request_trail ON request (trail_id);

CREATE INDEX request_asker ON request (asker_person_id);

CREATE INDEX request_asking_assignment ON request (asker_assignment_id);

CREATE INDEX request_taken_by ON request (taken_by_assignment);

-- What happened to a request, in order; the number is the version that the event led to.
CREATE TABLE request_event (
  child_id uuid NOT NULL,
  request_id uuid NOT NULL,
  number bigint NOT NULL,
  kind text NOT NULL,
  at bigint NOT NULL,
  -- Who did it, at work.
  assignment_id uuid,
  -- The reason, where one was given.
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, request_id, number)
);

-- Which front door answers for children of a municipality. Public facts.
CREATE TABLE front_door_area (
  municipality_id uuid NOT NULL PRIMARY KEY REFERENCES municipality (id),
  unit_id uuid NOT NULL REFERENCES unit (id)
);
