-- Promised times that the region has set, beside those it began with: dated, each with its source, never changed once in
-- force. The one with the latest first day that has come is in force.
CREATE TABLE promised_time (
  code text NOT NULL,
  scope text NOT NULL,
  valid_from bigint NOT NULL,
  amount bigint NOT NULL,
  unit text NOT NULL,
  start text NOT NULL,
  source text NOT NULL,
  evidence text NOT NULL,
  set_at bigint NOT NULL,
  PRIMARY KEY (code, scope, valid_from)
);
