-- What somebody at work told when they asked for help for a child, beside what everybody tells. Sealed under the child's
-- key.
CREATE TABLE referral (
  child_id uuid NOT NULL,
  request_id uuid NOT NULL,
  at bigint NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, request_id)
);

-- What the front door has asked whoever referred a child, and what they answered. At most one waits for its answer.
CREATE TABLE referral_question (
  child_id uuid NOT NULL,
  request_id uuid NOT NULL,
  number bigint NOT NULL,
  asked_at bigint NOT NULL,
  asked_by uuid NOT NULL,
  answered_at bigint,
  answered_by uuid,
  question bytea NOT NULL,
  answer bytea,
  PRIMARY KEY (child_id, request_id, number)
);
