-- Background work: when each job is due, and which server is at it. A server that dies lets go when its lease ends.
CREATE TABLE job (
  name text NOT NULL PRIMARY KEY,
  -- Who is at it, and until when nobody else may be.
  holder_id uuid NOT NULL,
  leased_until bigint NOT NULL,
  due_at bigint NOT NULL,
  -- How it went last time: 'done' or 'failed', when, and how much was done.
  outcome text,
  ran_at bigint,
  amount bigint,
  CHECK (outcome IN ('done', 'failed'))
);
