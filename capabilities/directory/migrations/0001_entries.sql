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
