-- Promised times as dated configuration: the one in force on the day of receipt counts.
CREATE TABLE clock_definition (
  code text NOT NULL,
  scope text NOT NULL,
  valid_from bigint NOT NULL,
  amount bigint NOT NULL,
  unit text NOT NULL,
  start text NOT NULL,
  source text NOT NULL,
  evidence text NOT NULL,
  PRIMARY KEY (code, scope, valid_from)
);

-- Promises as they run about a handover. Each keeps the definition it was received under.
CREATE TABLE running_clock (
  child_id uuid NOT NULL,
  handover_id uuid NOT NULL,
  code text NOT NULL,
  scope text NOT NULL,
  valid_from bigint NOT NULL,
  to_unit_id uuid NOT NULL,
  received_at bigint NOT NULL,
  counts_from bigint NOT NULL,
  due_at bigint NOT NULL,
  paused_since bigint,
  pause_reason text,
  stopped_at bigint,
  outcome text,
  PRIMARY KEY (child_id, handover_id, code, scope),
  FOREIGN KEY (code, scope, valid_from) REFERENCES clock_definition (code, scope, valid_from)
);

CREATE INDEX running_clock_due ON running_clock (to_unit_id, due_at) WHERE stopped_at IS NULL;
