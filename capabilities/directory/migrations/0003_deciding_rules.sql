-- Who decides when a child is judged to be mature: what the region has set, beside the rule it began with. Dated, each with its
-- source, never changed once in force. Without an age those with custody decide too.
CREATE TABLE deciding_rule (
  valid_from bigint NOT NULL PRIMARY KEY,
  alone_from bigint,
  source text NOT NULL,
  set_at bigint NOT NULL
);
