-- What somebody wrote to prepare themselves. Anonymous: found through a keyed fingerprint of the code, and sealed under a
-- key that is made of the code, which is kept nowhere.
CREATE TABLE preparation (
  fingerprint bytea NOT NULL PRIMARY KEY,
  sealed bytea NOT NULL,
  expires_at bigint NOT NULL
);

CREATE INDEX preparation_expires ON preparation (expires_at);

-- A preparation that was given to a request, under the child's key from then on.
CREATE TABLE request_preparation (
  child_id uuid NOT NULL,
  request_id uuid NOT NULL,
  at bigint NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, request_id)
);
