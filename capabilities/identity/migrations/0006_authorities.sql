-- What the authority of a secrecy domain is called, so that a file that says another is told from one that says the same.
-- An authority without a row is one that no file has named yet.
CREATE TABLE authority (
  id uuid NOT NULL PRIMARY KEY,
  principal_id uuid NOT NULL REFERENCES principal (id),
  name text NOT NULL,
  UNIQUE (principal_id, name)
);
