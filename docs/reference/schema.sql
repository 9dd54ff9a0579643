-- The whole schema: every migration, owner by owner. Written by `cargo xtask reference`; do not edit.
-- Moments are microseconds and days are days since 1970-01-01. `sealed` is readable only with the child's key.

-- database/0001_keys

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

-- audit/0001_log

-- The log: one line for every read, search, list, refusal, change, print and export. Append-only. Identifiers and codes
-- only; never a name, a number or a sentence.
CREATE TABLE audit_line (
  domain_id uuid NOT NULL,
  sequence bigint NOT NULL,
  at bigint NOT NULL,
  actor_kind text NOT NULL,
  staff_id uuid,
  assignment_id uuid,
  unit_id uuid,
  role text,
  person_id uuid,
  job text,
  action text NOT NULL,
  outcome text NOT NULL,
  act text NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  child_id uuid,
  rows_seen bigint NOT NULL,
  policies text NOT NULL,
  previous bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (domain_id, sequence)
);

CREATE INDEX audit_line_child ON audit_line (child_id, at);

CREATE INDEX audit_line_unit ON audit_line (unit_id, at);

-- Where each domain's chain ends.
CREATE TABLE audit_head (
  domain_id uuid NOT NULL PRIMARY KEY,
  sequence bigint NOT NULL,
  hash bytea NOT NULL
);

-- jobs/0001_job

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

-- web/0001_sessions

-- Who is logged in. The token itself is only in the browser; here lies its hash. What a session may do follows the post
-- that was chosen; ending an assignment ends its sessions.
CREATE TABLE session (
  token_hash bytea NOT NULL PRIMARY KEY,
  kind text NOT NULL,
  staff_id uuid,
  person_id uuid,
  assignment_id uuid,
  unit_id uuid,
  domain_id uuid,
  branch text,
  role text,
  staff_name text,
  unit_name text,
  created_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  expires_at bigint NOT NULL
);

CREATE INDEX session_staff ON session (staff_id);

CREATE INDEX session_expires ON session (expires_at);

-- Forms that have been sent: sending one again leads to the same place and does nothing twice.
CREATE TABLE sent_form (
  key bytea NOT NULL PRIMARY KEY,
  led_to text NOT NULL,
  at bigint NOT NULL
);

-- web/0002_glass

-- Until when someone at work reads without a relation to a child, so that each of their pages can say so.
ALTER TABLE session ADD COLUMN glass_until bigint;

-- web/0003_sent_twice

-- What was in a form when it was last sent from its page, as a hash: the same again is the same sending twice.
ALTER TABLE sent_form ADD COLUMN body bytea;

CREATE INDEX sent_form_at ON sent_form (at);

-- identity/0001_organisations

-- Organisations as the law sees them. Public facts; nothing here is about a child.
CREATE TABLE principal (
  id uuid NOT NULL PRIMARY KEY,
  kind text NOT NULL,
  name text NOT NULL UNIQUE
);

CREATE TABLE secrecy_domain (
  id uuid NOT NULL PRIMARY KEY,
  principal_id uuid NOT NULL REFERENCES principal (id),
  authority_id uuid NOT NULL,
  secrecy text NOT NULL,
  ownership text NOT NULL,
  name text NOT NULL UNIQUE
);

CREATE TABLE municipality (
  id uuid NOT NULL PRIMARY KEY,
  name text NOT NULL UNIQUE
);

CREATE TABLE unit (
  id uuid NOT NULL PRIMARY KEY,
  domain_id uuid NOT NULL REFERENCES secrecy_domain (id),
  branch text NOT NULL,
  name text NOT NULL UNIQUE,
  -- Who answers for what arrives today; a front door always has someone.
  duty_assignment_id uuid
);

CREATE INDEX unit_domain ON unit (domain_id);

CREATE TABLE staff (
  id uuid NOT NULL PRIMARY KEY,
  name text NOT NULL,
  -- What the identity provider calls this person.
  subject text UNIQUE
);

CREATE TABLE assignment (
  id uuid NOT NULL PRIMARY KEY,
  staff_id uuid NOT NULL REFERENCES staff (id),
  unit_id uuid NOT NULL REFERENCES unit (id),
  role text NOT NULL,
  from_day bigint NOT NULL,
  until_day bigint
);

CREATE INDEX assignment_staff ON assignment (staff_id);

CREATE INDEX assignment_unit ON assignment (unit_id);

-- Counts changes, so that a server knows when what it holds in memory is old.
CREATE TABLE organisation_version (
  only_row bigint NOT NULL PRIMARY KEY,
  version bigint NOT NULL
);

INSERT INTO organisation_version (only_row, version) VALUES (1, 1);

-- identity/0002_children

-- Children, and who stands in what relation to them. What describes a person is sealed under the child's key; numbers
-- are found through a keyed fingerprint and are never keys.
CREATE TABLE person (
  id uuid NOT NULL PRIMARY KEY,
  number_fingerprint bytea UNIQUE
);

CREATE TABLE child (
  id uuid NOT NULL PRIMARY KEY,
  person_id uuid REFERENCES person (id),
  number_fingerprint bytea,
  municipality_id uuid REFERENCES municipality (id),
  protection text NOT NULL,
  registered_at bigint NOT NULL,
  erased_at bigint,
  -- What a list may show: given name, age, place.
  label bytea NOT NULL,
  -- What is shown only to those in the help: family name, number, contact.
  identity bytea NOT NULL,
  version bigint NOT NULL
);

CREATE INDEX child_number ON child (number_fingerprint);

CREATE INDEX child_person ON child (person_id);

CREATE TABLE guardian (
  child_id uuid NOT NULL REFERENCES child (id),
  person_id uuid NOT NULL REFERENCES person (id),
  custody text NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, person_id)
);

CREATE INDEX guardian_person ON guardian (person_id);

-- Units that share in the child's help.
CREATE TABLE involvement (
  child_id uuid NOT NULL REFERENCES child (id),
  unit_id uuid NOT NULL REFERENCES unit (id),
  since bigint NOT NULL,
  until bigint,
  PRIMARY KEY (child_id, unit_id, since)
);

CREATE INDEX involvement_unit ON involvement (unit_id, child_id);

