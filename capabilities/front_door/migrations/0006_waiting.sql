-- Those who wait for the family are few among all who were ever assessed, and are counted on every page of the queue.
CREATE INDEX assessment_waiting ON assessment (unit_id) WHERE waiting_since IS NOT NULL;
