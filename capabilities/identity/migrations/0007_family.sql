-- Two records of one grown-up: who asked without showing who they are, and who is found by number. What was asked as the
-- one is the other's from then on.
ALTER TABLE person ADD COLUMN same_as uuid;

CREATE INDEX person_same_as ON person (same_as);

-- Who somebody turned out to be. For whoever keeps an identifier of a person.
CREATE VIEW person_same AS
SELECT person.id AS person_id, person.same_as AS now_id
FROM person
WHERE person.same_as IS NOT NULL;

-- How somebody made sure who has custody, each time it was confirmed or ended. Never changed.
CREATE TABLE custody_confirmation (
  child_id uuid NOT NULL REFERENCES child (id),
  id uuid NOT NULL,
  person_id uuid NOT NULL REFERENCES person (id),
  at bigint NOT NULL,
  assignment_id uuid NOT NULL,
  -- holder, none
  custody text NOT NULL,
  -- register, document, authority; none where custody has ended or was never there
  source text,
  PRIMARY KEY (child_id, id)
);

-- Codes are handed out to, and taken back from, persons.
CREATE INDEX access_code_person ON access_code (person_id);

-- Each grade of protection that an identity has had, from where it was known and since when. Never changed.
CREATE TABLE protection_grade (
  child_id uuid NOT NULL REFERENCES child (id),
  id uuid NOT NULL,
  at bigint NOT NULL,
  -- Who set it; none when whoever asked for help said so.
  assignment_id uuid,
  protection text NOT NULL,
  source text NOT NULL,
  since bigint NOT NULL,
  PRIMARY KEY (child_id, id)
);

-- Somebody has asked that a protection be taken away; another confirms.
CREATE TABLE protection_removal (
  child_id uuid NOT NULL PRIMARY KEY REFERENCES child (id),
  staff_id uuid NOT NULL REFERENCES staff (id),
  assignment_id uuid NOT NULL,
  source text NOT NULL,
  at bigint NOT NULL
);