-- The few who may open a protected identity.
CREATE TABLE named_staff (
  child_id uuid NOT NULL REFERENCES child (id),
  staff_id uuid NOT NULL REFERENCES staff (id),
  PRIMARY KEY (child_id, staff_id)
);

-- Staff for whom the glass is broken, for a while.
CREATE TABLE broken_glass (
  child_id uuid NOT NULL REFERENCES child (id),
  staff_id uuid NOT NULL REFERENCES staff (id),
  until bigint NOT NULL,
  PRIMARY KEY (child_id, staff_id, until)
);

-- Codes by which a person without e-identification logs in. Only the fingerprint is kept.
CREATE TABLE access_code (
  fingerprint bytea NOT NULL PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person (id),
  kind text NOT NULL,
  expires_at bigint NOT NULL
);

CREATE INDEX access_code_expires ON access_code (expires_at);

-- Personas of the demo region: log in with one click. Empty in real use.
CREATE TABLE persona (
  code text NOT NULL PRIMARY KEY,
  place bigint NOT NULL,
  kind text NOT NULL,
  staff_id uuid,
  person_id uuid,
  name text NOT NULL,
  about_sv text NOT NULL,
  about_en text NOT NULL
);

-- What other capabilities may join in lists: enough for first name, age and place, and the key to open it.
CREATE VIEW child_label AS
SELECT child.id AS child_id, child.label AS label, child.protection AS protection, child.municipality_id AS municipality_id,
  child_key.master AS master, child_key.wrapped AS wrapped
FROM child
LEFT JOIN child_key ON child_key.child_id = child.id;

-- identity/0003_glass

-- For whom the glass is broken right now is asked at every log-in.
CREATE INDEX broken_glass_staff ON broken_glass (staff_id, until);

-- Protected identities are few.
CREATE INDEX child_protected ON child (id) WHERE protection <> 'none';

-- identity/0004_surnames

-- Whose family names are alike: for the review of the log. What identifies a child lies here as keyed fingerprints only.
-- A family name is written for staff who are shown by an initial.
ALTER TABLE staff ADD COLUMN family_name text;

CREATE TABLE child_surname (
  child_id uuid NOT NULL REFERENCES child (id),
  -- The child itself or a grown-up around it.
  owner_id uuid NOT NULL,
  fingerprint bytea NOT NULL,
  PRIMARY KEY (child_id, owner_id, fingerprint)
);

CREATE INDEX child_surname_fingerprint ON child_surname (fingerprint, child_id);

-- identity/0005_named

-- For whom somebody at work is named is asked with every list.
CREATE INDEX named_staff_staff ON named_staff (staff_id, child_id);

-- identity/0006_authorities

-- What the authority of a secrecy domain is called, so that a file that says another is told from one that says the same.
-- An authority without a row is one that no file has named yet.
CREATE TABLE authority (
  id uuid NOT NULL PRIMARY KEY,
  principal_id uuid NOT NULL REFERENCES principal (id),
  name text NOT NULL,
  UNIQUE (principal_id, name)
);

-- identity/0007_family

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

-- identity/0008_corrections

-- What was known of a child before somebody put it right: who, when, and what stood there. Never changed. What stood there
-- goes when the identity is registered elsewhere or made anew: then it would tell where the child was, or who.
CREATE TABLE identity_change (
  child_id uuid NOT NULL REFERENCES child (id),
  id uuid NOT NULL,
  at bigint NOT NULL,
  assignment_id uuid NOT NULL,
  -- What stood there, by field; none where it must not be kept.
  sealed bytea,
  PRIMARY KEY (child_id, id)
);

-- In an emergency a child is looked for where it lives.
CREATE INDEX child_municipality ON child (municipality_id, id) WHERE protection = 'none';

-- identity/0009_grown_ups

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

-- identity/0010_joined

-- Two records of one child: which went on, which other it was registered as too, who said so, and how they knew. What was
-- sealed under the other's key lies under the survivor's, and the other's is destroyed. The log keeps both identifiers.
-- Never changed, but that the survivor's own record may go on in another.
CREATE TABLE child_joined (
  child_id uuid NOT NULL REFERENCES child (id),
  other_id uuid NOT NULL UNIQUE REFERENCES child (id),
  at bigint NOT NULL,
  assignment_id uuid NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, other_id)
);

-- directory/0001_entries

-- Who does what, for whom, how to reach them, confirmed when. Public facts; nothing here is about a child.
CREATE TABLE directory_entry (
  unit_id uuid NOT NULL PRIMARY KEY REFERENCES unit (id),
  about_sv text NOT NULL,
  about_en text NOT NULL,
  not_for_sv text NOT NULL,
  not_for_en text NOT NULL,
  age_from bigint NOT NULL,
  age_to bigint NOT NULL,
  -- day_of_turning: up to and including the birthday; through: the whole year.
  age_to_kind text NOT NULL,
  -- The numbers of the levels, in order: "23".
  levels text NOT NULL,
  -- region, or municipalities: those in directory_area.
  area_kind text NOT NULL,
  phone text,
  address text NOT NULL,
  -- not_known, always, or weekly: those in directory_hours.
  hours_kind text NOT NULL,
  holidays text NOT NULL,
  intake text NOT NULL,
  closes_on bigint,
  confirmed_on bigint NOT NULL,
  confirmed_by uuid REFERENCES assignment (id),
  -- The last day the confirmation is believed.
  confirm_by_day bigint NOT NULL,
  version bigint NOT NULL
);

CREATE TABLE directory_area (
  unit_id uuid NOT NULL REFERENCES directory_entry (unit_id),
  municipality_id uuid NOT NULL REFERENCES municipality (id),
  PRIMARY KEY (unit_id, municipality_id)
);

CREATE TABLE directory_hours (
  unit_id uuid NOT NULL REFERENCES directory_entry (unit_id),
  -- 1 is Monday.
  weekday bigint NOT NULL,
  -- Minutes after midnight.
  opens bigint NOT NULL,
  closes bigint NOT NULL,
  PRIMARY KEY (unit_id, weekday, opens)
);

-- Counts changes, so that a server knows when what it holds in memory is old; and what the region has set.
CREATE TABLE directory_version (
  only_row bigint NOT NULL PRIMARY KEY,
  version bigint NOT NULL,
  confirmation_days bigint NOT NULL
);

INSERT INTO directory_version (only_row, version, confirmation_days) VALUES (1, 1, 180);

