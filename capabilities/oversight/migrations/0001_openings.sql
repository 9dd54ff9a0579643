-- Openings of trails without a relation, and what came of their review. Why, and what was said, is sealed under the
-- child's key; who, when and how it stands is not.
CREATE TABLE opening (
  child_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  trail_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  assignment_id uuid NOT NULL,
  -- The unit whose manager and log reviewer answer for it.
  unit_id uuid NOT NULL,
  domain_id uuid NOT NULL,
  branch text NOT NULL,
  role text NOT NULL,
  opened_at bigint NOT NULL,
  -- When the trail closed for the one who opened it: three hours later, or when they ended it.
  until_at bigint NOT NULL,
  -- When the review must be answered.
  due_at bigint NOT NULL,
  state text NOT NULL,
  -- The reason, as a code and in words.
  sealed bytea NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (child_id, id),
  CHECK (state IN ('waiting', 'asked', 'justified', 'not_justified')),
  CHECK (until_at >= opened_at AND due_at > opened_at)
);

CREATE INDEX opening_waiting ON opening (unit_id, due_at, id) WHERE state IN ('waiting', 'asked');

CREATE INDEX opening_unit ON opening (unit_id, opened_at);

CREATE INDEX opening_staff ON opening (staff_id, opened_at);

-- What was said and decided about an opening, in order, never changed.
CREATE TABLE review (
  child_id uuid NOT NULL,
  opening_id uuid NOT NULL,
  sequence bigint NOT NULL,
  at bigint NOT NULL,
  kind text NOT NULL,
  staff_id uuid NOT NULL,
  assignment_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  domain_id uuid NOT NULL,
  branch text NOT NULL,
  role text NOT NULL,
  follow_up text,
  -- The question, the answer, or what the family is told.
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, opening_id, sequence),
  FOREIGN KEY (child_id, opening_id) REFERENCES opening (child_id, id),
  CHECK (kind IN ('asked', 'explained', 'justified', 'not_justified'))
);
