-- Samples of a unit's log, drawn so that they can be drawn again: the same stretch, sizes and seed give the same lines.
CREATE TABLE log_sample (
  unit_id uuid NOT NULL,
  id uuid NOT NULL,
  drawn_at bigint NOT NULL,
  drawn_by uuid NOT NULL,
  from_at bigint NOT NULL,
  before_at bigint NOT NULL,
  by_risk bigint NOT NULL,
  by_chance bigint NOT NULL,
  seed bigint NOT NULL,
  -- How many lines of the log were weighed.
  lines bigint NOT NULL,
  PRIMARY KEY (unit_id, id)
);

CREATE INDEX log_sample_drawn ON log_sample (unit_id, drawn_at);

-- The lines that were picked, and what the reviewer found. The line itself stands in the log.
CREATE TABLE log_review (
  unit_id uuid NOT NULL,
  sample_id uuid NOT NULL,
  place bigint NOT NULL,
  domain_id uuid NOT NULL,
  line bigint NOT NULL,
  how text NOT NULL,
  -- What made the line worth a look, as codes separated by a space.
  marks text NOT NULL,
  outcome text,
  reviewed_by uuid,
  reviewed_at bigint,
  PRIMARY KEY (unit_id, sample_id, place),
  FOREIGN KEY (unit_id, sample_id) REFERENCES log_sample (unit_id, id),
  CHECK (outcome IN ('in_order', 'follow_up', 'question_sent'))
);