-- directory/0002_promised_times

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

-- directory/0003_deciding_rules

-- Who decides when a child is judged to be mature: what the region has set, beside the rule it began with. Dated, each with its
-- source, never changed once in force. Without an age those with custody decide too.
CREATE TABLE deciding_rule (
  valid_from bigint NOT NULL PRIMARY KEY,
  alone_from bigint,
  source text NOT NULL,
  set_at bigint NOT NULL
);

-- trail/0001_trail

-- The trail of a child, and the baton that exactly one unit and person hold while it is open. What describes the child
-- or was written about it is sealed under the child's key; who held when, and when things are due, is not.
CREATE TABLE trail (
  child_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  state text NOT NULL,
  -- Who holds the baton. An open trail has a holder, a closed one has none: a rule of the database, not only of the program.
  holder_unit_id uuid,
  holder_assignment_id uuid,
  held_since bigint,
  -- Who held it last, once the trail is closed.
  last_unit_id uuid,
  last_assignment_id uuid,
  last_since bigint,
  -- When the next step has passed; 0 when nobody has said what happens next, so that such trails stand first.
  next_at bigint NOT NULL,
  -- The next step in words, what the family was told at the end, and by whom.
  sealed bytea NOT NULL,
  -- A keyed fingerprint of the month in which the child turns 18, so that the transition is seen in time.
  turns_18 bytea,
  opened_at bigint NOT NULL,
  closed_at bigint,
  close_reason text,
  hops bigint NOT NULL,
  returns bigint NOT NULL,
  last_at bigint NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (child_id, id),
  CHECK (state IN ('open', 'closed')),
  CHECK (state <> 'open' OR (holder_unit_id IS NOT NULL AND holder_assignment_id IS NOT NULL AND held_since IS NOT NULL)),
  CHECK (state <> 'closed' OR (holder_assignment_id IS NULL AND last_assignment_id IS NOT NULL AND closed_at IS NOT NULL))
);

CREATE INDEX trail_of_unit ON trail (holder_unit_id, next_at, id);

CREATE INDEX trail_of_holder ON trail (holder_assignment_id, next_at, id);

CREATE INDEX trail_news ON trail (holder_assignment_id, last_at);

CREATE INDEX trail_bounced ON trail (holder_unit_id, last_at) WHERE returns >= 2;

CREATE INDEX trail_turns_18 ON trail (holder_unit_id, turns_18);

CREATE INDEX trail_closed ON trail (last_unit_id, closed_at, id);

-- Who has held the baton, from when until when. At most one stretch of a trail is open, and with the check above exactly
-- one while the trail is.
CREATE TABLE baton (
  child_id uuid NOT NULL,
  trail_id uuid NOT NULL,
  sequence bigint NOT NULL,
  unit_id uuid NOT NULL,
  assignment_id uuid NOT NULL,
  from_at bigint NOT NULL,
  until_at bigint,
  PRIMARY KEY (child_id, trail_id, sequence),
  FOREIGN KEY (child_id, trail_id) REFERENCES trail (child_id, id),
  CHECK (until_at IS NULL OR until_at >= from_at)
);

CREATE INDEX baton_given ON baton (assignment_id, until_at);

CREATE UNIQUE INDEX baton_one_holder ON baton (trail_id) WHERE until_at IS NULL;

-- Offers of the baton. At most one of a trail waits for its answer.
CREATE TABLE handover (
  child_id uuid NOT NULL,
  trail_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  from_unit_id uuid NOT NULL,
  to_unit_id uuid NOT NULL,
  to_branch text NOT NULL,
  purpose text NOT NULL,
  level bigint,
  sent_by uuid NOT NULL,
  sent_at bigint NOT NULL,
  stage text NOT NULL,
  received_at bigint,
  paused bigint NOT NULL,
  asked_at bigint,
  -- When an answer was promised, counted from receipt.
  due_at bigint NOT NULL,
  -- The summary, the questions and the answers.
  sealed bytea NOT NULL,
  ended_at bigint,
  PRIMARY KEY (child_id, trail_id, id),
  FOREIGN KEY (child_id, trail_id) REFERENCES trail (child_id, id)
);

CREATE UNIQUE INDEX handover_one_pending ON handover (trail_id) WHERE ended_at IS NULL;

CREATE INDEX handover_to ON handover (to_unit_id, due_at, id) WHERE ended_at IS NULL;

CREATE INDEX handover_from ON handover (from_unit_id, due_at, id) WHERE ended_at IS NULL;

-- Everything that has happened, never changed. Replaying it gives the trail.
CREATE TABLE trail_event (
  child_id uuid NOT NULL,
  trail_id uuid NOT NULL,
  sequence bigint NOT NULL,
  at bigint NOT NULL,
  kind text NOT NULL,
  actor_kind text NOT NULL,
  actor_staff_id uuid,
  actor_assignment_id uuid,
  actor_unit_id uuid,
  actor_domain_id uuid,
  actor_branch text,
  actor_role text,
  actor_person_id uuid,
  actor_job text,
  payload bytea NOT NULL,
  PRIMARY KEY (child_id, trail_id, sequence),
  FOREIGN KEY (child_id, trail_id) REFERENCES trail (child_id, id)
);

-- trail/0002_clocks

-- Promised times as dated configuration: the one in force on the day of receipt counts.
CREATE TABLE clock_definition (
  code text NOT NULL,
  scope text NOT NULL,
  valid_from bigint NOT NULL,
  amount bigint NOT NULL,
  unit text NOT NULL,
  start text NOT NULL,
  source text NOT NULL,
  evidence text NOT NULL,
  PRIMARY KEY (code, scope, valid_from)
);

-- Promises as they run about a handover. Each keeps the definition it was received under.
CREATE TABLE running_clock (
  child_id uuid NOT NULL,
  handover_id uuid NOT NULL,
  code text NOT NULL,
  scope text NOT NULL,
  valid_from bigint NOT NULL,
  to_unit_id uuid NOT NULL,
  received_at bigint NOT NULL,
  counts_from bigint NOT NULL,
  due_at bigint NOT NULL,
  paused_since bigint,
  pause_reason text,
  stopped_at bigint,
  outcome text,
  PRIMARY KEY (child_id, handover_id, code, scope),
  FOREIGN KEY (code, scope, valid_from) REFERENCES clock_definition (code, scope, valid_from)
);

