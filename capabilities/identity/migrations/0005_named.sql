-- For whom somebody at work is named is asked with every list.
CREATE INDEX named_staff_staff ON named_staff (staff_id, child_id);
