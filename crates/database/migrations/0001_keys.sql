-- Keys of children, wrapped by a master key. Deleting a row is erasure: nothing sealed under it can be read again.
CREATE TABLE child_key (
  child_id uuid NOT NULL PRIMARY KEY,
  master text NOT NULL,
  wrapped bytea NOT NULL
);

CREATE INDEX child_key_master ON child_key (master, child_id);

-- Secrets of the installation itself (blind index, form tokens), wrapped by a master key.
CREATE TABLE secret (
  name text NOT NULL PRIMARY KEY,
  owner_id uuid NOT NULL,
  master text NOT NULL,
  wrapped bytea NOT NULL
);