CREATE INDEX running_clock_due ON running_clock (to_unit_id, due_at) WHERE stopped_at IS NULL;

-- trail/0003_entries

-- What is written on a trail. An entry belongs to exactly one unit and secrecy domain; a copy is an entry of whoever
-- received it. Nothing is erased: a correction is one more version. What is written is sealed under the child's key.
CREATE TABLE entry (
  child_id uuid NOT NULL,
  id uuid NOT NULL,
  trail_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  domain_id uuid NOT NULL,
  kind text NOT NULL,
  -- 'staff' or 'child'.
  written_by text NOT NULL,
  happened_on bigint NOT NULL,
  written_at bigint NOT NULL,
  changed_at bigint NOT NULL,
  -- The number of its latest version, from 1.
  version bigint NOT NULL,
  -- Counts every change, hidings too: a save on top of another count is a conflict.
  revision bigint NOT NULL,
  -- A copy that a sharing made: of what, from where, on what ground, and when the sharing ended.
  copy_of uuid,
  copy_version bigint,
  from_unit_id uuid,
  from_domain_id uuid,
  sharing_id uuid,
  ground text,
  sharing_ended_at bigint,
  -- Who wrote it, and the necessity behind a copy.
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, id)
);

CREATE INDEX entry_trail ON entry (trail_id, domain_id);

CREATE UNIQUE INDEX entry_copy ON entry (child_id, copy_of, copy_version, unit_id);

-- Every version of an entry, as it was written. A copy has one.
CREATE TABLE entry_version (
  child_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  version bigint NOT NULL,
  written_at bigint NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, entry_id, version)
);

-- From which guardians an entry is hidden. Without a person: from everyone with custody.
CREATE TABLE entry_hiding (
  child_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid,
  reason text NOT NULL,
  hidden_at bigint NOT NULL,
  review_on bigint NOT NULL,
  ended_at bigint,
  -- Why, in words, and who decided.
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, entry_id, id)
);

CREATE INDEX entry_hiding_review ON entry_hiding (review_on);

-- trail/0004_sharing

-- Sharing entries with a unit in another secrecy domain: asked for, going on or ended. What was asked, of whom and why is
-- sealed under the child's key; between whom, on what ground and until when is not.
CREATE TABLE sharing (
  child_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  trail_id uuid NOT NULL,
  from_unit_id uuid NOT NULL,
  from_domain_id uuid NOT NULL,
  to_unit_id uuid NOT NULL,
  to_domain_id uuid NOT NULL,
  ground text NOT NULL,
  state text NOT NULL,
  asked_at bigint NOT NULL,
  started_at bigint,
  -- The last day of a consent; other grounds are used once.
  until_on bigint,
  ended_at bigint,
  -- Why these people decide, and how they may be asked; only for consent.
  basis text,
  asking text,
  version bigint NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, id),
  CHECK (state IN ('asked', 'active', 'declined', 'withdrawn', 'outdated')),
  CHECK (ground <> 'consent' OR (until_on IS NOT NULL AND basis IS NOT NULL))
);

CREATE INDEX sharing_trail ON sharing (trail_id, asked_at);

-- What those who are asked have before them: which version of which entry.
CREATE TABLE sharing_item (
  child_id uuid NOT NULL,
  sharing_id uuid NOT NULL,
  place bigint NOT NULL,
  entry_id uuid NOT NULL,
  entry_version bigint NOT NULL,
  PRIMARY KEY (child_id, sharing_id, entry_id)
);

-- Whose yes is needed, and what they have answered. The child stands here under the child's own identifier.
CREATE TABLE sharing_party (
  child_id uuid NOT NULL,
  sharing_id uuid NOT NULL,
  party_id uuid NOT NULL,
  -- 'child' or 'guardian'.
  party text NOT NULL,
  -- 'all': each of these; 'one': at least one of these.
  need text NOT NULL,
  -- 'yes', 'no' or 'withdrawn'.
  answer text,
  -- 'logged_in', 'oral' or 'written'; the last two were recorded by someone at work.
  how text,
  recorded_by uuid,
  answered_at bigint,
  until_on bigint,
  PRIMARY KEY (child_id, sharing_id, party_id)
);

-- The disclosure journal: each copy, of what, to whom, on what ground, by whom. Never changed. Source: PDL 3:11.
CREATE TABLE disclosure (
  child_id uuid NOT NULL,
  id uuid NOT NULL,
  sharing_id uuid NOT NULL,
  trail_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  entry_version bigint NOT NULL,
  copy_id uuid NOT NULL,
  from_unit_id uuid NOT NULL,
  from_domain_id uuid NOT NULL,
  to_unit_id uuid NOT NULL,
  to_domain_id uuid NOT NULL,
  ground text NOT NULL,
  staff_id uuid NOT NULL,
  assignment_id uuid NOT NULL,
  disclosed_at bigint NOT NULL,
  PRIMARY KEY (child_id, id)
);

CREATE INDEX disclosure_trail ON disclosure (trail_id, disclosed_at);

CREATE INDEX disclosure_from ON disclosure (from_unit_id, disclosed_at);

-- Everything that has happened to a sharing, never changed.
CREATE TABLE sharing_event (
  child_id uuid NOT NULL,
  sharing_id uuid NOT NULL,
  sequence bigint NOT NULL,
  at bigint NOT NULL,
  kind text NOT NULL,
  actor_kind text NOT NULL,
  -- An assignment at work, or a person of the family.
  actor_id uuid NOT NULL,
  PRIMARY KEY (child_id, sharing_id, sequence)
);

-- trail/0005_family

-- What a child who decides for itself has decided about a guardian's reading: of everything on the trail, or of one
-- entry. The latest decision stands; the earlier ones stay.
CREATE TABLE guardian_reading (
  child_id uuid NOT NULL,
  id uuid NOT NULL,
  trail_id uuid NOT NULL,
  person_id uuid NOT NULL,
  -- The trail, or an entry.
  about_id uuid NOT NULL,
  -- 'shared' or 'kept'.
  choice text NOT NULL,
  chosen_at bigint NOT NULL,
  ended_at bigint,
  PRIMARY KEY (child_id, id)
);

CREATE UNIQUE INDEX guardian_reading_now ON guardian_reading (child_id, about_id, person_id) WHERE ended_at IS NULL;

