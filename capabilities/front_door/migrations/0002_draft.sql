-- What somebody is writing to ask for help, before it is sent: sealed under the key the child will have, found through a
-- keyed fingerprint of the browser's secret, and destroyed with its key after a day. When it has been sent, the row keeps
-- the receipt for a short while, so that sending twice shows the same receipt.
CREATE TABLE draft (
  browser_fingerprint bytea NOT NULL PRIMARY KEY,
  child_id uuid NOT NULL,
  -- open, sent
  state text NOT NULL,
  sealed bytea NOT NULL,
  expires_at bigint NOT NULL
);

CREATE INDEX draft_expires ON draft (expires_at);
