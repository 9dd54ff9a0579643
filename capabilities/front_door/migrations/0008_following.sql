-- What somebody who asked has added since, in their own words.
CREATE TABLE request_addition (
  child_id uuid NOT NULL,
  request_id uuid NOT NULL,
  id uuid NOT NULL,
  at bigint NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, request_id, id)
);