-- trail/0006_units

-- Units that share in one trail without holding it: they were given copies. A unit on one trail of a child is not, for
-- that, on the child's other trails.
CREATE TABLE trail_unit (
  child_id uuid NOT NULL,
  trail_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  since bigint NOT NULL,
  PRIMARY KEY (child_id, trail_id, unit_id)
);

-- trail/0007_run_out

-- A sharing may end because the last day of its consent has passed: one more state. SQLite changes no check of a table
-- that is there, so the table is made anew. The last day is the one that counts: the earliest that was asked for or agreed to.
CREATE TABLE sharing_anew (
  child_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  trail_id uuid NOT NULL,
  from_unit_id uuid NOT NULL,
  from_domain_id uuid NOT NULL,
  to_unit_id uuid NOT NULL,
  to_domain_id uuid NOT NULL,
  ground text NOT NULL,
  state text NOT NULL,
  asked_at bigint NOT NULL,
  started_at bigint,
  -- The last day of a consent; other grounds are used once.
  until_on bigint,
  ended_at bigint,
  -- Why these people decide, and how they may be asked; only for consent.
  basis text,
  asking text,
  version bigint NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, id),
  CHECK (state IN ('asked', 'active', 'declined', 'withdrawn', 'outdated', 'run_out')),
  CHECK (ground <> 'consent' OR (until_on IS NOT NULL AND basis IS NOT NULL))
);

INSERT INTO sharing_anew (child_id, id, trail_id, from_unit_id, from_domain_id, to_unit_id, to_domain_id, ground, state,
  asked_at, started_at, until_on, ended_at, basis, asking, version, sealed)
SELECT sharing.child_id, sharing.id, sharing.trail_id, sharing.from_unit_id, sharing.from_domain_id, sharing.to_unit_id,
  sharing.to_domain_id, sharing.ground, sharing.state, sharing.asked_at, sharing.started_at,
  CASE WHEN sharing.state = 'active' AND agreed.until_on < sharing.until_on THEN agreed.until_on ELSE sharing.until_on END,
  sharing.ended_at, sharing.basis, sharing.asking, sharing.version, sharing.sealed
FROM sharing
LEFT JOIN (
  SELECT child_id, sharing_id, MIN(until_on) AS until_on
  FROM sharing_party
  WHERE answer = 'yes'
  GROUP BY child_id, sharing_id
) AS agreed ON agreed.child_id = sharing.child_id AND agreed.sharing_id = sharing.id;

DROP TABLE sharing;

ALTER TABLE sharing_anew RENAME TO sharing;

CREATE INDEX sharing_trail ON sharing (trail_id, asked_at);

-- What background work looks for.
CREATE INDEX sharing_last_day ON sharing (until_on) WHERE state IN ('asked', 'active');

-- trail/0008_handover_disclosure

-- The journal of what crossed into another secrecy domain with a handover: its summary, and each answer to a question. On
-- what ground, and who said yes, stands in the sharing. Never changed. Source: PDL 3:11.
CREATE TABLE handover_disclosure (
  child_id uuid NOT NULL,
  id uuid NOT NULL,
  sharing_id uuid NOT NULL,
  trail_id uuid NOT NULL,
  handover_id uuid NOT NULL,
  -- 'summary' or 'answer'.
  part text NOT NULL,
  from_unit_id uuid NOT NULL,
  from_domain_id uuid NOT NULL,
  to_unit_id uuid NOT NULL,
  to_domain_id uuid NOT NULL,
  ground text NOT NULL,
  staff_id uuid NOT NULL,
  assignment_id uuid NOT NULL,
  disclosed_at bigint NOT NULL,
  PRIMARY KEY (child_id, id)
);

CREATE INDEX handover_disclosure_trail ON handover_disclosure (trail_id, disclosed_at);

CREATE INDEX handover_disclosure_of ON handover_disclosure (handover_id);

-- trail/0009_care_clocks

-- Promised times about the help itself, along a trail: from the event that starts them until the one that fulfils them. Each
-- keeps the definition that was in force when it started. Answers to handovers are in running_clock.
CREATE TABLE care_clock (
  child_id uuid NOT NULL,
  trail_id uuid NOT NULL,
  id uuid NOT NULL,
  code text NOT NULL,
  scope text NOT NULL,
  valid_from bigint NOT NULL,
  started_at bigint NOT NULL,
  -- Who is to keep it: the unit that the starting event was at.
  unit_id uuid NOT NULL,
  due_at bigint NOT NULL,
  stopped_at bigint,
  outcome text,
  PRIMARY KEY (child_id, trail_id, id),
  FOREIGN KEY (child_id, trail_id) REFERENCES trail (child_id, id),
  FOREIGN KEY (code, scope, valid_from) REFERENCES clock_definition (code, scope, valid_from)
);

CREATE UNIQUE INDEX care_clock_one ON care_clock (trail_id, code, scope) WHERE stopped_at IS NULL;

-- trail/0010_asked_again

-- Whoever asks again on a trail that is open has promises of their own: several of one code may run, each from a receipt.
DROP INDEX care_clock_one;

CREATE UNIQUE INDEX care_clock_one ON care_clock (trail_id, code, scope, started_at) WHERE stopped_at IS NULL;

-- trail/0011_related_units

-- A unit looks for a child among all trails that it has a part in: those that it was given copies on, and those that it has
-- handed on lately.
CREATE INDEX trail_unit_of ON trail_unit (unit_id);

CREATE INDEX baton_of_unit ON baton (unit_id, until_at);

-- trail/0012_hiding_reviews

-- Who looks again at what is hidden: the unit that has the entry, and there whoever decided. A hiding on a copy was decided
-- elsewhere, and is the unit's. Why it was ended, and by whom, is sealed.
ALTER TABLE entry_hiding ADD COLUMN unit_id uuid;

ALTER TABLE entry_hiding ADD COLUMN staff_id uuid;

ALTER TABLE entry_hiding ADD COLUMN ended_sealed bytea;

UPDATE entry_hiding
SET unit_id = (
  SELECT entry.unit_id
  FROM entry
  WHERE entry.child_id = entry_hiding.child_id AND entry.id = entry_hiding.entry_id
);

DROP INDEX entry_hiding_review;

