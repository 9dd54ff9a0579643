-- A grown-up's identity may be protected where the child's is not, and the other way round. It is one person around every
-- child, so it is protected around all of them.
ALTER TABLE person ADD COLUMN protection text NOT NULL DEFAULT 'none';

-- Protected identities are few.
CREATE INDEX person_protected ON person (id) WHERE protection <> 'none';

-- A child and a grown-up are protected in the same way: the few who are named, the grades with what they were known from, and
-- two steps to take it away. What was about a child is about an owner from here on: a child, or a person.
CREATE TABLE named_staff_anew (
  owner_id uuid NOT NULL,
  staff_id uuid NOT NULL REFERENCES staff (id),
  PRIMARY KEY (owner_id, staff_id)
);

INSERT INTO named_staff_anew (owner_id, staff_id)
SELECT child_id, staff_id
FROM named_staff;

DROP TABLE named_staff;

ALTER TABLE named_staff_anew RENAME TO named_staff;

CREATE INDEX named_staff_staff ON named_staff (staff_id, owner_id);

CREATE TABLE protection_grade_anew (
  owner_id uuid NOT NULL,
  id uuid NOT NULL,
  at bigint NOT NULL,
  -- Who set it; none when whoever asked for help said so.
  assignment_id uuid,
  protection text NOT NULL,
  source text NOT NULL,
  since bigint NOT NULL,
  PRIMARY KEY (owner_id, id)
);

INSERT INTO protection_grade_anew (owner_id, id, at, assignment_id, protection, source, since)
SELECT child_id, id, at, assignment_id, protection, source, since
FROM protection_grade;

DROP TABLE protection_grade;

ALTER TABLE protection_grade_anew RENAME TO protection_grade;

CREATE TABLE protection_removal_anew (
  owner_id uuid NOT NULL PRIMARY KEY,
  -- About whom it was asked, or around whom.
  child_id uuid NOT NULL REFERENCES child (id),
  staff_id uuid NOT NULL REFERENCES staff (id),
  assignment_id uuid NOT NULL,
  source text NOT NULL,
  at bigint NOT NULL
);

INSERT INTO protection_removal_anew (owner_id, child_id, staff_id, assignment_id, source, at)
SELECT child_id, child_id, staff_id, assignment_id, source, at
FROM protection_removal;

DROP TABLE protection_removal;

ALTER TABLE protection_removal_anew RENAME TO protection_removal;
