-- Promised times about the help itself, along a trail: from the event that starts them until the one that fulfils them. Each
-- keeps the definition that was in force when it started. Answers to handovers are in running_clock.
CREATE TABLE care_clock (
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
  FOREIGN KEY (child_id, trail_id) REFERENCES trail (child_id, id),
  FOREIGN KEY (code, scope, valid_from) REFERENCES clock_definition (code, scope, valid_from)
);

CREATE UNIQUE INDEX care_clock_one ON care_clock (trail_id, code, scope) WHERE stopped_at IS NULL;