CREATE INDEX entry_hiding_due ON entry_hiding (unit_id, review_on) WHERE ended_at IS NULL;

-- trail/0013_joined

-- A child may turn out to be another: what hangs on a trail follows it to the one that goes on. SQLite changes no reference of
-- a table that is there, so the four tables are made anew. Nothing else in them is different.
CREATE TABLE baton_anew (
  child_id uuid NOT NULL,
  trail_id uuid NOT NULL,
  sequence bigint NOT NULL,
  unit_id uuid NOT NULL,
  assignment_id uuid NOT NULL,
  from_at bigint NOT NULL,
  until_at bigint,
  PRIMARY KEY (child_id, trail_id, sequence),
  FOREIGN KEY (child_id, trail_id) REFERENCES trail (child_id, id) ON UPDATE CASCADE,
  CHECK (until_at IS NULL OR until_at >= from_at)
);

INSERT INTO baton_anew (child_id, trail_id, sequence, unit_id, assignment_id, from_at, until_at)
SELECT child_id, trail_id, sequence, unit_id, assignment_id, from_at, until_at
FROM baton;

DROP TABLE baton;

ALTER TABLE baton_anew RENAME TO baton;

CREATE INDEX baton_given ON baton (assignment_id, until_at);

CREATE UNIQUE INDEX baton_one_holder ON baton (trail_id) WHERE until_at IS NULL;

CREATE INDEX baton_of_unit ON baton (unit_id, until_at);

CREATE TABLE handover_anew (
  child_id uuid NOT NULL,
  trail_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  from_unit_id uuid NOT NULL,
  to_unit_id uuid NOT NULL,
  to_branch text NOT NULL,
  purpose text NOT NULL,
  level bigint,
  sent_by uuid NOT NULL,
  sent_at bigint NOT NULL,
  stage text NOT NULL,
  received_at bigint,
  paused bigint NOT NULL,
  asked_at bigint,
  -- When an answer was promised, counted from receipt.
  due_at bigint NOT NULL,
  -- The summary, the questions and the answers.
  sealed bytea NOT NULL,
  ended_at bigint,
  PRIMARY KEY (child_id, trail_id, id),
  FOREIGN KEY (child_id, trail_id) REFERENCES trail (child_id, id) ON UPDATE CASCADE
);

INSERT INTO handover_anew (child_id, trail_id, id, from_unit_id, to_unit_id, to_branch, purpose, level, sent_by, sent_at,
  stage, received_at, paused, asked_at, due_at, sealed, ended_at)
SELECT child_id, trail_id, id, from_unit_id, to_unit_id, to_branch, purpose, level, sent_by, sent_at, stage, received_at,
  paused, asked_at, due_at, sealed, ended_at
FROM handover;

DROP TABLE handover;

ALTER TABLE handover_anew RENAME TO handover;

CREATE UNIQUE INDEX handover_one_pending ON handover (trail_id) WHERE ended_at IS NULL;

CREATE INDEX handover_to ON handover (to_unit_id, due_at, id) WHERE ended_at IS NULL;

CREATE INDEX handover_from ON handover (from_unit_id, due_at, id) WHERE ended_at IS NULL;

CREATE TABLE trail_event_anew (
  child_id uuid NOT NULL,
  trail_id uuid NOT NULL,
  sequence bigint NOT NULL,
  at bigint NOT NULL,
  kind text NOT NULL,
  actor_kind text NOT NULL,
  actor_staff_id uuid,
  actor_assignment_id uuid,
  actor_unit_id uuid,
  actor_domain_id uuid,
  actor_branch text,
  actor_role text,
  actor_person_id uuid,
  actor_job text,
  payload bytea NOT NULL,
  PRIMARY KEY (child_id, trail_id, sequence),
  FOREIGN KEY (child_id, trail_id) REFERENCES trail (child_id, id) ON UPDATE CASCADE
);

INSERT INTO trail_event_anew (child_id, trail_id, sequence, at, kind, actor_kind, actor_staff_id, actor_assignment_id,
  actor_unit_id, actor_domain_id, actor_branch, actor_role, actor_person_id, actor_job, payload)
SELECT child_id, trail_id, sequence, at, kind, actor_kind, actor_staff_id, actor_assignment_id, actor_unit_id,
  actor_domain_id, actor_branch, actor_role, actor_person_id, actor_job, payload
FROM trail_event;

DROP TABLE trail_event;

ALTER TABLE trail_event_anew RENAME TO trail_event;

CREATE TABLE care_clock_anew (
  child_id uuid NOT NULL,
  trail_id uuid NOT NULL,
  id uuid NOT NULL,
  code text NOT NULL,
  scope text NOT NULL,
  valid_from bigint NOT NULL,
  started_at bigint NOT NULL,
  -- Who is to keep it: the unit that the starting event was at.
  unit_id uuid NOT NULL,
  due_at bigint NOT NULL,
  stopped_at bigint,
  outcome text,
  PRIMARY KEY (child_id, trail_id, id),
  FOREIGN KEY (child_id, trail_id) REFERENCES trail (child_id, id) ON UPDATE CASCADE,
  FOREIGN KEY (code, scope, valid_from) REFERENCES clock_definition (code, scope, valid_from)
);

INSERT INTO care_clock_anew (child_id, trail_id, id, code, scope, valid_from, started_at, unit_id, due_at, stopped_at, outcome)
SELECT child_id, trail_id, id, code, scope, valid_from, started_at, unit_id, due_at, stopped_at, outcome
FROM care_clock;

DROP TABLE care_clock;

ALTER TABLE care_clock_anew RENAME TO care_clock;

CREATE UNIQUE INDEX care_clock_one ON care_clock (trail_id, code, scope, started_at) WHERE stopped_at IS NULL;

-- front_door/0001_request

