-- The trail of a child, and the baton that exactly one unit and person hold while it is open. What describes the child
-- or was written about it is sealed under the child's key; who held when, and when things are due, is not.
CREATE TABLE trail (
  child_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  state text NOT NULL,
  -- Who holds the baton. An open trail has a holder, a closed one has none: a rule of the database, not only of the program.
  holder_unit_id uuid,
  holder_assignment_id uuid,
  held_since bigint,
  -- Who held it last, once the trail is closed.
  last_unit_id uuid,
  last_assignment_id uuid,
  last_since bigint,
  -- When the next step has passed; 0 when nobody has said what happens next, so that such trails stand first.
  next_at bigint NOT NULL,
  -- The next step in words, what the family was told at the end, and by whom.
  sealed bytea NOT NULL,
  -- A keyed fingerprint of the month in which the child turns 18, so that the transition is seen in time.
  turns_18 bytea,
  opened_at bigint NOT NULL,
  closed_at bigint,
  close_reason text,
  hops bigint NOT NULL,
  returns bigint NOT NULL,
  last_at bigint NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (child_id, id),
  CHECK (state IN ('open', 'closed')),
  CHECK (state <> 'open' OR (holder_unit_id IS NOT NULL AND holder_assignment_id IS NOT NULL AND held_since IS NOT NULL)),
  CHECK (state <> 'closed' OR (holder_assignment_id IS NULL AND last_assignment_id IS NOT NULL AND closed_at IS NOT NULL))
);

CREATE INDEX trail_of_unit ON trail (holder_unit_id, next_at, id);

CREATE INDEX trail_of_holder ON trail (holder_assignment_id, next_at, id);

CREATE INDEX trail_news ON trail (holder_assignment_id, last_at);

CREATE INDEX trail_bounced ON trail (holder_unit_id, last_at) WHERE returns >= 2;

CREATE INDEX trail_turns_18 ON trail (holder_unit_id, turns_18);

CREATE INDEX trail_closed ON trail (last_unit_id, closed_at, id);

-- Who has held the baton, from when until when. At most one stretch of a trail is open, and with the check above exactly
-- one while the trail is.
CREATE TABLE baton (
  child_id uuid NOT NULL,
  trail_id uuid NOT NULL,
  sequence bigint NOT NULL,
  unit_id uuid NOT NULL,
  assignment_id uuid NOT NULL,
  from_at bigint NOT NULL,
  until_at bigint,
  PRIMARY KEY (child_id, trail_id, sequence),
  FOREIGN KEY (child_id, trail_id) REFERENCES trail (child_id, id),
  CHECK (until_at IS NULL OR until_at >= from_at)
);

CREATE INDEX baton_given ON baton (assignment_id, until_at);

CREATE UNIQUE INDEX baton_one_holder ON baton (trail_id) WHERE until_at IS NULL;

-- Offers of the baton. At most one of a trail waits for its answer.
CREATE TABLE handover (
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
  FOREIGN KEY (child_id, trail_id) REFERENCES trail (child_id, id)
);

CREATE UNIQUE INDEX handover_one_pending ON handover (trail_id) WHERE ended_at IS NULL;

CREATE INDEX handover_to ON handover (to_unit_id, due_at, id) WHERE ended_at IS NULL;

CREATE INDEX handover_from ON handover (from_unit_id, due_at, id) WHERE ended_at IS NULL;

-- Everything that has happened, never changed. Replaying it gives the trail.
CREATE TABLE trail_event (
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
  FOREIGN KEY (child_id, trail_id) REFERENCES trail (child_id, id)
);