-- Requests for help. Everything that describes a child, a guardian or what they told is sealed under the child's key;
-- what stands open is what the queue is ordered by and what decides who may see it.
CREATE TABLE request (
  child_id uuid NOT NULL REFERENCES child (id),
  id uuid NOT NULL,
  -- The front door that answers for it, and the trail it opened.
  unit_id uuid NOT NULL REFERENCES unit (id),
  trail_id uuid NOT NULL,
  municipality_id uuid NOT NULL REFERENCES municipality (id),
  -- Who asked: child, guardian, professional. The person can follow the request; the assignment is whom to answer.
  asker_kind text NOT NULL,
  asker_person_id uuid,
  asker_assignment_id uuid,
  -- waiting, taken, interviewed, decided, closed
  state text NOT NULL,
  urgency text NOT NULL,
  -- The order of the queue: acute_rank, due_at, received_at, id, all ascending.
  acute_rank bigint NOT NULL,
  due_at bigint NOT NULL,
  received_at bigint NOT NULL,
  taken_by_assignment uuid,
  taken_at bigint,
  changed_at bigint NOT NULL,
  sealed bytea NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (child_id, id),
  UNIQUE (id)
);

CREATE INDEX request_queue ON request (unit_id, state, acute_rank, due_at, received_at, id);

CREATE INDEX request_trail ON request (trail_id);

CREATE INDEX request_asker ON request (asker_person_id);

CREATE INDEX request_asking_assignment ON request (asker_assignment_id);

CREATE INDEX request_taken_by ON request (taken_by_assignment);

-- What happened to a request, in order; the number is the version that the event led to.
CREATE TABLE request_event (
  child_id uuid NOT NULL,
  request_id uuid NOT NULL,
  number bigint NOT NULL,
  kind text NOT NULL,
  at bigint NOT NULL,
  -- Who did it, at work.
  assignment_id uuid,
  -- The reason, where one was given.
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, request_id, number)
);

-- Which front door answers for children of a municipality. Public facts.
CREATE TABLE front_door_area (
  municipality_id uuid NOT NULL PRIMARY KEY REFERENCES municipality (id),
  unit_id uuid NOT NULL REFERENCES unit (id)
);

-- front_door/0002_draft

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

-- front_door/0003_preparation

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

-- front_door/0004_rules

-- The region's tables of rules from ratings to a suggested level. Every edition is kept as it was saved: a decision
-- names the one that was in force. Nothing here is about a child.
CREATE TABLE rule_table (
  id uuid NOT NULL PRIMARY KEY,
  version bigint NOT NULL UNIQUE,
  name text NOT NULL,
  valid_from bigint NOT NULL,
  -- Standing, resolution, default level and rules as JSON of plain codes.
  rules text NOT NULL,
  saved_at bigint NOT NULL,
  -- The assignment of whoever saved it; none when the installation did.
  saved_by uuid
);

CREATE INDEX rule_table_in_force ON rule_table (valid_from, version);

-- Tables on their way. A draft may be wrong; it becomes an edition when it has been proven.
CREATE TABLE rule_draft (
  id uuid NOT NULL PRIMARY KEY,
  name text NOT NULL,
  valid_from bigint NOT NULL,
  rules text NOT NULL,
  changed_at bigint NOT NULL,
  changed_by uuid,
  version bigint NOT NULL
);

-- front_door/0005_assessment

-- The assessment of a request: the interview as far as it has come, what is typed about the decision, and the tries to
-- reach the family. What is said and written is sealed under the child's key; what stands open is what lists count.
CREATE TABLE assessment (
  child_id uuid NOT NULL,
  request_id uuid NOT NULL,
  -- The interview.
  id uuid NOT NULL,
  unit_id uuid NOT NULL,
  started_at bigint NOT NULL,
  changed_at bigint NOT NULL,
  changed_by uuid,
  -- The first time somebody talked with the family, and how long after receipt in microseconds.
  first_contact_at bigint,
  contact_wait bigint,
  -- Since when it is the family's turn.
  waiting_since bigint,
  sealed bytea NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (child_id, request_id)
);

CREATE INDEX assessment_first_contact ON assessment (unit_id, first_contact_at);

-- Decisions, each with the edition of the rules that was in force. Never changed. Level, reason, words and ratings are
-- sealed.
CREATE TABLE decision (
  child_id uuid NOT NULL,
  id uuid NOT NULL,
  request_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  -- The table of rules; none when no table was in force.
  table_id uuid,
  decided_at bigint NOT NULL,
  decided_by uuid NOT NULL,
  next_on bigint NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, id)
);

CREATE INDEX decision_of_request ON decision (child_id, request_id);

CREATE INDEX decision_made ON decision (unit_id, decided_at);

CREATE INDEX request_received ON request (unit_id, received_at);

-- front_door/0006_waiting

-- Those who wait for the family are few among all who were ever assessed, and are counted on every page of the queue.
CREATE INDEX assessment_waiting ON assessment (unit_id) WHERE waiting_since IS NOT NULL;

-- front_door/0007_referral

-- What somebody at work told when they asked for help for a child, beside what everybody tells. Sealed under the child's
-- key.
CREATE TABLE referral (
  child_id uuid NOT NULL,
  request_id uuid NOT NULL,
  at bigint NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, request_id)
);

-- What the front door has asked whoever referred a child, and what they answered. At most one waits for its answer.
CREATE TABLE referral_question (
  child_id uuid NOT NULL,
  request_id uuid NOT NULL,
  number bigint NOT NULL,
  asked_at bigint NOT NULL,
  asked_by uuid NOT NULL,
  answered_at bigint,
  answered_by uuid,
  question bytea NOT NULL,
  answer bytea,
  PRIMARY KEY (child_id, request_id, number)
);

-- front_door/0008_following

-- What somebody who asked has added since, in their own words.
CREATE TABLE request_addition (
  child_id uuid NOT NULL,
  request_id uuid NOT NULL,
  id uuid NOT NULL,
  at bigint NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, request_id, id)
);

-- front_door/0009_asked

-- What a unit has asked for and that is under way is little of all it ever asked for, and is looked for on every My day.
CREATE INDEX request_asking_state ON request (asker_assignment_id, state);

DROP INDEX request_asking_assignment;

-- front_door/0010_replies

-- Who at the front door wrote it, where it is an answer to whoever asked; nobody where they added it themselves.
ALTER TABLE request_addition ADD COLUMN by_assignment_id uuid;

-- front_door/0011_queue_row

-- A request as a queue lists it, with when whoever asked last added something and when whoever referred last answered: the
-- parts of the queue are chosen from the same rows. A child whose key is destroyed is in no list.
CREATE VIEW queue_row AS
SELECT request.child_id AS child_id, request.id AS id, request.unit_id AS unit_id, request.state AS state,
  request.urgency AS urgency, request.acute_rank AS acute_rank, request.due_at AS due_at,
  request.received_at AS received_at, request.taken_by_assignment AS taken_by, request.asker_kind AS asker_kind,
  request.asker_assignment_id AS asker_assignment, request.changed_at AS changed_at, request.sealed AS sealed,
  assessment.changed_at AS draft_at, assessment.waiting_since AS waiting_since,
  (
    SELECT MAX(request_addition.at)
    FROM request_addition
    WHERE request_addition.child_id = request.child_id AND request_addition.request_id = request.id
      AND request_addition.by_assignment_id IS NULL
  ) AS added_at,
  (
    SELECT MAX(referral_question.answered_at)
    FROM referral_question
    WHERE referral_question.child_id = request.child_id AND referral_question.request_id = request.id
  ) AS answered_at,
  child_label.label AS label, child_label.protection AS protection, child_label.master AS master,
  child_label.wrapped AS wrapped
FROM request
JOIN child_label ON child_label.child_id = request.child_id
LEFT JOIN assessment ON assessment.child_id = request.child_id AND assessment.request_id = request.id
WHERE child_label.master IS NOT NULL;

-- front_door/0012_joined

-- The request that goes on where two turned out to be about one child, so that whoever asked sees how far that one has come.
ALTER TABLE request ADD COLUMN merged_into uuid;

CREATE INDEX request_merged ON request (merged_into) WHERE merged_into IS NOT NULL;

-- oversight/0001_openings

-- Openings of trails without a relation, and what came of their review. Why, and what was said, is sealed under the
-- child's key; who, when and how it stands is not.
CREATE TABLE opening (
  child_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  trail_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  assignment_id uuid NOT NULL,
  -- The unit whose manager and log reviewer answer for it.
  unit_id uuid NOT NULL,
  domain_id uuid NOT NULL,
  branch text NOT NULL,
  role text NOT NULL,
  opened_at bigint NOT NULL,
  -- When the trail closed for the one who opened it: three hours later, or when they ended it.
  until_at bigint NOT NULL,
  -- When the review must be answered.
  due_at bigint NOT NULL,
  state text NOT NULL,
  -- The reason, as a code and in words.
  sealed bytea NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (child_id, id),
  CHECK (state IN ('waiting', 'asked', 'justified', 'not_justified')),
  CHECK (until_at >= opened_at AND due_at > opened_at)
);

CREATE INDEX opening_waiting ON opening (unit_id, due_at, id) WHERE state IN ('waiting', 'asked');

CREATE INDEX opening_unit ON opening (unit_id, opened_at);

CREATE INDEX opening_staff ON opening (staff_id, opened_at);

-- What was said and decided about an opening, in order, never changed.
CREATE TABLE review (
  child_id uuid NOT NULL,
  opening_id uuid NOT NULL,
  sequence bigint NOT NULL,
  at bigint NOT NULL,
  kind text NOT NULL,
  staff_id uuid NOT NULL,
  assignment_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  domain_id uuid NOT NULL,
  branch text NOT NULL,
  role text NOT NULL,
  follow_up text,
  -- The question, the answer, or what the family is told.
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, opening_id, sequence),
  FOREIGN KEY (child_id, opening_id) REFERENCES opening (child_id, id),
  CHECK (kind IN ('asked', 'explained', 'justified', 'not_justified'))
);

-- oversight/0002_samples

-- Samples of a unit's log, drawn so that they can be drawn again: the same stretch, sizes and seed give the same lines.
CREATE TABLE log_sample (
  unit_id uuid NOT NULL,
  id uuid NOT NULL,
  drawn_at bigint NOT NULL,
  drawn_by uuid NOT NULL,
  from_at bigint NOT NULL,
  before_at bigint NOT NULL,
  by_risk bigint NOT NULL,
  by_chance bigint NOT NULL,
  seed bigint NOT NULL,
  -- How many lines of the log were weighed.
  lines bigint NOT NULL,
  PRIMARY KEY (unit_id, id)
);

CREATE INDEX log_sample_drawn ON log_sample (unit_id, drawn_at);

-- The lines that were picked, and what the reviewer found. The line itself stands in the log.
CREATE TABLE log_review (
  unit_id uuid NOT NULL,
  sample_id uuid NOT NULL,
  place bigint NOT NULL,
  domain_id uuid NOT NULL,
  line bigint NOT NULL,
  how text NOT NULL,
  -- What made the line worth a look, as codes separated by a space.
  marks text NOT NULL,
  outcome text,
  reviewed_by uuid,
  reviewed_at bigint,
  PRIMARY KEY (unit_id, sample_id, place),
  FOREIGN KEY (unit_id, sample_id) REFERENCES log_sample (unit_id, id),
  CHECK (outcome IN ('in_order', 'follow_up', 'question_sent'))
);

-- oversight/0003_late

-- When a manager was told that the review of an opening is late: once for each.
ALTER TABLE opening ADD COLUMN told_late_at bigint;

-- What background work looks for.
CREATE INDEX opening_late ON opening (due_at) WHERE told_late_at IS NULL AND state IN ('waiting', 'asked');

-- oversight/0004_joined

-- A child may turn out to be another: what was said about an opening follows the opening to the one that goes on. SQLite
-- changes no reference of a table that is there, so the table is made anew. Nothing else in it is different.
CREATE TABLE review_anew (
  child_id uuid NOT NULL,
  opening_id uuid NOT NULL,
  sequence bigint NOT NULL,
  at bigint NOT NULL,
  kind text NOT NULL,
  staff_id uuid NOT NULL,
  assignment_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  domain_id uuid NOT NULL,
  branch text NOT NULL,
  role text NOT NULL,
  follow_up text,
  -- The question, the answer, or what the family is told.
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, opening_id, sequence),
  FOREIGN KEY (child_id, opening_id) REFERENCES opening (child_id, id) ON UPDATE CASCADE,
  CHECK (kind IN ('asked', 'explained', 'justified', 'not_justified'))
);

INSERT INTO review_anew (child_id, opening_id, sequence, at, kind, staff_id, assignment_id, unit_id, domain_id, branch, role,
  follow_up, sealed)
SELECT child_id, opening_id, sequence, at, kind, staff_id, assignment_id, unit_id, domain_id, branch, role, follow_up, sealed
FROM review;

DROP TABLE review;

ALTER TABLE review_anew RENAME TO review;
